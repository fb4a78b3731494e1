import type {
  AccountFacts,
  Check,
  Code,
  Condition,
  ContentType,
  ContentTypes,
  Fix,
  Format,
  MediaInfo,
  PatchOperation,
  Platform,
  Post,
  Report,
  Rule,
  RuleId,
  Severity,
  SourceKind,
  Target,
  Unit,
} from "./data.js";

export type * from "./data.js";

/** Changes of a post (RFC 6902), made in order and either all or none. */
export type Patch = PatchOperation[];

/** One entry of a post's `mediaItems`. */
export type MediaItem = NonNullable<Post["mediaItems"]>[number];

/** A change of a built-in row, found by its id, or a row to add. See `rules/schema.json`. */
export interface RuleChange extends Partial<Omit<Rule, "check">> {
  id: RuleId | (string & {});
  /** The limits that change; of a row that is added, all of them. */
  check?: { [Name in CheckName]?: Partial<CheckOf<Name>> };
}

/** The name of a check. */
export type CheckName = Check extends infer One ? (One extends One ? keyof One : never) : never;
/** The parameters of a check. */
export type CheckOf<Name extends CheckName> = Extract<Check, Record<Name, object>>[Name];

/** What the post itself does not say. */
export interface CheckContext {
  /** What is known of media files, by the URL or path as the post writes it. */
  media?: Readonly<Record<string, MediaInfo>>;
  /** What is known of accounts, by their ids. */
  accounts?: Readonly<Record<string, AccountFacts>>;
  /** The time to check for; the clock's where left out, and none where `null`. */
  now?: string | Date | null;
}

export interface CheckOptions extends CheckContext {
  /**
   * Rows of your own, laid over the built-in ones. The last few are kept as they were read; for rows
   * that never change, make an {@link Engine} once.
   */
  rules?: readonly RuleChange[] | { readonly rules: readonly RuleChange[] } | string;
}

/**
 * Checks a post, given as an object or as JSON text.
 *
 * @throws {PostworthyError} where the text is no JSON, or the context or the rules cannot be read.
 */
export function check(post: Post | string, options?: CheckOptions): Report;

export interface MeasureOptions<P extends Platform = Platform> {
  /** What the post will be; by default what the platform makes of text alone. */
  contentType?: ContentTypes[P];
  /** Facts of the account: `premium` and `accountType` matter. */
  account?: AccountFacts;
}

/** A text held against one limit of a platform. */
export interface TextMeasure {
  /** The rule that has the limit. */
  rule: RuleId | (string & {});
  /** `error` where longer text is refused, `warning` where it is cut or doubtful. */
  severity: Severity;
  /** What is counted. */
  unit: Unit;
  /** What the text counts. */
  count: number;
  /** What it may count. */
  limit: number;
  /** What is left; negative where the text is too long. */
  remaining: number;
  /** UTF-16 index up to which the text fits: `text.slice(fits)` is what overflows. */
  fits: number;
}

/** How long a text is as the content of a post, the tightest limit first. */
export function measure<P extends Platform>(text: string, platform: P, options?: MeasureOptions<P>): TextMeasure[];

/** What a platform takes. */
export interface Limits {
  platform: Platform;
  /** The content type that was asked for; `null` for all of the platform's. */
  contentType: ContentType | null;
  /** The limits of the post's text, shortest first: what a counter counts to. */
  text: TextLimit[];
  /** The formats of files that are not refused for their format alone. */
  formats: Format[];
  /** The same for the `accept` attribute of a file field. */
  accept: string;
  /** The most files in one post, where there is a limit. */
  maxMedia: number | null;
  /** Every row that may apply. */
  rules: Limit[];
}

/** How long the text of a post may be. */
export interface TextLimit {
  rule: RuleId | (string & {});
  unit: Unit;
  max: number;
  severity: Severity;
  /** The content types it holds for; all where empty. */
  contentTypes: ContentType[];
  /** What else must be so for it to hold. */
  when: Condition[];
}

/** One row, with its parameters. */
export interface Limit {
  rule: RuleId | (string & {});
  code: Code;
  severity: Severity;
  /** The content types it holds for; all where empty. */
  contentTypes: ContentType[];
  /** What else must be so for it to hold. */
  when: Condition[];
  /** The limit in one sentence. */
  summary: string;
  /** The check and its parameters. */
  check: Check;
}

/** What a platform takes: for counters, `accept` attributes and hints. */
export function limits<P extends Platform>(platform: P, contentType?: ContentTypes[P]): Limits;

/** The row of a rule: what it says, why, how to mend it, where it was read. */
export function explain(rule: RuleId | (string & {})): Rule;

/** A platform with what a target of it can be told. */
export interface PlatformInfo {
  platform: Platform;
  /** Its name as people write it. */
  title: string;
  contentTypes: ContentType[];
  /** The settings object of the platform, where it has one beside its options. */
  settings: { name: string; flat: boolean } | null;
  options: OptionInfo[];
}

/** An option that the rows know. */
export interface OptionInfo {
  /** Its name; nested ones as `callToAction.url` and `userTags[].username`. */
  name: string;
  type: "string" | "boolean" | "integer" | "number" | "array" | "object" | "url-or-object" | "text-or-object" | "any";
  /** What it does, in a few words. */
  about: string;
  /** Other spellings that are read. */
  aliases: string[];
  /** It stands in the settings object. */
  in_settings: boolean;
  source: SourceKind;
}

