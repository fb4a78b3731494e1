import { LateError, ofAnswer, setup } from "./error.js";
import { Key } from "./key.js";
import { paced, repeat, tell } from "./notice.js";
import { Pace, limitOf, whole } from "./pace.js";
import { Late, Watch, sleep } from "./time.js";

/** Where the service is reached. */
export const DEFAULT_URL = "https://getlate.dev/api/v1";
/** The service forgets request ids after five minutes: no call may take longer than this. */
const LONGEST_DEADLINE = 240_000;

/** Sends calls until they are answered, and repeats only what is safe to repeat. */
export class Sender {
  #key;
  #pace;
  #listener;

  constructor(host, { key, url = DEFAULT_URL, fetch, pacing, onNotice = warn, ...settings }) {
    this.#key = Key.of(key, host.key());
    this.host = host;
    this.base = baseOf(url);
    this.fetch = fetch ?? ((...request) => globalThis.fetch(...request));
    this.settings = settingsOf(settings);
    this.#pace = pacing ? new Pace(pacing === true ? {} : pacing) : undefined;
    this.#listener = onNotice;
  }

  tell(notice) {
    tell(this.#listener, notice);
  }

  hide(text) {
    return this.#key.hide(text);
  }

  /** Whether a URL may be talked to: https, or http where the service itself is on loopback. */
  mayReach(url) {
    return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url) && isLoopback(new URL(this.base)));
  }

  /** Sends a call and reads its answer: an object, if nothing else is said. */
  async send(call, { signal } = {}, isRight = isObject) {
    return this.read(call, await this.answer(call, signal), isRight);
  }

  /** Reads an answer of success. */
  read(call, { status, text, attempts }, isRight = isObject) {
    let value;
    try {
      // Some calls answer with nothing at all.
      value = text.trim() === "" ? {} : JSON.parse(text);
    } catch {
      // What the parser says may show parts of what it read.
    }
    if (value === undefined || !isRight(value)) {
      const what = value === undefined ? "it is not JSON" : "it has another shape";
      const said = `the service answered ${status}, but what it said cannot be read: ${what}`;
      const detail = { status, call: call.name, requestId: call.id, attempts, mayHaveArrived: !call.isRead };
      throw new LateError("answer", said, detail);
    }
    return value;
  }

  /** Sends a call until there is an answer of success. */
  async answer(call, signal) {
    const { deadlineMs, attempts } = this.settings;
    const address = call.address(this.base);
    let doubt = false;
    let attempt = 1;
    const failed = (error) => error.add({ call: call.name, requestId: call.id, attempts: attempt, mayHaveArrived: doubt });
    // The wait for a first turn is not the service's fault, nor a reason to give up.
    let turn = await this.#turn(call, signal).catch((reason) => {
      attempt = 0;
      throw failed(new LateError("aborted", "the call was aborted", { cause: reason }));
    });
    const until = performance.now() + deadlineMs;
    for (; ; attempt += 1) {
      const answer = await this.#attempt(call, address, turn, until, signal);
      turn = undefined;
      if (answer.status >= 200 && answer.status < 300) {
        return { ...answer, attempts: attempt };
      }
      const { error, again, waitMs } = answer.error ? answer : this.#judge(call, answer, doubt);
      // A server that failed may have done the work before.
      doubt ||= (answer.sent || error.status >= 500) && !call.isRead;
      if (!again || attempt >= attempts) {
        throw failed(error);
      }
      const wait = waitMs ?? this.backoff(attempt);
      if (performance.now() + wait >= until) {
        throw failed(error);
      }
      this.tell(repeat(call, error.message, wait, attempt + 1, doubt));
      await sleep(wait, signal).catch((reason) => {
        throw failed(new LateError("aborted", "the call was aborted", { cause: reason }));
      });
    }
  }

  /** What an answer other than success says, and whether and when it may be repeated. */
  #judge(call, { status, text, headers }, doubt) {
    if (status < 400) {
      return { error: redirected(status, headers.get("location")), again: false };
    }
    const waitMs = waitAsked(headers);
    const error = ofAnswer(status, this.hide(text), waitMs);
    const again =
      status === 429 ||
      (status >= 502 && status <= 504 && call.repeat !== "if_not_done") ||
      // The service is still at work on an earlier attempt.
      (error.kind === "conflict" && doubt && call.repeat === "under_its_id");
    return { error, again, waitMs };
  }

  /** Waits until the call may be sent. */
  async #turn(call, signal) {
    if (this.#pace && call.isPaced) {
      return this.#pace.turn((waitMs) => this.tell(paced(waitMs)), signal);
    }
    return () => {};
  }

  /** Sends a call once; how it broke is returned and not thrown. */
  async #attempt(call, address, turn, until, signal) {
    const { deadlineMs, idleMs } = this.settings;
    const watch = new Watch({ idleMs, leftMs: until - performance.now(), deadlineMs, signal });
    let sent = false;
    let answered;
    try {
      turn ??= await this.#turn(call, watch.signal);
      watch.signal.throwIfAborted();
      watch.alive();
      sent = true;
      const response = await watch.wait(
        this.fetch(address, {
          method: call.method,
          headers: { ...call.headers, authorization: this.#key.header() },
          body: call.body,
          redirect: "manual",
          signal: watch.signal,
        }),
      );
      answered = response.headers;
      const text = await this.#text(response, watch);
      return { status: response.status, headers: response.headers, text };
    } catch (reason) {
      return this.broken(reason, sent, signal, call.repeat !== "if_not_done");
    } finally {
      watch.end();
      turn?.(answered);
    }
  }

  /** Reads an answer piece by piece, up to the limit. */
  async #text(response, watch) {
    const { answerBytes } = this.settings;
    const tooLarge = () => {
      response.body?.cancel().catch(() => {});
      return new LateError("answer", `the answer is larger than the ${answerBytes} bytes that are read`);
    };
    if (whole(response.headers.get("content-length")) > answerBytes) {
      throw tooLarge();
    }
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = "";
    let bytes = 0;
    while (reader) {
      watch.alive();
      const { done, value } = await watch.wait(reader.read());
      if (done) {
        break;
      }
      bytes += value.length;
      if (bytes > answerBytes) {
        reader.releaseLock();
        throw tooLarge();
      }
      text += decoder.decode(value, { stream: true });
    }
    return text + decoder.decode();
  }

  /** How a request broke, and whether another attempt could end otherwise. */
  broken(reason, sent, signal, repeatable) {
    if (reason instanceof LateError) {
      return { error: reason, sent, again: false };
    }
    if (signal?.aborted) {
      return { error: new LateError("aborted", "the call was aborted", { cause: signal.reason }), sent, again: false };
    }
    if (reason instanceof Late) {
      return { error: new LateError("timeout", reason.message), sent, again: repeatable || !sent };
    }
    const { unsent, timedOut, why } = this.host.failure(reason);
    const what = unsent ? `no connection could be made${timedOut ? " in time" : ""}` : "the connection broke after the request was sent";
    const error = new LateError(timedOut ? "timeout" : "network", this.hide(`${what} (${why})`));
    return { error, sent: sent && !unsent, again: repeatable || unsent };
  }

  /** The wait after a failed attempt: twice as long each time, up to a cap, shortened at random. */
  backoff(attempt) {
    const { firstWaitMs, longestWaitMs } = this.settings;
    // Clients that failed together are not to return together.
    return Math.min(firstWaitMs * 2 ** (attempt - 1), longestWaitMs) * (0.5 + Math.random() / 2);
  }
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function warn({ message }) {
  console.warn(`postworthy: ${message}`);
}

