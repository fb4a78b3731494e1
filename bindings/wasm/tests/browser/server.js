// A static server on the loopback address, as strict about scripts as a careful site.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mp4": "video/mp4",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:";

/** Serves a folder; gives its address and a way to end it. */
export function serve(folder) {
  const root = folder instanceof URL ? fileURLToPath(folder) : folder;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    let path = normalize(join(root, decodeURIComponent(pathname)));
    if (!path.startsWith(normalize(root + sep).replace(/\/+$/, ""))) {
      response.writeHead(403).end();
      return;
    }
    try {
      if (statSync(path).isDirectory()) {
        path = join(path, "index.html");
      }
      statSync(path);
    } catch {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY });
    createReadStream(path).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      resolve({ address: `http://127.0.0.1:${port}`, close: () => server.close() });
    });
  });
}
