// Adds, changes, rotates and removes webhooks. Who may do so is decided above.
import { record } from "../audit/actions.ts";
import { getHead } from "../audit/chain/store.ts";
import type { EventName } from "../audit/events.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { isId, newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import type { Source } from "../kernel/source.ts";
import { words } from "../words/index.ts";
import { eventsIn, writeEvents } from "./chosen.ts";
import * as deliveries from "./deliveries/store.ts";
import { formerContext, keptFor, mostWebhooks, overlap, secretContext } from "./rules.ts";
import { secretText } from "./signing.ts";
import * as store from "./store.ts";

export type WebhookStatus = "on" | "off" | "stopped";

export interface Webhook {
  organisation: string;
  id: string;
  url: string;
  events: EventName[] | "all";
  status: WebhookStatus;
  /** Until when the former secret signs as well; `undefined` where none does. */
  formerUntil: number | undefined;
  createdAt: number;
  failingSince: number | undefined;
  lastTakenAt: number | undefined;
}

type Needs = { clock: Clock; random: Random; sealer: Sealer };
type By = { actor: string | null; source: Source };
type Row = NonNullable<(typeof store.get)["row"]>;

const shown = (row: Row): Webhook => ({
  organisation: row.organisation_id,
  id: row.id,
  url: row.url,
  events: eventsIn(row.events),
  status: row.status as WebhookStatus,
  formerUntil: row.former_until ?? undefined,
  createdAt: row.created_at,
  failingSince: row.failing_since ?? undefined,
  lastTakenAt: row.last_taken_at ?? undefined,
});

export async function webhooksOf(queries: Queries, organisation: string): Promise<Webhook[]> {
  return (await queries.all(store.getAll, { organisation })).map(shown);
}

export async function webhookById(queries: Queries, organisation: string, id: string): Promise<Webhook | undefined> {
  const row = isId(id) ? await queries.first(store.get, { organisation, id }) : undefined;
  return row && shown(row);
}

/** The same, kept from changing until the transaction ends. */
export async function webhookLocked(tx: Transaction, organisation: string, id: string): Promise<Webhook | undefined> {
  const row = isId(id) ? await tx.first(store.getLocked, { organisation, id }) : undefined;
  return row && shown(row);
}

export interface WantedWebhook {
  url: string;
  events: EventName[] | "all";
}

/** It is sent what happens from now on. The secret is shown this once. */
export async function addWebhook(
  tx: Transaction,
  needs: Needs,
  { organisation, url, events, ...by }: WantedWebhook & By & { organisation: string },
): Promise<{ outcome: "added"; id: string; secret: string } | { outcome: "too-many" }> {
  await tx.first(store.lockOrganisation, { organisation });
  const others = await tx.all(store.getAll, { organisation });
  if (others.length >= mostWebhooks) return { outcome: "too-many" };
  const id = newId(needs);
  const { sealed, text } = freshSecret(needs, secretContext(organisation, id));
  const seq = await headOf(tx, organisation);
  const at = needs.clock.now();
  await tx.run(store.insert, { organisation, id, url, events: writeEvents(events), secret: sealed, seq, at });
  await tell(tx, needs, "webhook.added", { organisation, id, url, events, ...by });
  return { outcome: "added", id, secret: text };
}

/** Turned on again it is sent what happens from then on. */
export async function changeWebhook(
  tx: Transaction,
  needs: Needs,
  { organisation, id, url, events, on, ...by }: WantedWebhook & By & { organisation: string; id: string; on: boolean },
): Promise<boolean> {
  const before = await tx.first(store.getLocked, { organisation, id });
  if (!before) return false;
  const begins = on && before.status !== "on";
  const at = needs.clock.now();
  await tx.run(store.update, {
    ...{ organisation, id, url, events: writeEvents(events), status: on ? "on" : "off", at },
    seq: begins ? await headOf(tx, organisation) : before.seq,
    beginsAt: begins ? at : before.begins_at,
    failingSince: begins ? null : before.failing_since,
  });
  if (!on && before.status === "on")
    await tx.run(deliveries.giveUpWaiting, {
      organisation,
      webhook: id,
      failure: words.en.consoleWebhooks.failures.turnedOff,
    });
  await tell(tx, needs, "webhook.changed", { organisation, id, url, events, ...by, more: { on } });
  return true;
}

/** The former one signs beside it for a day. @returns the new one, shown this once; `undefined` where another took its place */
export async function rotateSecret(
  tx: Transaction,
  needs: Needs,
  { organisation, id, ...by }: By & { organisation: string; id: string },
): Promise<string | undefined> {
  const before = await tx.first(store.get, { organisation, id });
  if (!before) return undefined;
  const at = needs.clock.now();
  const { sealed, text } = freshSecret(needs, secretContext(organisation, id));
  const kept = needs.sealer.seal(
    needs.sealer.unseal(before.sealed_secret, secretContext(organisation, id)),
    formerContext(organisation, id),
  );
  const replaced = await tx.run(store.replaceSecret, {
    ...{ organisation, id, secret: sealed, former: kept, until: at + overlap, at, before: before.sealed_secret },
  });
  if (replaced !== 1) return undefined;
  await record(tx, needs, {
    ...{ organisation, name: "webhook.secret-replaced", person: null, details: { webhook: id }, ...by },
  });
  return text;
}

