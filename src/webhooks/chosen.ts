// Which events a webhook is sent: names of the catalogue, or all.
import { type EventName, eventCatalogue } from "../audit/events.ts";

export const names = Object.keys(eventCatalogue) as EventName[];

/** 'all', or those that are named; `undefined` where one is none of the catalogue. */
export function readEvents(typed: readonly string[]): EventName[] | "all" | undefined {
  if (typed.includes("*")) return "all";
  const chosen = new Set(typed);
  for (const name of chosen) if (!Object.hasOwn(eventCatalogue, name)) return undefined;
  return chosen.size === 0 ? undefined : names.filter((name) => chosen.has(name));
}

export const writeEvents = (events: readonly EventName[] | "all"): string =>
  events === "all" ? "*" : events.join(" ");
export const eventsIn = (stored: string): EventName[] | "all" => readEvents(stored.split(" ")) ?? [];
export const wants = (stored: string, name: string): boolean => stored === "*" || stored.split(" ").includes(name);
