import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { limits, platforms } from "../js/node.js";
import { launch } from "./browser/chromium.js";
import { serve } from "./browser/server.js";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
let server;

before(async () => {
  execFileSync(process.execPath, [path("../node_modules/vite/bin/vite.js"), "build", path("../playground"), "--logLevel", "error"]);
  server = await serve(path("../playground/dist"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(server.address);
  await page.waitForSelector(".chip");
  return { page, errors, close: () => context.close() };
}

/** Drops files, named as given, that hold what fixtures hold. */
async function dropFiles(page, files) {
  const read = (name) => readFileSync(path(`../../../fixtures/media/sound/${name}`)).toString("base64");
  const contents = Object.entries(files).map(([name, fixture]) => ({ name, base64: read(fixture) }));
  const dataTransfer = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, contents);
  await page.dispatchEvent("#drop", "drop", { dataTransfer });
}

/** What was last told to a screen reader. */
const told = (page) => page.textContent("body > p[role='status']");
const posted = async (page) => JSON.parse(await page.textContent("#json"));
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("aria-label"));
const state = (page, platform) => page.getAttribute(`.chip[data-platform="${platform}"]`, "data-state");

test("a text that is typed is counted, marked where it is too long, and mended by one click", async () => {
  const { page, errors, close } = await open();
  await page.fill("#content", "e ".repeat(160));
  assert.equal(await state(page, "bluesky"), "error");
  assert.equal(await state(page, "linkedin"), "fine");
  assert.match(await page.innerText("#overflow"), /X \(Twitter\).*Bluesky/);
  assert.equal((await page.textContent("#backdrop mark")).length, 320 - 280);
  await page.locator("postworthy-report").getByRole("button", { name: "Cut it to 300" }).click();
  assert.notEqual(await state(page, "bluesky"), "error");
  await page.getByRole("button", { name: "Copy" }).click();
  const { platforms } = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  assert.ok(platforms.find(({ platform }) => platform === "bluesky").customContent.length <= 300);
  assert.deepEqual(errors, []);
  await close();
});

test("files that are dropped are probed, shown with the crop, and described", async () => {
  const { page, errors, close } = await open();
  await page.click("#example");
  await page.waitForSelector(".media li .crop");
  assert.match(await page.innerText(".facts"), /JPEG · 1080 × 1620/);
  await dropFiles(page, { "phone.mp4": "mp4-moov-last.mp4" });
  await page.waitForSelector(".media li:nth-child(2)");
  assert.match(await page.innerText(".media li:nth-child(2) .facts"), /phone\.mp4\s+MP4 · 64 × 48 · 1\.0 s/);
  await page.locator("#alt-0").pressSequentially("Hills");
  assert.equal(await page.inputValue("#alt-0"), "Hills");
  assert.match(await page.innerText("#json"), /"altText": "Hills"/);
  await page.getByRole("button", { name: "Remove phone.mp4" }).click();
  assert.equal(await page.locator(".media li").count(), 1);
  assert.deepEqual(errors, []);
  await close();
});

test("a text that a fix made for one platform is seen, changed and dropped", async () => {
  const { page, errors, close } = await open();
  const own = async () => (await posted(page)).platforms[2].customContent;
  await page.fill("#content", "e ".repeat(160));
  await page.locator("postworthy-report").getByRole("button", { name: "Cut it to 300" }).click();
  const field = page.getByLabel("Text for Bluesky");
  assert.equal(await field.inputValue(), await own());
  assert.equal(await page.locator('#counters .counter:has-text("Bluesky")').count(), 0);
  assert.equal(await page.innerText("#own-texts .counter:has-text('Bluesky') span"), "1 left");
  await field.pressSequentially("more");
  assert.match(await own(), /e emore$/);
  assert.equal(await page.textContent("#own-texts mark"), "ore");
  assert.equal(await page.innerText("#own-texts .overflow"), "What is marked does not fit on Bluesky.");
  // The caret stays where one writes.
  await field.evaluate((area) => area.setSelectionRange(0, 0));
  await page.keyboard.type("ab");
  assert.match(await own(), /^abe e/);
  await field.fill("");
  assert.equal(await page.innerText('#counters .counter:has-text("Bluesky") span'), "20 over", "the common text is used");
  await field.fill("Short");
  await page.getByRole("button", { name: "Use the common text again" }).click();
  assert.equal(await own(), undefined);
  assert.equal(await field.count(), 0);
  assert.equal(await focused(page), "content");
  assert.equal(await state(page, "bluesky"), "error");
  assert.deepEqual(errors, []);
  await close();
});

test("media that a fix took from one platform are named, and given back", async () => {
  const { page, errors, close } = await open();
  const picture = "jpeg.jpg";
  await dropFiles(page, { "1.jpg": picture, "2.jpg": picture, "3.jpg": picture, "4.jpg": picture, "5.jpg": picture });
  await page.waitForSelector(".media li:nth-child(5)");
  const bluesky = page.locator("postworthy-report section", { hasText: "Bluesky" });
  await bluesky.getByRole("button", { name: "Keep the first 4" }).click();
  assert.equal((await posted(page)).platforms[2].customMedia.length, 4);
  await page.getByText("Bluesky goes without 5.jpg.").waitFor();
  await page.click("#own-media .row:has-text('Bluesky') button");
  assert.equal((await posted(page)).platforms[2].customMedia, undefined);
  assert.equal(await page.locator("#own-media").innerText(), "");
  assert.equal(await focused(page), "files");
  assert.deepEqual(errors, []);
  await close();
});

test("one writes, chooses and removes while the list of media stays as it is", async () => {
  const { page, errors, close } = await open();
  await page.click("#example");
  await page.waitForSelector(".media li");
  await dropFiles(page, { "wide.jpg": "jpeg.jpg", "phone.mp4": "mp4-moov-last.mp4" });
  await page.waitForSelector(".media li:nth-child(3)");
  const pictures = await page.$$(".media img, .media video");
  await page.fill("#alt-0", "Hills in the sun");
  await page.evaluate(() => document.activeElement.setSelectionRange(5, 5));
  await page.keyboard.type(" and clouds");
  assert.equal(await page.inputValue("#alt-0"), "Hills and clouds in the sun");
  await page.locator("#content").pressSequentially("More");
  const same = await Promise.all(pictures.map((picture) => picture.evaluate((shown) => shown.isConnected)));
  assert.deepEqual(same, [true, true, true]);
  const chip = page.locator("#crop-chips").getByRole("button", { name: "Bluesky" });
  await chip.press("Enter");
  assert.equal(await chip.getAttribute("aria-pressed"), "true");
  assert.ok(await chip.evaluate((button) => button === document.activeElement));
  await page.getByRole("button", { name: "Remove wide.jpg" }).press("Enter");
  assert.equal(await focused(page), "Remove phone.mp4");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "Remove reading-room.jpg");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "files");
  assert.deepEqual((await posted(page)).mediaItems, []);
  assert.deepEqual(errors, []);
  await close();
});

