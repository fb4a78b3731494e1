import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { worded } from "../js/words.js";
import { launch } from "./browser/chromium.js";
import { serve } from "./browser/server.js";

let browser;
let server;

before(async () => {
  server = await serve(new URL("../../../", import.meta.url));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

test("a template is filled by the plural rules of its language", () => {
  const files = "{count, plural, =0 {keine} one {# Datei} other {# Dateien}} in {place}";
  assert.equal(worded(files, { count: 0, place: "A" }, "de"), "keine in A");
  assert.equal(worded(files, { count: 1, place: "A" }, "de"), "1 Datei in A");
  assert.equal(worded(files, { count: 1234, place: "A" }, "de"), "1.234 Dateien in A");
  const polish = "{count, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}";
  assert.deepEqual([1, 3, 5, 1.5].map((count) => worded(polish, { count }, "pl")), ["1 plik", "3 pliki", "5 plików", "1,5 pliku"]);
  assert.equal(worded("{allowed}", { allowed: ["mp4", "mov"] }, "en"), "mp4, mov");
  assert.equal(worded("no {such} value", {}, "en"), "no  value");
});

test("the element shows a report in words of its user's, and says which fix was chosen", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.address}/bindings/wasm/tests/browser/page.html`);
  await page.waitForFunction(() => globalThis.postworthy);
  const found = await page.evaluate(async () => {
    await import("/bindings/wasm/js/element.js");
    const { check } = globalThis.postworthy;
    document.documentElement.lang = "de";
    const element = document.createElement("postworthy-report");
    document.body.append(element);
    element.messages = {
      text_too_long: "{actual} statt {max, plural, one {# Zeichen} other {# Zeichen}}",
      texts: { error: "Fehler" },
      platforms: { bluesky: "Blauer Himmel" },
    };
    element.report = check({
      content: `${"e ".repeat(1100)}`,
      publishNow: true,
      platforms: [{ platform: "bluesky", accountId: "a" }],
    });
    const chosen = new Promise((resolve) => element.addEventListener("postworthy-fix", ({ detail }) => resolve(detail)));
    const root = element.shadowRoot;
    root.querySelector("button").click();
    const { fix, target } = await chosen;
    return { text: root.textContent, title: fix.title, target, role: root.querySelector(".summary").role };
  });
  assert.match(found.text, /Blauer Himmel/);
  assert.match(found.text, /Fehler: 2\.200 statt 300 Zeichen/);
  assert.match(found.title, /Cut it to 300/);
  assert.equal(found.target, 0);
  assert.equal(found.role, "status");
  await page.close();
});

test("a target that was not looked at is not called fine", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.address}/bindings/wasm/tests/browser/page.html`);
  await page.waitForFunction(() => globalThis.postworthy);
  const states = await page.evaluate(async () => {
    await import("/bindings/wasm/js/element.js");
    const element = document.createElement("postworthy-report");
    document.body.append(element);
    const platforms = Array.from({ length: 3000 }, (_, at) => ({ platform: "bluesky", accountId: `a${at}` }));
    const report = globalThis.postworthy.check({ content: "Hi", tags: Array(40).fill("tag"), publishNow: true, platforms });
    element.report = { ...report, targets: [report.targets[0], report.targets.at(-1)] };
    return [...element.shadowRoot.querySelectorAll("section")].slice(-2).map((one) => one.querySelector(".state")?.textContent);
  });
  assert.deepEqual(states, ["ready", undefined]);
  await page.close();
});

