// Finds people for their administrators. What belongs to a person is kept by the rooms that it is named after.
import { type Kysely, sql } from "kysely";
import { statement } from "../database/statement.ts";
import type { Tables } from "../database/tables.ts";
import { longestWord } from "../people/rules.ts";
import { codesInSet, few } from "../recovery-codes/rules.ts";
import { budget } from "../throttle/rules.ts";
import type { Order, Place } from "./list-filters.ts";

export interface PageWanted {
  organisation: string;
  order: Order;
  /** Each begins one of the person's words; the first is the one that the list is ordered by. */
  terms: readonly string[];
  domain?: string;
  from: Place | undefined;
  forward: boolean;
  limit: number;
  /** At most one of these: see `listing.ts`. */
  type?: string;
  status?: string;
  secondFactor?: "set-up" | "missing" | "app" | "passkey" | "both";
  codes?: "few" | "unused";
  among?: readonly string[];
}

/** By what, and by what again where that is the same. */
const columns: Record<Order, readonly string[]> = {
  screenName: ["people.screen_name_normal"],
  name: ["people.sort_name", "people.id"],
  email: ["people.email_normal"],
  type: ["people.account_type", "people.sort_name", "people.id"],
  added: ["people.id"],
  word: ["people_words.word", "people_words.person_id"],
};

/**
 * From a place on, never by an offset: a page far in costs what the first one does. In the order of an index; while
 * searching, of the one over words, so that it gives the page without sorting.
 */
export const pageOfPeople = (wanted: PageWanted) => (query: Kysely<Tables>) => {
  const { organisation, order, from, forward, domain, type, status, secondFactor, codes, among } = wanted;
  const by = columns[order].map((name) => sql.ref<string>(name));
  let found = order === "word" ? byWord(query, wanted) : everybody(query, organisation);
  if (from) {
    const behind = sql.raw(forward ? ">" : "<");
    found = found.where(sql<boolean>`(${sql.join(by)}) ${behind} (${sql.join(from)})`);
  }
  // A word may be a domain's without being the address's: a name can read like one.
  if (domain !== undefined) found = found.where("people.email_normal", "like", `%@${domain}`);
  if (type !== undefined) found = found.where("people.account_type", "=", type);
  // Written out: indexes over the few for whom something holds know nothing of parameters.
  if (status !== undefined) found = found.where("people.status", "=", sql.lit(status));
  if (status !== undefined && status !== "active") found = found.where("people.status", "!=", sql.lit("active"));
  if (secondFactor === "passkey" || secondFactor === "both") found = found.where("people.passkeys", ">", sql.lit(0));
  else if (secondFactor !== undefined)
    found = found.where("people.authenticators", secondFactor === "missing" ? "=" : ">", sql.lit(0));
  if (codes === "few") found = found.where("people.codes_left", "<=", sql.lit(few));
  if (codes === "unused") found = found.where("people.codes_left", "=", sql.lit(codesInSet));
  if (among !== undefined)
    found = among.length > 0 ? found.where("people.id", "in", among) : found.where(sql`1`, "=", sql`0`);
  for (const column of by) found = found.orderBy(column, forward ? "asc" : "desc");
  return found.limit(wanted.limit);
};

const everybody = (query: Kysely<Tables>, organisation: string) =>
  query
    .selectFrom("people")
    .selectAll("people")
    .select(sql<string>`''`.as("word"))
    .where("people.organisation_id", "=", organisation);

/** By the first of their words that was searched for, and each of the others. */
function byWord(query: Kysely<Tables>, { organisation, terms, domain }: PageWanted) {
  const [first, ...others] = terms;
  let found = query
    .selectFrom("people_words")
    .innerJoin("people", (join) =>
      join
        .onRef("people.organisation_id", "=", "people_words.organisation_id")
        .onRef("people.id", "=", "people_words.person_id"),
    )
    .selectAll("people")
    .select("people_words.word")
    .where("people_words.organisation_id", "=", organisation);
  if (first === undefined) return found.where("people_words.word", "=", (domain ?? "").slice(0, longestWord)) as never;
  found = found
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
    );
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
  // One type for both: the walk asks nothing of the words' table but its two columns.
  return found as unknown as ReturnType<typeof everybody>;
}

/** Words are compared byte by byte, and nothing in UTF-8 is above the last code point. */
const pastAllBeginningWith = (term: string): string => `${term}\u{10ffff}`;

export const namesOf = (organisation: string, people: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .select(["id", "display_name"])
    .where("organisation_id", "=", organisation)
    .where("id", "in", people);

export const throttlesOf = (organisation: string, people: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("throttles")
    .select(["kind", "subject", "failures", "blocked_until", "recent"])
    .where("organisation_id", "=", organisation)
    .where("kind", "in", ["password", "second-step", "recovery-code"])
    .where("subject", "in", people);

/** Whom a throttle may hold: who really has to wait is judged from its state. */
export const maybeHeld = (organisation: string, now: number, most: number) => (query: Kysely<Tables>) =>
  query
    .selectFrom("throttles")
    .select(["kind", "subject", "failures", "blocked_until", "recent"])
    .where("organisation_id", "=", organisation)
    .where("kind", "in", ["password", "second-step", "recovery-code"])
    // A spent budget is a list of so many times, of thirteen digits each.
    .where(({ eb, or }) => or([eb("blocked_until", ">", now), eb(sql`length(recent)`, ">", 13 * budget)]))
    .limit(most);

export const idsByAddress = (organisation: string, addresses: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .select("id")
    .where("organisation_id", "=", organisation)
    .where("email_normal", "in", addresses);

export const idsOfOverridden = (organisation: string, most: number) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .select("id")
    .where("organisation_id", "=", organisation)
    .where("override_level", "is not", null)
    .limit(most);

export const mostCounted = 10_000;

export const countSome = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom((select) =>
      select
        .selectFrom("people")
        .select("id")
        .where("organisation_id", "=", param.organisation)
        .limit(sql.lit(mostCounted + 1))
        .as("some"),
    )
    .select(sql<number>`count(*)`.as("people")),
);
