// What a browser, or a host like it, has: blobs, and no disk.
import { LateError } from "./error.js";
import { Sha256 } from "./sha256.js";

export const isReadable = (file) => Number.isSafeInteger(file?.size) && file.size >= 0 && typeof file.read === "function";

export const web = {
  key: () => undefined,

  /** The verbs, loaded when they are needed for the first time. */
  async engine() {
    const verbs = await import("../lazy.js");
    await verbs.init();
    return verbs;
  },

  nameOf: (file) => file?.name ?? "file",

  async open(file) {
    if (file instanceof Blob) {
      return { size: file.size, read: (offset, length) => file.slice(offset, offset + length).arrayBuffer(), blob: file };
    }
    if (file instanceof ArrayBuffer || ArrayBuffer.isView(file)) {
      return this.open(new Blob([file]));
    }
    if (isReadable(file)) {
      return { size: file.size, read: (offset, length) => file.read(offset, length) };
    }
    throw new Error("this is no Blob, File, bytes, or object with `size` and `read`");
  },

  /** There is no disk to find a file on. */
  find: async () => undefined,

  sha256: async () => new Sha256(),

  /** The browser says no more than that something went wrong: the request may have arrived. */
  failure: (error) => ({ unsent: false, timedOut: false, why: error?.message ?? String(error) }),

  async put(sender, url, { headers, file, signal }, onSent, watch) {
    if (!file.blob) {
      throw new LateError("file", `${file.name}: only a Blob, a File or bytes can be uploaded here`);
    }
    // Only this tells how far an upload is.
    if (typeof XMLHttpRequest === "function") {
      return sent(url, headers, file.blob, signal, onSent);
    }
    watch.pause();
    const body = file.blob;
    const response = await sender.fetch(url, { method: "PUT", headers, body, redirect: "manual", signal });
    await response.body?.cancel();
    onSent(file.size);
    return response.status;
  },
};

function sent(url, headers, blob, signal, onSent) {
  // No event comes of a signal that was given before.
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.upload.addEventListener("progress", ({ loaded }) => onSent(loaded));
    request.addEventListener("load", () => resolve(request.status));
    request.addEventListener("error", () => reject(new TypeError("the browser does not say why")));
    request.addEventListener("abort", () => reject(signal.reason));
    request.open("PUT", url);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.send(blob);
  });
}
