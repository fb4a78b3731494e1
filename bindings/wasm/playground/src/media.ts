import type { Diagnostic, MediaInfo, MediaItem, Platform, Post, Report } from "postworthy";
import { counted, figure, labels } from "./labels";
import { element, keep, make, part } from "./page";

/** A file on this machine. */
export interface LocalFile {
  info: MediaInfo;
  /** Where the page can show it from. */
  address: string;
}

interface Actions {
  choose(platform: Platform): void;
  remove(name: string): void;
  describe(name: string, altText: string): void;
}

interface Crop {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Shows the media of the post with the crop that a platform would make; gives that platform. */
export function showMedia(
  post: Post,
  files: ReadonlyMap<string, LocalFile>,
  report: Report,
  titles: Record<Platform, string>,
  wanted: Platform | undefined,
  actions: Actions,
): Platform | undefined {
  const cropping = report.targets.filter(({ diagnostics }) => diagnostics.some((one) => cropOf(one)));
  const names = cropping.map(({ platform }) => platform as Platform);
  const chosen = wanted && names.includes(wanted) ? wanted : names[0];
  showChoice(names, chosen, titles, actions);
  const target = cropping.find(({ platform }) => platform === chosen);
  const all = [report, ...report.targets].flatMap(({ diagnostics }) => diagnostics);
  const shown = (post.mediaItems ?? []).flatMap((item) => {
    const file = files.get(item.url ?? "");
    return file ? [{ ...file, name: item.url ?? "", altText: item.altText ?? "" }] : [];
  });
  // Another file of the same name has another address.
  const items = keep(element("media"), shown.map(({ address }) => address), (key) => {
    const one = shown.find(({ address }) => address === key);
    return one ? itemOf(one, actions) : make("li", {});
  });
  shown.forEach((one, at) => {
    const item = items[at];
    const own = (diagnostic: Diagnostic) => nameAt(post, diagnostic.path) === one.name;
    const crop = target?.diagnostics.filter(own).map(cropOf).find(Boolean);
    if (item) {
      showItem(item, one, at, all.filter(own), crop);
    }
  });
  return chosen;
}

function showChoice(names: readonly Platform[], chosen: Platform | undefined, titles: Record<Platform, string>, { choose }: Actions): void {
  element("crop-for").hidden = names.length === 0;
  const chips = keep(element("crop-chips"), names, (key) => {
    const platform = key as Platform;
    const chip = make("button", { type: "button", className: "chip" }, titles[platform]);
    chip.addEventListener("click", () => choose(platform));
    return chip;
  });
  chips.forEach((chip, at) => chip.setAttribute("aria-pressed", String(names[at] === chosen)));
}

/** The name of the file that a place in the post is of. */
function nameAt({ mediaItems, platforms }: Post, path: string): MediaItem["url"] {
  const [, target, at] = /^(?:\/platforms\/(\d+)\/customMedia|\/mediaItems)\/(\d+)(?:\/|$)/.exec(path) ?? [];
  const items = target === undefined ? mediaItems : platforms?.[Number(target)]?.customMedia;
  return items?.[Number(at)]?.url;
}

interface Shown extends LocalFile {
  name: string;
  altText: string;
}

/** What stays the same as long as the file is there. */
function itemOf(one: Shown, actions: Actions): HTMLElement {
  const { name, info } = one;
  const facts = make("div", { className: "facts" }, make("b", { title: name }, name), make("span", { className: "about" }), make("span", { className: "findings" }));
  if (info.kind === "image") {
    const alt = make("input", { type: "text" });
    alt.addEventListener("input", () => actions.describe(name, alt.value));
    facts.append(alt);
  }
  const remove = make("button", { type: "button" });
  remove.addEventListener("click", () => actions.remove(name));
  facts.append(remove);
  return make("li", {}, make("div", { className: "frame" }, picture(one)), facts);
}

/** What changes with the post and the language. */
function showItem(item: HTMLElement, { name, info, altText }: Shown, index: number, findings: readonly Diagnostic[], crop: Crop | undefined): void {
  part(item, ".about").textContent = describeFacts(info);
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const found = part(item, ".findings");
  found.dataset.worst = errors > 0 ? "error" : "warning";
  found.textContent = [counted(errors, labels.errors), counted(warnings, labels.warnings)].filter(Boolean).join(", ");
  const alt = item.querySelector("input");
  if (alt) {
    alt.id = `alt-${index}`;
    alt.placeholder = labels.describe;
    alt.setAttribute("aria-label", labels.description(name));
    if (alt.value !== altText) {
      alt.value = altText;
    }
  }
  const remove = part(item, "button");
  remove.textContent = labels.remove;
  remove.setAttribute("aria-label", labels.removeFile(name));
  item.querySelector("img")?.setAttribute("alt", labels.preview(name));
  item.querySelector("video")?.setAttribute("aria-label", labels.preview(name));
  showCrop(item, info, crop);
}

function picture({ info, address }: Shown): HTMLElement {
  if (info.kind === "document" || !info.kind) {
    return make("span", { className: "kind", ariaHidden: "true" }, "▤");
  }
  const shown =
    info.kind === "video"
      ? make("video", { src: address, muted: true, playsInline: true, preload: "metadata" })
      : make("img", { src: address });
  return make("div", { className: "fit" }, shown);
}

function showCrop(item: HTMLElement, { width, height }: MediaInfo, crop: Crop | undefined): void {
  item.querySelector(".crop")?.remove();
  if (crop && width && height) {
    const frame = make("div", { className: "crop" });
    const share = (part: number, of: number) => `${(part / of) * 100}%`;
    Object.assign(frame.style, {
      left: share(crop.x, width),
      top: share(crop.y, height),
      width: share(crop.width, width),
      height: share(crop.height, height),
    });
    item.querySelector(".fit")?.append(frame);
  }
}

function cropOf({ params }: Diagnostic): Crop | undefined {
  const crop = params["crop"];
  return typeof crop === "object" && crop !== null && "x" in crop ? (crop as Crop) : undefined;
}

function describeFacts(info: MediaInfo): string {
  const { format, width, height, durationMs, bytes, videoCodec, pages } = info;
  const parts = [
    format?.toUpperCase() ?? labels.unknownKind,
    width && height ? `${width} × ${height}` : "",
    durationMs ? `${figure(durationMs / 1000, 1)} s` : "",
    bytes ? size(bytes) : "",
    videoCodec ?? "",
    counted(pages ?? 0, labels.pages),
  ];
  return parts.filter(Boolean).join(" · ");
}

function size(bytes: number): string {
  const megabytes = bytes / (1 << 20);
  return megabytes >= 1 ? `${figure(megabytes, 1)} MB` : `${figure(Math.ceil(bytes / 1024))} KB`;
}
