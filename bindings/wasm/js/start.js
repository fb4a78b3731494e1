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
  loading ??= start(source).catch((error) => {
    // Another try may have more luck.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start(source) {
  const url = source ?? new URL("../dist/postworthy.wasm", import.meta.url);
  try {
    module = await load({ module_or_path: url });
  } catch (cause) {
    throw notLoaded(cause);
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
    loading = Promise.resolve();
  }
}

/** The memory of the module. */
export function memory() {
  if (!module) {
    throw new PostworthyError("not_ready", "await init() before this, or import from \"postworthy\", which does");
  }
  return module.memory;
}
