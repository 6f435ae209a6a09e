// Keeps, checks and removes authenticator apps. Accepting a code is one conditional statement.
import type { Queries, Transaction } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import type { Clock } from "../../kernel/clock.ts";
import { isId } from "../../kernel/ids.ts";
import { CannotUnseal, type Sealer } from "../../kernel/sealing.ts";
import { timeStep } from "../../otp/index.ts";
import type { PersonKey } from "../../people/actions.ts";
import { isBarred, sealingContext, settingsOfNewAuthenticator, stepOfCode, type TotpSettings } from "./rules.ts";
import * as store from "./store.ts";

export type Authenticator = Tables["authenticators"];

export type ShownAuthenticator = Authenticator & { last_used_at: number | null };

/** A person's authenticators as the sign-in needs them. */
export function liveAuthenticators(queries: Queries, key: PersonKey): Promise<Authenticator[]> {
  return queries.all(store.getAll, { ...key });
}

/** The same for showing, with the time (ms, to the time step) at which each was last used. */
export async function authenticatorsOf(queries: Queries, key: PersonKey): Promise<ShownAuthenticator[]> {
  const rows = await queries.all(store.getAllWithUse, { ...key });
  return rows.map(({ latest_step, ...row }) => ({
    ...row,
    last_used_at: latest_step ? latest_step * row.period * 1000 : null,
  }));
}

export type CodeVerdict =
  | { outcome: "accepted"; authenticator: Authenticator }
  /** Wrong, expired, or used before: which of them is nobody's business. */
  | { outcome: "wrong" }
  /** There is an authenticator, and no key of ours opens it: it can't be verified, and it is not 'none' either. */
  | { outcome: "unreadable" };

/** Looks at a code and, where it is right, takes its time step so that nobody can give it again. */
export async function acceptCode(
  tx: Transaction,
  { sealer, clock }: { sealer: Sealer; clock: Clock },
  authenticators: readonly Authenticator[],
  typed: string,
): Promise<CodeVerdict> {
  const now = clock.now();
  let unreadable = 0;
  for (const authenticator of authenticators) {
    let secret: Buffer;
    try {
      secret = unseal(sealer, authenticator);
    } catch (error) {
      if (!(error instanceof CannotUnseal)) throw error;
      unreadable++;
      continue;
    }
    const settings = settingsOf(authenticator);
    const step = stepOfCode(secret, typed, settings, now);
    secret.fill(0);
    if (step !== undefined && (await claimStep(tx, authenticator, step, settings, now)))
      return { outcome: "accepted", authenticator };
  }
  return { outcome: unreadable > 0 && unreadable === authenticators.length ? "unreadable" : "wrong" };
}

/** Adds a live authenticator; the step of the code that confirmed it is used up. */
export async function addAuthenticator(
  tx: Transaction,
  { sealer, clock }: { sealer: Sealer; clock: Clock },
  key: PersonKey,
  {
    id,
    name,
    secret,
    confirmedBy,
    onWordOf,
  }: { id: string; name: string; secret: Uint8Array; confirmedBy: number; onWordOf?: string | null },
): Promise<void> {
  const settings = settingsOfNewAuthenticator;
  const now = clock.now();
  await tx.run(store.insert, {
    ...key,
    authenticator: id,
    name,
    sealedSecret: sealer.seal(secret, sealingContext(key.organisation, key.person, id)),
    ...settings,
    at: now,
    onWordOf: onWordOf ?? null,
  });
  await tx.run(store.recount, { ...key });
  const newest = timeStep(now, settings.period) + 1;
  await tx.run(store.claimStep, { organisation: key.organisation, authenticator: id, step: confirmedBy, newest });
}

/** Adds one that was set up at another system, live as it is: whoever holds it shows its codes already. */
export async function addBroughtAuthenticator(
  tx: Transaction,
  { sealer, clock }: { sealer: Sealer; clock: Clock },
  key: PersonKey,
  brought: { id: string; name: string; secret: Uint8Array; settings: TotpSettings; onWordOf: string | null },
): Promise<void> {
  const { id, name, secret, settings, onWordOf } = brought;
  const sealedSecret = sealer.seal(secret, sealingContext(key.organisation, key.person, id));
  const at = clock.now();
  await tx.run(store.insert, { ...key, authenticator: id, name, sealedSecret, ...settings, at, onWordOf });
  await tx.run(store.recount, { ...key });
}

/** The secret of each, `undefined` for one that no key of ours opens. Only for comparing it. */
export const secretsOf = (sealer: Sealer, authenticators: readonly Authenticator[]): (Buffer | undefined)[] =>
  authenticators.map((one) => {
    try {
      return unseal(sealer, one);
    } catch (error) {
      if (error instanceof CannotUnseal) return undefined;
      throw error;
    }
  });

export async function renameAuthenticator(
  tx: Transaction,
  key: PersonKey,
  authenticator: string,
  name: string,
): Promise<boolean> {
  return isId(authenticator) && (await tx.run(store.rename, { ...key, authenticator, name })) === 1;
}

/** @returns its name, or `undefined` where the person has no such authenticator */
export async function removeAuthenticator(
  tx: Transaction,
  key: PersonKey,
  authenticator: string,
): Promise<string | undefined> {
  const removed = await tx.first(store.remove, { ...key, authenticator });
  await tx.run(store.recount, { ...key });
  return removed?.name;
}

export async function removeAllAuthenticators(tx: Transaction, key: PersonKey): Promise<number> {
  const removed = await tx.run(store.removeAll, { ...key });
  await tx.run(store.recount, { ...key });
  return removed;
}

/** Whether a key of ours opens it. */
export function readable(sealer: Sealer, authenticator: Authenticator): boolean {
  try {
    unseal(sealer, authenticator).fill(0);
    return true;
  } catch (error) {
    if (error instanceof CannotUnseal) return false;
    throw error;
  }
}

/** Opens the newest few secrets, to tell whether the key ring is the right one; `damaged`: it is, but the value is not. */
export async function sampleSecrets(
  queries: Queries,
  sealer: Sealer,
): Promise<{ looked: number; opened: number; damaged: number }> {
  const rows = await queries.all(store.getNewest, { most: 20 });
  let opened = 0;
  let damaged = 0;
  for (const row of rows) {
    try {
      unseal(sealer, row).fill(0);
      opened++;
    } catch (error) {
      if (!(error instanceof CannotUnseal)) throw error;
      if (error.damaged) damaged++;
    }
  }
  return { looked: rows.length, opened, damaged };
}

async function claimStep(
  tx: Transaction,
  { organisation_id, id, barred_through }: Authenticator,
  step: number,
  { period }: TotpSettings,
  now: number,
): Promise<boolean> {
  const newest = timeStep(now, period) + 1;
  if (isBarred(step, barred_through, newest)) return false;
  return (
    (await tx.first(store.claimStep, { organisation: organisation_id, authenticator: id, step, newest })) !== undefined
  );
}

function unseal(sealer: Sealer, { organisation_id, person_id, id, sealed_secret }: Authenticator): Buffer {
  return sealer.unseal(sealed_secret, sealingContext(organisation_id, person_id, id));
}

const settingsOf = ({ algorithm, digits, period }: Authenticator): TotpSettings => ({
  algorithm: algorithm as TotpSettings["algorithm"],
  digits,
  period,
});
