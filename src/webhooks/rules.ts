// What a webhook may be, when what was not taken is tried again, and when it is given up. Pure.
import { day, hour, minute, second } from "../kernel/clock.ts";

export const mostWebhooks = 20;
export const longestUrl = 500;
/** After another secret was made the one before signs as well for so long. */
export const overlap = day;
/** A process that took a delivery has it to itself for so long; an answer is waited for much shorter. */
export const lease = minute;
export const answersWithin = 10 * second;
/** With nothing taken for so long a webhook is stopped. */
export const stopsAfter = 5 * day;
/** Deliveries that were taken are kept for so long, and given up ones longer. */
export const keptFor = { taken: 7 * day, givenUp: 30 * day };

/** In ms before each further try, as the standard proposes: about three days in all. */
const waits = [
  ...[5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour],
];

/** After the try of this number; `undefined` after the last one. */
export const waitAfter = (tries: number): number | undefined => waits[tries - 1];

/** An address to send to; whether it may be spoken to is decided when it is. */
export function readUrl(typed: string): string | undefined {
  const text = typed.trim();
  if (text.length > longestUrl || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.username === "" && url.password === "" && url.hash === "" && url.hostname !== "";
  return /^https?:$/.test(url.protocol) && plain ? url.href : undefined;
}

export const secretContext = (organisation: string, id: string): string => `webhook ${organisation} ${id}`;
export const formerContext = (organisation: string, id: string): string => `former webhook ${organisation} ${id}`;
