// Chains what was recorded: a moment later and in portions, so that no sign-in waits for another one's link.
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Queries, Transaction } from "../../database/database.ts";
import { second } from "../../kernel/clock.ts";
import { type ChainNeeds, presentKey } from "./keys.ts";
import { beginning, type ChainedEvent, hex, linkHash } from "./links.ts";
import * as store from "./store.ts";

const looksEvery = second / 2;
const afterTrouble = 10 * second;

/** Looks twice a second, which is one look into an index where nothing waits. */
export function keepChaining(needs: ChainNeeds & { log: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let wait = looksEvery;
      try {
        await chainWaiting(needs, stopping.signal);
      } catch (error) {
        needs.log.error({ err: error }, "audit events could not be chained");
        wait = afterTrouble;
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

/** Where every chain ends, as `audit verify --head` takes it. */
export async function endsOfChains(queries: Queries): Promise<{ organisation: string; head: string }[]> {
  const heads = await queries.all(store.getHeads, {});
  return heads.map((head) => ({ organisation: head.organisation_id, head: `${head.seq}:${hex(head.hash)}` }));
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
