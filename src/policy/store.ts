// Keeps each organisation's policy, and when people first met its rules.
import type { Kysely } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

export const getPolicy = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("policies")
    .select(["document", "version", "updated_at"])
    .where("organisation_id", "=", param.organisation),
);

export const insertPolicy = statement<{ organisation: string; document: string; at: number }>()((query, param) =>
  query
    .insertInto("policies")
    .values({ organisation_id: param.organisation, document: param.document, version: 1, updated_at: param.at }),
);

/** Saves only over the version that was looked at. */
export const replacePolicy = statement<{
  organisation: string;
  document: string;
  version: number;
  nextVersion: number;
  at: number;
}>()((query, param) =>
  query
    .updateTable("policies")
    .set({ document: param.document, version: param.nextVersion, updated_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("version", "=", param.version)
    .returning("version"),
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
