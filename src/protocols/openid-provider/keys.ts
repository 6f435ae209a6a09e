// The keys that an organisation's provider signs with: made at the first question, exchanged after 90 days, listed a while longer.
import { generateKeyPair, type JsonWebKey } from "node:crypto";
import { promisify } from "node:util";
import { signingKeyContext } from "../../applications/settings.ts";
import type { Database } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { KeyRing } from "../../kernel/sealing.ts";
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
    for (const algorithm of outdated) await makeNext(needs, organisation, algorithm, rows);
    rows = await needs.db.all(store.getKeys, { organisation });
  }
  const listed = rows.filter((row) => isListed(row, rows, now));
  return { stamp: listed.map(({ id }) => id).join(" "), rows: listed };
}

/** Other keys sign from now on, whatever the age of the present ones. */
export async function rotateSigningKeys(needs: KeyNeeds, organisation: string): Promise<void> {
  const rows = await needs.db.all(store.getKeys, { organisation });
  for (const algorithm of algorithms) await makeNext(needs, organisation, algorithm, rows);
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

async function makeNext(
  { db, clock, sealer }: KeyNeeds,
  organisation: string,
  algorithm: Algorithm,
  rows: Row[],
): Promise<void> {
  const generation = (rows.find((row) => row.algorithm === algorithm)?.generation ?? 0) + 1;
  const { privateKey } =
    algorithm === "RS256"
      ? await generate("rsa", { modulusLength: 2048 })
      : await generate("ec", { namedCurve: "P-256" });
  const id = `${algorithm}-${generation}`;
  const jwk = JSON.stringify(privateKey.export({ format: "jwk" }));
  const sealed = sealer.seal(Buffer.from(jwk), signingKeyContext(organisation, id));
  await db.transaction((tx) =>
    tx.first(store.insertKeyIfAbsent, { organisation, id, algorithm, generation, sealed, at: clock.now() }),
  );
}
