import load, { initSync as loadSync } from "../dist/module.js";
import { PostworthyError } from "./error.js";

let module;
let loading;

/**
 * Loads the module, once. Everything but this is synchronous, and works when this is done.
 * `source` is where the module is, when it is not beside this file: a URL, a response, its bytes,
 * or a compiled `WebAssembly.Module`.
 */
export function init(source) {
  if (module) {
    return Promise.resolve();
  }
  loading ??= start(source).catch((error) => {
    // Another try may have more luck.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start(source) {
  try {
    const compiled = await compile(source ?? new URL("../dist/postworthy.wasm", import.meta.url));
    // `initSync` may have been quicker: then engines live in its instance, and it must stay.
    module ??= await instantiate(compiled);
  } catch (cause) {
    // With a module of `initSync` nothing is missing.
    if (!module) {
      throw notLoaded(cause);
    }
  }
}

/** The compiled module; while it arrives, where the host can do that. */
async function compile(source) {
  const given = await (isAddress(source) ? fetch(source) : source);
  if (given instanceof WebAssembly.Module) {
    return given;
  }
  if (typeof Response !== "function" || !(given instanceof Response)) {
    return WebAssembly.compile(given);
  }
  if (!given.ok) {
    throw new Error(`${given.url || "the response"} has status ${given.status} ${given.statusText}`.trim());
  }
  if (typeof WebAssembly.compileStreaming === "function") {
    try {
      return await WebAssembly.compileStreaming(given);
    } catch (error) {
      if (given.headers.get("content-type") === "application/wasm") {
        throw error;
      }
      // Refused for its type alone, before it was read.
      console.warn("postworthy: the module is not served as application/wasm, and is compiled only when it is there as a whole", error);
    }
  }
  return WebAssembly.compile(await given.arrayBuffer());
}

const isAddress = (source) =>
  typeof source === "string" || source instanceof URL || (typeof Request === "function" && source instanceof Request);

/** The exports of the one instance. At once, so that `initSync` cannot come between and make another. */
function instantiate(compiled) {
  try {
    return loadSync({ module: compiled });
  } catch (error) {
    // Chromium before 114 lets a page do so only without its waiting; there `initSync` fails as well.
    if (error instanceof RangeError) {
      return load({ module_or_path: compiled });
    }
    throw error;
  }
}

const notLoaded = (cause) => new PostworthyError("not_ready", `the module cannot be loaded: ${cause?.message ?? cause}`, { cause });

/** Loads the module from its bytes, or from a compiled `WebAssembly.Module`, without waiting. */
export function initSync(source) {
  if (!module) {
    try {
      module = loadSync({ module: source });
    } catch (cause) {
      throw notLoaded(cause);
    }
  }
}

/** The memory of the module. */
export function memory() {
  if (!module) {
    throw new PostworthyError("not_ready", "await init() before this, or import from \"postworthy\", which does");
  }
  return module.memory;
}
