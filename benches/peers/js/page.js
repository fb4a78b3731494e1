import * as postworthy from "../../../bindings/wasm/js/lazy.js";
import address from "../../../bindings/wasm/dist/postworthy.wasm?url";
import { contenders, measure } from "./contenders.js";

/** Loads the module and says how long that took once its bytes were there. */
globalThis.start = async () => {
  const bytes = await (await fetch(address)).arrayBuffer();
  const before = performance.now();
  await postworthy.init(bytes);
  return { bytes: bytes.byteLength, ready: performance.now() - before };
};

globalThis.compare = (lines, schema, known) => {
  const those = contenders(postworthy, schema, lines, known);
  const clock = () => performance.now() * 1_000;
  return measure(those, lines, clock).map((micros, index) => [...those[index].slice(0, 2), micros]);
};
