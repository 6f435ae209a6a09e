// The keys of the chains. Each is sealed with the ring, so that the ring can be exchanged and nothing chained becomes
// unprovable; and each is followed by another once the ring has another key in front, so that whoever had the old ring
// can't go on with the chain.
import { createSecretKey, type KeyObject } from "node:crypto";
import type { Database, Queries } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import { CannotUnseal, type KeyRing } from "../../kernel/sealing.ts";
import { chainKeyContext } from "./links.ts";
import * as store from "./store.ts";

export interface ChainKey {
  id: string;
  key: KeyObject;
}

export interface ChainNeeds {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: KeyRing;
}

/** The key for what comes next; made where there is none under the ring's own. */
export async function presentKey(needs: ChainNeeds, organisation: string): Promise<ChainKey> {
  const { db, clock, random, sealer } = needs;
  const madeUnder = sealer.keys[0] as string;
  /** Rows that somebody wrote by hand: with such a key nothing is chained, and nothing waits for it. */
  const forged = new Set<string>();
  for (;;) {
    const kept = (await db.all(store.getKeys, { organisation })).filter(({ id }) => /^[1-9]\d{0,14}$/.test(id));
    const newest = Math.max(0, ...kept.map(({ id }) => Number(id)));
    const found = kept.find(({ id, made_under }) => Number(id) === newest && made_under === madeUnder);
    if (found && !forged.has(found.id)) {
      try {
        return { id: found.id, key: opened(sealer, organisation, found) };
      } catch (error) {
        if (!(error instanceof CannotUnseal)) throw error;
        forged.add(found.id);
      }
    }
    const id = String(newest + 1);
    const plain = random.bytes(32);
    const sealed = sealer.seal(plain, chainKeyContext(organisation, id));
    plain.fill(0);
    // Whoever else makes it first has made it for all.
    await db.transaction((tx) =>
      tx.run(store.insertKeyIfAbsent, { organisation, id, sealed, madeUnder, at: clock.now() }),
    );
  }
}

/** Every key of a chain that the ring opens. */
export async function everyKey(
  queries: Queries,
  sealer: KeyRing,
  organisation: string,
): Promise<Map<string, KeyObject>> {
  const keys = new Map<string, KeyObject>();
  for (const row of await queries.all(store.getKeys, { organisation })) {
    try {
      keys.set(row.id, opened(sealer, organisation, row));
    } catch (error) {
      if (!(error instanceof CannotUnseal)) throw error;
    }
  }
  return keys;
}

function opened(sealer: KeyRing, organisation: string, row: { id: string; sealed_key: Uint8Array }): KeyObject {
  const plain = sealer.unseal(row.sealed_key, chainKeyContext(organisation, row.id));
  const key = createSecretKey(plain);
  plain.fill(0);
  return key;
}
