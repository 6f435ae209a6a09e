// What an administrator has changed in the policy and not saved yet. One a person; good over one version of the policy.
import type { Queries, Transaction } from "../database/database.ts";
import { type Clock, day } from "../kernel/clock.ts";
import type { PersonKey } from "../people/actions.ts";
import { digestOf, storedDocument } from "./actions.ts";
import type { Policy } from "./rules.ts";
import * as store from "./store.ts";

export interface Draft {
  policy: Policy;
  /** The policy's, over which it was made. */
  version: number;
  /** Names exactly this document. */
  digest: string;
}

const goodFor = 7 * day;

export async function draftOf(
  queries: Queries,
  { clock }: { clock: Clock },
  key: PersonKey,
): Promise<Draft | undefined> {
  const row = await queries.first(store.getDraft, { ...key });
  if (!row || row.made_at + goodFor < clock.now()) return undefined;
  return { policy: storedDocument(row.document), version: row.version, digest: row.digest };
}

export async function keepDraft(
  tx: Transaction,
  { clock }: { clock: Clock },
  key: PersonKey,
  { policy, version }: { policy: Policy; version: number },
): Promise<void> {
  const document = JSON.stringify(policy);
  await tx.run(store.putDraft, { ...key, version, digest: digestOf(document), document, at: clock.now() });
}

/** @returns the draft with this digest over this version, which is gone then; `undefined` where it is another by now */
export async function consumeDraft(
  tx: Transaction,
  key: PersonKey,
  looked: { version: number; digest: string },
): Promise<Policy | undefined> {
  const row = await tx.first(store.consumeDraft, { ...key, ...looked });
  return row && storedDocument(row.document);
}

export async function dropDraft(tx: Transaction, key: PersonKey): Promise<void> {
  await tx.run(store.removeDraft, { ...key });
}
