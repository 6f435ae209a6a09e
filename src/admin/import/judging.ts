// Judges a file of people as a whole, before anything of it is written: what each line would do, or what is wrong with it.
import type { Queries } from "../../database/database.ts";
import type { Person } from "../../people/actions.ts";
import { readAccountType, readAddress, readDisplayName, readScreenName } from "../../people/rules.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { languages, readLanguage } from "../../words/index.ts";
import { type By, isAboveKeys, rolesActing } from "../subject.ts";
import { type Fields, type LineError, readLines } from "./reading.ts";
import * as store from "./store.ts";
import { wrong as saying } from "./words.ts";

/** What is still to be written of a line; what is not given stays, or is chosen for them. */
export interface Line {
  line: number;
  /** Who has the address already. */
  person: string | undefined;
  email: string;
  screenName?: string;
  displayName?: string;
  accountType?: string;
  language?: string;
}

export interface Plan {
  added: Line[];
  changed: Line[];
  unchanged: number;
  errors: LineError[];
}

/** Of those for whom none is given. */
export const usualType = (types: string[]): string => (types.includes("staff") ? "staff" : (types[0] ?? "staff"));

const portion = 250;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What would come of a file. Nothing is kept, and others get their turn between the portions. */
export async function planImport(queries: Queries, by: By, text: string): Promise<Plan> {
  const plan: Plan = { added: [], changed: [], unchanged: 0, errors: [] };
  const lines = readLines(text);
  if ("message" in lines) return { ...plan, errors: [lines] };
  const types = await accountTypesOf(queries, by.organisation);
  const mayChangeOperators = await isAboveOperators(queries, by);
  const seen = new Map<string, number>();
  for (let i = 0; i < lines.length; i += portion) {
    const some = lines.slice(i, i + portion);
    const addresses = some.flatMap(({ email }) => readAddress(email ?? "")?.normal ?? []);
    const names = some.flatMap(({ screenName }) => readScreenName(screenName ?? "")?.normal ?? []);
    const people = addresses.length === 0 ? [] : await queries.list(store.peopleByAddress(by.organisation, addresses));
    const holders = names.length === 0 ? [] : await queries.list(store.holdersOfNames(by.organisation, names));
    const personAt = new Map(people.map((person) => [person.email_normal, person as Person]));
    const holderOf = new Map(holders.map((row) => [row.screen_name_normal, row.email_normal]));
    for (const fields of some) judge(fields, { plan, by, types, mayChangeOperators, seen, personAt, holderOf });
    await nextTurn();
  }
  return plan;
}

/** Whoever sits at the machine is above everybody. @throws Problem `administrators-only` */
export async function isAboveOperators(queries: Queries, by: By): Promise<boolean> {
  return (await rolesActing(queries, by)).has("operator");
}

interface Known {
  plan: Plan;
  by: By;
  types: string[];
  mayChangeOperators: boolean;
  /** Addresses and screen names of earlier lines. */
  seen: Map<string, number>;
  personAt: Map<string, Person>;
  holderOf: Map<string, string>;
}

function judge(fields: Fields, known: Known): void {
  const { plan, by, personAt, mayChangeOperators } = known;
  const { line, email = "", wrong, ...wanted } = fields;
  const person = personAt.get(readAddress(email)?.normal ?? "");
  const message = wrong ?? whatIsWrong(fields, person, known);
  if (message !== undefined) {
    plan.errors.push({ line, message });
    return;
  }
  const changes: Omit<Line, "line" | "person" | "email"> = {};
  const { screenName, displayName, accountType } = wanted;
  const language = readLanguage(wanted.language);
  if (screenName !== undefined && readScreenName(screenName)?.shown !== person?.screen_name)
    changes.screenName = screenName;
  if (displayName !== undefined && readDisplayName(displayName) !== person?.display_name)
    changes.displayName = displayName;
  if (accountType !== undefined && accountType !== person?.account_type) changes.accountType = accountType;
  if (language !== undefined && language !== person?.language) changes.language = language;
  if (!person) plan.added.push({ line, person: undefined, email, ...changes });
  else if (Object.keys(changes).length === 0) plan.unchanged++;
  else if (person.id === by.actor) plan.errors.push({ line, message: saying.yourself });
  else if (isAboveKeys(by, person)) plan.errors.push({ line, message: saying.onlyPeople });
  else if (person.operator === 1 && !mayChangeOperators) plan.errors.push({ line, message: saying.onlyOperators });
  else plan.changed.push({ line, person: person.id, email, ...changes });
}

function whatIsWrong(
  { line, email = "", screenName, displayName, accountType, language }: Fields,
  person: Person | undefined,
  { types, seen, holderOf }: Known,
): string | undefined {
  const address = readAddress(email);
  if (!address) return saying.badAddress;
  const name = screenName === undefined ? undefined : readScreenName(screenName);
  if (screenName !== undefined && !name) return saying.badScreenName;
  if (displayName !== undefined && readDisplayName(displayName) === undefined) return saying.badName;
  const type = accountType ?? (person ? person.account_type : usualType(types));
  if (type !== person?.account_type) {
    if (readAccountType(type) === undefined) return saying.badAccountType;
    if (!types.includes(type)) return saying.unknownAccountType(types.join(", "));
  }
  if (language !== undefined && readLanguage(language) === undefined)
    return saying.unknownLanguage(languages.join(", "));
  const proposed = proposedName(email);
  if (!person && !name && !readScreenName(proposed)) return saying.needsScreenName;
  if (!person && displayName === undefined && readDisplayName(proposed) === undefined) return saying.needsName;
  for (const [same, key] of [
    [saying.sameAddress, address.normal],
    [saying.sameScreenName, name && ` ${name.normal}`],
  ] as const) {
    if (key === undefined) continue;
    const earlier = seen.get(key);
    if (earlier !== undefined) return same(String(earlier));
    seen.set(key, line);
  }
  const holder = name && holderOf.get(name.normal);
  return holder !== undefined && holder !== address.normal ? saying.screenNameTaken : undefined;
}

/** What stands before the '@'. */
export const proposedName = (email: string): string => readAddress(email)?.shown.split(/[@\ufe6b\uff20]/)[0] ?? "";
