import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PostworthyError, check, init, initSync } from "../js/lazy.js";

const bytes = readFileSync(new URL("../dist/postworthy.wasm", import.meta.url));
const notReady = (error) => error instanceof PostworthyError && error.kind === "not_ready";

test("what is no module is one error, and another try may have more luck", async () => {
  assert.throws(() => check({}), notReady);
  assert.throws(() => initSync(new Uint8Array([1, 2, 3])), notReady);
  assert.throws(() => initSync(undefined), notReady);
  await assert.rejects(init(new Uint8Array([1, 2, 3])), notReady);
  initSync(bytes);
  assert.equal(check({ platforms: 5 }).valid, false);
  await init();
});

/** Loads the module in one of the ways of `start/alone.js` and says what came of it. */
async function alone(...way) {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL("start/alone.js", import.meta.url)), ...way]);
  return JSON.parse(stdout);
}

test("a module that initSync brings while another is on its way is the one that stays", async () => {
  for (const way of ["overtaken", "overtakenByFailure"]) {
    const { stays, once, ended, instances } = await alone(way);
    assert.deepEqual({ stays, once, ended, instances }, { stays: true, once: true, ended: 4, instances: 1 }, way);
  }
  for (const tick of ["0", "1", "2", "3", "4", "5"]) {
    const { stays, instances } = await alone("ticks", tick);
    assert.deepEqual({ stays, instances }, { stays: true, instances: 1 }, `after ${tick} ticks`);
  }
});

test("the module is compiled while it arrives, where that can be", async () => {
  const right = { valid: true, instances: 1, warnings: 0 };
  for (const [way, expected] of Object.entries({
    streamed: { ...right, streams: 1 },
    promised: { ...right, streams: 1 },
    wrongType: { ...right, streams: 1, warnings: 1 },
    withoutStreaming: { ...right, streams: 0 },
    bytes: { ...right, streams: 0 },
    compiled: { ...right, streams: 0 },
    notAtOnce: { ...right, streams: 1 },
  })) {
    assert.deepEqual(await alone(way), expected, way);
  }
});

test("whatever keeps the module from being loaded is one error", async () => {
  for (const [way, said] of [["brokenStream", "magic word"], ["brokenBytes", "magic word"], ["notFound", "404"], ["unheard", "fetch failed"]]) {
    const { error } = await alone(way);
    assert.deepEqual([error.name, error.kind], ["PostworthyError", "not_ready"], way);
    assert.ok(error.message.includes(said), `${way}: ${error.message}`);
  }
});
