// Keeps acts on many people: whom they are about, how far they are, and who works on them.
import { type Kysely, sql } from "kysely";
import { statement } from "../../database/statement.ts";
import type { Tables } from "../../database/tables.ts";

type Key = { organisation: string; id: string };

/** Of one person: as many as may stand open in tabs. */
export const mostUnconfirmed = 5;

export const insert = statement<
  Key & {
    actor: string | null;
    action: string;
    details: string;
    filter: string | null;
    digest: string;
    people: number;
    address: string;
    userAgent: string;
    apiKey: string | null;
    at: number;
  }
>()((query, param) =>
  query.insertInto("bulk_changes").values({
    organisation_id: param.organisation,
    id: param.id,
    actor_id: param.actor,
    action: param.action,
    details: param.details,
    filter: param.filter,
    digest: param.digest,
    people: param.people,
    address: param.address,
    user_agent: param.userAgent,
    api_key: param.apiKey,
    made_at: param.at,
    begun_at: null,
    due_at: null,
    finished_at: null,
  }),
);

export const insertPeople = (organisation: string, id: string, people: string[]) => (query: Kysely<Tables>) =>
  query.insertInto("bulk_change_people").values(
    people.map((person) => ({
      organisation_id: organisation,
      bulk_change_id: id,
      person_id: person,
      outcome: null,
    })),
  );

