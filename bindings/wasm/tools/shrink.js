// shrink.js MODULE OUT: optimises for size, and drops what only a debugger reads.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

const [module, out] = process.argv.slice(2);
const tool = join(dirname(createRequire(import.meta.url).resolve("binaryen/package.json")), "bin", "wasm-opt");
const features = ["bulk-memory", "mutable-globals", "nontrapping-float-to-int", "sign-ext", "reference-types", "multivalue"];
// Both make the module smaller, and what is sent of it larger: measured with brotli.
const harmful = ["inlining-optimizing", "memory-packing"];
const flags = [
  // What is taken apart and put together again comes out smaller.
  ...["-O3", "--flatten", "--rereloop", "-Oz", "--gufa", "-Oz", "--converge"],
  "--strip-debug",
  "--strip-producers",
  ...harmful.map((name) => `--skip-pass=${name}`),
  ...features.map((name) => `--enable-${name}`),
];
const { status } = spawnSync(process.execPath, [tool, ...flags, module, "-o", out], { stdio: "inherit" });
process.exit(status ?? 1);