test("the element speaks the language around it, and takes a catalogue of its user's", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.address}/bindings/wasm/tests/browser/page.html`);
  await page.waitForFunction(() => globalThis.postworthy);
  await page.evaluate(async () => {
    await import("/bindings/wasm/js/element.js");
    const { check } = globalThis.postworthy;
    document.documentElement.lang = "en";
    document.body.innerHTML = "<postworthy-report></postworthy-report>";
    const element = document.querySelector("postworthy-report");
    element.report = check({ content: "e ".repeat(160), publishNow: true, platforms: [{ platform: "bluesky", accountId: "a" }] });
    globalThis.shown = () => element.shadowRoot.textContent;
    globalThis.element = element;
  });
  assert.match(await page.evaluate(() => globalThis.shown()), /The text counts 320 characters; 300 are allowed\..*Cut it to 300/s);
  await page.evaluate(() => globalThis.element.setAttribute("lang", "de-AT"));
  await page.waitForFunction(() => globalThis.shown().includes("Nicht bereit: 1 Fehler"));
  assert.match(await page.evaluate(() => globalThis.shown()), /Fehler: Der Text hat 320 Zeichen; erlaubt sind 300\..*Auf 300 kürzen/s);
  await page.evaluate(() => globalThis.element.setAttribute("lang", "es"));
  await page.waitForFunction(() => globalThis.shown().includes("El texto tiene 320 caracteres"));
  // Your own words win over a catalogue, and a catalogue of your own over the language.
  await page.evaluate(() => {
    globalThis.element.messages = { texts: { error: "Vaya" } };
  });
  assert.match(await page.evaluate(() => globalThis.shown()), /Vaya: El texto/);
  await page.evaluate(async () => {
    globalThis.element.catalogue = (await import("/bindings/wasm/js/messages/de.js")).default;
  });
  assert.match(await page.evaluate(() => globalThis.shown()), /Vaya: Der Text hat 320 Zeichen/);
  await page.evaluate(() => {
    globalThis.element.catalogue = undefined;
    globalThis.element.lang = "nl";
  });
  assert.match(await page.evaluate(() => globalThis.shown()), /Vaya: The text counts/);
  await page.close();
});

/** A page with `element`, which shows a report of Bluesky and Instagram, and with `shown`, its text. */
async function open(lang = "en") {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`${server.address}/bindings/wasm/tests/browser/page.html`);
  await page.waitForFunction(() => globalThis.postworthy);
  await page.evaluate(async (lang) => {
    const { Composer } = globalThis.postworthy;
    document.documentElement.lang = lang;
    const targets = ["bluesky", "instagram"].map((platform) => ({ platform, accountId: platform }));
    const mediaItems = [{ type: "image", url: "https://example.com/a.jpg" }];
    const composer = new Composer({ post: { content: "e ".repeat(160), mediaItems, publishNow: true, platforms: targets } });
    const element = document.createElement("postworthy-report");
    // Before the element is defined, as frameworks do.
    element.report = composer.report;
    document.body.replaceChildren(element);
    await import("/bindings/wasm/js/element.js");
    element.addEventListener("postworthy-fix", ({ detail }) => {
      element.report = composer.applyFix(detail.fix).report;
    });
    Object.assign(globalThis, { composer, element, root: element.shadowRoot, shown: () => element.shadowRoot.textContent });
  }, lang);
  return { page, errors };
}

test("a report that was set before the element was there is shown, with the names of platforms", async () => {
  const { page } = await open();
  assert.match(await page.evaluate(() => globalThis.shown()), /1 error.*Blueskypost.*Instagramfeed post.*Not known yet: .*file size/s);
  await page.close();
});

test("whatever language a page claims to have, the words keep the rules of their own", async () => {
  for (const lang of ["ja", "en_US", "de_DE", "no tag at all!", "x"]) {
    const { page, errors } = await open(lang);
    const words = lang === "de_DE" ? /Nicht bereit: 1 Fehler/ : /Not fit to publish: 1 error\b/;
    await page.waitForFunction((source) => new RegExp(source).test(globalThis.shown()), words.source);
    await page.evaluate(() => {
      globalThis.element.messages = { texts: { error: "{none, plural, other {Oops}}" }, text_too_long: "{actual, plural, other {#}}!" };
    });
    assert.match(await page.evaluate(() => globalThis.shown()), /Oops: 320!/);
    assert.deepEqual(errors, []);
    await page.close();
  }
});

test("the element follows the language of the page, also from within another element", async () => {
  const { page } = await open();
  await page.evaluate(() => {
    const host = document.createElement("div");
    document.body.append(host);
    host.attachShadow({ mode: "open" }).append(globalThis.element);
    document.documentElement.lang = "de";
  });
  await page.waitForFunction(() => globalThis.shown().includes("Nicht bereit: 1 Fehler"));
  assert.match(await page.evaluate(() => globalThis.shown()), /InstagramFeed-Beitrag.*Noch nicht bekannt: .*Dateigröße/s);
  await page.evaluate(() => {
    document.documentElement.lang = "en";
  });
  await page.waitForFunction(() => globalThis.shown().includes("Not fit to publish"));
  await page.close();
});

test("a change leaves alone what is open and where the focus is", async () => {
  const { page } = await open();
  const state = () =>
    page.evaluate(() => ({
      same: globalThis.root.querySelector(".summary") === globalThis.spoken,
      open: globalThis.root.querySelectorAll("details[open]").length,
      focus: globalThis.root.activeElement?.textContent,
    }));
  await page.evaluate(() => {
    globalThis.spoken = globalThis.root.querySelector(".summary");
    const details = globalThis.root.querySelector("details");
    details.open = true;
    details.querySelector("summary").focus();
    globalThis.element.report = globalThis.composer.setContent("e ".repeat(161)).report;
  });
  const { focus, ...rest } = await state();
  assert.deepEqual(rest, { same: true, open: 1 });
  assert.match(focus, /could not be checked/);
  // The button of a fix is gone when it has been pressed.
  const described = await page.evaluate(() => {
    const button = globalThis.root.querySelector("button");
    const texts = button.getAttribute("aria-describedby").split(" ").map((id) => globalThis.root.getElementById(id).textContent);
    button.focus();
    button.click();
    return texts;
  });
  assert.deepEqual(described, ["Error: The text counts 322 characters; 300 are allowed.", "Changes what is published"]);
  assert.match((await state()).focus, /^Bluesky/);
  assert.equal((await state()).same, true);
  await page.close();
});

test("what is to be known before a fix is chosen stands beside its button, for all to see and to hear", async () => {
  const { page } = await open();
  const notes = await page.evaluate(async () => {
    const { check } = globalThis.postworthy;
    const tiktok = { platform: "tiktok", accountId: "t", platformSpecificData: { privacy_level: "PUBLIC_TO_EVERYONE", allow_comment: true } };
    const bluesky = { platform: "bluesky", accountId: "b" };
    const instagram = { platform: "instagram", accountId: "i", platformSpecificData: { collaborators: ["@a"] } };
    globalThis.element.report = check({
      content: "e ".repeat(160),
      mediaItems: [{ type: "image", url: "https://example.com/a.jpg" }],
      publishNow: true,
      platforms: [tiktok, bluesky, instagram],
    });
    return [...globalThis.root.querySelectorAll(".fix")].map((fix) => {
      const button = fix.querySelector("button");
      const note = fix.querySelector(".note");
      const ids = button.getAttribute("aria-describedby").split(" ");
      return {
        kind: button.dataset.applicability,
        note: note?.textContent,
        seen: note ? note.checkVisibility() && note.getBoundingClientRect().height > 0 : false,
        heard: ids.map((id) => globalThis.root.getElementById(id).className || globalThis.root.getElementById(id).localName),
        single: ids.every((id) => globalThis.root.querySelectorAll(`#${id}`).length === 1),
        title: button.title,
      };
    });
  });
  const wanted = { safe: undefined, unsafe: "Changes what is published", manual: "Only you can say this" };
  assert.deepEqual([...new Set(notes.map(({ kind }) => kind))].sort(), ["manual", "safe", "unsafe"]);
  for (const { kind, ...rest } of notes) {
    const isSafe = kind === "safe";
    assert.deepEqual(rest, { note: wanted[kind], seen: !isSafe, heard: isSafe ? ["p"] : ["p", "note"], single: true, title: "" });
  }
  // It is as quiet as the hints, in colours that the page may choose.
  const colours = await page.evaluate(() => {
    globalThis.element.style.setProperty("--postworthy-soft", "rgb(1, 2, 3)");
    return [".note", ".hint"].map((one) => getComputedStyle(globalThis.root.querySelector(one)).color);
  });
  assert.deepEqual(colours, ["rgb(1, 2, 3)", "rgb(1, 2, 3)"]);
  // And it is what a screen reader is told.
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const told = nodes.filter(({ role, ignored }) => !ignored && role?.value === "button").map(({ description }) => description?.value ?? "");
  assert.deepEqual(told.map((text) => /(Changes what is published|Only you can say this)$/.exec(text)?.[0]), notes.map(({ kind }) => wanted[kind]));
  await page.close();
});

