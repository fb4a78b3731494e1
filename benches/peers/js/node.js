// `node node.js FOLDER POSTS`, with FOLDER as `run` fills it. Prints a line a contender: language,
// corpus, name, microseconds of processor time a post, and a note, separated by tabs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as postworthy from "../../../bindings/wasm/js/node.js";
import { contenders, measure } from "./contenders.js";

const [folder, posts] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(new URL("../post.schema.json", import.meta.url)));
const known = JSON.parse(readFileSync(join(folder, "context.json")));

// Of all threads: collecting garbage and compiling are part of the price.
function clock() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

for (const corpus of ["valid", "mixed"]) {
  const lines = readFileSync(join(folder, `${corpus}.ndjson`), "utf8").trimEnd().split("\n").slice(0, Number(posts));
  const those = contenders(postworthy, schema, lines, known);
  const found = those.map(([, , work]) => lines.slice(0, 1_000).filter((line, index) => {
    const found = work(line, index);
    return found > 0 || found?.errors > 0;
  }).length);
  if (corpus === "valid" && found.some((count) => count > 0)) {
    throw new Error(`errors in valid posts: ${found}`);
  }
  measure(those, lines, clock).forEach((micros, index) => {
    const [name, note] = those[index];
    console.log(["JavaScript (Node)", corpus, name, micros.toFixed(3), note].join("\t"));
  });
}
