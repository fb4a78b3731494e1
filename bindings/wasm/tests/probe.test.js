import assert from "node:assert/strict";
import { test } from "node:test";
import { PostworthyError, probe } from "postworthy";
import { openMedia } from "./fixtures.js";

const gif = Uint8Array.from(atob("R0lGODlhAgABAAAAACwAAAAAAgABAAACAgQKADs="), (c) => c.charCodeAt(0));

test("a blob, bytes, and an object with size and read are the same file", async () => {
  const expected = await probe(new Blob([gif]));
  assert.equal(expected.format, "gif");
  assert.equal(expected.width, 2);
  assert.deepEqual(await probe(gif), expected);
  assert.deepEqual(await probe(gif.buffer), expected);
  assert.deepEqual(await probe({ size: gif.length, read: (at, length) => gif.slice(at, at + length) }), expected);
  assert.deepEqual(await probe({ size: gif.length, read: async (at, length) => gif.buffer.slice(at, at + length) }), expected);
});

test("progress is told, and little of a file is read", async () => {
  const file = await openMedia("mp4-moov-last.mp4");
  const steps = [];
  await probe(file, { onProgress: (progress) => steps.push(progress), readAhead: 512 });
  assert.ok(steps.length >= 1);
  assert.ok(steps.at(-1).bytesRead <= file.size);
  assert.equal(steps.at(-1).requests, steps.length);
});

test("a signal ends it at once, also while a read hangs", async () => {
  const controller = new AbortController();
  const hanging = probe({ size: 1000, read: () => new Promise(() => {}) }, { signal: controller.signal });
  controller.abort(new Error("enough"));
  await assert.rejects(hanging, /enough/);
  await assert.rejects(probe(gif, { signal: AbortSignal.abort() }), { name: "AbortError" });
  const within = new AbortController();
  const read = () => {
    within.abort(new Error("seen enough"));
    return new Promise(() => {});
  };
  await assert.rejects(probe({ size: 1000, read }, { signal: within.signal }), /seen enough/);
  assert.deepEqual(await probe(gif, null), await probe(gif));
});

test("a read that fails is one error with its cause", async () => {
  const cause = new Error("gone");
  const failing = probe({ size: 10, read: () => Promise.reject(cause) });
  await assert.rejects(failing, (error) => error instanceof PostworthyError && error.kind === "unreadable" && error.cause === cause);
  await assert.rejects(probe({ size: 10, read: () => "text" }), { kind: "unreadable" });
  for (const bad of [null, 5, {}, { size: -1, read() {} }, { size: 5 }]) {
    await assert.rejects(probe(bad), { kind: "invalid_argument" });
  }
});
