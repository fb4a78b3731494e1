import { openAsBlob } from "node:fs";
import { check, probe } from "postworthy";
import { LateError } from "postworthy/late";
import { check as lazily } from "postworthy/lazy";
import { translate } from "postworthy/messages";
import de from "postworthy/messages/de";

const url = "https://example.com/a.mp4";
const post = { content: "e".repeat(301), mediaItems: [{ url }], platforms: [{ platform: "bluesky", accountId: "a" }] };
const report = check(post, { media: { [url]: await probe(await openAsBlob(process.argv[2])) } });
const error = report.targets[0].diagnostics.find(({ severity }) => severity === "error");
console.log(error?.code, lazily(post).valid, new LateError("setup", "").kind, translate(error, de).message);
