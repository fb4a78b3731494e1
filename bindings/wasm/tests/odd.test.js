import assert from "node:assert/strict";
import { test } from "node:test";
import { Composer, Engine, PostworthyError, applyFix, check, explain, limits, measure, probe } from "postworthy";

const post = { content: "Hello", publishNow: true, platforms: [{ platform: "bluesky", accountId: "a" }] };
const context = { now: null };
const expected = check(post, context);

/** The module still answers, and as it did. */
const alive = () => assert.deepEqual(check(post, context), expected);

/** A report or an error of this package, and nothing else. */
function stood(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof PostworthyError, `${error?.stack ?? error}`);
    assert.ok(error.message.length < 1_000, error.message);
  }
  alive();
}

const cycle = { content: "Hello" };
cycle.self = cycle;
const deep = () => {
  let value = [];
  for (let at = 0; at < 5_000; at += 1) {
    value = [value];
  }
  return value;
};
const failing = (what) => {
  throw what;
};
const hole = [];
hole[3] = post.platforms[0];
const revoked = Proxy.revocable({}, {});
revoked.revoke();

const ODD = {
  undefined: undefined,
  null: null,
  number: 5,
  "no number": NaN,
  infinity: { content: Infinity },
  "a big integer": 5n,
  "a big integer inside": { content: 5n },
  symbol: Symbol("post"),
  "a symbol inside": { content: Symbol("post"), [Symbol("name")]: 1 },
  function: () => post,
  class: class Post {},
  date: new Date(0),
  "no date": new Date(NaN),
  expression: /a/,
  map: new Map([["content", "Hello"]]),
  set: new Set(["Hello"]),
  weak: new WeakMap(),
  promise: Promise.resolve(post),
  cycle,
  "nested too deep": deep(),
  "a getter that throws": { get content() { return failing(new Error("no")); } },
  "a getter that throws nothing": { get content() { return failing(undefined); } },
  "a getter that throws text": { get content() { return failing("no"); } },
  "a proxy": new Proxy(post, {}),
  "a proxy that throws": new Proxy({}, { ownKeys: () => failing(new Error("no")) }),
  "a revoked proxy": revoked.proxy,
  "toJSON that throws": { toJSON: () => failing(null) },
  "toJSON that gives nothing": { toJSON: () => undefined },
  "a list with holes": { platforms: hole },
  "a long list of holes": { platforms: Array(10_000) },
  "a list that says it is long": { platforms: { length: 2 ** 53 } },
  "no prototype": Object.assign(Object.create(null), post),
  "__proto__ as a name": JSON.parse('{"__proto__": {"content": "Hello"}, "constructor": 5, "platforms": []}'),
  "a boxed text": new String('{"content": 5}'),
  "half a pair": { content: "\ud800" },
  "half a pair in a name": { "\udfff": 1 },
  "half a pair in text": '{"content":"\ud800"}',
  "a null character": "\0",
  bytes: new Uint8Array(8),
  buffer: new ArrayBuffer(8),
  "a huge text": { content: "é".repeat(5_000_000) },
  "a huge name": { ["k".repeat(5_000_000)]: 1 },
  "no JSON": "{",
  "much that is no JSON": "[".repeat(1_000_000),
};

for (const [name, odd] of Object.entries(ODD)) {
  test(`${name} is a report or one error`, async () => {
    stood(() => check(odd, context));
    stood(() => check(post, { ...context, media: odd }));
    stood(() => check(post, { ...context, accounts: odd }));
    stood(() => check(post, { now: odd }));
    stood(() => new Engine({ rules: odd }).free());
    stood(() => check(post, { ...context, rules: odd }));
    stood(() => new Composer({ ...context, post: odd }).setContent("Hello"));
    stood(() => new Composer({ ...context, post }).setMedia(odd));
    stood(() => new Composer({ ...context, post }).set("platforms", odd));
    stood(() => new Composer({ ...context, post }).setOptions(0, odd));
    stood(() => new Composer({ ...context, post }).setAccount("a", odd));
    stood(() => new Composer({ ...context, post }).applyFix(odd));
    stood(() => measure(odd, "bluesky"));
    stood(() => measure("Hello", odd));
    stood(() => measure("Hello", "bluesky", { account: odd, contentType: odd }));
    stood(() => limits(odd));
    stood(() => limits("bluesky", odd));
    stood(() => explain(odd));
    stood(() => applyFix(odd, []));
    stood(() => applyFix(post, odd));
    stood(() => applyFix(post, [{ op: "add", path: "/a", value: odd }]));
    await assert.rejects(probe({ size: 10, read: () => odd }), (error) => error instanceof PostworthyError || odd instanceof ArrayBuffer || ArrayBuffer.isView(odd)).catch(
      // What is bytes after all is a file of which nothing is known.
      (failure) => assert.ok(odd instanceof ArrayBuffer || ArrayBuffer.isView(odd), `${failure}`),
    );
    alive();
  });
}

test("a text of 64 MiB is taken, and a longer one is refused before memory is asked for it", () => {
  const longest = "x".repeat(64 * 1024 * 1024 - 1_000);
  assert.equal(check({ ...post, content: longest }, context).valid, false);
  assert.equal(measure(longest, "bluesky")[0].count, longest.length);
  const tooLong = (error) => error instanceof PostworthyError && /64 MiB/.test(error.message);
  assert.throws(() => measure("x".repeat(64 * 1024 * 1024 + 1), "bluesky"), tooLong);
  assert.throws(() => measure("é".repeat(33 * 1024 * 1024), "bluesky"), tooLong);
  assert.throws(() => measure("x".repeat(360_000_000), "bluesky"), tooLong);
  assert.throws(() => applyFix("x".repeat(360_000_000), "x".repeat(360_000_000)), tooLong);
  alive();
});

test("what changes while it is read, or asks in between, harms nobody", () => {
  const changing = {
    ...post,
    get content() {
      changing.platforms = [];
      delete changing.publishNow;
      return "Hello";
    },
  };
  stood(() => check(changing, context));
  const asking = {
    get content() {
      return check(post, context).valid ? "Hello" : "x".repeat(1_000);
    },
    toJSON: () => ({ ...post, content: JSON.stringify(check(post, context)) }),
  };
  assert.equal(check(asking, context).errors, 1, "the report is longer than 300 graphemes");
  const engine = new Engine();
  const freed = { toJSON: () => (engine.free(), post) };
  assert.throws(() => engine.check(freed, context));
  alive();
});

test("a buffer that is taken away while its file is read is one error", async () => {
  const bytes = new Uint8Array(100_000);
  bytes.set([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70]);
  const probing = probe(bytes);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  await probing.catch((error) => assert.ok(error instanceof PostworthyError, `${error}`));
  const detached = new ArrayBuffer(8);
  structuredClone(detached, { transfer: [detached] });
  await probe(detached).catch((error) => assert.ok(error instanceof PostworthyError, `${error}`));
  await probe({ size: 100, read: () => detached }).catch((error) => assert.ok(error instanceof PostworthyError, `${error}`));
  alive();
});

test("a host that claims any size and supplies anything comes to an end", async () => {
  for (const size of [0, 1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
    for (const length of [0, 1, 7, 100_000]) {
      let calls = 0;
      const read = () => {
        calls += 1;
        return new Uint8Array(length).fill(0x42);
      };
      await probe({ size, read }).catch((error) => assert.ok(error instanceof PostworthyError, `${error}`));
      assert.ok(calls <= 16, `${calls} reads of ${size}`);
      alive();
    }
  }
});
