// What an authenticator app shows and how its answers are judged, without knowing where secrets are kept.

import { latinDigits } from "../../kernel/digits.ts";
import { isSeen, turns } from "../../kernel/names.ts";
import type { Algorithm } from "../../otp/index.ts";
import { matchTimeStep, normaliseCode } from "../../otp/index.ts";

export interface TotpSettings {
  algorithm: Algorithm;
  digits: number;
  period: number;
}

/** What every authenticator app understands (Key Uri Format); many ignore any other choice. */
export const settingsOfNewAuthenticator: TotpSettings = { algorithm: "SHA1", digits: 6, period: 30 };

/** 160 bits, as RFC 4226 section 4 recommends. */
export const secretLength = 20;

/** The time step that a typed code belongs to: the current one, the one before or the one after (RFC 6238, 5.2). */
export function stepOfCode(secret: Uint8Array, typed: string, settings: TotpSettings, now: number): number | undefined {
  const code = normaliseCode(latinDigits(typed), settings.digits);
  if (code === undefined) return undefined;
  return matchTimeStep({ secret, code, at: now, ...settings });
}

/** How many digits a person's codes have: one number, or the least and the most where several apps differ. */
export function lengthsOfCodes(authenticators: readonly { digits: number }[]): { digits: number; upTo: number } {
  const lengths = authenticators.map(({ digits }) => digits);
  if (lengths.length === 0)
    return { digits: settingsOfNewAuthenticator.digits, upTo: settingsOfNewAuthenticator.digits };
  return { digits: Math.min(...lengths), upTo: Math.max(...lengths) };
}

/** Whether a restore barred the step. A bar in a future that the clock has left does not count: it would keep people out. */
export const isBarred = (step: number, barredThrough: number | null | undefined, newest: number): boolean =>
  barredThrough != null && step <= barredThrough && barredThrough <= newest;

/** The name as it is kept: one line, 1 to 60 characters. */
export function readAuthenticatorName(text: string): string | undefined {
  const name = text.slice(0, 500).normalize("NFC").replace(/\s+/gu, " ").trim();
  return isSeen(name) && name.length <= 60 && !turns.test(name) && !/[\p{Cc}\p{Cs}]/u.test(name) ? name : undefined;
}

/** Ties a sealed secret to its row, so that it can't be moved to another person's. */
export const sealingContext = (organisation: string, person: string, authenticator: string): string =>
  `totp\0${organisation}\0${person}\0${authenticator}`;
