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
  assert.equal(file, "El archivo tiene 1.025 bytes; se permite 1 KB.");
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

/** Everything that a check says of a post, in a language. */
function saidIn(catalogue, post, context) {
  const { diagnostics, targets } = check(post, context);
  const all = [...diagnostics, ...targets.flatMap((target) => target.diagnostics)];
  return all.flatMap((finding) => {
    const { message, hint, titles } = translate(finding, catalogue);
    return [message, hint, ...titles];
  });
}

const bluesky = { platform: "bluesky", accountId: "a" };

test("names and values of people's own stay as they are, also where they read like words of the engine", () => {
  const names = [...Object.keys(de.phrases), ...Object.keys(en.phrases), ...Object.keys(en.words), "constructor"].filter((name) => !name.includes("{") && name !== "threads");
  for (const name of new Set(names)) {
    const heard = [
      ...saidIn(de, { content: "x", publishNow: true, timezone: name, scheduledFor: name, [`${name}X`]: 1, platforms: [{ ...bluesky, platform: name }] }),
      ...saidIn(de, { content: "x", publishNow: true, platforms: [{ platform: "instagram", accountId: "a", platformSpecificData: { contentType: name, [`${name}X`]: 1 } }] }),
    ];
    for (const expected of [
      `„${name}“ ist keine bekannte Plattform`,
      `„${name}“ ist keine bekannte Zeitzone`,
      `„${name}“ ist kein Datum mit Uhrzeit.`,
      `\`${name}X\` ist kein bekanntes Feld`,
      `\`${name}X\` ist hier keine bekannte Option`,
    ]) {
      assert.ok(heard.some((text) => text.startsWith(expected)), `${expected}: ${heard.join(" | ")}`);
    }
    assert.ok(heard.some((text) => text.startsWith(`\`contentType\` ist ${name}; erlaubt ist`)), heard.join(" | "));
  }
  assert.ok(saidIn(de, { Text: "Hi", text: "Hi", content: "x", publishNow: true, platforms: [bluesky] }).some((text) => text.startsWith("`text` ist kein bekanntes Feld")));
  const near = { message: "`{field}` is not a known field", hint: "", params: {}, fixes: ["Call it text", "Write it as links", "Write missing", "Declare it as videos", "Set it to null"].map((title) => ({ title })) };
  assert.deepEqual(translate(near, de).titles, ["text nennen", "Als links schreiben", "missing schreiben", "Als videos angeben", "Auf null setzen"]);
});

test("what the engine words itself is said in the language", () => {
  const post = { content: 5, tags: "a", publishNow: true, platforms: [{ platform: "tiktok", accountId: "a" }], tiktokSettings: [] };
  for (const [catalogue, expected] of [
    [de, ["`content`: eine Zahl; erwartet wird Text.", "`tiktokSettings`: eine Liste; erwartet wird ein Objekt.", "`tags`: Text; erwartet wird eine Liste."]],
    [es, ["`content`: un número; se espera texto.", "`tiktokSettings`: una lista; se espera un objeto.", "`tags`: texto; se espera una lista."]],
  ]) {
    const heard = saidIn(catalogue, post);
    assert.deepEqual(expected.filter((text) => !heard.includes(text)), [], heard.join(" | "));
  }
  const markup = { content: "<b>missing", publishNow: true, platforms: [{ platform: "telegram", accountId: "a", platformSpecificData: { parseMode: "HTML" } }] };
  assert.ok(saidIn(de, markup).some((text) => text.endsWith(": `<b>` ist nicht geschlossen.")), saidIn(de, markup).join(" | "));
  assert.equal(translated("Keep only the animated GIFs", {}, de), "Nur animierte GIFs behalten");
  assert.equal(translated("Leave the animated GIFs out", {}, de), "Auf animierte GIFs verzichten");
  assert.equal(translated("Remove the post's tiktokSettings.draft", {}, es), "Quitar tiktokSettings.draft de la publicación");
  // All that types can be called has a word in every catalogue.
  const kinds = ["an address", "any value", "a text or an object", "a complete web address", "a whole number", "missing"];
  assert.deepEqual(kinds.filter((kind) => [en, de, es].some(({ phrases }) => !Object.hasOwn(phrases, kind))), []);
});

