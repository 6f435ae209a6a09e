// Keeps webhooks.
import { statement } from "../database/statement.ts";

type Of = { organisation: string };
type Key = Of & { id: string };

/** Whoever adds one takes turns with others who do: each counts what the one before has added. */
export const lockOrganisation = statement<Of>()((query, param, { locked }) =>
  locked(query.selectFrom("organisations").select("id").where("id", "=", param.organisation), "organisations"),
);

/** Of one organisation, oldest first. */
export const getAll = statement<Of>()((query, param) =>
  query.selectFrom("webhooks").selectAll().where("organisation_id", "=", param.organisation).orderBy("id"),
);

export const get = statement<Key>()((query, param) =>
  query.selectFrom("webhooks").selectAll().where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

/** The same, kept from changing until the transaction ends: whoever changes it keeps what they do not mean to change. */
export const getLocked = statement<Key>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("webhooks")
      .selectAll()
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id),
    "webhooks",
  ),
);

export const insert = statement<Key & { url: string; events: string; secret: Uint8Array; seq: number; at: number }>()(
  (query, param) =>
    query.insertInto("webhooks").values({
      organisation_id: param.organisation,
      id: param.id,
      url: param.url,
      events: param.events,
      status: "on",
      sealed_secret: param.secret,
      sealed_former: null,
      former_until: null,
      seq: param.seq,
      begins_at: param.at,
      created_at: param.at,
      changed_at: param.at,
      failing_since: null,
      last_taken_at: null,
    }),
);

/** Turned on it begins anew: what happened meanwhile is behind `seq`. */
export const update = statement<
  Key & {
    url: string;
    events: string;
    status: string;
    seq: number;
    beginsAt: number;
    failingSince: number | null;
    at: number;
  }
>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({
      url: param.url,
      events: param.events,
      status: param.status,
      seq: param.seq,
      begins_at: param.beginsAt,
      failing_since: param.failingSince,
      changed_at: param.at,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export const replaceSecret = statement<
  Key & { secret: Uint8Array; former: Uint8Array; until: number; at: number; before: Uint8Array }
>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ sealed_secret: param.secret, sealed_former: param.former, former_until: param.until, changed_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    // Of two at once the second would drop the first one's secret unseen.
    .where("sealed_secret", "=", param.before),
);

export const dropFormer = statement<Of & { now: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ sealed_former: null, former_until: null })
    .where("organisation_id", "=", param.organisation)
    .where("former_until", "<=", param.now),
);

export const remove = statement<Key>()((query, param) =>
  query.deleteFrom("webhooks").where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

export const mostBehind = 100;

/** Those that have not looked at everything that is in the chain, behind the one given. A suspended organisation's wait. */
export const getBehind = statement<{ after: string; afterId: string }>()((query, param) =>
  query
    .selectFrom("webhooks as w")
    .innerJoin("audit_heads as h", "h.organisation_id", "w.organisation_id")
    .innerJoin("organisations as o", "o.id", "w.organisation_id")
    .select(["w.organisation_id", "w.id", "w.events", "w.seq", "w.begins_at"])
    .where("o.status", "=", "active")
    .where("w.status", "=", "on")
    .whereRef("h.seq", ">", "w.seq")
    .where("w.organisation_id", ">=", param.after)
    .where((e) => e.or([e("w.organisation_id", ">", param.after), e("w.id", ">", param.afterId)]))
    .orderBy("w.organisation_id")
    .orderBy("w.id")
    .limit(mostBehind),
);

/** For exactly one process: whoever else stood at the same finds it moved. */
export const moveOn = statement<Key & { from: number; to: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ seq: param.to })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("status", "=", "on")
    .where("seq", "=", param.from),
);

export const noteTaken = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ failing_since: null, last_taken_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export const noteFailing = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ failing_since: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("failing_since", "is", null),
);

/** Once, by whoever is first; not where it was changed since it was sent to. */
export const stop = statement<Key & { seen: number; at: number }>()((query, param) =>
  query
    .updateTable("webhooks")
    .set({ status: "stopped", changed_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("changed_at", "=", param.seen)
    .where("status", "=", "on"),
);
