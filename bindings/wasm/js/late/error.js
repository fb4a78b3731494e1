/** Why a call failed, by what its caller can do about it. The API key never stands in it. */
export class LateError extends Error {
  constructor(kind, message, { cause, ...detail } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "LateError";
    this.kind = kind;
    this.mayHaveArrived = false;
    this.attempts = 0;
    this.add(detail);
  }

  /** Adds what is known of it. */
  add(detail) {
    for (const [name, value] of Object.entries(detail)) {
      if (value !== undefined && value !== null) {
        this[name] = value;
      }
    }
    return this;
  }

  toString() {
    let text = `${this.name}: ${this.message}`;
    if (this.existing !== undefined) {
      text += ` (it exists: ${this.existing})`;
    } else if (this.waitSeconds !== undefined) {
      text += ` (wait ${Math.ceil(this.waitSeconds)} s)`;
    } else if (this.code !== undefined) {
      text += ` (${this.code})`;
    } else if (this.field !== undefined) {
      text += ` (in \`${this.field}\`)`;
    }
    if (this.call === undefined) {
      return text;
    }
    const more = [
      this.call,
      this.status !== undefined && `status ${this.status}`,
      this.attempts > 1 && `${this.attempts} attempts`,
      this.requestId !== undefined && `request id ${this.requestId}`,
    ];
    text += ` [${more.filter(Boolean).join(", ")}]`;
    return this.mayHaveArrived ? `${text} The service may have done it all the same.` : text;
  }
}

export const setup = (message) => new LateError("setup", message);

export const missing = (what) => new LateError("answer", `the answer holds no \`${what}\``);

/** The error that an answer of 400 or more tells of. */
export function ofAnswer(status, text, waitMs) {
  const body = objectIn(text);
  const details = objectOf(body.details);
  const string = (value) => (typeof value === "string" ? value : undefined);
  // The docs show `error` as a sentence, and `message` as a longer one beside it.
  const said = [body.error, body.message].filter((one) => typeof one === "string").join(": ");
  const existing = string(details.existingPostId) ?? string(details.existingProfileId) ?? string(body.existingPostId);
  const made = (kind, detail) => new LateError(kind, said || `the service answered ${status} and no reason`, { status, ...detail });
  switch (status) {
    case 401:
      return made("not_authorized");
    case 402:
      return made("payment_required");
    case 403:
      return made("forbidden", { code: string(body.code) });
    case 404:
      return made("not_found");
    case 409:
      return existing === undefined ? made("conflict") : made("duplicate", { existing });
    case 429:
      return made("rate_limited", { waitSeconds: waitMs === undefined ? undefined : waitMs / 1000 });
  }
  if (body.type === "platform_error") {
    return made("platform", { platform: string(body.platform) });
  }
  return status >= 500 ? made("service") : made("invalid", { field: string(body.param) });
}

function objectIn(text) {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return {};
  }
}

const objectOf = (value) => (typeof value === "object" && value !== null ? value : {});
