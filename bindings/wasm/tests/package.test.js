import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./browser/chromium.js";
import { serve } from "./browser/server.js";

const home = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "postworthy-"));
const vite = join(home, "node_modules/vite/bin/vite.js");
const run = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
let browser;
let tarball;

before(async () => {
  const [{ filename }] = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], home));
  tarball = join(folder, filename);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** A project that has nothing but the packed package. */
function project(name) {
  const at = join(folder, name);
  cpSync(join(home, "tests/projects", name), at, { recursive: true });
  writeFileSync(join(at, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--no-package-lock", tarball], at);
  return at;
}

async function shows(address) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(address);
  const done = () =>
    ["#page", "#worker"].every((place) => document.querySelector(place)?.textContent === "text_too_long");
  try {
    // Vite may load the page anew when it has prepared what the page imports.
    await page.waitForFunction(done, undefined, { timeout: 30_000 });
  } catch {
    assert.fail([await page.innerText("body"), ...errors].join("\n"));
  }
  await page.close();
}

test("the package holds what it exports, and no more than that", () => {
  const at = project("node");
  const names = run("tar", ["-tf", tarball]).trim().split("\n");
  assert.ok(names.length < 60, names.join("\n"));
  assert.ok(names.every((name) => /^package\/(js|dist)\/|^package\/(package\.json|README\.md|LICENSE)/.test(name)), names.join("\n"));
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    assert.ok(names.includes(`package/${name}`), name);
  }
  const { exports } = JSON.parse(readFileSync(join(at, "node_modules/postworthy/package.json"), "utf8"));
  const targets = Object.values(exports).flatMap((one) => (typeof one === "string" ? [one] : Object.values(one)));
  for (const target of targets.filter((one) => !one.includes("*"))) {
    assert.ok(existsSync(join(at, "node_modules/postworthy", target)), target);
  }
});

test("a project on Node imports it", () => {
  const at = join(folder, "node");
  const video = fileURLToPath(new URL("../../../fixtures/media/sound/mp4-moov-last.mp4", import.meta.url));
  assert.equal(run(process.execPath, ["main.mjs", video], at).trim(), "text_too_long false setup Der Text hat 301 Zeichen; erlaubt sind 300.");
});

test("a project on Vite is built without a plugin, worker and all", async () => {
  const at = project("vite");
  run(process.execPath, [vite, "build", "--logLevel", "error"], at);
  const { address, close } = await serve(join(at, "dist"));
  await shows(address);
  close();
});

test("a project on Vite is served while it is written", async () => {
  const at = join(folder, "vite");
  const server = spawn(process.execPath, [vite, "--port", "0", "--host", "127.0.0.1"], { cwd: at, env: { ...process.env, NO_COLOR: "1" } });
  try {
    const address = await new Promise((resolve, reject) => {
      let said = "";
      const listen = (data) => {
        said += data;
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
        if (found) {
          resolve(found);
        }
      };
      server.stdout.on("data", listen);
      server.stderr.on("data", listen);
      server.on("exit", () => reject(new Error(said)));
    });
    await shows(address);
  } finally {
    server.kill();
  }
});