export const get = statement<Key>()((query, param) =>
  query
    .selectFrom("bulk_changes")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** Other details, or other people, for one that is not confirmed yet. */
export const change = statement<Key & { details: string; digest: string; people: number }>()((query, param) =>
  query
    .updateTable("bulk_changes")
    .set({ details: param.details, digest: param.digest, people: param.people })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("begun_at", "is", null)
    .returning("id"),
);

export const removePeople = statement<Key>()((query, param) =>
  query
    .deleteFrom("bulk_change_people")
    .where("organisation_id", "=", param.organisation)
    .where("bulk_change_id", "=", param.id),
);

/** For exactly one confirmation, and only of the people who were looked at. */
export const begin = statement<
  Key & {
    digest: string;
    details: string;
    actor: string | null;
    address: string;
    userAgent: string;
    apiKey: string | null;
    at: number;
    dueAt: number;
  }
>()((query, param) =>
  query
    .updateTable("bulk_changes")
    .set({
      begun_at: param.at,
      due_at: param.dueAt,
      details: param.details,
      actor_id: param.actor,
      address: param.address,
      user_agent: param.userAgent,
      api_key: param.apiKey,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("digest", "=", param.digest)
    .where("begun_at", "is", null)
    .returningAll(),
);

/**
 * Of all organisations, by the index that holds nothing but what is under way. What lies further ahead than `tooFar` was
 * set by a clock that has gone back since.
 */
export const getDue = statement<{ now: number; tooFar: number }>()((query, param) =>
  query
    .selectFrom("bulk_changes")
    .select(["organisation_id", "id", "due_at"])
    .where("due_at", "is not", null)
    .where((e) => e.or([e("due_at", "<=", param.now), e("due_at", ">", param.tooFar)]))
    .orderBy("due_at")
    .limit(1),
);

/** For exactly one process: whoever comes later finds another moment. Also keeps all others off until the transaction ends. */
export const hold = statement<Key & { held: number; dueAt: number }>()((query, param) =>
  query
    .updateTable("bulk_changes")
    .set({ due_at: param.dueAt })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("due_at", "=", param.held)
    .returningAll(),
);

export const finish = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("bulk_changes")
    .set({ due_at: null, finished_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("finished_at", "is", null),
);

/** Always in one order, so that two such acts wait for each other rather than each for the other. */
export const nextPeople = statement<Key & { limit: number }>()((query, param) =>
  query
    .selectFrom("bulk_change_people")
    .select("person_id")
    .where("organisation_id", "=", param.organisation)
    .where("bulk_change_id", "=", param.id)
    .where("outcome", "is", null)
    .orderBy("person_id")
    .limit(param.limit),
);

/** Once a person. */
export const setOutcome = statement<Key & { person: string; outcome: string }>()((query, param) =>
  query
    .updateTable("bulk_change_people")
    .set({ outcome: param.outcome })
    .where("organisation_id", "=", param.organisation)
    .where("bulk_change_id", "=", param.id)
    .where("person_id", "=", param.person)
    .where("outcome", "is", null),
);

export const countOutcomes = statement<Key>()((query, param) =>
  query
    .selectFrom("bulk_change_people")
    .select("outcome")
    .select(sql<number>`count(*)`.as("people"))
    .where("organisation_id", "=", param.organisation)
    .where("bulk_change_id", "=", param.id)
    .groupBy("outcome")
    .orderBy("outcome"),
);

/** Whom it is about, a portion at a time. */
export const peopleOf = statement<Key & { after: string; limit: number }>()((query, param) =>
  query
    .selectFrom("bulk_change_people")
    .select(["person_id", "outcome"])
    .where("organisation_id", "=", param.organisation)
    .where("bulk_change_id", "=", param.id)
    .where("person_id", ">", param.after)
    .orderBy("person_id")
    .limit(param.limit),
);

/** With the names of those who are still there. */
export const leftOut = statement<Key & { after: string; limit: number }>()((query, param) =>
  query
    .selectFrom("bulk_change_people as about")
    .leftJoin("people", (join) =>
      join.onRef("people.organisation_id", "=", "about.organisation_id").onRef("people.id", "=", "about.person_id"),
    )
    .select(["about.person_id", "about.outcome", "people.email", "people.screen_name", "people.display_name"])
    .where("about.organisation_id", "=", param.organisation)
    .where("about.bulk_change_id", "=", param.id)
    .where("about.outcome", "is not", null)
    .where("about.outcome", "!=", "done")
    .where("about.person_id", ">", param.after)
    .orderBy("about.person_id")
    .limit(param.limit),
);

/** Of one person's unconfirmed ones all but the latest few: whoever chooses again and again leaves no heap of rows. */
export const removeEarlier = statement<{ organisation: string; actor: string }>()((query, param) =>
  query
    .deleteFrom("bulk_changes")
    .where("organisation_id", "=", param.organisation)
    .where("id", "in", (select) =>
      select
        .selectFrom("bulk_changes")
        .select("id")
        .where("organisation_id", "=", param.organisation)
        .where("actor_id", "=", param.actor)
        .where("begun_at", "is", null)
        .orderBy("id", "desc")
        .limit(sql.lit(100))
        .offset(sql.lit(mostUnconfirmed - 1)),
    ),
);

/** Those that nobody confirmed, and those that are long done; one at a time, because each has up to thousands of rows. */
export const removeOne = statement<{ organisation: string; madeBefore: number; finishedBefore: number }>()(
  (query, param) =>
    query
      .deleteFrom("bulk_changes")
      .where("organisation_id", "=", param.organisation)
      .where("id", "in", (select) =>
        select
          .selectFrom("bulk_changes")
          .select("id")
          .where("organisation_id", "=", param.organisation)
          .where((e) =>
            e.or([
              e.and([e("begun_at", "is", null), e("made_at", "<", param.madeBefore)]),
              e("finished_at", "<", param.finishedBefore),
            ]),
          )
          .limit(1),
      ),
);

export const idsAmong = (organisation: string, ids: string[]) => (query: Kysely<Tables>) =>
  query.selectFrom("people").select("id").where("organisation_id", "=", organisation).where("id", "in", ids);

export const peopleAmong = (organisation: string, ids: string[]) => (query: Kysely<Tables>) =>
  query.selectFrom("people").selectAll().where("organisation_id", "=", organisation).where("id", "in", ids);

/** Who has authenticators or recovery codes. */
export const withSecondFactor = (organisation: string, ids: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("authenticators")
    .select("person_id")
    .where("organisation_id", "=", organisation)
    .where("person_id", "in", ids)
    .union(
      query
        .selectFrom("recovery_code_sets")
        .select("person_id")
        .where("organisation_id", "=", organisation)
        .where("person_id", "in", ids),
    );

/** Who has a session or a sign-in under way; ended ones that were not tidied up yet count as well. */
export const signedIn = (organisation: string, ids: string[]) => (query: Kysely<Tables>) =>
  query
    .selectFrom("sessions")
    .select("person_id")
    .where("organisation_id", "=", organisation)
    .where("person_id", "in", ids)
    .union(
      query
        .selectFrom("sign_ins")
        .select("person_id")
        .where("organisation_id", "=", organisation)
        .where("person_id", "in", ids),
    );
