// Findings in another language. A catalogue has a sentence for each template of the English ones,
// which are told from one another by their words; the values come from the finding's params.
import { worded } from "./words.js";

/** The patterns of a catalogue's templates, made once. */
const patterns = new WeakMap();

/** A finding's message, hint and titles of fixes in the language of a catalogue; English where it has none. */
export function translate({ message, hint, params, fixes = [] }, catalogue) {
  const say = (text, values) => translated(text, values, catalogue) ?? text;
  // What a button shows is of its fix and not of the finding.
  return { message: say(message, params), hint: say(hint, params), titles: fixes.map(({ title }) => say(title, {})) };
}

/** A sentence in the language of a catalogue; nothing where it has none. */
export function translated(text, params, catalogue) {
  const { sentences, lang } = catalogue;
  const found = Object.hasOwn(sentences, text) ? { template: text, values: {} } : match(text, sentences);
  if (!found) {
    return undefined;
  }
  // What the text says where there is a suggestion is no name, so that only the params have it.
  const values = { ...found.values, suggestion: undefined, belongs: undefined, ...params };
  return worded(sentences[found.template], values, lang, (value, _, form, all) => shown(value, form, all, catalogue));
}

/** What an option is for, in the language of a catalogue; English where it has nothing for it. */
export const described = ({ about }, { options }) => (options && Object.hasOwn(options, about) ? options[about] : about);

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

function shown(value, form, values, catalogue) {
  const { lang, words, one, forms, counts, near, place } = catalogue;
  if (Array.isArray(value)) {
    const items = value.map((item) => shown(item, form, values, catalogue));
    return new Intl.ListFormat(lang, { type: "disjunction" }).format(items);
  }
  if (form === "counted") {
    const template = counts?.[values.unit ?? values.what];
    return template === undefined ? `${number(value, catalogue)} ${values.unit ?? values.what}` : worded(template, { count: value }, lang, (count) => number(count, catalogue));
  }
  if (typeof value === "number") {
    return figure(value, form, catalogue);
  }
  const text = typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
  switch (form) {
    case "near":
      return !values.suggestion ? "" : worded(near, { near: values.suggestion }, lang);
    case "place":
      return !values.belongs ? "" : worded(place[values.belongs] ?? place.other, { place: values.belongs }, lang);
    case "form":
      return forms?.[text] ?? words[text] ?? text;
    case "one":
      return one[text] ?? text;
    case "format":
      return { webp: "WebP", webm: "WebM" }[text] ?? text.toUpperCase();
    case "codec":
      if (text.includes(" or ")) {
        return shown(text.split(/, | or /), form, values, catalogue);
      }
    // falls through
    case "kind":
    case "unit":
    case "must":
      return words[text] ?? phrase(text, catalogue);
  }
  return phrase(text, catalogue);
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
  const exact = (steps, rest) => {
    const step = steps.find(([, size]) => value >= size && value % size === 0);
    return step ? `${number(value / step[1], catalogue)} ${step[0]}` : rest;
  };
  const { bits: [mega, kilo, one] = ["Mbit/s", "kbit/s", "bit/s"] } = catalogue;
  switch (form) {
    case "bytes":
      return exact([["GB", 2 ** 30], ["MB", 2 ** 20], ["KB", 2 ** 10]], worded(catalogue.bytes, { bytes: value }, catalogue.lang, (size) => number(size, catalogue, true)));
    case "bits":
      return exact([[mega, 1e6], [kilo, 1e3]], `${number(value, catalogue, true)} ${one}`);
    case "ms":
      return span(value, catalogue);
    // As people say a frame rate, who know 29.97.
    case "rate":
      return number(Math.floor(value * 1000 + 0.5) / 1000, catalogue);
  }
  return number(value, catalogue);
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
