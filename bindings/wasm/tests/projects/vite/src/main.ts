import { type Post, check, probe } from "postworthy";
import { Client } from "postworthy/late";

const gif = Uint8Array.from(atob("R0lGODlhAgABAAAAACwAAAAAAgABAAACAgQKADs="), (c) => c.charCodeAt(0));
const url = "https://example.com/a.gif";
const post: Post = { content: "e".repeat(301), mediaItems: [{ url }], platforms: [{ platform: "bluesky", accountId: "a" }] };
const report = check(post, { media: { [url]: await probe(new File([gif], "a.gif")) } });

// The client of Late brings the checks with it when it needs them.
const client = new Client({ key: `sk_${"0".repeat(64)}`, fetch: async () => Response.json({ accounts: [] }), onNotice: null });
const { outcome } = await client.submit(post);
const code = report.targets[0]?.diagnostics.find(({ severity }) => severity === "error")?.code ?? "";
document.querySelector("#page")!.textContent = outcome === "refused" ? code : outcome;

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
worker.onmessage = ({ data }) => {
  document.querySelector("#worker")!.textContent = data;
};
worker.onerror = ({ message }) => {
  document.querySelector("#worker")!.textContent = message;
};
worker.postMessage(post);
