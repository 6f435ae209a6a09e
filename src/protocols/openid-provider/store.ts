// Keeps what the provider hands out (only fingerprints of what its bearer is let in by), the keys that it signs with, and
// who is to be told when a session ends.
import { statement } from "../../database/statement.ts";

type Artifact = { organisation: string; kind: string; id: string };

export const get = statement<Artifact & { now: number }>()((query, param) =>
  query
    .selectFrom("openid_artifacts")
    .select(["payload", "session_id", "consumed_at"])
    .where("organisation_id", "=", param.organisation)
    .where("kind", "=", param.kind)
    .where("id", "=", param.id)
    .where("expires_at", ">", param.now),
);

export const put = statement<
  Artifact & { session: string | null; grant: string | null; payload: string; expiresAt: number }
>()((query, param) =>
  query
    .insertInto("openid_artifacts")
    .values({
      organisation_id: param.organisation,
      kind: param.kind,
      id: param.id,
      session_id: param.session,
      grant_id: param.grant,
      payload: param.payload,
      expires_at: param.expiresAt,
      consumed_at: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "kind", "id"])
        .doUpdateSet((e) => ({ payload: e.ref("excluded.payload"), expires_at: e.ref("excluded.expires_at") })),
    ),
);

/** For exactly one of all who present it. */
export const consume = statement<Artifact & { now: number }>()((query, param) =>
  query
    .updateTable("openid_artifacts")
    .set({ consumed_at: param.now })
    .where("organisation_id", "=", param.organisation)
    .where("kind", "=", param.kind)
    .where("id", "=", param.id)
    .where("consumed_at", "is", null)
    .returning("id"),
);

export const remove = statement<Artifact>()((query, param) =>
  query
    .deleteFrom("openid_artifacts")
    .where("organisation_id", "=", param.organisation)
    .where("kind", "=", param.kind)
    .where("id", "=", param.id),
);

export const removeOfGrant = statement<{ organisation: string; grant: string }>()((query, param) =>
  query
    .deleteFrom("openid_artifacts")
    .where("organisation_id", "=", param.organisation)
    .where("grant_id", "=", param.grant),
);

/** What leads to a sign-in anybody can begin: it goes as soon as its time is over. */
export const removeExpired = statement<{ organisation: string; before: number; now: number }>()((query, param) =>
  query
    .deleteFrom("openid_artifacts")
    .where("organisation_id", "=", param.organisation)
    .where((e) =>
      e.or([e("expires_at", "<", param.before), e.and([e("session_id", "is", null), e("expires_at", "<", param.now)])]),
    ),
);

export const getKeys = statement<{ organisation: string }>()((query, param) =>
  query
    .selectFrom("openid_keys")
    .select(["id", "algorithm", "generation", "sealed_private", "created_at"])
    .where("organisation_id", "=", param.organisation)
    .orderBy("generation", "desc"),
);

/** Of several processes that make the next key at once, one does. */
export const insertKeyIfAbsent = statement<{
  organisation: string;
  id: string;
  algorithm: string;
  generation: number;
  sealed: Uint8Array;
  at: number;
}>()((query, param) =>
  query
    .insertInto("openid_keys")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      algorithm: param.algorithm,
      generation: param.generation,
      sealed_private: param.sealed,
      created_at: param.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id"),
);

export const removeKey = statement<{ organisation: string; id: string }>()((query, param) =>
  query.deleteFrom("openid_keys").where("organisation_id", "=", param.organisation).where("id", "=", param.id),
);

type Entry = { organisation: string; session: string; application: string };

/** Entering again changes nothing: it is told once. */
export const insertEntryIfAbsent = statement<Entry & { person: string; at: number }>()((query, param) =>
  query
    .insertInto("openid_entries")
    .values({
      organisation_id: param.organisation,
      session_id: param.session,
      application_id: param.application,
      person_id: param.person,
      tries: 0,
      next_try_at: param.at,
    })
    .onConflict((conflict) => conflict.columns(["organisation_id", "session_id", "application_id"]).doNothing()),
);

/** Whose session has ended, whosever they are. */
export const getToTell = statement<{ now: number; idleSince: number }>()((query, param) =>
  query
    .selectFrom("openid_entries")
    .select(["organisation_id", "session_id", "application_id", "person_id", "tries"])
    .where("next_try_at", "<=", param.now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("sessions")
            .select("sessions.id")
            .whereRef("sessions.organisation_id", "=", "openid_entries.organisation_id")
            .whereRef("sessions.id", "=", "openid_entries.session_id")
            .where("sessions.expires_at", ">", param.now)
            .where("sessions.last_used_at", ">", param.idleSince),
        ),
      ),
    )
    .orderBy("next_try_at")
    .limit(100),
);

/** For one process: it has the entry to itself until then. */
export const claimTelling = statement<Entry & { tries: number; nextTryAt: number }>()((query, param) =>
  query
    .updateTable("openid_entries")
    .set((e) => ({ tries: e("tries", "+", 1), next_try_at: param.nextTryAt }))
    .where("organisation_id", "=", param.organisation)
    .where("session_id", "=", param.session)
    .where("application_id", "=", param.application)
    .where("tries", "=", param.tries)
    .returning("tries"),
);

/** By who has it. */
export const postponeTelling = statement<Entry & { tries: number; nextTryAt: number }>()((query, param) =>
  query
    .updateTable("openid_entries")
    .set({ next_try_at: param.nextTryAt })
    .where("organisation_id", "=", param.organisation)
    .where("session_id", "=", param.session)
    .where("application_id", "=", param.application)
    .where("tries", "=", param.tries),
);

export const removeEntry = statement<Entry>()((query, param) =>
  query
    .deleteFrom("openid_entries")
    .where("organisation_id", "=", param.organisation)
    .where("session_id", "=", param.session)
    .where("application_id", "=", param.application),
);
