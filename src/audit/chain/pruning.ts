// Removes from the beginning of a chain what has been kept for as long as the catalogue says, and signs what is gone. What
// is kept for longer moves to the end of the chain.
import type { Transaction } from "../../database/database.ts";
import { equalBytes } from "../../kernel/hashing.ts";
import { housekeeping } from "../../kernel/source.ts";
import { record } from "../actions.ts";
import { keptFor, keptShort } from "../events.ts";
import { moveOn } from "./chaining.ts";
import { type ChainNeeds, everyKey, presentKey } from "./keys.ts";
import { beginning, type ChainedEvent, checkpointSeal, linkHash } from "./links.ts";
import * as store from "./store.ts";
import { eventOf, linksAfter, type Row, requireSealed } from "./verifying.ts";

export type Pruned =
  | { outcome: "pruned"; events: number }
  /** Something there is not as it was chained: nothing behind it is removed, so that it stays provable. */
  | { outcome: "not-whole"; seq: number; events: number };

const mostPortions = 100;

/** In small transactions, so many at a time; the rest is for the next time. */
export async function pruneChain(needs: ChainNeeds, organisation: string): Promise<Pruned> {
  let events = 0;
  let through = 0;
  let broken: number | undefined;
  for (let i = 0; i < mostPortions && broken === undefined; i++) {
    const done = await prunePortion(needs, organisation);
    if (typeof done === "object") broken = done.broken;
    else if (done === 0) break;
    else [events, through] = [events + done, (await needs.db.first(store.getCheckpoint, { organisation }))?.seq ?? 0];
  }
  if (events > 0) {
    const event = { organisation, name: "audit.pruned", actor: null, person: null } as const;
    const details = { events, through };
    await needs.db.transaction((tx) => record(tx, needs, { ...event, source: housekeeping, details }));
  }
  return broken === undefined ? { outcome: "pruned", events } : { outcome: "not-whole", seq: broken, events };
}

/** @returns how many events were removed; none where another process was faster */
async function prunePortion(needs: ChainNeeds, organisation: string): Promise<number | { broken: number }> {
  const { db, clock, sealer } = needs;
  const now = clock.now();
  const head = await db.first(store.getHead, { organisation });
  if (!head) return 0;
  const keys = await everyKey(db, sealer, organisation);
  let unsigned: number | undefined;
  const checkpoint = await requireSealed(db, keys, organisation, ({ seq = 0 }) => {
    unsigned = seq;
  });
  if (unsigned !== undefined) return { broken: unsigned };

  const first = { seq: checkpoint?.seq ?? 0, hash: checkpoint?.hash ?? beginning };
  const over: Row[] = [];
  const carried: ChainedEvent[] = [];
  // Carried only where something behind it goes: else it would be moved for nothing.
  let kept: ChainedEvent[] = [];
  let last = first;
  let at = first;
  for (const row of await linksAfter(db, organisation, first.seq)) {
    const event = eventOf(row);
    const key = keys.get(row.key_id);
    const whole = event && key && row.seq === at.seq + 1 && equalBytes(linkHash(key, at.hash, row, event), row.hash);
    if (!whole) {
      if (over.length === 0) return { broken: row.seq };
      break;
    }
    if (event.at + keptShort > now) break;
    at = { seq: row.seq, hash: row.hash };
    if (event.at + keptFor(event.name) > now) kept.push(event);
    else {
      over.push(row);
      carried.push(...kept);
      kept = [];
      last = at;
    }
  }
  if (over.length === 0) return 0;

  const { id: key_id, key } = await presentKey(needs, organisation);
  let { seq, hash } = head;
  const links = carried.map((event) => {
    hash = linkHash(key, hash, { seq: ++seq, chained_at: now, carried: 1, key_id }, event);
    return { seq, event: event.id, chainedAt: now, carried: 1, key: key_id, hash };
  });
  const made = {
    organisation_id: organisation,
    ...last,
    at: now,
    removed: (checkpoint?.removed ?? 0) + over.length,
    key_id,
  };
  const seal = checkpointSeal(key, made);
  const body = async (tx: Transaction) => {
    if (!(await moveOn(tx, organisation, head.seq, { seq, hash, at: now }))) return 0;
    const { removed } = made;
    const signed = { organisation, ...last, at: now, removed, key: key_id, seal };
    if ((await tx.run(store.insertCheckpointIfAbsent, signed)) !== 1) return 0;
    await tx.run(store.removeCheckpointsBefore, { organisation, seq: last.seq });
    await tx.run(store.removeLinksThrough, { organisation, seq: last.seq });
    await tx.list(
      store.removeEvents(
        organisation,
        over.map(({ event_id }) => event_id),
      ),
    );
    for (const { statement, params } of store.insertingLinks(organisation, links)) await tx.run(statement, params);
    return over.length;
  };
  return db.transaction(body);
}
