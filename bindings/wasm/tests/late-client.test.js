// What the client of Late does beside its conversations: its key, its pace, its streams, its end.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, openSync, ftruncateSync, closeSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import * as late from "postworthy/late";
import { Sha256 } from "../js/late/sha256.js";
import { root, standIn } from "./late/stand-in.js";

const { Client, LateError, localFiles, requestId, withUrls } = late;
const home = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "postworthy-late-"));
const post = { content: "Hello", publishNow: true, platforms: [{ platform: "bluesky", accountId: "acc_bsky" }] };
const quick = { firstWaitMs: 2, longestWaitMs: 10, onNotice: null };
let service;
before(async () => {
  service = await standIn();
});
after(() => {
  service?.stop();
  rmSync(folder, { recursive: true });
});

const client = (options) => new Client({ key: service.key, url: service.url, ...quick, ...options });
const failure = (promise) => promise.then(() => assert.fail("it should fail"), (error) => error);

test("a key is checked for its shape before any request, and a bad one is not shown", () => {
  const secret = `sk_${"ab".repeat(31)}z`;
  for (const [key, said] of [["", "empty"], ["Bearer sk_00", "begin with"], ["sk_00ff", "4 digits"], [secret, "other characters"], [5, "empty"]]) {
    assert.throws(() => new Client({ key }), (error) => {
      assert.ok(error instanceof LateError && error.kind === "setup", String(error));
      assert.ok(error.message.includes(said) && !/abab|00ff/.test(inspect(error)), String(error));
      return true;
    });
  }
});

test("the key is taken from the environment, and its absence is named", () => {
  const earlier = process.env.LATE_API_KEY;
  try {
    process.env.LATE_API_KEY = ` ${service.key}\n`;
    assert.equal(new Client().url, "https://getlate.dev/api");
    process.env.LATE_API_KEY = "sk_1";
    assert.throws(() => new Client(), /LATE_API_KEY: this is not an API key/);
    delete process.env.LATE_API_KEY;
    assert.throws(() => new Client(), /LATE_API_KEY is not set/);
  } finally {
    process.env.LATE_API_KEY = earlier ?? "";
  }
});

test("the key is in nothing that can be printed of a client", async () => {
  const made = client();
  class Own extends Client {}
  for (const one of [made, new Own({ key: service.key })]) {
    const shown = [inspect(one, { depth: null, showHidden: true, getters: true }), JSON.stringify(one), String(one), JSON.stringify(Object.getOwnPropertyDescriptors(one))];
    assert.ok(!shown.join().includes(service.key.slice(3)), shown.join("\n"));
  }
  // Also not where `fetch` itself shows what it was told.
  const leaking = client({ fetch: async (_, { headers }) => Promise.reject(new TypeError(JSON.stringify(headers))) });
  const error = await failure(leaking.usage());
  assert.ok(!inspect(error, { depth: null, showHidden: true }).includes(service.key.slice(3)), inspect(error));
});

