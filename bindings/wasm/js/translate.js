// Findings in another language. A catalogue has a sentence for each template of the English ones,
// which are told from one another by their words; the values come from the finding's params.
import { worded } from "./words.js";

/**
 * The params that the engine words itself, such as `a list` for what was found. All others hold names
 * and values of people's own, which stay as they are even where they read like such words.
 */
const WORDED = new Set(["expected", "found", "kind", "otherPlace", "place", "problem", "to", "what", "written"]);

/** What the engine says where a catalogue leaves a part out. */
const ENGLISH = {
  near: "; the nearest is \"{near}\"",
  place: { post: "; it belongs at the top of the post", target: "; it belongs directly into the target", other: "; it belongs into `{place}`" },
  bytes: "{bytes} bytes",
};

/** The sizes of units, the largest first. */
const UNITS = { bytes: [2 ** 30, 2 ** 20, 2 ** 10], bits: [1e6, 1e3] };

/** The patterns of a catalogue's templates, made once. */
const patterns = new WeakMap();

/** An entry of a list of words; what all objects have is none. */
const entry = (list, name) => (list && Object.hasOwn(list, name) ? list[name] : undefined);

/** A finding's message, hint and titles of fixes in the language of a catalogue; English where it has none. */
export function translate({ message, hint, params, fixes = [] }, catalogue) {
  const say = (text, values) => translated(text, values, catalogue) ?? text;
  // What a button shows is of its fix and not of the finding.
  return { message: say(message, params), hint: say(hint, params), titles: fixes.map(({ title }) => say(title, {})) };
}

/** A sentence in the language of a catalogue; nothing where it has none. */
export function translated(text, params = {}, catalogue) {
  const { sentences, lang } = catalogue;
  const found = Object.hasOwn(sentences, text) ? { template: text, values: {} } : match(text, sentences);
  if (!found) {
    return undefined;
  }
  // What the text says where there is a suggestion is no name, so that only the params have it.
  const values = { ...found.values, suggestion: undefined, belongs: undefined, ...params };
  const show = (value, _, form, all, name) => shown(value, { form, name, values, isParam: Object.hasOwn(params, name) }, catalogue);
  return worded(sentences[found.template], values, lang, show, amount);
}

/** What an option is for, in the language of a catalogue; English where it has nothing for it. */
export const described = ({ about }, { options }) => entry(options, about) ?? about;

/** The template that a text was made of, and what stands in its places. */
export function match(text, templates) {
  let made = patterns.get(templates);
  if (!made) {
    const keys = Object.keys(templates).filter((key) => key.includes("{"));
    // The one that says more itself comes first.
    made = keys.map(patternOf).sort((a, b) => b.weight - a.weight);
    patterns.set(templates, made);
  }
  for (const { template, pattern, names } of made) {
    const found = pattern.exec(text);
    if (found) {
      return { template, values: Object.fromEntries(names.map((name, at) => [name, found[at + 1]])) };
    }
  }
  return undefined;
}

function patternOf(template) {
  const names = [];
  const parts = template.split(/\{(\w+)(?::\w+)?\}/).map((part, at) => {
    if (at % 2 === 0) {
      return part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    }
    names.push(part);
    return "([\\s\\S]*?)";
  });
  // A button's words are no sentence, and a sentence is not a button's words.
  const end = template.endsWith(".") ? "" : "(?<!\\.)";
  const weight = template.replace(/\{[^}]*\}/g, "").length;
  return { template, names, weight, pattern: new RegExp(`^${parts.join("")}${end}$`) };
}

