import { Engine as Core } from "../dist/module.js";
import { PostworthyError, fieldsOf } from "./error.js";
import { reportOf } from "./report.js";
import { memory } from "./start.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Bytes of text that a call takes, as the command line takes of one post: a check needs many times as much. */
const LONGEST = 64 * 1024 * 1024;
/** The memory as bytes; made anew when it has grown. */
let bytes = new Uint8Array(0);

function view() {
  const { buffer } = memory();
  if (bytes.buffer !== buffer) {
    bytes = new Uint8Array(buffer);
  }
  return bytes;
}

/** A set of rules: the built-in ones, or those with your own rows laid over them. */
export class Engine {
  #core;
  /** The context of the last check, which the core keeps. */
  #context = "";

  constructor(options) {
    memory();
    this.#core = new Core();
    const { rules } = fieldsOf("options", options, ["rules"]);
    if (rules !== undefined) {
      this.#call("lay", json("rules", rules));
    }
  }

  check(post, context) {
    return this.#check("check", post, context);
  }

  /** Like `check`, but decides only the rules of the targets that are `wanted`. */
  checkSome(post, context, wanted) {
    return this.#check("check_some", post, context, wanted.map(Number).join(""));
  }

  measure(text, platform, options) {
    const { contentType, account } = fieldsOf("options", options, ["contentType", "account"]);
    return JSON.parse(this.#call("measure", string("text", text), json("options", { platform, contentType, account })));
  }

  limits(platform, contentType) {
    return JSON.parse(this.#call("limits", json("options", { platform, contentType })));
  }

  explain(rule) {
    return JSON.parse(this.#call("explain", string("rule", rule)));
  }

  platforms() {
    return JSON.parse(this.#call("platforms"));
  }

  applyFix(post, fix) {
    const text = json("post", post);
    const patched = JSON.parse(this.#call("patch", text, json("fix", patchOf(fix))));
    const mended = inOrder(JSON.parse(text.replace(/^\ufeff/, "")), patched);
    return typeof post === "string" ? JSON.stringify(mended) : mended;
  }

  /** Gives the memory back at once; otherwise it goes when the engine is no longer used. */
  free() {
    this.#core?.free();
    this.#core = undefined;
  }

  #check(verb, post, context, wanted) {
    const facts = contextOf(context);
    // The same ones come with post after post.
    const report = this.#call(verb, json("post", post), facts === this.#context ? "" : facts, wanted);
    this.#context = facts;
    return reportOf(report);
  }

  /** Hands texts to a verb of the module and returns its answer. */
  #call(verb, first = "", second = "", third = "") {
    const core = this.#core;
    if (!core) {
      throw new PostworthyError("not_ready", "the engine has been freed");
    }
    const units = first.length + second.length + third.length;
    // Longer as they stand, before memory is asked for them.
    refuseLonger(units);
    const start = core.reserve(units * 3);
    const target = view();
    const one = put(target, start, first);
    const two = put(target, start + one, second);
    const three = put(target, start + one + two, third);
    refuseLonger(one + two + three);
    const done = core[verb](one, two, three);
    const from = core.output();
    const answer = decoder.decode(view().subarray(from, from + core.output_length()));
    if (!done) {
      const { kind, message, ...place } = JSON.parse(answer);
      throw new PostworthyError(kind, message, place);
    }
    return answer;
  }
}

/** Writes a text into the memory and says how many bytes it has there. */
const put = (target, at, text) => (text === "" ? 0 : encoder.encodeInto(text, target.subarray(at)).written);

function refuseLonger(length) {
  if (length > LONGEST) {
    throw new PostworthyError("invalid_argument", `this is longer than ${LONGEST / 1024 ** 2} MiB`);
  }
}

/** JSON text as it is, anything else as JSON text. */
const json = (what, value) => (typeof value === "string" ? value : written(what, value));

/** A value as JSON text. */
export function written(what, value) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new PostworthyError("invalid_argument", `the ${what} cannot be written as JSON: ${cause?.message ?? "what it holds throws"}`, { cause });
  }
  if (text === undefined) {
    throw new PostworthyError("invalid_argument", `the ${what} must be an object or JSON text`);
  }
  return text;
}

/** The members of objects in the order they had; new ones stand last, as in what the command line writes. */
function inOrder(original, mended) {
  if (!isObject(original) || !isObject(mended)) {
    return mended;
  }
  if (Array.isArray(mended)) {
    return Array.isArray(original) ? mended.map((value, at) => inOrder(original[at], value)) : mended;
  }
  const old = Object.keys(original).filter((name) => Object.hasOwn(mended, name));
  return Object.fromEntries([...new Set([...old, ...Object.keys(mended)])].map((name) => [name, inOrder(original[name], mended[name])]));
}

const isObject = (value) => typeof value === "object" && value !== null;

function patchOf(fix) {
  return fieldsOf("fix", fix, ["patch"]).patch ?? fix ?? null;
}

function string(what, value) {
  if (typeof value !== "string") {
    throw new PostworthyError("invalid_argument", `the ${what} must be a string`);
  }
  return value;
}

function contextOf(context) {
  let media, accounts, now;
  try {
    ({ media, accounts, now } = context ?? {});
  } catch (cause) {
    throw new PostworthyError("invalid_argument", "the context cannot be read", { cause });
  }
  // The core has no clock. `null` leaves undecided what depends on the time.
  const time = now === undefined ? new Date().toISOString() : now;
  if (media === undefined && accounts === undefined && typeof time === "string") {
    return `{"now":${JSON.stringify(time)}}`;
  }
  return json("context", { media, accounts, now: time });
}