test("plain http is for loopback alone, and addresses hold no secrets", () => {
  const { key } = service;
  for (const url of ["https://getlate.dev/api/v1", "http://127.0.0.1:80/api", "http://[::1]:8080", "http://localhost:3000/api/"]) {
    assert.ok(new Client({ key, url }).url);
  }
  for (const url of ["http://getlate.dev/api", "http://127.0.0.1.example.com/", "http://localhost.example.com", "ftp://getlate.dev", "https://me:secret@getlate.dev", "getlate.dev"]) {
    assert.throws(() => new Client({ key, url }), (error) => /^the service's address /.test(error.message) && !/secret/.test(error.message), url);
  }
  assert.equal(new Client({ key, url: "https://a.dev/api/v1/" }).url, "https://a.dev/api");
});

test("an option that does not exist, or is no number, is named", () => {
  assert.throws(() => client({ deadline: 5 }), /there is no option `deadline`/);
  assert.throws(() => client({ idleMs: "5" }), /`idleMs` is not a number/);
});

test("a batch runs at the limit without one refusal", async () => {
  await service.reset();
  await service.script({ exchanges: [], limit: { requests: 20, perMs: 200 } });
  const told = [];
  const paced = client({ pacing: { perMs: 200 }, onNotice: (notice) => told.push(notice) });
  const start = performance.now();
  await Promise.all(Array.from({ length: 100 }, () => paced.usage()));
  const took = performance.now() - start;
  // Not one was refused, and a wait is told of once, not by all that wait.
  assert.deepEqual([...new Set(told.map(({ kind }) => kind))], ["paced"]);
  assert.ok(told.length <= 8, String(told.length));
  // 20 at once, and 80 in four more windows: not slower than the limit makes it by much.
  assert.ok(took >= 800 && took < 2500, String(took));
  assert.equal((await service.log()).requests.length, 100);
});

test("without pacing the service refuses and says for how long", async () => {
  await service.reset();
  await service.script({ exchanges: [], limit: { requests: 5, perMs: 60_000 } });
  const hasty = client({ deadlineMs: 2000 });
  for (let call = 0; call < 5; call += 1) {
    await hasty.usage();
  }
  const { kind, waitSeconds } = await failure(hasty.usage());
  assert.equal(kind, "rate_limited");
  assert.ok(waitSeconds >= 50 && waitSeconds <= 60, String(waitSeconds));
  await service.reset();
});

test("a call is ended by its signal and says whether it may have arrived", async () => {
  await service.reset();
  const reason = new Error("enough");
  const early = await failure(client().createPost(post, { signal: AbortSignal.abort(reason) }));
  assert.deepEqual([early.kind, early.mayHaveArrived, early.cause], ["aborted", false, reason]);
  await service.script({ exchanges: [{ fault: "hang" }, { fault: "hang" }] });
  const ending = new AbortController();
  const pending = failure(client().createPost(post, { signal: ending.signal }));
  setTimeout(() => ending.abort(reason), 100);
  const { kind, cause, mayHaveArrived, requestId: id, attempts } = await pending;
  assert.deepEqual({ kind, cause, mayHaveArrived, attempts }, { kind: "aborted", cause: reason, mayHaveArrived: true, attempts: 1 });
  await service.script({ exchanges: [] });
  const found = await client().createPostUnder(post, id);
  assert.equal(found.repeated, true);
  assert.equal((await service.log()).posts.length, 1);
});

test("a wait before a repeat is ended by the signal too", async () => {
  await service.reset();
  await service.script({ exchanges: [{ answer: { status: 503, body: {} } }] });
  const waiting = client({ firstWaitMs: 60_000, longestWaitMs: 60_000 });
  const start = performance.now();
  const error = await failure(waiting.usage({ signal: AbortSignal.timeout(100) }));
  assert.equal(error.kind, "aborted");
  assert.equal(error.cause.name, "TimeoutError");
  assert.ok(performance.now() - start < 2000);
});

test("a fetch that heeds no signal is left at the deadline all the same", async () => {
  const deaf = client({ fetch: () => new Promise(() => {}), deadlineMs: 100 });
  const error = await failure(deaf.createPost(post));
  assert.deepEqual([error.kind, error.mayHaveArrived], ["timeout", true]);
});

test("what a post's owner changes during a call is not sent by a repeat", async () => {
  await service.reset();
  await service.script({ exchanges: [{ answer: { status: 503, body: {} } }] });
  const changing = structuredClone(post);
  const pending = client().createPost(changing);
  changing.content = "Changed";
  await pending;
  const bodies = (await service.log()).requests.map(({ body }) => body.content);
  assert.deepEqual(bodies, ["Hello", "Hello"]);
});

test("what a listener throws does not fail the call", async () => {
  await service.reset();
  await service.script({ exchanges: [{ answer: { status: 503, body: {} } }] });
  const thrown = new Promise((resolve) => {
    process.setUncaughtExceptionCaptureCallback(resolve);
  });
  const clumsy = client({ onNotice: () => { throw new Error("clumsy"); } });
  const { post: made } = await clumsy.createPost(post);
  assert.equal((await thrown).message, "clumsy");
  process.setUncaughtExceptionCaptureCallback(null);
  assert.ok(made._id);
});

test("a file of 1 GB is uploaded and memory stays flat", async () => {
  await service.reset();
  const path = join(folder, "large.mp4");
  const file = openSync(path, "w");
  writeSync(file, readFileSync(join(root, "fixtures/media/sound/mp4-faststart.mp4")));
  ftruncateSync(file, 2 ** 30);
  closeSync(file);
  const before = process.resourceUsage().maxRSS;
  const sent = [];
  const uploaded = await client().upload(path, { onProgress: (progress) => sent.push(progress) });
  assert.equal(uploaded.bytes, 2 ** 30);
  assert.deepEqual(sent.at(-1), { name: "large.mp4", sent: 2 ** 30, total: 2 ** 30 });
  assert.ok(sent.every((one, at) => at === 0 || one.sent > sent[at - 1].sent));
  const { uploads } = await service.log();
  assert.equal(uploads[0].received, 2 ** 30);
  const grown = (process.resourceUsage().maxRSS - before) / 1024;
  assert.ok(grown < 128, `${grown} MB`);
});

test("a file under another type than it was announced is refused, and the address stays a secret", async () => {
  await service.reset();
  const place = await client().presign("a.jpg", "image/jpeg");
  const error = await failure(client().put(place, new Blob(["x"]), { contentType: "image/png" }));
  assert.equal(error.status, 403);
  assert.ok(place.uploadUrl.includes("signature-1"));
  assert.ok(!inspect([place, error], { depth: null }).includes("signature-1"), inspect([place, error]));
  assert.ok(JSON.stringify(place).includes("signature-1"), "a server can hand it on");
});

test("an upload is not redirected", async () => {
  await service.reset();
  await service.script({ exchanges: [{}, { answer: { status: 307, headers: { Location: "/elsewhere" } } }] });
  const error = await failure(client().upload(new Blob(["x"]), { contentType: "image/png", name: "a.png" }));
  assert.deepEqual([error.kind, error.attempts], ["redirect", 1]);
});

test("a file is a blob, bytes, a path, or what can be read in ranges", async () => {
  await service.reset();
  const path = join(root, "fixtures/examples/media/launch.jpg");
  const bytes = new Uint8Array(readFileSync(path));
  const ranges = { size: bytes.length, read: (offset, length) => bytes.slice(offset, offset + length) };
  for (const file of [path, new URL(`file://${path}`), new Blob([bytes]), bytes, bytes.buffer, ranges]) {
    const { contentType, bytes: size } = await client().upload(file, { name: "launch.jpg" });
    assert.deepEqual([contentType, size], ["image/jpeg", 21770]);
  }
  assert.equal((await failure(client().upload({}))).kind, "file");
  const shrinking = { size: 100, read: (offset) => new Uint8Array(offset < 50 ? 50 : 0) };
  const error = await failure(client().upload(shrinking, { contentType: "image/png", name: "s.png" }));
  assert.deepEqual([error.kind, error.message], ["file", "s.png: the file became shorter while it was uploaded"]);
});

/** A client whose requests nobody gets, and what was to be uploaded. */
function keeping(Kind = Client) {
  const uploads = [];
  const fetch = async (_, { body }) => {
    uploads.push(new Uint8Array(await new Response(body).arrayBuffer()));
    return new Response();
  };
  return { client: new Kind({ key: service.key, url: service.url, ...quick, fetch }), uploads };
}

/** What can be read of bytes, as a view of some kind. */
const seen = (bytes, view) => ({
  size: bytes.length,
  read(offset, length) {
    const { buffer } = bytes.slice(offset, offset + length);
    return view ? new view(buffer) : buffer;
  },
});
const VIEWS = [undefined, Uint8Array, DataView, Uint16Array, Int8Array, Uint8ClampedArray];
const place = { uploadUrl: "https://storage.example.com/a", publicUrl: "https://cdn.example.com/a" };
const picture = { name: "a.jpg", contentType: "image/jpeg" };

test("whatever views a file is read as, its bytes are uploaded", async () => {
  // More than is read at once.
  const bytes = new Uint8Array(randomBytes(600_000));
  const { client, uploads } = keeping();
  for (const view of VIEWS) {
    await client.put(place, seen(bytes, view), picture);
    assert.ok(Buffer.from(bytes).equals(uploads.pop()), view?.name);
  }
  // A view of a part, and memory that is filled again by each read.
  const shared = new Uint8Array(2 ** 19);
  const again = {
    size: bytes.length,
    read(offset, length) {
      shared.set(bytes.subarray(offset, offset + length), 8);
      return new DataView(shared.buffer, 8, length);
    },
  };
  await client.put(place, again, picture);
  assert.ok(Buffer.from(bytes).equals(uploads.pop()));
  // What goes beyond what was asked for is not the file's.
  await client.put(place, { size: 100, read: () => bytes }, picture);
  assert.ok(Buffer.from(bytes.subarray(0, 100)).equals(uploads.pop()));
});

test("whatever views a file is read as, its request id is that of its bytes", async () => {
  const photo = new Uint8Array(readFileSync(join(root, "fixtures/examples/media/launch.jpg")));
  const other = photo.with(photo.length - 1, photo.at(-1) ^ 1);
  const named = { content: "Hello", mediaItems: [{ url: "a.jpg" }] };
  for (const Kind of [Client, (await import("../js/late/index.js")).Client]) {
    const { client } = keeping(Kind);
    const idOf = async (file) => {
      const { requests } = await client.submit(named, { files: { "a.jpg": file }, force: true, dryRun: true });
      return requests.at(-1).headers["x-request-id"];
    };
    const expected = await idOf(new Blob([photo]));
    for (const view of VIEWS) {
      assert.equal(await idOf(seen(photo, view)), expected, view?.name);
      assert.notEqual(await idOf(seen(other, view)), expected, view?.name);
    }
    // In pieces as small as a file likes to give them.
    const piecemeal = { size: photo.length, read: (offset, length) => photo.slice(offset, offset + (length > 2 ** 14 ? 999 : length)) };
    assert.equal(await idOf(piecemeal), expected);
  }
});

test("a read that gives nothing, or no bytes, is one error", async () => {
  const photo = new Uint8Array(readFileSync(join(root, "fixtures/examples/media/launch.jpg")));
  const gone = new Uint8Array(8);
  structuredClone(gone.buffer, { transfer: [gone.buffer] });
  const named = { content: "Hello", mediaItems: [{ url: "a.jpg" }] };
  const { client } = keeping();
  const submit = (file) => client.submit(named, { files: { "a.jpg": file }, force: true, dryRun: true });
  for (const view of [undefined, DataView, Uint8Array]) {
    const error = await failure(submit({ ...seen(photo, view), size: 50_000 }));
    assert.ok(error instanceof LateError);
    assert.deepEqual([error.kind, error.message], ["file", "a.jpg: the file became shorter while it was read"]);
    const { kind, message, attempts } = await failure(client.put(place, { ...seen(photo, view), size: 50_000 }, picture));
    assert.deepEqual([kind, message, attempts], ["file", "a.jpg: the file became shorter while it was uploaded", 1]);
  }
  for (const given of ["text", 5, [1, 2], {}, null, undefined, gone, gone.buffer]) {
    const file = { size: 8, read: () => given };
    for (const error of [await failure(submit(file)), await failure(client.put(place, file, picture))]) {
      assert.ok(error instanceof LateError && error.kind === "file" && error.cause instanceof TypeError, inspect(error));
    }
  }
});

test("a post opens no file outside its folder, and none where no folder is named", async () => {
  const inside = join(folder, "inside");
  mkdirSync(inside);
  const photo = readFileSync(join(root, "fixtures/examples/media/launch.jpg"));
  writeFileSync(join(folder, "secret.jpg"), photo);
  writeFileSync(join(inside, "open.jpg"), photo);
  symlinkSync(join(folder, "secret.jpg"), join(inside, "link.jpg"));
  const urls = ["open.jpg", "../secret.jpg", join(folder, "secret.jpg"), "link.jpg", "none.jpg"];
  const named = { mediaItems: urls.map((url) => ({ url })) };
  const found = await localFiles(named, { folder: inside });
  assert.deepEqual(found.map(({ url }) => url), ["open.jpg"]);
  assert.deepEqual(await localFiles(named), []);
  // Nobody writes to the pipe.
  execFileSync("mkfifo", [join(inside, "pipe.jpg")]);
  assert.deepEqual(await localFiles({ mediaItems: [{ url: "pipe.jpg" }] }, { folder: inside }), []);
});

test("a post of any size is looked through for files at once", async () => {
  const urls = Array.from({ length: 300_000 }, (_, at) => ({ url: `https://example.com/${at % 200_000}.jpg` }));
  assert.deepEqual(await localFiles({ mediaItems: urls }), []);
  let deep = {};
  for (let at = 0; at < 20_000; at += 1) {
    deep = { deep };
  }
  assert.deepEqual(await localFiles(deep), []);
});

test("every place of a media URL is found and replaced", async () => {
  const photo = new Blob([readFileSync(join(root, "fixtures/examples/media/launch.jpg"))]);
  const named = {
    content: "a",
    mediaItems: [{ url: "a", thumbnail: { url: "t" }, altText: "a" }, { url: "https://a.dev/b.jpg" }],
    platforms: [{ customMedia: [{ url: "b", instagramThumbnail: "a" }], platformSpecificData: { reelCover: "r", threadItems: [{ mediaItems: [{ url: "c" }] }] } }],
  };
  const files = { a: photo, t: photo, b: photo, r: photo, c: photo };
  const found = await localFiles(named, { files });
  assert.deepEqual(found.map(({ url }) => url), ["a", "t", "b", "r", "c"]);
  const text = JSON.stringify(withUrls(named, { a: "A", r: "R", t: "T" }));
  assert.equal(text.match(/"A"/g).length, 2);
  assert.ok(['"content":"a"', '"altText":"a"', '"reelCover":"R"', '"thumbnail":{"url":"T"}', '"url":"c"'].every((part) => text.includes(part)), text);
});

test("the hash of hosts without one is that of all others", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 1000, 70_000]) {
    const bytes = randomBytes(length);
    const hash = new Sha256();
    for (let at = 0; at < length; at += 777) {
      hash.update(bytes.subarray(at, at + 777));
    }
    assert.deepEqual(Buffer.from(hash.digest()), createHash("sha256").update(bytes).digest(), String(length));
  }
});

