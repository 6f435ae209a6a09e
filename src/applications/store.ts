// Keeps applications, the names by which they are found from outside, and how often people sign in to each.
import { statement } from "../database/statement.ts";

type Key = { organisation: string; id: string };

const columns = [
  "organisation_id",
  "id",
  "name",
  "kind",
  "takes_part",
  "takes_part_from",
  "note",
  "status",
  "settings",
  "created_at",
] as const;

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("applications")
    .select(columns)
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

export const getAll = statement<{ organisation: string }>()((query, param) =>
  query.selectFrom("applications").select(columns).where("organisation_id", "=", param.organisation).orderBy("name"),
);

/** The same, kept from changing until the transaction ends. */
export const getLocked = statement<Key>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("applications")
      .select(columns)
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id),
    "applications",
  ),
);

export const getCalled = statement<{ organisation: string; name: string }>()((query, param) =>
  query
    .selectFrom("applications")
    .select(columns)
    .where("organisation_id", "=", param.organisation)
    .where("name", "=", param.name),
);

/** Whose a name is, over all organisations: whoever asks by it does not say for which. */
export const getHolder = statement<{ kind: string; name: string }>()((query, param) =>
  query
    .selectFrom("application_names")
    .select(["organisation_id", "application_id"])
    .where("kind", "=", param.kind)
    .where("name", "=", param.name),
);

export const getWithSecret = statement<Key>()((query, param) =>
  query
    .selectFrom("applications")
    .innerJoin("organisations", "organisations.id", "applications.organisation_id")
    .select(columns.map((column) => `applications.${column}` as const))
    .select(["organisations.status as organisation_status", "applications.secret_hash", "applications.sealed_secret"])
    .where("applications.organisation_id", "=", param.organisation)
    .where("applications.id", "=", param.id),
);

export const getNames = statement<Key>()((query, param) =>
  query
    .selectFrom("application_names")
    .select(["kind", "name"])
    .where("organisation_id", "=", param.organisation)
    .where("application_id", "=", param.id)
    .orderBy("kind")
    .orderBy("name"),
);

export const getAllNames = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("application_names")
    .select(["application_id", "kind", "name"])
    .where("organisation_id", "=", param.organisation)
    .orderBy("kind")
    .orderBy("name"),
);

/** Those at a host name, whatever the port. @param param.withPort `host:%`; host names hold nothing that a pattern could mean */
export const getAtHost = statement<{ host: string; withPort: string }>()((query, param) =>
  query
    .selectFrom("application_names")
    .select(["organisation_id", "application_id"])
    .where("kind", "=", "host")
    .where((e) => e.or([e("name", "=", param.host), e("name", "like", param.withPort)])),
);

export const insertIfAbsent = statement<
  Key & {
    name: string;
    kind: string;
    takesPart: string;
    takesPartFrom: string | null;
    note: string;
    settings: string;
    secretHash: Uint8Array | null;
    sealedSecret: Uint8Array | null;
    at: number;
  }
>()((query, param) =>
  query
    .insertInto("applications")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      name: param.name,
      kind: param.kind,
      takes_part: param.takesPart,
      takes_part_from: param.takesPartFrom,
      note: param.note,
      status: "active",
      settings: param.settings,
      secret_hash: param.secretHash,
      sealed_secret: param.sealedSecret,
      created_at: param.at,
    })
    .onConflict((conflict) => conflict.columns(["organisation_id", "name"]).doNothing())
    .returning("id"),
);

export const update = statement<
  Key & {
    name: string;
    takesPart: string;
    takesPartFrom: string | null;
    note: string;
    status: string;
    settings: string;
  }
>()((query, param) =>
  query
    .updateTable("applications")
    .set({
      name: param.name,
      takes_part: param.takesPart,
      takes_part_from: param.takesPartFrom,
      note: param.note,
      status: param.status,
      settings: param.settings,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .returning("id"),
);

export const setSecret = statement<Key & { secretHash: Uint8Array | null; sealedSecret: Uint8Array | null }>()(
  (query, param) =>
    query
      .updateTable("applications")
      .set({ secret_hash: param.secretHash, sealed_secret: param.sealedSecret })
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id)
      .returning("id"),
);

export const remove = statement<Key>()((query, param) =>
  query
    .deleteFrom("applications")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .returning("id"),
);

export const insertNameIfAbsent = statement<{
  organisation: string;
  application: string;
  kind: string;
  name: string;
}>()((query, param) =>
  query
    .insertInto("application_names")
    .values({
      organisation_id: param.organisation,
      application_id: param.application,
      kind: param.kind,
      name: param.name,
    })
    .onConflict((conflict) => conflict.columns(["kind", "name"]).doNothing())
    .returning("name"),
);

export const removeAllNames = statement<Key>()((query, param) =>
  query
    .deleteFrom("application_names")
    .where("organisation_id", "=", param.organisation)
    .where("application_id", "=", param.id),
);

export const removeNames = statement<Key & { kind: string }>()((query, param) =>
  query
    .deleteFrom("application_names")
    .where("organisation_id", "=", param.organisation)
    .where("application_id", "=", param.id)
    .where("kind", "=", param.kind),
);

export const countUse = statement<
  Key & { day: number; part: number; withSecondFactor: number; without: number; at: number }
>()((query, param) =>
  query
    .insertInto("application_days")
    .values({
      organisation_id: param.organisation,
      application_id: param.id,
      day: param.day,
      part: param.part,
      with_second_factor: param.withSecondFactor,
      without: param.without,
      last_at: param.at,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "application_id", "day", "part"]).doUpdateSet((e) => ({
        with_second_factor: e("application_days.with_second_factor", "+", e.ref("excluded.with_second_factor")),
        without: e("application_days.without", "+", e.ref("excluded.without")),
        last_at: e.ref("excluded.last_at"),
      })),
    ),
);

/** When somebody last signed in to each application: of the parts of its latest day the latest. */
export const getLastUses = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("applications")
    .select((e) => [
      "id",
      e
        .selectFrom("application_days")
        .select("last_at")
        .whereRef("application_days.organisation_id", "=", "applications.organisation_id")
        .whereRef("application_days.application_id", "=", "applications.id")
        .orderBy("application_days.day", "desc")
        .orderBy("application_days.last_at", "desc")
        .limit(1)
        .as("last_at"),
    ])
    .where("organisation_id", "=", param.organisation),
);

/** How often people signed in since a day, by application. */
export const getUses = statement<{ organisation: string; since: number }>()((query, param) =>
  query
    .selectFrom("application_days")
    .select((e) => [
      "application_id",
      e.fn.sum<number | string>("with_second_factor").as("with_second_factor"),
      e.fn.sum<number | string>("without").as("without"),
    ])
    .where("organisation_id", "=", param.organisation)
    .where("day", ">=", param.since)
    .groupBy("application_id"),
);

export const removeUsesBefore = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("application_days")
    .where("organisation_id", "=", param.organisation)
    .where("day", "<", param.before),
);
