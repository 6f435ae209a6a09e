// Reads a session with everything it is judged by, and ends what other rooms began for a person; the sign-ins themselves
// are kept by `sign-in/`.
import { sql } from "kysely";
import { statement } from "../database/statement.ts";
import { policyColumns } from "../policy/store.ts";

/**
 * The session, its person, the policy and state of the organisation, and when the person first met the policy's rules, all
 * as they are now: one statement of looks into keys. A row for each of those meetings, at least one.
 */
export const getVisit = statement<{ organisation: string; id: string }>()((query, param) =>
  query
    .selectFrom("sessions")
    .innerJoin("people", (join) =>
      join
        .onRef("people.organisation_id", "=", "sessions.organisation_id")
        .onRef("people.id", "=", "sessions.person_id"),
    )
    .innerJoin("organisations", "organisations.id", "sessions.organisation_id")
    // Where the policy is gone the session has to be refused for that, and not as one that there is not.
    .leftJoin("policies", "policies.organisation_id", "sessions.organisation_id")
    .leftJoin("first_meetings", (join) =>
      join
        .onRef("first_meetings.organisation_id", "=", "sessions.organisation_id")
        .onRef("first_meetings.person_id", "=", "sessions.person_id"),
    )
    // Nothing for those who came with a password. The provider may be gone: then the session is refused.
    .leftJoin("identity_providers", (join) =>
      join
        .onRef("identity_providers.organisation_id", "=", "sessions.organisation_id")
        .onRef("identity_providers.id", "=", "sessions.provider_id"),
    )
    .selectAll("people")
    .select([
      "sessions.id as session_id",
      "sessions.token_hash",
      "sessions.proofs",
      "sessions.password_at",
      "sessions.second_factor_at",
      "sessions.trusted_browser_id",
      "sessions.vouched_by",
      "sessions.provider_id",
      "sessions.provider_said",
      "identity_providers.name as provider_name",
      "identity_providers.status as provider_status",
      "identity_providers.exempts as provider_exempts",
      "identity_providers.settings as provider_settings",
      "sessions.created_at as begun_at",
      "sessions.last_used_at",
      "sessions.expires_at",
      "sessions.user_agent",
      "sessions.address",
      "organisations.status as organisation_status",
      ...policyColumns,
      "first_meetings.rule",
      "first_meetings.met_at",
    ])
    .where("sessions.organisation_id", "=", param.organisation)
    .where("sessions.id", "=", param.id),
);

/** Counted in the index that holds nothing but open ones. */
export const countOpenRequests = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("help_requests")
    .select((e) => e.fn.countAll<number>().as("open"))
    .where("organisation_id", "=", param.organisation)
    // Written out, not bound: only so do both databases see that the partial index fits.
    .where("status", "=", sql.lit("open")),
);

export const removeSignInsOf = statement<{ organisation: string; person: string; except: string }>()((query, param) =>
  query
    .deleteFrom("sign_ins")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("id", "!=", param.except),
);

/** Of either side, wherever the people are. */
export const endConsentsOf = statement<{ organisation: string; person: string; at: number }>()((query, param) =>
  query
    .updateTable("exports")
    .set({ ended_at: param.at })
    .where("taken_at", "is", null)
    .where("ended_at", "is", null)
    .where((e) =>
      e.or([
        e("organisation_id", "=", param.organisation).and("administrator_id", "=", param.person),
        e("operator_organisation_id", "=", param.organisation).and("operator_id", "=", param.person),
      ]),
    )
    .returning(["organisation_id", "id", "fingerprint", "administrator_id"]),
);
