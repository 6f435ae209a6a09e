// Adds and changes many people at once, with as few statements as it takes. Who may do so is decided above.
import type { Queries, Transaction } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import { type Address, type ScreenName, sortName, wordsOf } from "../rules.ts";
import * as store from "./store.ts";

type Person = Tables["people"];

export interface ManyWanted {
  address: Address;
  screenName: ScreenName;
  displayName: string;
  accountType: string;
  /** Empty: the organisation's. */
  language: string;
}

/** Invited ones. @returns each in its place, or `undefined` where somebody has the address or the name */
export async function addMany(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  organisation: string,
  wanted: ManyWanted[],
): Promise<(Person | undefined)[]> {
  if (wanted.length === 0) return [];
  const at = needs.clock.now();
  const people = wanted.map(
    ({ address, screenName, displayName, accountType, language }): Person => ({
      organisation_id: organisation,
      id: newId(needs),
      screen_name: screenName.shown,
      screen_name_normal: screenName.normal,
      email: address.shown,
      email_normal: address.normal,
      display_name: displayName,
      sort_name: sortName(displayName),
      account_type: accountType,
      language,
      administrator: 0,
      helper: 0,
      operator: 0,
      status: "invited",
      disabled_from: null,
      password_hash: null,
      password_version: 1,
      override_level: null,
      override_reason: null,
      override_until: null,
      picture_hash: null,
      created_at: at,
      address_since: at,
      address_proven_at: null,
      last_sign_in_at: null,
      authenticators: 0,
      passkeys: 0,
      codes_left: null,
    }),
  );
  const added = new Set((await tx.list(store.insertIfAbsent(people))).map(({ id }) => id));
  const there = people.map((person) => (added.has(person.id) ? person : undefined));
  await insertWords(
    tx,
    there.filter((person) => person !== undefined),
  );
  return there;
}

/** Each as they are to be; every one of them is held locked, and nobody else has the screen names. */
export async function changeMany(
  tx: Transaction,
  organisation: string,
  changes: { before: Person; after: Person }[],
): Promise<void> {
  if (changes.length === 0) return;
  const wanted = changes.map(({ after }) => ({
    id: after.id,
    screenName: after.screen_name,
    screenNameNormal: after.screen_name_normal,
    displayName: after.display_name,
    sortName: after.sort_name,
    accountType: after.account_type,
    language: after.language,
  }));
  await tx.list(store.update(organisation, wanted));
  const renamed = changes.filter(({ before, after }) => wordsOfPerson(before).join() !== wordsOfPerson(after).join());
  if (renamed.length === 0) return;
  await tx.list(
    store.removeWords(
      organisation,
      renamed.map(({ after }) => after.id),
    ),
  );
  await insertWords(
    tx,
    renamed.map(({ after }) => after),
  );
}

/** Who has which of these screen names, by their normal forms. */
export async function holdersOf(
  queries: Queries,
  organisation: string,
  normals: string[],
): Promise<Map<string, string>> {
  const rows = normals.length === 0 ? [] : await queries.list(store.namesAmong(organisation, normals));
  return new Map(rows.map((row) => [row.screen_name_normal, row.id]));
}

const wordsOfPerson = (person: Person): string[] =>
  wordsOf({ displayName: person.display_name, screenName: person.screen_name, email: person.email });

/** Far below the number of parameters that either database takes. */
const portion = 1000;

async function insertWords(tx: Transaction, people: Person[]): Promise<void> {
  const words = people.flatMap((person) =>
    wordsOfPerson(person).map((word) => ({ organisation_id: person.organisation_id, person_id: person.id, word })),
  );
  for (let i = 0; i < words.length; i += portion) await tx.list(store.insertWords(words.slice(i, i + portion)));
}
