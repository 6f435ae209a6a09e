// Keeps organisations, their logos, and whether the installation's first run is over.
import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

type Id = { id: string };

const columns = [
  "id",
  "name",
  "slug",
  "accent",
  "language",
  "status",
  "host_name as host",
  "logo_hash as logo",
] as const;

/**
 * The organisation that claims this host name; else the one with this short name, where it claims none; else the one made
 * first of those that claim none.
 */
export const getForRequest = statement<{ host: string; slug: string | null }>()((query, param) =>
  query
    .selectFrom("organisations")
    .select(columns)
    // Every request comes by here: looks into an index, each only where the one before found nothing.
    .where("id", "=", (e) =>
      e.fn.coalesce(
        e.selectFrom("organisations").select("id").where("host_name", "=", param.host),
        e.selectFrom("organisations").select("id").where("slug", "=", param.slug).where("host_name", "is", null),
        firstWithoutHost(e),
      ),
    ),
);

export const getDefault = statement<Record<never, never>>()((query) =>
  query
    .selectFrom("organisations")
    .select(columns)
    .where("id", "=", (e) => firstWithoutHost(e)),
);

const firstWithoutHost = (e: ExpressionBuilder<Tables, "organisations">) =>
  e
    .selectFrom("organisations")
    .select("id")
    .where("host_name", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .limit(1);

/** The first of all: the one that a command's acts on others are recorded with. */
export const getFirst = statement<Record<never, never>>()((query) =>
  query.selectFrom("organisations").select(columns).where("status", "!=", "removed").orderBy("created_at").limit(1),
);

export const getNewest = statement<Record<never, never>>()((query) =>
  query.selectFrom("organisations").select((e) => e.fn.max<number | null>("created_at").as("at")),
);

export const getById = statement<Id>()((query, param) =>
  query
    .selectFrom("organisations")
    .select([...columns, "created_at"])
    .where("id", "=", param.id),
);

/** The same, kept from changing until the transaction ends. */
export const getLocked = statement<Id>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("organisations")
      .select([...columns, "created_at"])
      .where("id", "=", param.id),
    "organisations",
  ),
);

export const getBySlug = statement<{ slug: string }>()((query, param) =>
  query.selectFrom("organisations").select(columns).where("slug", "=", param.slug).where("status", "!=", "removed"),
);

/** By short name, which is unique. */
export const pageBySlug =
  ({ after, before, limit }: { after?: string; before?: string; limit: number }) =>
  (query: Kysely<Tables>) => {
    let page = query
      .selectFrom("organisations")
      .select([...columns, "created_at"])
      .where("status", "!=", "removed")
      .orderBy("slug", before === undefined ? "asc" : "desc")
      .limit(limit);
    if (after !== undefined) page = page.where("slug", ">", after);
    if (before !== undefined) page = page.where("slug", "<", before);
    return page;
  };

/** Whether another organisation has the short name or the host name; the unique indexes decide, this says which. */
export const getHolders = statement<{ slug: string; host: string | null }>()((query, param) =>
  query
    .selectFrom("organisations")
    .select(["id", "slug", "host_name"])
    .where((e) => e.or([e("slug", "=", param.slug), e("host_name", "=", param.host)])),
);

export const insertIfAbsent = statement<
  Id & { name: string; slug: string; host: string | null; accent: string; language: string; at: number }
