// Addresses that wait for their owner to confirm them; until then the one before counts. A newer one replaces the older.
import type { Queries, Transaction } from "../database/database.ts";
import { type Clock, day } from "../kernel/clock.ts";
import { equalBytes } from "../kernel/hashing.ts";
import type { Random } from "../kernel/random.ts";
import { mintToken, type PresentedToken } from "../kernel/tokens.ts";
import { keyOf, type Person, type PersonKey, personOf } from "../people/actions.ts";
import type { Address } from "../people/rules.ts";
import * as store from "./store.ts";

export const addressChangeLength = day;

export interface PendingAddress {
  email: string;
  /** ms since the epoch */
  until: number;
}

/** Call it while the person is locked. @returns the token that the link carries */
export async function askForAddress(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  person: Person,
  address: Address,
): Promise<{ token: string; until: number }> {
  const at = needs.clock.now();
  const until = at + addressChangeLength;
  const { id, token, hash } = mintToken(needs);
  const key = keyOf(person);
  await tx.run(store.removeAddressChangesOf, key);
  const { shown: email, normal: emailNormal } = address;
  await tx.run(store.insertAddressChange, { ...key, id, email, emailNormal, hash, at, expiresAt: until });
  return { token, until };
}

/** The address that this person has asked for, while it waits. */
export async function pendingAddressOf(
  queries: Queries,
  { clock }: { clock: Clock },
  person: Person,
): Promise<PendingAddress | undefined> {
  const row = await queries.first(store.getAddressChangeOf, { ...keyOf(person), now: clock.now() });
  // Whatever changed the address since, overtook it.
  return row && row.created_at >= person.address_since ? { email: row.email, until: row.expires_at } : undefined;
}

/** What a link would confirm, while it is good; looking at it does not use it up. */
export async function presentedAddressChange(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken | undefined,
): Promise<{ person: Person; email: string } | undefined> {
  if (!presented) return undefined;
  const row = await queries.first(store.getAddressChange, { organisation, id: presented.id });
  if (!row || !equalBytes(row.token_hash, presented.hash) || row.expires_at <= clock.now()) return undefined;
  const person = await personOf(queries, { organisation, person: row.person_id });
  return person?.status === "active" && row.created_at >= person.address_since
    ? { person, email: row.email }
    : undefined;
}

/** Its link is worth nothing from then on. */
export async function endAddressChange(tx: Transaction, key: PersonKey): Promise<void> {
  await tx.run(store.removeAddressChangesOf, { ...key });
}

/** The address, for exactly one caller. Call it while the person is locked. */
export async function consumeAddressChange(
  tx: Transaction,
  { clock }: { clock: Clock },
  { organisation, person }: PersonKey,
  { id, hash }: PresentedToken,
): Promise<string | undefined> {
  const row = await tx.first(store.consumeAddressChange, { organisation, id, hash, now: clock.now() });
  return row?.person_id === person ? row.email : undefined;
}
