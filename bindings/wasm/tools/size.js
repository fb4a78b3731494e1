// size.js MODULE [BUDGET [WITHOUT]]: says how large the module is, and how much of it is the prober,
// given the module without it. Fails where either is over the budget.
import { readFileSync } from "node:fs";
import process from "node:process";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const brotli = (bytes, window) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: window,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;
// Where brotli cuts its blocks changes a module by a kilobyte either way: the difference of two
// modules is that of the better of two cuts each.
const smallest = (bytes) => Math.min(brotli(bytes, 20), brotli(bytes, 22));

const [module, budget, without] = process.argv.slice(2);
const bytes = readFileSync(module);
const size = without
  ? { prober: smallest(bytes) - smallest(readFileSync(without)) }
  : { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes, 22) };
const kilobytes = (count) => `${(count / 1024).toFixed(1)} KB`;
const all = Object.entries(size);
console.log(`${module}: ${all.map(([name, count]) => `${name} ${kilobytes(count)}`).join(", ")}`);
if (budget) {
  const most = JSON.parse(readFileSync(budget, "utf8"));
  const over = all.filter(([name, count]) => name in most && count > most[name]);
  for (const [name, count] of over) {
    console.error(`${name}: ${count} bytes are over the budget of ${most[name]} in ${budget}`);
  }
  process.exit(over.length > 0 ? 1 : 0);
}
