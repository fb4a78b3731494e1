// The catalogues: the English one is what the engine says, the others say all of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { check, platforms } from "postworthy";
import { described, match, translate, translated } from "postworthy/messages";
import de from "postworthy/messages/de";
import en from "postworthy/messages/en";
import es from "postworthy/messages/es";
import { CONTENT_TYPES, FACTS, TEXTS } from "../js/words.js";
import { caseFiles } from "./fixtures.js";
import { cases } from "./shared.js";

const reports = cases(caseFiles).map(({ post, context }) => check(post, context));
/** Every finding of all shared cases. */
const findings = reports.flatMap(({ diagnostics, targets }) => [...diagnostics, ...targets.flatMap((target) => target.diagnostics)]);
const said = ({ message, hint, fixes }) => [message, hint, ...fixes.map(({ title }) => title)];
/** The params that a template shows; the words of its plurals are none. */
const names = (template) => new Set([...template.matchAll(/(?<!\b(?:one|other) )\{(\w+)(?=[}:,])/g)].map(([, name]) => name));

test("the English catalogue is what the core and the rows say", () => {
  execFileSync(process.execPath, [fileURLToPath(new URL("../tools/catalogue.js", import.meta.url)), "--check"], { stdio: "pipe" });
});

test("the English catalogue with the params of a finding gives exactly its words", () => {
  assert.ok(findings.length > 1000);
  for (const finding of findings) {
    const { message, hint, titles } = translate(finding, en);
    assert.deepEqual([message, hint, ...titles], said(finding), JSON.stringify(finding.params));
    assert.ok(said(finding).every((text) => translated(text, finding.params, en) !== undefined), message);
  }
});

test("the English catalogue says what every option is for", () => {
  const all = platforms().flatMap(({ options }) => options);
  assert.deepEqual([...new Set(all.map(({ about }) => about))].sort(), Object.keys(en.options));
  assert.equal(described({ about: "A poll" }, de), "Eine Umfrage");
  assert.equal(described({ about: "constructor" }, es), "constructor");
  assert.equal(described({ about: "A poll" }, { ...es, options: undefined }), "A poll");
});

test("every content type has a name, and so has everything that a rule can lack", () => {
  assert.deepEqual([...new Set(platforms().flatMap(({ contentTypes }) => contentTypes))].sort(), Object.keys(CONTENT_TYPES).sort());
  const lacking = reports.flatMap(({ targets }) => targets.flatMap(({ unchecked }) => unchecked.flatMap(({ needs }) => needs)));
  assert.ok(new Set(lacking).size > 10);
  assert.deepEqual([...new Set(lacking)].filter((need) => !Object.hasOwn(FACTS, need)), []);
});

for (const [name, catalogue] of Object.entries({ German: de, Spanish: es })) {
  test(`the ${name} catalogue has every sentence, option, phrase and word of the English one, and all of their params`, () => {
    assert.deepEqual(Object.keys(catalogue.sentences), Object.keys(en.sentences));
    assert.deepEqual(Object.keys(catalogue.options), Object.keys(en.options));
    for (const part of ["words", "one", "forms", "place"]) {
      assert.deepEqual(Object.keys(catalogue[part]).sort(), Object.keys(en[part]).sort(), part);
    }
    assert.deepEqual(Object.keys(en.phrases).filter((phrase) => !(phrase in catalogue.phrases)), []);
    assert.deepEqual(Object.keys(catalogue.texts).sort(), Object.keys(TEXTS).sort());
    assert.deepEqual(Object.keys(catalogue.contentTypes), Object.keys(CONTENT_TYPES));
    assert.deepEqual(Object.keys(catalogue.facts), Object.keys(FACTS));
    for (const [english, template] of Object.entries(catalogue.sentences)) {
      // What is counted says its own unit.
      const wanted = [...names(english)].filter((param) => !(["unit", "what"].includes(param) && template.includes(":counted}")));
      assert.deepEqual(wanted.filter((param) => !names(template).has(param)), [], template);
      assert.deepEqual([...names(template)].filter((param) => !names(english).has(param)), [], template);
    }
  });

  test(`every finding of the shared cases is said in ${name}, with nothing left over`, () => {
    for (const finding of findings) {
      const { message, hint, titles } = translate(finding, catalogue);
      for (const [at, text] of [message, hint, ...titles].entries()) {
        const english = said(finding)[at];
        assert.ok(catalogue.sentences[english] !== undefined || match(english, catalogue.sentences), english);
        assert.ok(!/undefined|NaN|\[object/.test(text) && text.trim() !== "", text);
        // What people wrote may hold braces and English words; the rest may not.
        const own = Object.values(finding.params).filter((value) => typeof value === "string");
        const rest = own.reduce((left, value) => left.replaceAll(value, ""), text).replace(/`[^`]*`/g, "");
        assert.ok(!/[{}]/.test(rest), text);
        assert.ok(!/\b(the|and|or|are|allowed|needed|at least|at most|pictures|characters|missing)\b/i.test(rest), text);
      }
    }
  });
}

test("numbers follow the plural rules of their language", () => {
  const finding = { message: "The text counts 2 characters; 1 are allowed.", hint: "Shorten the text to 1 characters.", params: { actual: 2, max: 1, unit: "graphemes" }, fixes: [{ title: "Cut it to 1" }] };
  assert.deepEqual(translate(finding, de), { message: "Der Text hat 2 Zeichen; erlaubt ist 1.", hint: "Kürze den Text auf 1 Zeichen.", titles: ["Auf 1 kürzen"] });
  assert.deepEqual(translate(finding, es), { message: "El texto tiene 2 caracteres; se permite 1.", hint: "Acorta el texto a 1 carácter.", titles: ["Acortarlo a 1"] });
});

test("numbers are written as in their language: four digits together, five apart, sizes always apart", () => {
  const counted = (actual, max) => translated(`The text counts ${actual} characters; ${max} are allowed.`, { actual, max, unit: "utf16" }, de);
  assert.equal(counted(2201, 2200), "Der Text hat 2201 Zeichen; erlaubt sind 2200.");
  assert.equal(counted(25_001, 25_000), "Der Text hat 25.001 Zeichen; erlaubt sind 25.000.");
  const file = translated("The file has 1,025 bytes; 1 KB are allowed.", { actual: 1025, max: 1024 }, es);
  assert.equal(file, "El archivo tiene 1.025 bytes; se permiten 1 KB.");
});

test("a frame rate has three decimals at most, as the engine says it", () => {
  const url = "https://example.com/v.mp4";
  const post = { content: "x", mediaItems: [{ type: "video", url }], platforms: [{ platform: "pinterest", accountId: "a", platformSpecificData: { boardId: "b" } }] };
  for (const [frameRate, english, german] of [
    [24.1609416, "24.161", "24,161"],
    [12.0625, "12.063", "12,063"],
    [15, "15", "15"],
  ]) {
    const { targets } = check(post, { media: { [url]: { kind: "video", format: "mp4", frameRate } } });
    const finding = targets[0].diagnostics.find(({ code }) => code === "frame_rate");
    assert.equal(finding.params.actual, frameRate);
    assert.ok(finding.message.includes(`has ${english} frames`), finding.message);
    assert.equal(translate(finding, en).message, finding.message);
    assert.ok(translate(finding, de).message.includes(`hat ${german} Bilder`), translate(finding, de).message);
  }
});

test("words of a user's own rows stay as they are", () => {
  const finding = { message: "No such template.", hint: "Write to the press office.", params: {}, fixes: [] };
  assert.deepEqual(translate(finding, de), { message: "No such template.", hint: "Write to the press office.", titles: [] });
});