function shown(value, place, catalogue) {
  const { form, name, values, isParam } = place;
  const { lang, words } = catalogue;
  if (Array.isArray(value)) {
    const items = value.map((item) => shown(item, place, catalogue));
    return new Intl.ListFormat(lang, { type: "disjunction" }).format(items);
  }
  if (form === "counted") {
    return counted(value, values.unit ?? values.what, catalogue);
  }
  if (typeof value === "number") {
    return figure(value, form, catalogue);
  }
  const text = typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
  switch (form) {
    case "near":
      return values.suggestion ? worded(catalogue.near ?? ENGLISH.near, { near: values.suggestion }, lang) : "";
    case "place":
      return values.belongs ? belonging(values.belongs, catalogue) : "";
    case "form":
      return entry(catalogue.forms, text) ?? entry(words, text) ?? text;
    case "one":
      return entry(catalogue.one, text) ?? text;
    case "format":
      return entry({ webp: "WebP", webm: "WebM" }, text) ?? text.toUpperCase();
    case "codec":
      return text.includes(" or ") ? shown(text.split(/, | or /), place, catalogue) : (entry(words, text) ?? text);
    case "kind":
    case "unit":
    case "must":
      // The params have a name here, the text has the English word for it.
      return entry(words, text) ?? (isParam ? text : phrase(text, catalogue));
  }
  return WORDED.has(name) ? phrase(text, catalogue) : text;
}

/** A number of units or of kinds of media. */
function counted(value, unit, catalogue) {
  const template = entry(catalogue.counts, unit);
  const show = (count) => number(count, catalogue);
  return template === undefined ? `${show(value)} ${unit}` : worded(template, { count: value }, catalogue.lang, show);
}

/** Where a name belongs. */
function belonging(name, { place, lang }) {
  const places = { ...ENGLISH.place, ...place };
  return worded(entry(places, name) ?? places.other, { place: name }, lang);
}

/** What is said in English within a sentence. */
function phrase(text, { phrases, lang }) {
  if (Object.hasOwn(phrases, text)) {
    return phrases[text];
  }
  const found = match(text, phrases);
  return found ? worded(phrases[found.template], found.values, lang) : text;
}

/** A number, with marks between its digits from 10,000 on; sizes have them always. */
const number = (value, { lang, grouping = true }, isSize = false) =>
  new Intl.NumberFormat(lang, { maximumFractionDigits: 20, useGrouping: isSize ? "always" : grouping && "min2" }).format(value);

function figure(value, form, catalogue) {
  switch (form) {
    case "bytes":
    case "bits":
      return size(value, form, catalogue);
    case "ms":
      return span(value, catalogue);
    case "rate":
      return number(rate(value), catalogue);
  }
  return number(value, catalogue);
}

/** A size in the largest unit of which it is a whole number; two sizes never read alike. */
function size(value, form, catalogue) {
  const unit = unitOf(value, form);
  const { bits: [mega, kilo, one] = ["Mbit/s", "kbit/s", "bit/s"], bytes = ENGLISH.bytes } = catalogue;
  const names = form === "bits" ? [mega, kilo] : ["GB", "MB", "KB"];
  if (unit > 1) {
    // Thousands of kilobits are apart too, as the engine has them.
    return `${number(value / unit, catalogue, unit === 1e3)} ${names[UNITS[form].indexOf(unit)]}`;
  }
  const show = (single) => number(single, catalogue, true);
  return form === "bits" ? `${show(value)} ${one}` : worded(bytes, { bytes: value }, catalogue.lang, show);
}

const unitOf = (value, form) => UNITS[form]?.find((unit) => value >= unit && value % unit === 0) ?? 1;

/** A frame rate as people say it, who know 29.97. */
const rate = (value) => Math.floor(value * 1000 + 0.5) / 1000;

/** The number by which what is shown is singular or plural: of 1 MB it is 1. */
function amount(value, form) {
  switch (form) {
    case "rate":
      return rate(value);
    case "ms":
      // One hour; whatever else is longer than seconds has more than one of a unit.
      return value === 3_600_000 ? 1 : value / 1000;
  }
  return value / unitOf(value, form);
}

/** Seconds up to two minutes, then minutes and hours. */
function span(ms, catalogue) {
  const seconds = (rest) => `${number(rest / 1000, catalogue)} s`;
  if (ms < 120_000) {
    return seconds(ms);
  }
  const parts = [[Math.floor(ms / 3_600_000), "h"], [Math.floor(ms / 60_000) % 60, "min"]].filter(([count]) => count > 0);
  const said = parts.map(([count, unit]) => `${count} ${unit}`);
  return [...said, ...(ms % 60_000 > 0 ? [seconds(ms % 60_000)] : [])].join(" ");
}
