import assert from "node:assert/strict";
import { test } from "node:test";
import { Composer, Engine, PostworthyError, check } from "postworthy";
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
  // A story shows no text.
  assert.deepEqual(composer.setContent("Hello again").targets, [0, 1]);
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

test("a batch that throws has its changes before that checked, and the error thrown on", () => {
  const thrown = new Error("enough");
  const composer = start();
  const whole = () => check(composer.post, { now });
  const fits = () => composer.report.targets[0].valid;
  const failing = (...contents) => () =>
    composer.batch(() => {
      contents.forEach((content) => composer.setContent(content));
      throw thrown;
    });
  assert.throws(failing("z".repeat(400)), thrown);
  assert.equal(fits(), false);
  assert.deepEqual(composer.report, whole());
  // Of nested ones, too, wherever it is caught.
  assert.throws(() => composer.batch(failing("Hello")), thrown);
  assert.deepEqual(composer.report, whole());
  const { targets } = composer.batch(() => {
    assert.throws(failing("y".repeat(400)), thrown);
    assert.equal(fits(), true, "only the outermost checks");
  });
  assert.deepEqual(targets, [0, 1, 2]);
  assert.deepEqual(composer.report, whole());
  // The first error is told even where nothing can be checked.
  assert.throws(failing("Hello", "\ud83d"), thrown);
  composer.setContent("Hello");
  assert.deepEqual(composer.report, whole());
});

test("a batch that throws is checked once", () => {
  const engine = new Counting();
  const composer = new Composer({ engine, now });
  const changes = () => {
    composer.setContent("Hello");
    composer.addTarget({ platform: "bluesky", accountId: "a" });
    throw new Error("enough");
  };
  assert.throws(() => composer.batch(() => composer.batch(changes)), /enough/);
  assert.deepEqual([engine.all, engine.some.length], [2, 0]);
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
});

test("what a caller changes later is not what the composer was given", () => {
  const url = "https://example.com/a.jpg";
  const image = () => ({ kind: "image", format: "jpeg", bytes: 1000, width: 1080, height: 1080, animated: false });
  const [info, facts, later] = [{ [url]: image() }, { twitter: { premium: true } }, new Date(now)];
  const post = { ...start().post, content: "z".repeat(300), mediaItems: [{ type: "image", url }] };
  const composer = new Composer({ now: later, post, media: info, accounts: facts });
  const spoil = () => {
    info[url].bytes = 1e12;
    facts.twitter.premium = false;
    later.setFullYear(2000);
  };
  const whole = () => check(composer.post, { now, media: { [url]: image() }, accounts: { twitter: { premium: true } } });
  assert.deepEqual(composer.report, whole());
  spoil();
  composer.set("title", "A title");
  assert.deepEqual(composer.report, whole());
  [info[url], facts.twitter] = [image(), { premium: true }];
  composer.setMediaInfo(url, info[url]);
  composer.setAccount("twitter", facts.twitter);
  spoil();
  composer.set("title", "Another title");
  assert.deepEqual(composer.report, whole());
});

test("an index is an integer, as another would leave the report behind", () => {
  const composer = start();
  const before = JSON.stringify(composer.post);
  const target = { platform: "twitter", accountId: "t" };
  for (const index of ["0", "00", 0.5, -1, 3, NaN, Infinity, null, undefined, 0n, true, [0], {}, Symbol("0"), "length"]) {
    for (const change of [() => composer.setOptions(index, { langs: [5] }), () => composer.setTarget(index, target), () => composer.removeTarget(index)]) {
      assert.throws(change, (error) => error instanceof PostworthyError && error.kind === "invalid_argument", String(index));
    }
  }
  assert.equal(JSON.stringify(composer.post), before);
  composer.setTarget(-0, target);
  assert.deepEqual(composer.report, check(composer.post, { now }));
});

test("a change that cannot be checked is checked with the next one", () => {
  const composer = start();
  const faults = [
    [() => composer.setOptions(0, { langs: ["\ud83d"] }), () => composer.setOptions(0, { langs: ["en"] })],
    [() => composer.setAccount("twitter", { premium: "yes" }), () => composer.setAccount("twitter", { premium: true })],
  ];
  for (const [at, [wrong, right]] of faults.entries()) {
    assert.throws(wrong, PostworthyError);
    assert.throws(() => composer.setContent("z".repeat(400 + at)), PostworthyError);
    right();
    const { report } = composer;
    assert.equal(report.valid, false);
    assert.deepEqual(report, check(composer.post, { now, accounts: at === 1 ? { twitter: { premium: true } } : {} }));
  }
});

test("a post may come as text, and lack what posts have", () => {
  const text = JSON.stringify({ content: "Hello", platforms: [{ platform: "bluesky", accountId: "a" }] });
  const composer = new Composer({ now, post: text });
  assert.equal(composer.report.targets[0].platform, "bluesky");
  for (const platforms of [null, undefined, "bluesky", {}, [null, "bluesky", { platform: "bluesky", accountId: "a" }]]) {
    composer.set("platforms", platforms);
    composer.setAccount("a", { premium: true });
    assert.deepEqual(composer.setContent(`of ${JSON.stringify(platforms)}`).report, check(composer.post, { now, accounts: { a: { premium: true } } }));
  }
  composer.set("platforms", null);
  assert.deepEqual(composer.addTarget({ platform: "threads", accountId: "b" }).targets, [0]);
  assert.deepEqual(new Composer({ now, post: null, media: null, accounts: null }).report, new Composer({ now }).report);
});

test("what reactive frameworks make of a value is a value", () => {
  const proxy = (value) => new Proxy(value, {});
  const composer = new Composer({ now, post: proxy({ content: "Hello" }) });
  composer.setMedia(proxy([proxy({ type: "image", url: "https://example.com/a.jpg" })]));
  composer.addTarget(proxy({ platform: "bluesky", accountId: "a" }));
  composer.setOptions(0, proxy({ langs: proxy(["en"]) }));
  composer.set("tags", proxy(["news"]));
  assert.equal(composer.post.mediaItems[0].type, "image");
  assert.deepEqual(composer.post.platforms[0].platformSpecificData, { langs: ["en"] });
});

test("a call that cannot be carried out throws one kind of error, and changes nothing", () => {
  const composer = start();
  const before = JSON.stringify(composer.post);
  const circle = {};
  circle.self = circle;
  for (const wrong of [
    () => composer.setOptions(9, {}),
    () => composer.removeTarget(-1),
    () => composer.setTarget(3, {}),
    () => composer.set("tags", 5n),
    () => composer.setMedia(circle),
    () => composer.setContent(circle),
    () => composer.setMediaInfo("a.jpg", circle),
    () => composer.setAccount("twitter", circle),
    () => new Composer({ media: { "a.jpg": circle } }),
    () => composer.addTarget(circle),
    () => composer.applyFix(null),
    () => composer.applyFix({ patch: "no patch" }),
    () => composer.applyFix([{ op: "replace", path: "", value: "no post" }]),
    () => new Composer({ post: "{" }),
    () => new Composer({ post: "[1]" }),
    () => new Composer({ post: 5 }),
  ]) {
    assert.throws(wrong, PostworthyError, String(wrong));
    assert.equal(JSON.stringify(composer.post), before, String(wrong));
  }
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