test("a description that a fix has shortened stays short, and a removed file is gone from every list", async () => {
  const { page, errors, close } = await open();
  const picture = "jpeg.jpg";
  await dropFiles(page, { "1.jpg": picture, "2.jpg": picture, "3.jpg": picture, "4.jpg": picture, "5.jpg": picture });
  await page.waitForSelector(".media li:nth-child(5)");
  await page.fill("#alt-0", "e".repeat(1100));
  await page.locator("postworthy-report").getByRole("button", { name: "Cut it to 1000" }).first().click();
  assert.equal((await page.inputValue("#alt-0")).length, 1000);
  await page.fill("#alt-1", "Another");
  assert.equal((await posted(page)).mediaItems[0].altText.length, 1000);
  await page.locator("postworthy-report section", { hasText: "Bluesky" }).getByRole("button", { name: "Keep the first 4" }).click();
  await page.fill("#alt-1", "A third");
  assert.equal((await posted(page)).platforms[2].customMedia[1].altText, "A third");
  await page.getByRole("button", { name: "Remove 1.jpg" }).click();
  const { mediaItems, platforms } = await posted(page);
  assert.deepEqual(mediaItems.map(({ url }) => url), ["2.jpg", "3.jpg", "4.jpg", "5.jpg"]);
  assert.deepEqual(platforms[2].customMedia.map(({ url }) => url), ["2.jpg", "3.jpg", "4.jpg"]);
  assert.deepEqual(errors, []);
  await close();
});

