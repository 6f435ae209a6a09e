// Keeps the chain: links, where it ends, its keys, and checkpoints where its beginning was removed.
import { type Kysely, sql } from "kysely";
import { statement, type Value } from "../../database/statement.ts";
import type { Tables } from "../../database/tables.ts";

type Of = { organisation: string };

/** How many events are chained, read or removed at once. */
export const portion = 500;

const eventColumns = [
  "e.organisation_id",
  "e.id",
  "e.at",
  "e.name",
  "e.actor_id",
  "e.person_id",
  "e.outcome",
  "e.address",
  "e.user_agent",
  "e.details",
] as const;

/** An organisation with events that wait, behind the one given. */
export const getNextWaiting = statement<{ after: string }>()((query, param) =>
  query
    .selectFrom("audit_waiting")
    .select("organisation_id")
    .where("organisation_id", ">", param.after)
    .orderBy("organisation_id")
    .limit(1),
);

const mostLooked = 10_000;

/** Each organisation's are in the order of their ids, so its oldest is among the first. However many wait, so many are looked at. */
export const getOldestWaiting = statement<Record<never, never>>()((query) =>
  query
    .selectFrom((e) =>
      e
        .selectFrom("audit_waiting")
        .select("event_id")
        .orderBy("organisation_id")
        .orderBy("event_id")
        .limit(mostLooked)
        .as("w"),
    )
    .select((e) => e.fn.min<string | null>("w.event_id").as("oldest")),
);

/**
 * Those that are committed, in the order of their ids: one that is committed later comes later. Not what has a link already
 * and was put here by hand, which could have none and would keep everything behind it from one.
 */
export const getWaiting = statement<Of>()((query, param) =>
  query
    .selectFrom("audit_waiting as w")
    .innerJoin("audit_events as e", (join) =>
      join.onRef("e.organisation_id", "=", "w.organisation_id").onRef("e.id", "=", "w.event_id"),
    )
    .leftJoin("audit_links as l", (join) =>
      join.onRef("l.organisation_id", "=", "w.organisation_id").onRef("l.event_id", "=", "w.event_id"),
    )
    .select(eventColumns)
    .where("w.organisation_id", "=", param.organisation)
    .where("l.seq", "is", null)
    .orderBy("w.event_id")
    .limit(portion),
);

export const getHead = statement<Of>()((query, param) =>
  query.selectFrom("audit_heads").selectAll().where("organisation_id", "=", param.organisation),
);

export const getHeads = statement<Record<never, never>>()((query) =>
  query.selectFrom("audit_heads").select(["organisation_id", "seq", "hash", "at"]).orderBy("organisation_id"),
);

type Head = Of & { seq: number; hash: Uint8Array; at: number };

export const insertHeadIfAbsent = statement<Head>()((query, param) =>
  query
    .insertInto("audit_heads")
    .values({ organisation_id: param.organisation, seq: param.seq, hash: param.hash, at: param.at })
    .onConflict((conflict) => conflict.doNothing()),
);

