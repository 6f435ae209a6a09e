// Lists people, adds them and invites them. The same for pages, JSON API and command line.
import { record } from "../audit/actions.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import type { Site } from "../http/web.ts";
import { invite } from "../invitations/actions.ts";
import type { Clock } from "../kernel/clock.ts";
import { isId } from "../kernel/ids.ts";
import { invalid, notFound, Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { addPerson, keyOf, type Person, personLocked, personOf, type Refused } from "../people/actions.ts";
import { readAccountType, readAddress, searchTerms } from "../people/rules.ts";
import { isAccountType } from "../policy/account-types.ts";
import { policyOf, requirementsOf } from "../policy/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import { longestPage, type Place, pageLength, readCursor, writeCursor } from "./rules.ts";
import * as store from "./store.ts";

export interface ListedPerson {
  person: Person;
  requirement: Requirement;
  /** How many are set up. */
  authenticators: number;
}

export interface ListWanted {
  organisation: string;
  /** Beginnings of words of names and addresses; who has them all is found. */
  search?: string;
  /** Cursors of an earlier page; at most one of them. */
  after?: string;
  before?: string;
  limit?: number;
}

export interface PeoplePage {
  people: ListedPerson[];
  next?: string;
  previous?: string;
}

/** One page of people, by screen name, or while searching by the word that was found. @throws Problem `invalid` */
export async function listPeople(
  { db, clock }: { db: Database; clock: Clock },
  wanted: ListWanted,
): Promise<PeoplePage> {
  const { organisation, search = "", after, before, limit: asked = pageLength } = wanted;
  const searching = search.trim() !== "";
  const terms = searching ? searchTerms(search) : [];
  // Nothing that a name could begin with was typed: then nobody is found, rather than everybody.
  if (searching && terms.length === 0) return { people: [] };
  const cursor = after ?? before;
  const from = cursor === undefined ? undefined : readCursor(cursor, searching);
  if (cursor !== undefined && !from) throw invalid("That place in the list can't be read. Start at the first page.");

  const direction = after === undefined && before !== undefined ? "backward" : "forward";
  const limit = Math.min(Math.max(1, asked), longestPage);
  const page = { organisation, terms, from, direction, limit: limit + 1 } as const;
  const found: (Person & { word?: string })[] = searching
    ? await db.list(store.pageBySearch(page))
    : await db.list(store.pageByName(page));
  const goesOn = found.length > limit;
  const rows = found.slice(0, limit);
  if (direction === "backward") rows.reverse();

  const people = rows.map(({ word: _word, ...person }) => person as Person);
  const result: PeoplePage = { people: await judged({ db, clock }, organisation, people) };
  const [first, last] = [rows[0], rows.at(-1)];
  if (last && (direction === "backward" || goesOn)) result.next = writeCursor(placeOf(last));
  if (first && (direction === "backward" ? goesOn : from !== undefined)) result.previous = writeCursor(placeOf(first));
  return result;
}

const placeOf = (row: Person & { word?: string }): Place =>
  row.word === undefined ? { name: row.screen_name_normal } : { word: row.word, person: row.id };

async function judged(
  { db, clock }: { db: Database; clock: Clock },
  organisation: string,
  people: Person[],
): Promise<ListedPerson[]> {
  if (people.length === 0) return [];
  const { policy } = await policyOf(db, organisation);
  const requirements = await requirementsOf(db, clock, policy, people);
  const ids = people.map((person) => person.id);
  const counts = await db.list(store.authenticatorCounts(organisation, ids));
  const countOf = new Map(counts.map((row) => [row.person_id, row.authenticators]));
  return people.map((person) => ({
    person,
    requirement: requirements.get(person.id) as Requirement,
    authenticators: countOf.get(person.id) ?? 0,
  }));
}

/** The person with this id, whatever was sent for one. @throws Problem `not-found` */
export async function requirePerson(queries: Queries, organisation: string, id: string): Promise<Person> {
  const person = isId(id) ? await personOf(queries, { organisation, person: id }) : undefined;
  if (!person) throw notFound("person");
  return person;
}

/** The same, kept from changing until the transaction ends. @throws Problem `not-found` */
export async function requireLocked(tx: Transaction, organisation: string, id: string): Promise<Person> {
  const person = isId(id) ? await personLocked(tx, { organisation, person: id }) : undefined;
  if (!person) throw notFound("person");
  return person;
}

type InvitingNeeds = { db: Database; clock: Clock; random: Random; site: Site };

/** Who does it; `actor` is null for the command line. */
export interface By {
  organisation: string;
  actor: string | null;
  source: Source;
}

export interface InvitedPerson {
  email: string;
  screenName?: string;
  displayName?: string;
  accountType?: string;
  administrator?: boolean;
}

export interface Invitation {
  /** Shown once. */
  url: string;
  /** ms since the epoch */
  until: number;
}

export type AddRefused = Refused | { outcome: "bad-account-type" };
export type Added = { outcome: "added"; person: Person; invitation: Invitation } | AddRefused;

export async function addInvitedPerson(needs: InvitingNeeds, wanted: By & InvitedPerson): Promise<Added> {
  const { organisation, actor, source, email, accountType = "staff", administrator = false } = wanted;
  if (readAccountType(accountType) === undefined) return { outcome: "bad-account-type" };
  return needs.db.transaction(async (tx) => {
    if (!(await isAccountType(tx, organisation, accountType))) return { outcome: "bad-account-type" };
    const added = await addUnderFreeName(tx, needs, wanted, { email, accountType, administrator });
    if (added.outcome !== "added") return added;
    const { person } = added;
    await record(tx, needs, {
      organisation,
      name: "person.added",
      actor,
      person: person.id,
      source,
      details: { accountType, administrator },
    });
    return { outcome: "added", person, invitation: await link(tx, needs, person, wanted) };
  });
}

/** A screen name that was asked for is that one or none; one that is only proposed gives way: kim, kim2, kim3, … */
async function addUnderFreeName(
  tx: Transaction,
  needs: InvitingNeeds,
  { organisation, screenName, displayName }: By & InvitedPerson,
  rest: { email: string; accountType: string; administrator: boolean },
): Promise<{ outcome: "added"; person: Person } | Refused> {
  const proposed = readAddress(rest.email)?.shown.split("@")[0];
  for (let i = 1; ; i++) {
    const name = screenName ?? (i === 1 ? proposed : `${proposed?.slice(0, 60)}${i}`);
    const added = await addPerson(tx, needs, organisation, {
      ...rest,
      status: "invited",
      ...(name === undefined ? {} : { screenName: name }),
      ...((displayName ?? proposed) === undefined ? {} : { displayName: displayName ?? proposed }),
    });
    if (added.outcome !== "screen-name-taken" || screenName !== undefined || i === mostProposals) return added;
  }
}

const mostProposals = 50;

/**
 * A new link by which the person chooses a password: the first one, or another where it was forgotten. The second step
 * stays as it is. The link before stops working. @throws Problem `not-found`, `not-yourself`, `person-disabled`
 */
export function inviteAgain(
  needs: InvitingNeeds,
  { person: id, ...by }: By & { person: string },
): Promise<{ person: Person; invitation: Invitation }> {
  return needs.db.transaction(async (tx) => {
    const person = await requireLocked(tx, by.organisation, id);
    // Whoever took over an administrator's session must not get a password that is not theirs to know.
    if (person.id === by.actor) throw new Problem("not-yourself", 403, "Change your own password under Profile.");
    if (person.status === "disabled") throw new Problem("person-disabled", 409, "This account is disabled.");
    return { person, invitation: await link(tx, needs, person, by) };
  });
}

async function link(tx: Transaction, needs: InvitingNeeds, person: Person, { actor, source }: By): Promise<Invitation> {
  const { token, until } = await invite(tx, needs, keyOf(person), {
    purpose: person.status === "invited" ? "join" : "password",
    actor,
    source,
  });
  const host = (await tx.first(store.getHostName, { organisation: person.organisation_id }))?.host_name;
  const site = new URL(needs.site.origin);
  if (host) site.hostname = host;
  return { url: `${site.origin}/invitation?token=${token}`, until };
}
