// Who somebody is at an identity provider: its subject there, and never the address. And links on their way: a provider has
// vouched for somebody, who has still to show that the account here is theirs.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { type Clock, minute } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { mintToken, type PresentedToken } from "../kernel/tokens.ts";
import * as store from "./store.ts";

type Needs = { clock: Clock; random: Random };
type PersonKey = { organisation: string; person: string };

export interface Subject {
  organisation: string;
  provider: string;
  subject: string;
}

export type Identity = Tables["identities"];

export const identityOf = (queries: Queries, key: Subject): Promise<Identity | undefined> =>
  queries.first(store.get, { ...key });

export interface ShownIdentity {
  provider: string;
  providerName: string;
  providerActive: boolean;
  email: string;
  /** ms since the epoch */
  linkedAt: number;
  lastUsedAt: number;
}

export async function identitiesOf(queries: Queries, key: PersonKey): Promise<ShownIdentity[]> {
  return (await queries.all(store.getAllOf, key)).map((row) => ({
    provider: row.provider_id,
    providerName: row.name,
    providerActive: row.status === "active",
    email: row.email,
    linkedAt: row.linked_at,
    lastUsedAt: row.last_used_at,
  }));
}

/** How it was shown that both are one. */
export type How = "added" | "address-proven" | "proven-here";

/** Display name and account type that somebody was given by the provider's word; null where they were not. */
export interface Told {
  name: string | null;
  type: string | null;
}

/** @returns false where either is linked with somebody else at this provider */
export async function linkIdentity(
  tx: Transaction,
  needs: Needs,
  { person, email, how, told, source, ...subject }: Subject & Linking,
): Promise<boolean> {
  const { name: toldName = null, type: toldType = null } = told ?? {};
  const wanted = { ...subject, person, email, toldName, toldType, at: needs.clock.now() };
  if (!(await tx.first(store.insertIfAbsent, wanted))) return false;
  await record(tx, needs, {
    organisation: subject.organisation,
    name: "identity.linked",
    actor: person,
    person,
    source,
    details: { provider: subject.provider, how },
  });
  return true;
}

interface Linking {
  person: string;
  email: string;
  how: How;
  told?: Told | undefined;
  source: Source;
}

export async function noteTold(tx: Transaction, key: Subject, told: Told): Promise<void> {
  await tx.run(store.setTold, { ...key, ...told });
}

/** @returns false where there is none any more */
export const noteIdentityUse = async (tx: Transaction, { clock }: { clock: Clock }, key: Subject): Promise<boolean> =>
  (await tx.run(store.noteUse, { ...key, at: clock.now() })) > 0;

/** @returns false where the person has none there */
export async function unlinkIdentity(
  tx: Transaction,
  needs: Needs,
  { provider, actor, source, ...key }: PersonKey & { provider: string; actor: string | null; source: Source },
): Promise<boolean> {
  if (!(await tx.first(store.remove, { ...key, provider }))) return false;
  await tx.run(store.removeLinksOf, key);
  const { organisation, person } = key;
  await record(tx, needs, { organisation, name: "identity.unlinked", actor, person, source, details: { provider } });
  return true;
}

export const linkLength = 15 * minute;

export type WaitingLink = Tables["identity_links"];

/** @returns the token that this browser alone holds */
export async function prepareLink(
  tx: Transaction,
  needs: Needs,
  wanted: Subject & { person: string; email: string; destination: string },
): Promise<{ token: string; until: number }> {
  const { id, token, hash } = mintToken(needs);
  const at = needs.clock.now();
  const until = at + linkLength;
  await tx.run(store.insertLink, { ...wanted, id, hash, at, expiresAt: until });
  return { token, until };
}

/** Looking at it does not use it up. */
export async function waitingLink(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken | undefined,
): Promise<WaitingLink | undefined> {
  return presented && queries.first(store.getLink, { organisation, ...presented, now: clock.now() });
}

/** For exactly one caller. */
export async function consumeLink(
  tx: Transaction,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken,
): Promise<WaitingLink | undefined> {
  return tx.first(store.consumeLink, { organisation, ...presented, now: clock.now() });
}

export const removeExpiredLinks = (tx: Transaction, organisation: string, before: number): Promise<number> =>
  tx.run(store.removeExpiredLinks, { organisation, before });