test("what cannot be read is named, and the files after it are taken", async () => {
  const { page, errors, close } = await open({ locale: "de" });
  // As a folder that is dropped does.
  await page.evaluate(() => {
    const { slice } = Blob.prototype;
    Blob.prototype.slice = function (...range) {
      const broken = { arrayBuffer: () => Promise.reject(new DOMException("not found", "NotFoundError")) };
      return this.name === "folder" ? broken : slice.apply(this, range);
    };
  });
  await dropFiles(page, { folder: "jpeg.jpg", "picture.jpg": "jpeg.jpg" });
  await page.waitForSelector(".media li");
  const sentence = "Nicht lesbar: folder. Ordner lassen sich nicht hinzufügen, ihre Dateien schon.";
  await page.getByText(sentence).first().waitFor();
  assert.equal(await page.innerText("#media-trouble"), sentence);
  assert.equal(await told(page), sentence);
  assert.deepEqual((await posted(page)).mediaItems.map(({ url }) => url), ["picture.jpg"]);
  await page.selectOption("#language", "es");
  await page.getByText("No se ha podido leer folder.").waitFor();
  // It is gone with the next files.
  await dropFiles(page, { "other.jpg": "jpeg.jpg" });
  await page.waitForSelector(".media li:nth-child(2)");
  assert.equal(await page.textContent("#media-trouble"), "");
  assert.deepEqual(errors, []);
  await close();
});

test("text that is dragged is left to the field it is dropped into", async () => {
  const { page, close } = await open();
  const taken = await page.evaluate(() =>
    ["text", "file"].flatMap((kind) =>
      ["dragover", "drop"].map((name) => {
        const dataTransfer = new DataTransfer();
        if (kind === "text") {
          dataTransfer.setData("text/plain", "words");
        } else {
          dataTransfer.items.add(new File(["words"], "words.txt"));
        }
        const event = new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true });
        document.querySelector("#content").dispatchEvent(event);
        return event.defaultPrevented;
      }),
    ),
  );
  assert.deepEqual(taken, [false, false, true, true]);
  await close();
});

test("copying is told, and so is that the browser does not allow it", async () => {
  const { page, errors, close } = await open();
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await told(page), "Copied");
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("denied", "NotAllowedError"));
  });
  await page.click("#copy");
  await page.waitForSelector("#copy-trouble:not(:empty)");
  assert.equal(await told(page), "The browser did not allow it. Select the text and copy it yourself.");
  assert.deepEqual(errors, []);
  await close();
});

test("what is marked is what is too long for the post as it is, a caption being shorter than a message", async () => {
  const { page, errors, close } = await open();
  await page.click("#example");
  await page.waitForSelector(".media li");
  for (const platform of ["instagram", "twitter", "bluesky", "threads", "pinterest", "telegram"]) {
    await page.click(`.chip[data-platform="${platform}"]`);
  }
  await page.fill("#content", "a".repeat(2000));
  assert.equal(await page.innerText(".counter span"), "976 over");
  assert.equal((await page.textContent("#backdrop mark")).length, 976);
  assert.equal(await page.innerText("#overflow"), "What is marked does not fit on Telegram.");
  assert.deepEqual(errors, []);
  await close();
});

test("options of a platform are set in the form that its rows make", async () => {
  const { page, errors, close } = await open();
  await page.click("#options-instagram summary");
  await page.selectOption("#options-instagram label:has(code:text-is('contentType')) select", "story");
  assert.match(await page.innerText("#json"), /"contentType": "story"/);
  await page.fill("#options-instagram label:has(code:text-is('firstComment')) input", "First");
  assert.match(await page.innerText("#json"), /"firstComment": "First"/);
  assert.match(await page.locator("postworthy-report section", { hasText: "Instagram" }).innerText(), /Instagram\s+story/);
  assert.deepEqual(errors, []);
  await close();
});

test("an option that is asked for can be answered with no", async () => {
  const { page, errors, close } = await open();
  const settings = async () => JSON.parse(await page.innerText("#json")).platforms.at(-1).platformSpecificData;
  const answer = (name, value) => page.selectOption(`#options-tiktok label:has(code:text-is('${name}')) select`, value);
  await page.click('.chip[data-platform="tiktok"]');
  await page.click("#options-tiktok > summary");
  for (const name of ["allow_comment", "allow_duet", "allow_stitch"]) {
    await answer(name, { label: "No" });
  }
  assert.deepEqual(await settings(), { allow_comment: false, allow_duet: false, allow_stitch: false });
  await answer("allow_duet", { label: "Yes" });
  await answer("allow_stitch", { label: "not set" });
  assert.deepEqual(await settings(), { allow_comment: false, allow_duet: true });
  // The form that is made anew shows the same.
  await page.click('.chip[data-platform="telegram"]');
  assert.equal(await page.inputValue("#options-tiktok label:has(code:text-is('allow_comment')) select"), "false");
  assert.deepEqual(errors, []);
  await close();
});