/** The platforms with their options. */
export function platforms(): PlatformInfo[];

/**
 * Applies a fix, or its patch, to a copy of the post.
 *
 * @throws {PostworthyError} where the fix does not fit the post.
 */
export function applyFix(post: string, fix: Fix | Patch): string;
export function applyFix<P extends Post>(post: P, fix: Fix | Patch): P;

/** A file that can be read in ranges. */
export interface Readable {
  /** Its length in bytes. */
  readonly size: number;
  /** Gives the bytes at `offset`; fewer than `length` only where the file ends. */
  read(offset: number, length: number, signal?: AbortSignal): Bytes | Promise<Bytes>;
}

export type Bytes = ArrayBuffer | ArrayBufferView;

export interface ProbeOptions {
  /** Ends it at once; the promise is rejected with the reason. */
  signal?: AbortSignal;
  /** Called after each read. */
  onProgress?: (progress: { bytesRead: number; requests: number }) => void;
  /** The least that a read asks for, in bytes: 16 KiB where left out; a network likes 64 KiB. */
  readAhead?: number;
}

/** Reads what a media file is from a few kilobytes of it, whatever its size. */
export function probe(file: Blob | Readable | Bytes, options?: ProbeOptions): Promise<MediaInfo>;

/** A set of rules: the built-in ones, or those with your own rows laid over them. */
export class Engine {
  constructor(options?: { rules?: CheckOptions["rules"] });
  check(post: Post | string, context?: CheckContext): Report;
  measure<P extends Platform>(text: string, platform: P, options?: MeasureOptions<P>): TextMeasure[];
  limits<P extends Platform>(platform: P, contentType?: ContentTypes[P]): Limits;
  explain(rule: RuleId | (string & {})): Rule;
  platforms(): PlatformInfo[];
  applyFix(post: string, fix: Fix | Patch): string;
  applyFix<P extends Post>(post: P, fix: Fix | Patch): P;
  /** Gives its memory back at once; it cannot be used after that. */
  free(): void;
}

/** What a change of a composer brought. */
export interface Change {
  /** What stands now. */
  report: Report;
  /** Indices of the targets whose entry in the report is another one than before. */
  targets: number[];
  /** Whether the findings on the post as a whole, or the number of targets, are others. */
  post: boolean;
}

/**
 * A post that is being written. Each change checks again what it can have touched; the report's
 * entries of all other targets stay the very same objects. What it is given it copies, and an index
 * that is not that of a target it refuses. A change after which nothing can be checked,
 * such as facts of a wrong type, throws a {@link PostworthyError}; it is kept, and what it touched is
 * checked as soon as that is possible.
 */
export class Composer {
  /** @throws {PostworthyError} where the post is neither an object nor the JSON text of one. */
  constructor(options?: CheckContext & { engine?: Engine; post?: Post | string });
  /** A copy of the post. */
  readonly post: Post;
  readonly report: Report;
  setContent(content: string): Change;
  setMedia(items: readonly MediaItem[]): Change;
  /** What is known of a media file, by the URL or path as the post writes it. */
  setMediaInfo(url: string, info: MediaInfo | undefined): Change;
  setAccount(id: string, facts: AccountFacts | undefined): Change;
  /** Sets a field of the post itself, or drops it where undefined. */
  set<Field extends keyof Post>(field: Field, value: Post[Field]): Change;
  addTarget(target: Target): Change;
  removeTarget(index: number): Change;
  /** Replaces a target whole. */
  setTarget(index: number, target: Target): Change;
  /** Sets options of a target; those that are undefined are dropped. */
  setOptions(index: number, options: Readonly<Record<string, unknown>>): Change;
  applyFix(fix: Fix | Patch): Change;
  /**
   * Makes several changes with one check at the end. Where `changes` throws, the changes before that
   * stay and are checked, and the error is thrown on.
   */
  batch(changes: (composer: this) => void): Change;
}

export type ErrorKind =
  /** The post is no JSON; `line` and `column` say where. */
  | "invalid_json"
  | "invalid_context"
  | "invalid_rules"
  | "invalid_fix"
  | "invalid_argument"
  | "unknown_platform"
  | "unknown_content_type"
  | "unknown_rule"
  /** A file could not be read; `cause` says why. */
  | "unreadable"
  /** The module is not loaded yet, or could not be. */
  | "not_ready";

/** The one error of this package: a call that could not be carried out. Findings never throw. */
export class PostworthyError extends Error {
  readonly name: "PostworthyError";
  readonly kind: ErrorKind;
  /** Line in the JSON text, from 1. */
  readonly line?: number;
  /** Column in bytes, from 1. */
  readonly column?: number;
}

/**
 * Loads the module, once; `postworthy` does so itself, `postworthy/lazy` leaves it to you.
 * `source` is where the module is, when it is not where the package put it. Where `initSync` is
 * quicker, its module is the one that stays.
 */
export function init(source?: URL | string | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module): Promise<void>;

/** Loads the module from its bytes, or from a compiled one, without waiting. */
export function initSync(source: BufferSource | WebAssembly.Module): void;
