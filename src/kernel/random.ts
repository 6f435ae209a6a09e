// The one source of randomness, given to whatever needs it, so that tests can seed it.
import { randomBytes } from "node:crypto";

export interface Random {
  /** `count` bytes that nobody can foresee. */
  bytes(count: number): Buffer;
}

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
