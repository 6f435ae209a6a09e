// Computes one-time codes from a counter (RFC 4226), on an HMAC made for speed: it is the hot path of every sign-in.
import { hash } from "node:crypto";

/** The hash inside the HMAC. Nearly every authenticator app knows only `SHA1`. */
export type Algorithm = "SHA1" | "SHA256" | "SHA512";

export interface HotpOptions {
  /** The shared secret in bytes, at least one; RFC 4226, section 4 (R6) asks for 16 and recommends 20. */
  secret: Uint8Array;
  /** The moving factor: a whole number from 0 to 2^53 - 1. */
  counter: number;
  /** Length of the code: 6 (default), 7 or 8. */
  digits?: number;
  /** `SHA1` (default), or another hash as RFC 6238, section 1.2 allows. */
  algorithm?: Algorithm;
}

/**
 * The one-time code for a counter (RFC 4226, section 5.3), with its leading zeros.
 *
 * @throws TypeError where the secret is not bytes; RangeError where it is empty or an option is out of its range
 */
export function hotp({ secret, counter, digits = 6, algorithm = "SHA1" }: HotpOptions): string {
  const modulus = codeModulus(digits);
  if (!Number.isSafeInteger(counter) || counter < 0)
    throw new RangeError("a counter is a whole number from 0 to 2^53 - 1");
  const mac = loadSecret(algorithm, secret);
  try {
    return String(truncatedMac(mac, counter) % modulus).padStart(digits, "0");
  } finally {
    wipeSecret(mac);
  }
}

/** How many codes of that many digits there are. Internal. @throws RangeError */
export function codeModulus(digits: number): number {
  if (digits === 6) return 1_000_000;
  if (digits === 7) return 10_000_000;
  if (digits === 8) return 100_000_000;
  throw new RangeError("a code has 6, 7 or 8 digits");
}

/** Base32 text in place of bytes would silently make codes of nothing. Internal. @throws TypeError, RangeError */
export function checkSecret(secret: Uint8Array): void {
  if (!(secret instanceof Uint8Array)) throw new TypeError("a secret is bytes; decodeBase32 makes them from a text");
  if (secret.length === 0) throw new RangeError("a secret has at least one byte");
}

/**
 * HMAC (RFC 2104) as two one-shot hashes over buffers that live as long as the process: building an HMAC object for each
 * code costs more than its hashes (see `bench/totp-check`). Between two uses the pads hold no secret, only their filling.
 */
interface Mac {
  readonly hashName: string;
  readonly blockLength: number;
  readonly digestLength: number;
  /** The inner pad, then the counter. */
  readonly inner: Buffer;
  readonly counter: DataView;
  /** The outer pad, then the inner digest. */
  readonly outer: Buffer;
  /** How many bytes of both pads hold key material. */
  loaded: number;
}

const innerFilling = 0x36;
const outerFilling = 0x5c;

const macs: Record<Algorithm, Mac> = {
  SHA1: createMac("sha1", 64, 20),
  SHA256: createMac("sha256", 64, 32),
  SHA512: createMac("sha512", 128, 64),
};

function createMac(hashName: string, blockLength: number, digestLength: number): Mac {
  const inner = Buffer.alloc(blockLength + 8, innerFilling);
  const outer = Buffer.alloc(blockLength + digestLength, outerFilling);
  const counter = new DataView(inner.buffer, inner.byteOffset + blockLength, 8);
  return { hashName, blockLength, digestLength, inner, counter, outer, loaded: 0 };
}

/**
 * Keys the HMAC of that algorithm, until `wipeSecret`, which must always follow: the next, shorter secret would be
 * mixed with the end of this one. Everything between the two must be synchronous: the buffers are shared. Internal.
 * @throws TypeError, RangeError
 */
export function loadSecret(algorithm: Algorithm, secret: Uint8Array): Mac {
  if (!Object.hasOwn(macs, algorithm)) throw new RangeError("an algorithm is SHA1, SHA256 or SHA512");
  checkSecret(secret);
  const mac = macs[algorithm];
  // RFC 2104, section 2: a key longer than the block is hashed first.
  const hashed = secret.length > mac.blockLength ? hash(mac.hashName, secret, "buffer") : undefined;
  const key = hashed ?? secret;
  mac.loaded = key.length;
  for (let i = 0; i < key.length; i++) {
    const byte = key[i] as number;
    mac.inner[i] = byte ^ innerFilling;
    mac.outer[i] = byte ^ outerFilling;
  }
  hashed?.fill(0);
  return mac;
}

/**
 * The 31 bits that a code is made of (dynamic truncation, RFC 4226, section 5.3). Internal.
 *
 * Digests pass as strings of one byte a character, three times as fast as buffers, which each need memory outside the
 * heap. They can't be wiped, but neither leads back to the secret.
 */
export function truncatedMac(mac: Mac, counter: number): number {
  mac.counter.setUint32(0, Math.floor(counter / 0x1_0000_0000));
  mac.counter.setUint32(4, counter >>> 0);
  mac.outer.write(hash(mac.hashName, mac.inner, "binary"), mac.blockLength, "latin1");
  const digest = hash(mac.hashName, mac.outer, "binary");
  const at = digest.charCodeAt(mac.digestLength - 1) & 15;
  const high = ((digest.charCodeAt(at) & 127) << 24) | (digest.charCodeAt(at + 1) << 16);
  return high | (digest.charCodeAt(at + 2) << 8) | digest.charCodeAt(at + 3);
}

/** Takes the secret out of the buffers. Internal. */
export function wipeSecret(mac: Mac): void {
  mac.inner.fill(innerFilling, 0, mac.loaded);
  mac.outer.fill(outerFilling, 0, mac.loaded);
  mac.loaded = 0;
}
