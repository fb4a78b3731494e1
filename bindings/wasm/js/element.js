import TITLES from "./titles.js";
import { translated } from "./translate.js";
import { CONTENT_TYPES, FACTS, TEXTS, worded } from "./words.js";

/** The catalogues that come with the package, loaded when a page is in their language. */
const CATALOGUES = {
  de: () => import("./messages/de.js"),
  es: () => import("./messages/es.js"),
};

const STYLE = `
:host {
  --_ink: var(--postworthy-ink, light-dark(#1c2430, #e6eaf1));
  --_soft: var(--postworthy-soft, light-dark(#5b6675, #a3aebd));
  --_line: var(--postworthy-line, light-dark(#dfe4ea, #2e3744));
  --_face: var(--postworthy-face, light-dark(#fff, #171d26));
  --_accent: var(--postworthy-accent, light-dark(#2b53c8, #9db6ff));
  --_error: var(--postworthy-error, light-dark(#b3261e, #ff9d94));
  --_warning: var(--postworthy-warning, light-dark(#8a5300, #f4bf6a));
  --_info: var(--postworthy-info, light-dark(#2f5d8a, #93c2ee));
  --_fine: var(--postworthy-fine, light-dark(#1d6b3c, #7fd6a0));
  display: block;
  color: var(--_ink);
  font: 0.9375rem/1.45 var(--postworthy-font, system-ui, sans-serif);
}
:host([hidden]) { display: none; }
.summary { margin: 0 0 0.75rem; font-weight: 600; }
.summary:empty { display: none; }
.summary.fine { color: var(--_fine); }
.summary.broken { color: var(--_error); }
section { border: 1px solid var(--_line); border-radius: 0.75rem; background: var(--_face); margin: 0 0 0.75rem; padding: 0.75rem 1rem; }
h3 { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; align-items: baseline; margin: 0; font-size: 1rem; }
h3 small { color: var(--_soft); font-weight: 400; font-size: 0.875rem; }
h3 .state { margin-inline-start: auto; font-size: 0.8125rem; font-weight: 600; }
.state.fine { color: var(--_fine); }
.state.error, .severity.error { color: var(--_error); }
.state.warning, .severity.warning { color: var(--_warning); }
.severity.info { color: var(--_info); }
ul { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid var(--_line); margin-top: 0.625rem; padding-top: 0.625rem; }
p { margin: 0; }
.severity { font-weight: 600; }
.hint { color: var(--_soft); }
.fixes { display: flex; flex-wrap: wrap; gap: 0.375rem 0.75rem; margin-top: 0.5rem; }
.fix { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.5rem; }
.note { color: var(--_soft); font-size: 0.8125rem; }
button { font: inherit; font-size: 0.875rem; color: var(--_accent); background: none; border: 1px solid currentColor; border-radius: 2rem; padding: 0.1875rem 0.75rem; cursor: pointer; }
button:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
button:focus-visible, summary:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
details { color: var(--_soft); font-size: 0.875rem; margin-top: 0.625rem; }
summary { cursor: pointer; }
`;

const Base = globalThis.HTMLElement ?? class {};
let sheet;

/**
 * `<postworthy-report>`: shows a report. Set its `report`; listen for `postworthy-fix`, whose detail
 * has the `fix` that was chosen, the `diagnostic` it belongs to, and the index of the `target`.
 */
export class PostworthyReport extends Base {
  #report;
  #messages = {};
  #catalogue;
  /** The catalogue of the page's language, where the package has one. */
  #loaded;
  #root;
  /** Stays the same element: a change of its text is read out, a new element may not be. */
  #summary;
  #sections;
  #ids = 0;
  /** Notices when the language around may have changed. */
  #around;
  /** The language around as it is shown. */
  #language;

  constructor() {
    super();
    sheet ??= newSheet();
    this.#root = this.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [sheet];
    this.#summary = make("p", { className: "summary", role: "status", tabIndex: -1 }, []);
    this.#sections = make("div", {}, []);
    this.#root.append(this.#summary, this.#sections);
  }

  static get observedAttributes() {
    return ["lang"];
  }

  attributeChangedCallback() {
    this.#show();
  }

