// What Node has: the environment, files on disk, hashes, and errors that say what broke.
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { basename, isAbsolute, relative, resolve, sep } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { LateError } from "./error.js";
import { KEY_VARIABLE } from "./key.js";
import { web } from "./web.js";

/** Bytes of a file that are sent at once. */
const PIECE = 2 ** 18;
/** Trouble from before a request was sent. */
const UNSENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"];
const TIMED_OUT = ["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"];

const isPath = (file) => typeof file === "string" || file instanceof URL;
const pathOf = (file) => (file instanceof URL ? fileURLToPath(file) : file);

function isWithin(folder, path) {
  const way = relative(folder, path);
  return way.split(sep)[0] !== ".." && !isAbsolute(way);
}

export const disk = {
  ...web,

  key: () => process.env[KEY_VARIABLE],

  engine: () => import("../node.js"),

  nameOf: (file) => (isPath(file) ? basename(pathOf(file)) : web.nameOf(file)),

  async open(file) {
    if (!isPath(file)) {
      return web.open(file);
    }
    // A pipe that nobody writes to is opened, too, and then refused.
    const handle = await open(pathOf(file), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await handle.stat();
    if (!stat.isFile()) {
      await handle.close();
      throw new Error("this is not a file");
    }
    const read = async (offset, length) => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    return { size: stat.size, read, close: () => handle.close() };
  },

  /** A path of a post, where it lies in the folder: a post that somebody else wrote opens nothing outside. */
  async find(url, folder) {
    const named = resolve(pathOf(folder), url);
    // What is outside by its name alone is not even looked for: that may be on a server of somebody else.
    if (!isWithin(resolve(pathOf(folder)), named)) {
      return undefined;
    }
    try {
      const [path, home] = await Promise.all([realpath(named), realpath(pathOf(folder))]);
      return isWithin(home, path) ? path : undefined;
    } catch {
      // There is no such file, and the check finds fault with it.
      return undefined;
    }
  },

  async sha256() {
    return createHash("sha256");
  },

  failure(error) {
    let deepest = error;
    while (deepest.cause instanceof Error) {
      deepest = deepest.cause;
    }
    const { code = "", syscall, message } = deepest;
    const unsent = UNSENT.includes(code) || syscall === "connect" || /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code);
    return { unsent, timedOut: TIMED_OUT.includes(code), why: message || code };
  },

  /** The file is never in memory as a whole, and the storage is told its length. */
  async put(sender, url, { headers, file, signal }, onSent) {
    let at = 0;
    const pull = async (controller) => {
      const length = Math.min(PIECE, file.size - at);
      if (length === 0) {
        controller.close();
        return;
      }
      // A copy: it may still be on its way when `read` fills the same memory again.
      const bytes = (await file.read(at, length)).slice();
      at += bytes.length;
      controller.enqueue(bytes);
      onSent(at);
    };
    const request = sender.fetch(url, {
      method: "PUT",
      headers: { ...headers, "content-length": String(file.size) },
      body: new ReadableStream({ pull }, { highWaterMark: 0 }),
      duplex: "half",
      // With any other values Node keeps a copy of all that is sent, for a redirect to come.
      redirect: "error",
      window: null,
      signal,
    });
    const response = await request.catch((error) => {
      if (error?.cause?.message === "unexpected redirect") {
        throw new LateError("redirect", "the storage points elsewhere, where nothing is sent");
      }
      throw error;
    });
    await response.body?.cancel();
    return response.status;
  },
};
