// Submitting: facts, check, uploads, and the post, once.
import { LateError } from "./error.js";
import { contentType, localFiles, notTaken, opened, shorter, withUrls } from "./local.js";
import { account, forced } from "./notice.js";
import { idOf, requestId } from "./random.js";

/** Bytes of a file that are hashed at once. */
const PIECE = 2 ** 20;

export async function submit(client, sender, post, options) {
  const { media, accounts, now, rules, files, folder, force, dryRun, again, onProgress, signal } = options;
  const { host } = sender;
  const { check } = await host.engine();
  const found = await localFiles(host, post, { files, folder, signal });
  const told = await accountFacts(client, sender, post, { signal });
  const known = Object.entries(told).map(([id, facts]) => [id, { ...facts, ...given(accounts?.[id]) }]);
  const report = check(post, {
    accounts: { ...accounts, ...Object.fromEntries(known) },
    media: { ...Object.fromEntries(found.map(({ url, info }) => [url, info])), ...media },
    now,
    rules,
  });
  if (!report.valid && !force) {
    return { outcome: "refused", report, uploads: [] };
  }
  if (!report.valid) {
    sender.tell(forced(report.errors));
  }
  // Before anything is uploaded: a file that is not taken must not leave others behind.
  for (const { name, info } of found) {
    if (contentType(info) === undefined) {
      throw notTaken(name, info);
    }
  }
  const id = again ? requestId() : await fingerprint(host, post, found, signal);
  if (dryRun) {
    return { outcome: "planned", report, uploads: [], requests: planned(sender, post, found, id) };
  }
  const uploads = [];
  for (const { file, name, info } of found) {
    uploads.push(await client.upload(file, { name, contentType: contentType(info), onProgress, signal }));
  }
  const urls = Object.fromEntries(found.map(({ url }, at) => [url, uploads[at].publicUrl]));
  const made = await client.createPostUnder(withUrls(post, urls), id, { signal });
  return { outcome: "submitted", report, uploads, ...made };
}

/** What the service knows of the accounts that a post names; what cannot be read is left out and told of. */
export async function accountFacts(client, sender, post, options) {
  const named = namedAccounts(post);
  const facts = {};
  if (named.length === 0) {
    return facts;
  }
  const { accounts: known = [] } = await client.accounts({}, options);
  for (const id of named) {
    const found = known.find((one) => one._id === id);
    if (!found) {
      sender.tell(account(id, "it is not among the accounts that this key can see"));
      continue;
    }
    if (found.isActive === false || found.needsReconnection === true) {
      sender.tell(account(id, "it must be connected anew before it can post"));
    }
    facts[id] = given({ platform: found.platform, ...(await factsOf(client, sender, id, found, options)) });
  }
  return facts;
}

async function factsOf(client, sender, id, found, options) {
  /** A fact that can be done without: told of where it is lost, unless the key or the caller is at fault. */
  const unlessLost = (call) =>
    call.catch((error) => {
      if (!(error instanceof LateError) || ["not_authorized", "aborted"].includes(error.kind)) {
        throw error;
      }
      sender.tell(account(id, error.message));
    });
  switch (found.platform) {
    case "linkedin":
      return { accountType: linkedinType(found) };
    case "tiktok": {
      const info = await unlessLost(client.tiktokCreatorInfo(id, options));
      const levels = (info?.privacyLevels ?? []).map(({ value }) => value).filter((value) => typeof value === "string");
      const privacyLevels = levels.length > 0 ? levels : undefined;
      return { privacyLevels, maxVideoSeconds: info?.postingLimits?.maxVideoDurationSec };
    }
    case "pinterest": {
      const boards = await unlessLost(client.pinterestBoards(id, options));
      return { boards: boards?.flatMap((board) => board.id ?? []) };
    }
  }
  return {};
}

/** Whether a LinkedIn account is a person's or an organization's, as its address tells. */
function linkedinType({ metadata, profileUrl }) {
  if (metadata?.organizationInfo !== undefined || profileUrl?.includes("/company/")) {
    return "organization";
  }
  return profileUrl?.includes("/in/") ? "personal" : undefined;
}

function namedAccounts(post) {
  const targets = Array.isArray(post?.platforms) ? post.platforms : [];
  const ids = targets.map((target) => target?.accountId).filter((id) => typeof id === "string" && id.trim() !== "");
  return [...new Set(ids)].sort();
}

/** The fields that are set. */
const given = (fields) => Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined && value !== null));

/** A request id that is the same for the same post with the same files, in every language. */
async function fingerprint(host, post, files, signal) {
  const hash = await host.sha256();
  await hash.update(new TextEncoder().encode(JSON.stringify(post)));
  for (const { file, name } of files) {
    await opened(host, file, name, async ({ name, size, read }) => {
      const length = new DataView(new ArrayBuffer(8));
      length.setBigUint64(0, BigInt(size));
      await hash.update(new Uint8Array(length.buffer));
      for (let at = 0; at < size; ) {
        signal?.throwIfAborted();
        const bytes = await read(at, Math.min(PIECE, size - at));
        if (bytes.length === 0) {
          throw shorter(name, "read");
        }
        await hash.update(bytes);
        at += bytes.length;
      }
    });
  }
  return idOf(await hash.digest());
}

/** The requests of a submission after its check, without the key. */
function planned({ base }, post, files, id) {
  const type = { "content-type": "application/json" };
  const requests = files.flatMap(({ url, name, info }) => {
    const kind = contentType(info);
    return [
      { method: "POST", url: `${base}/v1/media/presign`, headers: type, body: { filename: name, contentType: kind, size: info.bytes } },
      { method: "PUT", url: `<uploadUrl of ${url}>`, headers: { "content-type": kind }, body: { file: url, bytes: info.bytes } },
    ];
  });
  const urls = Object.fromEntries(files.map(({ url }) => [url, `<publicUrl of ${url}>`]));
  requests.push({ method: "POST", url: `${base}/v1/posts`, headers: { ...type, "x-request-id": id }, body: withUrls(post, urls) });
  return requests;
}