  connectedCallback() {
    // What was set before the element was defined hides what sets it now.
    for (const name of ["report", "messages", "catalogue"]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#watch();
    this.#show();
  }

  disconnectedCallback() {
    this.#around.disconnect();
  }

  /** Whatever the element is in can say a language; who moves any of that connects the element anew. */
  #watch() {
    this.#around = new MutationObserver(() => {
      if (languageAround(this) !== this.#language) {
        this.#show();
      }
    });
    for (let at = outside(this); at; at = outside(at)) {
      this.#around.observe(at, { attributeFilter: ["lang"] });
    }
  }

  /** Words in another language: by default those of the language around it, where the package has them. */
  get catalogue() {
    return this.#catalogue ?? this.#loaded;
  }

  set catalogue(catalogue) {
    this.#catalogue = catalogue ?? undefined;
    this.#show();
  }

  get report() {
    return this.#report;
  }

  set report(report) {
    this.#report = report;
    this.#show();
  }

  /** Words of your own: by code for findings, by `texts` for what stands around them. */
  get messages() {
    return this.#messages;
  }

  set messages(messages) {
    this.#messages = messages ?? {};
    this.#show();
  }

  /** What stands around the findings, and its language. */
  #text(name, values = {}) {
    const own = this.#messages.texts?.[name];
    if (own !== undefined) {
      return this.#own(own, values);
    }
    const { texts, lang } = this.catalogue ?? {};
    const said = texts?.[name];
    return said === undefined ? { text: worded(TEXTS[name], values, "en"), lang: "en" } : { text: worded(said, values, lang), lang };
  }

  /** The user's own words, and their language; where the page declares none it is not known. */
  #own(template, values) {
    return { text: worded(template, values, this.#locale), lang: this.#locale ?? "" };
  }

  /** A sentence of the engine, and its language. */
  #sentence(text, params) {
    const said = this.catalogue && translated(text, params, this.catalogue);
    if (said !== undefined) {
      return { text: said, lang: this.catalogue.lang };
    }
    // The catalogues of the package have all that is English; what they lack is of the user's own rows.
    return { text, lang: this.#catalogue ? "en" : this.#lang };
  }

  /** What a name of the engine is called: in the catalogue, else in English, else as it is. */
  #called(part, english, name) {
    const said = this.catalogue?.[part]?.[name];
    return said === undefined ? { text: Object.hasOwn(english, name) ? english[name] : name, lang: "en" } : { text: said, lang: this.catalogue.lang };
  }

  /** The language of what is shown. */
  get #lang() {
    return this.catalogue?.lang ?? "en";
  }

  /** An element that says something, with its language where that is not the one of what is around. */
  #saying(name, properties, { text, lang }) {
    return make(name, lang === this.#lang ? properties : { ...properties, lang }, [text]);
  }

  /** The language of the user's own words. */
  get #locale() {
    return this.#catalogue?.lang ?? languageAround(this);
  }

  /** Finds the catalogue of the language around; shows the report again when it has come. */
  #settle() {
    const language = mainLanguage(this);
    if (this.#loaded?.lang === language || this.#catalogue) {
      return;
    }
    this.#loaded = undefined;
    const load = Object.hasOwn(CATALOGUES, language) ? CATALOGUES[language] : undefined;
    load?.().then(
      ({ default: catalogue }) => {
        if (mainLanguage(this) === language) {
          this.#loaded = catalogue;
          this.#draw();
        }
      },
      // Without it the report stays English.
      () => {},
    );
  }

  #show() {
    this.#language = languageAround(this);
    this.#settle();
    this.#draw();
  }

  #draw() {
    const report = this.#report;
    if (!report) {
      this.#summary.textContent = "";
      this.#sections.replaceChildren();
      return;
    }
    const focused = this.#root.activeElement?.dataset;
    const open = [...this.#root.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key);
    const { errors, warnings, valid } = report;
    this.#summary.className = `summary ${valid ? "fine" : "broken"}`;
    const said = this.#text(valid ? "fit" : "unfit", { errors, warnings });
    this.#summary.lang = said.lang;
    this.#sections.lang = this.#lang;
    if (this.#summary.textContent !== said.text) {
      this.#summary.textContent = said.text;
    }
    const parts = [];
    if (report.diagnostics.length > 0) {
      parts.push(make("section", {}, [heading("post", [this.#saying("span", {}, this.#text("post"))]), this.#list(report.diagnostics)]));
    }
    report.targets.forEach((target) => parts.push(this.#target(target)));
    this.#sections.replaceChildren(...parts);
    open.forEach((key) => this.#find(key)?.setAttribute("open", ""));
    if (focused?.key !== undefined) {
      // Where what had it is gone, such as the button of a fix that was applied, it stays near.
      const place = this.#find(focused.key) ?? this.#find(focused.near) ?? this.#summary;
      place.focus();
    }
  }

  #find(key) {
    return [...this.#sections.querySelectorAll("[data-key]")].find(({ dataset }) => dataset.key === key);
  }

  #target(target) {
    const { platform, contentType, diagnostics, unchecked, index } = target;
    const worst = ["error", "warning"].find((severity) => diagnostics.some((one) => one.severity === severity));
    const count = diagnostics.filter(({ severity }) => severity === worst).length;
    // Of a target that is one too many nothing is known.
    const known = worst !== undefined || Boolean(contentType);
    const said = this.#text(worst ? `${worst}s` : "ok", { count });
    const state = known ? this.#saying("span", { className: `state ${worst ?? "fine"}` }, said) : "";
    const kind = contentType ? this.#saying("small", {}, this.#called("contentTypes", CONTENT_TYPES, contentType)) : "";
    const title = heading(index, [this.#platform(platform), kind, state]);
    const parts = [title];
    if (diagnostics.length > 0) {
      parts.push(this.#list(diagnostics, index));
    }
    if (unchecked.length > 0) {
      const needs = [...new Set(unchecked.flatMap((one) => one.needs))].map((need) => this.#called("facts", FACTS, need).text).join(", ");
      const summary = this.#saying("summary", {}, this.#text("unchecked", { count: unchecked.length }));
      const details = make("details", {}, [summary, this.#saying("span", {}, this.#text("needs", { needs }))]);
      details.dataset.key = `${index} unchecked`;
      Object.assign(summary.dataset, { key: `${index} unchecked summary`, near: `${index}` });
      parts.push(details);
    }
    return make("section", {}, parts);
  }

  #platform(name) {
    if (name === undefined || name === null) {
      return this.#saying("span", {}, this.#text("unnamed"));
    }
    return this.#messages.platforms?.[name] ?? (Object.hasOwn(TITLES, name) ? TITLES[name] : name);
  }

  #list(diagnostics, target) {
    return make("ul", {}, diagnostics.map((diagnostic) => this.#finding(diagnostic, target)));
  }

  #finding(diagnostic, target) {
    const { code, severity, params, fixes } = diagnostic;
    const own = this.#messages[code];
    const message = own?.message ?? (typeof own === "string" ? own : undefined);
    const severely = this.#text(severity);
    this.#ids += 1;
    const said = make("p", { id: `said-${this.#ids}` }, [
      this.#saying("span", { className: `severity ${severity}` }, { ...severely, text: `${severely.text}: ` }),
      this.#saying("span", {}, message === undefined ? this.#sentence(diagnostic.message, params) : this.#own(message, params)),
    ]);
    const hint = own?.hint === undefined ? this.#sentence(diagnostic.hint, params) : this.#own(own.hint, params);
    const parts = [said, this.#saying("p", { className: "hint" }, hint)];
    if (fixes.length > 0) {
      parts.push(make("div", { className: "fixes" }, fixes.map((_, index) => this.#fix(diagnostic, index, target, said.id))));
    }
    return make("li", {}, parts);
  }

  /** The button of a fix, and, for all to see, what is to be known before it is pressed. */
  #fix(diagnostic, index, target, saidId) {
    const { rule, path, fixes } = diagnostic;
    const fix = fixes[index];
    const button = this.#saying("button", { type: "button" }, this.#sentence(fix.title, {}));
    Object.assign(button.dataset, { key: `${target} ${rule} ${path} ${index}`, near: `${target ?? "post"}`, applicability: fix.applicability });
    button.addEventListener("click", () => {
      const detail = { fix, diagnostic, target };
      this.dispatchEvent(new CustomEvent("postworthy-fix", { detail, bubbles: true, composed: true }));
    });
    const parts = [button];
    if (fix.applicability !== "safe") {
      parts.push(this.#saying("small", { className: "note", id: `note-${this.#ids}-${index}` }, this.#text(fix.applicability)));
    }
    button.setAttribute("aria-describedby", [saidId, ...parts.slice(1).map(({ id }) => id)].join(" "));
    return make("div", { className: "fix" }, parts);
  }
}

/** The heading of a target, or of the post; focus may be moved to it, but nobody comes to it by the keyboard. */
function heading(target, children) {
  const made = make("h3", { tabIndex: -1 }, children);
  made.dataset.key = `${target}`;
  return made;
}

/** What an element is in, also outside of a shadow root. */
const outside = ({ parentElement, parentNode }) => parentElement ?? parentNode?.host;

/** The language around an element, also outside of the shadow roots that it is in; nothing where it is none. */
function languageAround(element) {
  let at = element;
  while (at && !at.hasAttribute("lang")) {
    at = outside(at);
  }
  try {
    return Intl.getCanonicalLocales(at?.getAttribute("lang").replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}

const mainLanguage = (element) => (languageAround(element) ?? "").split("-")[0];

function newSheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(STYLE);
  return made;
}

function make(name, properties, children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

if (globalThis.customElements && !customElements.get("postworthy-report")) {
  customElements.define("postworthy-report", PostworthyReport);
}
