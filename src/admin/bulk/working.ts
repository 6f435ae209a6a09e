// Works confirmed acts on many people off: a portion a transaction, by one process at a time, from wherever it stopped.
import type { Transaction } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import { day, minute } from "../../kernel/clock.ts";
import type { InvitingNeeds } from "../people.ts";
import { type Act, actOn } from "./acting.ts";
import { readAction } from "./rules.ts";
import * as store from "./store.ts";

/** People a transaction: each waits no longer than these take. */
export const portion = 50;
/** Whoever works on it and is not heard of for so long has stopped. */
export const lease = minute;

type BulkChange = Tables["bulk_changes"];
type Held = { organisation: string; id: string; held: number };

/** Up to so many portions. @returns whether it is finished */
export async function workOff(needs: InvitingNeeds, begun: Held, most = Number.POSITIVE_INFINITY): Promise<boolean> {
  let { held } = begun;
  for (let i = 0; i < most; i++) {
    const done = await onePortion(needs, { ...begun, held }).catch(() => oneByOne(needs, { ...begun, held }));
    if (done === undefined) return false;
    if (done.finished) return true;
    held = done.held;
  }
  // Whoever looks next may go on at once.
  await needs.db.transaction((tx) => tx.first(store.hold, { ...begun, held, dueAt: needs.clock.now() }));
  return false;
}

/** One round. @returns whether anything was due */
export async function workOffDue(needs: InvitingNeeds, stop?: AbortSignal): Promise<boolean> {
  const { db, clock } = needs;
  const now = clock.now();
  const due = await db.first(store.getDue, { now, tooFar: now + 2 * lease });
  if (!due) return false;
  const key = { organisation: due.organisation_id, id: due.id };
  const held = now + lease;
  const taken = await db.transaction((tx) => tx.first(store.hold, { ...key, held: due.due_at as number, dueAt: held }));
  // A portion a time, so that a process that is told to stop does.
  if (taken && !stop?.aborted) await workOff(needs, { ...key, held }, stop ? 1 : Number.POSITIVE_INFINITY);
  return true;
}

/** Those that nobody confirmed stay a day, what came of the others a month. */
export async function removeOld(tx: Transaction, organisation: string, now: number): Promise<number> {
  return tx.run(store.removeOne, { organisation, madeBefore: now - day, finishedBefore: now - 30 * day });
}

type Worked = { finished: boolean; held: number } | undefined;

/** `undefined` where another process has it. */
function onePortion(needs: InvitingNeeds, { held, ...key }: Held): Promise<Worked> {
  return needs.db.transaction(async (tx) => {
    const dueAt = needs.clock.now() + lease;
    const bulk = await tx.first(store.hold, { ...key, held, dueAt });
    if (!bulk) return undefined;
    const next = await tx.all(store.nextPeople, { ...key, limit: portion });
    for (const { person_id } of next) await settle(tx, needs, bulk, person_id);
    if (next.length === portion) return { finished: false, held: dueAt };
    await tx.run(store.finish, { ...key, at: needs.clock.now() });
    return { finished: true, held: dueAt };
  });
}

/** One person whom nothing can be done to must not keep the others waiting for ever. */
async function oneByOne(needs: InvitingNeeds, { held, ...key }: Held): Promise<Worked> {
  const { db, clock } = needs;
  const next = await db.all(store.nextPeople, { ...key, limit: portion });
  let last = held;
  for (const { person_id: person } of next) {
    const dueAt = clock.now() + lease;
    const work = (body: (tx: Transaction, bulk: BulkChange) => Promise<unknown>) =>
      db.transaction(async (tx) => {
        const bulk = await tx.first(store.hold, { ...key, held: last, dueAt });
        if (bulk) await body(tx, bulk);
        return bulk !== undefined;
      });
    const stillOurs = await work((tx, bulk) => settle(tx, needs, bulk, person)).catch(() =>
      work((tx) => tx.run(store.setOutcome, { ...key, person, outcome: "failed" })),
    );
    if (!stillOurs) return undefined;
    last = dueAt;
  }
  return { finished: false, held: last };
}

async function settle(tx: Transaction, needs: InvitingNeeds, bulk: BulkChange, person: string): Promise<void> {
  const key = { organisation: bulk.organisation_id, id: bulk.id };
  const by = {
    organisation: bulk.organisation_id,
    actor: bulk.actor_id,
    source: {
      ...{ address: bulk.address, userAgent: bulk.user_agent },
      ...(bulk.api_key === null ? {} : { apiKey: bulk.api_key }),
    },
  };
  const outcome = await actOn(tx, needs, by, actOf(bulk), person);
  await tx.run(store.setOutcome, { ...key, person, outcome });
}

export function actOf(bulk: Pick<BulkChange, "action" | "details">): Act {
  const action = readAction(bulk.action);
  if (action === undefined) throw new Error(`there is no act '${bulk.action}'`);
  return { action, details: JSON.parse(bulk.details) };
}
