import { Call, IDEMPOTENCY_KEY, REQUEST_ID, callOf } from "./call.js";
import { missing, setup } from "./error.js";
import { contentType as typeOf, notTaken, opened, probed } from "./local.js";
import { hidden, put } from "./media.js";
import { requestId } from "./random.js";
import { Sender, isObject } from "./sender.js";
import { accountFacts, submit } from "./submit.js";

const get = (...segments) => new Call("GET", ["v1", ...segments]);
const post = (...segments) => new Call("POST", ["v1", ...segments]);
const change = (...segments) => new Call("PUT", ["v1", ...segments]);
const remove = (...segments) => new Call("DELETE", ["v1", ...segments]);

/** An answer whose lists, where it has them, are lists. */
const withLists = (...names) => (value) => isObject(value) && names.every((name) => Array.isArray(value[name] ?? []));

/** A client of Late; `index.d.ts` says what its calls do. */
export class BaseClient {
  #sender;

  constructor(host, options = {}) {
    this.#sender = new Sender(host, options);
  }

  /** Where the service is reached. */
  get url() {
    return this.#sender.base;
  }

  async request(method, path, body, options) {
    return this.#sender.send(callOf(method, path, body), options, () => true);
  }

  async createPost(body, options) {
    return this.createPostUnder(body, requestId(), options);
  }

  async createPostUnder(body, id, options) {
    if (typeof id !== "string" || !/^[!-~]{1,255}$/.test(id)) {
      throw setup("a request id is 1 to 255 visible ASCII characters");
    }
    return this.#submitted(post("posts").json(body).under(REQUEST_ID, id), options);
  }

  async listPosts(filter, options) {
    return this.#sender.send(get("posts").where(filter), options, withLists("posts"));
  }

  async *posts(filter, options) {
    for (let page = filter?.page ?? 1; ; page += 1) {
      const { posts = [], pagination } = await this.listPosts(page > 1 ? { ...filter, page } : filter, options);
      yield* posts;
      if (posts.length === 0 || !(page < pagination?.pages)) {
        return;
      }
    }
  }

  async post(id, options) {
    return this.#part("post", get("posts", id), options);
  }

  async updatePost(id, changes, options) {
    const call = change("posts", id).json(changes);
    return this.#submitted(changes?.publishNow === true ? call.repeated("if_not_done") : call, options);
  }

  async deletePost(id, options) {
    return this.#sender.send(remove("posts", id), options);
  }

  async retryPost(id, options) {
    return this.#submitted(post("posts", id, "retry"), options);
  }

  async bulkUpload(csv, { dryRun, ...options } = {}) {
    const call = post("posts", "bulk-upload").csv(csv);
    return this.#sender.send(dryRun ? call.where({ dryRun }).repeated("always") : call, options, withLists("results", "posts", "errors"));
  }

  async postLogs(id, { limit, ...options } = {}) {
    return this.#sender.send(get("posts", id, "logs").where({ limit }), options, withLists("logs"));
  }

  async logs(filter, options) {
    return this.#sender.send(get("logs").where(filter), options, withLists("logs"));
  }

  async log(id, options) {
    return this.#part("log", get("logs", id), options);
  }

