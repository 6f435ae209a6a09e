// Seals secrets at rest with AES-256-GCM under a ring of keys: the first key seals, every key unseals.
import { createCipheriv, createDecipheriv, createSecretKey } from "node:crypto";
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

const version = 1;
const keyIdLength = 8;
const nonceAt = 1 + keyIdLength;
const tagAt = nonceAt + 12;
const bodyAt = tagAt + 16;

/** Layout of a sealed value: version (1), key id (8), nonce (12), tag (16), ciphertext. */
export function createSealer(keys: readonly Uint8Array[], random: Random): Sealer {
  const current = keys[0];
  if (!current || keys.some((key) => key.length !== 32))
    throw new Error("a key ring needs keys of 32 bytes, at least one");
  const currentId = keyId(current);
  const sealingKey = createSecretKey(current);
  // Key objects: handing raw bytes to the cipher costs four times as much at every call.
  const byId = new Map(keys.map((key) => [keyId(key).toString("latin1"), createSecretKey(key)]));

  return {
    seal(plain, context) {
      // Random nonces are safe for 2^32 values a key (NIST SP 800-38D, 8.3): far more than people have authenticators.
      const nonce = random.bytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealingKey, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(version), currentId, nonce, cipher.getAuthTag(), body]);
    },
    unseal(sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
      const key =
        bytes.length >= bodyAt && bytes[0] === version ? byId.get(bytes.toString("latin1", 1, nonceAt)) : undefined;
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

/** The key's name inside sealed values: derived, so that a ring is a plain list of keys. */
function keyId(key: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.from("countersign key id\0"), key])).subarray(0, keyIdLength);
}

/** Reads a ring: keys of 32 bytes in base64, separated by commas, spaces or lines; the first one seals. */
export function readKeyRing(text: string): Buffer[] {
  const parts = text.split(/[\s,]+/).filter(Boolean);
  const keys = parts.map((part) => Buffer.from(part, "base64"));
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    throw new Error("a key ring is one or more keys of 32 bytes in base64, separated by commas or lines");
  }
  return keys;
}
