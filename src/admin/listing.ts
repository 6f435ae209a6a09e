// Lists people: a page at a time, from any place on, forwards and back. What no index knows (requirements, what is set up)
// is judged portion by portion, and a page ends after so many of them, so that no list keeps the database busy for long.
import type { Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { invalid } from "../kernel/problem.ts";
import type { Person } from "../people/actions.ts";
import { readAccountType, readDomain, searchTerms } from "../people/rules.ts";
import { policyOf, requirementsOf } from "../policy/actions.ts";
import type { Level, Policy, Requirement } from "../policy/rules.ts";
import { codesInSet, few } from "../recovery-codes/rules.ts";
import { graceOf, methodOf } from "./adoption/rules.ts";
import {
  type Order,
  type PeopleFilters,
  type Place,
  readCursor,
  type Sort,
  usualSort,
  writeCursor,
} from "./list-filters.ts";
import { everyLocked, lockedAmong } from "./locked.ts";
import { longestPage, pageLength } from "./rules.ts";
import * as store from "./store.ts";

type Needs = { db: Queries; clock: Clock };

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
  const { search = "", sort = usualSort, descending = false, after, before } = wanted;
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
    await othersFirst();
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
  const narrowed = await narrow(needs, walk, policy);
  const size = narrowed.left.length > 0 ? Math.min(portion, most) : limit + 1;
  const found: Found[] = [];
  let at = walk.from;
  let lookedAt = 0;
  for (;;) {
    const rows = await needs.db.list(store.pageOfPeople({ ...walk, ...narrowed.by, from: at, limit: size }));
    const fitting = await judged(needs, policy, rows, walk, narrowed.left);
    const listed = await asListed(needs, walk.organisation, policy, fitting.slice(0, limit + 1 - found.length));
    for (const row of rows) {
      const one = listed.get(row.id);
      if (one && found.length === limit) return { found, at, goesOn: true, lookedAt };
      at = placeOf(walk.order, row);
      if (one) found.push({ listed: one, place: at });
    }
    lookedAt += rows.length;
    if (rows.length < size) return { found, at, goesOn: false, lookedAt };
    if (lookedAt >= most) return { found, at, goesOn: true, lookedAt };
    await othersFirst();
  }
}

/** SQLite reads at once: without this a long list would keep every other request waiting to its end. */
const othersFirst = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type JudgedFilter = Exclude<keyof PeopleFilters, "search" | "domain">;
const byIndex = ["codes", "secondFactor", "status", "type"] as const;
/** Which of those who have set something up it was is judged from the row. */
const toldApart: readonly PeopleFilters["secondFactor"][] = ["app", "passkey", "both"];

/**
 * The one filter that an index answers in the list's own order; what is left is judged person by person. Never more than
 * one: whichever of two indexes the database took, the other could keep it reading a whole organisation in one go.
 */
async function narrow(
  needs: Needs,
  walk: Walk,
  policy: Policy,
): Promise<{ by: Partial<store.PageWanted>; left: JudgedFilter[] }> {
  const asked = ([...byIndex, "requirement", "until", "locked"] as const).filter((name) => walk[name] !== undefined);
  const without = (taken: JudgedFilter) => asked.filter((name) => name !== taken);
  if (walk.locked !== undefined) {
    const held = await everyLocked(needs.db, needs.clock, walk.organisation, mostNamed);
    // More than that are easily met on the way.
    if (held) return { by: { among: held }, left: without("locked") };
  }
  if (walk.requirement !== undefined) {
    const exceptions = await everyException(needs, policy, walk);
    if (exceptions) return { by: { among: exceptions }, left: asked };
  }
  const taken = byIndex.find((name) => asked.includes(name) && !(name === "status" && walk.status === "active"));
  const inOrder = walk.order === usualSort || (walk.order === "type" && taken === "type");
  if (taken === undefined || !inOrder) return { by: {}, left: asked };
  const whole = taken !== "secondFactor" || !toldApart.includes(walk.secondFactor);
  return { by: { [taken]: walk[taken] }, left: whole ? without(taken) : asked };
}

