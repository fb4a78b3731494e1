// The client of Late against the stand-in: all the conversations that every language holds.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Client } from "postworthy/late";
import { camelCase, conversations, files, hold } from "./late/conversation.js";
import { standIn } from "./late/stand-in.js";

let service;
before(async () => {
  service = await standIn();
});
after(() => service?.stop());

for (const file of files) {
  describe(`conversations of ${file}.json`, () => {
    for (const conversation of conversations(file)) {
      test(conversation.name, () => hold(service, conversation));
    }
  });
}

test("every documented call has a method of its name", () => {
  for (const { call, methods } of conversations("calls")) {
    for (const method of methods) {
      assert.equal(typeof Client.prototype[camelCase(method)], "function", `${call}: ${method}`);
    }
  }
});
