// Makes, uses and counts recovery codes. Hashing is slow and happens before the transaction; only the claim is inside.
import { createHash } from "node:crypto";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { SlowHasher } from "../kernel/slow-hashing.ts";
import type { PersonKey } from "../people/actions.ts";
import { type CodeForm, codesFrom, randomBytesForCodes, readBroughtCode, readRecoveryCode } from "./rules.ts";
import * as store from "./store.ts";

export interface PreparedCodes {
  id: string;
  salt: Buffer;
  /** Shown once. */
  codes: string[];
  hashes: Buffer[];
  hashing: string;
  form?: CodeForm;
}

/** Ten new codes and their hashes; nothing is stored yet. Take the person's turn before. @throws Problem `busy` */
export async function prepareCodes(needs: {
  clock: Clock;
  random: Random;
  hasher: SlowHasher;
}): Promise<PreparedCodes> {
  const codes = codesFrom(needs.random.bytes(randomBytesForCodes));
  const salt = needs.random.bytes(16);
  const secrets = codes.map((code) => ({ secret: readRecoveryCode(code) as string, salt }));
  const hashes = await needs.hasher.raw(secrets);
  return { id: newId(needs), salt, codes, hashes, hashing: needs.hasher.cost };
}

/**
 * Codes that another system gave out, to be kept as ours are. @param brought as they were given out or, with the form
 * `brought-sha512`, their SHA-512 in base64 @throws Problem `busy`
 */
export async function prepareBroughtCodes(
  needs: { clock: Clock; random: Random; hasher: SlowHasher },
  brought: readonly string[],
  form: "brought" | "brought-sha512",
): Promise<PreparedCodes> {
  const salt = needs.random.bytes(16);
  const read = brought.flatMap((code) => (form === "brought" ? (readBroughtCode(code) ?? []) : code));
  const hashes: Buffer[] = [];
  // A place of the queue for each: thousands of these come in one file, and whoever signs in comes in between.
  for (const secret of new Set(read)) hashes.push(...(await needs.hasher.raw([{ secret, salt }])));
  return { id: newId(needs), salt, codes: [], hashes, hashing: needs.hasher.cost, form };
}

/** Makes the prepared codes the person's only ones: all earlier codes stop working. */
export async function storeCodes(
  tx: Transaction,
  { clock }: { clock: Clock },
  key: PersonKey,
  prepared: PreparedCodes,
): Promise<void> {
  await tx.run(store.removeCodes, { ...key });
  await tx.run(store.putSet, {
    ...key,
    id: prepared.id,
    salt: prepared.salt,
    hashing: prepared.hashing,
    form: prepared.form ?? "own",
    at: clock.now(),
  });
  for (const hash of prepared.hashes) await tx.run(store.insertCode, { ...key, set: prepared.id, hash });
  await tx.run(store.recount, { ...key });
}

export interface HashedTry {
  set: string;
  hash: Buffer;
}

/**
 * One hash for what was typed, under the salt of the person's set; `undefined` where it can't be a code at all. Ask
 * `requireRecoveryTry` before: a hash is what a flood would be after.
 * @throws Problem `busy`
 */
export async function hashTry(
  queries: Queries,
  hasher: SlowHasher,
  key: PersonKey,
  typed: string,
): Promise<HashedTry | undefined> {
  const set = await queries.first(store.getSet, { ...key });
  const code = set && secretOf(typed, set.form as CodeForm);
  if (code === undefined || !set) return undefined;
  const salted = { secret: code, salt: Buffer.from(set.salt), cost: set.hashing };
  const [hash] = await hasher.raw([salted], key.organisation);
  return { set: set.id, hash: hash as Buffer };
}

/** What was typed, as the set's hashes were made of it. */
function secretOf(typed: string, form: CodeForm): string | undefined {
  if (form === "own") return readRecoveryCode(typed);
  const code = readBroughtCode(typed);
  if (code === undefined || form === "brought") return code;
  return createHash("sha512").update(code).digest("base64");
}

/** True for exactly one caller a code, ever. */
export async function consumeCode(
  tx: Transaction,
  { clock }: { clock: Clock },
  key: PersonKey,
  tried: HashedTry,
): Promise<boolean> {
  const used = await tx.first(store.consume, { ...key, set: tried.set, hash: tried.hash, at: clock.now() });
  if (used) await tx.run(store.recount, { ...key });
  return used !== undefined;
}

export async function codesLeft(queries: Queries, key: PersonKey): Promise<number> {
  return (await queries.first(store.countLeft, { ...key }))?.left ?? 0;
}

export interface CodeSet {
  madeAt: number;
  savedAt: number | null;
  left: number;
}

/** What there is of a person's codes that are not used, for whoever is to take them along; never the codes. */
export async function unusedCodes(
  queries: Queries,
  key: PersonKey,
): Promise<Pick<PreparedCodes, "salt" | "hashing" | "hashes" | "form"> | undefined> {
  const set = await queries.first(store.getSet, { ...key });
  if (!set) return undefined;
  const rows = await queries.all(store.getUnused, { ...key, set: set.id });
  const hashes = rows.map(({ hash }) => Buffer.from(hash));
  return { salt: Buffer.from(set.salt), hashing: set.hashing, hashes, form: set.form as CodeForm };
}

export async function codeSetOf(queries: Queries, key: PersonKey): Promise<CodeSet | undefined> {
  const set = await queries.first(store.getSet, { ...key });
  return set && { madeAt: set.created_at, savedAt: set.saved_at, left: await codesLeft(queries, key) };
}

export async function markSaved(tx: Transaction, { clock }: { clock: Clock }, key: PersonKey): Promise<void> {
  const set = await tx.first(store.getSet, { ...key });
  if (set) await tx.run(store.markSaved, { ...key, set: set.id, at: clock.now() });
}

export async function removeCodes(tx: Transaction, key: PersonKey): Promise<void> {
  await tx.run(store.removeCodes, { ...key });
  await tx.run(store.removeSet, { ...key });
  await tx.run(store.recount, { ...key });
}