/** More than so many are not fetched beforehand. */
const mostNamed = 1000;

/** Whom alone something can be asked that no rule for many asks; `undefined` where it may be anybody, or too many. */
async function everyException(
  { db: queries }: Pick<Needs, "db">,
  policy: Policy,
  { organisation, requirement }: Walk,
): Promise<string[] | undefined> {
  const level = requirement === "grace" ? "required" : requirement;
  const forMany = [
    policy.organisation,
    ...Object.values(policy.accountTypes),
    ...policy.domains.map((rule) => rule.level),
  ];
  if (forMany.includes(level as Level)) return undefined;
  const addresses = policy.addresses.filter((rule) => rule.level === level).map(({ email }) => email);
  if (addresses.length > mostNamed) return undefined;
  const named = addresses.length === 0 ? [] : await queries.list(store.idsByAddress(organisation, addresses));
  const overridden = await queries.list(store.idsOfOverridden(organisation, mostNamed + 1));
  return overridden.length > mostNamed ? undefined : [...new Set([...named, ...overridden].map(({ id }) => id))];
}

type Row = Person & { word?: string };

function placeOf(order: Order, row: Row): Place {
  const { id, sort_name: name } = row;
  const places: Record<Order, Place> = {
    word: [row.word ?? "", id],
    screenName: [row.screen_name_normal],
    name: [name, id],
    email: [row.email_normal],
    type: [row.account_type, name, id],
    added: [id],
  };
  return places[order];
}

/** Those of the rows that fit. */
async function judged(
  { db, clock }: Needs,
  policy: Policy,
  rows: Row[],
  wanted: PeopleFilters & { organisation: string },
  by: readonly JudgedFilter[],
): Promise<Row[]> {
  const fits: Record<Exclude<JudgedFilter, "requirement" | "until" | "locked">, (row: Row) => boolean> = {
    type: (row) => row.account_type === wanted.type,
    status: (row) => row.status === wanted.status,
    secondFactor: (row) =>
      toldApart.includes(wanted.secondFactor)
        ? methodOf(row) === wanted.secondFactor
        : row.authenticators > 0 === (wanted.secondFactor === "set-up"),
    codes: (row) =>
      wanted.codes === "unused" ? row.codes_left === codesInSet : row.codes_left !== null && row.codes_left <= few,
  };
  let left = rows;
  for (const name of by) if (name in fits) left = left.filter(fits[name as keyof typeof fits]);
  if ((by.includes("requirement") || by.includes("until")) && left.length > 0) {
    const now = clock.now();
    const requirements = await requirementsOf(db, { now: () => now }, policy, left);
    const of = ({ id }: Row) => requirements.get(id) as Requirement;
    if (by.includes("requirement")) left = left.filter((row) => asks(of(row), wanted.requirement));
    if (by.includes("until")) left = left.filter((row) => graceOf(policy, of(row), now) === wanted.until);
  }
  if (by.includes("locked")) {
    const ids = left.map(({ id }) => id);
    const locked = await lockedAmong(db, clock, wanted.organisation, ids);
    left = left.filter(({ id }) => locked.has(id));
  }
  return left;
}

const asks = ({ level, bindsFrom }: Requirement, wanted: PeopleFilters["requirement"]): boolean =>
  wanted === "grace" ? bindsFrom !== undefined : bindsFrom === undefined && level === wanted;

/** With what is shown beside their names. */
async function asListed(
  { db, clock }: Needs,
  organisation: string,
  policy: Policy,
  rows: Row[],
): Promise<Map<string, ListedPerson>> {
  const people = rows.map(({ word: _word, ...person }) => person as Person);
  const ids = people.map(({ id }) => id);
  const requirements = await requirementsOf(db, clock, policy, people);
  const locked = await lockedAmong(db, clock, organisation, ids);
  return new Map(
    people.map((person) => [
      person.id,
      {
        person,
        requirement: requirements.get(person.id) as Requirement,
        authenticators: person.authenticators,
        locked: locked.has(person.id),
      },
    ]),
  );
}
