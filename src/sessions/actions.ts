// Begins, finds, raises and ends sessions.
import { record } from "../audit/actions.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { provenAt, readSaid, type Said, writeSaid } from "../identity-providers/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { equalBytes } from "../kernel/hashing.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { isTokenId, mintToken, type PresentedToken } from "../kernel/tokens.ts";
import type { PersonKey } from "../people/actions.ts";
import { idleLength, lasts, type Proof, readProofs, sessionLength, touchEvery, vouchedLength } from "./rules.ts";
import * as store from "./store.ts";

export type Session = Tables["sessions"];
type Needs = { clock: Clock; random: Random };

export interface SessionToken {
  token: string;
  /** ms since the epoch */
  until: number;
}

/** Through which identity provider somebody came, and what that said. */
export interface Arrival {
  provider: string;
  said: Said;
}

/** Of a session or a sign-in that came through one. Said in a way that can't be read, it shows nothing. */
export const arrivalIn = (row: { provider_id: string | null; provider_said: string | null }): Arrival | undefined =>
  row.provider_id === null
    ? undefined
    : {
        provider: row.provider_id,
        said: readSaid(row.provider_said) ?? { amr: [], acr: null, authTime: null, at: 0 },
      };

export async function beginSession(
  tx: Transaction,
  needs: Needs,
  key: PersonKey,
  {
    proofs,
    trustedBrowser,
    vouchedBy,
    briefly = false,
    arrival,
    replaced,
    source,
  }: {
    proofs: readonly Proof[];
    trustedBrowser?: string | undefined;
    /** The application that vouched for the password: the session is good for it alone. */
    vouchedBy?: string | undefined;
    /** For moments, until the browser is back at the application. */
    briefly?: boolean;
    /** The identity provider that it came through. */
    arrival?: Arrival | undefined;
    /** The session that it takes the place of: it makes neither that one's password nor its length younger. */
    replaced?: Pick<Session, "password_at" | "expires_at"> | undefined;
    source: Source;
  },
): Promise<SessionToken> {
  const at = needs.clock.now();
  const until = replaced?.expires_at ?? at + (briefly ? vouchedLength : sessionLength);
  const { id, token, hash } = mintToken(needs);
  await tx.run(store.insert, {
    ...key,
    id,
    hash,
    proofs: proofs.join(" "),
    passwordAt: replaced?.password_at ?? (arrival ? provenAt(arrival.said) : at),
    secondFactorAt: proofs.includes("totp") ? at : null,
    trustedBrowser: trustedBrowser ?? null,
    vouchedBy: vouchedBy ?? null,
    provider: arrival?.provider ?? null,
    said: arrival ? writeSaid(arrival.said) : null,
    at,
    expiresAt: until,
    ...source,
  });
  return { token, until };
}

/** The session of a presented token while it lasts. */
export async function findSession(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken | undefined,
): Promise<Session | undefined> {
  if (!presented) return undefined;
  const session = await queries.first(store.get, { organisation, id: presented.id });
  return session && isPresented(session, presented, clock) ? session : undefined;
}

/** Whether this token is the session's, and the session still counts. */
export const isPresented = (session: Session, presented: PresentedToken, clock: Clock): boolean =>
  equalBytes(session.token_hash, presented.hash) && lasts(session, clock.now());

/** Whether a trusted browser stood in for the second step of this session: wrong codes from it are not a stranger's. */
export const cameTrusted = (session: Session): boolean => readProofs(session.proofs).includes("trusted-browser");

/** Notes the use of a session, now and then. */
export async function touchSession(
  { db, clock }: { db: Database; clock: Clock },
  session: Session,
  source: Source,
): Promise<void> {
  const at = clock.now();
  if (Math.abs(at - session.last_used_at) < touchEvery) return;
  const { organisation_id: organisation, id } = session;
  await db.transaction((tx) => tx.run(store.touch, { organisation, id, at, address: source.address }));
}

/** Adds a fresh proof. The token changes; the old one is good for nothing from then on. */
export async function raiseSession(
  tx: Transaction,
  needs: Needs,
  session: Session,
  proof: "password" | "totp",
): Promise<SessionToken | undefined> {
  const at = needs.clock.now();
  return rise(tx, needs, session, proof, {
    passwordAt: proof === "password" ? at : session.password_at,
    secondFactorAt: proof === "totp" ? at : session.second_factor_at,
    said: session.provider_said,
  });
}

