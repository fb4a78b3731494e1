// What targets have of their own, in place of what all share.
import type { Platform, Post, Report } from "postworthy";
import { type Around, showCounters } from "./counters";
import { labels, listed } from "./labels";
import { element, keep, make, part } from "./page";

/** What a target can have of its own. */
export type Own = "customContent" | "customMedia";

interface Actions {
  write(platform: Platform, text: string): void;
  drop(platform: Platform, own: Own): void;
}

/** Shows a field for each text that a target has of its own. */
export function showOwnTexts({ platforms }: Post, { targets }: Report, titles: Record<Platform, string>, { write, drop }: Actions): void {
  const having = (platforms ?? []).flatMap(({ platform, customContent }, index) =>
    platform && typeof customContent === "string" ? [{ platform, text: customContent, index }] : [],
  );
  const fields = keep(element("own-texts"), having.map(({ platform }) => platform), (key) => {
    const platform = key as Platform;
    return textOf(platform, (text) => write(platform, text), () => drop(platform, "customContent"));
  });
  having.forEach(({ platform, text, index }, at) => {
    const field = fields[at];
    const report = targets[index];
    if (field && report) {
      part(field, "label").textContent = labels.ownText(titles[platform]);
      part(field, "button").textContent = labels.commonText;
      const area = part<HTMLTextAreaElement>(field, "textarea");
      area.placeholder = labels.emptyText;
      if (area.value !== text) {
        area.value = text;
      }
      showCounters(around(field), text, `/platforms/${index}/customContent`, [report], titles);
    }
  });
}

function textOf(platform: Platform, write: (text: string) => void, drop: () => void): HTMLElement {
  const id = `text-${platform}`;
  const area = make("textarea", { id, rows: 3 });
  area.setAttribute("aria-describedby", `${id}-overflow`);
  area.addEventListener("input", () => write(area.value));
  const back = make("button", { type: "button", className: "quiet" });
  back.addEventListener("click", drop);
  const overflow = make("p", { id: `${id}-overflow`, className: "overflow" });
  overflow.setAttribute("role", "status");
  return make(
    "div",
    { className: "own" },
    make("div", { className: "row" }, make("label", { htmlFor: id }), back),
    make("div", { className: "editor" }, make("div", { className: "backdrop", ariaHidden: "true" }), area),
    overflow,
    make("div", { className: "counters" }),
  );
}

const around = (field: HTMLElement): Around => ({
  backdrop: part(field, ".backdrop"),
  overflow: part(field, ".overflow"),
  counters: part(field, ".counters"),
});

/** Says which targets have media of their own, and how they differ. */
export function showOwnMedia({ platforms, mediaItems }: Post, titles: Record<Platform, string>, { drop }: Actions): void {
  const having = (platforms ?? []).flatMap(({ platform, customMedia }) => (platform && customMedia ? [{ platform, customMedia }] : []));
  const notes = keep(element("own-media"), having.map(({ platform }) => platform), (key) => {
    const back = make("button", { type: "button", className: "quiet" });
    back.addEventListener("click", () => drop(key as Platform, "customMedia"));
    return make("div", { className: "row" }, make("p", {}), back);
  });
  having.forEach(({ platform, customMedia }, at) => {
    const note = notes[at];
    const left = (mediaItems ?? []).filter(({ url }) => !customMedia.some((own) => own.url === url));
    const names = left.map(({ url }) => url ?? "");
    if (note) {
      const title = titles[platform];
      part(note, "p").textContent = names.length > 0 ? labels.without(title, listed(names)) : labels.ownMedia(title);
      part(note, "button").textContent = labels.commonMedia;
    }
  });
}
