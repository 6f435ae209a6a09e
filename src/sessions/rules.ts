// What a session proves, how long it lasts, and whether it is enough for what policy asks now.
import { hour, minute } from "../kernel/clock.ts";

/**
 * `vouched`: an application says that it has looked at the password. `provider`: an identity provider of the organisation
 * vouched for the person.
 */
export type Proof = "password" | "vouched" | "provider" | "totp" | "recovery-code" | "trusted-browser";

/** From sign-in to the end, whatever happens (NIST SP 800-63B-4, 2.2.3: at most 24 hours). */
export const sessionLength = 24 * hour;
/** One that an application vouched for: until the browser is back there. */
export const vouchedLength = 2 * minute;
/** Without any request (there: at most one hour). */
export const idleLength = hour;
/** A second factor or password at most this old lets a person do what needs a fresh one. */
export const freshFor = 15 * minute;
/** Last use is written at most this often, so that reading a page rarely writes. */
export const touchEvery = minute;

/** Whether a session still counts. One that was used far ahead, by a clock that was set back since, would outlive its length. */
export function lasts(
  { expires_at, last_used_at }: { expires_at: number; last_used_at: number },
  now: number,
): boolean {
  return now < expires_at && Math.abs(now - last_used_at) < idleLength;
}

/**
 * `amr` of RFC 8176: what was proven here, and nothing else. A trusted browser proves nothing anew; what an identity
 * provider says that it saw is its word and not ours (`fed`, which the registry does not have).
 */
export function methodsReferences(proofs: readonly Proof[]): string[] {
  const first = proofs.includes("password") ? ["pwd"] : proofs.includes("provider") ? ["fed"] : [];
  return proofs.includes("totp") ? [...first, "otp", "mfa"] : first;
}

/** Whether proofs satisfy a requirement that binds now. */
export function satisfies(proofs: readonly Proof[], level: "off" | "optional" | "required"): boolean {
  return level !== "required" || proofs.includes("totp") || proofs.includes("trusted-browser");
}

export const isFresh = (at: number | null, now: number): boolean =>
  at !== null && now - at <= freshFor && at <= now + minute;

const known: readonly string[] = ["password", "vouched", "provider", "totp", "recovery-code", "trusted-browser"];
export const readProofs = (text: string): Proof[] =>
  text.split(" ").filter((proof): proof is Proof => known.includes(proof));
