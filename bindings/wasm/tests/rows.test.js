import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PostworthyError, check } from "postworthy";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const batch = `${root}fixtures/batch/`;
const lines = readFileSync(`${batch}posts.ndjson`, "utf8").trimEnd().split("\n");
const context = JSON.parse(readFileSync(`${batch}context.json`, "utf8"));

/** What the command line says of each line, by itself. */
function said() {
  const args = ["run", "--quiet", "-p", "postworthy-cli", "--", "check", `${batch}posts.ndjson`];
  const run = spawnSync("cargo", [...args, "--context", `${batch}context.json`, "--format", "ndjson"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  assert.equal(run.status, 1, run.stderr);
  return run.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Numbers below an end, the same ones every time. */
function dice() {
  let state = 7;
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % end;
  };
}

test("a row gets the report that the command line gives it, whatever was checked before it", () => {
  const wanted = said();
  assert.equal(wanted.length, lines.length);
  const below = dice();
  let reports = 0;
  for (let times = 0; times < 5 * lines.length; times += 1) {
    const at = below(lines.length);
    const { index, ...report } = wanted[at];
    assert.equal(index, at);
    let own;
    try {
      own = check(lines[at], context);
    } catch (error) {
      assert.ok(error instanceof PostworthyError, `${lines[at]}: ${error?.stack ?? error}`);
      assert.equal(report.diagnostics[0].code, "invalid_payload", lines[at]);
      continue;
    }
    assert.deepEqual(own, report, lines[at]);
    reports += 1;
    // An object has one member of a name, and rounds what is beyond 53 bits.
    const post = JSON.parse(lines[at]);
    if (typeof post === "object" && JSON.stringify(post) === lines[at]) {
      assert.deepEqual(check(post, context), report, lines[at]);
    }
  }
  assert.ok(reports > 2 * lines.length, `${reports} reports`);
});
