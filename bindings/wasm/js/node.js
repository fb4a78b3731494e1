// The package for Node: the module is read from disk at once.
import { readFileSync } from "node:fs";
import { initSync } from "./start.js";

export * from "./lazy.js";

initSync(readFileSync(new URL("../dist/postworthy.wasm", import.meta.url)));
