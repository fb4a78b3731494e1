import { type Change, Composer, type MediaInfo, type MediaItem, type Platform, type Target, limits, platforms, probe } from "postworthy";
import { PostworthyReport } from "postworthy/element";
import { translated } from "postworthy/messages";
import { showCounters } from "./counters";
import { takeDropped } from "./drop";
import { example } from "./example";
import { labels, listed, speak } from "./labels";
import { type LocalFile, showMedia } from "./media";
import { showOptions } from "./options";
import { type Own, showOwnMedia, showOwnTexts } from "./own";
import { complain, complainAgain, element, make, say } from "./page";

const all = platforms();
const titles = Object.fromEntries(all.map(({ platform, title }) => [platform, title])) as Record<Platform, string>;
const composer = new Composer({ post: { publishNow: true } });
/** The files of the post's media, by their names there. */
const files = new Map<string, LocalFile>();
let cropFor: Platform | undefined;

const report = element("report", PostworthyReport);
const content = element("content", HTMLTextAreaElement);
const picker = element("files", HTMLInputElement);
const around = { backdrop: element("backdrop"), overflow: element("overflow"), counters: element("counters") };
report.messages = { platforms: titles };

const chosen = (): Platform[] => (composer.post.platforms ?? []).flatMap(({ platform }) => platform ?? []);
const account = (platform: Platform) => ({ platform, accountId: `${platform}-account` });

/** Shows what a change brought. */
function show({ report: found }: Change): void {
  report.report = found;
  const { post } = composer;
  const selected = chosen();
  for (const chip of document.querySelectorAll<HTMLButtonElement>("#chips .chip")) {
    const platform = chip.dataset.platform as Platform;
    const target = found.targets.find((one) => one.platform === platform);
    const worst = ["error", "warning"].find((severity) => target?.diagnostics.some((one) => one.severity === severity));
    chip.setAttribute("aria-pressed", String(selected.includes(platform)));
    chip.dataset.state = target ? (worst ?? "fine") : "off";
    const state = { error: labels.hasErrors, warning: labels.hasWarnings, fine: labels.ready }[worst ?? "fine"];
    chip.title = target && state ? state(titles[platform]) : "";
  }
  if (content.value !== post.content) {
    content.value = post.content ?? "";
  }
  showCounters(around, content.value, "/content", found.targets, titles);
  const own = { write: writeOwn, drop: dropOwn };
  showOwnTexts(post, found, titles, own);
  showOwnMedia(post, titles, own);
  cropFor = showMedia(post, files, found, titles, cropFor, { choose: chooseCrop, remove: detach, describe });
  element("json", HTMLPreElement).textContent = JSON.stringify(post, null, 2);
  const accept = selected.map((platform) => limits(platform).accept).join(",");
  picker.accept = accept;
}

/** The same, and the forms of the options, which would lose what is typed there if they always were. */
function showAll(change: Change): void {
  show(change);
  showOptions(all, composer.post, (index, options) => show(composer.setOptions(index, options)));
}

function toggle(platform: Platform): void {
  const index = chosen().indexOf(platform);
  showAll(index < 0 ? composer.addTarget(account(platform)) : composer.removeTarget(index));
}

/** Changes the target of a platform, unless it is gone. */
function changeTarget(platform: Platform, change: (target: Target) => Target): void {
  const index = chosen().indexOf(platform);
  const target = composer.post.platforms?.[index];
  if (target) {
    show(composer.setTarget(index, change(target)));
  }
}

function writeOwn(platform: Platform, customContent: string): void {
  changeTarget(platform, (target) => ({ ...target, customContent }));
}

/** Lets a platform share again what it had of its own. */
function dropOwn(platform: Platform, own: Own): void {
  changeTarget(platform, ({ [own]: _, ...rest }) => rest as Target);
  const isText = own === "customContent";
  say((isText ? labels.usesCommonText : labels.usesCommonMedia)(titles[platform]));
  // The button that had the focus is gone.
  (isText ? content : picker).focus();
}

function chooseCrop(platform: Platform): void {
  cropFor = platform;
  show(composer.batch(() => {}));
}

/** Probes files and adds those that can be read to the post. */
async function attach(added: readonly File[]): Promise<void> {
  const unreadable: string[] = [];
  for (const file of added) {
    // A folder that is dropped looks like a file until it is read.
    const info = await probe(file).catch(() => undefined);
    if (info) {
      attachFile(file, info);
    } else {
      unreadable.push(file.name);
    }
  }
  complain("media-trouble", unreadable.length > 0 ? () => labels.unreadable(listed(unreadable)) : undefined);
}

