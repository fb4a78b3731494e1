// The shared fixtures, run through the package in whatever host this is imported into.

/** Writes out `{"$repeat": [text, n], "then": text}` and `{"$times": [item, n]}`. */
export function expand(value) {
  if (Array.isArray(value)) {
    return value.map(expand);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (value.$repeat) {
    const [text, times] = value.$repeat;
    return text.repeat(times) + (value.then ?? "");
  }
  if (value.$times) {
    const [item, times] = value.$times;
    return Array.from({ length: times }, (_, index) => numbered(expand(item), index));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner)]));
}

function numbered(value, index) {
  if (typeof value === "string") {
    return value.replaceAll("#", String(index));
  }
  if (Array.isArray(value)) {
    return value.map((item) => numbered(item, index));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, numbered(inner, index)]));
  }
  return value;
}

/** Every case with its post and context written out. */
export function cases(files) {
  return files.flatMap((file) => file.cases).map((one) => ({
    ...one,
    post: expand(one.post),
    context: { now: null, ...expand(one.context ?? {}) },
  }));
}

/** Checks every case; tells how many there were, what went wrong, and a digest of all reports. */
export async function runCases({ check }, files) {
  const faults = [];
  const reports = [];
  for (const one of cases(files)) {
    const report = check(one.post, one.context);
    reports.push(report);
    const text = JSON.stringify(check(JSON.stringify(one.post), one.context));
    if (text !== JSON.stringify(report)) {
      faults.push(`${one.rule} (${one.name}): the report of the text is another one`);
    }
    const fault = faultOf(one, report);
    if (fault) {
      faults.push(`${one.rule} (${one.name}): ${fault}`);
    }
  }
  return { count: reports.length, faults, digest: await digest(JSON.stringify(reports)) };
}

function faultOf({ rule, expect }, report) {
  const parts = [report, ...report.targets];
  const found = parts.flatMap(({ diagnostics }) => diagnostics).filter((one) => one.rule === rule);
  const open = parts.flatMap(({ unchecked = [] }) => unchecked).filter((one) => one.rule === rule);
  const all = JSON.stringify({ found, open });
  if (expect === "pass") {
    return found.length + open.length > 0 && all;
  }
  if (expect.unchecked !== undefined) {
    const needs = JSON.stringify(expect.needs);
    return !open.some((one) => one.path === expect.unchecked && JSON.stringify(one.needs) === needs) && all;
  }
  const one = found.find(({ path }) => path === expect.path);
  if (!one || one.severity !== expect.severity || one.message.includes("{")) {
    return all;
  }
  const wrong = Object.entries(expect.params ?? {}).filter(([key, value]) => !equal(one.params[key], value));
  return wrong.length > 0 && all;
}

function equal(a, b) {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return a === b;
  }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => equal(a[key], b[key]));
}

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Measures every text as X counts it. */
export function runTexts({ measure }, { weighted, samples }) {
  const all = [...weighted, ...samples];
  const faults = all.flatMap(({ text, count }) => {
    const [measured] = measure(text, "twitter");
    return measured.count === count ? [] : [`${JSON.stringify(text)} counts ${measured.count} instead of ${count}`];
  });
  return { count: all.length, faults };
}

/** Probes every file of the corpus; `open` gives its Blob by name. */
export async function runMedia({ probe }, expected, open) {
  const faults = [];
  for (const [name, facts] of Object.entries(expected)) {
    const info = await probe(await open(name));
    for (const [field, value] of Object.entries(facts)) {
      const tolerance = { durationMs: 60, frameRate: 0.05 }[field];
      const close = tolerance ? Math.abs(info[field] - value) <= tolerance : equal(info[field], value);
      if (!close) {
        faults.push(`${name}: ${field} is ${info[field]} instead of ${value}`);
      }
    }
  }
  return { count: Object.keys(expected).length, faults };
}
