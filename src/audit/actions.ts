// Appends events, always within the transaction of what they tell of, so that neither stands without the other.
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { note } from "../kernel/happenings.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import { enqueue } from "../mail/actions.ts";
import { type AuditEvent, toldByMail } from "./events.ts";
import {
  type EventRow,
  type EventsWanted,
  earlierAbout,
  frequentNames,
  getLatestTime,
  insertAllWaiting,
  insertEvent,
  insertEvents,
  insertWaiting,
  latestAbout,
  latestNamed,
  pageOfEvents,
} from "./store.ts";

export async function record(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  event: AuditEvent,
): Promise<void> {
  noteEvent(tx, event);
  const row = rowOf(needs, event);
  const { organisation, id } = row;
  await Promise.all([tx.run(insertEvent, row), tx.run(insertWaiting, { organisation, id })]);
  await tell(tx, needs, event);
}

/** Many at once, in their order. */
export async function recordAll(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  events: AuditEvent[],
): Promise<void> {
  for (const event of events) noteEvent(tx, event);
  for (let i = 0; i < events.length; i += portion) {
    const rows = events.slice(i, i + portion).map((event) => rowOf(needs, event));
    await tx.list(insertEvents(rows));
    await tx.list(insertAllWaiting(rows));
  }
  for (const event of events) await tell(tx, needs, event);
}

/** The latest events about one person, newest first; those before the one of this id, where it is given. */
export function historyOf(queries: Queries, organisation: string, person: string, most = 10, before?: string) {
  return before === undefined
    ? queries.all(latestAbout, { organisation, person, most })
    : queries.all(earlierAbout, { organisation, person, most, before });
}

/** The latest event of one name about a person since a moment, e.g. to warn its owner. */
export function latestSince(
  queries: Queries,
  organisation: string,
  person: string,
  name: AuditEvent["name"],
  since: number,
) {
  return queries.first(latestNamed, { organisation, person, name, since });
}

/** When the newest event of the installation happened; ms since the epoch. */
export async function latestEvent(queries: Queries): Promise<number | undefined> {
  return (await queries.first(getLatestTime, {}))?.at ?? undefined;
}

/** A portion of what happened, newest first, led by one index. */
export function eventsBefore(queries: Queries, wanted: EventsWanted) {
  return queries.list(pageOfEvents(wanted));
}

export { frequentNames };

const portion = 200;

const noteEvent = (tx: Transaction, { name, outcome = "done" }: AuditEvent): void =>
  note(tx, { what: "event", name, outcome });

const rowOf = (needs: { clock: Clock; random: Random }, event: AuditEvent): EventRow => ({
  organisation: event.organisation,
  id: newId(needs),
  at: needs.clock.now(),
  name: event.name,
  actor: event.actor,
  person: event.person,
  outcome: event.outcome ?? "done",
  address: event.source.address,
  userAgent: event.source.userAgent,
  details: JSON.stringify(
    event.source.apiKey === undefined ? (event.details ?? {}) : { ...event.details, apiKey: event.source.apiKey },
  ),
});

async function tell(tx: Transaction, needs: { clock: Clock; random: Random }, event: AuditEvent): Promise<void> {
  if (event.person === null || event.untold || !toldByMail.has(event.name)) return;
  const { organisation, person, name: kind } = event;
  const details = {
    ...event.details,
    at: needs.clock.now(),
    address: event.source.address,
    browser: event.source.userAgent,
    own: event.actor === person,
  };
  for (const to of event.alsoTo ?? []) await enqueue(tx, needs, { organisation, person, to, kind, details });
  await enqueue(tx, needs, { organisation, person, kind, details });
}
