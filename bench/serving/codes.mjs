// The generator's authenticator app: HOTP of the time step (RFC 6238), six digits, SHA-1.
import { createHmac, createSecretKey } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

const period = 30_000;

export function currentStep() {
  return Math.floor(Date.now() / period);
}

export function totp(secret, step = currentStep()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  // A key object: Node 24 is four times slower with the bytes themselves.
  const digest = createHmac("sha1", createSecretKey(secret)).update(counter).digest();
  const value = digest.readUInt32BE(digest[19] & 15) & 0x7fff_ffff;
  return String(value % 1_000_000).padStart(6, "0");
}

/** Waits until no code that was given in `step` or before is the current one. */
export async function stepAfter(step) {
  while (currentStep() <= step) await wait((step + 1) * period - Date.now() + 20);
}
