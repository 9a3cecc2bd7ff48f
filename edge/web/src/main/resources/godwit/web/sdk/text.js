// Text as it may travel: valid UTF-8, measured in bytes.

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Half a character can't be sent; it becomes the replacement character. */
export const wellFormed = (text) => text.replace(LONE_SURROGATE, '\uFFFD');

/** @returns {number} bytes of the text as UTF-8 */
export const utf8Length = (text) => new TextEncoder().encode(text).length;

/** @returns {string} a random UUID, also where the page is no secure context */
export function uuid(crypto = globalThis.crypto) {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
