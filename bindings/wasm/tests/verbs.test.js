import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, PostworthyError, applyFix, check, explain, limits, measure, platforms } from "postworthy";

const post = (content, platform = "bluesky") => ({
  content,
  publishNow: true,
  platforms: [{ platform, accountId: "a" }],
});

const refused = (kind) => (error) => error instanceof PostworthyError && error.kind === kind && error.message.length > 0;

test("a post is checked from an object and from text alike", () => {
  const long = post("e".repeat(301));
  const report = check(long);
  assert.equal(report.valid, false);
  assert.equal(report.targets[0].diagnostics[0].code, "text_too_long");
  assert.deepEqual(check(JSON.stringify(long)), report);
});

test("whatever a post holds, findings never throw", () => {
  for (const odd of ["5", "null", "[]", '"text"', "{}", '{"platforms":5}', { platforms: [null, 5, {}] }]) {
    assert.equal(typeof check(odd).valid, "boolean", JSON.stringify(odd));
  }
});

test("a text that is no JSON throws with its place", () => {
  assert.throws(() => check('{\n  "content": }'), (error) => refused("invalid_json")(error) && error.line === 2 && error.column > 0);
  assert.throws(() => check({ content: "\ud800" }), refused("invalid_json"));
  assert.throws(() => check("{}", { media: { a: { width: "wide" } } }), refused("invalid_context"));
});

test("a context counts for its own call alone", () => {
  const { content, platforms } = post("Hello");
  const planned = { content, platforms, scheduledFor: "2026-02-01T12:00:00Z" };
  const late = (now) => check(planned, { now }).diagnostics.length;
  const [before, after] = ["2026-02-01T11:00:00Z", "2026-02-01T13:00:00Z"];
  assert.deepEqual([before, before, after, after, before].map(late), [0, 0, 1, 1, 0]);
  assert.throws(() => check(planned, { now: after, media: 5 }), refused("invalid_context"));
  assert.deepEqual([after, before].map(late), [1, 0]);
});

test("what cannot be JSON throws", () => {
  const circular = {};
  circular.self = circular;
  for (const bad of [undefined, () => {}, Symbol("post"), circular, { count: 1n }]) {
    assert.throws(() => check(bad), refused("invalid_argument"));
  }
  assert.throws(() => measure(5, "bluesky"), refused("invalid_argument"));
});

test("the clock is used unless a time is given", () => {
  const scheduled = { ...post("Hi"), publishNow: undefined, scheduledFor: "2020-01-01T00:00:00Z" };
  assert.equal(check(scheduled).diagnostics[0]?.code, "invalid_schedule");
  assert.deepEqual(check(scheduled, { now: "2019-12-31T00:00:00Z" }).diagnostics, []);
  assert.deepEqual(check(scheduled, { now: new Date("2019-12-31T00:00:00Z") }).diagnostics, []);
  assert.equal(check(scheduled, { now: null }).unchecked[0].needs[0], "now");
});

test("account facts sharpen a check", () => {
  const long = post("e".repeat(300), "twitter");
  assert.equal(check(long).valid, false);
  assert.equal(check(long, { accounts: { a: { premium: true } } }).valid, true);
});

test("a measure says where the text overflows, as JavaScript counts", () => {
  const text = `${"👍".repeat(301)}`;
  const [tightest] = measure(text, "bluesky");
  assert.deepEqual({ ...tightest, rule: "" }, {
    rule: "", severity: "error", unit: "graphemes", count: 301, limit: 300, remaining: -1, fits: 600,
  });
  assert.equal(text.slice(tightest.fits), "👍");
  assert.equal(measure("short", "bluesky")[0].fits, 5);
  assert.equal(measure("e".repeat(300), "twitter", { account: { premium: true } })[0].limit, 25_000);
  assert.equal(measure("e", "telegram", { contentType: "media" })[0].limit, 1024);
});

test("limits are those of the rows", () => {
  const { accept, maxMedia, text } = limits("instagram", "story");
  assert.equal(maxMedia, 1);
  assert.match(accept, /image\/jpeg/);
  assert.ok(Array.isArray(text));
  assert.equal(limits("bluesky").text[0].max, 300);
});