/** The same by what the identity provider says that it asked anew. */
export async function raiseByProvider(
  tx: Transaction,
  needs: Needs,
  session: Session,
  said: Said,
): Promise<SessionToken | undefined> {
  const { second_factor_at: secondFactorAt } = session;
  return rise(tx, needs, session, "provider", {
    passwordAt: provenAt(said),
    secondFactorAt,
    said: writeSaid(said),
  });
}

async function rise(
  tx: Transaction,
  needs: Needs,
  session: Session,
  proof: Proof,
  at: { passwordAt: number; secondFactorAt: number | null; said: string | null },
): Promise<SessionToken | undefined> {
  const next = mintToken(needs, session.id);
  const proofs = readProofs(session.proofs);
  if (!proofs.includes(proof)) proofs.push(proof);
  const raised = await tx.first(store.claimRise, {
    organisation: session.organisation_id,
    id: session.id,
    hash: session.token_hash,
    nextHash: next.hash,
    proofs: proofs.join(" "),
    ...at,
  });
  return raised && { token: next.token, until: raised.expires_at };
}

/** @param vouchedBy the application whose word counts as a password here, too */
export function sessionsOf(queries: Queries, { clock }: { clock: Clock }, key: PersonKey, vouchedBy = "") {
  const now = clock.now();
  return queries.all(store.getAll, { ...key, vouchedBy, now, idleSince: now - idleLength });
}

/** @returns false where the person has no such session */
export async function endSession(
  tx: Transaction,
  needs: Needs,
  key: PersonKey,
  { id, actor, source }: { id: string; actor: string | null; source: Source },
): Promise<boolean> {
  if (!isTokenId(id) || (await tx.run(store.remove, { ...key, id })) === 0) return false;
  await record(tx, needs, {
    organisation: key.organisation,
    name: "session.ended",
    actor,
    person: key.person,
    source,
    details: { session: id },
  });
  return true;
}

/** Whether it still is, under the token that was presented. */
export async function stands(tx: Transaction, session: Session): Promise<boolean> {
  const now = await tx.first(store.get, { organisation: session.organisation_id, id: session.id });
  return now !== undefined && equalBytes(now.token_hash, session.token_hash);
}

/** Whether it still counts, whoever bears it. */
export async function sessionLasts(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
  id: string,
): Promise<boolean> {
  const now = await queries.first(store.get, { organisation, id });
  return now !== undefined && lasts(now, clock.now());
}

/** Ends a session that still counts, for another one to take its place; one caller only gets what it was. */
export async function takeSession(
  tx: Transaction,
  { clock }: { clock: Clock },
  key: PersonKey,
  id: string,
): Promise<Pick<Session, "password_at" | "expires_at"> | undefined> {
  const taken = await tx.first(store.consume, { ...key, id });
  return taken && lasts(taken, clock.now()) ? taken : undefined;
}

/** Part of what ends it, recorded by that. */
export async function stopSession(tx: Transaction, key: PersonKey, id: string): Promise<void> {
  await tx.run(store.remove, { ...key, id });
}

/** Every session but one (none kept where `except` is left out): part of another change, recorded by it. */
export async function endOtherSessions(tx: Transaction, key: PersonKey, except = ""): Promise<number> {
  return tx.run(store.removeOthers, { ...key, except });
}

/** Part of the end of that link, recorded by it. */
export async function endSessionsOfProvider(tx: Transaction, key: PersonKey, provider: string): Promise<number> {
  return tx.run(store.removeOfProvider, { ...key, provider });
}

/** Part of the end of that trust, recorded by it. `raisedToo`: also those that have given a second factor since. */
export async function endSessionsOfTrust(
  tx: Transaction,
  { organisation }: PersonKey,
  trustedBrowser: string,
  { raisedToo }: { raisedToo: boolean },
): Promise<number> {
  return tx.run(store.removeOfTrust, { organisation, trustedBrowser, raised: raisedToo ? 1 : 0 });
}

/** Those whose trusted browser is trusted no more, and that have given no second factor since. */
export async function endSessionsWithoutTrust(tx: Transaction, organisation: string): Promise<number> {
  return tx.run(store.removeWithoutTrust, { organisation });
}

export async function removeEnded(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeEnded, { organisation, now: before, idleSince: before - idleLength });
}
