// The browser of the machine, without a window.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { chromium } from "playwright-core";

const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);
export const executablePath = names
  .map((name) => spawnSync("sh", ["-c", 'command -v "$0"', name], { encoding: "utf8" }).stdout.trim())
  .find((path) => path !== "");

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
export const launch = () => chromium.launch({ executablePath, args });
