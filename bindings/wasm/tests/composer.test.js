import assert from "node:assert/strict";
import { test } from "node:test";
import { Composer, Engine, check } from "postworthy";
import { caseFiles } from "./fixtures.js";
import { cases } from "./shared.js";

const now = "2026-01-31T12:00:00Z";
const names = ["bluesky", "twitter", "instagram"];
const start = () =>
  new Composer({
    now,
    post: { content: "Hello", publishNow: true, platforms: names.map((platform) => ({ platform, accountId: platform })) },
  });

/** Counts what a composer asks of its engine. */
class Counting extends Engine {
  all = 0;
  some = [];
  check(...parts) {
    this.all += 1;
    return super.check(...parts);
  }
  checkSome(post, context, wanted) {
    this.some.push(wanted);
    return super.checkSome(post, context, wanted);
  }
}

test("a change says which targets came out differently, and keeps the others", () => {
  const composer = start();
  const before = composer.report;
  const change = composer.setOptions(2, { contentType: "story" });
  assert.deepEqual(change.targets, [2]);
  assert.equal(change.report.targets[0], before.targets[0]);
  assert.deepEqual(composer.setOptions(2, { contentType: "story" }).targets, []);
  assert.deepEqual(composer.setContent("Hello again").targets, [0, 1, 2]);
});

test("only what a change can have touched is checked again", () => {
  const engine = new Counting();
  const post = {
    content: "Hello",
    publishNow: true,
    platforms: [
      { platform: "bluesky", accountId: "b", customContent: "Its own" },
      { platform: "twitter", accountId: "t" },
    ],
  };
  const composer = new Composer({ engine, post, now });
  assert.equal(engine.all, 1);
  composer.setContent("Hello again");
  composer.setOptions(0, { langs: ["en"] });
  composer.setAccount("t", { premium: true });
  assert.deepEqual(engine.some, [[false, true], [true, false], [false, true]]);
  assert.equal(engine.all, 1);
  composer.set("title", "A title");
  assert.equal(engine.all, 2);
});

test("a batch is checked once", () => {
  const engine = new Counting();
  const composer = new Composer({ engine, now });
  const { targets } = composer.batch(() => {
    composer.setContent("Hello");
    composer.addTarget({ platform: "bluesky", accountId: "a" });
    composer.addTarget({ platform: "threads", accountId: "b" });
  });
  assert.deepEqual(targets, [0, 1]);
  assert.equal(engine.all, 2);
});

test("a second target of the same account is a finding of the one, and no longer when the other goes", () => {
  const composer = start();
  const { targets } = composer.setTarget(1, { platform: "bluesky", accountId: "bluesky" });
  assert.ok(targets.includes(1));
  assert.equal(composer.report.targets[1].diagnostics[0].code, "duplicate_target");
  composer.removeTarget(0);
  assert.equal(composer.report.warnings, 0);
});

test("a fix is applied and checked", () => {
  const composer = start();
  composer.setContent("e ".repeat(160));
  const { diagnostics } = composer.report.targets[0];
  composer.applyFix(diagnostics[0].fixes[0]);
  assert.equal(composer.report.targets[0].valid, true);
  assert.ok(composer.post.platforms[0].customContent.length <= 300);
});

test("what a caller keeps is not what the composer keeps", () => {
  const composer = start();
  composer.post.platforms.pop();
  assert.equal(composer.post.platforms.length, 3);
  assert.throws(() => composer.setOptions(9, {}), RangeError);
});

test("a report put together of parts is the report of the whole", () => {
  let tried = 0;
  for (const one of cases(caseFiles)) {
    const { post, context } = one;
    if (!Array.isArray(post?.platforms) || post.platforms.some((target) => typeof target !== "object" || target === null)) {
      continue;
    }
    tried += 1;
    const composer = new Composer({ ...context, post: { ...post, platforms: [] } });
    const whole = () => check(composer.post, { ...context });
    for (const target of [{ platform: "bluesky", accountId: "other" }, ...post.platforms]) {
      composer.addTarget(target);
    }
    assert.deepEqual(composer.report, whole(), `${one.rule}: ${one.name}`);
    composer.setContent("Something else 👍");
    composer.setTarget(0, { platform: "twitter", accountId: "other" });
    composer.setOptions(0, { replySettings: "following" });
    assert.deepEqual(composer.report, whole(), `${one.rule}: ${one.name}`);
  }
  assert.ok(tried > 1000, `${tried} posts`);
});
