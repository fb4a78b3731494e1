import type { Catalogue } from "./messages/catalogue.js";
import type { Code, Diagnostic, Fix, Platform, Report } from "./data.js";

/** Words of your own for the report, in ICU's MessageFormat with plurals; what is left out stays English. */
export type Messages = {
  [Name in Code]?: string | { message: string; hint?: string };
} & {
  /** What stands around the findings. */
  texts?: Partial<Record<TextName, string>>;
  /** Names of platforms as people write them. */
  platforms?: Partial<Record<Platform, string>>;
};

export type TextName =
  | "fit"
  | "unfit"
  | "ok"
  | "errors"
  | "warnings"
  | "error"
  | "warning"
  | "info"
  | "post"
  | "unnamed"
  | "unchecked"
  | "needs"
  | "unsafe"
  | "manual";

/** `<postworthy-report>`: shows a report. */
export class PostworthyReport extends HTMLElement {
  report: Report | undefined;
  /** Words of your own, by code; they win over those of a catalogue. */
  messages: Messages;
  /** Words in another language: by default those of the language around it, where the package has them. */
  get catalogue(): Catalogue | undefined;
  set catalogue(catalogue: Catalogue | undefined | null);
}

/** A fix was chosen; apply it to the post and check again. */
export type FixEvent = CustomEvent<{ fix: Fix; diagnostic: Diagnostic; target: number | undefined }>;

declare global {
  interface HTMLElementTagNameMap {
    "postworthy-report": PostworthyReport;
  }
  interface HTMLElementEventMap {
    "postworthy-fix": FixEvent;
  }
}
