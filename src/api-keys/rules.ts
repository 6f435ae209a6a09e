// What API keys look like, what each scope opens, and who may give it to a key.
import { day, hour, minute } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";

export const scopes = [
  "read:me",
  "read:people",
  "write:people",
  "read:policy",
  "write:policy",
  "read:applications",
  "write:applications",
  "read:audit",
] as const;
export type Scope = (typeof scopes)[number];

const id = "[0-9a-f-]{36}";
/** What is not here no key opens, whatever its scopes. Below `/api/v1`. */
const opened: readonly [Scope, methods: string, RegExp][] = [
  ["read:me", "GET", /^\/me$/],
  ["read:people", "GET", new RegExp(`^/people(\\.csv|/${id}(/(sessions|trusted-browsers|requirement))?)?$`)],
  ["write:people", "POST", new RegExp(`^/people(/${id}/(invitation|disable|enable))?$`)],
  ["write:people", "PATCH", new RegExp(`^/people/${id}$`)],
  ["read:policy", "GET", /^\/(policy|policy\/explanation|account-types)$/],
  ["write:policy", "PUT", /^\/policy$/],
  ["write:policy", "POST", /^\/account-types$/],
  ["write:policy", "DELETE", /^\/account-types\/[^/]+$/],
  ["read:applications", "GET", new RegExp(`^/applications(/${id})?$`)],
  ["write:applications", "POST", new RegExp(`^/applications(/${id}/secret)?$`)],
  ["write:applications", "PATCH DELETE", new RegExp(`^/applications/${id}$`)],
  ["read:audit", "GET", /^\/audit-events(\.csv|\.jsonl)?$/],
];

/** The scope that a request needs; `undefined` where no key gets through. @param path below `/api/v1` */
export function scopeFor(method: string, path: string): Scope | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  return opened.find(([, methods, address]) => methods.split(" ").includes(asked) && address.test(path))?.[0];
}

export const isScope = (text: string): text is Scope => scopes.some((scope) => scope === text);

/** As it is stored. Whatever else stands there opens nothing. */
export const readScopes = (text: string): Scope[] => text.split(" ").filter(isScope);

/** Those that the owner's own key may have: nobody gives away more than they hold. */
export function scopesOf(roles: ReadonlySet<string>): Scope[] {
  if (roles.has("administrator")) return [...scopes];
  return roles.has("helper") ? ["read:me", "read:people"] : ["read:me"];
}

/** The organisation's has nobody whose account it could be about. */
export const scopesOfOrganisation = scopes.filter((scope) => scope !== "read:me");

export const usualDays = 90;
export const mostDays = 365;
export const mostKeys = 20;
/** Last use is written at most this often. */
export const touchEvery = minute;
/** A refusal of a key that there is leaves an event at most this often. */
export const refusalEvery = hour;

export const readDays = (days: number): number | undefined =>
  Number.isInteger(days) && days >= 1 && days <= mostDays ? days * day : undefined;

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
