/** The one error of this package: a call that could not be carried out. What a check finds never throws. */
export class PostworthyError extends Error {
  constructor(kind, message, { line, column, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "PostworthyError";
    this.kind = kind;
    if (line !== undefined) {
      this.line = line;
      this.column = column;
    }
  }
}
