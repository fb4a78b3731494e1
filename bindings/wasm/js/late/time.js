/** Waits; rejected with the signal's reason. */
export function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const aborted = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", aborted);
      resolve();
    }, ms);
    signal?.addEventListener("abort", aborted, { once: true });
  });
}

/** Why an attempt was given up before its answer came. */
export class Late {
  constructor(message) {
    this.message = message;
  }
}

/** Ends an attempt when nothing happens, at its deadline, or when its caller says so. */
export class Watch {
  #controller = new AbortController();
  #idle;
  #deadline;
  #idleMs;
  #stop;
  #outer;
  #ended;

  constructor({ idleMs, leftMs, deadlineMs, signal }) {
    this.#idleMs = idleMs;
    this.#outer = signal;
    this.#stop = () => this.#controller.abort(signal.reason);
    this.#ended = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason), { once: true });
    });
    // Nobody may be waiting when it ends.
    this.#ended.catch(() => {});
    if (signal?.aborted) {
      this.#stop();
    }
    signal?.addEventListener("abort", this.#stop, { once: true });
    if (leftMs !== undefined) {
      const late = new Late(`there was no answer within ${deadlineMs / 1000} s`);
      this.#deadline = setTimeout(() => this.#controller.abort(late), Math.max(leftMs, 0));
    }
  }

  get signal() {
    return this.#controller.signal;
  }

  /** Something happened, or is expected to from now on. */
  alive() {
    clearTimeout(this.#idle);
    const late = new Late(`nothing arrived for ${this.#idleMs / 1000} s`);
    this.#idle = setTimeout(() => this.#controller.abort(late), this.#idleMs);
  }

  /** Nothing can be heard for a while, and that says nothing. */
  pause() {
    clearTimeout(this.#idle);
  }

  /** Waits for a promise no longer than this watch lasts, also where the promise heeds no signal. */
  wait(promise) {
    return Promise.race([promise, this.#ended]);
  }

  end() {
    clearTimeout(this.#idle);
    clearTimeout(this.#deadline);
    this.#outer?.removeEventListener("abort", this.#stop);
  }
}