test("a rule explains itself", () => {
  const rule = explain("bluesky/text-length");
  assert.equal(rule.code, "text_too_long");
  assert.ok(rule.summary && rule.sources.length > 0);
});

test("names that nobody knows throw", () => {
  assert.throws(() => explain("bluesky/nothing"), refused("unknown_rule"));
  assert.throws(() => limits("myspace"), refused("unknown_platform"));
  assert.throws(() => limits("post"), refused("unknown_platform"));
  assert.throws(() => limits("bluesky", "story"), refused("unknown_content_type"));
  assert.throws(() => measure("x", "myspace"), refused("unknown_platform"));
});

test("every platform is listed with its options", () => {
  const all = platforms();
  assert.equal(all.length, 13);
  const instagram = all.find(({ platform }) => platform === "instagram");
  assert.ok(instagram.options.some(({ name }) => name === "shareToFeed"));
  assert.deepEqual(instagram.contentTypes, ["feed", "carousel", "story", "reel"]);
});

test("a fix mends an object and a text alike, and leaves them as they were", () => {
  const mistyped = post("Hi", "Bluesky");
  const [finding] = check(mistyped).targets[0].diagnostics;
  const [fix] = finding.fixes;
  const mended = applyFix(mistyped, fix);
  assert.equal(check(mended).valid, true);
  assert.equal(mistyped.platforms[0].platform, "Bluesky");
  assert.deepEqual(JSON.parse(applyFix(JSON.stringify(mistyped), fix)), mended);
  assert.deepEqual(applyFix(mistyped, fix.patch), mended);
  assert.throws(() => applyFix({}, fix), refused("invalid_fix"));
  assert.throws(() => applyFix({}, { title: "nothing" }), refused("invalid_fix"));
});

test("what a fix leaves alone keeps its order", () => {
  const text = '{"publishNow":true,"platforms":[{"platform":"x","accountId":"a","b":[{"z":1,"a":2}]}],"content":"Hi"}';
  const fix = [{ op: "replace", path: "/platforms/0/platform", value: "twitter" }, { op: "add", path: "/a", value: 1 }];
  const mended = text.replace('"x"', '"twitter"').replace(/\}$/, ',"a":1}');
  assert.equal(applyFix(text, fix), mended);
  assert.equal(JSON.stringify(applyFix(JSON.parse(text), fix)), mended);
  assert.equal(applyFix(`\ufeff${text}`, []), text);
});

test("rows of one's own are laid over the built-in ones", () => {
  const rules = [{ id: "bluesky/text-length", check: { "text-length": { max: 4 } } }];
  assert.equal(check(post("Hello")).valid, true);
  assert.equal(check(post("Hello"), { rules }).valid, false);
  assert.equal(check(post("Hello"), { rules: JSON.stringify(rules) }).valid, false);
  const engine = new Engine({ rules });
  assert.equal(engine.check(post("Hello")).valid, false);
  assert.equal(engine.measure("Hello", "bluesky")[0].limit, 4);
  assert.equal(engine.limits("bluesky").text[0].max, 4);
  engine.free();
  engine.free();
  assert.throws(() => engine.check(post("Hello")), refused("not_ready"));
  assert.equal(check(post("Hello"), { rules: new Proxy(rules, {}) }).valid, false);
  rules[0].check["text-length"].max = 5;
  assert.equal(check(post("Hello"), { rules }).valid, true);
  assert.throws(() => new Engine({ rules: [{ id: "bluesky/mine", severity: "loud" }] }), refused("invalid_rules"));
});

test("options may be null", () => {
  assert.equal(check(post("Hello"), null).valid, true);
  assert.equal(measure("Hello", "bluesky", null).length, measure("Hello", "bluesky").length);
  assert.equal(new Engine(null).check(post("Hello"), null).valid, true);
});

test("a text that grows the memory is read whole", () => {
  const content = "é".repeat(3_000_000);
  assert.equal(check(post(content)).targets[0].meters.find(({ unit }) => unit === "bytes").count, 6_000_000);
  assert.equal(check(post("Hi")).valid, true);
});
