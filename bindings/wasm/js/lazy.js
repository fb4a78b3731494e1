// The package for hosts without top-level await: call and await `init` first.
export { init, initSync } from "./start.js";
export { PostworthyError } from "./error.js";
export { Engine } from "./engine.js";
export { Composer } from "./composer.js";
export { probe } from "./probe.js";
export { applyFix, check, explain, limits, measure, platforms } from "./verbs.js";
