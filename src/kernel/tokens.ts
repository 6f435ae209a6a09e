// Bearer tokens: a public id that finds the row, and a secret of 256 bits of which only the SHA-256 is kept.

import type { Clock } from "./clock.ts";
import { sha256 } from "./hashing.ts";
import type { Random } from "./random.ts";

export interface MintedToken {
  /** Finds the row; not secret, may be listed. */
  id: string;
  /** What the bearer holds: `<id>.<secret>`. */
  token: string;
  /** What is stored. */
  hash: Buffer;
}

export interface PresentedToken {
  id: string;
  hash: Buffer;
}

/** A new token, or, given the id of an existing row, its next one. */
export function mintToken(needs: { clock: Clock; random: Random }, id = newTokenId(needs)): MintedToken {
  const secret = needs.random.bytes(32).toString("base64url");
  return { id, token: `${id}.${secret}`, hash: sha256(secret) };
}

/** Begins with the time, so that rows of the same hour are neighbours and a commit touches few pages. */
function newTokenId({ clock, random }: { clock: Clock; random: Random }): string {
  const bytes = random.bytes(16);
  bytes.writeUIntBE(Math.max(0, clock.now()), 0, 6);
  return bytes.toString("base64url");
}

/** Whether a text from outside can be the id of a token at all. */
export const isTokenId = (text: string): boolean => /^[A-Za-z0-9_-]{22}$/.test(text);

const shape = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Takes a presented token apart; `undefined` for anything that no token of ours looks like. */
export function readToken(text: string | undefined): PresentedToken | undefined {
  if (text === undefined || text.length !== 66) return undefined;
  const parts = shape.exec(text);
  return parts ? { id: parts[1] as string, hash: sha256(parts[2] as string) } : undefined;
}
