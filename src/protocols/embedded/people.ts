// Who a person of the application is here: known by the application's own id, and made known at the first sign-in.
import type { Embedding } from "../../access/embedding.ts";
import { record } from "../../audit/actions.ts";
import type { Transaction } from "../../database/database.ts";
import type { Site } from "../../http/web.ts";
import { identitiesOf } from "../../identities/actions.ts";
import type { Source } from "../../kernel/source.ts";
import type { AccountNeeds } from "../../my-account/actions.ts";
import { recordAddressChange } from "../../my-account/address.ts";
import { changeNames, keyOf, type Person, personByLogin, personLocked } from "../../people/actions.ts";
import { addUnderFreeName } from "../../people/free-names.ts";
import { readAddress, readDisplayName, readLogin, rolesOf } from "../../people/rules.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import * as store from "./store.ts";

export type EmbeddedNeeds = AccountNeeds & { site: Site; embedding: Embedding };

export interface OwnPerson {
  organisation: string;
  application: string;
  /** The application's own id. */
  name: string;
  email: string;
  displayName: string | undefined;
  /** Whether the application says that it has seen its owner read a letter there. */
  emailVerified: boolean;
  source: Source;
}

export type Known =
  | { outcome: "known"; person: Person }
  /** `address-taken`: somebody has it whom the application may not speak for. */
  | { outcome: "refused"; because: "bad-address" | "address-taken" | "bad-person" };

/** Finds or adds the person, whose address and name follow the application's. Locked from then on. */
export async function knowPerson(tx: Transaction, needs: EmbeddedNeeds, wanted: OwnPerson): Promise<Known> {
  const { organisation, application, name, email } = wanted;
  if (!readAddress(email)) return { outcome: "refused", because: "bad-address" };
  const key = { organisation, application, name };
  const link = () => tx.first(store.getPersonOf, key);
  let found = await link();
  if (!found) {
    const made = await find(tx, needs, wanted);
    // Another request may have made the very same person known meanwhile.
    found = made ? await tx.first(store.insertIfAbsent, { ...key, person: made.id }) : await link();
    found ??= await link();
  }
  const person = found && (await personLocked(tx, { organisation, person: found.person_id }));
  // Nor one whose address an identity provider has proven since: the application may have known it by hearsay.
  if (!person || (await isKnownElsewhere(tx, person))) return { outcome: "refused", because: "address-taken" };
  return person.status === "active" ? follow(tx, needs, person, wanted) : { outcome: "known", person };
}

/** One with that address for whom nobody else speaks, or a new one; `undefined` where the address is taken. */
async function find(tx: Transaction, needs: EmbeddedNeeds, wanted: OwnPerson): Promise<Person | undefined> {
  const { organisation, email } = wanted;
  const login = readLogin(email);
  const found = login && (await personByLogin(tx, organisation, login));
  if (!found) return add(tx, needs, wanted);
  // Judged as they are from now on: a password, a role or another address may be on its way.
  const holder = await personLocked(tx, keyOf(found));
  if (holder?.email_normal !== login.normal) return undefined;
  // Who has a password here or at a provider, or rules over others, is nobody whom an application's word opens.
  const free = holder.password_hash === null && holder.status === "active" && rolesOf(holder).size === 0;
  if (!free || (await isKnownElsewhere(tx, holder))) return undefined;
  return !(await tx.first(store.getNameOf, { organisation, person: holder.id })) ? holder : undefined;
}

const isKnownElsewhere = async (tx: Transaction, person: Person): Promise<boolean> =>
  (await identitiesOf(tx, keyOf(person))).length > 0;

async function add(tx: Transaction, needs: EmbeddedNeeds, wanted: OwnPerson): Promise<Person | undefined> {
  const { organisation, application, email, source } = wanted;
  const types = await accountTypesOf(tx, organisation);
  const accountType = types.includes("staff") ? "staff" : (types[0] ?? "staff");
  const screenName = readAddress(email)?.local ?? "";
  const displayName = readDisplayName(wanted.displayName ?? "") ?? screenName;
  const person = {
    email,
    screenName,
    displayName,
    accountType,
    status: "active" as const,
    addressProven: wanted.emailVerified,
  };
  const added = await addUnderFreeName(tx, needs, organisation, person);
  if (added.outcome !== "added") return undefined;
  const details = { application, accountType };
  const about = { organisation, actor: null, person: added.person.id, source, details };
  await record(tx, needs, { ...about, name: "person.added" });
  return added.person;
}

/**
 * Letters go where the application's person reads them. Not those of who was given a password or a role here since: they
 * carry links to what the application's word must not open.
 */
async function follow(tx: Transaction, needs: EmbeddedNeeds, person: Person, wanted: OwnPerson): Promise<Known> {
  if (person.password_hash !== null || rolesOf(person).size > 0) return { outcome: "known", person };
  const address = readAddress(wanted.email);
  const displayName = readDisplayName(wanted.displayName ?? "") ?? person.display_name;
  const moved = address?.normal !== person.email_normal;
  const addressProven = wanted.emailVerified && (moved || person.address_proven_at === null);
  if (!moved && !addressProven && displayName === person.display_name) return { outcome: "known", person };
  const names = { displayName, addressProven, ...(moved ? { email: wanted.email } : {}) };
  const changed = await changeNames(tx, needs, person, names);
  if (changed.outcome === "address-taken") return { outcome: "refused", because: "address-taken" };
  if (changed.outcome !== "changed") return { outcome: "refused", because: "bad-person" };
  if (moved) await recordAddressChange(tx, needs, person, wanted.email, wanted.source);
  return { outcome: "known", person: (await personLocked(tx, keyOf(person))) as Person };
}
