import type { Diagnostic, MediaInfo, Platform, Report } from "postworthy";
import { counted, figure, labels } from "./labels";
import { element, make } from "./page";

/** A file of the post. */
export interface Attached {
  /** Its name in the post, which is how findings point at it. */
  name: string;
  file: File;
  info: MediaInfo;
  /** Where the page can show it from. */
  address: string;
  altText?: string;
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

/** Shows the files with the crop that a platform would make; gives that platform. */
export function showMedia(
  attached: readonly Attached[],
  report: Report,
  titles: Record<Platform, string>,
  wanted: Platform | undefined,
  actions: Actions,
): Platform | undefined {
  const cropping = report.targets.filter(({ diagnostics }) => diagnostics.some((one) => cropOf(one)));
  const names = cropping.map(({ platform }) => platform as Platform);
  const chosen = wanted && names.includes(wanted) ? wanted : names[0];
  const choice = element("crop-for");
  choice.hidden = names.length === 0;
  choice.replaceChildren(
    labels.frame,
    ...names.map((platform) => {
      const button = make("button", { type: "button", className: "chip", ariaPressed: String(platform === chosen) }, titles[platform]);
      button.addEventListener("click", () => actions.choose(platform));
      return button;
    }),
  );
  const findings = (index: number) => {
    const path = `/mediaItems/${index}`;
    const all = [report, ...report.targets].flatMap(({ diagnostics }) => diagnostics);
    return all.filter((one) => one.path === path || one.path.startsWith(`${path}/`));
  };
  const target = cropping.find(({ platform }) => platform === chosen);
  const list = element("media");
  const focused = document.activeElement?.id;
  list.replaceChildren(
    ...attached.map((one, index) => {
      const own = target?.diagnostics.find((diagnostic) => diagnostic.path === `/mediaItems/${index}` && cropOf(diagnostic));
      return item(one, index, findings(index), own && cropOf(own), actions);
    }),
  );
  if (focused?.startsWith("alt-")) {
    const field = document.getElementById(focused);
    field?.focus();
    if (field instanceof HTMLInputElement) {
      field.setSelectionRange(field.value.length, field.value.length);
    }
  }
  return chosen;
}

function item(one: Attached, index: number, findings: Diagnostic[], crop: Crop | undefined, actions: Actions): HTMLElement {
  const { name, info } = one;
  const remove = make("button", { type: "button" }, labels.remove);
  remove.setAttribute("aria-label", labels.removeFile(name));
  remove.addEventListener("click", () => actions.remove(name));
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  const facts = make("div", { className: "facts" }, make("b", { title: name }, name), describeFacts(info));
  if (errors + warnings > 0) {
    const worst = errors > 0 ? "error" : "warning";
    const said = [counted(errors, labels.errors), counted(warnings, labels.warnings)].filter(Boolean).join(", ");
    facts.append(make("span", { className: worst }, said));
  }
  if (info.kind === "image") {
    const alt = make("input", { id: `alt-${index}`, type: "text", placeholder: labels.describe, value: one.altText ?? "" });
    alt.setAttribute("aria-label", labels.description(name));
    alt.addEventListener("input", () => actions.describe(name, alt.value));
    facts.append(alt);
  }
  facts.append(remove);
  return make("li", {}, make("div", { className: "frame" }, picture(one, crop)), facts);
}

function picture({ info, address, name }: Attached, crop: Crop | undefined): HTMLElement {
  if (info.kind === "document" || !info.kind) {
    return make("span", { className: "kind", ariaHidden: "true" }, "▤");
  }
  const shown =
    info.kind === "video"
      ? make("video", { src: address, muted: true, playsInline: true, preload: "metadata" })
      : make("img", { src: address, alt: labels.preview(name) });
  if (shown instanceof HTMLVideoElement) {
    shown.setAttribute("aria-label", labels.preview(name));
  }
  const fit = make("div", { className: "fit" }, shown);
  if (crop && info.width && info.height) {
    const frame = make("div", { className: "crop" });
    const share = (part: number, of: number) => `${(part / of) * 100}%`;
    Object.assign(frame.style, {
      left: share(crop.x, info.width),
      top: share(crop.y, info.height),
      width: share(crop.width, info.width),
      height: share(crop.height, info.height),
    });
    fit.append(frame);
  }
  return fit;
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