/** The language that is declared for each text of the element, by its text. */
const languages = () => {
  const found = {};
  const texts = document.createTreeWalker(globalThis.root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    if (data.trim()) {
      (found[parentElement.closest("[lang]")?.lang] ??= []).push(data);
    }
  }
  return found;
};

test("the language of every text is declared, whatever the page is in", async () => {
  const { page } = await open("fr");
  const english = await page.evaluate(languages);
  assert.deepEqual(Object.keys(english), ["en"]);
  assert.ok(english.en.length > 10);
  // Words of the page's own are in its language, and all others stay English.
  await page.evaluate(() => {
    globalThis.element.messages = { texts: { error: "Erreur", post: "Tout" }, text_too_long: { message: "Trop long", hint: "Raccourcis" } };
  });
  const mixed = await page.evaluate(languages);
  assert.deepEqual(mixed.fr.sort(), ["Erreur: ", "Raccourcis", "Trop long"]);
  assert.ok(mixed.en.some((text) => text.startsWith("Not fit")) && !mixed.en.includes("Erreur: "));
  // A page that declares none says nothing of its own words.
  await page.evaluate(() => document.documentElement.removeAttribute("lang"));
  await page.waitForFunction(() => globalThis.root.querySelector(".hint").getAttribute("lang") === "");
  assert.deepEqual(Object.keys(await page.evaluate(languages)).sort(), ["", "en"]);
  // A catalogue has its own.
  await page.evaluate(() => {
    globalThis.element.messages = undefined;
    document.documentElement.lang = "de-AT";
  });
  await page.waitForFunction(() => globalThis.shown().includes("Nicht bereit"));
  assert.deepEqual(Object.keys(await page.evaluate(languages)), ["de"]);
  // Of a catalogue of the user's, what it lacks is English.
  await page.evaluate(async () => {
    const { default: es } = await import("/bindings/wasm/js/messages/es.js");
    globalThis.element.catalogue = { ...es, texts: undefined, sentences: {} };
  });
  const lacking = await page.evaluate(languages);
  assert.ok(lacking.en.some((text) => text.startsWith("The text counts")) && lacking.es.includes("publicación del feed"), JSON.stringify(lacking));
  await page.close();
});

