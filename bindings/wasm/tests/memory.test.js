import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, check } from "postworthy";
import { memory } from "../js/start.js";

test("a million checks and a thousand engines leave the memory as large as it was", () => {
  const post = JSON.stringify({
    content: "e".repeat(301),
    publishNow: true,
    platforms: [{ platform: "bluesky", accountId: "a" }],
  });
  const rules = [{ id: "bluesky/text-length", enabled: false }];
  const some = () => {
    for (let round = 0; round < 1000; round += 1) {
      check(post, { now: null });
    }
    new Engine({ rules }).free();
  };
  some();
  const before = memory().buffer.byteLength;
  for (let round = 0; round < 1000; round += 1) {
    some();
  }
  assert.equal(memory().buffer.byteLength, before);
});

test("rows that each call writes anew need no more memory than a few sets of them", () => {
  const post = { content: "Hello", platforms: [{ platform: "bluesky", accountId: "a" }] };
  const some = (rounds) => {
    for (let round = 0; round < rounds; round += 1) {
      check(post, { now: null, rules: [{ id: "bluesky/text-length", check: { "text-length": { max: round % 20 } } }] });
    }
  };
  some(100);
  const before = memory().buffer.byteLength;
  some(1000);
  // Kept, they would need 200 MB.
  assert.ok(memory().buffer.byteLength - before < 2 ** 20);
});
