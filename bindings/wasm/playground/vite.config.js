import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const js = (name) => fileURLToPath(new URL(`../js/${name}`, import.meta.url));

export default defineConfig({
  base: "./",
  resolve: {
    alias: {
      "postworthy/element": js("element.js"),
      "postworthy/messages/de": js("messages/de.js"),
      "postworthy/messages/es": js("messages/es.js"),
      "postworthy/messages": js("translate.js"),
      postworthy: js("index.js"),
    },
  },
  server: { fs: { allow: [".."] } },
});