const SETTINGS = {
  deadlineMs: LONGEST_DEADLINE,
  idleMs: 60_000,
  attempts: 5,
  firstWaitMs: 500,
  longestWaitMs: 20_000,
  answerBytes: 16 * 2 ** 20,
};

function settingsOf(given) {
  const settings = { ...SETTINGS };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(SETTINGS, name)) {
      throw setup(`there is no option \`${name}\``);
    }
    if (value === undefined) {
      continue;
    }
    if (!(Number.isFinite(value) && value >= 0)) {
      throw setup(`\`${name}\` is not a number of at least 0`);
    }
    settings[name] = value;
  }
  settings.deadlineMs = Math.min(settings.deadlineMs, LONGEST_DEADLINE);
  settings.attempts = Math.max(settings.attempts, 1);
  return settings;
}

/** The address without its version, which stands in every path. */
function baseOf(given) {
  const wrong = (what) => setup(`the service's address ${what}`);
  let url;
  try {
    url = new URL(String(given).trim());
  } catch {
    throw wrong("is not a URL");
  }
  if (url.username !== "" || url.password !== "") {
    throw wrong("must not hold a name or a password");
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw wrong("must begin with https:// (http is for this machine alone)");
  }
  if (!["https:", "http:"].includes(url.protocol)) {
    throw wrong("must begin with https://");
  }
  const path = url.pathname.replace(/\/+$/, "").replace(/\/v1$/, "");
  return `${url.origin}${path}`;
}

/** The host of a URL is in its shortest form: `127.1` and `[0:0::1]` are not met here. */
function isLoopback({ hostname }) {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function redirected(status, location) {
  let to;
  try {
    to = new URL(location).hostname || undefined;
  } catch {
    // A place at the same host, or, in a browser, one that is not told.
  }
  const message = `the service points to ${to ?? "another place"}, where the key is not sent; if that is where it lives now, give that address`;
  // Browsers tell no status of a redirect that is not followed.
  return new LateError("redirect", message, { status: status || undefined, to });
}

/** How long an answer asks to wait: `Retry-After` in seconds, else until the limit's reset. */
function waitAsked(headers) {
  const after = whole(headers.get("retry-after"));
  if (after !== undefined) {
    return after * 1000;
  }
  const { remaining, reset } = limitOf(headers);
  return remaining === 0 && reset !== undefined ? Math.max(reset * 1000 - Date.now(), 0) : undefined;
}
