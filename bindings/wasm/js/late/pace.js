import { sleep } from "./time.js";

/** Keeps a client within its plan's requests a minute. */
export class Pace {
  #per;
  #fixed;
  #limit;
  #inFlight = 0;
  /** When the requests of the window were answered, oldest first. */
  #answered = [];
  /** Requests that others make with the same key, and until when to count them. */
  #others;
  /** Until when the wait has been told of. */
  #told = 0;
  #waiting = new Set();

  constructor({ requests, perMs = 60_000 }) {
    this.#per = perMs;
    this.#limit = requests;
    this.#fixed = requests !== undefined;
  }

  /** Waits until there is room for a request, and gives what is to be called at its end. */
  async turn(tell, signal) {
    for (;;) {
      signal?.throwIfAborted();
      const now = performance.now();
      const room = this.#room(now);
      if (room === "now") {
        this.#inFlight += 1;
        return (headers) => this.#end(headers);
      }
      if (room === "when freed") {
        await this.#freed(signal);
        continue;
      }
      // All that is left of a batch waits: to say so once a window is enough, and moments between
      // two requests are nothing to tell.
      if (this.#told <= now && room > now + this.#per / 10) {
        this.#told = Math.max(room, now + this.#per);
        tell(room - now);
      }
      await sleep(room - now, signal);
    }
  }

  /** `now`, `when freed`, or the time at which there may be room. */
  #room(now) {
    while (this.#answered[0] + this.#per <= now) {
      this.#answered.shift();
    }
    if (this.#others?.until <= now) {
      this.#others = undefined;
    }
    if (this.#limit === undefined) {
      return this.#inFlight === 0 ? "now" : "when freed";
    }
    const used = this.#inFlight + this.#answered.length + (this.#others?.count ?? 0);
    // A limit of nothing would wait for ever.
    if (used < Math.max(this.#limit, 1)) {
      return "now";
    }
    const own = this.#answered[0] + this.#per;
    const times = [own, this.#others?.until].filter((at) => at >= 0);
    return times.length > 0 ? Math.min(...times) : "when freed";
  }

  #freed(signal) {
    return new Promise((resolve, reject) => {
      const waiting = () => {
        signal?.removeEventListener("abort", aborted);
        resolve();
      };
      const aborted = () => {
        this.#waiting.delete(waiting);
        reject(signal.reason);
      };
      signal?.addEventListener("abort", aborted, { once: true });
      this.#waiting.add(waiting);
    });
  }

  /** Ends a turn; counted from here on, whatever the network does to the order of requests. */
  #end(headers) {
    if (headers) {
      this.#learn(limitOf(headers));
    }
    this.#inFlight -= 1;
    this.#answered.push(performance.now());
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    waiting.forEach((wake) => wake());
  }

  #learn({ limit, remaining }) {
    if (!this.#fixed && limit !== undefined) {
      this.#limit = limit;
    }
    if (limit === undefined || remaining === undefined) {
      return;
    }
    const count = limit - remaining - this.#inFlight - this.#answered.length;
    this.#others = count > 0 ? { count, until: performance.now() + this.#per } : undefined;
  }
}

/** What the rate-limit headers of an answer say; the reset in seconds since 1970. */
export function limitOf(headers) {
  const number = (name) => whole(headers.get(`x-ratelimit-${name}`));
  return { limit: number("limit"), remaining: number("remaining"), reset: number("reset") };
}

/** The number that a header holds. */
export function whole(text) {
  return /^\d+$/.test(text?.trim() ?? "") ? Number(text) : undefined;
}
