import assert from "node:assert/strict";
import { test } from "node:test";
import * as postworthy from "postworthy";
import { caseFiles, expectedMedia, openMedia, texts } from "./fixtures.js";
import { runCases, runMedia, runTexts } from "./shared.js";

test("every case ends as it says, from an object and from text", async () => {
  const { count, faults } = await runCases(postworthy, caseFiles);
  assert.ok(count > 1000, `${count} cases`);
  assert.deepEqual(faults, []);
});

test("weighted lengths are those of the conformance suite", () => {
  const { count, faults } = runTexts(postworthy, texts);
  assert.ok(count > 200);
  assert.deepEqual(faults, []);
});

test("every media file is what other tools say", async () => {
  const { count, faults } = await runMedia(postworthy, expectedMedia, openMedia);
  assert.ok(count > 100);
  assert.deepEqual(faults, []);
});
