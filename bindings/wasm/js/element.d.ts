import type { Code, Diagnostic, Fix, Platform, Report } from "./data.js";

/** Words for the report, in ICU's MessageFormat with plurals; what is left out stays English. */
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
  | "needs";

/** `<postworthy-report>`: shows a report. */
export class PostworthyReport extends HTMLElement {
  report: Report | undefined;
  messages: Messages;
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
