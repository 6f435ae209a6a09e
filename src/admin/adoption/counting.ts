// Counts an organisation's people: a few at a time with rests between, and the whole of it stands at once or not at all.
import { setTimeout as pause } from "node:timers/promises";
import type { Database, Queries, Transaction } from "../../database/database.ts";
import { type Clock, day, minute } from "../../kernel/clock.ts";
import { policyOf, requirementsOf } from "../../policy/actions.ts";
import { type CountRow, createTally, daysKept, dimensions, graceOf, restsFor, type Tally } from "./rules.ts";
import * as store from "./store.ts";

type Needs = { db: Database; clock: Clock };

/** Whoever counts and is not heard of for so long has stopped. */
export const lease = 2 * minute;
const countsEvery = 5 * minute;

/**
 * Everybody as they are now.
 * @param rest is called between portions with what the last one took (ms); false ends it
 * @param most people; where there are more, nothing is counted
 * @returns `undefined` where it was ended
 */
export async function tallyOf(
  { db, clock }: { db: Queries; clock: Clock },
  organisation: string,
  { rest = async () => true, most = Number.POSITIVE_INFINITY }: { rest?: Resting; most?: number } = {},
): Promise<Tally | undefined> {
  // One moment for all, so that nobody's days run out in the middle of it.
  const now = clock.now();
  const { policy } = await policyOf(db, organisation);
  const tally = createTally();
  for (let after = ""; ; ) {
    const began = performance.now();
    const people = await db.all(store.peopleAfter, { organisation, after });
    const requirements = await requirementsOf(db, { now: () => now }, policy, people);
    for (const person of people) {
      const requirement = requirements.get(person.id);
      if (requirement) tally.add(person, requirement, graceOf(policy, requirement, now));
    }
    const last = people.at(-1);
    if (!last || people.length < store.portion) return tally;
    after = last.id;
    if (tally.people >= most || !(await rest(performance.now() - began))) return undefined;
  }
}

type Resting = (took: number) => Promise<boolean>;

/**
 * A fifth of the time is ours, the rest is everybody else's. Ends when told to stop, and keeps the process alive until then:
 * one that stops would otherwise fall over its own end, with the database still open.
 */
export const rest = (took: number, stop?: AbortSignal): Promise<void> =>
  pause(4 * took, undefined, { signal: stop }).catch(() => {});

/** Counts whoever's people are due, whosever they are. @returns whether there was anything to do */
export async function countDue(needs: Needs, stop?: AbortSignal): Promise<boolean> {
  const { db, clock } = needs;
  const now = clock.now();
  const due = await db.first(store.getDue, { now, tooFar: now + day });
  if (!due) return false;
  const organisation = due.organisation_id;
  let held = now + lease;
  if (!(await hold(db, { organisation, held: due.due_at, until: held }))) return true;
  const began = performance.now();
  const tally = await tallyOf({ db: db.reports, clock }, organisation, {
    async rest(took) {
      await rest(took, stop);
      if (stop?.aborted) return false;
      if (clock.now() < held - lease / 2) return true;
      const until = clock.now() + lease;
      const still = await hold(db, { organisation, held, until });
      held = until;
      return still;
    },
  });
  if (tally) await keep(needs, organisation, { tally, held, took: Math.ceil(performance.now() - began) });
  else if (stop?.aborted) await hold(db, { organisation, held, until: clock.now() });
  return true;
}

/** Nothing where somebody else has taken the turn meanwhile. */
async function keep(
  { db, clock }: Needs,
  organisation: string,
  { tally, held, took }: { tally: Tally; held: number; took: number },
): Promise<void> {
  const at = clock.now();
  const today = Math.floor(at / day);
  const rows = tally.rows();
  await db.transaction(async (tx) => {
    const dueAt = at + restsFor(took, countsEvery);
    const ours = { organisation, held, at, day: today, people: tally.people, took, dueAt };
    if ((await tx.run(store.finish, ours)) !== 1) return;
    // Of the present alone, and counted anew at any time.
    await tx.run(store.removeDays, { organisation, dimension: "grace", from: 0, to: today - 1 });
    await writeDay(tx, organisation, today, rows);
  });
}

/** What was counted long ago. Gone for good: for whoever has asked whether the clock can be believed. */
export async function removeOldDays(tx: Transaction, organisation: string, now: number): Promise<void> {
  const today = Math.floor(now / day);
  for (const dimension of dimensions)
    await tx.run(store.removeDays, { organisation, dimension, from: 0, to: today - 1 - daysKept(dimension) });
}

/** In place of whatever was counted that day. */
export async function writeDay(
  tx: Transaction,
  organisation: string,
  on: number,
  rows: readonly CountRow[],
): Promise<void> {
  for (const dimension of dimensions) await tx.run(store.removeDays, { organisation, dimension, from: on, to: on });
  if (rows.length > 0) await tx.list(store.insertDay(organisation, on, rows));
}

/** Takes the turn, or keeps it. @returns false where somebody else has it */
const hold = async (db: Database, turn: { organisation: string; held: number; until: number }): Promise<boolean> =>
  (await db.transaction((tx) => tx.run(store.hold, turn))) === 1;
