import type { AccountFacts, CheckOptions, MediaInfo, Post, Readable, Report } from "../index.js";
import type {
  AccountAnswer,
  AccountHealth,
  AccountPage,
  Board,
  BoardPrivacy,
  BulkResult,
  CreatorInfo,
  FollowerStats,
  HealthSummary,
  LatePost,
  LateTarget,
  MediaVerdict,
  Message,
  NextSlot,
  PostLog,
  PostLogs,
  PostPage,
  PostVerdict,
  Presigned,
  Profile,
  Queue,
  QueueAnswer,
  QueuePreview,
  QueueState,
  Slot,
  Submitted,
  Subreddits,
  TextLengths,
  Usage,
  Word,
} from "./model.js";

export type * from "./model.js";

/** Where the service is reached if nothing is said. */
export const DEFAULT_URL: string;
/** The environment variable that holds the key, in Node. */
export const KEY_VARIABLE: "LATE_API_KEY";

/** A file: in Node also a path, or a `file:` URL. A {@link Readable} cannot be uploaded by a browser. */
export type LateFile = Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer> | Readable | string | URL;

export interface ClientOptions {
  /** `sk_` and 64 hexadecimal digits; in Node the variable `LATE_API_KEY` if nothing is said. */
  key?: string;
  /** Where the service is reached. Plain http is for this machine alone. */
  url?: string;
  /** How requests are made, in place of the global `fetch`. */
  fetch?: typeof fetch;
  /** How long a call may take with all its repeats: 240,000 ms if nothing is said, which is also the most. Uploads are not bound by it. */
  deadlineMs?: number;
  /** How long nothing may arrive, or leave in an upload, before an attempt is given up: 60,000 ms. */
  idleMs?: number;
  /** How often a request is sent at most: 5. */
  attempts?: number;
  /** The first wait before a repeat: 500 ms. Each is twice the one before, shortened at random by up to a half. */
  firstWaitMs?: number;
  /** The longest wait before a repeat: 20,000 ms. */
  longestWaitMs?: number;
  /** The largest answer that is read: 16 MiB. */
  answerBytes?: number;
  /** Keeps within the plan's requests a minute; `true` is what the service says in its headers. */
  pacing?: boolean | { requests?: number; perMs?: number };
  /** Hears of repeats and waits; `console.warn` if nothing is said, nobody where `null`. */
  onNotice?: ((notice: Notice) => void) | null;
}

/** Something that happened on the way; `message` is a line for a log. */
export type Notice =
  /** A request is sent again. */
  | { kind: "repeat"; message: string; call: string; reason: string; waitMs: number; attempt: number; requestId: string | undefined; mayHaveArrived: boolean }
  /** The rate limit is used up: the client waits. */
  | { kind: "paced"; message: string; waitMs: number }
  /** A post is submitted although the check found errors in it. */
  | { kind: "forced"; message: string; errors: number }
  /** A post names an account that the key cannot see, or that is not connected. */
  | { kind: "account"; message: string; accountId: string; reason: string };

export interface CallOptions {
  /** Ends the call; it is rejected with a `LateError` of kind `aborted`. */
  signal?: AbortSignal;
}

export type LateErrorKind =
  /** The key, the address or an argument cannot be used; nothing was sent. */
  | "setup"
  /** The service does not accept the key (401). */
  | "not_authorized"
  /** The plan or its payment does not cover this (402). */
  | "payment_required"
  /** The key may not do this (403); `code` says why. */
  | "forbidden"
  /** The service refuses what was sent; `field` names the cause. */
  | "invalid"
  | "not_found"
  /** The same was posted or created before (409): `existing`. */
  | "duplicate"
  /** It cannot be done at this moment (409). */
  | "conflict"
  /** Too many requests, or posts, at the moment (429): `waitSeconds`. */
  | "rate_limited"
  /** A platform behind the service refused or failed. */
  | "platform"
  /** The service itself failed (5xx). */
  | "service"
  /** The service answered with a redirect, and the key goes nowhere else. */
  | "redirect"
  /** The connection could not be made, or broke. */
  | "network"
  /** There was no answer in time. */
  | "timeout"
  /** The answer cannot be read: not JSON, of another shape, or too large. */
  | "answer"
  /** A local file cannot be read, or is nothing that the service takes. */
  | "file"
  /** Its `signal` ended the call; `cause` is the reason. */
  | "aborted";

