/** A request id that nobody else has: a UUID of version 4. */
export function requestId() {
  return uuid(crypto.getRandomValues(new Uint8Array(16)), 4);
}

/** The same id for the same hash: a UUID of version 8. */
export const idOf = (hash) => uuid(hash.slice(0, 16), 8);

function uuid(bytes, version) {
  bytes[6] = (bytes[6] & 0x0f) | (version << 4);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
