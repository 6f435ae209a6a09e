// How the audit trail may be narrowed down, as addresses, the API and the command line say it.
import { type EventName, eventCatalogue } from "../../audit/events.ts";
import { day } from "../../kernel/clock.ts";
import { readDay, startOfDay } from "../../kernel/days.ts";

export interface AuditFilters {
  /** Who did it: a screen name, an e-mail address, or the id of a person or an API key. */
  who?: string;
  /** About whom, in the same way. */
  about?: string;
  /** The name of an event, or what several begin with, such as `sign-in`. */
  what?: string;
  /** From this day or moment on. */
  from?: string;
  /** Up to the end of this day, or up to this moment. */
  to?: string;
  /** The address it came from. */
  where?: string;
  outcome?: "done" | "refused";
}

export const filterNames = [
  "who",
  "about",
  "what",
  "from",
  "to",
  "where",
  "outcome",
] as const satisfies readonly (keyof AuditFilters)[];

export const eventNames = Object.keys(eventCatalogue) as EventName[];

export type EventGroup = EventName extends infer Name
  ? Name extends `${infer Group}.${string}`
    ? Group
    : never
  : never;

/** What comes before the dot, each once. */
export const eventGroups = [...new Set(eventNames.map((name) => name.split(".")[0] as EventGroup))];

/** The events that a filter means; `undefined` where there is none of that name. */
export function namesMeant(what: string): EventName[] | undefined {
  const names = eventNames.filter((name) => name === what || name.startsWith(`${what}.`));
  return names.length > 0 ? names : undefined;
}

/** ms since the epoch; `undefined` for what is neither a day nor a moment of ISO 8601. */
export function momentOf(text: string, edge: "from" | "to"): number | undefined {
  const whole = readDay(text);
  if (whole !== undefined) return startOfDay(whole) + (edge === "to" ? day : 0);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

const readable: { [name in keyof AuditFilters]?: (text: string) => boolean } = {
  what: (text) => namesMeant(text) !== undefined,
  from: (text) => momentOf(text, "from") !== undefined,
  to: (text) => momentOf(text, "to") !== undefined,
  outcome: (text) => text === "done" || text === "refused",
};

/** What an address says, and which of it can't be read. */
export function readAuditFilters(get: (name: string) => string | undefined): {
  filters: AuditFilters;
  unreadable: (keyof AuditFilters)[];
} {
  const filters: Record<string, string> = {};
  const unreadable: (keyof AuditFilters)[] = [];
  for (const name of filterNames) {
    const text = (get(name) ?? "").slice(0, 300).trim();
    if (text === "") continue;
    if (readable[name]?.(text) === false) unreadable.push(name);
    else filters[name] = text;
  }
  return { filters: filters as AuditFilters, unreadable };
}

/** The end of an address: '?what=sign-in&from=…', or nothing. */
export function queryOf(filters: AuditFilters, more: Record<string, string | undefined> = {}): string {
  const entries = Object.entries({ ...filters, ...more }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries)}`;
}
