// Media: a presigned address, and a file streamed to it.
import { LateError, ofAnswer, setup } from "./error.js";
import { opened, shorter } from "./local.js";
import { repeat, tell } from "./notice.js";
import { Watch, sleep } from "./time.js";

/** An answer whose address can be put to by whoever has it, and is not shown in logs. */
export function hidden(place) {
  const shown = () => ({ ...place, uploadUrl: "[hidden]" });
  return Object.defineProperty(place, Symbol.for("nodejs.util.inspect.custom"), { value: shown });
}

/** Streams a file to an address that the service gave. The key stays behind: the storage is somebody else. */
export async function put(sender, place, file, { contentType, name, onProgress, signal } = {}) {
  const to = addressOf(sender, place);
  if (typeof contentType !== "string") {
    throw setup("the media type that the address was asked for with must be named");
  }
  // What stands behind `?` signs the address and is not to be shown.
  const called = { name: `PUT ${to.hostname}${to.pathname}`, id: undefined };
  for (let attempt = 1; ; attempt += 1) {
    const { done, error, again } = await opened(sender.host, file, name, (open) =>
      putOnce(sender, to, open, contentType, onProgress, signal),
    );
    if (done) {
      return { ...done, publicUrl: place.publicUrl, contentType };
    }
    error.add({ call: called.name, attempts: attempt });
    if (!again || attempt >= sender.settings.attempts) {
      throw error;
    }
    const wait = sender.backoff(attempt);
    sender.tell(repeat(called, error.message, wait, attempt + 1, false));
    await sleep(wait, signal).catch((cause) => {
      throw new LateError("aborted", "the upload was aborted", { cause, call: called.name, attempts: attempt });
    });
  }
}

function addressOf(sender, place) {
  const answer = (what) => new LateError("answer", `the service gave ${what}`);
  if (typeof place?.uploadUrl !== "string" || typeof place.publicUrl !== "string") {
    throw answer("no address to upload to");
  }
  let to;
  try {
    to = new URL(place.uploadUrl);
  } catch {
    throw answer("an address to upload to that is no URL");
  }
  if (!sender.mayReach(to)) {
    throw answer("an address to upload to that is not https");
  }
  return to;
}

/** One upload; how it was refused or broke is returned. */
async function putOnce(sender, to, open, contentType, onProgress, signal) {
  // An upload may take as long as it needs, if only it goes on.
  const watch = new Watch({ idleMs: sender.settings.idleMs, signal });
  let failed;
  const read = async (...range) => {
    try {
      const bytes = await open.read(...range);
      if (bytes.length === 0) {
        throw shorter(open.name, "uploaded");
      }
      return bytes;
    } catch (error) {
      failed = error;
      throw error;
    }
  };
  const onSent = (sent) => {
    watch.alive();
    tell(onProgress, { name: open.name, sent, total: open.size });
  };
  watch.alive();
  try {
    const request = { headers: { "content-type": contentType }, file: { ...open, read }, signal: watch.signal };
    const status = await watch.wait(sender.host.put(sender, to.href, request, onSent, watch));
    if (status >= 200 && status < 300) {
      return { done: { name: open.name, bytes: open.size } };
    }
    // Storages answer in XML, which is nothing to show.
    return { error: ofAnswer(status, "", undefined), again: status === 429 || (status >= 500 && status <= 504) };
  } catch (reason) {
    return failed ? { error: failed, again: false } : sender.broken(reason, true, signal, true);
  } finally {
    watch.end();
  }
}
