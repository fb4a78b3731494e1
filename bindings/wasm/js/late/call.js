import { setup } from "./error.js";

/** The header by which the service knows a repeated post. */
export const REQUEST_ID = "x-request-id";
/** The header by which the service knows a repeated profile. */
export const IDEMPOTENCY_KEY = "idempotency-key";

/** One request, before it is sent. */
export class Call {
  query = [];
  headers = {};
  body = undefined;
  /** The id that all attempts carry. */
  id = undefined;

  constructor(method, segments) {
    this.method = method;
    this.segments = segments;
    // `always`: to do it twice is to do it once. `under_its_id`: the service knows it again.
    // `if_not_done`: only where it is known not to have been done.
    this.repeat = method === "POST" || method === "PATCH" ? "if_not_done" : "always";
  }

  /** Adds the fields of a filter, those that are set. */
  where(filter) {
    for (const [name, value] of Object.entries(filter ?? {})) {
      if (value !== undefined && value !== null) {
        this.query.push([name, String(value)]);
      }
    }
    return this;
  }

  /** Takes the body as it is now: what its caller changes later is not sent by a repeat. */
  json(body) {
    let text;
    try {
      text = JSON.stringify(body);
    } catch (cause) {
      throw setup(`the body cannot be sent: ${cause.message}`);
    }
    if (text === undefined) {
      throw setup("the body cannot be sent: it is no JSON value");
    }
    this.body = text;
    this.headers["content-type"] = "application/json";
    return this;
  }

  /** A form with one file. */
  csv(csv) {
    this.body = new FormData();
    this.body.append("file", new Blob([csv], { type: "text/csv" }), "posts.csv");
    return this;
  }

  repeated(repeat) {
    this.repeat = repeat;
    return this;
  }

  under(header, id) {
    this.id = id;
    this.headers[header] = id;
    return this.repeated("under_its_id");
  }

  /** As messages call it: `POST /v1/posts`. */
  get name() {
    return `${this.method} /${this.segments.join("/")}`;
  }

  get isRead() {
    return this.method === "GET" || this.method === "HEAD";
  }

  /** The service's tools have limits of their own, a day's, in headers of the same name. */
  get isPaced() {
    return this.segments[1] !== "tools";
  }

  /** The address below that of the service. */
  address(base) {
    if (this.segments[0] !== "v1") {
      throw setup("the path must begin with `/v1/`");
    }
    const path = this.segments.map((segment) => {
      // These would name another call: `DELETE /v1/posts/..`.
      if (typeof segment !== "string" || ["", ".", ".."].includes(segment.trim()) || /\p{Surrogate}/u.test(segment)) {
        throw setup(`\`${segment}\` is not an id`);
      }
      return encodeURIComponent(segment);
    });
    const query = new URLSearchParams(this.query).toString();
    return `${base}/${path.join("/")}${query && "?"}${query}`;
  }
}

/** The call that a method and a path as the docs write it name. */
export function callOf(method, path, body) {
  if (typeof method !== "string" || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method)) {
    throw setup("this is not an HTTP method");
  }
  if (typeof path !== "string" || !path.startsWith("/")) {
    throw setup("the path must begin with `/v1/`");
  }
  const [place, ...query] = path.split("?");
  const call = new Call(method.toUpperCase(), place.slice(1).split("/"));
  call.query = [...new URLSearchParams(query.join("?"))];
  return body === undefined || body === null ? call : call.json(body);
}