function attachFile(file: File, info: MediaInfo): void {
  const url = unused(file.name);
  const type = info.animated ? "gif" : (info.kind ?? "image");
  files.set(url, { info, address: URL.createObjectURL(file) });
  show(
    composer.batch(() => {
      composer.setMediaInfo(url, info);
      composer.setMedia([...(composer.post.mediaItems ?? []), { type, url }]);
    }),
  );
  say(labels.added(file.name));
}

function unused(name: string): string {
  return files.has(name) ? unused(name.replace(/(\.\w+)?$/, "-2$1")) : name;
}

/** Changes the post's media, and those that platforms have of their own. */
function changeMedia(change: (items: readonly MediaItem[]) => MediaItem[]): Change {
  return composer.batch(() => {
    const { mediaItems, platforms } = composer.post;
    composer.setMedia(change(mediaItems ?? []));
    platforms?.forEach(({ customMedia, ...rest }, index) => {
      if (customMedia) {
        const own = change(customMedia);
        composer.setTarget(index, (own.length > 0 ? { ...rest, customMedia: own } : rest) as Target);
      }
    });
  });
}

function detach(name: string): void {
  const buttons = () => [...element("media").querySelectorAll("button")];
  const at = buttons().findIndex((button) => button === document.activeElement);
  show(changeMedia((items) => items.filter(({ url }) => url !== name)));
  forgetFiles();
  // The next file's button, for the one that had the focus is gone.
  const left = buttons();
  (left[Math.min(at, left.length - 1)] ?? picker).focus();
  say(labels.removed(name));
}

function describe(name: string, text: string): void {
  const described = ({ altText, ...rest }: MediaItem): MediaItem => (text ? { ...rest, altText: text } : rest);
  show(changeMedia((items) => items.map((item) => (item.url === name ? described(item) : item))));
}

/** Lets go of files that are no longer in the post. */
function forgetFiles(): void {
  const { mediaItems, platforms } = composer.post;
  const named = [mediaItems, ...(platforms ?? []).map(({ customMedia }) => customMedia)].flatMap((items) => (items ?? []).map(({ url }) => url));
  for (const [name, { address }] of files) {
    if (!named.includes(name)) {
      URL.revokeObjectURL(address);
      files.delete(name);
    }
  }
}

for (const { platform, title } of all) {
  const chip = make("button", { type: "button", className: "chip" }, make("i", { ariaHidden: "true" }), title);
  chip.dataset.platform = platform;
  chip.addEventListener("click", () => toggle(platform));
  element("chips").append(chip);
}

content.addEventListener("input", () => show(composer.setContent(content.value)));
report.addEventListener("postworthy-fix", ({ detail: { fix } }) => {
  showAll(composer.applyFix(fix));
  forgetFiles();
  say(labels.done((report.catalogue && translated(fix.title, {}, report.catalogue)) ?? fix.title));
});

takeDropped((dropped) => void attach(dropped));
picker.addEventListener("change", async () => {
  await attach([...(picker.files ?? [])]);
  picker.value = "";
});

const copy = element("copy");
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(JSON.stringify(composer.post, null, 2));
  } catch {
    complain("copy-trouble", () => labels.notCopied);
    return;
  }
  complain("copy-trouble");
  say(labels.copied);
  copy.textContent = labels.copied;
  setTimeout(() => (copy.textContent = labels.copy), 1500);
});

const language = element("language", HTMLSelectElement);
const talk = () => {
  const said = () => {
    showAll(composer.batch(() => {}));
    complainAgain();
  };
  void speak(language.value).then(said);
  said();
};
language.addEventListener("change", talk);
const [preferred] = navigator.language.split("-");
if ([...language.options].some(({ value }) => value === preferred)) {
  language.value = preferred ?? "";
}
talk();

element("theme").addEventListener("click", () => {
  const { dataset } = document.documentElement;
  const dark = dataset.theme ? dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  dataset.theme = dark ? "light" : "dark";
});

element("example").addEventListener("click", async () => {
  const { text, picture, targets } = await example();
  showAll(
    composer.batch(() => {
      chosen().forEach(() => composer.removeTarget(0));
      targets.forEach((platform) => composer.addTarget(account(platform)));
      composer.setContent(text);
      composer.setMedia([]);
    }),
  );
  forgetFiles();
  await attach([picture]);
});

showAll(
  composer.batch(() => {
    (["instagram", "twitter", "bluesky", "linkedin"] as const).forEach((platform) => composer.addTarget(account(platform)));
  }),
);