export async function removeWebhook(
  tx: Transaction,
  needs: Needs,
  { organisation, id, ...by }: By & { organisation: string; id: string },
): Promise<boolean> {
  const before = await tx.first(store.get, { organisation, id });
  if (!before || (await tx.run(store.remove, { organisation, id })) !== 1) return false;
  const { url } = before;
  await tell(tx, needs, "webhook.removed", { organisation, id, url, events: eventsIn(before.events), ...by });
  return true;
}

export interface Delivery {
  id: string;
  event: string;
  /** `undefined` where the event is gone. */
  name: string | undefined;
  state: "waiting" | "taken" | "given-up";
  createdAt: number;
  nextTryAt: number | undefined;
  takenAt: number | undefined;
  tries: number;
  status: number | undefined;
  failure: string | undefined;
}

/** One more than asked for tells that there is a next page. */
export async function deliveriesOf(queries: Queries, wanted: deliveries.DeliveriesWanted): Promise<Delivery[]> {
  const rows = await queries.list(deliveries.page({ ...wanted, limit: wanted.limit + 1 }));
  return rows.map((row) => ({
    id: row.id,
    event: row.event_id,
    name: row.name ?? undefined,
    state: row.next_try_at !== null ? "waiting" : row.taken_at !== null ? "taken" : "given-up",
    createdAt: row.created_at,
    nextTryAt: row.next_try_at ?? undefined,
    takenAt: row.taken_at ?? undefined,
    tries: row.tries,
    status: row.status ?? undefined,
    failure: row.failure ?? undefined,
  }));
}

export interface Counts {
  waiting: number;
  givenUp: number;
}

export async function countsOf(queries: Queries, organisation: string): Promise<Map<string, Counts>> {
  const [waiting, givenUp] = await Promise.all([
    queries.all(deliveries.countWaiting, { organisation }),
    queries.all(deliveries.countGivenUp, { organisation }),
  ]);
  const counts = new Map<string, Counts>();
  const of = (webhook: string) => counts.get(webhook) ?? { waiting: 0, givenUp: 0 };
  for (const row of waiting) counts.set(row.webhook_id, { ...of(row.webhook_id), waiting: row.count });
  for (const row of givenUp) counts.set(row.webhook_id, { ...of(row.webhook_id), givenUp: row.count });
  return counts;
}

/** @returns whether there is such a delivery that is not on its way anyway */
export async function replay(
  tx: Transaction,
  needs: Pick<Needs, "clock">,
  key: { organisation: string; webhook: string; id: string },
): Promise<boolean> {
  return isId(key.id) && (await tx.run(deliveries.replay, { ...key, now: needs.clock.now() })) === 1;
}

/** All that were given up. @returns how many */
export function replayAll(
  tx: Transaction,
  needs: Pick<Needs, "clock">,
  key: { organisation: string; webhook: string },
): Promise<number> {
  return tx.run(deliveries.replayAll, { ...key, now: needs.clock.now() });
}

/** Deliveries whose time is over, and former secrets that sign no more. */
export async function removeOld(tx: Transaction, organisation: string, now: number): Promise<void> {
  await tx.run(store.dropFormer, { organisation, now });
  await tx.run(deliveries.removeOld, { organisation, taken: now - keptFor.taken, givenUp: now - keptFor.givenUp });
}

const headOf = async (tx: Transaction, organisation: string): Promise<number> =>
  (await tx.first(getHead, { organisation }))?.seq ?? 0;

/** 32 random bytes: the standard asks for 24 to 64. */
function freshSecret({ random, sealer }: Needs, context: string): { sealed: Uint8Array; text: string } {
  const secret = random.bytes(32);
  return { sealed: sealer.seal(secret, context), text: secretText(secret) };
}

async function tell(
  tx: Transaction,
  needs: Needs,
  name: EventName,
  {
    organisation,
    id,
    url,
    events,
    actor,
    source,
    more,
  }: WantedWebhook & By & { organisation: string; id: string; more?: Record<string, boolean> },
): Promise<void> {
  // What stands behind the host may be a secret of the receiver's: many chats know nothing else of who sends.
  const details = { webhook: id, address: hostAlone(url), events: writeEvents(events).slice(0, 300), ...more };
  await record(tx, needs, { organisation, name, actor, person: null, source, details });
}

export const withoutQuery = (url: string): string => {
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname}${search === "" ? "" : "?…"}`;
};

const hostAlone = (url: string): string => {
  const { origin, pathname, search } = new URL(url);
  return pathname === "/" && search === "" ? origin : `${origin}/…`;
};
