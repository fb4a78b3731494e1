// Compiled, never run: what a user of the client of Late can rely on.
import type { Post } from "postworthy";
import { Client, LateError, type LateErrorKind, type Notice, contentType, failures, localFiles, withUrls } from "postworthy/late";

export async function use(client: Client, post: Post, file: File): Promise<string | undefined> {
  const done = await client.submit(post, { files: { "clip.mp4": file }, force: true, signal: AbortSignal.timeout(1000), now: null });
  switch (done.outcome) {
    case "submitted":
      return done.post._id ?? failures(done)[0]?.errorMessage;
    case "planned":
      return done.requests[0]?.url;
    case "refused":
      return done.report.diagnostics[0]?.code;
  }
}

export async function byHand(client: Client, post: Post): Promise<Post> {
  const files = await localFiles(post, { folder: "media" });
  const urls: Record<string, string> = {};
  for (const { url, file, name, info } of files) {
    const type = contentType(info);
    urls[url] = (await client.upload(file, type === undefined ? { name } : { name, contentType: type })).publicUrl;
  }
  return withUrls(post, urls);
}

export function acted(error: unknown): LateErrorKind | number | undefined {
  if (!(error instanceof LateError)) {
    return undefined;
  }
  return error.kind === "rate_limited" ? error.waitSeconds : error.kind;
}

export function heard(notice: Notice): number | string {
  switch (notice.kind) {
    case "repeat":
      return notice.attempt;
    case "paced":
      return notice.waitMs;
    case "forced":
      return notice.errors;
    case "account":
      return notice.accountId;
  }
}

new Client({ key: "sk_", pacing: { requests: 60 }, onNotice: null });

export async function refused(client: Client): Promise<void> {
  // @ts-expect-error An option that is misspelt.
  new Client({ deadline: 5 });
  // @ts-expect-error A post is an object.
  await client.createPost("Hello");
  // @ts-expect-error The media type is what the address was asked for with.
  await client.put({}, new Blob());
  // @ts-expect-error A new queue needs a name.
  await client.createQueue({ profileId: "p", timezone: "Europe/Berlin", slots: [] });
  // @ts-expect-error What nobody knows is unknown.
  (await client.usage()).mood.good;
}
