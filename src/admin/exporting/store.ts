// Keeps what was asked and agreed about exports, and reads the people of one, a page at a time.
import type { Kysely } from "kysely";
import { statement } from "../../database/statement.ts";
import type { Tables } from "../../database/tables.ts";

type Key = { organisation: string; id: string };
type Consent = { person: string | null; home: string | null; at: number; setUp: string | null };

export const insert = statement<
  Key & {
    recipients: string;
    fingerprint: string;
    at: number;
    administrator: string | null;
    administratorAt: number | null;
    administratorSetUp: string | null;
    operator: string | null;
    operatorHome: string | null;
    operatorAt: number | null;
    operatorSetUp: string | null;
  }
>()((query, param) =>
  query.insertInto("exports").values({
    organisation_id: param.organisation,
    id: param.id,
    recipients: param.recipients,
    fingerprint: param.fingerprint,
    asked_at: param.at,
    administrator_id: param.administrator,
    administrator_at: param.administratorAt,
    administrator_set_up: param.administratorSetUp,
    operator_id: param.operator,
    operator_organisation_id: param.operatorHome,
    operator_at: param.operatorAt,
    operator_set_up: param.operatorSetUp,
    taken_at: null,
    ended_at: null,
  }),
);

export const get = statement<Key>()((query, param) =>
  query.selectFrom("exports").selectAll().where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

export const getAll = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("exports")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .orderBy("id", "desc")
    .limit(20),
);

type Agreeing = Key & Consent & { fingerprint: string; from: number; upTo: number };

/** The second consent, given once: to exactly these recipients, while the first counts, by somebody else. */
export const agreeAsOperator = statement<Agreeing & { other: string }>()((query, param) =>
  query
    .updateTable("exports")
    .set({ operator_id: param.person, operator_organisation_id: param.home })
    .set({ operator_at: param.at, operator_set_up: param.setUp })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("fingerprint", "=", param.fingerprint)
    .where("taken_at", "is", null)
    .where("ended_at", "is", null)
    .where("operator_at", "is", null)
    .where("administrator_at", ">", param.from)
    .where("administrator_at", "<=", param.upTo)
    .where("administrator_id", "<>", param.other)
    .returningAll(),
);

export const agreeAsAdministrator = statement<Omit<Agreeing, "home"> & { other: string }>()((query, param) =>
  query
    .updateTable("exports")
    .set({ administrator_id: param.person, administrator_at: param.at, administrator_set_up: param.setUp })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("fingerprint", "=", param.fingerprint)
    .where("taken_at", "is", null)
    .where("ended_at", "is", null)
    .where("administrator_at", "is", null)
    .where("operator_at", ">", param.from)
    .where("operator_at", "<=", param.upTo)
    .where((e) => e.or([e("operator_id", "is", null), e("operator_id", "<>", param.other)]))
    .returningAll(),
);

/** True for one caller, once: both consents count, and nobody was before. */
export const take = statement<Key & { at: number; from: number; upTo: number }>()((query, param) =>
  query
    .updateTable("exports")
    .set({ taken_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("taken_at", "is", null)
    .where("ended_at", "is", null)
    .where("administrator_at", ">", param.from)
    .where("administrator_at", "<=", param.upTo)
    .where("operator_at", ">", param.from)
    .where("operator_at", "<=", param.upTo)
    .returningAll(),
);

export const end = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("exports")
    .set({ ended_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("taken_at", "is", null)
    .where("ended_at", "is", null)
    .returning("id"),
);

/** What was open, before another is asked for. */
export const endOpen = statement<{ organisation: string; at: number }>()((query, param) =>
  query
    .updateTable("exports")
    .set({ ended_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("taken_at", "is", null)
    .where("ended_at", "is", null)
    .returning("id"),
);

export const removeOld = statement<{ organisation: string; before: number }>()((query, param) =>
  query.deleteFrom("exports").where("organisation_id", "=", param.organisation).where("asked_at", "<", param.before),
);

export const people = (organisation: string, after: string, limit: number) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .select(["id", "email", "screen_name", "display_name", "account_type", "language", "status", "password_hash"])
    .select(["administrator", "helper", "operator", "created_at"])
    .where("organisation_id", "=", organisation)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit);

export const authenticators = (organisation: string, ids: readonly string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("authenticators")
    .selectAll()
    .where("organisation_id", "=", organisation)
    .where("person_id", "in", ids)
    .orderBy("id");

export const codeSets = (organisation: string, ids: readonly string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("recovery_code_sets")
    .select(["id", "person_id", "salt", "hashing", "form"])
    .where("organisation_id", "=", organisation)
    .where("person_id", "in", ids);

export const unusedCodes = (organisation: string, ids: readonly string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("recovery_codes")
    .select(["person_id", "set_id", "hash"])
    .where("organisation_id", "=", organisation)
    .where("person_id", "in", ids)
    .where("used_at", "is", null);
