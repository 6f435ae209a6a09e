// Chains what was recorded: a moment later and in portions, so that no sign-in waits for another one's link.
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Queries, Transaction } from "../../database/database.ts";
import { type Clock, minute, second } from "../../kernel/clock.ts";
import { madeAt } from "../../kernel/ids.ts";
import { type ChainNeeds, presentKey } from "./keys.ts";
import { beginning, type ChainedEvent, hex, linkHash } from "./links.ts";
import * as store from "./store.ts";

const looksEvery = second / 2;
const afterTrouble = 10 * second;
const waitsAtMost = 5 * minute;

/** Looks twice a second, which is one look into an index where nothing waits. */
export function keepChaining(needs: ChainNeeds & { log: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const tell = tellOfWaiting(needs);
  let next = 0;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let wait = looksEvery;
      try {
        await chainWaiting(needs, stopping.signal);
      } catch (error) {
        needs.log.error({ err: error }, "audit events could not be chained");
        wait = afterTrouble;
      }
      if (performance.now() >= next) {
        next = performance.now() + minute;
        // Where the database is away that has been said.
        await tell().catch(() => {});
      }
      await pause(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Everything that waits, whosever it is. The organisations take turns. @returns how many events */
export async function chainWaiting(needs: ChainNeeds, stop?: AbortSignal): Promise<number> {
  let chained = 0;
  let failure: unknown;
  for (let before = -1; before !== chained && !stop?.aborted; ) {
    before = chained;
    for (let organisation = ""; !stop?.aborted; ) {
      const next = await needs.db.first(store.getNextWaiting, { after: organisation });
      if (!next) break;
      organisation = next.organisation_id;
      try {
        chained += await chainPortion(needs, organisation);
      } catch (error) {
        // One organisation's trouble is not another's.
        failure ??= error;
      }
    }
  }
  if (failure !== undefined) throw failure;
  return chained;
}

/** @returns how many events; none where another process was faster */
export async function chainPortion(needs: ChainNeeds, organisation: string): Promise<number> {
  const { db, clock } = needs;
  const head = await db.first(store.getHead, { organisation });
  // In this order: what another process has chained by now is found at the head, not here.
  const events = await db.all(store.getWaiting, { organisation });
  if (events.length === 0) return 0;
  const { id: key_id, key } = await presentKey(needs, organisation);
  const at = clock.now();
  let hash = head?.hash ?? beginning;
  let seq = head?.seq ?? 0;
  const links = events.map((event: ChainedEvent) => {
    hash = linkHash(key, hash, { seq: ++seq, chained_at: at, carried: 0, key_id }, event);
    return { seq, event: event.id, chainedAt: at, carried: 0, key: key_id, hash };
  });
  const done = await db.transaction(async (tx) => {
    if (!(await moveOn(tx, organisation, head?.seq, { seq, hash, at }))) return false;
    for (const { statement, params } of store.insertingLinks(organisation, links)) await tx.run(statement, params);
    await tx.run(store.removeChainedWaiting, { organisation, after: head?.seq ?? 0, through: seq });
    return true;
  });
  return done ? events.length : 0;
}

/** Where every chain ends, as `audit verify --head` takes it, and when it got there. */
export async function endsOfChains(queries: Queries): Promise<{ organisation: string; head: string; at: number }[]> {
  const heads = await queries.all(store.getHeads, {});
  return heads.map(({ organisation_id: organisation, seq, hash, at }) => ({
    ...{ organisation, head: `${seq}:${hex(hash)}`, at },
  }));
}

/** For how long the oldest of the events has waited that are not chained yet, ms; 0 where none waits. */
export async function longestWait(queries: Queries, clock: Clock): Promise<number> {
  const oldest = (await queries.first(store.getOldestWaiting, {}))?.oldest;
  // An id that is none of ours was written by hand: it has waited for ever.
  return oldest ? Math.max(0, clock.now() - (madeAt(oldest) ?? 0)) : 0;
}

/**
 * Says once that events wait for long, and once that it is over. Whoever holds the end of a chain, or writes past the program,
 * keeps them waiting and causes no failure.
 */
export function tellOfWaiting({ db, clock, log }: Pick<ChainNeeds, "db" | "clock"> & { log: Logger }) {
  let told = false;
  return async (): Promise<void> => {
    const waited = await longestWait(db, clock);
    const tooLong = waited > waitsAtMost;
    if (tooLong && !told) log.error({ seconds: Math.round(waited / second) }, "audit events wait for the chain");
    if (!tooLong && told) log.info("the audit chain has caught up");
    told = tooLong;
  };
}

/** Moves the end of the chain, for exactly one of those who stood at the same. */
export async function moveOn(
  tx: Transaction,
  organisation: string,
  from: number | undefined,
  to: { seq: number; hash: Uint8Array; at: number },
): Promise<boolean> {
  const changed =
    from === undefined
      ? await tx.run(store.insertHeadIfAbsent, { organisation, ...to })
      : await tx.run(store.moveHead, { organisation, from, ...to });
  return changed === 1;
}
