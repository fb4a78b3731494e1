import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as postworthy from "postworthy";
import { translate } from "postworthy/messages";
import de from "postworthy/messages/de";
import { openMedia } from "./fixtures.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
// What needs a page is proved by the tests of the element, what needs the service by those of its client.
const examples = [...readme.matchAll(/```[jt]s\n([\s\S]*?)```/g)]
  .map(([, code]) => code)
  .filter((code) => !code.includes("document") && !code.includes("postworthy/late"));

test("the examples of the README run", async () => {
  assert.ok(examples.length >= 4);
  for (const code of examples) {
    const said = [];
    const body = code.replace(/^import .*$/gm, "").replace(/^(const \w+): \w+ =/gm, "$1 =");
    const known = {
      ...postworthy,
      translate,
      de,
      console: { log: (...values) => said.push(values) },
      file: await openMedia("mp4-moov-last.mp4"),
      openAsBlob: () => openMedia("mp4-moov-last.mp4"),
    };
    // An example is what its reader types, wrapped so that it may await.
    const AsyncFunction = (async () => {}).constructor;
    await new AsyncFunction(...Object.keys(known), body)(...Object.values(known));
    assert.ok(said.length > 0, code);
  }
});

test("the examples in TypeScript compile", () => {
  const typed = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
  assert.ok(typed.length > 0);
  const home = fileURLToPath(new URL("..", import.meta.url));
  const at = join(home, "tests/types/readme");
  mkdirSync(at, { recursive: true });
  try {
    const files = typed.map((code, index) => {
      const name = `example${index}.ts`;
      writeFileSync(join(at, name), `declare const file: File;\n${code}`);
      return name;
    });
    writeFileSync(join(at, "tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", files }));
    execFileSync("npx", ["--no-install", "tsc", "-p", at], { cwd: home, encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout ?? error);
  } finally {
    rmSync(at, { recursive: true });
  }
});