/** Why a call failed. The API key never stands in it. */
export class LateError extends Error {
  readonly name: "LateError";
  readonly kind: LateErrorKind;
  /**
   * Whether the service may have done what it was asked, although the call failed. Such a create is
   * repeated safely under the same request id alone, within five minutes: {@link Client.createPostUnder}.
   */
  readonly mayHaveArrived: boolean;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** The HTTP status, where there was an answer. */
  readonly status?: number;
  /** The call, such as `POST /v1/posts`. */
  readonly call?: string;
  /** The id that all attempts of the call carried. */
  readonly requestId?: string;
  /** Such as `ACCOUNT_DISCONNECTED`, where `forbidden`. */
  readonly code?: string;
  /** The field that caused it, where `invalid`. */
  readonly field?: string;
  /** The id of what exists, where `duplicate`. */
  readonly existing?: string;
  /** Which, where `platform`. */
  readonly platform?: string;
  /** The host that it names, where `redirect`. */
  readonly to?: string;
  /** How long the service asks to wait, where `rate_limited`. */
  readonly waitSeconds?: number;
}

/** How far an upload is. */
export interface UploadProgress {
  name: string;
  /** Bytes sent; it falls back where an upload begins anew. */
  sent: number;
  total: number;
}

export interface PutOptions extends CallOptions {
  /** The media type that the address was asked for with. */
  contentType: string;
  /** As messages call the file. */
  name?: string;
  onProgress?: (progress: UploadProgress) => void;
}

export interface UploadOptions extends Partial<PutOptions> {}

/** A file that was uploaded. */
export interface Uploaded {
  name: string;
  /** The URL for the post. */
  publicUrl: string;
  contentType: string;
  bytes: number;
}

/** Where the files are that a post names. */
export interface FileOptions extends CallOptions {
  /** Files by what stands in the place of their URL in the post: `{ "clip.mp4": file }`. */
  files?: Readonly<Record<string, LateFile>>;
  /** In Node: the folder in which files of the post are looked for. Nothing outside of it is read. */
  folder?: string | URL;
}

/** A file that a post names. */
export interface LocalFile {
  /** As the post writes it. */
  url: string;
  file: LateFile;
  name: string;
  info: MediaInfo;
}

/** How to submit a post; facts of accounts and files that are given win over those that are found. */
export interface SubmitOptions extends FileOptions, CheckOptions {
  /** Submits also what the check finds errors in, and says so. */
  force?: boolean;
  /** Reads and checks, and neither uploads nor posts. */
  dryRun?: boolean;
  /** Posts the same again, even within the five minutes in which the service would recognise it. */
  again?: boolean;
  onProgress?: (progress: UploadProgress) => void;
}

/** What came of submitting a post. */
export type Submission = { report: Report; uploads: Uploaded[] } & (
  | { outcome: "refused" }
  | { outcome: "planned"; requests: Planned[] }
  | ({ outcome: "submitted" } & Submitted)
);

/** A request that would be sent; the key would stand in the `Authorization` header and is left out. */
export interface Planned {
  method: string;
  /** Where it is not known before, what it will be, in angle brackets. */
  url: string;
  headers: Record<string, string>;
  /** Of an upload, the name and the size of the file. */
  body: unknown;
}

export interface PostFilter {
  /** From 1. */
  page?: number;
  /** Posts a page: 1 to 500, 10 if nothing is said. */
  limit?: number;
  status?: Word<"draft" | "scheduled" | "published" | "failed">;
  platform?: string;
  profileId?: string;
  accountId?: string;
  createdBy?: string;
  /** `YYYY-MM-DD`. */
  dateFrom?: string;
  /** `YYYY-MM-DD`. */
  dateTo?: string;
  includeHidden?: boolean;
  search?: string;
  sortBy?: Word<"scheduled-desc" | "scheduled-asc" | "created-desc" | "created-asc" | "status" | "platform">;
}

