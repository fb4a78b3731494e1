import * as postworthy from "../../js/index.js";
import { hugeFile, runAll, timings } from "./run.js";

// What the test that opened this page asks for.
Object.assign(globalThis, { postworthy, hugeFile, timings, runAll: (names) => runAll(postworthy, names) });
