// The shared fixtures in a browser, fetched from where the tests serve the repository.
import { runCases, runMedia, runTexts } from "../shared.js";

const fixtures = new URL("../../../../fixtures/", import.meta.url);
const json = async (path) => (await fetch(new URL(path, fixtures))).json();

export async function runAll(postworthy, names) {
  const files = await Promise.all(names.map((name) => json(`cases/${name}`)));
  const [{ weighted }, { samples }, expected] = await Promise.all(
    ["text/conformance.json", "text/weighted.json", "media/expected.json"].map(json),
  );
  const open = async (name) => (await fetch(new URL(`media/sound/${name}`, fixtures))).blob();
  return {
    cases: await runCases(postworthy, files),
    texts: runTexts(postworthy, { weighted, samples }),
    media: await runMedia(postworthy, expected, open),
  };
}

/** Probes a file of 5 GiB whose description stands at its end, and counts what is read of it. */
export async function hugeFile({ probe }) {
  const response = await fetch(new URL("media/sound/mp4-moov-last.mp4", fixtures));
  const small = new Uint8Array(await response.arrayBuffer());
  const view = new DataView(small.buffer);
  // A blob cannot be sparse, but it can hold the same megabytes over and over.
  const padding = new Blob([new Uint8Array(1 << 26)]);
  const boxes = [];
  for (let at = 0; at < small.length; ) {
    const size = view.getUint32(at);
    boxes.push({ name: String.fromCharCode(...small.subarray(at + 4, at + 8)), bytes: small.subarray(at, at + size) });
    at += size;
  }
  const before = boxes.filter(({ name }) => name === "ftyp").map(({ bytes }) => bytes);
  const moov = boxes.find(({ name }) => name === "moov").bytes;
  const filling = 80;
  const header = new Uint8Array(16);
  const headerView = new DataView(header.buffer);
  headerView.setUint32(0, 1);
  header.set(new TextEncoder().encode("mdat"), 4);
  headerView.setBigUint64(8, BigInt(16 + filling * padding.size));
  const file = new File([...before, header, ...Array.from({ length: filling }, () => padding), moov], "phone.mp4");
  let read = 0;
  const slice = Blob.prototype.slice;
  file.slice = (start, end, type) => {
    read += Math.min(end, file.size) - start;
    return slice.call(file, start, end, type);
  };
  return { size: file.size, info: await probe(file), read };
}

/** Microseconds that a check takes, the best of several rounds. */
export function timings({ check }) {
  const content = "We have news! Read more about what changed in this release, and why. ".repeat(4).slice(0, 250).trim();
  const url = "https://cdn.example.com/media/launch/picture-of-the-new-office-building.jpg";
  const post = {
    content,
    publishNow: true,
    mediaItems: [{ type: "image", url, altText: "The new office building, seen from across the river in the evening" }],
    platforms: ["bluesky", "twitter", "linkedin", "threads", "facebook"].map((platform, index) => ({
      platform,
      accountId: `65f0c1d2e3a4b5c6d7e8f90${index}`,
      platformSpecificData: {},
    })),
  };
  const context = {
    now: "2026-01-31T12:00:00Z",
    media: { [url]: { kind: "image", format: "jpeg", bytes: 500_000, width: 1080, height: 1080, animated: false } },
  };
  const text = JSON.stringify(post);
  const best = (call) => {
    const rounds = Array.from({ length: 5 }, () => {
      const start = performance.now();
      for (let round = 0; round < 4000; round += 1) {
        call();
      }
      return ((performance.now() - start) / 4000) * 1000;
    });
    return Math.min(...rounds);
  };
  const { valid, complete } = check(post, context);
  return {
    bytes: text.length,
    valid,
    complete,
    object: best(() => check(post, context)),
    text: best(() => check(text, context)),
  };
}