>()((query, param) =>
  query
    .insertInto("organisations")
    .values({
      id: param.id,
      name: param.name,
      slug: param.slug,
      host_name: param.host,
      accent: param.accent,
      language: param.language,
      status: "active",
      logo_hash: null,
      created_at: param.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id"),
);

export const setLooks = statement<Id & { name: string; accent: string; language: string }>()((query, param) =>
  query
    .updateTable("organisations")
    .set({ name: param.name, accent: param.accent, language: param.language })
    .where("id", "=", param.id),
);

export const setHost = statement<Id & { host: string | null }>()((query, param) =>
  query.updateTable("organisations").set({ host_name: param.host }).where("id", "=", param.id),
);

/** One of two who do so at the same moment. */
export const claimStatus = statement<Id & { from: string; to: string }>()((query, param) =>
  query
    .updateTable("organisations")
    .set({ status: param.to })
    .where("id", "=", param.id)
    .where("status", "=", param.from)
    .returning("id"),
);

/**
 * Nobody reaches it any more, and its names are free for others, from this statement on. The host name that stands in is
 * none that a request can have: they are read in small letters.
 */
export const claimRemoval = statement<Id & { nowhere: string }>()((query, param) =>
  query
    .updateTable("organisations")
    .set({ status: "removed", host_name: param.nowhere, slug: param.id })
    .where("id", "=", param.id)
    .where("status", "!=", "removed")
    .returning("id"),
);

export const getRemoved = statement<Record<never, never>>()((query) =>
  query.selectFrom("organisations").select("id").where("status", "=", "removed").orderBy("id"),
);

export const countPeople = statement<Id>()((query, param) =>
  query.selectFrom("people").select(sql<number>`count(*)`.as("people")).where("organisation_id", "=", param.id),
);

type Portion = Id & { most: number };

/** With everything that hangs on them. */
export const removePeople = statement<Portion>()((query, param) =>
  query
    .deleteFrom("people")
    .where("organisation_id", "=", param.id)
    .where("id", "in", (e) =>
      e.selectFrom("people").select("id").where("organisation_id", "=", param.id).limit(param.most),
    ),
);

export const removeEvents = statement<Portion>()((query, param) =>
  query
    .deleteFrom("audit_events")
    .where("organisation_id", "=", param.id)
    .where("id", "in", (e) =>
      e.selectFrom("audit_events").select("id").where("organisation_id", "=", param.id).limit(param.most),
    ),
);

export const removeChain = statement<Portion>()((query, param) =>
  query
    .deleteFrom("audit_links")
    .where("organisation_id", "=", param.id)
    .where("seq", "in", (e) =>
      e.selectFrom("audit_links").select("seq").where("organisation_id", "=", param.id).limit(param.most),
    ),
);

export const removeWaiting = statement<Portion>()((query, param) =>
  query
    .deleteFrom("audit_waiting")
    .where("organisation_id", "=", param.id)
    .where("event_id", "in", (e) =>
      e.selectFrom("audit_waiting").select("event_id").where("organisation_id", "=", param.id).limit(param.most),
    ),
);

/** So many days. */
export const removeAdoption = statement<Portion>()((query, param) =>
  query
    .deleteFrom("adoption_days")
    .where("organisation_id", "=", param.id)
    .where("day", "in", (e) =>
      e.selectFrom("adoption_days").select("day").distinct().where("organisation_id", "=", param.id).limit(param.most),
    ),
);

export const removeLetters = statement<Portion>()((query, param) =>
  query
    .deleteFrom("outbox")
    .where("organisation_id", "=", param.id)
    .where("id", "in", (e) =>
      e.selectFrom("outbox").select("id").where("organisation_id", "=", param.id).limit(param.most),
    ),
);

/** Those of one authenticator stand together, so that a portion is some authenticators'. */
export const removeTimeSteps = statement<Portion>()((query, param) =>
  query
    .deleteFrom("used_time_steps")
    .where("organisation_id", "=", param.id)
    .where("authenticator_id", "in", (e) =>
      e
        .selectFrom("used_time_steps")
        .select("authenticator_id")
        .where("organisation_id", "=", param.id)
        .limit(param.most),
    ),
);

/** With whatever is left of it in any table. */
export const remove = statement<Id>()((query, param) =>
  query.deleteFrom("organisations").where("id", "=", param.id).where("status", "=", "removed"),
);

export const putLogo = statement<Id & { type: string; body: Uint8Array }>()((query, param) =>
  query
    .insertInto("logos")
    .values({ organisation_id: param.id, type: param.type, body: param.body })
    .onConflict((conflict) => conflict.column("organisation_id").doUpdateSet({ type: param.type, body: param.body })),
);

export const removeLogo = statement<Id>()((query, param) =>
  query.deleteFrom("logos").where("organisation_id", "=", param.id),
);

export const setLogoHash = statement<Id & { hash: string | null }>()((query, param) =>
  query.updateTable("organisations").set({ logo_hash: param.hash }).where("id", "=", param.id),
);

export const getLogo = statement<Id>()((query, param) =>
  query.selectFrom("logos").select(["type", "body"]).where("organisation_id", "=", param.id),
);

export const openFirstRun = statement<{ hash: Uint8Array }>()((query, param) =>
  query
    .insertInto("installation")
    .values({ id: 1, first_run_token_hash: param.hash, completed_at: null, epoch: 0 })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ first_run_token_hash: param.hash })
        .where("installation.completed_at", "is", null),
    ),
);

export const getInstallation = statement<Record<never, never>>()((query) =>
  query.selectFrom("installation").selectAll().where("id", "=", 1),
);

/** The one statement that lets exactly one browser finish the first run. */
export const claimFirstRun = statement<{ at: number }>()((query, param) =>
  query
    .insertInto("installation")
    .values({ id: 1, first_run_token_hash: null, completed_at: param.at, epoch: 0 })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ completed_at: param.at, first_run_token_hash: null })
        .where("installation.completed_at", "is", null),
    )
    .returning("id"),
);

export const getAllIds = statement<Record<never, never>>()((query) =>
  query.selectFrom("organisations").select("id").orderBy("id"),
);
