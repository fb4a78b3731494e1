// The package for browsers and workers: whoever imports it waits until the module is there.
import { init } from "./start.js";

export * from "./lazy.js";

await init();
