// Adds and changes many people from a file: first what would come of it, line by line, then all of it or nothing.
import type { Queries } from "../database/database.ts";
import { Problem } from "../kernel/problem.ts";
import type { Person } from "../people/actions.ts";
import { readAccountType, readAddress, readDisplayName, readScreenName } from "../people/rules.ts";
import { accountTypesOf } from "../policy/account-types.ts";
import { languages, readLanguage } from "../words/index.ts";
import { type Changes, change } from "./editing.ts";
import { addWithoutLink, type InvitingNeeds, link, requireMailServer } from "./people.ts";
import { type CsvRow, readCsv, writtenColumns } from "./people-csv.ts";
import * as store from "./store.ts";
import { type By, requireSubject } from "./subject.ts";
import { editRefusalWords } from "./words.ts";

export const mostImportBytes = 1024 * 1024;
export const mostLines = 10_000;

export interface LineError {
  line: number;
  message: string;
}

interface Line {
  line: number;
  email: string;
  changes: Changes;
  /** Who has this address already. */
  person: Person | undefined;
}

export interface Plan {
  added: Line[];
  changed: Line[];
  unchanged: number;
  errors: LineError[];
}

/** What would come of a file. Nothing is kept. */
export async function planImport(queries: Queries, by: By, text: string): Promise<Plan> {
  const read = readRows(text);
  if ("message" in read) return { added: [], changed: [], unchanged: 0, errors: [read] };
  const types = await accountTypesOf(queries, by.organisation);
  const plan: Plan = { added: [], changed: [], unchanged: 0, errors: [] };
  const seen = new Map<string, number>();
  for (let i = 0; i < read.rows.length; i += portion) {
    const rows = read.rows.slice(i, i + portion).map((row) => fieldsOf(read.head, row));
    const addresses = rows.flatMap(({ email }) => readAddress(email ?? "")?.normal ?? []);
    const names = rows.flatMap(({ screenName }) => readScreenName(screenName ?? "")?.normal ?? []);
    const people = addresses.length === 0 ? [] : await queries.list(store.peopleByAddress(by.organisation, addresses));
    const holders = names.length === 0 ? [] : await queries.list(store.holdersOfNames(by.organisation, names));
    const personAt = new Map(people.map((person) => [person.email_normal, person as Person]));
    const holderOf = new Map(holders.map((row) => [row.screen_name_normal, row.email_normal]));
    for (const row of rows) judge(row, { plan, by, types, seen, personAt, holderOf });
  }
  return plan;
}

interface Imported {
  added: number;
  changed: number;
  unchanged: number;
  /** To how many of the added an invitation goes by mail. */
  invited: number;
}

/**
 * One transaction for all of them, the letters included, so at most `mostLines`.
 * @param inviting whether those who are added are invited by mail
 * @param told is told how many lines are done; it may be told again from the start
 * @throws Problem `import-refused` with the lines that stand in the way, `no-mail-server`
 */
export async function importPeople(
  needs: InvitingNeeds,
  {
    text,
    inviting = false,
    told = () => {},
    ...by
  }: By & { text: string; inviting?: boolean; told?: (done: number, of: number) => void },
): Promise<Imported> {
  if (inviting) requireMailServer(needs);
  return needs.db.transaction(async (tx) => {
    const { added, changed, unchanged, errors } = await planImport(tx, by, text);
    if (errors.length > 0) throw importRefused(errors);
    const all = [...added, ...changed];
    for (const [i, { line, email, changes, person }] of all.entries()) {
      const { roles: _roles, override: _override, ...names } = changes;
      const refusal = person
        ? await change(tx, needs, by, await requireSubject(tx, by, person.id), changes)
        : await addWithoutLink(tx, needs, { ...by, ...names, email });
      if (refusal && refusal.outcome !== "added")
        throw importRefused([{ line, message: editRefusalWords(refusal).message }]);
      if (inviting && refusal) await link(tx, needs, refusal.person, by);
      told(i + 1, all.length);
    }
    return { added: added.length, changed: changed.length, unchanged, invited: inviting ? added.length : 0 };
  });
}

const importRefused = (errors: LineError[]): Problem =>
  new Problem("import-refused", 400, "Nothing was imported: some lines have to be corrected first.", {
    members: { errors: errors.slice(0, 100).map(({ line, message }) => ({ field: `line ${line}`, message })) },
  });

