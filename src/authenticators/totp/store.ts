// Keeps authenticator apps and the time steps whose codes were accepted.
import { sql } from "kysely";
import { statement } from "../../database/statement.ts";

type PersonKey = { organisation: string; person: string };
type Key = PersonKey & { authenticator: string };

export const getAll = statement<PersonKey>()((query, param) =>
  query
    .selectFrom("authenticators")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .orderBy("id"),
);

export const getNewest = statement<{ most: number }>()((query, param) =>
  query.selectFrom("authenticators").selectAll().orderBy("created_at", "desc").limit(param.most),
);

/** The same for showing, with the latest accepted step of each. */
export const getAllWithUse = statement<PersonKey>()((query, param) =>
  query
    .selectFrom("authenticators")
    .selectAll("authenticators")
    .select((e) =>
      e
        .selectFrom("used_time_steps")
        .select((f) => f.fn.max("step").as("latest"))
        .whereRef("used_time_steps.organisation_id", "=", "authenticators.organisation_id")
        .whereRef("used_time_steps.authenticator_id", "=", "authenticators.id")
        .as("latest_step"),
    )
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .orderBy("id"),
);

export const insert = statement<
  Key & {
    name: string;
    sealedSecret: Uint8Array;
    algorithm: string;
    digits: number;
    period: number;
    at: number;
    onWordOf: string | null;
  }
>()((query, param) =>
  query.insertInto("authenticators").values({
    organisation_id: param.organisation,
    person_id: param.person,
    id: param.authenticator,
    kind: "totp",
    name: param.name,
    sealed_secret: param.sealedSecret,
    algorithm: param.algorithm,
    digits: param.digits,
    period: param.period,
    created_at: param.at,
    on_word_of: param.onWordOf,
  }),
);

/**
 * Takes a time step, once over all processes. Steps before one that was accepted are refused too, except those that lie
 * in a future which the clock has left again (`newest` is the latest step that can be right now): they must not keep a
 * person out until the clock gets there.
 */
export const claimStep = statement<{ organisation: string; authenticator: string; step: number; newest: number }>()(
  (query, param) =>
    query
      .insertInto("used_time_steps")
      .columns(["organisation_id", "authenticator_id", "step"])
      .expression(
        query
          .selectNoFrom((e) => [
            e.val(param.organisation).as("organisation"),
            e.val(param.authenticator).as("authenticator"),
            e.cast<number>(e.val(param.step), "bigint").as("step"),
          ])
          .where((e) =>
            e.not(
              e.exists(
                e
                  .selectFrom("used_time_steps")
                  .select("step")
                  .where("organisation_id", "=", param.organisation)
                  .where("authenticator_id", "=", param.authenticator)
                  .where("step", ">=", param.step)
                  .where("step", "<=", param.newest),
              ),
            ),
          ),
      )
      .onConflict((conflict) => conflict.doNothing())
      .returning("step"),
);

export const rename = statement<Key & { name: string }>()((query, param) =>
  query
    .updateTable("authenticators")
    .set({ name: param.name })
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("id", "=", param.authenticator),
);

export const remove = statement<Key>()((query, param) =>
  query
    .deleteFrom("authenticators")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("id", "=", param.authenticator)
    .returning("name"),
);

export const removeAll = statement<PersonKey>()((query, param) =>
  query
    .deleteFrom("authenticators")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

/** To run after every one of the above that adds or takes away. */
export const recount = statement<PersonKey>()((query, param) =>
  query
    .updateTable("people")
    .set((e) => ({
      authenticators: e
        .selectFrom("authenticators")
        .select((f) => f.fn.countAll<number>().as("live"))
        .where("organisation_id", "=", param.organisation)
        .where("person_id", "=", param.person) as never,
      passkeys: e
        .selectFrom("authenticators")
        .select((f) => f.fn.countAll<number>().as("live"))
        .where("organisation_id", "=", param.organisation)
        .where("person_id", "=", param.person)
        .where("kind", "=", sql.lit("passkey")) as never,
    }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);
