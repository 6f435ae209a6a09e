// What travels to an identity provider and back, and by what an answer is known to be one to this very browser.
import type { Said } from "../../identity-providers/rules.ts";
import { minute, second } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/hashing.ts";
import type { Words } from "../../words/index.ts";

/** Why nobody is let in, as pages say it. */
export type Refusal = keyof Words["singleSignOn"]["refused"];

export const purposes = ["sign-in", "confirm", "test"] as const;
export type Purpose = (typeof purposes)[number];

export const visitLength = 10 * minute;

/** Sealed into a cookie of the browser that leaves: only this browser can come back, and nothing of it can be read there. */
export interface LeftFor {
  id: string;
  /** All that is random in state, nonce and code verifier. */
  secret: string;
  provider: string;
  purpose: Purpose;
  /** Fields of a destination. */
  destination: Record<string, string>;
  /** The session that is confirmed, or that tests. */
  session: string | null;
  /** ms since the epoch */
  at: number;
}

/** What goes out for the world to see (state, nonce), and what only the provider's token endpoint hears (verifier). */
export const derived = (secret: string, name: "state" | "nonce" | "verifier"): string =>
  sha256(`single sign-on ${name} ${secret}`).toString("base64url");

export const lasts = ({ at }: Pick<LeftFor, "at">, now: number): boolean =>
  now - at < visitLength && at <= now + minute;

/** What goes to the provider beside what is always sent. */
export function askedOf(
  leftFor: Pick<LeftFor, "purpose" | "destination">,
  { acr, maxAge }: { acr: readonly string[]; maxAge: number | null },
): Record<string, string> {
  const asked: Record<string, string> = {};
  if (acr.length > 0) asked.acr_values = acr.join(" ");
  // In seconds. Whoever is asked for it has to tell `auth_time` (OpenID Connect Core, 2).
  if (maxAge !== null) asked.max_age = String(maxAge * 60);
  if (isFreshAsked(leftFor)) Object.assign(asked, { prompt: "login", max_age: "0" });
  return asked;
}

/** Whether the person has to sign in there anew. */
export const isFreshAsked = ({ purpose, destination }: Pick<LeftFor, "purpose" | "destination">): boolean =>
  purpose === "confirm" || destination.since !== undefined;

/** Two clocks, and a time in whole seconds. */
const skew = 30 * second;

/**
 * What was said, where the person had to sign in anew since they left: by our clock, which is what destinations compare.
 * @returns `undefined` where they did not, or where nothing was said of it
 */
export function saidAnew(said: Said, leftAt: number): Said | undefined {
  const { authTime } = said;
  if (authTime === null || authTime < leftAt - skew || authTime > said.at + skew) return undefined;
  return { ...said, authTime: Math.min(said.at, Math.max(authTime, leftAt)) };
}

/** @param at ms since the epoch, by our clock */
export function saidIn(claims: Readonly<Record<string, unknown>>, at: number): Said {
  const { amr, acr, auth_time } = claims;
  return {
    amr: Array.isArray(amr) ? amr.filter((one): one is string => typeof one === "string").slice(0, 20) : [],
    acr: typeof acr === "string" && acr.length <= 200 ? acr : null,
    authTime: typeof auth_time === "number" && Number.isFinite(auth_time) ? Math.round(auth_time * 1000) : null,
    at,
  };
}

/** Back in the program, it is read as strictly as if it came from outside: another version of it may have sealed it. */
export function readLeftFor(text: string): LeftFor | undefined {
  try {
    const read = JSON.parse(text) as LeftFor;
    const texts = [read.id, read.secret, read.provider, ...Object.values(read.destination)];
    const whole = texts.every((one) => typeof one === "string") && typeof read.at === "number";
    return whole && purposes.includes(read.purpose) ? read : undefined;
  } catch {
    return undefined;
  }
}
