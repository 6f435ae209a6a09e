// Finds for whom a letter is and in whose name it is written, and who comes near a deadline.
import type { Kysely } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";

export const getSender = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("organisations")
    .select(["name", "accent", "status", "language"])
    .where("id", "=", param.organisation),
);

export const portion = 500;

/**
 * People who have nothing set up, a portion after this id.
 * @param metBy only those who had met a rule by then
 */
export const withoutAuthenticator =
  (organisation: string, after: string, metBy: number | undefined) => (query: Kysely<Tables>) => {
    const all = query
      .selectFrom("people")
      .selectAll()
      .where("organisation_id", "=", organisation)
      .where("id", ">", after)
      .where("status", "=", "active")
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("authenticators")
              .select("authenticators.id")
              .where("authenticators.organisation_id", "=", organisation)
              .whereRef("authenticators.person_id", "=", "people.id"),
          ),
        ),
      )
      .orderBy("id")
      .limit(portion);
    if (metBy === undefined) return all;
    return all.where(({ exists, selectFrom }) =>
      exists(
        selectFrom("first_meetings")
          .select("first_meetings.rule")
          .where("first_meetings.organisation_id", "=", organisation)
          .whereRef("first_meetings.person_id", "=", "people.id")
          .where("first_meetings.met_at", "<=", metBy),
      ),
    );
  };

/** Which of these names letters were written under. */
export const written = (organisation: string, names: string[]) => (query: Kysely<Tables>) =>
  query.selectFrom("outbox").select("once").where("organisation_id", "=", organisation).where("once", "in", names);
