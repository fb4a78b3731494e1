import { translate } from "./translate.js";
import { TEXTS, worded } from "./words.js";

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
.fixes { display: flex; flex-wrap: wrap; gap: 0.375rem; margin-top: 0.5rem; }
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
  #own;
  #root;

  constructor() {
    super();
    sheet ??= newSheet();
    this.#root = this.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [sheet];
  }

  static get observedAttributes() {
    return ["lang"];
  }

  attributeChangedCallback() {
    this.#show();
  }

  connectedCallback() {
    this.#show();
  }

  /** Words in another language: by default those of the language around it, where the package has them. */
  get catalogue() {
    return this.#catalogue ?? this.#own;
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

  #text(name, values = {}) {
    const template = { ...TEXTS, ...this.catalogue?.texts, ...this.#messages.texts }[name];
    return worded(template, values, this.#locale);
  }

  get #locale() {
    return this.#catalogue?.lang ?? (this.closest("[lang]")?.lang || undefined);
  }

  /** Finds the catalogue of the language around; shows the report again when it has come. */
  #settle() {
    const [language] = (this.closest("[lang]")?.lang ?? "").toLowerCase().split("-");
    if (this.#own?.lang === language || this.#catalogue) {
      return;
    }
    this.#own = undefined;
    const load = Object.hasOwn(CATALOGUES, language) ? CATALOGUES[language] : undefined;
    load?.().then(
      ({ default: catalogue }) => {
        if (this.closest("[lang]")?.lang.toLowerCase().split("-")[0] === language) {
          this.#own = catalogue;
          this.#draw();
        }
      },
      // Without it the report stays English.
      () => {},
    );
  }

  #show() {
    this.#settle();
    this.#draw();
  }

  #draw() {
    const report = this.#report;
    if (!report) {
      this.#root.replaceChildren();
      return;
    }
    const focused = this.#root.activeElement?.dataset.key;
    const { errors, warnings, valid } = report;
    const summary = make("p", { className: `summary ${valid ? "fine" : "broken"}`, role: "status" }, [
      this.#text(valid ? "fit" : "unfit", { errors, warnings }),
    ]);
    const parts = [];
    if (report.diagnostics.length > 0) {
      parts.push(make("section", {}, [make("h3", {}, [this.#text("post")]), this.#list(report.diagnostics)]));
    }
    report.targets.forEach((target) => parts.push(this.#target(target)));
    this.#root.replaceChildren(summary, ...parts);
    if (focused) {
      this.#root.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #target(target) {
    const { platform, contentType, diagnostics, unchecked, index } = target;
    const worst = ["error", "warning"].find((severity) => diagnostics.some((one) => one.severity === severity));
    const count = diagnostics.filter(({ severity }) => severity === worst).length;
    const state = make("span", { className: `state ${worst ?? "fine"}` }, [this.#text(worst ? `${worst}s` : "ok", { count })]);
    const title = make("h3", {}, [this.#messages.platforms?.[platform] ?? platform ?? this.#text("unnamed"), make("small", {}, [contentType ?? ""]), state]);
    const parts = [title];
    if (diagnostics.length > 0) {
      parts.push(this.#list(diagnostics, index));
    }
    if (unchecked.length > 0) {
      const needs = [...new Set(unchecked.flatMap((one) => one.needs))].join(", ");
      const summary = make("summary", {}, [this.#text("unchecked", { count: unchecked.length })]);
      parts.push(make("details", {}, [summary, this.#text("needs", { needs })]));
    }
    return make("section", {}, parts);
  }

  #list(diagnostics, target) {
    return make("ul", {}, diagnostics.map((diagnostic) => this.#finding(diagnostic, target)));
  }

  #finding(diagnostic, target) {
    const { code, severity, params, fixes, rule, path } = diagnostic;
    const own = this.#messages[code];
    const words = this.catalogue ? translate(diagnostic, this.catalogue) : undefined;
    const message = own?.message ?? (typeof own === "string" ? own : undefined);
    const said = make("p", {}, [
      make("span", { className: `severity ${severity}` }, [`${this.#text(severity)}: `]),
      message === undefined ? (words?.message ?? diagnostic.message) : worded(message, params, this.#locale),
    ]);
    const hint = make("p", { className: "hint" }, [own?.hint === undefined ? (words?.hint ?? diagnostic.hint) : worded(own.hint, params, this.#locale)]);
    const buttons = fixes.map((fix, index) => {
      const button = make("button", { type: "button" }, [words?.titles[index] ?? fix.title]);
      button.dataset.key = `${target} ${rule} ${path} ${index}`;
      button.addEventListener("click", () => {
        const detail = { fix, diagnostic, target };
        this.dispatchEvent(new CustomEvent("postworthy-fix", { detail, bubbles: true, composed: true }));
      });
      return button;
    });
    const parts = [said, hint];
    if (buttons.length > 0) {
      parts.push(make("div", { className: "fixes" }, buttons));
    }
    return make("li", {}, parts);
  }
}

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
