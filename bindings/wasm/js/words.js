/** What stands around the findings. */
export const TEXTS = {
  fit: "Fit to publish{warnings, plural, =0 {.} one {, with # warning.} other {, with # warnings.}}",
  unfit: "Not fit to publish: {errors, plural, one {# error} other {# errors}}{warnings, plural, =0 {.} one {, # warning.} other {, # warnings.}}",
  ok: "ready",
  errors: "{count, plural, one {# error} other {# errors}}",
  warnings: "{count, plural, one {# warning} other {# warnings}}",
  error: "Error",
  warning: "Warning",
  info: "Note",
  post: "The post as a whole",
  unnamed: "Unnamed platform",
  unchecked: "{count, plural, one {# rule could} other {# rules could}} not be checked",
  needs: "Not known yet: {needs}",
};

/**
 * Fills a template: `{name}` is a value, `{count, plural, one {# file} other {# files}}` picks by the
 * plural rules of the language, as ICU's MessageFormat does; `=0 {...}` is for that very number.
 * `{name:form}` is a value as `show` says it in that form.
 */
export function worded(template, values, locale, show = shown) {
  let out = "";
  let rest = template;
  for (;;) {
    const start = rest.indexOf("{");
    if (start < 0) {
      return out + rest;
    }
    const end = closing(rest, start);
    out += rest.slice(0, start) + filled(rest.slice(start + 1, end), values, locale, show);
    rest = rest.slice(end + 1);
  }
}

function filled(placeholder, values, locale, show) {
  const [, name, form, kind, choices] = /^\s*(\w+)(?::(\w+))?\s*(?:,\s*(\w+)\s*,([\s\S]*))?$/.exec(placeholder) ?? [];
  const value = values[name];
  if (kind !== "plural") {
    return show(value, locale, form, values);
  }
  const forms = formsOf(choices);
  const chosen = forms[`=${value}`] ?? forms[new Intl.PluralRules(locale).select(Number(value))] ?? forms.other ?? "";
  return worded(chosen.replaceAll("#", show(value, locale, undefined, values)), values, locale, show);
}

function shown(value, locale) {
  if (typeof value === "number") {
    return new Intl.NumberFormat(locale).format(value);
  }
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

/** `one {# file} other {# files}` by name. */
function formsOf(choices) {
  const forms = {};
  let rest = choices;
  for (let start = rest.indexOf("{"); start >= 0; start = rest.indexOf("{")) {
    const end = closing(rest, start);
    forms[rest.slice(0, start).trim()] = rest.slice(start + 1, end);
    rest = rest.slice(end + 1);
  }
  return forms;
}

/** Where the brace closes that opens at `start`. */
function closing(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    depth += { "{": 1, "}": -1 }[text[at]] ?? 0;
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}
