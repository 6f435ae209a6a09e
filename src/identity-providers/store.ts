// Keeps identity providers, the domains they serve, and how often people come through each.
import { statement } from "../database/statement.ts";

type Key = { organisation: string; id: string };

const columns = [
  "organisation_id",
  "id",
  "name",
  "issuer",
  "client_id",
  "sealed_secret",
  "status",
  "exempts",
  "only_way",
  "settings",
  "created_at",
  "changed_at",
] as const;

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("identity_providers")
    .select(columns)
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** The same, kept from changing until the transaction ends. */
export const getLocked = statement<Key>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("identity_providers")
      .select(columns)
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.id),
    "identity_providers",
  ),
);

export const getAll = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("identity_providers")
    .select(columns)
    .where("organisation_id", "=", param.organisation)
    .orderBy("name"),
);

export const getDomains = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("identity_provider_domains")
    .select(["domain", "provider_id"])
    .where("organisation_id", "=", param.organisation)
    .orderBy("domain"),
);

/** The provider that serves a domain. */
export const getServing = statement<{ organisation: string; domain: string }>()((query, param) =>
  query
    .selectFrom("identity_provider_domains")
    .innerJoin("identity_providers", (join) =>
      join
        .onRef("identity_providers.organisation_id", "=", "identity_provider_domains.organisation_id")
        .onRef("identity_providers.id", "=", "identity_provider_domains.provider_id"),
    )
    .select(["identity_providers.id", "identity_providers.name", "identity_providers.only_way"])
    .where("identity_provider_domains.organisation_id", "=", param.organisation)
    .where("identity_provider_domains.domain", "=", param.domain)
    .where("identity_providers.status", "=", "active"),
);

export const insertIfAbsent = statement<
  Key & {
    name: string;
    issuer: string;
    clientId: string;
    sealedSecret: Uint8Array | null;
    exempts: number;
    onlyWay: number;
    settings: string;
    at: number;
  }
>()((query, param) =>
  query
    .insertInto("identity_providers")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      name: param.name,
      issuer: param.issuer,
      client_id: param.clientId,
      sealed_secret: param.sealedSecret,
      // It is tried out first.
      status: "disabled",
      exempts: param.exempts,
      only_way: param.onlyWay,
      settings: param.settings,
      created_at: param.at,
      changed_at: param.at,
    })
    .onConflict((conflict) => conflict.columns(["organisation_id", "name"]).doNothing())
    .returning("id"),
);

export const update = statement<
  Key & {
    name: string;
    clientId: string;
    status: string;
    exempts: number;
    onlyWay: number;
    settings: string;
    at: number;
  }
>()((query, param) =>
  query
    .updateTable("identity_providers")
    .set({
      name: param.name,
      client_id: param.clientId,
      status: param.status,
      exempts: param.exempts,
      only_way: param.onlyWay,
      settings: param.settings,
      changed_at: param.at,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .returning("id"),
);

export const setSecret = statement<Key & { sealedSecret: Uint8Array | null; at: number }>()((query, param) =>
  query
    .updateTable("identity_providers")
    .set({ sealed_secret: param.sealedSecret, changed_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .returning("id"),
);

export const remove = statement<Key>()((query, param) =>
  query
    .deleteFrom("identity_providers")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .returning("id"),
);

export const insertDomainIfAbsent = statement<{ organisation: string; domain: string; provider: string }>()(
  (query, param) =>
    query
      .insertInto("identity_provider_domains")
      .values({ organisation_id: param.organisation, domain: param.domain, provider_id: param.provider })
      .onConflict((conflict) => conflict.columns(["organisation_id", "domain"]).doNothing())
      .returning("domain"),
);

export const removeDomains = statement<Key>()((query, param) =>
  query
    .deleteFrom("identity_provider_domains")
    .where("organisation_id", "=", param.organisation)
    .where("provider_id", "=", param.id),
);

export const countUse = statement<
  Key & { day: number; part: number; withEvidence: number; without: number; at: number }
>()((query, param) =>
  query
    .insertInto("identity_provider_days")
    .values({
      organisation_id: param.organisation,
      provider_id: param.id,
      day: param.day,
      part: param.part,
      with_evidence: param.withEvidence,
      without: param.without,
      last_at: param.at,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "provider_id", "day", "part"]).doUpdateSet((e) => ({
        with_evidence: e("identity_provider_days.with_evidence", "+", e.ref("excluded.with_evidence")),
        without: e("identity_provider_days.without", "+", e.ref("excluded.without")),
        last_at: e.ref("excluded.last_at"),
      })),
    ),
);

export const getUses = statement<{ organisation: string; since: number }>()((query, param) =>
  query
    .selectFrom("identity_provider_days")
    .select("provider_id")
    .select((e) => [
      e.fn.sum<number | string>("with_evidence").as("with_evidence"),
      e.fn.sum<number | string>("without").as("without"),
      e.fn.max<number>("last_at").as("last_at"),
    ])
    .where("organisation_id", "=", param.organisation)
    .where("day", ">=", param.since)
    .groupBy("provider_id"),
);

export const removeUsesBefore = statement<{ organisation: string; before: number }>()((query, param) =>
  query
    .deleteFrom("identity_provider_days")
    .where("organisation_id", "=", param.organisation)
    .where("day", "<", param.before),
);
