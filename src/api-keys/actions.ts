// Makes API keys for people and for the organisation, finds the one that a request shows, and ends them.
import { record } from "../audit/actions.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import { identitiesOf } from "../identities/actions.ts";
import { onlyWayOf } from "../identity-providers/only-way.ts";
import type { Clock } from "../kernel/clock.ts";
import { equalBytes } from "../kernel/hashing.ts";
import { readName } from "../kernel/names.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { isTokenId, mintToken } from "../kernel/tokens.ts";
import { keyOf, type Person, type PersonKey, personOf } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import {
  isPowerful,
  isScope,
  keyText,
  mostKeys,
  type PresentedKey,
  readDays,
  readScopes,
  refusalEvery,
  type Scope,
  touchEvery,
} from "./rules.ts";
import * as store from "./store.ts";

type Needs = { db: Database; clock: Clock; random: Random };

/** Whose keys: a person's own, or the organisation's. */
export type Owner = { organisation: string; person: Person | null };

export interface ApiKey {
  organisation: string;
  id: string;
  /** null for the organisation's. */
  person: string | null;
  name: string;
  scopes: Scope[];
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
}

export interface WantedKey {
  name: string;
  scopes: readonly string[];
  days: number;
}

export type KeyRefused =
  | { outcome: "bad-name" }
  | { outcome: "bad-scopes" }
  | { outcome: "bad-days" }
  | { outcome: "too-many" };

/** @param allowed scopes that this owner may give away. Within a transaction that holds the person locked. */
export async function makeKey(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  owner: Owner,
  wanted: WantedKey,
  { allowed, actor, source }: { allowed: readonly Scope[]; actor: string; source: Source },
): Promise<{ outcome: "made"; key: ApiKey; text: string } | KeyRefused> {
  const name = readName(wanted.name);
  if (name === undefined) return { outcome: "bad-name" };
  const scopes = allowed.filter((scope) => wanted.scopes.includes(scope));
  if (scopes.length === 0 || wanted.scopes.some((scope) => !isScope(scope) || !scopes.includes(scope)))
    return { outcome: "bad-scopes" };
  const length = readDays(wanted.days, scopes);
  if (length === undefined) return { outcome: "bad-days" };
  const { organisation } = owner;
  if ((await keysOf(tx, owner, needs.clock)).length >= mostKeys) return { outcome: "too-many" };
  const { id, token, hash } = mintToken(needs);
  const at = needs.clock.now();
  const person = owner.person?.id ?? null;
  const expiresAt = at + length;
  // An ordinary one of the organisation's outlives who made it.
  const bound = person === null && scopes.some(isPowerful);
  const maker = bound ? await personOf(tx, { organisation, person: actor }) : undefined;
  await tx.run(store.insert, {
    ...{ organisation, id, person, name, hash, at, expiresAt },
    madeBy: maker?.id ?? null,
    passwordVersion: (owner.person ?? maker)?.password_version ?? null,
    scopes: scopes.join(" "),
  });
  await record(tx, needs, {
    ...{ organisation, actor, source, name: "api-key.added" },
    // Whoever made one for the organisation is told of it, too.
    person: actor,
    details: { key: id, name, scopes: scopes.join(" "), until: expiresAt, organisation: person === null },
  });
  const key = { organisation, id, person, name, scopes, createdAt: at, expiresAt, lastUsedAt: null };
  return { outcome: "made", key, text: keyText(token) };
}

/** Those that count, the newest first. */
export async function keysOf(queries: Queries, { organisation, person }: Owner, clock: Clock): Promise<ApiKey[]> {
  const rows =
    person === null
      ? await queries.all(store.getOfOrganisation, { organisation })
      : await queries.all(store.getOfPerson, keyOf(person));
  return rows.filter((row) => row.expires_at > clock.now() && row.password_version === row.version_now).map(shown);
}

/** Of everybody and of the organisation itself, with the address of whose each one is. */
export async function allKeys(
  queries: Queries,
  organisation: string,
  clock: Clock,
): Promise<{ key: ApiKey; owner: string | null }[]> {
  const rows = await queries.all(store.getOfAll, { organisation });
  return rows
    .filter((row) => row.expires_at > clock.now() && row.password_version === row.version_now)
    .map((row) => ({ key: shown(row), owner: row.person_id === null ? null : row.email }));
}

/** Whosever it is. @returns false where the organisation has no such key, or none that is theirs to end */
export async function endAnyKey(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { organisation, id }: { organisation: string; id: string },
  { mayEndOperators, ...by }: { actor: string | null; source: Source; mayEndOperators: boolean },
): Promise<boolean> {
  const row = isTokenId(id) ? await tx.first(store.get, { organisation, id }) : undefined;
  const person = row?.person_id ? await personOf(tx, { organisation, person: row.person_id }) : null;
  if (row === undefined || person === undefined || (person?.operator === 1 && !mayEndOperators)) return false;
  return endKey(tx, needs, { organisation, person }, id, by);
}

