// Makes the calls of `fixtures/late` and compares what comes of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { Client, LateError } from "postworthy/late";
import { root } from "./stand-in.js";

export const files = ["posts", "accounts", "profiles", "queue", "media", "other", "errors", "faults", "submit"];
export const conversations = (name) => JSON.parse(readFileSync(join(root, `fixtures/late/${name}.json`), "utf8"));

export const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The arguments of the calls that do not take what conversations name in that order. */
const ARGUMENTS = {
  request: ({ method, path, body }) => [method, path, body],
  bulk_upload: ({ csv, dry_run }) => [csv, { dryRun: dry_run }],
  post_logs: ({ id, limit }) => [id, { limit }],
  presign: ({ filename, content_type, bytes }) => [filename, content_type, { bytes }],
  upload: ({ path }) => [join(root, path)],
  set_pinterest_board: ({ account, board, name }) => [account, board, { name }],
  tiktok_creator_info: ({ account, photo }) => [account, { photo }],
  queue: ({ profile, queue }) => [profile, { queue: queue ?? undefined }],
  queue_preview: ({ profile, queue, count }) => [profile, { queue, count }],
  next_slot: ({ profile, queue }) => [profile, { queue }],
  submit: ({ post, folder, force, dry_run }) => [post, { folder: folder && join(root, folder), force, dryRun: dry_run }],
};

/** Makes the call of that name. */
export async function make(client, name, given) {
  const call = client[camelCase(name)];
  assert.equal(typeof call, "function", name);
  const answer = call.apply(client, ARGUMENTS[name]?.(given) ?? Object.values(given));
  if (name !== "posts") {
    return answer;
  }
  const all = [];
  for await (const post of answer) {
    all.push(post);
  }
  return all;
}

/** Holds a conversation with a stand-in that was reset. */
export async function hold(service, conversation) {
  const { client: settings = {}, before = [], exchanges, call, with: given, outcome } = conversation;
  const told = [];
  const client = new Client({
    key: service.key,
    // Nobody listens on the first port.
    url: conversation.service === "absent" ? "http://127.0.0.1:2" : service.url,
    deadlineMs: settings.deadlineMs ?? 5000,
    idleMs: settings.idleMs ?? 2000,
    attempts: settings.attempts ?? 4,
    firstWaitMs: 2,
    longestWaitMs: 10,
    onNotice: ({ message }) => told.push(message),
  });
  await service.reset();
  for (const { call, with: given } of before) {
    await make(client, call, given);
  }
  const earlier = (await service.log()).requests.length;
  await service.script({ exchanges: JSON.parse(JSON.stringify(exchanges).replaceAll("<key>", service.key)) });
  const start = performance.now();
  const actual = await make(client, call, given).then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  assert.ok(performance.now() - start < (settings.deadlineMs ?? 5000) + 1000, "the deadline");
  judgeOutcome(service, actual, outcome);
  const log = await service.log();
  judgeRequests(log.requests.slice(earlier), exchanges);
  assert.deepEqual(log.complaints, []);
  assert.equal(log.script_left, 0);
  assert.equal(log.posts.length, conversation.posts ?? log.posts.length);
  expect(log.uploads, conversation.uploads ?? log.uploads);
  for (const part of conversation.notices ?? []) {
    assert.ok(told.some((line) => line.includes(part)), `${part} in ${told}`);
  }
  assert.ok(!told.join().includes(service.key.slice(3)), "the key");
}

function judgeOutcome(service, { value, error }, outcome) {
  if (error !== undefined && !(error instanceof LateError)) {
    throw error;
  }
  // The message in the form in which it is printed.
  const actual = error === undefined ? { value } : { error: { ...error, message: String(error) } };
  expect(JSON.parse(JSON.stringify(actual)), outcome);
  const shown = [inspect(value, { depth: null, showHidden: true }), inspect(error, { depth: null, showHidden: true }), String(error), JSON.stringify(actual)];
  assert.ok(!shown.join().includes(service.key.slice(3)), "the key is shown");
}

function judgeRequests(requests, exchanges) {
  const calls = requests.map(({ method, path }) => `${method} ${path}`);
  assert.equal(requests.length, exchanges.length, calls.join("\n"));
  const ids = new Set();
  requests.forEach((request, at) => {
    const { request: wanted, fault } = exchanges[at];
    // A request that was cut off has no body to compare.
    const { body, ...rest } = wanted;
    expect(request, fault === "reset_before_body" || body === undefined ? rest : wanted);
    if (wanted.query !== undefined) {
      assert.deepEqual(request.query, wanted.query);
    }
    assert.equal(request.authorized, request.path.startsWith("/api/"), request.path);
    const header = { "POST /api/v1/posts": "x-request-id", "POST /api/v1/profiles": "idempotency-key" }[calls[at]];
    if (header !== undefined) {
      assert.ok(request.headers[header], `${calls[at]} without ${header}`);
      ids.add(request.headers[header]);
    }
  });
  assert.ok(ids.size <= 1, "the id changed between repeats");
}

/**
 * Holds a value to what is expected of it: objects may hold more, `null` may be absent, and of a
 * `message` a part is given.
 */
export function expect(actual, expected, place = "") {
  if (Array.isArray(expected)) {
    assert.equal(actual?.length, expected.length, `${place}: ${JSON.stringify(actual)}`);
    expected.forEach((one, at) => expect(actual[at], one, `${place}/${at}`));
  } else if (typeof expected === "object" && expected !== null) {
    assert.ok(typeof actual === "object" && actual !== null, `${place}: ${JSON.stringify(actual)}`);
    Object.entries(expected).forEach(([name, one]) => expect(actual[name], one, `${place}/${name}`));
  } else if (/\/message$/.test(place) && typeof expected === "string") {
    assert.ok(actual?.includes(expected), `${place}: ${actual} has no ${expected}`);
  } else {
    assert.equal(actual ?? null, expected, place);
  }
}
