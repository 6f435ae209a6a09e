// Setting up an authenticator app: a pending secret, its confirmation by a code, and new recovery codes. Whoever calls
// decides whether the person may; here it is made sure that nothing half-done ever counts.
import { record } from "../audit/actions.ts";
import {
  addAuthenticator,
  authenticatorsOf,
  removeAllAuthenticators,
  removeAuthenticator,
} from "../authenticators/totp/actions.ts";
import { secretLength, settingsOfNewAuthenticator, stepOfCode } from "../authenticators/totp/rules.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { minute } from "../kernel/clock.ts";
import { latinDigits } from "../kernel/digits.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import { CannotUnseal, type Sealer } from "../kernel/sealing.ts";
import type { Source } from "../kernel/source.ts";
import { clockOffset, encodeBase32, normaliseCode, otpauthAddress } from "../otp/index.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import { type PreparedCodes, storeCodes } from "../recovery-codes/actions.ts";
import { endOtherSessions } from "../sessions/actions.ts";
import { forget } from "../throttle/actions.ts";
import { endAllTrust } from "../trusted-browsers/actions.ts";
import { readLanguage, type Words, words } from "../words/index.ts";
import * as store from "./store.ts";

type Needs = { clock: Clock; random: Random; sealer: Sealer };

/** How long a shown QR code may be confirmed; a sign-in's set-up ends with the sign-in anyway. */
const pendingFor = 15 * minute;

export interface PendingSetUp {
  id: string;
  name: string;
  /** Base32; shown to its owner only. */
  secret: string;
  uri: string;
}

/** @param boundTo the id of the sign-in or session that alone may confirm it */
export async function beginSetUp(
  tx: Transaction,
  needs: Needs,
  person: Person,
  wanted: { boundTo: string; organisationName: string; name: string; replaces?: string },
): Promise<PendingSetUp> {
  const id = newId(needs);
  const secret = needs.random.bytes(secretLength);
  const at = needs.clock.now();
  const { boundTo, name } = wanted;
  const sealedSecret = needs.sealer.seal(secret, sealingContext(person, id));
  await tx.run(store.put, {
    ...keyOf(person),
    boundTo,
    id,
    sealedSecret,
    name,
    replaces: wanted.replaces ?? null,
    at,
    expiresAt: at + pendingFor,
  });
  return shown(id, name, secret, person, wanted.organisationName);
}

/** What is pending, to show the same QR code again to the same sign-in or session. */
export async function pendingSetUp(
  queries: Queries,
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  person: Person,
  boundTo: string,
  organisationName: string,
): Promise<PendingSetUp | undefined> {
  const pending = await readPending(queries, { clock, sealer }, person, boundTo);
  return pending && shown(pending.id, pending.name, pending.secret, person, organisationName);
}

export type CodeCheck =
  | { outcome: "matches"; id: string; step: number; secret: Buffer }
  /** `offBySeconds`: the code is right for another time: the phone's clock is ahead (positive) or behind. */
  | { outcome: "wrong-code"; offBySeconds?: number }
  | { outcome: "nothing-pending" };

/** Looks at the code that is to confirm a pending secret; changes nothing. */
export async function checkSetUpCode(
  queries: Queries,
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  person: Person,
  boundTo: string,
  typed: string,
): Promise<CodeCheck> {
  const pending = await readPending(queries, { clock, sealer }, person, boundTo);
  if (!pending) return { outcome: "nothing-pending" };
  const { secret, id } = pending;
  const at = clock.now();
  const step = stepOfCode(secret, typed, settingsOfNewAuthenticator, at);
  if (step !== undefined) return { outcome: "matches", id, step, secret };
  const code = normaliseCode(latinDigits(typed));
  const offBySeconds = code === undefined ? undefined : clockOffset({ secret, code, at });
  return offBySeconds === undefined ? { outcome: "wrong-code" } : { outcome: "wrong-code", offBySeconds };
}

/**
 * Makes a checked secret live: the old authenticator goes now, recovery codes are made anew, trusted browsers and other
 * sessions end; how many of those is told. `undefined` where somebody else confirmed or replaced the pending secret
 * first: then nothing happened.
 */
