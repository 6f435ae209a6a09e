// The one source of randomness, given to whatever needs it, so that tests can seed it.
import { randomBytes, randomFillSync } from "node:crypto";

export interface Random {
  /** `count` bytes that nobody can foresee. */
  bytes(count: number): Buffer;
}

/** The system's generator, asked for a page at a time: a call for each token costs more than the token. */
export const systemRandom: Random = { bytes: takeBytes };

/** So many characters of an alphabet of at most 256, each as likely as the others. */
export function randomText(random: Random, alphabet: string, count: number): string {
  // Bytes past the last whole round of the alphabet would favour its beginning: they are thrown away.
  const fair = 256 - (256 % alphabet.length);
  let text = "";
  while (text.length < count)
    for (const byte of random.bytes(count))
      if (byte < fair && text.length < count) text += alphabet[byte % alphabet.length];
  return text;
}

const page = Buffer.alloc(4096);
let used = page.length;

function takeBytes(count: number): Buffer {
  if (count > page.length / 4) return randomBytes(count);
  if (used + count > page.length) {
    randomFillSync(page);
    used = 0;
  }
  const taken = Buffer.from(page.subarray(used, used + count));
  // What was handed out is nowhere else in memory.
  page.fill(0, used, used + count);
  used += count;
  return taken;
}
