// Keeps the pictures of people.
import { statement } from "../../database/statement.ts";

type Key = { organisation: string; person: string };

export const setPictureHash = statement<Key & { hash: string | null }>()((query, param) =>
  query
    .updateTable("people")
    .set({ picture_hash: param.hash })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

export const putPicture = statement<Key & { type: string; body: Uint8Array }>()((query, param) =>
  query
    .insertInto("pictures")
    .values({ organisation_id: param.organisation, person_id: param.person, type: param.type, body: param.body })
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "person_id"]).doUpdateSet({ type: param.type, body: param.body }),
    ),
);

export const getPicture = statement<Key>()((query, param) =>
  query
    .selectFrom("pictures")
    .select(["type", "body"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person),
);

export const removePicture = statement<Key>()((query, param) =>
  query.deleteFrom("pictures").where("organisation_id", "=", param.organisation).where("person_id", "=", param.person),
);
