// Checks and makes password hashes. A login that nobody has costs the same time as one that somebody has.
import type { Random } from "../kernel/random.ts";
import type { SlowHasher } from "../kernel/slow-hashing.ts";
import { normalisePassword } from "./rules.ts";

export interface PasswordNeeds {
  hasher: SlowHasher;
}

/** The hash of a password that nobody knows; checked in place of one that is not there. */
export async function makeDecoy({ hasher, random }: { hasher: SlowHasher; random: Random }): Promise<string> {
  return hasher.encode(random.bytes(32).toString("base64"));
}

export async function checkPassword(
  { hasher }: PasswordNeeds,
  encoded: string | null | undefined,
  decoy: string,
  typed: string,
  organisation?: string,
): Promise<boolean> {
  const right = await hasher.verify(encoded ?? decoy, normalisePassword(typed), organisation);
  return right && encoded != null;
}

export function hashPassword({ hasher }: PasswordNeeds, password: string): Promise<string> {
  return hasher.encode(normalisePassword(password));
}
