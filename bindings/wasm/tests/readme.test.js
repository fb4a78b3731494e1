import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as postworthy from "postworthy";
import { translate } from "postworthy/messages";
import de from "postworthy/messages/de";
import { openMedia } from "./fixtures.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
// What needs a page is proved by the tests of the element, what needs the service by those of its client.
const examples = [...readme.matchAll(/```[jt]s\n([\s\S]*?)```/g)]
  .map(([, code]) => code)
  .filter((code) => !code.includes("document") && !code.includes("postworthy/late"));

test("the examples of the README run", async () => {
  assert.ok(examples.length >= 4);
  for (const code of examples) {
    const said = [];
    const body = code.replace(/^import .*$/gm, "");
    const known = {
      ...postworthy,
      translate,
      de,
      console: { log: (...values) => said.push(values) },
      file: await openMedia("mp4-moov-last.mp4"),
      openAsBlob: () => openMedia("mp4-moov-last.mp4"),
    };
    // An example is what its reader types, wrapped so that it may await.
    const AsyncFunction = (async () => {}).constructor;
    await new AsyncFunction(...Object.keys(known), body)(...Object.values(known));
    assert.ok(said.length > 0, code);
  }
});
