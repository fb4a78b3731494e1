// The stand-in of the service, run for the tests of one file.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** Starts the stand-in; `stop` it at the end. */
export async function standIn() {
  const service = spawn("cargo", ["run", "--quiet", "-p", "postworthy-stand-in"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise((resolve, reject) => {
    let text = "";
    service.stdout.on("data", (data) => {
      text += data;
      if (/LATE_API_KEY=.*\n/.test(text)) {
        resolve(text);
      }
    });
    service.on("error", reject);
    service.on("exit", (code) => reject(new Error(`the stand-in ended with ${code}`)));
  });
  const [, url] = /LATE_API_URL=(.*)\n/.exec(said);
  const [, key] = /LATE_API_KEY=(.*)\n/.exec(said);
  const control = async (what, body) => {
    const response = await fetch(new URL(`/_/${what}`, url), body && { method: "POST", body: JSON.stringify(body) });
    return response.json().catch(() => ({}));
  };
  return {
    url,
    key,
    reset: () => control("reset", {}),
    script: (script) => control("script", script),
    log: () => control("log"),
    stop: () => service.kill(),
  };
}
