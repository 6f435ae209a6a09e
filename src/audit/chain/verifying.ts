// Walks a chain from its beginning to its end and says what was changed, removed, added or reordered since, and where.
import type { KeyObject } from "node:crypto";
import type { Queries } from "../../database/database.ts";
import { hour } from "../../kernel/clock.ts";
import { equalBytes } from "../../kernel/hashing.ts";
import type { KeyRing } from "../../kernel/sealing.ts";
import { everyKey } from "./keys.ts";
import { beginning, type ChainedEvent, checkpointSeal, hex, linkHash } from "./links.ts";
import * as store from "./store.ts";

export interface Head {
  seq: number;
  /** Hex. */
  hash: string;
}

export type Fault =
  | "event-changed"
  | "event-removed"
  | "event-added"
  | "waiting-though-chained"
  | "link-changed"
  | "links-removed"
  | "link-unprovable"
  | "end-removed"
  | "head-changed"
  | "checkpoint-changed"
  | "key-missing"
  | "other-than-noted"
  | "noted-before-checkpoint";

export interface Finding {
  what: Fault;
  /** Place in the chain. */
  seq?: number;
  /** Of several, the last one. */
  through?: number;
  /** Its id. */
  event?: string;
  name?: string;
  /** When it happened, or was chained where that is not known any more; ms since the epoch. */
  at?: number;
}

export interface Verified {
  /** Links looked at. */
  links: number;
  /** Where the chain ends; to be noted outside, and given to a later look. */
  head: Head | undefined;
  /** Events of the last moments, which are not chained yet. */
  waiting: number;
  /** When the first of them happened, by its own word; ms since the epoch. Long ago: nothing serves, or something keeps it. */
  waitingSince: number | undefined;
  /** Removed because their time was over; the checkpoint says so. */
  removed: number;
  /** Chained more than an hour after they say that they happened: a clock that was wrong, or a row put in by hand. */
  late: { events: number; first: string | undefined };
  findings: number;
}

export interface Looking {
  organisation: string;
  /** Heads noted earlier: the chain has to come by each of them. */
  noted?: readonly Head[];
  found(finding: Finding): void;
  progress?(events: number): void;
}

/** A portion at a time, whatever is written meanwhile. */
export async function verifyChain(queries: Queries, sealer: KeyRing, looking: Looking): Promise<Verified> {
  const { organisation } = looking;
  let findings = 0;
  const told: Looking = {
    ...looking,
    found(finding) {
      findings++;
      looking.found(finding);
    },
  };
  const walked = await walk(queries, sealer, told);
  await placesOf(queries, told);
  const waiting = Number((await queries.first(store.countWaiting, { organisation }))?.waiting ?? 0);
  const waitingSince = (await queries.all(store.getWaiting, { organisation })).at(0)?.at;
  return { ...walked, waiting, waitingSince, findings };
}

export type Row = Awaited<ReturnType<typeof linksAfter>>[number];
export const linksAfter = (queries: Queries, organisation: string, after: number) =>
  queries.all(store.getLinks, { organisation, after });

/** A link whose hash is not what it should be: the next one shows whether the event or the hash itself was changed. */
interface Suspect {
  row: Row;
  should: Uint8Array;
}

