// Keeps each organisation's policy, and when people first met its rules.
import { type Kysely, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

/** Longer ones are fetched only by who does not have them yet: a policy may hold 10,000 rules. */
const longestAtHand = 4000;

/** A policy as it stands beside what else a statement reads; `document` is null where it is long. */
export const policyColumns = [
  "policies.digest",
  "policies.version",
  "policies.updated_at",
  sql<
    string | null
  >`case when octet_length(policies.document) <= ${sql.lit(longestAtHand)} then policies.document end`.as("document"),
] as const;

export const getPolicy = statement<{ organisation: string }>()((query, param) =>
  query.selectFrom("policies").select(policyColumns).where("organisation_id", "=", param.organisation),
);

export const getDocument = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("policies")
    .select(["digest", "version", "updated_at", "document"])
    .where("organisation_id", "=", param.organisation),
);

export const insertPolicy = statement<{ organisation: string; document: string; digest: string; at: number }>()(
  (query, param) =>
    query.insertInto("policies").values({
      organisation_id: param.organisation,
      document: param.document,
      digest: param.digest,
      version: 1,
      updated_at: param.at,
    }),
);

/** Saves only over the version that was looked at. */
export const replacePolicy = statement<{
  organisation: string;
  document: string;
  digest: string;
  version: number;
  nextVersion: number;
  at: number;
}>()((query, param) =>
  query
    .updateTable("policies")
    .set({
      document: param.document,
      digest: param.digest,
      version: param.nextVersion,
      updated_at: param.at,
    })
    .where("organisation_id", "=", param.organisation)
    .where("version", "=", param.version)
    .returning("version"),
);

export const getDraft = statement<{ organisation: string; person: string }>()((query, param) =>
  query
    .selectFrom("policy_drafts")
    .select(["version", "digest", "document", "made_at"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const putDraft = statement<{
  organisation: string;
  person: string;
  version: number;
  digest: string;
  document: string;
  at: number;
}>()((query, param) =>
  query
    .insertInto("policy_drafts")
    .values({
      organisation_id: param.organisation,
      person_id: param.person,
      version: param.version,
      digest: param.digest,
      document: param.document,
      made_at: param.at,
    })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "person_id"]).doUpdateSet({
        version: param.version,
        digest: param.digest,
        document: param.document,
        made_at: param.at,
      }),
    ),
);

/** Takes the draft that was looked at away, and no other. */
export const consumeDraft = statement<{ organisation: string; person: string; version: number; digest: string }>()(
  (query, param) =>
    query
      .deleteFrom("policy_drafts")
      .where("organisation_id", "=", param.organisation)
      .where("person_id", "=", param.person)
      .where("version", "=", param.version)
      .where("digest", "=", param.digest)
      .returning("document"),
);

export const removeDraft = statement<{ organisation: string; person: string }>()((query, param) =>
  query
    .deleteFrom("policy_drafts")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const getAccountTypes = statement<{ organisation: string }>()((query, param) =>
  query.selectFrom("account_types").select("name").where("organisation_id", "=", param.organisation).orderBy("name"),
);

export const getAccountType = statement<{ organisation: string; name: string }>()((query, param) =>
  query
    .selectFrom("account_types")
    .select("name")
    .where("organisation_id", "=", param.organisation)
    .where("name", "=", param.name),
);

export const insertAccountTypeIfAbsent = statement<{ organisation: string; name: string; at: number }>()(
  (query, param) =>
    query
      .insertInto("account_types")
      .values({ organisation_id: param.organisation, name: param.name, created_at: param.at })
      .onConflict((conflict) => conflict.doNothing())
      .returning("name"),
);

/** Only where nobody holds it; somebody who is given it at the same instant is kept out by the foreign key. */
export const removeAccountTypeUnheld = statement<{ organisation: string; name: string }>()((query, param) =>
  query
    .deleteFrom("account_types")
    .where("organisation_id", "=", param.organisation)
    .where("name", "=", param.name)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("people")
            .select("people.id")
            .where("people.organisation_id", "=", param.organisation)
            .where("people.account_type", "=", param.name),
        ),
      ),
    )
    .returning("name"),
);

export const countByAccountType = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("people")
    .select((e) => ["account_type", e.fn.countAll<number>().as("people")])
    .where("organisation_id", "=", param.organisation)
    .groupBy("account_type"),
);

export const getMeetings = statement<{ organisation: string; person: string }>()((query, param) =>
  query
    .selectFrom("first_meetings")
    .select(["rule", "met_at"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const meetingsOf = (organisation: string, people: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("first_meetings")
    .select(["person_id", "rule", "met_at"])
    .where("organisation_id", "=", organisation)
    .where("person_id", "in", people);

/** The earliest meeting stays: a grace period is never renewed, and one noted by a clock that ran ahead is put right. */
export const insertMeetingIfAbsent = statement<{ organisation: string; person: string; rule: string; at: number }>()(
  (query, param) =>
    query
      .insertInto("first_meetings")
      .values({ organisation_id: param.organisation, person_id: param.person, rule: param.rule, met_at: param.at })
      .onConflict((conflict) =>
        conflict
          .columns(["organisation_id", "person_id", "rule"])
          .doUpdateSet({ met_at: param.at })
          .where("first_meetings.met_at", ">", param.at),
      ),
);
