// Submits a post with a local photo and a local video: checked, uploaded, posted once.
//
// Against a stand-in on loopback, from the root of the repository, when the package is built:
// `cargo run -p postworthy-stand-in -- node bindings/wasm/examples/submit.js`
import { readFileSync } from "node:fs";
import process from "node:process";
import { Client, DEFAULT_URL } from "postworthy/late";

const folder = new URL("../../../fixtures/examples/", import.meta.url);
const post = JSON.parse(readFileSync(new URL("submit.json", folder), "utf8"));
const client = new Client({ url: process.env.LATE_API_URL ?? DEFAULT_URL });
for (const run of ["first", "second"]) {
  const done = await client.submit(post, { folder });
  if (done.outcome === "submitted") {
    console.log(`${run} run: ${done.post._id}, made by an earlier run: ${done.repeated}`);
  } else {
    console.log(`${run} run: ${done.report.errors} errors`);
  }
}
