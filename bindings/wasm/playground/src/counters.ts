import { type Platform, type TargetReport, measure } from "postworthy";
import { figure, labels, listed } from "./labels";
import { make } from "./page";

/** What stands around the field of a text. */
export interface Around {
  /** Lies behind the field and marks what is too long. */
  backdrop: HTMLElement;
  overflow: HTMLElement;
  counters: HTMLElement;
}

/** Shows how long the text at a place of the post is for each target, and marks what is over the tightest limit. */
export function showCounters(
  { backdrop, overflow, counters }: Around,
  text: string,
  place: string,
  targets: readonly TargetReport[],
  titles: Record<Platform, string>,
): void {
  const rows = targets.flatMap(({ platform, contentType, meters }) => {
    // Of several limits on the text the one that is used up most.
    const own = meters.filter(({ path }) => path === place);
    const [meter] = own.sort((a, b) => b.count / b.limit - a.count / a.limit);
    return meter && platform ? [{ platform: platform as Platform, contentType: contentType ?? undefined, ...meter }] : [];
  });
  counters.replaceChildren(
    ...rows.map(({ platform, count, limit, unit, remaining }) => {
      const bar = make("progress", { max: limit, value: Math.min(count, limit), ariaLabel: labels.used(titles[platform]) });
      const title = labels.of(figure(count), figure(limit), labels.units[unit] ?? unit);
      const left = remaining < 0 ? labels.over(figure(-remaining)) : labels.left(figure(remaining));
      return make("div", { className: remaining < 0 ? "counter over" : "counter", title }, make("b", {}, titles[platform]), make("span", {}, left), bar);
    }),
  );
  const over = rows.filter(({ remaining }) => remaining < 0).flatMap(({ platform, contentType }) => {
    const tightest = measure(text, platform, { contentType }).find(({ remaining }) => remaining < 0);
    return tightest ? [{ platform, fits: tightest.fits }] : [];
  });
  const fits = Math.min(text.length, ...over.map((one) => one.fits));
  const rest = text.slice(fits);
  // A line break at the end needs something behind it to take up its line.
  backdrop.replaceChildren(text.slice(0, fits), ...(rest ? [make("mark", {}, rest)] : []), "\u200b");
  const names = over.sort((a, b) => a.fits - b.fits).map(({ platform }) => titles[platform]);
  const said = names.length > 0 ? labels.doesNotFit(listed(names)) : "";
  // Said again only when it is another.
  if (overflow.textContent !== said) {
    overflow.textContent = said;
  }
}
