// What people of the application are called here, and what it is told of them.
import { methodsReferences, readProofs } from "../../sessions/rules.ts";

export const longestName = 200;

/** The application's own id of a person, as text; `undefined` for what can be none. */
export function readOwnId(id: unknown): string | undefined {
  const text = typeof id === "number" || typeof id === "bigint" ? String(id) : id;
  if (typeof text !== "string" || text.length < 1 || text.length > longestName) return undefined;
  // Two ids that look the same in a list must not be two people.
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) || text.trim() !== text || text.normalize("NFC") !== text ? undefined : text;
}

/** What was proven, as the application is told: `pwd` on its own word. */
export function methodsOf(proofs: string): string[] {
  const given = readProofs(proofs);
  return [...(given.includes("vouched") ? ["pwd"] : []), ...methodsReferences(given)];
}
