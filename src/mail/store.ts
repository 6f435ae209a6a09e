// Keeps letters until they are sent. They are written in the transaction of what they tell of.
import { statement } from "../database/statement.ts";

/** A letter of a name that was written before is not written again. */
export const insertIfAbsent = statement<{
  organisation: string;
  id: string;
  person: string | null;
  recipient: string;
  kind: string;
  details: string;
  sealedLink: Uint8Array | null;
  once: string | null;
  at: number;
}>()((query, param) =>
  query
    .insertInto("outbox")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      person_id: param.person,
      recipient: param.recipient,
      kind: param.kind,
      details: param.details,
      sealed_link: param.sealedLink,
      once: param.once,
      created_at: param.at,
      next_try_at: param.at,
      tries: 0,
      failure: null,
      sent_at: null,
    })
    .onConflict((conflict) => conflict.doNothing()),
);
