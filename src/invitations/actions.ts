// Makes and uses up invitations. A newer one replaces the older.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { day } from "../kernel/clock.ts";
import { equalBytes } from "../kernel/hashing.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { mintToken, type PresentedToken } from "../kernel/tokens.ts";
import type { PersonKey } from "../people/actions.ts";
import * as store from "./store.ts";

export const invitationLength = 7 * day;
/** A link by which a forgotten password is replaced, also when an administrator hands it over. */
export const passwordLinkLength = day;
export type Purpose = "join" | "password";

/** @returns the token that the link carries; shown once */
export async function invite(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  key: PersonKey,
  { purpose, actor, source }: { purpose: Purpose; actor: string | null; source: Source },
): Promise<{ token: string; until: number }> {
  const at = needs.clock.now();
  const until = at + (purpose === "join" ? invitationLength : passwordLinkLength);
  const { id, token, hash } = mintToken(needs);
  await tx.run(store.removeAllOf, { ...key });
  await tx.run(store.insert, { ...key, id, purpose, hash, at, expiresAt: until });
  await record(tx, needs, {
    organisation: key.organisation,
    name: "person.invited",
    actor,
    person: key.person,
    source,
    details: { until },
  });
  return { token, until };
}

/** Whose invitation this is, while it is good; looking at it does not use it up. */
export async function invitedPerson(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken | undefined,
): Promise<string | undefined> {
  if (!presented) return undefined;
  const row = await queries.first(store.get, { organisation, id: presented.id });
  return row && equalBytes(row.token_hash, presented.hash) && row.expires_at > clock.now() ? row.person_id : undefined;
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

/** Links that were handed out and not used: part of a change that makes them dangerous, recorded by it. */
export async function withdrawInvitations(tx: Transaction, key: PersonKey): Promise<number> {
  return tx.run(store.removeAllOf, { ...key });
}

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeExpired, { organisation, before });
}
