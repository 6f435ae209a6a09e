// What a webhook may be, how what is sent is written and signed (Standard Webhooks 1.0), when it is tried again and given up.
import { createHmac } from "node:crypto";
import { type EventName, eventCatalogue } from "../audit/events.ts";
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

/** As it is shown, once, and given to the libraries of the standard. */
export const secretText = (secret: Uint8Array): string => `whsec_${Buffer.from(secret).toString("base64")}`;

export interface Sent {
  /** The same at every try: whoever takes it twice can tell. */
  id: string;
  /** ms */
  at: number;
  body: string;
}

/** @param secrets the present one first */
export function headersOf({ id, at, body }: Sent, secrets: readonly Uint8Array[]): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signatures = secrets.map((secret) => {
    const signed = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
    return `v1,${signed}`;
  });
  return {
    "content-type": "application/json",
    "user-agent": "Countersign webhooks",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}

export interface SentEvent {
  id: string;
  at: number;
  name: string;
  actor_id: string | null;
  person_id: string | null;
  outcome: string;
  address: string;
  user_agent: string;
  details: string;
}

export const bodyOf = (organisation: string, event: SentEvent): string =>
  JSON.stringify({
    type: event.name,
    timestamp: new Date(event.at).toISOString(),
    data: {
      id: event.id,
      organisation,
      actor: event.actor_id,
      person: event.person_id,
      outcome: event.outcome,
      address: event.address,
      userAgent: event.user_agent,
      details: JSON.parse(event.details),
    },
  });

/** What a test sends; no such thing has happened. */
export const testBody = (organisation: string, at: number): string =>
  JSON.stringify({ type: "webhook.test", timestamp: new Date(at).toISOString(), data: { organisation } });
