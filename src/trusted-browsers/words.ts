// How long a browser is trusted, in words.
import { plural } from "../ui/index.ts";

/** '1 hour', '1 week', '30 days'; parts of a day in hours. */
export function trustLength(days: number): string {
  if (days % 7 === 0 && days <= 28) return plural(days / 7, "week");
  if (Number.isInteger(days)) return plural(days, "day");
  const hours = Math.round(days * 240) / 10;
  return hours % 24 === 0 ? plural(hours / 24, "day") : plural(hours, "hour");
}
