// Asking for help after the right password, and the single-use pass that an approval gives. Whoever calls holds the person
// locked, so that no request, decision, cancellation or code comes in between.

import { record } from "../audit/actions.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { type Clock, minute } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { mintToken } from "../kernel/tokens.ts";
import { addressIn } from "../organisations/actions.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import { policyOf } from "../policy/actions.ts";
import type { Policy } from "../policy/rules.ts";
import { forgetGuesses } from "../proofs/actions.ts";
import { codeSetOf } from "../recovery-codes/actions.ts";
import { cancellationPath, type LetterNeeds, tellDeciders, tellPerson } from "./letters.ts";
import { askingWindow, mostAsked, passLength, readMessage, standingOf, waitsFor, waitToAsk } from "./rules.ts";
import * as store from "./store.ts";

export type HelpRequest = Tables["help_requests"];
type Needs = { clock: Clock; random: Random };

/** How password and authenticators stand now. */
export async function standing(queries: Queries, person: Person): Promise<string> {
  return standingOf({
    passwordVersion: person.password_version,
    roles: [...rolesOf(person)].join("+"),
    authenticators: await authenticatorsOf(queries, keyOf(person)),
    codes: await codeSetOf(queries, keyOf(person)),
  });
}

/** What stands in the way of asking. */
export type NotAsked =
  | { outcome: "already-asked"; at: number }
  /** It was asked and approved: there is a pass. */
  | { outcome: "pass-waits" }
  /** `wait` in ms. */
  | { outcome: "wait"; wait: number };

export async function mayAsk(queries: Queries, needs: { clock: Clock }, person: Person): Promise<NotAsked | undefined> {
  const now = needs.clock.now();
  const latest = await queries.all(store.latestOf, { ...keyOf(person), most: mostAsked });
  if (latest.length === 0) return undefined;
  const present = await standing(queries, person);
  const waiting = latest.find(
    ({ status, standing, asked_at }) => status === "open" && standing === present && asked_at > now - waitsFor,
  );
  if (waiting) return { outcome: "already-asked", at: waiting.asked_at };
  if (latest.some((request) => isGood(request, present, now))) return { outcome: "pass-waits" };
  const asked = latest.map(({ asked_at }) => asked_at).filter((at) => at > now - askingWindow);
  const wait = waitToAsk(asked, now);
  return wait > 0 ? { outcome: "wait", wait } : undefined;
}

/** Ends what nobody decided in time; the person is told that they can ask again. */
export async function endLapsed(tx: Transaction, needs: LetterNeeds, person: Person, source: Source): Promise<void> {
  const lapsed = await tx.first(store.claimLapse, { ...keyOf(person), askedBy: needs.clock.now() - waitsFor });
  if (!lapsed) return;
  await record(tx, needs, {
    organisation: person.organisation_id,
    name: "help-request.lapsed",
    actor: null,
    person: person.id,
    source,
    details: { request: lapsed.id },
  });
  await tellPerson(tx, needs, person, { kind: "help-request.lapsed" });
}

/** Asks; the administrators and helpers are told, and the person, with a link that undoes it. */
export async function askForHelp(
  tx: Transaction,
  needs: LetterNeeds,
  person: Person,
  { message, source }: { message: string; source: Source },
): Promise<{ outcome: "asked"; id: string } | NotAsked> {
  const refused = await mayAsk(tx, needs, person);
  if (refused) return refused;
  const key = keyOf(person);
  const at = needs.clock.now();
  const present = await standing(tx, person);
  await endOvertaken(tx, needs, person, present, source);
  await endLapsed(tx, needs, person, source);
  const { id, token, hash } = mintToken(needs);
  const asked = { ...key, id, message: readMessage(message), at, standing: present, cancelHash: hash, ...source };
  if (!(await tx.first(store.insertIfAbsent, asked))) return { outcome: "already-asked", at };
  await record(tx, needs, {
    organisation: key.organisation,
    name: "help-request.asked",
    actor: null,
    person: key.person,
    source,
    details: { request: id },
  });
  await tellPerson(tx, needs, person, {
    kind: "help-request.asked",
    details: { at, address: source.address, userAgent: source.userAgent },
    link: await addressIn(tx, needs.site, key.organisation, cancellationPath(token)),
  });
  await tellDeciders(tx, needs, { request: id, asker: person, kind: "help-request.waiting" });
  return { outcome: "asked", id };
}

/** Until when a pass waits for this person; nothing where there is none that would be taken. */
export async function waitingPass(
  queries: Queries,
  { clock }: { clock: Clock },
  person: Person,
): Promise<number | undefined> {
  const now = clock.now();
  const latest = await queries.all(store.latestOf, { ...keyOf(person), most: mostAsked });
  // Hardly anybody has one: nothing more is read for the others.
  if (!latest.some(({ status, pass_used_at }) => status === "approved" && pass_used_at === null)) return undefined;
  if (!(await policyOf(queries, person.organisation_id)).policy.helpRequests) return undefined;
  const present = await standing(queries, person);
  return latest.find((request) => isGood(request, present, now))?.pass_until ?? undefined;
}

/** Uses the pass up, for exactly one caller. The person was helped: what they guessed wrong is forgotten. */
export async function usePass(
  tx: Transaction,
  needs: LetterNeeds,
  person: Person,
  { policy, source }: { policy: Policy; source: Source },
): Promise<boolean> {
  if (!policy.helpRequests) return false;
  const key = keyOf(person);
  const now = needs.clock.now();
  const claim = { ...key, now, latest: now + passLength, standing: await standing(tx, person) };
  const used = await tx.first(store.claimPass, claim);
  if (!used) return false;
  await forgetGuesses(tx, person);
  await record(tx, needs, {
    organisation: key.organisation,
    name: "help-request.pass-used",
    actor: key.person,
    person: key.person,
    source,
    details: { request: used.id },
  });
  await tellPerson(tx, needs, person, {
    kind: "help-request.pass-used",
    details: { at: now, address: source.address, userAgent: source.userAgent },
  });
  return true;
}

/** A sign-in that a pass let through ends by then, and what the pass was good for with it. */
export const goodAfterUse = 15 * minute;

/** Whether the pass that was used a moment ago still lets its bearer set up: not cancelled, and no proof given since. */
export async function usedPassHolds(queries: Queries, { clock }: { clock: Clock }, person: Person): Promise<boolean> {
  const since = clock.now() - goodAfterUse;
  const latest = await queries.all(store.latestOf, { ...keyOf(person), most: mostAsked });
  const present = await standing(queries, person);
  return latest.some(
    ({ status, pass_used_at, standing }) =>
      status === "approved" && pass_used_at !== null && pass_used_at > since && standing === present,
  );
}

/** Marks what a proof or a change has made void, so that lists say so and a new request has room. */
export async function endOvertaken(
  tx: Transaction,
  needs: Needs,
  person: Person,
  present: string,
  source: Source,
): Promise<void> {
  const overtaken = await tx.all(store.overtake, { ...keyOf(person), standing: present, at: needs.clock.now() });
  for (const { id } of overtaken) {
    await record(tx, needs, {
      organisation: person.organisation_id,
      name: "help-request.overtaken",
      actor: null,
      person: person.id,
      source,
      details: { request: id },
    });
  }
}

const isGood = ({ status, pass_until, pass_used_at, standing }: HelpRequest, present: string, now: number): boolean =>
  status === "approved" &&
  pass_used_at === null &&
  pass_until !== null &&
  pass_until > now &&
  pass_until <= now + passLength &&
  standing === present;
