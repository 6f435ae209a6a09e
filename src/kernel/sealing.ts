// Seals secrets at rest with AES-256-GCM under a ring of keys: the first key seals, every key unseals.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type Hmac,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { sha256 } from "./hashing.ts";
import type { Random } from "./random.ts";

/** A sealed value that no key of the ring opens: another key, another row, or changed bytes. */
export class CannotUnseal extends Error {
  /** A key of the ring sealed it: then it is this value that was changed or moved, not the ring. */
  readonly damaged: boolean;

  constructor(message: string, { damaged = false, ...options }: ErrorOptions & { damaged?: boolean } = {}) {
    super(message, options);
    this.damaged = damaged;
  }
}

export interface Sealer {
  /** `context` names the row that the value belongs to, so that it can't be moved to another. */
  seal(plain: Uint8Array, context: string): Buffer;
  /** @throws CannotUnseal */
  unseal(sealed: Uint8Array, context: string): Buffer;
}

/** A sealer whose keys can be exchanged while it is in use. */
export interface KeyRing extends Sealer {
  /** The names of its keys; the first one's seals. */
  readonly keys: readonly string[];
  renew(keys: readonly Uint8Array[]): void;
  /** HMAC-SHA-256 under what is derived from a key for this alone; the key that seals unless another is named. */
  authenticator(purpose: string, key?: string): Hmac | undefined;
}

const version = 1;
const keyIdLength = 8;
const nonceAt = 1 + keyIdLength;
const tagAt = nonceAt + 12;
const bodyAt = tagAt + 16;

/**
 * Layout of a sealed value: version (1), key id (8), nonce (12), tag (16), ciphertext.
 * @param reread asked for the ring where a value names a key that it does not have: another process may have got it first
 */
export function createSealer(
  keys: readonly Uint8Array[],
  random: Random,
  reread: () => readonly Uint8Array[] | undefined = () => undefined,
): KeyRing {
  let ring = opened(keys);

  function keyFor(bytes: Buffer): KeyObject | undefined {
    if (bytes.length < bodyAt || bytes[0] !== version) return undefined;
    const id = bytes.toString("hex", 1, nonceAt);
    const known = ring.byId.get(id);
    if (known) return known;
    const again = reread();
    if (again) ring = opened(again);
    return ring.byId.get(id);
  }

  return {
    get keys() {
      return ring.ids;
    },
    renew(keys) {
      ring = opened(keys);
    },
    authenticator(purpose, key = ring.ids[0] as string) {
      const found = ring.byId.get(key);
      if (!found) return undefined;
      return createHmac("sha256", Buffer.from(hkdfSync("sha256", found, Buffer.alloc(0), purpose, 32)));
    },
    seal(plain, context) {
      // Random nonces are safe for 2^32 values a key (NIST SP 800-38D, 8.3): far more than people have authenticators.
      const nonce = random.bytes(12);
      const cipher = createCipheriv("aes-256-gcm", ring.sealing, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(version), ring.sealingId, nonce, cipher.getAuthTag(), body]);
    },
    unseal(sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
      const key = keyFor(bytes);
      if (!key) throw new CannotUnseal("no key of the ring sealed this value");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(nonceAt, tagAt), { authTagLength: 16 });
      decipher.setAuthTag(bytes.subarray(tagAt, bodyAt)).setAAD(Buffer.from(context));
      const plain = decipher.update(bytes.subarray(bodyAt));
      try {
        decipher.final();
      } catch (cause) {
        plain.fill(0);
        throw new CannotUnseal("the sealed value was changed or belongs to another row", { cause, damaged: true });
      }
      return plain;
    },
  };
}

function opened(keys: readonly Uint8Array[]) {
  const [first] = keys;
  if (!first || keys.some((key) => key.length !== 32))
    throw new Error("a key ring needs keys of 32 bytes, at least one");
  const ids = keys.map(nameOfKey);
  // Key objects: handing raw bytes to the cipher costs four times as much at every call.
  const byId = new Map(keys.map((key, i) => [ids[i] as string, createSecretKey(key)]));
  return { ids, byId, sealing: createSecretKey(first), sealingId: Buffer.from(ids[0] as string, "hex") };
}

/** The key's name inside sealed values: derived, so that a ring is a plain list of keys. */
export function nameOfKey(key: Uint8Array): string {
  return sha256(Buffer.concat([Buffer.from("countersign key id\0"), key])).toString("hex", 0, keyIdLength);
}

/** What marks a key that opens already and does not seal yet: every process has to know it before one seals with it. */
const nextMark = "next:";

export interface WrittenRing {
  keys: Buffer[];
  /** The marked one among them. */
  next: Buffer | undefined;
}

/** Reads a ring: keys of 32 bytes in base64, separated by commas, spaces or lines; the first one seals. */
export function readKeyRing(text: string): WrittenRing {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const keys = parts.map((part) =>
    Buffer.from(part.startsWith(nextMark) ? part.slice(nextMark.length) : part, "base64"),
  );
  const marked = parts.findIndex((part) => part.startsWith(nextMark));
  const marks = parts.filter((part) => part.startsWith(nextMark)).length;
  if (keys.length === 0 || keys.some((key) => key.length !== 32) || marked === 0 || marks > 1) {
    throw new Error("a key ring is one or more keys of 32 bytes in base64, separated by commas or lines");
  }
  return { keys, next: keys[marked] };
}

/** The text of a ring, a key a line. */
export function writeKeyRing({ keys, next }: WrittenRing): string {
  return keys.map((key) => `${key === next ? nextMark : ""}${key.toString("base64")}\n`).join("");
}
