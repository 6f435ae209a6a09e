// Lists people: a page at a time, from any place on, forwards and back. What no index knows (requirements, what is set up)
// is judged portion by portion, and a page ends after so many of them, so that no list keeps the database busy for long.
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { invalid } from "../kernel/problem.ts";
import type { Person } from "../people/actions.ts";
import { readAccountType, readDomain, searchTerms } from "../people/rules.ts";
import { policyOf, requirementsOf } from "../policy/actions.ts";
import type { Policy, Requirement } from "../policy/rules.ts";
import { codesInSet, few } from "../recovery-codes/rules.ts";
import { type Order, type PeopleFilters, type Place, readCursor, type Sort, writeCursor } from "./list-filters.ts";
import { lockedAmong } from "./locked.ts";
import { longestPage, pageLength } from "./rules.ts";
import * as store from "./store.ts";

type Needs = { db: Database; clock: Clock };

export interface ListedPerson {
  person: Person;
  requirement: Requirement;
  /** How many are set up. */
  authenticators: number;
  /** Has to wait after wrong passwords or codes. */
  locked: boolean;
}

export interface ListWanted extends PeopleFilters {
  organisation: string;
  sort?: Sort;
  descending?: boolean;
  /** Cursors of an earlier page; at most one of them. */
  after?: string;
  before?: string;
  limit?: number;
  /** How many people to look at, at most, for one page. */
  lookAt?: number;
}

export interface PeoplePage {
  people: ListedPerson[];
  next?: string;
  previous?: string;
  /** Set where so many were looked at that the page ends before it is full. */
  lookedAt?: number;
}

/** @throws Problem `invalid` */
export async function listPeople(needs: Needs, wanted: ListWanted): Promise<PeoplePage> {
  const { search = "", sort = "screenName", descending = false, after, before } = wanted;
  const domain = wanted.domain === undefined ? undefined : readDomain(wanted.domain);
  // What nobody can have is nobody's.
  if (domain === undefined && wanted.domain !== undefined) return { people: [] };
  if (wanted.type !== undefined && readAccountType(wanted.type) === undefined) return { people: [] };
  const searching = search.trim() !== "";
  const terms = searching ? searchTerms(search) : [];
  // Nothing that a name could begin with was typed: then nobody is found, rather than everybody.
  if (searching && terms.length === 0) return { people: [] };
  const order: Order = searching || domain !== undefined ? "word" : sort;
  const cursor = after ?? before;
  const from = cursor === undefined ? undefined : readCursor(order, cursor);
  if (cursor !== undefined && !from) throw invalid("That place in the list can't be read. Start at the first page.");
  const back = after === undefined && before !== undefined;
  const forward = back === (order === "word" ? false : descending);
  const limit = Math.min(Math.max(1, wanted.limit ?? pageLength), longestPage);
  const walk: Walk = { ...wanted, ...(domain === undefined ? {} : { domain }), order, terms, forward, from };

  const { found, at, goesOn, lookedAt } = await collect(needs, walk, limit, wanted.lookAt ?? mostLookedAt);
  const page: PeoplePage = { people: found.map(({ listed }) => listed) };
  if (back) page.people.reverse();
  const beginning = from && (found[0] ?? { place: from });
  const ends = { onward: goesOn ? at : undefined, backward: beginning?.place };
  const next = back ? ends.backward : ends.onward;
  const previous = back ? ends.onward : ends.backward;
  if (next) page.next = writeCursor(order, next);
  if (previous) page.previous = writeCursor(order, previous);
  if (goesOn && found.length < limit) page.lookedAt = lookedAt;
  return page;
}

/** Everybody who fits, a portion at a time: for files and for what is done to many. */
export async function* everyListed(needs: Needs, wanted: ListWanted): AsyncGenerator<ListedPerson[]> {
  let after: string | undefined;
  do {
    const page = await listPeople(needs, { ...wanted, limit: longestPage, ...(after ? { after } : {}) });
    if (page.people.length > 0) yield page.people;
    after = page.next;
  } while (after);
}

/** A count that stops counting where nobody would read it. */
export async function countPeople({ db }: Needs, organisation: string): Promise<{ people: number; more: boolean }> {
  const people = (await db.all(store.countSome, { organisation }))[0]?.people ?? 0;
  return people > store.mostCounted ? { people: store.mostCounted, more: true } : { people, more: false };
}

const mostLookedAt = 20_000;
const portion = 1000;

interface Walk extends PeopleFilters {
  organisation: string;
  order: Order;
  terms: string[];
  forward: boolean;
  from: Place | undefined;
}

type Found = { listed: ListedPerson; place: Place };

async function collect(needs: Needs, walk: Walk, limit: number, most: number) {
  const { policy } = await policyOf(needs.db, walk.organisation);
  const judging = walk.requirement ?? walk.secondFactor ?? walk.codes ?? walk.locked;
  const found: Found[] = [];
  let at = walk.from;
  let lookedAt = 0;
  for (;;) {
    const size = judging ? Math.min(portion, most) : limit + 1;
    const rows = await needs.db.list(store.pageOfPeople({ ...walk, from: at, now: needs.clock.now(), limit: size }));
    const listed = await judged(needs, walk.organisation, policy, rows, walk);
    for (const row of rows) {
      const one = listed.get(row.id);
      if (one && found.length === limit) return { found, at, goesOn: true, lookedAt };
      at = placeOf(walk.order, row);
      if (one) found.push({ listed: one, place: at });
    }
    lookedAt += rows.length;
    if (rows.length < size) return { found, at, goesOn: false, lookedAt };
    if (lookedAt >= most) return { found, at, goesOn: true, lookedAt };
  }
}

type Row = Person & { word?: string };

function placeOf(order: Order, row: Row): Place {
  const values: Record<Order, string> = {
    word: row.word ?? "",
    screenName: row.screen_name_normal,
    name: row.display_name,
    email: row.email_normal,
    type: row.account_type,
    added: row.id,
  };
  return { value: values[order], person: row.id };
}

/** Those of the rows that fit, by their ids. */
async function judged(
  { db, clock }: Needs,
  organisation: string,
  policy: Policy,
  rows: Row[],
  wanted: PeopleFilters,
): Promise<Map<string, ListedPerson>> {
  const fitting = new Map<string, ListedPerson>();
  if (rows.length === 0) return fitting;
  const people = rows.map(({ word: _word, ...person }) => person as Person);
  const ids = people.map(({ id }) => id);
  const requirements = await requirementsOf(db, clock, policy, people);
  const counts = await db.list(store.authenticatorCounts(organisation, ids));
  const countOf = new Map(counts.map((row) => [row.person_id, row.authenticators]));
  const locked = await lockedAmong(db, clock, organisation, ids);
  const used = wanted.codes === "few" ? await db.list(store.usedUpCodes(organisation, ids, codesInSet - few)) : [];
  const runningOut = new Set(used.map(({ person_id }) => person_id));
  for (const person of people) {
    const requirement = requirements.get(person.id) as Requirement;
    const authenticators = countOf.get(person.id) ?? 0;
    const later = requirement.bindsFrom !== undefined;
    const fits =
      (wanted.requirement === undefined ||
        (wanted.requirement === "grace" ? later : !later && requirement.level === wanted.requirement)) &&
      (wanted.secondFactor === undefined || (wanted.secondFactor === "set-up") === authenticators > 0) &&
      (wanted.locked === undefined || locked.has(person.id)) &&
      (wanted.codes === undefined || runningOut.has(person.id));
    if (fits) fitting.set(person.id, { person, requirement, authenticators, locked: locked.has(person.id) });
  }
  return fitting;
}
