// Local files: found in a post, probed, and put into its place by their URLs.
import { LateError } from "./error.js";

/** The media types that the service takes, by what a file is, not by its name. */
const CONTENT_TYPES = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
  mp4: "video/mp4",
  mov: "video/quicktime",
  m4v: "video/x-m4v",
  webm: "video/webm",
  avi: "video/x-msvideo",
  mpeg: "video/mpeg",
  pdf: "application/pdf",
};

export const contentType = ({ format } = {}) => (Object.hasOwn(CONTENT_TYPES, format ?? "") ? CONTENT_TYPES[format] : undefined);

export function notTaken(name, { format }) {
  const what = format ? `the service takes no ${format}` : "this is no picture, video or document that the service takes";
  return new LateError("file", `${name}: ${what}`);
}

/** A file as the host opens it; what goes wrong names the file. */
export async function opened(host, file, name, use) {
  const shown = name ?? host.nameOf(file);
  let open;
  const unreadable = (cause) => new LateError("file", `${shown}: ${cause?.message ?? cause}`, { cause });
  try {
    open = await host.open(file);
  } catch (cause) {
    throw unreadable(cause);
  }
  const read = async (offset, length) => {
    try {
      return asBytes(await open.read(offset, length)).subarray(0, length);
    } catch (cause) {
      throw unreadable(cause);
    }
  };
  try {
    return await use({ ...open, name: shown, read });
  } finally {
    await open.close?.();
  }
}

/** What a read gave, byte by byte: the elements of a view need not be bytes. */
function asBytes(given) {
  if (ArrayBuffer.isView(given)) {
    return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  }
  if (given instanceof ArrayBuffer) {
    return new Uint8Array(given);
  }
  throw new TypeError("`read` must give an ArrayBuffer or a view of one");
}

/** Nothing was read where bytes were still to come. */
export const shorter = (name, doing) => new LateError("file", `${name}: the file became shorter while it was ${doing}`);

/** What a file is. */
export async function probed(host, file, name, signal) {
  const { probe } = await host.engine();
  return opened(host, file, name, async ({ size, read, name }) => {
    let failed;
    const noted = (...range) => read(...range).catch((error) => {
      failed = error;
      throw error;
    });
    try {
      return { name, info: await probe({ size, read: noted }, { signal }) };
    } catch (error) {
      throw failed ?? error;
    }
  });
}

/** The local files that a post names in the place of media URLs, each once. */
export async function localFiles(host, post, { files = {}, folder, signal } = {}) {
  const found = [];
  for (const url of mediaUrls(post)) {
    const given = Object.hasOwn(files, url);
    const file = given ? files[url] : isPath(url) && folder !== undefined ? await host.find(url, folder) : undefined;
    if (file === undefined) {
      continue;
    }
    try {
      const name = url.split(/[/\\]/).at(-1);
      const { info } = await probed(host, file, name, signal);
      found.push({ url, file, name, info });
    } catch (error) {
      // What is not found on the disk is left out, and the check finds fault with it.
      if (given || !(error instanceof LateError)) {
        throw error;
      }
    }
  }
  return found;
}

/** The fields that hold media URLs. */
const URL_FIELDS = ["url", "thumbnail", "instagramThumbnail", "reelCover"];

/** A post with other media URLs: each that is named, by what is named for it. */
export function withUrls(post, urls) {
  const other = (name, value) => (URL_FIELDS.includes(name) && typeof value === "string" && Object.hasOwn(urls, value) ? urls[value] : withUrls(value, urls));
  if (Array.isArray(post)) {
    return post.map((item) => withUrls(item, urls));
  }
  if (typeof post !== "object" || post === null) {
    return post;
  }
  return Object.fromEntries(Object.entries(post).map(([name, value]) => [name, other(name, value)]));
}

/** A post is nested no deeper; what is, a check refuses. */
const DEEPEST = 64;

/** The media URLs of a post, each once, in the order in which the core finds them. */
function mediaUrls(value, depth = 0, urls = new Set()) {
  if (typeof value !== "object" || value === null || depth > DEEPEST) {
    return urls;
  }
  const note = (url) => typeof url === "string" && url !== "" && urls.add(url);
  for (const [name, inner] of Object.entries(value)) {
    if (["mediaItems", "customMedia"].includes(name) && Array.isArray(inner)) {
      inner.forEach((item) => note(item?.url));
    } else if (["thumbnail", "instagramThumbnail", "reelCover"].includes(name)) {
      note(name === "thumbnail" && typeof inner === "object" ? inner?.url : inner);
    }
    mediaUrls(inner, depth + 1, urls);
  }
  return urls;
}

/** Whether a media URL is rather a path: it has no scheme (a drive letter is none). */
function isPath(url) {
  try {
    return new URL(url).protocol.length === 2;
  } catch {
    return !url.includes("://");
  }
}