/** For exactly one process: whoever else stood at the same end finds it moved. */
export const moveHead = statement<Head & { from: number }>()((query, param) =>
  query
    .updateTable("audit_heads")
    .set({ seq: param.seq, hash: param.hash, at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("seq", "=", param.from),
);

export interface NewLink {
  seq: number;
  event: string;
  chainedAt: number;
  carried: number;
  key: string;
  hash: Uint8Array;
}

type Rest = { organisation: string } & Record<string, Value>;

/** So many links in one statement, compiled once: one by one they would cost several times as much. */
const inserting = (links: number) =>
  statement<Rest>()((query, param) =>
    query.insertInto("audit_links").values(
      Array.from({ length: links }, (_, i) => ({
        organisation_id: param.organisation,
        seq: param[`seq${i}`] as number,
        event_id: param[`event${i}`] as string,
        chained_at: param[`chainedAt${i}`] as number,
        carried: param[`carried${i}`] as number,
        key_id: param[`key${i}`] as string,
        hash: param[`hash${i}`] as Uint8Array,
      })),
    ),
  );

export const insertLink = inserting(1);
export const insertTenLinks = inserting(10);
export const insertHundredLinks = inserting(100);

const bySize = [
  { size: 100, statement: insertHundredLinks },
  { size: 10, statement: insertTenLinks },
  { size: 1, statement: insertLink },
];

/** The statements that insert these, largest first, each with its parameters. */
export function* insertingLinks(organisation: string, links: readonly NewLink[]) {
  let done = 0;
  for (const { size, statement } of bySize) {
    for (; links.length - done >= size; done += size) {
      const params: Rest = { organisation };
      for (const [i, link] of links.slice(done, done + size).entries()) {
        for (const [name, value] of Object.entries(link)) params[`${name}${i}`] = value;
      }
      yield { statement, params };
    }
  }
}

/** Those that have a link now, of a stretch of the chain. */
export const removeChainedWaiting = statement<Of & { after: number; through: number }>()((query, param) =>
  query
    .deleteFrom("audit_waiting")
    .where("organisation_id", "=", param.organisation)
    .where("event_id", "in", (e) =>
      e
        .selectFrom("audit_links")
        .select("event_id")
        .where("organisation_id", "=", param.organisation)
        .where("seq", ">", param.after)
        .where("seq", "<=", param.through),
    ),
);

export const getKeys = statement<Of>()((query, param) =>
  query.selectFrom("audit_keys").selectAll().where("organisation_id", "=", param.organisation),
);

export const insertKeyIfAbsent = statement<Of & { id: string; sealed: Uint8Array; madeUnder: string; at: number }>()(
  (query, param) =>
    query
      .insertInto("audit_keys")
      .values({
        organisation_id: param.organisation,
        id: param.id,
        sealed_key: param.sealed,
        made_under: param.madeUnder,
        created_at: param.at,
      })
      .onConflict((conflict) => conflict.doNothing()),
);

/** Links in their order, each with its event where that is there. */
export const getLinks = statement<Of & { after: number }>()((query, param) =>
  query
    .selectFrom("audit_links as l")
    .leftJoin("audit_events as e", (join) =>
      join.onRef("e.organisation_id", "=", "l.organisation_id").onRef("e.id", "=", "l.event_id"),
    )
    .select(["l.seq", "l.event_id", "l.chained_at", "l.carried", "l.key_id", "l.hash", ...eventColumns])
    .where("l.organisation_id", "=", param.organisation)
    .where("l.seq", ">", param.after)
    .orderBy("l.seq")
    .limit(portion),
);

/** Events in the order of their ids, and whether each is in the chain or waits for it. */
export const getPlaces = statement<Of & { after: string }>()((query, param) =>
  query
    .selectFrom("audit_events as e")
    .leftJoin("audit_links as l", (join) =>
      join.onRef("l.organisation_id", "=", "e.organisation_id").onRef("l.event_id", "=", "e.id"),
    )
    .leftJoin("audit_waiting as w", (join) =>
      join.onRef("w.organisation_id", "=", "e.organisation_id").onRef("w.event_id", "=", "e.id"),
    )
    .select(["e.id", "e.at", "e.name", "l.seq", "w.event_id as waiting"])
    .where("e.organisation_id", "=", param.organisation)
    .where("e.id", ">", param.after)
    .orderBy("e.id")
    .limit(2 * portion),
);

/** Those that wait for the chain and are gone. */
export const getWaitingWithoutEvent = statement<Of>()((query, param) =>
  query
    .selectFrom("audit_waiting as w")
    .leftJoin("audit_events as e", (join) =>
      join.onRef("e.organisation_id", "=", "w.organisation_id").onRef("e.id", "=", "w.event_id"),
    )
    .select("w.event_id")
    .where("w.organisation_id", "=", param.organisation)
    .where("e.id", "is", null)
    .orderBy("w.event_id")
    .limit(portion),
);

export const countWaiting = statement<Of>()((query, param) =>
  query
    .selectFrom("audit_waiting")
    .select(sql<number>`count(*)`.as("waiting"))
    .where("organisation_id", "=", param.organisation),
);

export const insertCheckpointIfAbsent = statement<
  Of & { seq: number; hash: Uint8Array; at: number; removed: number; key: string; seal: Uint8Array }
>()((query, param) =>
  query
    .insertInto("audit_checkpoints")
    .values({
      organisation_id: param.organisation,
      seq: param.seq,
      hash: param.hash,
      at: param.at,
      removed: param.removed,
      key_id: param.key,
      seal: param.seal,
    })
    .onConflict((conflict) => conflict.doNothing()),
);

export const removeCheckpointsBefore = statement<Of & { seq: number }>()((query, param) =>
  query.deleteFrom("audit_checkpoints").where("organisation_id", "=", param.organisation).where("seq", "<", param.seq),
);

export const removeLinksThrough = statement<Of & { seq: number }>()((query, param) =>
  query.deleteFrom("audit_links").where("organisation_id", "=", param.organisation).where("seq", "<=", param.seq),
);

export const removeEvents = (organisation: string, ids: string[]) => (query: Kysely<Tables>) =>
  query.deleteFrom("audit_events").where("organisation_id", "=", organisation).where("id", "in", ids);

export const getCheckpoint = statement<Of>()((query, param) =>
  query
    .selectFrom("audit_checkpoints")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .orderBy("seq", "desc")
    .limit(1),
);
