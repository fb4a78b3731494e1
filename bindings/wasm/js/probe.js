import { Prober } from "../dist/module.js";
import { PostworthyError, fieldsOf } from "./error.js";
import { memory } from "./start.js";

/** What a read brings at least: a read of a file costs more than the bytes. */
const READ_AHEAD = 16384;

/** Reads what a media file is from a few kilobytes of it. */
export async function probe(source, options) {
  const { signal, onProgress, readAhead = READ_AHEAD } = fieldsOf("options", options, ["signal", "onProgress", "readAhead"]);
  memory();
  const { size, read } = reader(source);
  const prober = new Prober(size, readAhead);
  const progress = { bytesRead: 0, requests: 0 };
  try {
    for (;;) {
      signal?.throwIfAborted();
      const length = prober.step();
      if (length === 0) {
        return JSON.parse(prober.info());
      }
      const bytes = await aborted(signal, readable(read, prober.offset(), length, signal));
      prober.supply(bytes);
      progress.bytesRead += bytes.length;
      progress.requests += 1;
      onProgress?.({ ...progress });
    }
  } finally {
    prober.free();
  }
}

function reader(source) {
  if (typeof Blob === "function" && source instanceof Blob) {
    return { size: source.size, read: (offset, length) => source.slice(offset, offset + length).arrayBuffer() };
  }
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    const bytes = asBytes(source);
    return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
  }
  const { size, read } = fieldsOf("file", source, ["size", "read"]);
  if (Number.isSafeInteger(size) && size >= 0 && typeof read === "function") {
    return { size, read: (...range) => source.read(...range) };
  }
  throw new PostworthyError("invalid_argument", "probe takes a Blob, a File, bytes, or an object with `size` and `read`");
}

async function readable(read, offset, length, signal) {
  let bytes;
  try {
    bytes = await read(offset, length, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new PostworthyError("unreadable", `the file cannot be read: ${cause?.message ?? cause}`, { cause });
  }
  return asBytes(bytes).subarray(0, length);
}

function asBytes(bytes) {
  try {
    if (ArrayBuffer.isView(bytes)) {
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    if (bytes instanceof ArrayBuffer) {
      return new Uint8Array(bytes);
    }
  } catch (cause) {
    throw new PostworthyError("unreadable", "the bytes were given away", { cause });
  }
  throw new PostworthyError("unreadable", "`read` must give an ArrayBuffer or a view of one");
}

/** What `reading` brings, or the reason of the signal as soon as it is given. */
function aborted(signal, reading) {
  if (!signal) {
    return reading;
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    // The read itself may have aborted, and no event comes of that any more.
    if (signal.aborted) {
      stop();
    }
    signal.addEventListener("abort", stop, { once: true });
    reading.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
