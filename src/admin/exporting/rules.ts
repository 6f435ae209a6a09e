// What an export is sealed to, how that is called, and which consents still count.
import { day, minute } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/hashing.ts";

/** Whose consent it is: that of an administrator of the organisation, or of whoever looks after the installation. */
export type Side = "administrator" | "operator";

export const mostRecipients = 10;

/** A consent counts for so long, ms. */
export const consentFor = day;
/** From when a consent must be to count. */
export const countsFrom = (now: number): number => now - consentFor;
/** A consent from further ahead was given by a clock that has gone back since. */
export const countsUpTo = (now: number): number => now + minute;

/**
 * Public keys as `age-keygen` writes them, in one order; `undefined` where one has not their form. Whether its checksum is
 * right is for the library to say.
 */
export function readRecipients(typed: readonly string[]): string[] | undefined {
  const read = new Set(typed.flatMap((text) => text.split(/[\s,]+/)).filter((text) => text !== ""));
  const good = [...read].every((text) => /^age1[02-9ac-hj-np-z]{58}$/.test(text));
  return good && read.size >= 1 && read.size <= mostRecipients ? [...read].sort() : undefined;
}

/** Names exactly these recipients, for two people to compare: 128 bits, in groups of four. */
export function fingerprintOf(recipients: readonly string[]): string {
  const digits = sha256(recipients.join("\n")).toString("hex").slice(0, 32);
  return digits.replace(/(.{4})(?=.)/g, "$1 ");
}

/** The same as it was typed. */
export const readFingerprint = (typed: string): string =>
  typed
    .toLowerCase()
    .replace(/[^0-9a-f]/g, "")
    .replace(/(.{4})(?=.)/g, "$1 ");

export type State = "waiting" | "agreed" | "taken" | "withdrawn" | "expired";

interface Dated {
  administrator_at: number | null;
  operator_at: number | null;
  taken_at: number | null;
  ended_at: number | null;
}

export function stateOf({ administrator_at, operator_at, taken_at, ended_at }: Dated, now: number): State {
  if (taken_at !== null) return "taken";
  if (ended_at !== null) return "withdrawn";
  const given = [administrator_at, operator_at].filter((at) => at !== null);
  if (given.some((at) => at <= countsFrom(now) || at > countsUpTo(now))) return "expired";
  return given.length === 2 ? "agreed" : "waiting";
}