export interface LogFilter {
  status?: Word<"success" | "failed" | "pending" | "skipped">;
  platform?: string;
  action?: string;
  /** How many days back, at most 7. */
  days?: number;
  /** At most 100. */
  limit?: number;
  skip?: number;
}

export interface AccountFilter {
  profileId?: string;
  platform?: string;
  status?: Word<"connected" | "disconnected" | "healthy" | "warning" | "error">;
  includeOverLimit?: boolean;
  /** From 1, together with `limit`; neither gives all at once. */
  page?: number;
  /** 1 to 100. */
  limit?: number;
}

export interface FollowerFilter {
  /** Separated by commas. */
  accountIds?: string;
  profileId?: string;
  /** `YYYY-MM-DD`; 30 days ago if nothing is said. */
  fromDate?: string;
  /** `YYYY-MM-DD`; today if nothing is said. */
  toDate?: string;
  granularity?: Word<"daily" | "weekly" | "monthly">;
}

export interface ProfileFilter {
  includeOverLimit?: boolean;
  /** Only the one of exactly this name. */
  name?: string;
  /** 1 to 1000. */
  limit?: number;
  skip?: number;
}

export interface NewBoard {
  name: string;
  description?: string;
  privacy?: BoardPrivacy;
}

export interface NewProfile {
  name: string;
  description?: string;
  /** `#ffeda0`. */
  color?: string;
}

export interface QueueSettings {
  profileId: string;
  /** Which queue to change; the default one if nothing is said. */
  queueId?: string;
  /** A new queue needs one. */
  name?: string;
  /** An IANA name. */
  timezone: string;
  slots: Slot[];
  active?: boolean;
  /** Makes it the queue that its profile uses where none is named. */
  setAsDefault?: boolean;
  /** Moves the posts that wait to the new times. */
  reshuffleExisting?: boolean;
}

/** Changes of a post: any of its fields. */
export type PostChanges = Partial<Post>;

/** A request id that nobody else has. */
export function requestId(): string;

/** The media type that the service takes a file under, by what the file is. */
export function contentType(info: MediaInfo): string | undefined;

/** The files that a post names in the place of media URLs, each once. */
export function localFiles(post: Post, options?: FileOptions): Promise<LocalFile[]>;

/** A post with other media URLs: each that is named, by what is named for it. */
export function withUrls<P extends Post>(post: P, urls: Readonly<Record<string, string>>): P;

/** The platforms on which a post failed. */
export function failures(submitted: Pick<Submitted, "post">): LateTarget[];

/**
 * A client of Late. Every call rejects with a {@link LateError}; those that create carry an id of
 * their own, the same over all their repeats, so that nothing is made twice.
 *
 * @throws {LateError} of kind `setup` where the key or an option cannot be used.
 */
export class Client {
  constructor(options?: ClientOptions);

  /** Where the service is reached. */
  readonly url: string;

  /**
   * Calls what has no method of its own: the path as the docs write it, with a query behind it.
   * GET, PUT and DELETE are repeated after failures; others only where nothing was done.
   *
   * @example
   * const { groups } = (await client.request("GET", "/v1/account-groups")) as { groups: unknown[] };
   */
  request(method: string, path: string, body?: unknown, options?: CallOptions): Promise<unknown>;

  /**
   * Creates a post: at once, at a time, in a queue, or as a draft. It is not checked before:
   * {@link Client.submit} does that.
   *
   * @example
   * const done = await client.createPost({
   *   content: "Hello",
   *   publishNow: true,
   *   platforms: [{ platform: "bluesky", accountId: "acc_1" }],
   * });
   * failures(done).forEach(({ platform, errorMessage }) => console.log(platform, errorMessage));
   */
  createPost(post: Post, options?: CallOptions): Promise<Submitted>;

  /**
   * Creates a post under a request id that you choose: under the same id, within five minutes, it is
   * made once, however often and from wherever you call.
   *
   * @example
   * const id = requestId();
   * const done = await client.createPostUnder(post, id).catch((error: unknown) => {
   *   if (error instanceof LateError && error.mayHaveArrived) {
   *     return client.createPostUnder(post, id);
   *   }
   *   throw error;
   * });
   */
  createPostUnder(post: Post, id: string, options?: CallOptions): Promise<Submitted>;

