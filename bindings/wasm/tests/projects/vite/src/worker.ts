// Vite bundles workers as scripts, where nothing can be awaited at the top level.
import { type Post, check, init } from "postworthy/lazy";

addEventListener("message", async ({ data }: MessageEvent<Post>) => {
  await init();
  postMessage(check(data).targets[0]?.diagnostics.find(({ severity }) => severity === "error")?.code);
});
