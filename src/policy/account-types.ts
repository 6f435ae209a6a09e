// The organisation's own list of account types: people's are taken from it, and so are those the policy names.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { readAccountType } from "../people/rules.ts";
import { policyOf } from "./actions.ts";
import * as store from "./store.ts";

export interface AccountType {
  name: string;
  /** How many people hold it, whatever their status. */
  people: number;
}

export const mostAccountTypes = 100;

type Needs = { clock: Clock; random: Random };
type Change = { organisation: string; actor: string | null; source: Source; name: string };

export async function accountTypesOf(queries: Queries, organisation: string): Promise<string[]> {
  return (await queries.all(store.getAccountTypes, { organisation })).map((row) => row.name);
}

export async function countedAccountTypes(queries: Queries, organisation: string): Promise<AccountType[]> {
  const counts = await queries.all(store.countByAccountType, { organisation });
  const countOf = new Map(counts.map((row) => [row.account_type, row.people]));
  return (await accountTypesOf(queries, organisation)).map((name) => ({ name, people: countOf.get(name) ?? 0 }));
}

export async function isAccountType(queries: Queries, organisation: string, name: string): Promise<boolean> {
  return (
    readAccountType(name) !== undefined &&
    (await queries.first(store.getAccountType, { organisation, name })) !== undefined
  );
}

/** Puts it on the list without a word, where the list itself is being made. */
export async function listAccountType(
  tx: Transaction,
  { clock }: { clock: Clock },
  organisation: string,
  name: string,
): Promise<void> {
  await tx.run(store.insertAccountTypeIfAbsent, { organisation, name, at: clock.now() });
}

export type AccountTypeAdded = {
  outcome: "added" | "bad-account-type" | "account-type-taken" | "too-many-account-types";
};

export async function addAccountType(tx: Transaction, needs: Needs, change: Change): Promise<AccountTypeAdded> {
  const { organisation, name } = change;
  if (readAccountType(name) === undefined) return { outcome: "bad-account-type" };
  if ((await accountTypesOf(tx, organisation)).length >= mostAccountTypes) return { outcome: "too-many-account-types" };
  const at = needs.clock.now();
  if (!(await tx.first(store.insertAccountTypeIfAbsent, { organisation, name, at }))) {
    return { outcome: "account-type-taken" };
  }
  await note(tx, needs, change, "account-type.added");
  return { outcome: "added" };
}

export type AccountTypeRemoved = {
  outcome: "removed" | "no-such-type" | "account-type-held" | "account-type-in-policy";
};

/** Only what nobody holds and the policy does not name. */
export async function removeAccountType(tx: Transaction, needs: Needs, change: Change): Promise<AccountTypeRemoved> {
  const { organisation, name } = change;
  if (!(await isAccountType(tx, organisation, name))) return { outcome: "no-such-type" };
  const { policy } = await policyOf(tx, organisation);
  if (Object.hasOwn(policy.accountTypes, name)) return { outcome: "account-type-in-policy" };
  if (!(await tx.first(store.removeAccountTypeUnheld, { organisation, name }))) return { outcome: "account-type-held" };
  await note(tx, needs, change, "account-type.removed");
  return { outcome: "removed" };
}

const note = (
  tx: Transaction,
  needs: Needs,
  { organisation, actor, source, name }: Change,
  event: "account-type.added" | "account-type.removed",
) => record(tx, needs, { organisation, name: event, actor, person: null, source, details: { name } });
