// Compiled, never run: what a user of the package can rely on.
import {
  type Code,
  Composer,
  type Diagnostic,
  Engine,
  type MediaInfo,
  type Post,
  PostworthyError,
  type Report,
  type RuleChange,
  type Target,
  applyFix,
  check,
  explain,
  limits,
  measure,
  platforms,
  probe,
} from "postworthy";
import type { Messages } from "postworthy/element";
import { init } from "postworthy/lazy";
import { type Catalogue, described, translate } from "postworthy/messages";
import de from "postworthy/messages/de";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function holds<T extends true>(): T | undefined {
  return undefined;
}

export async function use(file: File): Promise<string[]> {
  await init();
  const url = "https://example.com/a.mp4";
  const info: MediaInfo = await probe(file, { signal: AbortSignal.timeout(1000), onProgress: ({ bytesRead }) => void bytesRead });
  const post: Post = {
    content: "Hello",
    mediaItems: [{ type: "video", url }],
    platforms: [
      { platform: "instagram", accountId: "a", platformSpecificData: { contentType: "story" } },
      { platform: "tiktok", accountId: "b", platformSpecificData: { tiktokSettings: { privacy_level: "SELF_ONLY" } } },
    ],
  };
  const report: Report = check(post, { media: { [url]: info }, accounts: { a: { premium: true } } });
  const [tightest] = measure("Hello", "telegram", { contentType: "media" });
  if (tightest && tightest.remaining < 0) {
    "Hello".slice(tightest.fits);
  }
  const story = limits("instagram", "story");
  const mended: Post = applyFix(post, []);
  const text: string = applyFix("{}", []);
  const rows: RuleChange[] = [{ id: "bluesky/text-length", check: { "text-length": { max: 200 } } }];
  const composer = new Composer({ engine: new Engine({ rules: rows }), post: mended });
  const { targets } = composer.setContent(text);
  composer.set("scheduledFor", "2026-01-31T12:00:00Z");
  return [story.accept, explain("bluesky/text-length").summary, ...platforms().map(({ title }) => title), ...targets.map(String), ...report.diagnostics.map(worded)];
}

/** Every code is known by name: a new one is an error here. */
export function worded({ code, message }: Diagnostic): string {
  holds<Equal<Extract<Code, "no_such_code">, never>>();
  return code === "text_too_long" ? `Too long: ${message}` : message;
}

/** The platform tells which options there are. */
export function narrowed(target: Target): string | null | undefined {
  switch (target.platform) {
    case "instagram":
      return target.platformSpecificData?.firstComment;
    case "bluesky":
      // @ts-expect-error Bluesky has no first comment.
      return target.platformSpecificData?.firstComment;
    default:
      return target.customContent;
  }
}

export function refused(error: unknown): number | undefined {
  if (error instanceof PostworthyError && error.kind === "invalid_json") {
    return error.line;
  }
  return undefined;
}

// @ts-expect-error There is no such platform.
measure("Hello", "myspace");
// @ts-expect-error Bluesky has no stories.
limits("bluesky", "story");
// @ts-expect-error An option that is misspelt.
check({ platforms: [{ platform: "bluesky", platformSpecificData: { lang: ["en"] } }] });
// @ts-expect-error A value that the option does not take.
check({ platforms: [{ platform: "instagram", platformSpecificData: { contentType: "story!" } }] });
// @ts-expect-error A post is an object or a text.
check(5);
// @ts-expect-error There is no such check.
new Engine({ rules: [{ id: "bluesky/mine", check: { "text-longth": { max: 5 } } }] });

export function shown(report: Report): void {
  const element = document.createElement("postworthy-report");
  element.report = report;
  const messages: Messages = { text_too_long: "{actual} > {max}", texts: { error: "Fehler" }, platforms: { twitter: "X" } };
  element.messages = messages;
  element.addEventListener("postworthy-fix", ({ detail: { fix, target } }) => void [fix.patch, target]);
}

export function inGerman(report: Report): string[] {
  const own: Catalogue = { ...de, sentences: { ...de.sentences, "Shorten the title.": "Kürzer!" } };
  document.createElement("postworthy-report").catalogue = own;
  return report.diagnostics.flatMap((one) => {
    const { message, hint, titles } = translate(one, own);
    void platforms().map(({ options }): string[] => options.map((option) => described(option, own)));
    return [message, hint, ...titles];
  });
}

// @ts-expect-error A catalogue has a language.
translate({} as Diagnostic, { sentences: {} });
