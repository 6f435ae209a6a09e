// The keys that an organisation's provider signs with: made at the first question, exchanged after 90 days, listed a while longer.
import { generateKeyPair, type JsonWebKey } from "node:crypto";
import { promisify } from "node:util";
import { signingKeyContext } from "../../applications/settings.ts";
import { record } from "../../audit/actions.ts";
import type { Database, Transaction } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import type { KeyRing } from "../../kernel/sealing.ts";
import type { Source } from "../../kernel/source.ts";
import { type Algorithm, algorithms, listedAfter, signsFor } from "./rules.ts";
import * as store from "./store.ts";

export interface KeyNeeds {
  db: Database;
  clock: Clock;
  sealer: KeyRing;
}

type Row = (typeof store.getKeys)["row"];

export interface SigningKeys {
  /** Changes with them. */
  stamp: string;
  rows: Row[];
}

const generate = promisify(generateKeyPair);

/** All that are listed, those that sign first; makes what is missing. */
export async function signingKeys(needs: KeyNeeds, organisation: string): Promise<SigningKeys> {
  let rows = await needs.db.all(store.getKeys, { organisation });
  const now = needs.clock.now();
  const outdated = algorithms.filter((algorithm) => {
    const newest = rows.find((row) => row.algorithm === algorithm);
    return newest === undefined || now - newest.created_at >= signsFor;
  });
  if (outdated.length > 0) {
    for (const algorithm of outdated) {
      const key = await nextKey(needs, organisation, algorithm, rows);
      await needs.db.transaction((tx) => keep(tx, needs, key));
    }
    rows = await needs.db.all(store.getKeys, { organisation });
  }
  const listed = rows.filter((row) => isListed(row, rows, now));
  return { stamp: listed.map(({ id }) => id).join(" "), rows: listed };
}

/**
 * Other keys sign from now on, whatever the age of the present ones.
 * @returns their ids; undefined where somebody else exchanged them at this very moment
 */
export async function rotateSigningKeys(
  needs: KeyNeeds & { random: Random },
  { organisation, actor, source }: { organisation: string; actor: string | null; source: Source },
): Promise<string[] | undefined> {
  const rows = await needs.db.all(store.getKeys, { organisation });
  const made = await Promise.all(algorithms.map((algorithm) => nextKey(needs, organisation, algorithm, rows)));
  return needs.db.transaction(async (tx) => {
    const keys: string[] = [];
    for (const key of made) if (await keep(tx, needs, key)) keys.push(key.id);
    if (keys.length === 0) return undefined;
    const details = { keys: keys.join(" ") };
    await record(tx, needs, { organisation, name: "signing-keys.rotated", actor, person: null, source, details });
    return keys;
  });
}

/** Removes those that are listed no more. */
export async function removeOldKeys({ db, clock }: KeyNeeds, organisation: string): Promise<void> {
  const rows = await db.all(store.getKeys, { organisation });
  const gone = rows.filter((row) => !isListed(row, rows, clock.now()));
  if (gone.length === 0) return;
  await db.transaction(async (tx) => {
    for (const { id } of gone) await tx.run(store.removeKey, { organisation, id });
  });
}

/** @throws CannotUnseal */
export const privateKeyOf = ({ sealer }: Pick<KeyNeeds, "sealer">, organisation: string, row: Row): JsonWebKey => ({
  ...(JSON.parse(sealer.unseal(row.sealed_private, signingKeyContext(organisation, row.id)).toString()) as JsonWebKey),
  alg: row.algorithm,
  use: "sig",
});

/** A successor that is older than this ended it. */
function isListed(row: Row, rows: Row[], now: number): boolean {
  const next = rows.find((one) => one.algorithm === row.algorithm && one.generation === row.generation + 1);
  return next === undefined || now - next.created_at < listedAfter;
}

interface NewKey {
  organisation: string;
  id: string;
  algorithm: Algorithm;
  generation: number;
  sealed: Uint8Array;
}

async function nextKey(
  { sealer }: Pick<KeyNeeds, "sealer">,
  organisation: string,
  algorithm: Algorithm,
  rows: Row[],
): Promise<NewKey> {
  const generation = (rows.find((row) => row.algorithm === algorithm)?.generation ?? 0) + 1;
  const { privateKey } =
    algorithm === "RS256"
      ? await generate("rsa", { modulusLength: 2048 })
      : await generate("ec", { namedCurve: "P-256" });
  const id = `${algorithm}-${generation}`;
  const jwk = JSON.stringify(privateKey.export({ format: "jwk" }));
  const sealed = sealer.seal(Buffer.from(jwk), signingKeyContext(organisation, id));
  return { organisation, id, algorithm, generation, sealed };
}

const keep = async (tx: Transaction, { clock }: Pick<KeyNeeds, "clock">, key: NewKey): Promise<boolean> =>
  (await tx.first(store.insertKeyIfAbsent, { ...key, at: clock.now() })) !== undefined;
