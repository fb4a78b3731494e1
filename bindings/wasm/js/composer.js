import { Engine, written } from "./engine.js";
import { PostworthyError, fieldsOf } from "./error.js";

/**
 * A post that is being written. Each change checks again what it can have touched, and says which
 * targets came out differently; the entries of all others stay the very same objects.
 */
export class Composer {
  #engine;
  #post = { content: "", mediaItems: [], platforms: [] };
  #media = {};
  #accounts = {};
  #now;
  #report;
  /** Indices of targets that a change has touched, or "all". */
  #touched = "all";
  #batches = 0;
  #severities = new Map();

  constructor(options) {
    const { engine, post, media, accounts, now } = fieldsOf("options", options, ["engine", "post", "media", "accounts", "now"]);
    this.#engine = engine ?? new Engine();
    // Of a text the engine says what is wrong with it.
    Object.assign(this.#post, fields(typeof post === "string" ? JSON.parse(this.#engine.applyFix(post, [])) : copy("post", post)));
    entriesOf("media", media).forEach(([url, info]) => put(this.#media, url, copy("media", info)));
    entriesOf("accounts", accounts).forEach(([id, facts]) => put(this.#accounts, id, copy("accounts", facts)));
    // Of a date, too.
    this.#now = copy("time", now);
    this.#settle();
  }

  /** The post as it stands; a copy. */
  get post() {
    return copy("post", this.#post);
  }

  /** What the last check found. */
  get report() {
    return this.#report;
  }

  setContent(content) {
    this.#post.content = copy("content", content);
    return this.#change(this.#sharing("customContent"));
  }

  setMedia(items) {
    this.#post.mediaItems = copy("media", items);
    return this.#change(this.#sharing("customMedia"));
  }

  setMediaInfo(url, info) {
    put(this.#media, url, copy("media info", info));
    return this.#change("all");
  }

  setAccount(id, facts) {
    put(this.#accounts, id, copy("account facts", facts));
    const concerned = (target) => target?.accountId === id || target?.accountId?._id === id;
    return this.#change(this.#where(concerned));
  }

  /** Sets a field of the post itself, such as `scheduledFor`, or drops it where undefined. */
  set(field, value) {
    put(this.#post, field, copy(field, value));
    return this.#change("all");
  }

  addTarget(target) {
    this.#post.platforms = [...this.#targets, copy("target", target)];
    // Fixes of the others may differ beside another target.
    return this.#change("all");
  }

  removeTarget(index) {
    this.#place(index);
    this.#post.platforms.splice(index, 1);
    return this.#change("all");
  }

  /** Replaces a target whole. */
  setTarget(index, target) {
    this.#place(index);
    this.#post.platforms[index] = copy("target", target);
    return this.#change([index]);
  }

  /** Sets options of a target; those that are undefined are dropped. */
  setOptions(index, options) {
    const target = this.#place(index);
    if (typeof target !== "object" || target === null) {
      throw new PostworthyError("invalid_argument", `target ${index} is no object, and has no options`);
    }
    const data = { ...target.platformSpecificData };
    entriesOf("options", options).forEach(([name, value]) => put(data, name, copy(name, value)));
    put(target, "platformSpecificData", Object.keys(data).length > 0 ? data : undefined);
    return this.#change([index]);
  }

  /** Applies a fix of the report. */
  applyFix(fix) {
    const mended = fields(this.#engine.applyFix(this.#post, fix));
    // The engine has read it, so that it is a patch, or the JSON text of one.
    const patch = copy("fix", fieldsOf("fix", fix, ["patch"]).patch ?? fix);
    const targets = (typeof patch === "string" ? JSON.parse(patch) : patch).map(({ path, from }) => within(path, from));
    this.#post = mended;
    return this.#change(targets.includes(undefined) ? "all" : targets);
  }

  /** Makes several changes with one check at the end. */
  batch(changes) {
    this.#batches += 1;
    try {
      changes(this);
    } catch (error) {
      this.#batches -= 1;
      this.#settleAfter();
      throw error;
    }
    this.#batches -= 1;
    return this.#settle();
  }

  get #targets() {
    const { platforms } = this.#post;
    return Array.isArray(platforms) ? platforms : [];
  }

  /** The target at an index. */
  #place(index) {
    const targets = this.#targets;
    // "0" would find the target, too, but it is not the 0 that a check looks for.
    if (!Number.isInteger(index)) {
      throw new PostworthyError("invalid_argument", "the index of a target must be an integer");
    }
    if (index < 0 || index >= targets.length) {
      throw new PostworthyError("invalid_argument", `the post has no target ${index}`);
    }
    return targets[index];
  }

  #where(condition) {
    return this.#targets.flatMap((target, index) => (condition(target) ? [index] : []));
  }

  /** The targets that have no text or media of their own. */
  #sharing(own) {
    return this.#where((target) => !target?.[own]?.length);
  }

  #change(targets) {
    if (targets === "all" || this.#touched === "all") {
      this.#touched = "all";
    } else {
      this.#touched = [...this.#touched, ...targets];
    }
    return this.#settle();
  }

  #settle() {
    const before = this.#report;
    if (this.#batches > 0) {
      return { report: before, targets: [], post: false };
    }
    const touched = this.#touched;
    this.#report = (touched !== "all" && before && this.#some(touched, before)) || this.#all(before);
    // Only now: what a check that threw has not seen is still to be checked.
    this.#touched = [];
    const now = this.#report.targets;
    const targets = now.flatMap((target, index) => (target === before?.targets[index] ? [] : [index]));
    const post = !same(before?.diagnostics, this.#report.diagnostics) || now.length !== before?.targets.length;
    return { report: this.#report, targets, post };
  }

  /** Settles what was changed before an error, which is the one to tell of. */
  #settleAfter() {
    try {
      this.#settle();
    } catch {
      // What was touched is checked with the next change.
    }
  }

  get #context() {
    return { media: this.#media, accounts: this.#accounts, now: this.#now };
  }

  #all(before) {
    const report = this.#engine.check(this.#post, this.#context);
    report.targets = report.targets.map((target, index) => kept(before?.targets[index], target));
    return report;
  }

  /**
   * The report where only `touched` targets can have changed; nothing where that cannot be told from
   * them alone, because a rule about the post as a whole says something else of another target now.
   */
  #some(touched, before) {
    // Whether a fix helps is tried on the whole post: a finding may lose one by a change elsewhere.
    const wanted = this.#targets.map(
      (_, index) => touched.includes(index) || before.targets[index]?.diagnostics.length > 0,
    );
    const part = this.#engine.checkSome(this.#post, this.#context, wanted);
    // What is not listed cannot be put together.
    if (isCut(before) || isCut(part)) {
      return undefined;
    }
    const targets = part.targets.map((target, index) => {
      const old = before.targets[index];
      if (wanted[index]) {
        return kept(old, target);
      }
      return old && same(ofPost(old), ofPost(target)) ? old : undefined;
    });
    if (targets.includes(undefined)) {
      return undefined;
    }
    const undecided = targets.filter((_, index) => !wanted[index]).flatMap(({ unchecked }) => unchecked);
    const complete = part.complete && undecided.every(({ rule }) => this.#severity(rule) !== "error");
    return sum({ ...part, complete, targets });
  }

  #severity(rule) {
    if (!this.#severities.has(rule)) {
      this.#severities.set(rule, this.#engine.explain(rule).severity);
    }
    return this.#severities.get(rule);
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const kept = (old, target) => (same(old, target) ? old : target);

/** What the rules about the post as a whole say of a target. */
function ofPost({ diagnostics, unchecked }) {
  return [diagnostics, unchecked].map((list) => list.filter(({ rule }) => rule.startsWith("post/")));
}

/** Whether there was more than a report lists. */
const isCut = ({ diagnostics }) => diagnostics.some(({ rule }) => rule === "post/report-size");

/** The counts of a report that was put together. */
function sum(report) {
  const parts = [report, ...report.targets];
  const count = (severity) =>
    parts.reduce((all, { diagnostics }) => all + diagnostics.filter((one) => one.severity === severity).length, 0);
  return { ...report, errors: count("error"), warnings: count("warning"), valid: count("error") === 0 };
}

/** The target that all the places of an operation lie in. */
function within(...paths) {
  const indices = paths.filter((path) => path !== undefined).map((path) => /^\/platforms\/(\d+)\//.exec(path)?.[1]);
  return indices.every((index) => index !== undefined && index === indices[0]) ? Number(indices[0]) : undefined;
}

/**
 * What is kept of a caller's value: what JSON has of it. Unlike a structured clone it takes proxies,
 * of which reactive frameworks make everything.
 */
const copy = (what, value) => (value === undefined ? undefined : JSON.parse(written(what, value)));

function entriesOf(what, value) {
  try {
    return Object.entries(value ?? {});
  } catch (cause) {
    throw new PostworthyError("invalid_argument", `the ${what} cannot be read`, { cause });
  }
}

/** A post as an object. */
function fields(post) {
  if (typeof (post ?? {}) !== "object" || Array.isArray(post)) {
    throw new PostworthyError("invalid_argument", "the post must be an object");
  }
  return post ?? {};
}

function put(object, name, value) {
  if (value === undefined) {
    delete object[name];
  } else {
    object[name] = value;
  }
}
