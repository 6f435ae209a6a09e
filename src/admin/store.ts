// Finds people for their administrators. What belongs to a person is kept by the rooms that it is named after.
import { type Kysely, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";
import type { Place } from "./rules.ts";

export interface PageWanted {
  organisation: string;
  /** Each begins one of the person's words; the first is the one that the list is ordered by. */
  terms: readonly string[];
  from: Place | undefined;
  direction: "forward" | "backward";
  limit: number;
}

/** By screen name, which is unique in its organisation. Never an offset: a page far in costs what the first one does. */
export const pageByName =
  ({ organisation, from, direction, limit }: PageWanted) =>
  (query: Kysely<Tables>) => {
    const forward = direction === "forward";
    const all = query
      .selectFrom("people")
      .selectAll()
      .where("organisation_id", "=", organisation)
      .orderBy("screen_name_normal", forward ? "asc" : "desc")
      .limit(limit);
    return from && "name" in from ? all.where("screen_name_normal", forward ? ">" : "<", from.name) : all;
  };

/** By the first of their words that was searched for, so that the index over words gives the page without sorting. */
export const pageBySearch =
  ({ organisation, terms, from, direction, limit }: PageWanted) =>
  (query: Kysely<Tables>) => {
    const [first = "", ...others] = terms;
    const forward = direction === "forward";
    let found = query
      .selectFrom("people_words")
      .innerJoin("people", (join) =>
        join
          .onRef("people.organisation_id", "=", "people_words.organisation_id")
          .onRef("people.id", "=", "people_words.person_id"),
      )
      .selectAll("people")
      .select("people_words.word")
      .where("people_words.organisation_id", "=", organisation)
      .where("people_words.word", ">=", first)
      .where("people_words.word", "<", pastAllBeginningWith(first))
      // Who has several such words is found by the first of them alone.
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("people_words as earlier")
              .select("earlier.word")
              .where("earlier.organisation_id", "=", organisation)
              .whereRef("earlier.person_id", "=", "people_words.person_id")
              .where("earlier.word", ">=", first)
              .whereRef("earlier.word", "<", "people_words.word"),
          ),
        ),
      )
      .orderBy("people_words.word", forward ? "asc" : "desc")
      .orderBy("people_words.person_id", forward ? "asc" : "desc")
      .limit(limit);
    for (const term of others) {
      found = found.where(({ exists, selectFrom }) =>
        exists(
          selectFrom("people_words as other")
            .select("other.word")
            .where("other.organisation_id", "=", organisation)
            .whereRef("other.person_id", "=", "people_words.person_id")
            .where("other.word", ">=", term)
            .where("other.word", "<", pastAllBeginningWith(term)),
        ),
      );
    }
    if (!from || !("word" in from)) return found;
    return found.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("people_words.word", "people_words.person_id"), forward ? ">" : "<", tuple(from.word, from.person)),
    );
  };

/** Words are compared byte by byte, and nothing in UTF-8 is above the last code point. */
const pastAllBeginningWith = (term: string): string => `${term}\u{10ffff}`;

export const authenticatorCounts = (organisation: string, people: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("authenticators")
    .select("person_id")
    .select(sql<number>`count(*)`.as("authenticators"))
    .where("organisation_id", "=", organisation)
    .where("person_id", "in", people)
    .groupBy("person_id");

export const namesOf = (organisation: string, people: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .select(["id", "display_name"])
    .where("organisation_id", "=", organisation)
    .where("id", "in", people);

/** The host name that an organisation answers under; null for the one that answers everywhere else. */
export const getHostName = statement<{ organisation: string }>()((query, param) =>
  query.selectFrom("organisations").select("host_name").where("id", "=", param.organisation),
);

export const getAccountTypes = statement<{ organisation: string }>()((query, param) =>
  query.selectFrom("account_types").select("name").where("organisation_id", "=", param.organisation).orderBy("name"),
);

export const throttlesOf = (organisation: string, people: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("throttles")
    .select(["kind", "subject", "failures", "blocked_until", "recent"])
    .where("organisation_id", "=", organisation)
    .where("kind", "in", ["password", "second-step", "recovery-code"])
    .where("subject", "in", people);
