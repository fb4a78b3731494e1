// The client of Late for browsers and hosts like them.
import { BaseClient } from "./client.js";
import { localFiles as find } from "./local.js";
import { web } from "./web.js";

export { failures } from "./client.js";
export { LateError } from "./error.js";
export { KEY_VARIABLE } from "./key.js";
export { contentType, withUrls } from "./local.js";
export { requestId } from "./random.js";
export { DEFAULT_URL } from "./sender.js";

export class Client extends BaseClient {
  constructor(options) {
    super(web, options);
  }
}

export const localFiles = (post, options) => find(web, post, options);