async function walk(queries: Queries, sealer: KeyRing, { organisation, noted = [], found, progress }: Looking) {
  const end = await queries.first(store.getHead, { organisation });
  const keys = await everyKey(queries, sealer, organisation);
  const late: Verified["late"] = { events: 0, first: undefined };
  let checkpoint = await requireSealed(queries, keys, organisation, found);
  let seq = checkpoint?.seq ?? 0;
  let before: Uint8Array | undefined = checkpoint?.hash ?? beginning;
  let last: Uint8Array = before;
  let links = 0;
  let suspect: Suspect | undefined;
  let otherEnd = false;
  const passed = new Set<Head>();
  const pass = (at: number, hash: Uint8Array) => {
    for (const head of noted) {
      if (head.seq !== at) continue;
      passed.add(head);
      if (head.hash !== hex(hash)) found({ what: "other-than-noted", seq: at });
    }
    if (end?.seq !== at || equalBytes(end.hash, hash)) return;
    otherEnd = true;
    found({ what: "head-changed", seq: at });
  };
  const blame = () => {
    if (suspect) found(changed(suspect.row));
    suspect = undefined;
  };
  pass(seq, before);

  for (let rows = await linksAfter(queries, organisation, seq); rows.length > 0; ) {
    for (const row of rows) {
      if (row.seq !== seq + 1) {
        blame();
        const moved = await requireSealed(queries, keys, organisation, () => {});
        const removed = moved && moved.seq > seq && moved.seq < row.seq ? moved : undefined;
        if (removed) [checkpoint, seq, before] = [removed, removed.seq, removed.hash];
        if (row.seq !== seq + 1) {
          found({ what: "links-removed", seq: seq + 1, through: row.seq - 1 });
          before = undefined;
        }
      }
      seq = row.seq;
      last = row.hash;
      links++;
      pass(seq, row.hash);
      before = judge(row);
    }
    progress?.(links);
    rows = await linksAfter(queries, organisation, seq);
  }
  // The end itself is what the last link's hash has to be.
  if (suspect && end?.seq === seq && equalBytes(suspect.should, end.hash)) {
    found({ what: "link-changed", seq, event: suspect.row.event_id, at: suspect.row.chained_at });
  } else blame();
  if (end && end.seq > seq) found({ what: "end-removed", seq: seq + 1, through: end.seq, at: end.at });
  if (!end && seq > 0) found({ what: "head-changed", seq });
  // Set back, it would keep everything that happens from now on out of the chain, to be changed at leisure.
  const now = await queries.first(store.getHead, { organisation });
  if (now && now.seq < seq && !otherEnd) found({ what: "head-changed", seq: now.seq });
  for (const head of noted) {
    if (passed.has(head)) continue;
    if (checkpoint && head.seq < checkpoint.seq) found({ what: "noted-before-checkpoint", seq: head.seq });
    else if (!end || end.seq < head.seq) found({ what: "end-removed", seq: seq + 1, through: head.seq });
  }
  const head = links === 0 && !checkpoint ? undefined : { seq, hash: hex(last) };
  return { links, head, removed: checkpoint?.removed ?? 0, late };

  /** @returns what the next one hangs on */
  function judge(row: Row): Uint8Array {
    const event = eventOf(row);
    const key = keys.get(row.key_id);
    if (!event || !key || !before) {
      blame();
      if (!event) found({ what: "event-removed", seq: row.seq, event: row.event_id, at: row.chained_at });
      else if (!key) found({ what: "key-missing", ...about(row) });
      else found({ what: "link-unprovable", ...about(row) });
      return row.hash;
    }
    if (row.carried === 0 && row.chained_at - event.at > hour) {
      late.events++;
      late.first ??= event.id;
    }
    const should = linkHash(key, before, row, event);
    if (equalBytes(should, row.hash)) {
      blame();
      return row.hash;
    }
    if (suspect && equalBytes(linkHash(key, suspect.should, row, event), row.hash)) {
      found({ ...changed(suspect.row), what: "link-changed" });
      suspect = undefined;
      return row.hash;
    }
    blame();
    suspect = { row, should };
    return row.hash;
  }
}

/** The chain's present beginning. One that nobody signed is no beginning. */
export async function requireSealed(
  queries: Queries,
  keys: Map<string, KeyObject>,
  organisation: string,
  found: Looking["found"],
) {
  const checkpoint = await queries.first(store.getCheckpoint, { organisation });
  if (!checkpoint) return undefined;
  const key = keys.get(checkpoint.key_id);
  if (key && equalBytes(checkpointSeal(key, checkpoint), checkpoint.seal)) return checkpoint;
  found({ what: "checkpoint-changed", seq: checkpoint.seq, at: checkpoint.at });
  return undefined;
}

/** Every event is in the chain or on its way there, and everything that is on its way is there. */
async function placesOf(queries: Queries, { organisation, found, progress }: Looking): Promise<void> {
  let looked = 0;
  for (let after = ""; ; ) {
    const rows = await queries.all(store.getPlaces, { organisation, after });
    for (const { id, at, name, seq, waiting } of rows) {
      if (seq === null && waiting === null) found({ what: "event-added", event: id, at, name });
      if (seq !== null && waiting !== null) found({ what: "waiting-though-chained", seq, event: id, at, name });
    }
    looked += rows.length;
    progress?.(looked);
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  for (const { event_id } of await queries.all(store.getWaitingWithoutEvent, { organisation })) {
    found({ what: "event-removed", event: event_id });
  }
}

export function eventOf(row: Row): ChainedEvent | undefined {
  const { id, organisation_id, at, name, outcome, address, user_agent, details } = row;
  if (id === null || organisation_id === null || at === null || name === null) return undefined;
  if (outcome === null || address === null || user_agent === null || details === null) return undefined;
  const { actor_id, person_id } = row;
  return { organisation_id, id, at, name, actor_id, person_id, outcome, address, user_agent, details };
}

const about = (row: Row) => ({
  seq: row.seq,
  event: row.event_id,
  at: row.at ?? row.chained_at,
  ...(row.name === null ? {} : { name: row.name }),
});

const changed = (row: Row): Finding => ({ what: "event-changed", ...about(row) });
