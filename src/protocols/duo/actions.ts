// Begins, finishes and answers what an application of the Duo protocol asks: the second step for somebody whose password it
// has looked at itself.
import type { Visitor } from "../../access/actions.ts";
import { noteEntry } from "../../applications/uses.ts";
import { record } from "../../audit/actions.ts";
import { authenticatorsOf } from "../../authenticators/totp/actions.ts";
import type { Transaction } from "../../database/database.ts";
import { minute } from "../../kernel/clock.ts";
import { isId, newId } from "../../kernel/ids.ts";
import type { Source } from "../../kernel/source.ts";
import { mintToken, readToken } from "../../kernel/tokens.ts";
import { addPerson, keyOf, type Person, personByLogin, personLocked, personOf } from "../../people/actions.ts";
import { readAddress, readLogin, rolesOf } from "../../people/rules.ts";
import { stands, stopSession } from "../../sessions/actions.ts";
import { readProofs } from "../../sessions/rules.ts";
import { afterVouching } from "../../sign-in/actions.ts";
import { type Progress, type SignInNeeds, signInLength } from "../../sign-in/climbing.ts";
import type { DuoClient } from "./clients.ts";
import type { AuthorizationRequest, Outcome } from "./rules.ts";
import * as store from "./store.ts";

export const codeLength = minute;

export type Begun =
  | { outcome: "progress"; progress: Progress }
  /** Nobody of that name here, and the application does not let such people set up; or an account that is disabled. */
  | { outcome: "refused" };

/** Begins the second step for a person whom the application names. */
export async function beginAttempt(
  needs: SignInNeeds,
  client: DuoClient,
  { request, trustedBrowser, source }: { request: AuthorizationRequest; trustedBrowser?: string; source: Source },
): Promise<Begun> {
  const { application } = client;
  return needs.db.transaction(async (tx) => {
    const found = await personNamed(tx, needs, client, { username: request.username, source });
    const person = found && (await personLocked(tx, keyOf(found)));
    // Who was called that when the wait for the row began may be called something else by now.
    if (person?.email_normal !== found?.email_normal || person?.screen_name_normal !== found?.screen_name_normal)
      return { outcome: "refused" };
    if (person?.status !== "active" || !(await mayComeByVouching(tx, person))) return { outcome: "refused" };
    const id = newId(needs);
    await tx.run(store.insertAttempt, {
      organisation: application.organisation,
      id,
      application: application.id,
      person: person.id,
      request: JSON.stringify(request),
      expiresAt: needs.clock.now() + signInLength,
    });
    const destination = { resume: finishAddress(id), application, secondFactor: false };
    const attempt = { destination, source, ...(trustedBrowser ? { trustedBrowser } : {}) };
    return { outcome: "progress", progress: await afterVouching(tx, needs, person, attempt) };
  });
}

export const finishAddress = (attempt: string): string => `/oauth/v1/finish?${new URLSearchParams({ attempt })}`;

/** Whoever is known by that name, or who is made known where the application may do so. */
async function personNamed(
  tx: Transaction,
  needs: SignInNeeds,
  { application, settings }: DuoClient,
  { username, source }: { username: string; source: Source },
): Promise<Person | undefined> {
  const { organisation } = application;
  const login = readLogin(username);
  const known = login && (await personByLogin(tx, organisation, login));
  // Without an address nobody could be told of anything that happens to the account.
  if (known || settings.unknownPeople !== "enrol" || !readAddress(username)) return known;
  const added = await addPerson(tx, needs, organisation, { email: username, status: "active" });
  if (added.outcome !== "added") return undefined;
  await record(tx, needs, {
    organisation,
    name: "person.added",
    actor: null,
    person: added.person.id,
    source,
    details: { application: application.id },
  });
  return added.person;
}

/** An application's word must not be enough to set up the second factor of who rules over it. */
async function mayComeByVouching(tx: Transaction, person: Person): Promise<boolean> {
  return rolesOf(person).size === 0 || (await authenticatorsOf(tx, keyOf(person))).length > 0;
}

export interface Attempt {
  id: string;
  application: string;
  person: string;
  request: AuthorizationRequest;
}

/** One that is still on its way. */
export async function attemptOf(
  { db, clock }: Pick<SignInNeeds, "db" | "clock">,
  organisation: string,
  id: string,
): Promise<Attempt | undefined> {
  const row = isId(id) ? await db.first(store.getAttempt, { organisation, id }) : undefined;
  if (!row || row.expires_at <= clock.now()) return undefined;
  const request = JSON.parse(row.request) as AuthorizationRequest;
  return { id, application: row.application_id, person: row.person_id, request };
}

/**
 * Turns the session that the sign-in ended with into a code: the session is used up by it.
 * @returns `undefined` where it was used up already, or ended
 */
export async function finishAttempt(
  needs: SignInNeeds,
  client: DuoClient,
  { attempt, visitor, source }: { attempt: Attempt; visitor: Visitor; source: Source },
): Promise<{ code: string } | undefined> {
  const { application } = client;
  const { organisation } = application;
  const { session, person } = visitor;
  return needs.db.transaction(async (tx) => {
    await personLocked(tx, keyOf(person));
    if (!(await stands(tx, session))) return undefined;
    if (!(await tx.first(store.consumeAttempt, { organisation, id: attempt.id }))) return undefined;
    await stopSession(tx, keyOf(person), session.id);
    const { id, token, hash } = mintToken(needs);
    const at = needs.clock.now();
    const proofs = readProofs(session.proofs);
    const outcome: Outcome = {
      request: attempt.request,
      proofs,
      at,
      address: source.address,
      browser: source.userAgent,
      transaction: attempt.id,
    };
    await tx.run(store.insertCode, {
      organisation,
      id,
      application: application.id,
      person: person.id,
      hash,
      outcome: JSON.stringify(outcome),
      expiresAt: at + codeLength,
    });
    await noteEntry(tx, needs, application, { person: person.id, secondFactor: proofs.includes("totp"), source });
    return { code: token };
  });
}

/** Ends an attempt that came to nothing; true for one caller. */
export async function giveUp({ db }: Pick<SignInNeeds, "db">, organisation: string, id: string): Promise<boolean> {
  return (await db.transaction((tx) => tx.first(store.consumeAttempt, { organisation, id }))) !== undefined;
}

/** What a code stands for, once; nothing for somebody who has been disabled since. */
export async function exchangeCode(
  needs: Pick<SignInNeeds, "db" | "clock">,
  { application }: DuoClient,
  { code, redirectAddress }: { code: string; redirectAddress: string },
): Promise<{ outcome: Outcome; person: Person } | undefined> {
  const presented = readToken(code);
  if (!presented) return undefined;
  const { organisation } = application;
  return needs.db.transaction(async (tx) => {
    const key = { organisation, id: presented.id, application: application.id };
    const found = await tx.first(store.consumeCode, { ...key, hash: presented.hash, now: needs.clock.now() });
    const person = found && (await personOf(tx, { organisation, person: found.person_id }));
    if (!found || person?.status !== "active") return undefined;
    const outcome = JSON.parse(found.outcome) as Outcome;
    return outcome.request.redirectAddress === redirectAddress ? { outcome, person } : undefined;
  });
}

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<void> {
  await tx.run(store.removeExpiredAssertions, { organisation, before });
  await tx.run(store.removeExpiredAttempts, { organisation, before });
  await tx.run(store.removeExpiredCodes, { organisation, before });
}
