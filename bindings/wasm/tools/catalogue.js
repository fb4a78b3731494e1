// Writes the English catalogue from the words of the core and of the rows: `node tools/catalogue.js`,
// or `--check` to compare only. Translations are keyed by these sentences.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const top = new URL("../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, top), "utf8");
const LITERAL = /"((?:[^"\\]|\\.)*)"/g;
const unescape = (text) => JSON.parse(`"${text.replaceAll("\\'", "'")}"`);
const literals = (text) => [...text.matchAll(LITERAL)].map(([, inner]) => unescape(inner.replace(/\\\n\s*/g, "")));
const between = (text, from, to) => text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)));
const unique = (list) => [...new Set(list)];

/** What is said of a finding and how to mend it: whole sentences, their placeholders still in them. */
const messages = read("core/src/engine/messages.rs");
const said = literals(between(messages, "fn codecs(", "#[cfg(test)]")).filter((text) => text.endsWith("."));

/** The hints of rows, which have no placeholders. */
const files = readdirSync(new URL("rules/", top)).filter((name) => name.endsWith(".toml") && name !== "Cargo.toml").sort();
const rows = files.map((name) => read(`rules/${name}`));
const platforms = rows.filter((_, at) => files[at] !== "post.toml");
const hints = rows.flatMap((text) => [...text.matchAll(/^hint = (".*")$/gm)].map(([, literal]) => JSON.parse(literal)));

/** What buttons say that mend: those of rows, and those of the core. */
const own = rows.flatMap((text) => [...text.matchAll(/fix = \{ title = "([^"]*)"/g)].map(([, title]) => title));
const fixes = readdirSync(new URL("core/src/engine/fixes/", top)).map((name) => read(`core/src/engine/fixes/${name}`)).join("\n");
const titles = literals(fixes.replace(/^\s*\/\/.*$/gm, "")).filter((text) => /^(Call|Confirm|Cut|Declare|Escape|Keep|Leave|Move|Name|Post|Remove|Set|Write|Agree)\b.* /.test(text));

/** Sentences with a place that the core fills with words of its own: other languages bend what stands around them. */
const post = read("core/src/engine/post.rs");
const [, whole] = /type_params\("(the [^"]+)"/.exec(post);
const bent = [
  ...[...fixes.matchAll(/\btitle\("(the [^"]+)"\)/g)].map(([, place]) => `Move it into ${place}`),
  ...said.filter((text) => text.startsWith("`{field}` is {found};")).map((text) => text.replace("{field}", whole)),
];

/** What an option is for, as forms say it; the fields of the post itself are no option of a platform. */
const options = platforms.flatMap((text) => [...text.matchAll(/\babout = (".*?")/g)].map(([, literal]) => JSON.parse(literal)));

/** A placeholder that the core leaves without a name. */
const named = (text) => text.replace("Write {}", "Write {value}").replace("{}", "{kind}");

/** Phrases within sentences: what markup cannot be read, kinds of values, places. */
const engine = readdirSync(new URL("core/src/engine/", top)).filter((name) => name.endsWith(".rs")).map((name) => read(`core/src/engine/${name}`)).join("\n");
const fragments = [
  ...literals(between(read("core/src/text/telegram/mod.rs"), "impl fmt::Display for MarkupErrorKind", "\n}\n")).filter((text) => text.includes("`")),
  "`{character}` is not allowed",
  ...literals(between(read("core/src/json.rs"), "fn name(", "\n    }\n")),
  ...literals(between(post, "const fn expected(", "\n}\n")),
  ...[...engine.matchAll(/\("(?:found|expected)", "([^"]+)"/g)].map(([, kind]) => kind),
  "the post's {name}",
];

/** The names that rows use, by the form that a placeholder asks for. */
const words = read("core/src/engine/words.rs");
const arms = (from, to) =>
  Object.fromEntries(
    [...between(words, from, to).matchAll(/^\s*((?:"[^"]+"(?: \| )?)+) => "([^"]*)",$/gm)].flatMap(([, names, word]) => literals(names).map((name) => [name, word])),
  );

const written = literals(between(words, "fn show(", "/// `JPEG, PNG or GIF`"));
const [nearest] = written.filter((text) => text.includes("nearest"));
const [above, directly, into] = written.filter((text) => text.includes("it belongs"));

const catalogue = {
  // With the spelling and the lists of British English, and numbers without marks between their digits.
  lang: "en-GB",
  grouping: false,
  sentences: Object.fromEntries(unique([...said, ...hints, ...titles, ...own, ...bent].map(named)).sort().map((text) => [text, text])),
  options: Object.fromEntries(unique(options).sort().map((text) => [text, text])),
  phrases: Object.fromEntries(unique(fragments).sort().map((text) => [text, text])),
  words: arms("fn words(", "/// One of a kind"),
  one: arms("fn one(", "/// Milliseconds"),
  forms: { https: written[written.indexOf("https") + 1] },
  near: nearest.replace("{text}", "{near}"),
  place: { post: above, target: directly, other: into.replace("{name}", "{place}") },
  bytes: literals(between(words, "fn bytes(", "fn bits("))
    .find((text) => text.endsWith("bytes"))
    .replace("{}", "{bytes}"),
  bits: literals(between(words, "fn bits(", "/// 1234567")).map((text) => text.replace("{} ", "")),
};

/** What platforms are called. */
const called = Object.fromEntries(platforms.map((text) => ["platform", "title"].map((name) => JSON.parse(new RegExp(`^${name} = (".*")$`, "m").exec(text)[1]))));

for (const [file, value] of Object.entries({ "messages/en.js": catalogue, "titles.js": called })) {
  const path = fileURLToPath(new URL(`../js/${file}`, import.meta.url));
  const text = `// Generated by tools/catalogue.js from the core and the rows; do not edit.\nexport default ${JSON.stringify(value, null, 2)};\n`;
  if (!process.argv.includes("--check")) {
    writeFileSync(path, text);
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(`js/${file} is not what the core says: run \`node tools/catalogue.js\` in bindings/wasm`);
    process.exit(1);
  }
}
