// Keeps whom an application with people of its own vouches for.
import { statement } from "../../database/statement.ts";

type Named = { organisation: string; application: string; name: string };

export const getPersonOf = statement<Named>()((query, param) =>
  query
    .selectFrom("vouched_people")
    .select("person_id")
    .where("organisation_id", "=", param.organisation)
    .where("application_id", "=", param.application)
    .where("name", "=", param.name),
);

export const getNameOf = statement<{ organisation: string; person: string }>()((query, param) =>
  query
    .selectFrom("vouched_people")
    .select(["application_id", "name"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

/** One name has one person, and one person one name. */
export const insertIfAbsent = statement<Named & { person: string }>()((query, param) =>
  query
    .insertInto("vouched_people")
    .values({
      organisation_id: param.organisation,
      application_id: param.application,
      name: param.name,
      person_id: param.person,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("person_id"),
);