test("a post that is none, and a place to move something to, have sentences of their own", () => {
  assert.deepEqual(saidIn(de, [1])[0], "Der Beitrag ist eine Liste; erwartet wird ein Objekt.");
  assert.deepEqual(saidIn(es, [1])[0], "La publicación es una lista; se espera un objeto.");
  const titles = (catalogue) => ["the post", "the target", "platformSpecificData"].map((place) => translated(`Move it into ${place}`, {}, catalogue));
  assert.deepEqual(titles(de), ["In den Beitrag verschieben", "In das Ziel verschieben", "Nach platformSpecificData verschieben"]);
  assert.deepEqual(titles(es), ["Moverlo a la publicación", "Moverlo al destino", "Moverlo a platformSpecificData"]);
});

test("rates, sizes and times are singular where they show a 1", () => {
  const say = (message, params, catalogue) => translate({ message, hint: "", params, fixes: [] }, catalogue).message;
  const rate = (actual, max, catalogue) => say(`It has ${actual} frames per second; at most ${max} are allowed.`, { actual, max }, catalogue);
  assert.equal(rate(1, 60, de), "Es hat 1 Bild je Sekunde; erlaubt sind höchstens 60.");
  assert.equal(rate(1.0002, 1, de), "Es hat 1 Bild je Sekunde; erlaubt ist höchstens 1.");
  assert.equal(rate(1.5, 1, de), "Es hat 1,5 Bilder je Sekunde; erlaubt ist höchstens 1.");
  assert.equal(rate(1, 60, es), "Tiene 1 fotograma por segundo; se permiten 60 como máximo.");
  assert.equal(rate(2, 1, es), "Tiene 2 fotogramas por segundo; se permite 1 como máximo.");
  assert.equal(say("Export it with 1 frames per second.", { max: 1 }, de), "Exportiere es mit 1 Bild je Sekunde.");
  assert.equal(say("Export it with 1 frames per second.", { max: 1 }, es), "Expórtalo con 1 fotograma por segundo.");
  const file = (max, catalogue) => say("The file has 2 GB; 1 MB are allowed.", { actual: 2 ** 31, max }, catalogue);
  assert.deepEqual([file(2 ** 20, de), file(2 ** 21, de)], ["Die Datei hat 2 GB; erlaubt ist 1 MB.", "Die Datei hat 2 GB; erlaubt sind 2 MB."]);
  assert.deepEqual([file(1, es), file(3, es)], ["El archivo tiene 2 GB; se permite 1 byte.", "El archivo tiene 2 GB; se permiten 3 bytes."]);
  const lasts = (max) => say("It lasts 2 h; 1 h are allowed.", { actual: 7_200_000, max }, de);
  assert.deepEqual([lasts(1000), lasts(1500), lasts(3_600_000), lasts(120_000)], ["1 s", "1,5 s", "1 h", "2 min"].map((time) => `Es dauert 2 h; erlaubt ${/^1 /.test(time) ? "ist" : "sind"} ${time}.`));
  const bits = (max) => say("It has 2 megabits per second; 1 megabits per second are allowed.", { actual: 2e6, max }, es);
  assert.deepEqual([bits(1e6), bits(5e5)], ["Tiene 2 Mbit/s; se permite 1 Mbit/s.", "Tiene 2 Mbit/s; se permiten 500 kbit/s."]);
  assert.equal(say("It has 1,500 kilobits per second; 1 megabits per second are allowed.", { actual: 1_500_000, max: 1e6 }, en), "It has 1,500 kilobits per second; 1 megabits per second are allowed.");
});

