import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as postworthy from "postworthy";
import { caseFiles, caseNames } from "./fixtures.js";
import { runCases } from "./shared.js";
import { launch } from "./browser/chromium.js";
import { serve } from "./browser/server.js";

const GIB = 1 << 30;
let browser;
let server;

before(async () => {
  server = await serve(new URL("../../../", import.meta.url));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function open() {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(`${server.address}/bindings/wasm/tests/browser/page.html`);
  await page.waitForFunction(() => globalThis.runAll).catch(() => assert.fail(errors.join("\n")));
  return page;
}

async function agree(found) {
  const { digest } = await runCases(postworthy, caseFiles);
  for (const [name, { count, faults }] of Object.entries(found)) {
    assert.ok(count > 100, `${count} ${name}`);
    assert.deepEqual(faults, [], name);
  }
  assert.equal(found.cases.digest, digest, "the reports are those of Node");
}

test("a plain page under a strict policy agrees with Node in every report", async () => {
  const page = await open();
  await agree(await page.evaluate((names) => globalThis.runAll(names), caseNames));
  await page.close();
});

test("a worker agrees with Node in every report", async () => {
  const page = await open();
  const found = await page.evaluate(
    (names) =>
      new Promise((resolve, reject) => {
        const worker = new Worker("worker.js", { type: "module" });
        worker.onmessage = ({ data }) => (data === "ready" ? worker.postMessage(names) : resolve(data));
        worker.onerror = ({ message }) => reject(new Error(message));
      }),
    caseNames,
  );
  await agree(found);
  await page.close();
});

test("of a file of 5 GiB that is described at its end, kilobytes are read", async () => {
  const page = await open();
  const { size, read, info } = await page.evaluate(() => globalThis.hugeFile(globalThis.postworthy));
  assert.ok(size > 5 * GIB - 1);
  assert.equal(info.bytes, size);
  assert.equal(info.videoCodec, "h264");
  assert.equal(info.fastStart, false);
  assert.ok(read < 1 << 20, `${read} bytes were read`);
  await page.close();
});

test("a check is quick", async (context) => {
  const page = await open();
  const { valid, complete, bytes, object, text } = await page.evaluate(() => globalThis.timings(globalThis.postworthy));
  assert.ok(valid && complete);
  context.diagnostic(`${bytes} bytes, five targets: ${object.toFixed(1)} us from an object, ${text.toFixed(1)} us from text`);
  await page.close();
});
