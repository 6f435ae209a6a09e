// Keeps many people with a few statements, where one of them at a time would take too long.
import { type Kysely, sql } from "kysely";
import type { Tables } from "../../database/tables.ts";

export const insertIfAbsent = (people: Tables["people"][]) => (query: Kysely<Tables>) =>
  query
    .insertInto("people")
    .values(people)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id");

export interface WhoTheyAre {
  id: string;
  screenName: string;
  screenNameNormal: string;
  displayName: string;
  sortName: string;
  accountType: string;
  language: string;
}

const columns = "wanted(id, screen_name, screen_name_normal, display_name, sort_name, account_type, language)";

export const update = (organisation: string, people: WhoTheyAre[]) => (query: Kysely<Tables>) => {
  const rows = people.map(({ id, screenName, screenNameNormal, displayName, sortName, accountType, language }) => {
    const values = [id, screenName, screenNameNormal, displayName, sortName, accountType, language];
    return sql`(${sql.join(values)})`;
  });
  return query
    .with(columns, () => sql<Omit<Tables["people"], "organisation_id">>`(values ${sql.join(rows)})`)
    .updateTable("people")
    .from("wanted")
    .set((e) => ({
      screen_name: e.ref("wanted.screen_name"),
      screen_name_normal: e.ref("wanted.screen_name_normal"),
      display_name: e.ref("wanted.display_name"),
      sort_name: e.ref("wanted.sort_name"),
      account_type: e.ref("wanted.account_type"),
      language: e.ref("wanted.language"),
    }))
    .where("people.organisation_id", "=", organisation)
    .whereRef("people.id", "=", "wanted.id");
};

export const removeWords = (organisation: string, people: string[]) => (query: Kysely<Tables>) =>
  query.deleteFrom("people_words").where("organisation_id", "=", organisation).where("person_id", "in", people);

export const insertWords = (words: Tables["people_words"][]) => (query: Kysely<Tables>) =>
  query
    .insertInto("people_words")
    .values(words)
    .onConflict((conflict) => conflict.doNothing());

export const namesAmong = (organisation: string, normals: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("people")
    .select(["id", "screen_name_normal"])
    .where("organisation_id", "=", organisation)
    .where("screen_name_normal", "in", normals);
