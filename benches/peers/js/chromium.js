// `node chromium.js FOLDER POSTS`: the contenders of node.js in the Chromium of this machine, timed by
// its clock, for a page cannot ask for processor time. Prints nothing where there is none.
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { executablePath, launch } from "../../../bindings/wasm/tests/browser/chromium.js";

const [folder, posts] = process.argv.slice(2);
if (!executablePath) {
  console.error("NOT MEASURED: Chromium, for there is none here.");
  process.exit(0);
}

// The page, by the bundler that the npm package is tested with.
const root = fileURLToPath(new URL(".", import.meta.url));
const tools = createRequire(new URL("../../../bindings/wasm/package.json", import.meta.url));
const { build } = await import(tools.resolve("vite"));
const outDir = join(process.cwd(), folder, "page");
await build({ root, base: "./", logLevel: "error", build: { outDir, emptyOutDir: true, target: "esnext" } });

const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const path = join(outDir, pathname === "/" ? "index.html" : pathname);
  if (!existsSync(path)) {
    response.writeHead(404).end();
    return;
  }
  const type = types[path.slice(path.lastIndexOf("."))] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type });
  createReadStream(path).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const schema = JSON.parse(readFileSync(new URL("../post.schema.json", import.meta.url)));
const known = JSON.parse(readFileSync(join(folder, "context.json")));
const browser = await launch();
const page = await browser.newPage();
page.on("pageerror", (error) => console.error(String(error)));
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await page.waitForFunction(() => globalThis.compare);
const { bytes, ready } = await page.evaluate(() => globalThis.start());
console.error(`Chromium: the module of ${bytes} bytes is ready ${ready.toFixed(1)} ms after its bytes are there`);
for (const corpus of ["valid", "mixed"]) {
  const lines = readFileSync(join(folder, `${corpus}.ndjson`), "utf8").trimEnd().split("\n").slice(0, Number(posts));
  const rows = await page.evaluate(([lines, schema, known]) => globalThis.compare(lines, schema, known), [lines, schema, known]);
  for (const [name, note, micros] of rows) {
    console.log(["JavaScript (Chromium)", corpus, name, micros.toFixed(3), note].join("\t"));
  }
}
await browser.close();
server.close();
