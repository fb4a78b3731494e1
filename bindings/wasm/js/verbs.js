import { Engine } from "./engine.js";

let builtin;
/** Engines by the rows that they were made of, for callers that hand the same rows to each check. */
const own = new WeakMap();

function engine(rules) {
  if (rules === undefined) {
    builtin ??= new Engine();
    return builtin;
  }
  if (typeof rules !== "object" || rules === null) {
    return new Engine({ rules });
  }
  let made = own.get(rules);
  if (!made) {
    made = new Engine({ rules });
    own.set(rules, made);
  }
  return made;
}

export const check = (post, { rules, ...context } = {}) => engine(rules).check(post, context);
export const measure = (text, platform, options) => engine().measure(text, platform, options);
export const limits = (platform, contentType) => engine().limits(platform, contentType);
export const explain = (rule) => engine().explain(rule);
export const platforms = () => engine().platforms();
export const applyFix = (post, fix) => engine().applyFix(post, fix);
