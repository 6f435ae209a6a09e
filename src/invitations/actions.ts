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

/**
 * One invitation with two links to it: either is good, once. `token` is shown to who invites; `mailed` goes by letter and is
 * known to nobody else, so that who follows it has shown that the letters of the address reach them.
 */
export interface Links {
  token: string;
  mailed: string;
  /** ms since the epoch */
  until: number;
}

export async function invite(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  key: PersonKey,
  { purpose, actor, source }: { purpose: Purpose; actor: string | null; source: Source },
): Promise<Links> {
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
): Promise<Pick<Links, "mailed" | "until">> {
  const { mailed, until } = await insertLink(tx, needs, key, "password", mailedLinkLength);
  const { organisation, person } = key;
  await record(tx, needs, { organisation, name: "person.password-link-asked", actor: null, person, source });
  return { mailed, until };
}

async function insertLink(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  key: PersonKey,
  purpose: Purpose,
  length: number,
): Promise<Links> {
  const at = needs.clock.now();
  const until = at + length;
  const { id, token, hash } = mintToken(needs);
  const mailed = mintToken(needs, id);
  await tx.run(store.insert, { ...key, id, purpose, hash, mailedHash: mailed.hash, at, expiresAt: until });
  return { token, mailed: mailed.token, until };
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
  if (!row || !isOneOf(row, presented) || row.expires_at <= clock.now()) return undefined;
  return { person: row.person_id, purpose: row.purpose === "password" ? "password" : "join" };
}

const isOneOf = (row: { token_hash: Uint8Array; mailed_hash: Uint8Array }, { hash }: PresentedToken): boolean =>
  equalBytes(row.token_hash, hash) || equalBytes(row.mailed_hash, hash);

/** The invited person's id, for exactly one caller; and when the letter was written, where it is the letter's link. */
export async function consumeInvitation(
  tx: Transaction,
  { clock }: { clock: Clock },
  organisation: string,
  { id, hash }: PresentedToken,
): Promise<{ person: string; mailedAt: number | undefined } | undefined> {
  const row = await tx.first(store.consume, { organisation, id, hash, now: clock.now() });
  return row && { person: row.person_id, mailedAt: equalBytes(row.mailed_hash, hash) ? row.created_at : undefined };
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
