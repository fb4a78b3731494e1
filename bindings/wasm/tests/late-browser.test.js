// The client of Late in a page, against the stand-in.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browser/chromium.js";
import { root, standIn } from "./late/stand-in.js";

let browser;
let page;
let service;

before(async () => {
  service = await standIn();
  browser = await launch();
  page = await browser.newPage();
  // The page and the package as if the service served them: another origin would have to allow it.
  await page.route("**/app/**", (route) => {
    const { pathname } = new URL(route.request().url());
    const file = pathname.replace("/app/", "");
    return file === "" ? route.fulfill({ body: "<!doctype html><title>A page</title>", contentType: "text/html" }) : route.fulfill({ path: join(root, file) });
  });
  await page.goto(new URL("/app/", service.url).href);
  await page.evaluate(async ([url, key]) => {
    const { Client } = await import("/app/bindings/wasm/js/late/index.js");
    globalThis.client = new Client({ url, key, firstWaitMs: 2, longestWaitMs: 10, onNotice: null });
    globalThis.failure = (error) => ({ ...error, message: error.message });
  }, [service.url, service.key]);
});

after(async () => {
  await browser?.close();
  service?.stop();
});

const post = {
  content: "We have news",
  publishNow: true,
  mediaItems: [{ url: "launch.jpg" }],
  platforms: [{ platform: "bluesky", accountId: "acc_bsky" }],
};

test("a page submits a post with a file, once, and hears how far the upload is", async () => {
  const photo = readFileSync(join(root, "fixtures/examples/media/launch.jpg")).toString("base64");
  const [first, second, progress, loaded] = await page.evaluate(
    async ([post, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const file = new File([bytes], "launch.jpg");
      const progress = [];
      const submit = () => globalThis.client.submit(post, { files: { "launch.jpg": file }, onProgress: (at) => progress.push(at) });
      const loaded = () => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".wasm"));
      const before = loaded();
      const results = [await submit(), await submit()];
      return [...results, progress, [before, loaded()]];
    },
    [post, photo],
  );
  assert.deepEqual([first.outcome, first.repeated, second.repeated], ["submitted", false, true]);
  assert.equal(first.post._id, second.post._id);
  assert.deepEqual(progress.at(-1), { name: "launch.jpg", sent: 21770, total: 21770 });
  // The checks were not loaded before they were needed.
  assert.deepEqual(loaded, [false, true]);
  const { uploads, posts, complaints } = await service.log();
  assert.deepEqual([uploads[0].received, posts.length, complaints], [21770, 1, []]);
});

test("a connection that breaks in a page makes no second post", async () => {
  for (const fault of ["reset_after_body", "half_response"]) {
    await service.reset();
    await service.script({ exchanges: [{ fault }] });
    const body = { ...post, mediaItems: [], content: fault };
    const made = await page.evaluate((body) => globalThis.client.createPost(body), body);
    assert.equal(made.post._id, "post_1", fault);
    assert.equal((await service.log()).posts.length, 1, fault);
  }
});

test("a redirect is not followed in a page either", async () => {
  await service.reset();
  await service.script({ exchanges: [{ answer: { status: 307, headers: { Location: "/api/v1/usage-stats" } } }] });
  const error = await page.evaluate(() => globalThis.client.accounts().catch(globalThis.failure));
  assert.equal(error.kind, "redirect");
  assert.equal((await service.log()).requests.length, 1);
});

test("an upload whose signal was given before is not sent", async () => {
  await service.reset();
  const [before, within, sent] = await page.evaluate(async () => {
    const upload = { name: "a.png", contentType: "image/png" };
    const place = await globalThis.client.presign(upload.name, upload.contentType);
    const failed = ({ kind, message, attempts, cause }) => ({ kind, message, attempts, cause: cause?.message });
    const put = (signal) => globalThis.client.put(place, new Blob(["x"]), { ...upload, signal }).catch(failed);
    let sent = 0;
    const { send } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.send = function (body) {
      sent += 1;
      send.call(this, body);
    };
    // Before the call, and while the file is opened.
    const ending = new AbortController();
    const pending = put(ending.signal);
    ending.abort(new Error("enough"));
    const errors = [await put(AbortSignal.abort(new Error("enough"))), await pending];
    XMLHttpRequest.prototype.send = send;
    return [...errors, sent];
  });
  assert.deepEqual(before, { kind: "aborted", message: "the call was aborted", attempts: 1, cause: "enough" });
  assert.deepEqual(within, before);
  assert.equal(sent, 0);
  const { requests } = await service.log();
  assert.deepEqual(requests.map(({ method }) => method), ["POST"]);
});

test("a page has no disk, and no key of its own", async () => {
  const [lost, none] = await page.evaluate(async () => {
    const { Client, localFiles } = await import("/app/bindings/wasm/js/late/index.js");
    const found = await localFiles({ mediaItems: [{ url: "a.jpg" }] }, { folder: "." });
    try {
      return [found, new Client()];
    } catch (error) {
      return [found, globalThis.failure(error)];
    }
  });
  assert.deepEqual([lost, none.kind], [[], "setup"]);
});
