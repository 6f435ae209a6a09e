// Keeps people and their pictures.
import { sql } from "kysely";
import { statement } from "../database/statement.ts";

type Key = { organisation: string; person: string };

export const getPerson = statement<Key>()((query, param) =>
  query
    .selectFrom("people")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

/** The same, kept from changing until the transaction ends: the judge of a person's proofs starts here. */
export const getPersonLocked = statement<Key>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("people")
      .selectAll()
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.person),
    "people",
  ),
);

export const getByAddress = statement<{ organisation: string; normal: string }>()((query, param) =>
  query
    .selectFrom("people")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("email_normal", "=", param.normal),
);

export const getByScreenName = statement<{ organisation: string; normal: string }>()((query, param) =>
  query
    .selectFrom("people")
    .selectAll()
    .where("organisation_id", "=", param.organisation)
    .where("screen_name_normal", "=", param.normal),
);

export const insertIfAbsent = statement<{
  organisation: string;
  id: string;
  screenName: string;
  screenNameNormal: string;
  email: string;
  emailNormal: string;
  displayName: string;
  sortName: string;
  accountType: string;
  language: string;
  administrator: number;
  helper: number;
  operator: number;
  status: string;
  passwordHash: string | null;
  at: number;
  addressProvenAt: number | null;
}>()((query, param) =>
  query
    .insertInto("people")
    .values({
      organisation_id: param.organisation,
      id: param.id,
      screen_name: param.screenName,
      screen_name_normal: param.screenNameNormal,
      email: param.email,
      email_normal: param.emailNormal,
      display_name: param.displayName,
      sort_name: param.sortName,
      account_type: param.accountType,
      language: param.language,
      administrator: param.administrator,
      helper: param.helper,
      operator: param.operator,
      status: param.status,
      disabled_from: null,
      password_hash: param.passwordHash,
      password_version: 1,
      override_level: null,
      override_reason: null,
      override_until: null,
      picture_hash: null,
      created_at: param.at,
      address_since: param.at,
      address_proven_at: param.addressProvenAt,
      last_sign_in_at: null,
      authenticators: 0,
      passkeys: 0,
      codes_left: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id"),
);

/** Whether another person holds the address or the name; the unique indexes decide, this only says which. */
export const getHolders = statement<{ organisation: string; emailNormal: string; screenNameNormal: string }>()(
  (query, param) =>
    query
      .selectFrom("people")
      .select(["id", "email_normal", "screen_name_normal"])
      .where("organisation_id", "=", param.organisation)
      .where((e) =>
        e.or([e("email_normal", "=", param.emailNormal), e("screen_name_normal", "=", param.screenNameNormal)]),
      ),
);

export const updateProfile = statement<
  Key & {
    screenName: string;
    screenNameNormal: string;
    email: string;
    emailNormal: string;
    displayName: string;
    sortName: string;
    addressSince: number;
    addressProvenAt: number | null;
  }
>()((query, param) =>
  query
    .updateTable("people")
    .set({
      screen_name: param.screenName,
      screen_name_normal: param.screenNameNormal,
      email: param.email,
      email_normal: param.emailNormal,
      display_name: param.displayName,
      sort_name: param.sortName,
      address_since: param.addressSince,
      address_proven_at: param.addressProvenAt,
    })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

export const proveAddress = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("people")
    .set({ address_proven_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

/** Changes the password only if nobody changed it since it was checked. */
export const replacePassword = statement<
  Key & { hash: string; version: number; nextVersion: number; status: string }
>()((query, param) =>
  query
    .updateTable("people")
    .set({ password_hash: param.hash, password_version: param.nextVersion, status: param.status })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person)
    .where("password_version", "=", param.version)
    .returning("id"),
);

/** The same password under newer parameters: not a change of password. */
export const rehashPassword = statement<Key & { hash: string; version: number }>()((query, param) =>
  query
    .updateTable("people")
    .set({ password_hash: param.hash })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person)
    .where("password_version", "=", param.version),
);

export const insertWord = statement<Key & { word: string }>()((query, param) =>
  query
    .insertInto("people_words")
    .values({ organisation_id: param.organisation, person_id: param.person, word: param.word })
    .onConflict((conflict) => conflict.doNothing()),
);

export const removeWord = statement<Key & { word: string }>()((query, param) =>
  query
    .deleteFrom("people_words")
    .where("organisation_id", "=", param.organisation)
    .where("word", "=", param.word)
    .where("person_id", "=", param.person),
);

export const noteSignIn = statement<Key & { at: number }>()((query, param) =>
  query
    .updateTable("people")
    .set({ last_sign_in_at: param.at })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

/** Whoever has proven the address otherwise comes in without one. */
export const removePassword = statement<Key>()((query, param) =>
  query
    .updateTable("people")
    .set((e) => ({ password_hash: null, status: "active", password_version: e("password_version", "+", 1) }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

/** Remembers what it was, for `enable`. With the version of the password, so that nothing that was begun or granted before is worth anything afterwards. */
export const disable = statement<Key>()((query, param) =>
  query
    .updateTable("people")
    .set((e) => ({
      status: "disabled",
      disabled_from: e.ref("status"),
      password_version: e("password_version", "+", 1),
    }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person)
    .where("status", "!=", "disabled"),
);

export const enable = statement<Key>()((query, param) =>
  query
    .updateTable("people")
    .set((e) => ({ status: e.fn.coalesce("disabled_from", e.val("invited")), disabled_from: null }))
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person)
    .where("status", "=", "disabled"),
);

export const setAccountType = statement<Key & { accountType: string }>()((query, param) =>
  query
    .updateTable("people")
    .set({ account_type: param.accountType })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

export const setLanguage = statement<Key & { language: string }>()((query, param) =>
  query
    .updateTable("people")
    .set({ language: param.language })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

export const setRoles = statement<Key & { helper: number; administrator: number; operator: number }>()((query, param) =>
  query
    .updateTable("people")
    .set({ helper: param.helper, administrator: param.administrator, operator: param.operator })
    .where("organisation_id", "=", param.organisation)
    .where("id", "=", param.person),
);

export const setOverride = statement<Key & { level: string | null; reason: string | null; until: number | null }>()(
  (query, param) =>
    query
      .updateTable("people")
      .set({ override_level: param.level, override_reason: param.reason, override_until: param.until })
      .where("organisation_id", "=", param.organisation)
      .where("id", "=", param.person),
);

export const removePerson = statement<Key>()((query, param) =>
  query.deleteFrom("people").where("organisation_id", "=", param.organisation).where("id", "=", param.person),
);

/** Over all organisations: an operator may belong to any. */
export const operatorsLocked = statement<Record<never, never>>()((query, _param, { locked }) =>
  locked(
    query
      .selectFrom("people")
      .select(["id", "status"])
      .where("operator", "=", sql.lit(1))
      .orderBy("organisation_id")
      .orderBy("id"),
    "people",
  ),
);

// By an index of its own: the literal is what lets the database use it.
export const administratorsLocked = statement<{ organisation: string }>()((query, param, { locked }) =>
  locked(
    query
      .selectFrom("people")
      .select(["id", "status"])
      .where("organisation_id", "=", param.organisation)
      .where("administrator", "=", sql.lit(1))
      .orderBy("id"),
    "people",
  ),
);
