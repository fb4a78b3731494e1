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

/** Named fields of what a caller hands over, by default nothing; what throws when it is read is one error. */
export function fieldsOf(what, value, names) {
  const fields = {};
  try {
    for (const name of names) {
      fields[name] = value?.[name];
    }
  } catch (cause) {
    throw new PostworthyError("invalid_argument", `the ${what} cannot be read`, { cause });
  }
  return fields;
}
