import { type Platform, type Post, type Report, measure } from "postworthy";
import { figure, labels, listed } from "./labels";
import { element, make } from "./page";

/** Shows how long the text is for each platform, and marks what is over the tightest limit. */
export function showCounters(post: Post, report: Report, titles: Record<Platform, string>): void {
  const text = post.content ?? "";
  const rows = report.targets.flatMap(({ platform, contentType, meters }) => {
    // Of several limits on the text the one that is used up most.
    const own = meters.filter(({ path }) => path === "/content");
    const [meter] = own.sort((a, b) => b.count / b.limit - a.count / a.limit);
    return meter && platform ? [{ platform: platform as Platform, contentType: contentType ?? undefined, ...meter }] : [];
  });
  element("counters").replaceChildren(
    ...rows.map(({ platform, count, limit, unit, remaining }) => {
      const bar = make("progress", { max: limit, value: Math.min(count, limit), ariaLabel: labels.used(titles[platform]) });
      const title = labels.of(figure(count), figure(limit), labels.units[unit] ?? unit);
      const left = remaining < 0 ? labels.over(figure(-remaining)) : labels.left(figure(remaining));
      return make("div", { className: remaining < 0 ? "counter over" : "counter", title }, make("b", {}, titles[platform]), make("span", {}, left), bar);
    }),
  );
  const over = rows.filter(({ remaining }) => remaining < 0).flatMap(({ platform, contentType }) => {
    const tightest = measure(text, platform, { contentType }).find(({ remaining }) => remaining < 0);
    return tightest ? [{ platform, fits: tightest.fits, by: -tightest.remaining }] : [];
  });
  const [first] = over.sort((a, b) => a.fits - b.fits);
  const fits = first?.fits ?? text.length;
  const rest = text.slice(fits);
  // A line break at the end needs something behind it to take up its line.
  element("backdrop").replaceChildren(text.slice(0, fits), ...(rest ? [make("mark", {}, rest)] : []), "\u200b");
  const names = over.map(({ platform }) => titles[platform]);
  element("overflow").textContent = first ? labels.doesNotFit(listed(names)) : "";
}
