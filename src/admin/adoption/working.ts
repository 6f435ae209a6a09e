// Counts beside the requests: what came of sign-ins as it comes into the chain of events, and people now and then.
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { linkedAfter } from "../../audit/chain/reading.ts";
import type { Database } from "../../database/database.ts";
import { type Clock, second } from "../../kernel/clock.ts";
import { countDue, rest } from "./counting.ts";
import { timesByDay } from "./rules.ts";
import * as store from "./store.ts";

type Needs = { db: Database; clock: Clock };

const looksEvery = 5 * second;
const afterTrouble = 30 * second;

/** Looks every few seconds, which is a look into an index each where there is nothing to do. */
export function keepCounting(needs: Needs & { log: Logger }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = (async () => {
    while (!signal.aborted) {
      let wait = looksEvery;
      try {
        await countEverything(needs, signal);
      } catch (error) {
        needs.log.error({ err: error }, "people and sign-ins could not be counted");
        wait = afterTrouble;
      }
      await pause(wait, undefined, { signal, ref: false }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Everything that is due, whosever it is. */
export async function countEverything(needs: Needs, stop?: AbortSignal): Promise<void> {
  await needs.db.transaction((tx) => tx.run(store.insertMissing, {}));
  await countSignIns(needs, stop);
  while (!stop?.aborted && (await countDue(needs, stop)));
}

/** What has come into each chain since it was looked at; each event once, whoever counts. */
export async function countSignIns({ db }: Pick<Needs, "db">, stop?: AbortSignal): Promise<void> {
  for (let more = true; more && !stop?.aborted; ) {
    more = false;
    for (let after = ""; ; ) {
      const behind = await db.all(store.getBehind, { after });
      for (const { organisation_id: organisation, seq } of behind) {
        after = organisation;
        if (stop?.aborted) return;
        const began = performance.now();
        if (await countPortion(db, organisation, seq)) more = true;
        // Years of events are met where this begins beside them: sign-ins come first.
        await rest(performance.now() - began, stop);
      }
      if (behind.length < store.mostBehind) break;
    }
  }
}

/** @returns whether there was anything, or another process was faster */
async function countPortion(db: Database, organisation: string, seq: number): Promise<boolean> {
  const linked = await linkedAfter(db, organisation, seq);
  const to = linked.at(-1)?.seq;
  if (to === undefined) return false;
  const times = timesByDay(linked);
  await db.transaction(
    async (tx) => {
      if ((await tx.run(store.moveOn, { organisation, from: seq, to })) !== 1) return;
      for (const one of times) await tx.run(store.addTimes, { organisation, ...one });
    },
    // Nobody is told: whatever is lost with the machine is counted again.
    { lasting: false },
  );
  return true;
}