  /**
   * Lists a page of posts.
   *
   * @example
   * const { posts } = await client.listPosts({ status: "failed" });
   */
  listPosts(filter?: PostFilter, options?: CallOptions): Promise<PostPage>;

  /**
   * All posts that a filter lets through, page by page as they are asked for.
   *
   * @example
   * for await (const { _id } of client.posts({ status: "scheduled" })) {
   *   console.log(_id);
   * }
   */
  posts(filter?: PostFilter, options?: CallOptions): AsyncGenerator<LatePost, void, undefined>;

  /**
   * Reads a post, such as for its URLs after it was published.
   *
   * @example
   * const { platforms = [] } = await client.post("post_1");
   * console.log(platforms.map(({ platformPostUrl }) => platformPostUrl));
   */
  post(id: string, options?: CallOptions): Promise<LatePost>;

  /**
   * Changes a post that is not published yet. One that `publishNow` publishes is not repeated after
   * a failure that leaves open whether it was done.
   *
   * @example
   * await client.updatePost("post_1", { content: "Better" });
   */
  updatePost(id: string, changes: PostChanges, options?: CallOptions): Promise<Submitted>;

  /**
   * Deletes a post that is not published.
   *
   * @example
   * await client.deletePost("post_1");
   */
  deletePost(id: string, options?: CallOptions): Promise<Message>;

  /**
   * Publishes a failed or partial post again. It is not repeated after a failure that leaves open
   * whether it was done.
   *
   * @example
   * const { partial } = await client.retryPost("post_1");
   */
  retryPost(id: string, options?: CallOptions): Promise<Submitted>;

  /**
   * Schedules the posts of a CSV, a row each; a dry run validates them and makes none. It is not
   * repeated after a failure that leaves open whether it was done.
   *
   * @example
   * const { results = [] } = await client.bulkUpload("content,platforms\nHello,bluesky\n", { dryRun: true });
   */
  bulkUpload(csv: string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>, options?: CallOptions & { dryRun?: boolean }): Promise<BulkResult>;

  /**
   * The steps of publishing a post, kept for seven days.
   *
   * @example
   * const { logs = [] } = await client.postLogs("post_1", { limit: 100 });
   */
  postLogs(id: string, options?: CallOptions & { limit?: number }): Promise<PostLogs>;

  /**
   * The steps of publishing all posts, kept for seven days.
   *
   * @example
   * const { logs = [] } = await client.logs({ status: "failed" });
   */
  logs(filter?: LogFilter, options?: CallOptions): Promise<PostLogs>;

  /**
   * One step of publishing, with all that was sent and answered.
   *
   * @example
   * const { request, response } = await client.log("log_1");
   */
  log(id: string, options?: CallOptions): Promise<PostLog>;

  /**
   * Asks for an address to put a file to. The service takes up to 5 GB.
   *
   * @example
   * const place = await client.presign("clip.mp4", "video/mp4", { bytes: 1_048_576 });
   */
  presign(filename: string, contentType: string, options?: CallOptions & { bytes?: number }): Promise<Presigned>;

  /**
   * Uploads a file: asks for an address and streams the file there. Without a `contentType` the file
   * is probed for what it is, which loads the module of the checks.
   *
   * @example
   * const { publicUrl } = await client.upload(file, {
   *   onProgress: ({ sent, total }) => console.log(`${sent} of ${total}`),
   * });
   */
  upload(file: LateFile, options?: UploadOptions): Promise<Uploaded>;

  /**
   * Streams a file to an address that {@link Client.presign} gave. The key stays behind: the storage
   * is somebody else.
   *
   * @example
   * const place = await client.presign("clip.mp4", "video/mp4");
   * await client.put(place, file, { contentType: "video/mp4" });
   */
  put(place: Presigned, file: LateFile, options: PutOptions): Promise<Uploaded>;

