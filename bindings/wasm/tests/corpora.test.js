import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PostworthyError, applyFix, check, measure, platforms, probe } from "postworthy";

const top = fileURLToPath(new URL("../../../", import.meta.url));

const post = { content: "Hello", publishNow: true, platforms: [{ platform: "bluesky", accountId: "a" }] };
const expected = check(post, { now: null });
const names = platforms().map(({ platform }) => platform);

/** Carries a call out; a module that has trapped is found by the next one. */
function stood(file, call) {
  let result;
  try {
    result = call();
  } catch (error) {
    assert.ok(error instanceof PostworthyError, `${file}: ${error?.stack ?? error}`);
  }
  assert.deepEqual(check(post, { now: null }), expected, `${file}: the module is not what it was`);
  return result;
}

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

async function all(folder) {
  let count = 0;
  for (const file of files(folder)) {
    const bytes = readFileSync(file);
    const text = bytes.toString("utf8").slice(0, 1 << 20);
    const report = stood(file, () => check(text, { now: null }));
    stood(file, () => check({ ...post, content: text }, { now: null }));
    for (const fix of report?.diagnostics.flatMap(({ fixes }) => fixes) ?? []) {
      stood(file, () => applyFix(text, fix));
    }
    const name = names[count % names.length];
    stood(file, () => measure(text, name));
    const info = await probe(bytes).catch((error) => assert.ok(error instanceof PostworthyError, `${file}: ${error?.stack ?? error}`));
    const url = "https://example.com/a";
    stood(file, () => check({ ...post, mediaItems: [{ url }], platforms: names.map((platform) => ({ platform, accountId: platform })) }, { now: null, media: { [url]: info ?? {} } }));
    count += 1;
  }
  return count;
}

test("no file of the fixtures traps the module", async () => {
  assert.ok((await all(join(top, "fixtures"))) > 200);
});

// `tests/fuzz/test` makes it; without it there are the fixtures, which it is made of.
const corpus = join(top, "tests/fuzz/corpus");
test("no input of the fuzz corpora traps the module", { skip: !existsSync(corpus) }, async () => {
  assert.ok((await all(corpus)) > 100);
});