const portion = 500;
const taken = ["email", "screenName", "displayName", "accountType", "language"] as const;
type Field = (typeof taken)[number];
type Fields = Partial<Record<Field, string>> & { line: number };

function readRows(text: string): { head: string[]; rows: CsvRow[] } | LineError {
  const rows = text.includes("\0") ? undefined : readCsv(text);
  if (!rows) return { line: 1, message: "That is no CSV file: a quote is opened and never closed, or it is not text." };
  const [first, ...rest] = rows;
  const head = (first?.cells ?? []).map((cell) => cell.trim());
  if (!head.includes("email")) return { line: 1, message: "The first line names the columns, and 'email' among them." };
  const unknown = head.find((name) => name !== "" && !(writtenColumns as readonly string[]).includes(name));
  if (unknown !== undefined) return { line: 1, message: `There is no column '${unknown.slice(0, 40)}'.` };
  if (new Set(head).size !== head.length) return { line: 1, message: "A column is named twice." };
  if (rest.length > mostLines) return { line: mostLines + 2, message: `At most ${mostLines} people at a time.` };
  return { head, rows: rest };
}

/** The apostrophe that our own files put before what a spreadsheet would run goes again. */
function fieldsOf(head: string[], { line, cells }: CsvRow): Fields {
  const fields: Fields = { line };
  for (const name of taken) {
    const text = cells[head.indexOf(name)]?.trim().replace(/^'(?=[=+\-@])/, "");
    if (head.includes(name) && text) fields[name] = text;
  }
  return fields;
}

interface Known {
  plan: Plan;
  by: By;
  types: string[];
  /** Addresses and screen names of earlier lines. */
  seen: Map<string, number>;
  personAt: Map<string, Person>;
  holderOf: Map<string, string>;
}

function judge(fields: Fields, known: Known): void {
  const { plan, by, personAt } = known;
  const { line, email = "", ...wanted } = fields;
  const person = personAt.get(readAddress(email)?.normal ?? "");
  const message = whatIsWrong(fields, person, known);
  if (message !== undefined) {
    plan.errors.push({ line, message });
    return;
  }
  const before = {
    screenName: person?.screen_name,
    displayName: person?.display_name,
    accountType: person?.account_type,
  };
  const names = ["screenName", "displayName", "accountType"] as const;
  const language = readLanguage(wanted.language);
  const changes: Changes = {};
  for (const name of names) {
    const text = wanted[name];
    if (text !== undefined && text !== before[name]) changes[name] = text;
  }
  if (language !== undefined && language !== person?.language) changes.language = language;
  if (!person) plan.added.push({ line, email, changes, person });
  else if (Object.keys(changes).length === 0) plan.unchanged++;
  else if (person.id === by.actor) plan.errors.push({ line, message: "That is you: change yourself under Profile." });
  else plan.changed.push({ line, email, changes, person });
}

function whatIsWrong(
  { line, email = "", screenName, displayName, accountType, language }: Fields,
  person: Person | undefined,
  { types, seen, holderOf }: Known,
): string | undefined {
  const address = readAddress(email);
  if (!address) return "That is no e-mail address we can use.";
  const name = screenName === undefined ? undefined : readScreenName(screenName);
  if (screenName !== undefined && !name) return "A screen name has at most 64 characters and no '@'.";
  if (displayName !== undefined && readDisplayName(displayName) === undefined)
    return "A name has at most 100 characters.";
  if (accountType !== undefined && accountType !== person?.account_type) {
    if (readAccountType(accountType) === undefined) return "An account type is small letters, digits and dashes.";
    if (types.length > 0 && !types.includes(accountType)) return `The account type is one of: ${types.join(", ")}.`;
  }
  if (language !== undefined && readLanguage(language) === undefined)
    return `The language is one of: ${languages.join(", ")}.`;
  for (const [what, key] of [
    ["address", address.normal],
    ["screen name", name && ` ${name.normal}`],
  ] as const) {
    if (key === undefined) continue;
    const earlier = seen.get(key);
    if (earlier !== undefined) return `Line ${earlier} has the same ${what}.`;
    seen.set(key, line);
  }
  const holder = name && holderOf.get(name.normal);
  return holder !== undefined && holder !== address.normal ? "Somebody else has this screen name." : undefined;
}
