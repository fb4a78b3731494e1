// The client of Late for Node: files may be paths, and the key may stand in the environment.
import { BaseClient } from "./client.js";
import { disk } from "./disk.js";
import { localFiles as find } from "./local.js";

export { failures } from "./client.js";
export { LateError } from "./error.js";
export { KEY_VARIABLE } from "./key.js";
export { contentType, withUrls } from "./local.js";
export { requestId } from "./random.js";
export { DEFAULT_URL } from "./sender.js";

export class Client extends BaseClient {
  constructor(options) {
    super(disk, options);
  }
}

export const localFiles = (post, options) => find(disk, post, options);
