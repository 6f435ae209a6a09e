// Finds, adds and changes people. Who may do so is decided above; here the normal forms and uniqueness hold.
import type { Queries, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { Clock } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { Language } from "../words/index.ts";
import {
  type Address,
  type Login,
  readAddress,
  readDisplayName,
  readScreenName,
  type ScreenName,
  sortName,
  wordsOf,
} from "./rules.ts";
import * as store from "./store.ts";

export type Person = Tables["people"];
export type PersonKey = { organisation: string; person: string };

export const keyOf = (person: Person): PersonKey => ({ organisation: person.organisation_id, person: person.id });

export function personOf(queries: Queries, key: PersonKey): Promise<Person | undefined> {
  return queries.first(store.getPerson, key);
}

/** The same, kept from changing until the transaction ends. */
export function personLocked(tx: Transaction, key: PersonKey): Promise<Person | undefined> {
  return tx.first(store.getPersonLocked, key);
}

export function personByLogin(queries: Queries, organisation: string, login: Login): Promise<Person | undefined> {
  const statement = login.kind === "address" ? store.getByAddress : store.getByScreenName;
  return queries.first(statement, { organisation, normal: login.normal });
}

export interface NewPerson {
  email: string;
  screenName?: string;
  displayName?: string;
  accountType?: string;
  /** Left out or empty: the organisation's. */
  language?: Language | "";
  administrator?: boolean;
  helper?: boolean;
  operator?: boolean;
  status: "invited" | "active";
  passwordHash?: string;
  /** Whether somebody has shown that its owner reads what is sent to the address. */
  addressProven?: boolean;
}

export type Refused =
  | { outcome: "bad-address" }
  | { outcome: "bad-screen-name" }
  | { outcome: "bad-display-name" }
  | { outcome: "address-taken" }
  | { outcome: "screen-name-taken" };

export async function addPerson(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  organisation: string,
  wanted: NewPerson,
): Promise<{ outcome: "added"; person: Person } | Refused> {
  const names = readNames(wanted);
  if ("outcome" in names) return names;
  const { address, screenName, displayName } = names;
  const added = await tx.first(store.insertIfAbsent, {
    organisation,
    id: newId(needs),
    screenName: screenName.shown,
    screenNameNormal: screenName.normal,
    email: address.shown,
    emailNormal: address.normal,
    displayName,
    sortName: sortName(displayName),
    accountType: wanted.accountType ?? "staff",
    language: wanted.language ?? "",
    administrator: wanted.administrator ? 1 : 0,
    helper: wanted.helper ? 1 : 0,
    operator: wanted.operator ? 1 : 0,
    status: wanted.status,
    passwordHash: wanted.passwordHash ?? null,
    at: needs.clock.now(),
    addressProvenAt: wanted.addressProven ? needs.clock.now() : null,
  });
  if (!added) {
    const holder = await taken(tx, organisation, address, screenName);
    return holder.outcome === "free" ? { outcome: "address-taken" } : holder;
  }
  const person = (await tx.first(store.getPerson, { organisation, person: added.id })) as Person;
  await keepFindable(tx, keyOf(person), [], wordsOfPerson(person));
  return { outcome: "added", person };
}

export type NamesWanted = { email?: string; screenName?: string; displayName?: string };

/** What a person's names would be; what is not given stays. Nothing is kept. */
export async function judgeNames(
  queries: Queries,
  person: Person,
  wanted: NamesWanted,
): Promise<({ outcome: "free" } & Names) | Refused> {
  const names = readNames({
    email: wanted.email ?? person.email,
    screenName: wanted.screenName ?? person.screen_name,
    displayName: wanted.displayName ?? person.display_name,
  });
  if ("outcome" in names) return names;
  const holder = await taken(queries, person.organisation_id, names.address, names.screenName, person.id);
  return holder.outcome === "free" ? { ...holder, ...names } : holder;
}

/** Changes any of the names; what is not given stays. @param wanted.addressProven of the address that is given with it */
export async function changeNames(
  tx: Transaction,
  { clock }: { clock: Clock },
  person: Person,
  wanted: NamesWanted & { addressProven?: boolean },
): Promise<{ outcome: "changed"; changed: string[] } | Refused> {
  const names = await judgeNames(tx, person, wanted);
  if (names.outcome !== "free") return names;
  const { address, screenName, displayName } = names;
  const moves = address.normal !== person.email_normal;
  await tx.run(store.updateProfile, {
    ...keyOf(person),
    screenName: screenName.shown,
    screenNameNormal: screenName.normal,
    email: address.shown,
    emailNormal: address.normal,
    displayName,
    sortName: sortName(displayName),
    addressSince: moves ? clock.now() : person.address_since,
    addressProvenAt: wanted.addressProven ? clock.now() : moves ? null : person.address_proven_at,
  });
  await keepFindable(
    tx,
    keyOf(person),
    wordsOfPerson(person),
    wordsOf({ displayName, screenName: screenName.shown, email: address.shown }),
  );
  const changed: string[] = [];
  if (address.shown !== person.email) changed.push("email");
  if (screenName.shown !== person.screen_name) changed.push("screenName");
  if (displayName !== person.display_name) changed.push("displayName");
  return { outcome: "changed", changed };
}

/** Somebody has just shown that letters to the address that this person has now reach its owner. */
export async function proveAddress(tx: Transaction, { clock }: { clock: Clock }, key: PersonKey): Promise<void> {
  await tx.run(store.proveAddress, { ...key, at: clock.now() });
}

/** Whether this person could have the address. */
export async function addressFor(
  tx: Transaction,
  person: Person,
  email: string,
): Promise<{ outcome: "free"; address: Address } | { outcome: "bad-address" } | { outcome: "address-taken" }> {
  const address = readAddress(email);
  if (!address) return { outcome: "bad-address" };
  const holders = await tx.all(store.getHolders, {
    organisation: person.organisation_id,
    emailNormal: address.normal,
    screenNameNormal: person.screen_name_normal,
  });
  return holders.some((holder) => holder.id !== person.id)
    ? { outcome: "address-taken" }
    : { outcome: "free", address };
}

/** Stores a new password unless another change came in between. */
export async function replacePassword(tx: Transaction, person: Person, hash: string): Promise<boolean> {
  const nextVersion = person.password_version + 1;
  const status = person.status === "invited" ? "active" : person.status;
  return (
    (await tx.first(store.replacePassword, {
      ...keyOf(person),
      hash,
      version: person.password_version,
      nextVersion,
      status,
    })) !== undefined
  );
}

export async function rehashPassword(tx: Transaction, person: Person, hash: string): Promise<void> {
  await tx.run(store.rehashPassword, { ...keyOf(person), hash, version: person.password_version });
}

/** And makes an invited person an active one: by another way than a password. */
export async function removePassword(tx: Transaction, key: PersonKey): Promise<void> {
  await tx.run(store.removePassword, { ...key });
}

export async function setAccountType(tx: Transaction, key: PersonKey, accountType: string): Promise<void> {
  await tx.run(store.setAccountType, { ...key, accountType });
}

/** An administrator's word about this one person, before which every rule of the policy gives way; null for none. */
export async function setOverride(
  tx: Transaction,
  key: PersonKey,
  override: { level: string; reason: string | null; until: number | null } | null,
): Promise<void> {
  await tx.run(store.setOverride, {
    ...key,
    level: override?.level ?? null,
    reason: override?.reason ?? null,
    until: override?.until ?? null,
  });
}

export async function disable(tx: Transaction, key: PersonKey): Promise<void> {
  await tx.run(store.disable, { ...key });
}

/** As the account was before. */
export async function enable(tx: Transaction, key: PersonKey): Promise<void> {
  await tx.run(store.enable, { ...key });
}

/** Everything that is the person's goes with them; what the audit trail says of them stays. */
export async function removePerson(tx: Transaction, key: PersonKey): Promise<boolean> {
  return (await tx.run(store.removePerson, key)) === 1;
}

export async function noteSignIn(tx: Transaction, key: PersonKey, at: number): Promise<void> {
  await tx.run(store.noteSignIn, { ...key, at });
}

const wordsOfPerson = (person: Person): string[] =>
  wordsOf({ displayName: person.display_name, screenName: person.screen_name, email: person.email });

async function keepFindable(tx: Transaction, key: PersonKey, before: string[], after: string[]): Promise<void> {
  for (const word of before) if (!after.includes(word)) await tx.run(store.removeWord, { ...key, word });
  for (const word of after) if (!before.includes(word)) await tx.run(store.insertWord, { ...key, word });
}

type Names = { address: Address; screenName: ScreenName; displayName: string };

function readNames(wanted: { email: string; screenName?: string; displayName?: string }): Names | Refused {
  const address = readAddress(wanted.email);
  if (!address) return { outcome: "bad-address" };
  const screenName = readScreenName(wanted.screenName ?? address.local);
  if (!screenName) return { outcome: "bad-screen-name" };
  const displayName = readDisplayName(wanted.displayName ?? screenName.shown);
  return displayName === undefined ? { outcome: "bad-display-name" } : { address, screenName, displayName };
}

/** Two changes at the same instant are kept apart by the unique indexes; this finds the words for the usual case. */
async function taken(
  queries: Queries,
  organisation: string,
  address: Address,
  screenName: ScreenName,
  except = "",
): Promise<{ outcome: "free" } | { outcome: "address-taken" } | { outcome: "screen-name-taken" }> {
  const holders = await queries.all(store.getHolders, {
    organisation,
    emailNormal: address.normal,
    screenNameNormal: screenName.normal,
  });
  const others = holders.filter((holder) => holder.id !== except);
  if (others.length === 0) return { outcome: "free" };
  return {
    outcome: others.some((holder) => holder.email_normal === address.normal) ? "address-taken" : "screen-name-taken",
  };
}
