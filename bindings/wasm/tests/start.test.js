import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
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
