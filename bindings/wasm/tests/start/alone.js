// Ways to load the module, each for a process of its own, as it is loaded once; the name says which.
import { readFileSync } from "node:fs";
import process from "node:process";
import { Engine, check, init, initSync } from "../../js/lazy.js";
import { memory } from "../../js/start.js";

const bytes = readFileSync(new URL("../../dist/postworthy.wasm", import.meta.url));
const post = { content: "Hello", publishNow: true, platforms: [{ platform: "bluesky", accountId: "a" }] };
const now = "2026-01-31T12:00:00Z";
const answer = (type, body = bytes, status = 200) => new Response(body, { status, headers: { "content-type": type } });
const failure = ({ name, kind, message }) => ({ name, kind, message });

/** How often each of these was called. */
const calls = { Instance: 0, instantiate: 0, instantiateStreaming: 0, compileStreaming: 0 };
const warnings = [];
console.warn = (said) => warnings.push(said);

/** Notes a call; Node makes instances of modules of its own. */
function note(name, imports) {
  if (imports === undefined || "./postworthy_bg.js" in imports) {
    calls[name] += 1;
  }
}

for (const name of Object.keys(calls)) {
  const noted = (make) => (real, ...call) => {
    const given = call.findLast(Array.isArray);
    note(name, given[1]);
    return make(real, ...call);
  };
  WebAssembly[name] = new Proxy(WebAssembly[name], { apply: noted(Reflect.apply), construct: noted(Reflect.construct) });
}

/** `initSync` while an `init` waits for its response, which is then `given`. */
async function overtaken(given) {
  let arrive;
  const response = new Promise((resolve) => {
    arrive = resolve;
  });
  const loading = [init(response), init(response)];
  initSync(bytes);
  const engine = new Engine();
  const [before, report] = [memory(), JSON.stringify(engine.check(post, { now }))];
  arrive(given);
  const ended = await Promise.all([...loading, init(), init("nowhere")]);
  const stays = memory() === before && [engine.check(post, { now }), check(post, { now })].every((one) => JSON.stringify(one) === report);
  return { stays, once: loading[0] === loading[1], ended: ended.length };
}

/** `initSync` so many ticks after an `init` of what is compiled already. */
async function ticks(count) {
  const loading = init(new WebAssembly.Module(bytes));
  for (let tick = 0; tick < count; tick += 1) {
    await undefined;
  }
  initSync(bytes);
  const [engine, before] = [new Engine(), memory()];
  await loading;
  return { stays: memory() === before && engine.check(post, { now }).valid };
}

/** One `init`, and what came of it. */
async function loaded(source) {
  const error = await init(source).then(() => undefined, failure);
  return { error, valid: error ? undefined : check(post, { now }).valid };
}

const ways = {
  overtaken: () => overtaken(answer("application/wasm")),
  overtakenByFailure: () => overtaken(answer("text/html", "Not found", 404)),
  ticks: () => ticks(Number(process.argv[3])),
  streamed: () => loaded(answer("application/wasm")),
  promised: () => loaded(Promise.resolve(answer("application/wasm"))),
  wrongType: () => loaded(answer("application/octet-stream")),
  bytes: () => loaded(bytes),
  compiled: () => loaded(new WebAssembly.Module(bytes)),
  brokenStream: () => loaded(answer("application/wasm", "no module")),
  brokenBytes: () => loaded(answer("text/html", "no module")),
  notFound: () => loaded(answer("text/html", "Not found", 404)),
  unheard: () => loaded("http://127.0.0.1:2/postworthy.wasm"),
  withoutStreaming: () => {
    WebAssembly.compileStreaming = undefined;
    return loaded(answer("application/wasm"));
  },
  /** As in pages of old Chromium. */
  notAtOnce: () => {
    const construct = () => {
      throw new RangeError("WebAssembly.Instance is disallowed on the main thread");
    };
    WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct });
    return loaded(answer("application/wasm"));
  },
};

const outcome = await ways[process.argv[2]]();
const instances = calls.Instance + calls.instantiate + calls.instantiateStreaming;
console.log(JSON.stringify({ ...outcome, instances, streams: calls.compileStreaming, warnings: warnings.length }));
