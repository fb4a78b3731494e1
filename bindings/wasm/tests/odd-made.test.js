// Values that nobody would write, made at random, handed to every verb: each is a report or one error.
//   POSTWORTHY_ROUNDS=100000 POSTWORTHY_SEED=7 node --test tests/odd-made.test.js    longer, and others
import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { Composer, Engine, PostworthyError, applyFix, check, explain, limits, measure, platforms, probe } from "postworthy";
import { described, translate } from "postworthy/messages";
import de from "postworthy/messages/de";

const rounds = Number(process.env.POSTWORTHY_ROUNDS ?? 1500);
const seed = Number(process.env.POSTWORTHY_SEED ?? 1);

/** Numbers from 0 up to a bound, the same for the same seed (mulberry32). */
function numbers(state) {
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const all = platforms();
const options = all.flatMap(({ options: listed }) => listed.map(({ name }) => name));
const POST = ["content", "title", "platforms", "mediaItems", "tags", "hashtags", "scheduledFor", "timezone", "publishNow", "isDraft", "queuedFromProfile"];
const TARGET = ["platform", "accountId", "customContent", "customMedia", "platformSpecificData", "tiktokSettings", "contentType"];
const MEDIA = ["url", "type", "altText", "title", "filename", "size", "mimeType", "thumbnail", "instagramThumbnail"];
const FACTS = ["kind", "format", "bytes", "width", "height", "durationMs", "frameRate", "videoCodec", "boards", "privacyLevels", "premium", "unknown"];
const ROWS = ["id", "check", "severity", "enabled", "rules", "text-length", "max", "min", "when", "sources", "hint"];
const PATCH = ["op", "path", "from", "value", "patch"];
const NAMES = [...POST, ...TARGET, ...MEDIA, ...FACTS, ...ROWS, ...PATCH, ...options, "__proto__", "constructor", "toJSON", "then", "length", "", "a/b~c", "\ud800"];
const TEXTS = ["Hello", "", "\0", "\ud83d", "\u202e", "👩‍👩‍👧‍👦", "e\u0301".repeat(50), "<b>", "*_`", "https://example.com/a.jpg", "a.mp4", "2026-02-30T25:00:00Z", "Mars/Olympus", "add", "replace", "/platforms/0", "/-", "bluesky/text-length", "constructor", "9".repeat(400)];
const ODD = [
  undefined, null, true, false, NaN, -0, 1e308, -1, 0.1, 2 ** 53, 5n, Symbol("odd"), () => 5, new Date(NaN), new Map([[1, 2]]), new Set(["a"]), /a/, new Uint8Array(3), new ArrayBuffer(2), Promise.resolve(1), new Error("odd"), Object.create(null), new String("boxed"), [, 1], new Proxy({}, { get: () => failing() }), new Proxy([], {}), { toJSON: () => failing() }, { toJSON: () => undefined }, { get content() { return failing(); } },
];

function failing() {
  throw new TypeError("no");
}

function maker(below) {
  const one = (list) => list[below(list.length)];
  const text = () => (below(3) === 0 ? one(all).platform : one(TEXTS));
  const value = (depth) => {
    const kind = below(depth > 5 ? 4 : 12);
    if (kind < 2) {
      return text();
    }
    if (kind === 2) {
      return one(ODD);
    }
    if (kind === 3) {
      return below(10) === 0 ? below(2 ** 31) : below(5);
    }
    if (kind < 6) {
      return Array.from({ length: below(5) }, () => value(depth + 1));
    }
    const made = {};
    const names = one([POST, TARGET, MEDIA, FACTS, ROWS, PATCH, options, NAMES]);
    for (let count = below(6); count >= 0; count -= 1) {
      // A name like `__proto__` is to be a member, too.
      Object.defineProperty(made, one(names), { value: value(depth + 1), enumerable: true, configurable: true, writable: true });
    }
    return below(20) === 0 ? new Proxy(made, {}) : made;
  };
  /** A post whose first levels are those of posts, so that what is odd is reached by a rule. */
  const post = () => {
    const target = () => (below(8) === 0 ? value(1) : { platform: one(all).platform, accountId: "a", platformSpecificData: { [one(options)]: value(2) }, [one(TARGET)]: value(2) });
    const item = () => (below(8) === 0 ? value(1) : { url: "https://example.com/a.jpg", type: one(["image", "video", "gif", "document"]), [one(MEDIA)]: value(2) });
    const some = (make) => Array.from({ length: below(4) }, make);
    return { content: text(), platforms: some(target), mediaItems: some(item), [one(POST)]: value(1) };
  };
  return { value, post, text, one };
}

test("odd values made at random are reports or one error", async () => {
  const below = numbers(seed);
  const { value, post, text, one } = maker(below);
  const sound = { content: "Hello", publishNow: true, platforms: [{ platform: "bluesky", accountId: "a" }] };
  const expected = check(sound, { now: null });
  let reports = 0;
  const stood = (round, name, call) => {
    try {
      const report = call();
      reports += report?.targets ? 1 : 0;
      return report;
    } catch (error) {
      assert.ok(error instanceof PostworthyError, `seed ${seed}, round ${round}, ${name}: ${error?.stack ?? error}`);
      assert.ok(error.message.length < 1_000, error.message);
      return undefined;
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    const odd = below(2) === 0 ? value(0) : post();
    const report = stood(round, "check", () => check(odd, below(2) === 0 ? { now: null } : { now: value(3), media: { "https://example.com/a.jpg": value(2) }, accounts: { a: value(2) } }));
    stood(round, "rules", () => check(odd, { now: null, rules: value(1) }));
    for (const { diagnostics } of [report, ...(report?.targets ?? [])].filter(Boolean)) {
      for (const finding of diagnostics) {
        const said = translate(finding, de);
        assert.ok(said.message && said.hint, JSON.stringify(finding));
        finding.fixes.forEach((fix) => stood(round, "fix", () => applyFix(odd, fix)));
      }
    }
    stood(round, "measure", () => measure(text(), one(all).platform, value(1)));
    stood(round, "limits", () => limits(one(all).platform, value(5)));
    stood(round, "explain", () => explain(value(5)));
    stood(round, "patch", () => applyFix(odd, value(1)));
    stood(round, "engine", () => new Engine(value(0)).free());
    stood(round, "composer", () => {
      const composer = new Composer({ post: odd, now: null });
      const changes = [
        () => composer.setContent(value(4)),
        () => composer.setMedia(value(2)),
        () => composer.setOptions(below(3), value(2)),
        () => composer.setAccount("a", value(2)),
        () => composer.setMediaInfo("https://example.com/a.jpg", value(2)),
        () => composer.set(one(POST), value(1)),
        () => composer.addTarget(value(1)),
        () => composer.removeTarget(below(3)),
        () => composer.applyFix(value(2)),
      ];
      for (let count = below(4); count >= 0; count -= 1) {
        stood(round, "change", one(changes));
      }
      return composer.batch(() => {}).report;
    });
    await probe(value(3)).catch((error) => assert.ok(error instanceof PostworthyError, `seed ${seed}, round ${round}: ${error?.stack}`));
    assert.equal(typeof described({ about: text() }, de), "string");
  }
  assert.deepEqual(check(sound, { now: null }), expected);
  assert.ok(reports > rounds / 4, `${reports} reports`);
});
