// Works imports off: a portion a transaction, by one process at a time, from wherever it stopped.
import { setTimeout as pause } from "node:timers/promises";
import type { Transaction } from "../../database/database.ts";
import { refreshFigures } from "../../database/figures.ts";
import type { Tables } from "../../database/tables.ts";
import { day, minute } from "../../kernel/clock.ts";
import { Problem } from "../../kernel/problem.ts";
import type { InvitingNeeds } from "../people.ts";
import type { Line } from "./judging.ts";
import * as store from "./store.ts";
import { wrong as saying } from "./words.ts";
import { type Written, writeLines } from "./writing.ts";

/** Lines a transaction: whoever signs in meanwhile waits no longer than these take. */
export const portion = 50;
/** Whoever works on it and is not heard of for so long has stopped. */
export const lease = minute;

type Import = Tables["imports"];
type Key = { organisation: string; id: string };
type Held = Key & { held: number };

export interface Pace {
  /** How many portions at most. */
  most?: number;
  /** ms between two portions, in which another program gets the database. */
  between?: number;
  /** Is told how many lines were settled, a portion at a time. */
  told?: (lines: number) => void;
}

/** @returns whether it is finished */
export async function workOff(
  needs: InvitingNeeds,
  { held: since, ...key }: Held,
  { most = Number.POSITIVE_INFINITY, between = 0, told = () => {} }: Pace = {},
): Promise<boolean> {
  let held = since;
  for (let i = 0; i < most; i++) {
    if (i > 0 && between > 0) await pause(between);
    const done = await onePortion(needs, { ...key, held }).catch(() => oneByOne(needs, { ...key, held }));
    if (done === undefined) return false;
    told(done.lines);
    if (done.finished) return true;
    // Nothing that the import needs, only what makes the rest of it fast.
    if (refreshedAfter.includes(done.number)) await refreshFigures(needs.db).catch(() => {});
    held = done.held;
  }
  // Whoever looks next may go on at once.
  await needs.db.transaction((tx) => tx.first(store.hold, { ...key, held, dueAt: needs.clock.now() }));
  return false;
}

/** Numbers of portions. */
const refreshedAfter = [4, 20, 80];

const portionsARound = 4;

/** One round. @returns whether anything was due */
export async function workOffDue(needs: InvitingNeeds, stop?: AbortSignal): Promise<boolean> {
  const { db, clock } = needs;
  const now = clock.now();
  const due = await db.first(store.getDue, { now, tooFar: now + 2 * lease });
  if (!due) return false;
  const key = { organisation: due.organisation_id, id: due.id };
  const held = now + lease;
  const taken = await db.transaction((tx) => tx.first(store.hold, { ...key, held: due.due_at as number, dueAt: held }));
  if (taken && !stop?.aborted) await workOff(needs, { ...key, held }, stop ? { most: portionsARound } : {});
  return true;
}

/** What came of one is kept for a month. */
export function removeOld(tx: Transaction, organisation: string, now: number): Promise<number> {
  return tx.run(store.removeOne, { organisation, finishedBefore: now - 30 * day });
}

type Worked = { finished: boolean; held: number; lines: number; number: number } | undefined;

/** `undefined` where another process has it. */
const onePortion = (needs: InvitingNeeds, held: Held): Promise<Worked> => settle(needs, held, portion, writeOrLeaveOut);

/** One line with which it does not work must not keep the others waiting for ever. */
async function oneByOne(needs: InvitingNeeds, { held, ...key }: Held): Promise<Worked> {
  let last = held;
  for (let lines = 0; lines < portion; lines++) {
    const one = { ...key, held: last };
    const done = await settle(needs, one, 1, writeOrLeaveOut).catch(() =>
      settle(needs, one, 1, async (_tx, _needs, _import, some) => allLeftOut(some, saying.notSaved)),
    );
    if (!done || done.finished) return done && { ...done, lines };
    last = done.held;
  }
  return { finished: false, held: last, lines: portion, number: -1 };
}

type Write = (tx: Transaction, needs: InvitingNeeds, row: Import, lines: Line[]) => Promise<Written>;

/** So many lines of the next portion, with what came of them, or nothing at all. */
function settle(needs: InvitingNeeds, { held, ...key }: Held, most: number, write: Write): Promise<Worked> {
  return needs.db.transaction(async (tx) => {
    const dueAt = needs.clock.now() + lease;
    const row = await tx.first(store.hold, { ...key, held, dueAt });
    if (!row) return undefined;
    const next = await tx.first(store.nextPortion, key);
    if (!next) {
      await tx.run(store.finish, { ...key, at: needs.clock.now() });
      return { finished: true, held: dueAt, lines: 0, number: -1 };
    }
    const all = JSON.parse(next.lines) as Line[];
    const [lines, rest] = [all.slice(0, most), all.slice(most)];
    const { leftOut, ...counts } = await write(tx, needs, row, lines);
    await tx.run(store.count, { ...key, ...counts });
    if (leftOut.length > 0)
      await tx.list(
        store.insertLeftOut(leftOut.map((one) => ({ organisation_id: key.organisation, import_id: key.id, ...one }))),
      );
    const { number } = next;
    if (rest.length === 0) await tx.run(store.removePortion, { ...key, number });
    else await tx.run(store.shortenPortion, { ...key, number, lines: JSON.stringify(rest) });
    return { finished: false, held: dueAt, lines: lines.length, number };
  });
}

const writeOrLeaveOut: Write = async (tx, needs, row, lines) => {
  const by = {
    organisation: row.organisation_id,
    actor: row.actor_id,
    source: {
      ...{ address: row.address, userAgent: row.user_agent },
      ...(row.api_key === null ? {} : { apiKey: row.api_key }),
    },
  };
  try {
    return await writeLines(tx, needs, by, { lines, inviting: row.inviting === 1 });
  } catch (error) {
    // Thrown before anything is written.
    if (!(error instanceof Problem) || error.code !== "administrators-only") throw error;
    return allLeftOut(lines, saying.noLongerAdministrator);
  }
};

const allLeftOut = (lines: Line[], message: string): Written => ({
  ...{ added: 0, changed: 0, unchanged: 0, invited: 0 },
  leftOut: lines.map(({ line }) => ({ line, message })),
});