test("what can be chosen is said in words", async () => {
  const { page, errors, close } = await open();
  const choices = () => page.locator("#options-linkedin-poll select option").allTextContents();
  await page.click("#options-linkedin > summary");
  await page.click("#options-linkedin-poll > summary");
  await page.waitForSelector("#options-linkedin-poll select");
  assert.deepEqual(await choices(), ["not set", "One day", "Three days", "Seven days", "Fourteen days"]);
  await page.selectOption("#options-linkedin-poll select", { label: "Fourteen days" });
  assert.equal((await posted(page)).platforms[3].platformSpecificData.poll.duration, "FOURTEEN_DAYS");
  await page.selectOption("#language", "es");
  assert.deepEqual(await choices(), ["sin valor", "Un día", "Tres días", "Siete días", "Catorce días"]);
  assert.equal(await page.inputValue("#options-linkedin-poll select"), "FOURTEEN_DAYS");
  assert.deepEqual(errors, []);
  await close();
});

test("every value that can be chosen has its words in German and Spanish, and nothing else has", () => {
  const rules = platforms().flatMap(({ platform }) => limits(platform).rules);
  const allowed = rules.flatMap(({ check }) => check["option-value"]?.allowed ?? []);
  const wanted = [...new Set([true, false, ...allowed].map(String))].sort();
  const { en, de, es } = JSON.parse(readFileSync(path("../playground/src/values.json"), "utf8"));
  assert.deepEqual(Object.keys(de).sort(), wanted);
  assert.deepEqual(Object.keys(es).sort(), wanted);
  assert.deepEqual(Object.keys(en).filter((value) => !wanted.includes(value)), []);
});

test("options that are lists and objects are set in forms of their own", async () => {
  const { page, errors, close } = await open();
  const json = async () => JSON.parse(await page.innerText("#json")).platforms[0].platformSpecificData;
  await page.click("#options-instagram > summary");
  await page.click("#options-instagram-collaborators > summary");
  await page.getByRole("button", { name: "Add to collaborators" }).click();
  // Nothing is written there yet.
  assert.equal(await json(), undefined);
  await page.keyboard.type("acme");
  assert.deepEqual(await json(), { collaborators: ["acme"] });
  await page.click("#options-instagram-userTags > summary");
  await page.getByRole("button", { name: "Add to userTags" }).click();
  const person = page.getByRole("group", { name: "Entry 1 of userTags" });
  await person.getByRole("textbox", { name: /username/ }).fill("jo");
  await person.getByRole("spinbutton", { name: / x$/ }).fill("0.25");
  await page.click("#options-instagram-trialParams > summary");
  await page.selectOption("#options-instagram-trialParams select", "MANUAL");
  assert.deepEqual(await json(), {
    collaborators: ["acme"],
    userTags: [{ username: "jo", x: 0.25 }],
    trialParams: { graduationStrategy: "MANUAL" },
  });
  await page.selectOption("#options-instagram-trialParams select", "");
  await page.getByRole("button", { name: "Remove entry 1 of userTags" }).click();
  assert.deepEqual(await json(), { collaborators: ["acme"] });
  // Another platform makes the forms anew; what was open stays open, and what was written stays.
  await page.click('.chip[data-platform="telegram"]');
  assert.equal(await page.getByRole("group", { name: "Entry 1 of collaborators" }).getByRole("textbox").inputValue(), "acme");
  assert.deepEqual(errors, []);
  await close();
});

test("the page and what was found are said in the language that is chosen", async () => {
  const { page, errors, close } = await open({ locale: "es-MX" });
  await page.fill("#content", "e ".repeat(160));
  const report = page.locator("postworthy-report");
  await report.getByText("El texto tiene 320 caracteres; se permiten 300.").waitFor();
  assert.equal(await page.innerText("#overflow"), "Lo marcado no cabe en X (Twitter) y Bluesky.");
  assert.equal(await page.innerText('.counter:has-text("Bluesky") span'), "20 de más");
  assert.equal(await page.innerText("#options-title"), "Opciones");
  await page.click("#options-twitter > summary");
  await page.getByLabel("La publicación a la que se responde").waitFor();
  await page.selectOption("#language", "de");
  assert.equal(await page.getAttribute("html", "lang"), "de");
  assert.equal(await page.getAttribute("#content", "placeholder"), "Was möchtest du sagen?");
  assert.equal(await page.innerText('.counter:has-text("Bluesky") span'), "20 zu viel");
  await page.getByLabel("Der Beitrag, auf den geantwortet wird").waitFor();
  await report.getByRole("button", { name: "Auf 300 kürzen" }).click();
  assert.notEqual(await state(page, "bluesky"), "error");
  assert.deepEqual(errors, []);
  await close();
});

