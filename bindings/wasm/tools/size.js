// size.js MODULE [BUDGET]: says how large the module is, and fails where that is over the budget.
import { readFileSync } from "node:fs";
import process from "node:process";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [module, budget] = process.argv.slice(2);
const bytes = readFileSync(module);
const size = {
  raw: bytes.length,
  gzip: gzipSync(bytes, { level: 9 }).length,
  brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length,
};
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
