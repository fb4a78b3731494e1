import { Engine, written } from "./engine.js";
import { fieldsOf } from "./error.js";

let builtin;
/** Engines by the text of their rows, the one used last at the end. */
const own = new Map();
/** So many are kept: each takes some 200 KB of a memory that never shrinks. */
const KEPT = 8;

function engine(rules) {
  if (rules === undefined) {
    builtin ??= new Engine();
    return builtin;
  }
  const text = typeof rules === "string" ? rules : written("rules", rules);
  const made = own.get(text) ?? new Engine({ rules: text });
  own.delete(text);
  own.set(text, made);
  if (own.size > KEPT) {
    const [[oldest, unused]] = own;
    own.delete(oldest);
    unused.free();
  }
  return made;
}

export function check(post, options) {
  const { rules } = fieldsOf("options", options, ["rules"]);
  return engine(rules).check(post, options);
}
export const measure = (text, platform, options) => engine().measure(text, platform, options);
export const limits = (platform, contentType) => engine().limits(platform, contentType);
export const explain = (rule) => engine().explain(rule);
export const platforms = () => engine().platforms();
export const applyFix = (post, fix) => engine().applyFix(post, fix);
