// Makes and uses up invitations. A newer one replaces the older.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { day, hour } from "../kernel/clock.ts";
import { equalBytes } from "../kernel/hashing.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { mintToken, type PresentedToken } from "../kernel/tokens.ts";
import type { PersonKey } from "../people/actions.ts";
import * as store from "./store.ts";

export const invitationLength = 7 * day;
/** A link by which a forgotten password is replaced, also when an administrator hands it over. */
export const passwordLinkLength = day;
/** One that is mailed to whoever asks for it. */
export const mailedLinkLength = hour;
export type Purpose = "join" | "password";

/** @returns the token that the link carries; shown once */
export async function invite(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  key: PersonKey,
  { purpose, actor, source }: { purpose: Purpose; actor: string | null; source: Source },
): Promise<{ token: string; until: number }> {
  await tx.run(store.removeAllOf, { ...key });
  const link = await insertLink(tx, needs, key, purpose, purpose === "join" ? invitationLength : passwordLinkLength);
  await record(tx, needs, {
    organisation: key.organisation,
    name: "person.invited",
    actor,
    person: key.person,
    source,
    details: { until: link.until },
  });
  return link;
}

/**
 * A link for who says that the password is forgotten. It takes nothing away from the links before it: whoever can ask for
 * one is nobody yet.
 */
export async function inviteForgetful(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  key: PersonKey,
  source: Source,
): Promise<{ token: string; until: number }> {
  const link = await insertLink(tx, needs, key, "password", mailedLinkLength);
  const { organisation, person } = key;
  await record(tx, needs, { organisation, name: "person.password-link-asked", actor: null, person, source });
  return link;
}

async function insertLink(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  key: PersonKey,
  purpose: Purpose,
  length: number,
): Promise<{ token: string; until: number }> {
  const at = needs.clock.now();
  const until = at + length;
  const { id, token, hash } = mintToken(needs);
  await tx.run(store.insert, { ...key, id, purpose, hash, at, expiresAt: until });
  return { token, until };
}

/** Whose invitation this is, while it is good; looking at it does not use it up. */
export async function invitedPerson(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken | undefined,
): Promise<{ person: string; purpose: Purpose } | undefined> {
  if (!presented) return undefined;
  const row = await queries.first(store.get, { organisation, id: presented.id });
  if (!row || !equalBytes(row.token_hash, presented.hash) || row.expires_at <= clock.now()) return undefined;
  return { person: row.person_id, purpose: row.purpose === "password" ? "password" : "join" };
}

/** The invited person's id, for exactly one caller. */
export async function consumeInvitation(
  tx: Transaction,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken,
): Promise<string | undefined> {
  return (await tx.first(store.consume, { organisation, id: presented.id, hash: presented.hash, now: clock.now() }))
    ?.person_id;
}

/**
 * Links that were handed out and not used, those that confirm an address included: part of a change that makes them
 * dangerous, recorded by it.
 */
export async function withdrawInvitations(tx: Transaction, key: PersonKey): Promise<void> {
  await tx.run(store.removeAllOf, { ...key });
  await tx.run(store.removeAddressChangesOf, { ...key });
}

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<void> {
  await tx.run(store.removeExpired, { organisation, before });
  await tx.run(store.removeExpiredAddressChanges, { organisation, before });
}