/** @returns false where this owner has no such key */
export async function endKey(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { organisation, person }: Owner,
  id: string,
  { actor, source }: { actor: string | null; source: Source },
): Promise<boolean> {
  if (!isTokenId(id)) return false;
  const ended =
    person === null
      ? await tx.first(store.removeOfOrganisation, { organisation, id })
      : await tx.first(store.removeOfPerson, { ...keyOf(person), id });
  if (!ended) return false;
  const details = { key: id, name: ended.name };
  await record(tx, needs, { organisation, name: "api-key.ended", actor, person: person?.id ?? null, source, details });
  return true;
}

/** Part of what ends them, recorded by that; with them go the organisation's powerful ones that this person made. */
export async function endKeysOf(tx: Transaction, key: PersonKey): Promise<number> {
  return tx.run(store.removeAllOf, key);
}

export type Behind = { outcome: "good"; key: ApiKey; person: Person | null } | { outcome: "refused" };

/** Looked at afresh by every request: the key, and its owner as they are now. */
export async function keyBehind(
  needs: Needs,
  organisation: string,
  presented: PresentedKey,
  source: Source,
): Promise<Behind> {
  const { db, clock } = needs;
  const row = await db.first(store.get, { organisation, id: presented.id });
  // Whoever does not know the secret learns and leaves nothing.
  if (!row || !equalBytes(row.secret_hash, presented.hash)) return { outcome: "refused" };
  const person = row.person_id === null ? null : await personOf(db, { organisation, person: row.person_id });
  const now = clock.now();
  const good = now < row.expires_at && (await isBorne(db, row, person));
  if (!good || (person && !(await hasWayIn(db, person)))) {
    await noteRefusal(needs, { organisation, id: row.id, person: row.person_id, source });
    return { outcome: "refused" };
  }
  if (row.last_used_at === null || Math.abs(now - row.last_used_at) >= touchEvery)
    await db.transaction((tx) => tx.run(store.touch, { organisation, id: row.id, at: now }));
  return { outcome: "good", key: shown(row), person: person ?? null };
}

/** Whether one that began something still stands behind it: ended, or with nobody left to bear it, it does not. */
export async function keyStands(queries: Queries, key: { organisation: string; id: string }): Promise<boolean> {
  const row = await queries.first(store.get, key);
  if (!row) return false;
  const { organisation } = key;
  const person = row.person_id === null ? null : await personOf(queries, { organisation, person: row.person_id });
  return isBorne(queries, row, person);
}

/** A powerful key of the organisation does no more than the administrator who made it, and ends with their role. */
async function isBorne(
  queries: Queries,
  row: Pick<NonNullable<(typeof store.get)["row"]>, "organisation_id" | "made_by" | "password_version">,
  owner: Person | null | undefined,
): Promise<boolean> {
  if (owner === null && row.made_by === null) return true;
  const person =
    owner === null && row.made_by !== null
      ? await personOf(queries, { organisation: row.organisation_id, person: row.made_by })
      : owner;
  if (person?.status !== "active" || person.password_version !== row.password_version) return false;
  return owner !== null || rolesOf(person).has("administrator");
}

/**
 * Whether the owner could still sign in: by a password that counts, or through a provider that is there and on, as a session
 * is judged that came through one. Nobody lives on by a key.
 */
async function hasWayIn(queries: Queries, person: Person): Promise<boolean> {
  if (person.password_hash !== null && !(await onlyWayOf(queries, person))) return true;
  return (await identitiesOf(queries, keyOf(person))).some(({ providerActive }) => providerActive);
}

/** Jobs that nobody told go on for ever: an event an hour is enough. */
async function noteRefusal(
  needs: Needs,
  { organisation, id, person, source }: { organisation: string; id: string; person: string | null; source: Source },
): Promise<void> {
  const at = needs.clock.now();
  await needs.db.transaction(async (tx) => {
    if (!(await tx.first(store.claimRefusal, { organisation, id, at, before: at - refusalEvery }))) return;
    const details = { key: id };
    await record(tx, needs, {
      ...{ organisation, name: "api-key.refused", actor: null, person, outcome: "refused", source, details },
    });
  });
}

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeExpired, { organisation, before });
}

type Row = Omit<NonNullable<(typeof store.getOfPerson)["row"]>, "password_version" | "version_now" | "email">;
const shown = (row: Row): ApiKey => ({
  organisation: row.organisation_id,
  id: row.id,
  person: row.person_id,
  name: row.name,
  scopes: readScopes(row.scopes),
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  lastUsedAt: row.last_used_at,
});