test("no sentence with a 1 in it has the plural, and the cases are those of the sentence", () => {
  const plural = /\b1 (Bilder|Seiten|Einträge|Werte|Zielen|Pixeln|gewichtete Zeichen|Links|Videos|fotogramas|páginas|entradas|valores|caracteres|enlaces|vídeos)\b|(?<! x )\b1 píxeles\b/;
  for (const catalogue of [de, es]) {
    for (const [english, template] of Object.entries(catalogue.sentences)) {
      const params = Object.fromEntries([...names(english)].map((name) => [name, 1]));
      const ones = translated(english, { ...params, unit: "weighted", what: english.includes(":kind") ? "video" : "links" }, catalogue);
      // Of "1 to 4" the last number counts.
      assert.doesNotMatch(ones.replace(/1 (bis|a|y) 1/g, "4"), plural, template);
    }
  }
  const of = (message, params, catalogue = de) => translate({ message, hint: "", params, fixes: [] }, catalogue).message;
  assert.equal(of("This platform takes no animated GIFs here.", { what: "animated-gif" }), "Diese Plattform nimmt animierte GIFs hier nicht an.");
  assert.equal(of("`poll` cannot stand beside media files.", { option: "poll", with: "any" }), "`poll` und Mediendateien schließen einander aus.");
  assert.equal(of("`article` cannot stand beside links.", { option: "article", with: "links" }), "`article` und links schließen einander aus.");
  assert.equal(of("A post here cannot hold both videos and pictures.", { one: "video", other: "image" }, es), "Una publicación no puede combinar aquí vídeos con imágenes.");
  const more = { findings: 1, errors: 1, unchecked: 1 };
  const english = "There are 1 more findings, 1 of them errors, and 1 more undecided rules than are listed.";
  assert.equal(of(english, more), "Es gibt 1 weiteren Befund, davon 1 Fehler, und 1 weitere offene Regel, die nicht aufgeführt sind.");
  assert.equal(of(english, more, es), "Además de lo que se enumera, hay 1 hallazgo (1 error) y 1 regla sin decidir.");
});

test("where a catalogue leaves out a part that it may leave out, the English words stand", () => {
  const { lang, sentences, phrases, words, one } = de;
  const small = { lang, sentences, phrases, words, one };
  const say = (text, params, catalogue = small) => translated(text, params, catalogue);
  const field = "`contentt` is not a known field";
  for (const [params, rest] of [
    [{ suggestion: "content" }, en.near.replace("{near}", "content")],
    [{ belongs: "post" }, en.place.post],
    [{ belongs: "target" }, en.place.target],
    [{ belongs: "tiktokSettings" }, en.place.other.replace("{place}", "tiktokSettings")],
  ]) {
    assert.equal(say(`${field}${rest}.`, { field: "contentt", ...params }), `\`contentt\` ist kein bekanntes Feld${rest}.`);
  }
  assert.equal(say(`${field}${en.place.post}.`, { field: "contentt", belongs: "post" }, { ...small, place: { other: "; {place}" } }), `\`contentt\` ist kein bekanntes Feld${en.place.post}.`);
  assert.equal(say(`${field}; it belongs into \`constructor\`.`, { field: "contentt", belongs: "constructor" }, de), "`contentt` ist kein bekanntes Feld; es gehört in `constructor`.");
  const file = "The file has 1,025 bytes; 1 KB are allowed.";
  assert.equal(say(file, { actual: 1025, max: 1024 }), `Die Datei hat ${en.bytes.replace("{bytes}", "1.025")}; erlaubt ist 1 KB.`);
  // Every part that may be left out, left out: every finding is still said.
  for (const finding of findings) {
    assert.ok(translate(finding, small).message, finding.message);
  }
});

test("words of a user's own rows stay as they are", () => {
  const finding = { message: "No such template.", hint: "Write to the press office.", params: {}, fixes: [] };
  assert.deepEqual(translate(finding, de), { message: "No such template.", hint: "Write to the press office.", titles: [] });
});