  /**
   * The connected accounts.
   *
   * @example
   * const { accounts = [] } = await client.accounts({ platform: "linkedin" });
   */
  accounts(filter?: AccountFilter, options?: CallOptions): Promise<AccountPage>;

  /**
   * Changes the names of an account.
   *
   * @example
   * await client.updateAccount("acc_1", { displayName: "Acme" });
   */
  updateAccount(id: string, changes: { username?: string; displayName?: string }, options?: CallOptions): Promise<AccountAnswer>;

  /**
   * Disconnects an account; only a person can connect it again.
   *
   * @example
   * await client.disconnectAccount("acc_1");
   */
  disconnectAccount(id: string, options?: CallOptions): Promise<Message>;

  /**
   * How many follow, with the analytics add-on.
   *
   * @example
   * const { stats } = await client.followerStats({ granularity: "weekly" });
   */
  followerStats(filter?: FollowerFilter, options?: CallOptions): Promise<FollowerStats>;

  /**
   * How all accounts are. Of the filter, profile, platform and status count.
   *
   * @example
   * const { summary } = await client.accountsHealth();
   */
  accountsHealth(filter?: AccountFilter, options?: CallOptions): Promise<HealthSummary>;

  /**
   * How an account is, and what to do about it.
   *
   * @example
   * const { recommendations = [] } = await client.accountHealth("acc_1");
   */
  accountHealth(id: string, options?: CallOptions): Promise<AccountHealth>;

  /**
   * The boards of a Pinterest account.
   *
   * @example
   * const [board] = await client.pinterestBoards("acc_1");
   */
  pinterestBoards(account: string, options?: CallOptions): Promise<Board[]>;

  /**
   * Sets the board for pins that name none.
   *
   * @example
   * await client.setPinterestBoard("acc_1", "board_1", { name: "Ideas" });
   */
  setPinterestBoard(account: string, board: string, options?: CallOptions & { name?: string }): Promise<AccountAnswer>;

  /**
   * Makes a board. It is not repeated after a failure that leaves open whether it was done.
   *
   * @example
   * const { id } = await client.createPinterestBoard("acc_1", { name: "Recipes", privacy: "SECRET" });
   */
  createPinterestBoard(account: string, board: NewBoard, options?: CallOptions): Promise<Board>;

  /**
   * The subreddits that a Reddit account can post to.
   *
   * @example
   * const { subreddits = [], defaultSubreddit } = await client.redditSubreddits("acc_1");
   */
  redditSubreddits(account: string, options?: CallOptions): Promise<Subreddits>;

  /**
   * Sets the subreddit for posts that name none.
   *
   * @example
   * await client.setRedditSubreddit("acc_1", "marketing");
   */
  setRedditSubreddit(account: string, subreddit: string, options?: CallOptions): Promise<AccountAnswer>;

  /**
   * What TikTok lets a creator do: privacy levels, the longest video. `photo` asks for photo posts.
   *
   * @example
   * const { privacyLevels = [] } = await client.tiktokCreatorInfo("acc_1", { photo: true });
   */
  tiktokCreatorInfo(account: string, options?: CallOptions & { photo?: boolean }): Promise<CreatorInfo>;

  /**
   * The profiles, oldest first.
   *
   * @example
   * const [oldest] = await client.profiles();
   */
  profiles(filter?: ProfileFilter, options?: CallOptions): Promise<Profile[]>;

  /**
   * Makes a profile; it is never made twice, as it carries an idempotency key of its own.
   *
   * @example
   * const { _id } = await client.createProfile({ name: "Acme", color: "#ffeda0" });
   */
  createProfile(profile: NewProfile, options?: CallOptions): Promise<Profile>;

  /**
   * Reads a profile.
   *
   * @example
   * const { name } = await client.profile("prof_1");
   */
  profile(id: string, options?: CallOptions): Promise<Profile>;

  /**
   * Changes a profile.
   *
   * @example
   * await client.updateProfile("prof_1", { isDefault: true });
   */
  updateProfile(id: string, changes: Partial<NewProfile> & { isDefault?: boolean }, options?: CallOptions): Promise<Profile>;

