import { type Post, check, probe } from "postworthy";

const gif = Uint8Array.from(atob("R0lGODlhAgABAAAAACwAAAAAAgABAAACAgQKADs="), (c) => c.charCodeAt(0));
const url = "https://example.com/a.gif";
const post: Post = { content: "e".repeat(301), mediaItems: [{ url }], platforms: [{ platform: "bluesky", accountId: "a" }] };
const report = check(post, { media: { [url]: await probe(new File([gif], "a.gif")) } });
document.querySelector("#page")!.textContent = report.targets[0]?.diagnostics.find(({ severity }) => severity === "error")?.code ?? "";

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => {
  document.querySelector("#worker")!.textContent = data;
};
worker.onerror = ({ message }) => {
  document.querySelector("#worker")!.textContent = message;
};
worker.postMessage(post);
