import * as postworthy from "../../js/index.js";
import { runAll } from "./run.js";

addEventListener("message", async ({ data }) => postMessage(await runAll(postworthy, data)));
// Messages that come before the module is there are heard by nobody.
postMessage("ready");
