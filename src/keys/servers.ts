// Which processes serve now and which keys each knows: none is sealed with before all of them can open it.
import { hostname } from "node:os";
import type { Database, Queries } from "../database/database.ts";
import { goneAfter, ownSchema } from "../database/side-by-side.ts";
import { type Clock, hour, second } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { KeyRing } from "../kernel/sealing.ts";
import * as store from "./store.ts";

const looksEvery = 2 * second;
/** Twice may fail before it counts as gone. */
const showsEvery = goneAfter / 3;

export interface Server {
  host: string;
  process: number;
  /** The first one's seals. */
  keys: string[];
  seenAt: number;
}

/** Reads the ring again when it changed, and shows that this process is here and what it knows. */
export async function keepKeysKnown(
  needs: {
    db: Database;
    clock: Clock;
    random: Random;
    sealer: KeyRing;
    log: { warn(about: object, words: string): void };
  },
  reread: () => readonly Uint8Array[] | undefined,
): Promise<{ stop(): Promise<void> }> {
  const { db, clock, sealer, log } = needs;
  const id = newId(needs);
  let shown = { keys: "", at: Number.NEGATIVE_INFINITY };

  async function show(): Promise<void> {
    const [keys, at] = [sealer.keys.join(" "), clock.now()];
    if (keys === shown.keys && Math.abs(at - shown.at) < showsEvery) return;
    const own = { id, host: hostname(), process: process.pid, keys, schema: ownSchema(), at };
    await db.transaction((tx) => tx.run(store.putServer, own));
    shown = { keys, at };
  }
  async function look(): Promise<void> {
    try {
      const keys = reread();
      if (keys) sealer.renew(keys);
      await show();
    } catch (error) {
      log.warn({ err: error }, "the key ring was not looked at");
    }
  }

  await db.transaction((tx) => tx.run(store.removeUnseen, { before: clock.now() - hour }));
  await show();
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(look);
  }, looksEvery).unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      // Left behind it would only make others wait a while.
      await db
        .transaction((tx) => tx.run(store.removeServer, { id }))
        .catch((error) => log.warn({ err: error }, "this process still counts as serving"));
    },
  };
}

export async function serversNow(queries: Queries, clock: Clock): Promise<Server[]> {
  const rows = await queries.all(store.getServers, { since: clock.now() - goneAfter });
  return rows.map(({ host, process, keys, seen_at }) => ({ host, process, keys: keys.split(" "), seenAt: seen_at }));
}
