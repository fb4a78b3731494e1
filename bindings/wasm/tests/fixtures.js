// The shared fixtures, read from disk.
import { readFileSync, readdirSync } from "node:fs";
import { openAsBlob } from "node:fs";
import { fileURLToPath } from "node:url";

const fixtures = new URL("../../../fixtures/", import.meta.url);
export const read = (path) => JSON.parse(readFileSync(new URL(path, fixtures), "utf8"));

export const caseNames = readdirSync(new URL("cases/", fixtures)).sort();
export const caseFiles = caseNames.map((name) => read(`cases/${name}`));
export const texts = { weighted: read("text/conformance.json").weighted, samples: read("text/weighted.json").samples };
export const expectedMedia = read("media/expected.json");
export const openMedia = (name) => openAsBlob(fileURLToPath(new URL(`media/sound/${name}`, fixtures)));
