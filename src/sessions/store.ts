// Keeps sessions; of their tokens only hashes.
import { statement } from "../database/statement.ts";

type PersonKey = { organisation: string; person: string };
type Key = { organisation: string; id: string };

export const get = statement<Key>()((query, param) =>
  query.selectFrom("sessions").selectAll().where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

export const insert = statement<
  Key & {
    person: string;
    hash: Uint8Array;
    proofs: string;
    passwordAt: number;
    secondFactorAt: number | null;
    trustedBrowser: string | null;
    vouchedBy: string | null;
    provider: string | null;
    said: string | null;
    at: number;
    expiresAt: number;
    userAgent: string;
    address: string;
  }
>()((query, param) =>
  query.insertInto("sessions").values({
    organisation_id: param.organisation,
    id: param.id,
    person_id: param.person,
    token_hash: param.hash,
    proofs: param.proofs,
    password_at: param.passwordAt,
    second_factor_at: param.secondFactorAt,
    trusted_browser_id: param.trustedBrowser,
    vouched_by: param.vouchedBy,
    provider_id: param.provider,
    provider_said: param.said,
    created_at: param.at,
    last_used_at: param.at,
    expires_at: param.expiresAt,
    user_agent: param.userAgent,
    address: param.address,
  }),
);

export const touch = statement<Key & { at: number; address: string }>()((query, param) =>
  query
    .updateTable("sessions")
    .set({ last_used_at: param.at, address: param.address })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id),
);

/** A higher assurance takes a new token; only the bearer of the present one gets it. */
export const claimRise = statement<
  Key & {
    hash: Uint8Array;
    nextHash: Uint8Array;
    proofs: string;
    passwordAt: number;
    secondFactorAt: number | null;
    said: string | null;
  }
>()((query, param) =>
  query
    .updateTable("sessions")
    .set({
      token_hash: param.nextHash,
      proofs: param.proofs,
      password_at: param.passwordAt,
      second_factor_at: param.secondFactorAt,
      provider_said: param.said,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("token_hash", "=", param.hash)
    .returning("expires_at"),
);

export const getAll = statement<PersonKey & { vouchedBy: string; now: number; idleSince: number }>()((query, param) =>
  query
    .selectFrom("sessions")
    .select(["id", "created_at", "last_used_at", "expires_at", "user_agent", "address", "proofs"])
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where((e) => e.or([e("vouched_by", "is", null), e("vouched_by", "=", param.vouchedBy)]))
    .where("expires_at", ">", param.now)
    .where("last_used_at", ">", param.idleSince)
    .orderBy("last_used_at", "desc"),
);

export const remove = statement<Key & { person: string }>()((query, param) =>
  query
    .deleteFrom("sessions")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("person_id", "=", param.person),
);

/** The same, telling what it was to the one caller that ended it. */
export const consume = statement<Key & { person: string }>()((query, param) =>
  query
    .deleteFrom("sessions")
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.id)
    .where("person_id", "=", param.person)
    .returning(["password_at", "expires_at", "last_used_at"]),
);

export const removeOthers = statement<PersonKey & { except: string }>()((query, param) =>
  query
    .deleteFrom("sessions")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("id", "!=", param.except),
);

/** Those of a person that came through an identity provider. */
export const removeOfProvider = statement<PersonKey & { provider: string }>()((query, param) =>
  query
    .deleteFrom("sessions")
    .where("organisation_id", "=", param.organisation)
    .where("person_id", "=", param.person)
    .where("provider_id", "=", param.provider),
);

/** Those that stood on a trusted browser; `raised` too, or only those that have proven nothing more since. */
export const removeOfTrust = statement<{ organisation: string; trustedBrowser: string; raised: number }>()(
  (query, param) =>
    query
      .deleteFrom("sessions")
      .where("organisation_id", "=", param.organisation)
      .where("trusted_browser_id", "=", param.trustedBrowser)
      .where((e) => e.or([e("second_factor_at", "is", null), e(e.val(param.raised), "=", 1)])),
);

export const removeWithoutTrust = statement<{ organisation: string }>()((query, param) =>
  query
    .deleteFrom("sessions")
    .where("organisation_id", "=", param.organisation)
    .where("trusted_browser_id", "is not", null)
    .where("second_factor_at", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("trusted_browsers")
            .select("trusted_browsers.id")
            .whereRef("trusted_browsers.organisation_id", "=", "sessions.organisation_id")
            .whereRef("trusted_browsers.id", "=", "sessions.trusted_browser_id"),
        ),
      ),
    ),
);

export const removeEnded = statement<{ organisation: string; now: number; idleSince: number }>()((query, param) =>
  query
    .deleteFrom("sessions")
    .where("organisation_id", "=", param.organisation)
    .where((e) => e.or([e("expires_at", "<", param.now), e("last_used_at", "<", param.idleSince)])),
);
