// How long a browser is trusted, in words.
import { type Words, words } from "../words/index.ts";

/** '1 hour', '1 week', '30 days'; parts of a day in hours. */
export function trustLengthIn(days: number, { shared }: Words): string {
  if (days % 7 === 0 && days <= 28) return shared.weeks(days / 7);
  if (Number.isInteger(days)) return shared.days(days);
  const hours = Math.round(days * 240) / 10;
  return hours % 24 === 0 ? shared.days(hours / 24) : shared.hours(hours);
}

/** The same in English. */
export const trustLength = (days: number): string => trustLengthIn(days, words.en);
