import { setup } from "./error.js";

/** The environment variable that holds the key. */
export const KEY_VARIABLE = "LATE_API_KEY";
/** 32 bytes in hexadecimal. */
const DIGITS = 64;

/** An API key, which can be put into a header and is shown nowhere. */
export class Key {
  #text;

  constructor(given) {
    const text = typeof given === "string" ? given.trim() : "";
    const wrong = fault(text);
    if (wrong) {
      throw setup(`this is not an API key: ${wrong} (a key is \`sk_\` and ${DIGITS} hexadecimal digits)`);
    }
    this.#text = text;
  }

  /** The key that was given, or else that of the environment. */
  static of(given, environment) {
    if (given !== undefined) {
      return new Key(given);
    }
    if (environment === undefined) {
      throw setup(`${KEY_VARIABLE} is not set: put your API key there, or give it as \`key\``);
    }
    try {
      return new Key(environment);
    } catch (error) {
      throw setup(`${KEY_VARIABLE}: ${error.message}`);
    }
  }

  header() {
    return `Bearer ${this.#text}`;
  }

  /** A text without the key, should it hold it. */
  hide(text) {
    return text.replaceAll(this.#text, "sk_[hidden]").replaceAll(this.#text.slice(3), "[hidden]");
  }
}

function fault(text) {
  if (text === "") {
    return "it is empty";
  }
  if (!text.startsWith("sk_")) {
    return "it does not begin with `sk_`";
  }
  const digits = text.slice(3);
  if (!/^[0-9a-f]*$/i.test(digits)) {
    return "it holds other characters than hexadecimal digits";
  }
  return digits.length === DIGITS ? undefined : `it has ${digits.length} digits`;
}