  async presign(filename, contentType, { bytes, ...options } = {}) {
    // An address that nobody uses is no harm.
    const call = post("media", "presign").json({ filename, contentType, size: bytes }).repeated("always");
    return hidden(await this.#sender.send(call, options));
  }

  async upload(file, { name, contentType, onProgress, signal } = {}) {
    const { host } = this.#sender;
    const named = name ?? host.nameOf(file);
    let known = contentType;
    if (known === undefined) {
      const { info } = await probed(host, file, named, signal);
      known = typeOf(info);
      if (known === undefined) {
        throw notTaken(named, info);
      }
    }
    const bytes = await opened(host, file, named, async ({ size }) => size);
    const place = await this.presign(named, known, { bytes, signal });
    return this.put(place, file, { name: named, contentType: known, onProgress, signal });
  }

  async put(place, file, options) {
    return put(this.#sender, place, file, options);
  }

  async accounts(filter, options) {
    return this.#sender.send(get("accounts").where(filter), options, withLists("accounts"));
  }

  async updateAccount(id, changes, options) {
    return this.#sender.send(change("accounts", id).json(changes), options);
  }

  async disconnectAccount(id, options) {
    return this.#sender.send(remove("accounts", id), options);
  }

  async followerStats(filter, options) {
    return this.#sender.send(get("accounts", "follower-stats").where(filter), options, withLists("accounts"));
  }

  async accountsHealth(filter, options) {
    return this.#sender.send(get("accounts", "health").where(filter), options, withLists("accounts"));
  }

  async accountHealth(id, options) {
    return this.#sender.send(get("accounts", id, "health"), options, withLists("issues", "recommendations"));
  }

  async pinterestBoards(account, options) {
    const { boards } = await this.#sender.send(get("accounts", account, "pinterest-boards"), options, withLists("boards"));
    return boards ?? [];
  }

  async setPinterestBoard(account, board, { name, ...options } = {}) {
    const call = change("accounts", account, "pinterest-boards");
    return this.#sender.send(call.json({ defaultBoardId: board, defaultBoardName: name }), options);
  }

  async createPinterestBoard(account, board, options) {
    return this.#part("board", post("accounts", account, "pinterest-boards").json(board), options);
  }

  async redditSubreddits(account, options) {
    return this.#sender.send(get("accounts", account, "reddit-subreddits"), options, withLists("subreddits"));
  }

  async setRedditSubreddit(account, subreddit, options) {
    const call = change("accounts", account, "reddit-subreddits");
    return this.#sender.send(call.json({ defaultSubreddit: subreddit }), options);
  }

  async tiktokCreatorInfo(account, { photo, ...options } = {}) {
    const call = get("accounts", account, "tiktok", "creator-info");
    return this.#sender.send(photo ? call.where({ mediaType: "photo" }) : call, options, withLists("privacyLevels"));
  }

  async profiles(filter, options) {
    const { profiles } = await this.#sender.send(get("profiles").where(filter), options, withLists("profiles"));
    return profiles ?? [];
  }

  async createProfile(profile, options) {
    return this.#part("profile", post("profiles").json(profile).under(IDEMPOTENCY_KEY, requestId()), options);
  }

  async profile(id, options) {
    return this.#part("profile", get("profiles", id), options);
  }

  async updateProfile(id, changes, options) {
    return this.#part("profile", change("profiles", id).json(changes), options);
  }

  async deleteProfile(id, options) {
    return this.#sender.send(remove("profiles", id), options);
  }

  async queue(profileId, { queue, ...options } = {}) {
    return this.#sender.send(get("queue", "slots").where({ profileId, queueId: queue }), options, withLists("nextSlots"));
  }

  async queues(profileId, options) {
    const { queues } = await this.#sender.send(get("queue", "slots").where({ profileId, all: true }), options, withLists("queues"));
    return queues ?? [];
  }

  async createQueue(queue, options) {
    return this.#sender.send(post("queue", "slots").json(queue), options);
  }

  async updateQueue(queue, options) {
    return this.#sender.send(change("queue", "slots").json(queue), options);
  }

  async deleteQueue(profileId, queueId, options) {
    // The service would delete all of a profile where none is named.
    if (!profileId?.trim() || !queueId?.trim()) {
      throw setup("the profile and the queue must be named");
    }
    return this.#sender.send(remove("queue", "slots").where({ profileId, queueId }), options);
  }

  async queuePreview(profileId, { queue, count, ...options } = {}) {
    return this.#sender.send(get("queue", "preview").where({ profileId, queueId: queue, count }), options, withLists("slots"));
  }

  async nextSlot(profileId, { queue, ...options } = {}) {
    return this.#sender.send(get("queue", "next-slot").where({ profileId, queueId: queue }), options);
  }

  async usage(options) {
    return this.#sender.send(get("usage-stats"), options);
  }

  async validateText(text, options) {
    return this.#validate("post-length", { text }, options);
  }

  async validatePost(body, options) {
    return this.#validate("post", body, options);
  }

  async validateMedia(url, options) {
    return this.#validate("media", { url }, options);
  }

  async accountFacts(body, options) {
    return accountFacts(this, this.#sender, body, options);
  }

  async submit(body, options = {}) {
    return submit(this, this.#sender, body, options);
  }

  async #validate(what, body, options) {
    // These change nothing, whatever their method says.
    return this.#sender.send(post("tools", "validate", what).json(body).repeated("always"), options);
  }

  /** The part of an answer that was asked for. */
  async #part(name, call, options) {
    const answer = await this.#sender.send(call, options);
    if (!isObject(answer[name])) {
      throw missing(name).add({ call: call.name, requestId: call.id, mayHaveArrived: !call.isRead });
    }
    return answer[name];
  }

  async #submitted(call, { signal } = {}) {
    const answer = await this.#sender.answer(call, signal);
    const { status, attempts } = answer;
    const { post: made, existingPost, message, ...other } = this.#sender.read(call, answer);
    const one = existingPost ?? made;
    if (!isObject(one)) {
      // It was accepted, so whoever asked must not simply ask again.
      throw missing("post").add({ status, call: call.name, requestId: call.id, attempts, mayHaveArrived: true });
    }
    return { post: one, message, requestId: call.id, repeated: isObject(existingPost), partial: status === 207, attempts, other };
  }
}

/** The platforms on which a post failed. */
export const failures = ({ post: { platforms = [] } }) => platforms.filter(({ status }) => status === "failed");