test("the element follows the language of whatever it is in, and of nothing when it is out of the page", async () => {
  const { page, errors } = await open("fr");
  const speaks = (words) => page.waitForFunction((text) => globalThis.shown().includes(text), words);
  // Some time for what is not to happen.
  const settled = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await page.evaluate(() => {
    document.body.innerHTML = '<main><div lang="en"><section></section></div></main>';
    const host = document.createElement("div");
    const inner = document.createElement("div");
    host.attachShadow({ mode: "closed" }).append(inner);
    inner.append(globalThis.element);
    document.querySelector("section").append(host);
    Object.assign(globalThis, { host, inner, main: document.querySelector("main"), div: document.querySelector("[lang=en]") });
  });
  await speaks("Not fit to publish");
  for (const [place, lang, words] of [["div", "de", "Nicht bereit"], ["host", "es", "Aún no está lista"], ["inner", "en", "Not fit"], ["inner", "de", "Nicht bereit"]]) {
    await page.evaluate(([name, value]) => globalThis[name].setAttribute("lang", value), [place, lang]);
    await speaks(words);
  }
  await page.evaluate(() => globalThis.inner.removeAttribute("lang"));
  await speaks("Aún no está lista");
  await page.evaluate(() => globalThis.host.removeAttribute("lang"));
  await speaks("Nicht bereit");
  // What is further out than the language around changes nothing, and draws nothing anew.
  await page.evaluate(() => {
    globalThis.drawn = globalThis.root.querySelector("section");
    globalThis.main.lang = "es";
    document.documentElement.lang = "es";
  });
  await settled();
  assert.equal(await page.evaluate(() => globalThis.root.querySelector("section") === globalThis.drawn), true);
  // Out of the page it hears of nothing; back in, elsewhere, it follows what it is in now.
  await page.evaluate(() => {
    globalThis.host.remove();
    globalThis.drawn = globalThis.root.querySelector("section");
    globalThis.div.lang = "en";
    globalThis.inner.lang = "es";
  });
  await settled();
  assert.equal(await page.evaluate(() => globalThis.root.querySelector("section") === globalThis.drawn), true);
  await page.evaluate(() => {
    globalThis.inner.removeAttribute("lang");
    globalThis.main.append(globalThis.host);
  });
  await speaks("Aún no está lista");
  await page.evaluate(() => {
    globalThis.drawn = globalThis.root.querySelector("section");
    globalThis.div.lang = "de";
  });
  await settled();
  assert.equal(await page.evaluate(() => globalThis.root.querySelector("section") === globalThis.drawn), true);
  await page.evaluate(() => {
    globalThis.main.lang = "de";
  });
  await speaks("Nicht bereit");
  // In a link that is in no page, whose `host` is a text.
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = "https://example.com/";
    globalThis.element.removeAttribute("lang");
    link.append(globalThis.element);
    globalThis.element.report = globalThis.composer.report;
  });
  assert.deepEqual(errors, []);
  await page.close();
});