for (const [locale, word, description] of [
  ["en", "news", "Write a post"],
  ["de", "Neues", "Schreibe einen Beitrag"],
  ["es", "novedades", "Escribe una publicación"],
]) {
  test(`the example is one of its language, and too long for two platforms: ${locale}`, async () => {
    const { page, errors, close } = await open({ locale });
    assert.ok((await page.getAttribute('meta[name="description"]', "content")).startsWith(description));
    await page.click("#example");
    await page.waitForSelector(".media li");
    assert.ok((await page.inputValue("#content")).includes(word));
    assert.deepEqual(await page.locator(".counter.over b").allInnerTexts(), ["X (Twitter)", "Bluesky"]);
    assert.deepEqual(errors, []);
    await close();
  });
}

test("the keyboard is enough", async () => {
  const { page, close } = await open();
  await page.focus('.chip[data-platform="telegram"]');
  assert.equal(await state(page, "telegram"), "off");
  await page.keyboard.press("Space");
  assert.equal(await page.getAttribute('.chip[data-platform="telegram"]', "aria-pressed"), "true");
  await page.focus("#content");
  await page.keyboard.type("<b>bold");
  assert.equal(await state(page, "telegram"), "error");
  await close();
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 390, height: 844 } }],
]) {
  test(`axe finds nothing to object to: ${name}`, async () => {
    const { page, errors, close } = await open(options);
    await page.click("#example");
    await page.waitForSelector(".media li");
    await dropFiles(page, { "1.jpg": "jpeg.jpg", "2.jpg": "jpeg.jpg", "3.jpg": "jpeg.jpg", "4.jpg": "jpeg.jpg" });
    await page.waitForSelector(".media li:nth-child(5)");
    // What a platform has of its own is shown too.
    for (const name of ["Cut it to 300", "Keep the first 4"]) {
      await page.locator("postworthy-report section", { hasText: "Bluesky" }).getByRole("button", { name }).click();
    }
    assert.equal(await page.locator("#own-texts .own, #own-media .row").count(), 2);
    // Everything that can be opened, with an entry in every list.
    await page.evaluate(async () => {
      const all = () => [...document.querySelectorAll("#options details")];
      for (let before = 0; all().length > before; ) {
        before = all().length;
        all().forEach((details) => {
          details.open = true;
        });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      document.querySelectorAll("#options button[aria-label^='Add to']").forEach((button) => button.click());
    });
    assert.ok((await page.locator("#options .row-of").count()) > 3);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    assert.deepEqual(said, []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(wide, 0, "nothing is wider than the page");
    assert.deepEqual(errors, []);
    await close();
  });
}

test("on a phone the head of the page has two rows", async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 844 } });
  const tops = await page.locator(".bar > *").evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().bottom)));
  assert.ok(Math.max(...tops) < 120, `${tops}`);
  const tagline = await page.locator(".tagline").boundingBox();
  assert.ok(tagline.width > 160, `${tagline.width}`);
  await close();
});

test("what is typed is never read as HTML", async () => {
  const { page, errors, close } = await open();
  const evil = '"><img src="x" onerror="globalThis.hit = 1"><script>globalThis.hit = 2</script>';
  await page.fill("#content", evil.repeat(50));
  await page.locator("postworthy-report").getByRole("button", { name: "Cut it to 300", exact: true }).click();
  const fields = await page.locator('input:not([type]), input[type="text"], input[type="url"], textarea').all();
  for (const field of fields) {
    if ((await field.isVisible()) && (await field.isEditable())) {
      await field.fill(evil);
    }
  }
  assert.ok(fields.length > 0);
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => globalThis.hit), undefined);
  assert.equal(await page.locator("img[onerror]").count(), 0, "locators see into shadow roots");
  assert.deepEqual(errors, []);
  await close();
});
