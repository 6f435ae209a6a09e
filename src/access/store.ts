// Ends what other rooms began for a person; the sign-ins themselves are kept by `sign-in/`.
import { statement } from "../database/statement.ts";

export const removeSignInsOf = statement<{ organisation: string; person: string; except: string }>()((query, param) =>
  query
    .deleteFrom("sign_ins")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("id", "!=", param.except),
);
