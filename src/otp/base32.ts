// Writes and reads secrets as base32, the way people copy them between a page and their phone (RFC 4648, section 6).

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const longestText = 4096;

/** Value of each ASCII character, -1 where it is not of the alphabet. */
const values = new Int8Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value++) {
  const upper = alphabet.charCodeAt(value);
  values[upper] = value;
  if (upper >= 65) values[upper + 32] = value;
}

/**
 * Base32 of `bytes`: upper case, no padding (RFC 4648, section 6; the Key Uri Format asks for no padding).
 * The result has `ceil(bytes.length * 8 / 5)` characters.
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let waiting = 0;
  for (const byte of bytes) {
    waiting = ((waiting << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((waiting >>> bits) & 31);
    }
  }
  return bits > 0 ? text + alphabet.charAt((waiting << (5 - bits)) & 31) : text;
}

/**
 * The bytes of a base32 text, as people type and paste it: any case, white space and dashes anywhere, and any number of
 * `=` at the end are ignored.
 *
 * `undefined` where the text is malformed: another character, a length that no bytes encode to (1, 3 or 6 characters
 * over a multiple of 8), or more than 4,096 characters. Bits left over at the end are dropped even if they are not zero
 * (RFC 4648, section 3.5 leaves that open): authenticator apps drop them too, so both sides get the same secret. An
 * empty text gives no bytes. Takes time linear in the length of the text.
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  if (text.length > longestText) return undefined;
  const compact = text.replace(/[\s-]/g, "");
  let length = compact.length;
  while (length > 0 && compact.charCodeAt(length - 1) === 61) length--;
  const surplus = length % 8;
  if (surplus === 1 || surplus === 3 || surplus === 6) return undefined;

  const bytes = new Uint8Array(Math.floor((length * 5) / 8));
  let filled = 0;
  let bits = 0;
  let waiting = 0;
  for (let i = 0; i < length; i++) {
    const value = values[compact.charCodeAt(i)] ?? -1;
    if (value < 0) return undefined;
    waiting = ((waiting << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[filled++] = waiting >>> bits;
    }
  }
  return bytes;
}
