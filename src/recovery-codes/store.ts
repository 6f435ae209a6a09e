// Keeps sets of recovery codes as salted slow hashes, one live set a person.
import { sql } from "kysely";
import { statement } from "../database/statement.ts";

type Key = { organisation: string; person: string };

export const getSet = statement<Key>()((query, param) =>
  query
    .selectFrom("recovery_code_sets")
    .select(["id", "salt", "hashing", "form", "created_at", "saved_at"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const putSet = statement<Key & { id: string; salt: Uint8Array; hashing: string; form: string; at: number }>()(
  (query, param) =>
    query
      .insertInto("recovery_code_sets")
      .values({
        organisation_id: param.organisation,
        person_id: param.person,
        id: param.id,
        salt: param.salt,
        hashing: param.hashing,
        form: param.form,
        created_at: param.at,
        saved_at: null,
      })
      .onConflict((conflict) =>
        conflict.columns(["organisation_id", "person_id"]).doUpdateSet({
          id: param.id,
          salt: param.salt,
          hashing: param.hashing,
          form: param.form,
          created_at: param.at,
          saved_at: null,
        }),
      ),
);

export const getUnused = statement<Key & { set: string }>()((query, param) =>
  query
    .selectFrom("recovery_codes")
    .select("hash")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("set_id", "=", param.set)
    .where("used_at", "is", null)
    .orderBy("hash"),
);

export const insertCode = statement<Key & { set: string; hash: Uint8Array }>()((query, param) =>
  query.insertInto("recovery_codes").values({
    organisation_id: param.organisation,
    person_id: param.person,
    set_id: param.set,
    hash: param.hash,
    used_at: null,
  }),
);

/** Uses a code up, once over all processes. */
export const consume = statement<Key & { set: string; hash: Uint8Array; at: number }>()((query, param) =>
  query
    .updateTable("recovery_codes")
    .set({ used_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("set_id", "=", param.set)
    .where("hash", "=", param.hash)
    .where("used_at", "is", null)
    .returning("set_id"),
);

/** To run after whatever adds codes, uses one up or takes them away; a person without a set has no number. */
export const recount = statement<Key>()((query, param) =>
  query
    .updateTable("people")
    .set((e) => ({
      codes_left: e
        .selectFrom("recovery_codes")
        .select(sql<number | null>`case when count(*) > 0 then count(*) - count(used_at) end`.as("left"))
        .where("organisation_id", "=", param.organisation)
        .where("person_id", "=", param.person),
    }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

export const countLeft = statement<Key>()((query, param) =>
  query
    .selectFrom("recovery_codes")
    .select((e) => e.fn.countAll<number>().as("left"))
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("used_at", "is", null),
);

export const markSaved = statement<Key & { set: string; at: number }>()((query, param) =>
  query
    .updateTable("recovery_code_sets")
    .set({ saved_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("id", "=", param.set),
);

export const removeCodes = statement<Key>()((query, param) =>
  query
    .deleteFrom("recovery_codes")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const removeSet = statement<Key>()((query, param) =>
  query
    .deleteFrom("recovery_code_sets")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);