export async function confirmSetUp(
  tx: Transaction,
  needs: Needs,
  person: Person,
  checked: Extract<CodeCheck, { outcome: "matches" }>,
  {
    boundTo,
    codes,
    keepSession,
    replaceAll,
    onWordOf,
    source,
  }: {
    boundTo: string;
    codes: PreparedCodes;
    keepSession?: string | undefined;
    replaceAll: boolean;
    /** The application that alone says whose set-up this is. */
    onWordOf: string | null;
    source: Source;
  },
): Promise<{ signedOut: number } | undefined> {
  const key = keyOf(person);
  // An application's word must not be what stands behind a role, also where that was given since the word was.
  if (onWordOf !== null && rolesOf(person).size > 0) return undefined;
  const taken = await tx.first(store.consume, { ...key, boundTo, id: checked.id, now: needs.clock.now() });
  if (!taken) return undefined;
  let replaced = 0;
  if (replaceAll) replaced = await removeAllAuthenticators(tx, key);
  else if (taken.replaces_id !== null)
    replaced = (await removeAuthenticator(tx, key, taken.replaces_id)) === undefined ? 0 : 1;
  await addAuthenticator(tx, needs, key, {
    id: checked.id,
    name: taken.name,
    secret: checked.secret,
    confirmedBy: checked.step,
    onWordOf,
  });
  await storeCodes(tx, needs, key, codes);
  await endAllTrust(tx, key);
  const signedOut = await endOtherSessions(tx, key, keepSession);
  await forget(tx, { organisation: key.organisation, kind: "second-step", subject: key.person });
  const event = { organisation: key.organisation, actor: key.person, person: key.person, source };
  await record(tx, needs, {
    ...event,
    name: "authenticator.added",
    details: { authenticator: checked.id, name: taken.name, replaced },
  });
  await record(tx, needs, { ...event, name: "recovery-codes.made" });
  return { signedOut };
}

/**
 * A name for the next authenticator that the person has not used yet, in the language that they are reading. `alone`: it
 * takes the place of all there are.
 */
export async function nextName(
  queries: Queries,
  person: Person,
  { alone = false, spoken = words.en }: { alone?: boolean; spoken?: Words | undefined } = {},
): Promise<string> {
  const chosen = readLanguage(person.language);
  const base = (chosen ? words[chosen] : spoken).security.newAuthenticator;
  if (alone) return base;
  const taken = new Set((await authenticatorsOf(queries, keyOf(person))).map((authenticator) => authenticator.name));
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base} ${i}`;
  return name;
}

/** Whatever the person had pending anywhere: with a reset or a new password. */
export async function dropPending(tx: Transaction, person: Person): Promise<void> {
  await tx.run(store.removeAll, keyOf(person));
}

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeExpired, { organisation, before });
}

async function readPending(
  queries: Queries,
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  person: Person,
  boundTo: string,
) {
  const row = await queries.first(store.get, { ...keyOf(person), boundTo });
  if (!row || row.expires_at <= clock.now()) return undefined;
  try {
    return { id: row.id, name: row.name, secret: sealer.unseal(row.sealed_secret, sealingContext(person, row.id)) };
  } catch (error) {
    // Sealed under a key that is gone: it can't be confirmed, so it is as if it had not been begun.
    if (error instanceof CannotUnseal) return undefined;
    throw error;
  }
}

const sealingContext = (person: Person, id: string): string => pendingContext(person.organisation_id, person.id, id);

/** What ties a pending secret to its row. */
export const pendingContext = (organisation: string, person: string, id: string): string =>
  `enrolment\0${organisation}\0${person}\0${id}`;

function shown(id: string, name: string, secret: Buffer, person: Person, issuer: string): PendingSetUp {
  const uri = otpauthAddress({
    issuer: label(issuer, "Countersign"),
    account: label(person.screen_name, person.email),
    secret,
  });
  return { id, name, secret: encodeBase32(secret), uri };
}

/** The format has no room for colons: a name of nothing else needs a stand-in. */
const label = (text: string, otherwise: string): string => (/[^:\s\p{C}]/u.test(text) ? text : otherwise);