  /**
   * Deletes a profile that has no connected accounts.
   *
   * @example
   * await client.deleteProfile("prof_1");
   */
  deleteProfile(id: string, options?: CallOptions): Promise<Message>;

  /**
   * A queue of a profile and its next times: the default one if none is named.
   *
   * @example
   * const { nextSlots = [] } = await client.queue("prof_1", { queue: "queue_1" });
   */
  queue(profile: string, options?: CallOptions & { queue?: string }): Promise<QueueState>;

  /**
   * All queues of a profile.
   *
   * @example
   * const names = (await client.queues("prof_1")).map(({ name }) => name);
   */
  queues(profile: string, options?: CallOptions): Promise<Queue[]>;

  /**
   * Makes one more queue; the first of a profile is its default. It is not repeated after a failure
   * that leaves open whether it was done.
   *
   * @example
   * const { schedule } = await client.createQueue({
   *   profileId: "prof_1",
   *   name: "Evenings",
   *   timezone: "Europe/Berlin",
   *   slots: [{ dayOfWeek: 1, time: "18:00" }],
   * });
   */
  createQueue(queue: QueueSettings & { name: string }, options?: CallOptions): Promise<QueueAnswer>;

  /**
   * Sets the times of a queue, and makes it where there is none.
   *
   * @example
   * await client.updateQueue({ profileId: "prof_1", timezone: "Europe/Berlin", slots: [{ dayOfWeek: 5, time: "18:00" }] });
   */
  updateQueue(queue: QueueSettings, options?: CallOptions): Promise<QueueAnswer>;

  /**
   * Deletes a queue. The service would delete all of a profile where none is named; this does not.
   *
   * @example
   * await client.deleteQueue("prof_1", "queue_1");
   */
  deleteQueue(profile: string, queue: string, options?: CallOptions): Promise<Message>;

  /**
   * The next times of a queue, 1 to 100 of them; 20 if nothing is said.
   *
   * @example
   * const { slots = [] } = await client.queuePreview("prof_1", { count: 3 });
   */
  queuePreview(profile: string, options?: CallOptions & { queue?: string; count?: number }): Promise<QueuePreview>;

  /**
   * The next free time of a queue. A post takes it by `queuedFromProfile`, not by its time.
   *
   * @example
   * const { nextSlot } = await client.nextSlot("prof_1");
   */
  nextSlot(profile: string, options?: CallOptions & { queue?: string }): Promise<NextSlot>;

  /**
   * The plan, its limits and what of them is used.
   *
   * @example
   * const { limits, usage } = await client.usage();
   */
  usage(options?: CallOptions): Promise<Usage>;

  /**
   * Lets the service count a text.
   *
   * @example
   * const { platforms } = await client.validateText("Hello");
   */
  validateText(text: string, options?: CallOptions): Promise<TextLengths>;

  /**
   * Lets the service judge a post without making it.
   *
   * @example
   * const { valid, errors = [] } = await client.validatePost(post);
   */
  validatePost(post: Post, options?: CallOptions): Promise<PostVerdict>;

  /**
   * Lets the service look at a media URL.
   *
   * @example
   * const { valid } = await client.validateMedia("https://example.com/a.jpg");
   */
  validateMedia(url: string, options?: CallOptions): Promise<MediaVerdict>;

  /**
   * What the service knows of the accounts that a post names, as a check takes it. What cannot be
   * read is left out and told of.
   *
   * @example
   * const report = check(post, { accounts: await client.accountFacts(post) });
   */
  accountFacts(post: Post, options?: CallOptions): Promise<Record<string, AccountFacts>>;

  /**
   * Checks a post and submits it: reads what the service knows of its accounts, probes its local
   * files, checks it, uploads the files and creates the post with their URLs. Where the check finds
   * errors, nothing is uploaded and nothing posted. The same post with the same files has the same
   * request id, so that a second run within five minutes finds the first one's post.
   *
   * @example
   * const done = await client.submit(post, { files: { "clip.mp4": file } });
   * if (done.outcome === "submitted") {
   *   console.log(done.post._id);
   * } else {
   *   console.log(done.report.errors);
   * }
   */
  submit(post: Post, options?: SubmitOptions): Promise<Submission>;
}