test("an element that is gone is forgotten", async () => {
  const { page } = await open();
  const watched = await page.evaluate(async () => {
    const counts = { watching: 0 };
    const { observe, disconnect } = MutationObserver.prototype;
    const live = new Set();
    MutationObserver.prototype.observe = function (...all) {
      live.add(this);
      return observe.apply(this, all);
    };
    MutationObserver.prototype.disconnect = function () {
      live.delete(this);
      return disconnect.apply(this);
    };
    for (let round = 0; round < 20; round += 1) {
      const one = document.createElement("postworthy-report");
      document.body.append(one);
      // A move connects it anew.
      document.documentElement.append(one);
      counts.watching = Math.max(counts.watching, live.size);
      one.remove();
    }
    return { ...counts, left: live.size };
  });
  assert.deepEqual(watched, { watching: 1, left: 0 });
  await page.close();
});

test("what a post says is never read as HTML, by the element or through its messages", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.address}/bindings/wasm/tests/browser/page.html`);
  await page.waitForFunction(() => globalThis.postworthy);
  const found = await page.evaluate(async () => {
    await import("/bindings/wasm/js/element.js");
    const { check } = globalThis.postworthy;
    const evil = '"><img src="x" onerror="globalThis.hit = 1"><script>globalThis.hit = 2</script>';
    const targets = ["bluesky", "telegram", "instagram", evil].map((platform) => ({
      platform,
      accountId: evil,
      customContent: evil.repeat(20),
      platformSpecificData: { contentType: evil, parseMode: evil, [evil]: evil },
    }));
    const element = document.createElement("postworthy-report");
    document.body.append(element);
    element.messages = { texts: { error: evil }, platforms: { bluesky: evil }, text_too_long: `${evil} {actual}` };
    element.report = check({
      content: evil.repeat(200),
      title: evil,
      scheduledFor: evil,
      timezone: evil,
      tags: [evil, { [evil]: evil }],
      mediaItems: [{ url: evil, type: evil, altText: evil.repeat(50), thumbnail: evil, filename: evil, [evil]: evil }],
      platforms: targets,
      [evil]: evil,
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const root = element.shadowRoot;
    return { text: root.textContent, made: root.querySelectorAll("img, script").length, hit: globalThis.hit ?? 0 };
  });
  assert.match(found.text, /<img src="x" onerror=/);
  assert.deepEqual([found.made, found.hit], [0, 0]);
});