test("request ids are UUIDs and differ", () => {
  assert.match(requestId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(requestId(), requestId());
});

test("whoever only posts does not load the checks, nor whoever checks the client", () => {
  const reached = (file, seen = new Set()) => {
    seen.add(file);
    for (const [, path] of readFileSync(file, "utf8").matchAll(/^(?:import|export)[^;]*? from "(\.[^"]+)"|^import "(\.[^"]+)"/gm)) {
      const next = join(dirname(file), path);
      if (!seen.has(next)) {
        reached(next, seen);
      }
    }
    return seen;
  };
  for (const entry of ["late/index.js", "late/node.js"]) {
    const files = [...reached(join(home, "js", entry))];
    assert.ok(files.length > 8 && files.every((file) => file.includes("/js/late/")), files.join("\n"));
  }
  for (const entry of ["index.js", "lazy.js", "node.js", "element.js"]) {
    const files = [...reached(join(home, "js", entry))];
    assert.ok(!files.some((file) => file.includes("/js/late/")), files.join("\n"));
  }
});

test("every method has an example, and the examples compile", () => {
  const text = readFileSync(join(home, "js/late/index.d.ts"), "utf8");
  const [, body] = text.split("export class Client {");
  const methods = [...body.matchAll(/^ {2}(\w+)(?:<[^(]*>)?\((?!options\?: ClientOptions)/gm)].map(([, name]) => name);
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(Client.prototype));
  assert.deepEqual(methods.sort(), own.filter((name) => !["constructor", "url"].includes(name)).sort());
  const examples = [...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {2}(\w+)\(/g)].map(([, comment, name]) => {
    const [, example] = comment.split("@example");
    assert.ok(example, `${name} has no example`);
    return `export async function ${name}Example(client: Client, post: Post, file: File): Promise<void> {\n${example.replace(/^ *\* ?/gm, "  ")}}\n`;
  });
  assert.equal(examples.length, methods.length);
  const at = join(home, "tests/types/made");
  const imports = `import { check, type Post } from "postworthy";\nimport { Client, LateError, failures, requestId } from "postworthy/late";\n`;
  mkdirSync(at, { recursive: true });
  try {
    writeFileSync(join(at, "examples.ts"), imports + examples.join("\n"));
    writeFileSync(join(at, "tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", compilerOptions: { noUnusedLocals: false }, files: ["examples.ts"] }));
    execFileSync("npx", ["--no-install", "tsc", "-p", at], { cwd: home, encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout ?? error);
  } finally {
    rmSync(at, { recursive: true });
  }
});

test("the examples of the README submit a post, once", async () => {
  const readme = readFileSync(join(home, "README.md"), "utf8");
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code).filter((code) => code.includes('from "postworthy/late"'));
  assert.ok(examples.length >= 2);
  class Near extends Client {
    constructor(options) {
      super({ key: service.key, url: service.url, ...options });
    }
  }
  for (const code of examples) {
    await service.reset();
    const said = [];
    const known = {
      ...late,
      Client: Near,
      console: { log: (...values) => said.push(values) },
      file: new Blob([readFileSync(join(root, "fixtures/examples/media/clip.mp4"))]),
      post,
      check: (await import("postworthy")).check,
    };
    const AsyncFunction = (async () => {}).constructor;
    await new AsyncFunction(...Object.keys(known), code.replace(/^import .*$/gm, ""))(...Object.values(known));
    assert.ok(said.length > 0, code);
    assert.equal((await service.log()).posts.length, 1, code);
  }
});

test("the example of a file runs against the stand-in", async () => {
  await service.reset();
  const env = { ...process.env, LATE_API_URL: service.url, LATE_API_KEY: service.key };
  const said = execFileSync(process.execPath, [join(home, "examples/submit.js")], { env, encoding: "utf8" });
  assert.equal(said, "first run: post_1, made by an earlier run: false\nsecond run: post_1, made by an earlier run: true\n");
});
