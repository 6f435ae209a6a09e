// What API keys look like, which scopes there are, and who may give them to a key. What each opens: `operations.ts`.
import { day, hour, minute } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";

export const scopes = [
  "read:me",
  "read:people",
  "write:people",
  "write:sessions",
  "read:policy",
  "read:applications",
  "read:identity-providers",
  "read:webhooks",
  "read:help-requests",
  "read:audit",
  "read:mail",
  "write:mail",
  "read:organisation",
  "write:organisation",
  "read:api-keys",
  "end:api-keys",
  "read:organisations",
  "write:second-factors",
  "delete:people",
  "bulk:people",
  "import:people",
  "write:policy",
  "write:applications",
  "write:identity-providers",
  "write:webhooks",
  "write:help-requests",
  "write:organisations",
] as const;
export type Scope = (typeof scopes)[number];

/** With these somebody could get into accounts, see everything, or leave everybody unprotected: they are given for a shorter time. */
const powerful: ReadonlySet<Scope> = new Set([
  "write:second-factors",
  "delete:people",
  "bulk:people",
  "import:people",
  "write:policy",
  "write:applications",
  "write:identity-providers",
  "write:webhooks",
  "write:help-requests",
  "write:organisations",
]);
export const isPowerful = (scope: Scope): boolean => powerful.has(scope);

const ofOperators: readonly Scope[] = ["read:organisations", "write:organisations"];
const ofHelpers: readonly Scope[] = ["read:me", "read:people", "read:help-requests", "write:help-requests"];

export const isScope = (text: string): text is Scope => scopes.some((scope) => scope === text);

/** As it is stored. Whatever else stands there opens nothing. */
export const readScopes = (text: string): Scope[] => text.split(" ").filter(isScope);

/** Those that the owner's own key may have: nobody gives away more than they hold. */
export function scopesOf(roles: ReadonlySet<string>): Scope[] {
  if (roles.has("administrator"))
    return scopes.filter((scope) => roles.has("operator") || !ofOperators.includes(scope));
  return roles.has("helper") ? [...ofHelpers] : ["read:me"];
}

/** The organisation's has nobody whose account it could be about, and no say over other organisations. */
export const scopesOfOrganisation = scopes.filter((scope) => scope !== "read:me" && !ofOperators.includes(scope));

export const usualDays = 90;
export const mostDays = 365;
/** Of a key with a powerful scope. */
export const mostDaysOfPowerful = 90;
export const mostKeys = 20;
/** Last use is written at most this often. */
export const touchEvery = minute;
/** A refusal of a key that there is leaves an event at most this often. */
export const refusalEvery = hour;

export function readDays(days: number, given: readonly Scope[]): number | undefined {
  const most = given.some(isPowerful) ? mostDaysOfPowerful : mostDays;
  return Number.isInteger(days) && days >= 1 && days <= most ? days * day : undefined;
}

/** `cs_`, the id that finds the row, `_`, the secret. @param token `<id>.<secret>`, as tokens are minted */
export const keyText = (token: string): string => `cs_${token.replace(".", "_")}`;

const shape = /^cs_([A-Za-z0-9_-]{22})_([A-Za-z0-9_-]{43})$/;

export interface PresentedKey {
  id: string;
  hash: Buffer;
}

/** Whether an `Authorization` header speaks of an API key at all, and of which; `unreadable` for one that looks like none. */
export function presentedKey(authorization: string | undefined): PresentedKey | "unreadable" | undefined {
  if (authorization === undefined) return undefined;
  const text = keyIn(authorization);
  if (!text?.startsWith("cs_")) return undefined;
  const parts = shape.exec(text);
  return parts ? { id: parts[1] as string, hash: sha256(parts[2] as string) } : "unreadable";
}

/** After `Bearer`, or the password of `Basic` with any name (RFC 7617). */
function keyIn(authorization: string): string | undefined {
  const bearer = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic +([A-Za-z0-9+/]{4,400}={0,2})$/i.exec(authorization)?.[1];
  if (basic === undefined) return undefined;
  const text = Buffer.from(basic, "base64").toString("latin1");
  return text.includes(":") ? text.slice(text.indexOf(":") + 1) : undefined;
}
