// What a policy would change, person by person, before it is saved. Walks through everybody in pages and lets others
// have their turn between them.
import type { Queries } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Person } from "../../people/actions.ts";
import { indexOf, judgedPerson } from "../../policy/actions.ts";
import { type Policy, type Requirement, requirementBy } from "../../policy/rules.ts";
import { type Group, groups, groupsOf } from "./rules.ts";
import * as store from "./store.ts";

export interface Change {
  organisation: string;
  before: Policy;
  after: Policy;
}

export interface Affected {
  person: PreviewedPerson;
  before: Requirement;
  after: Requirement;
  setUp: boolean;
  groups: Group[];
}

export type PreviewedPerson = Pick<
  Person,
  "id" | "email" | "email_normal" | "display_name" | "account_type" | "status" | "override_level" | "override_until"
>;

export interface Part {
  people: Affected[];
  /** Where the next part of the group begins. */
  next: string | undefined;
}

export interface Preview {
  /** How many were looked at: everybody who is not disabled. */
  people: number;
  counts: Record<Group, number>;
  first: Record<Group, Part>;
}

type Needs = { db: Queries; clock: Clock };

const inOnePage = 250;

export async function preview(needs: Needs, change: Change, most: number): Promise<Preview> {
  const counts = Object.fromEntries(groups.map((group) => [group, 0])) as Record<Group, number>;
  const first = Object.fromEntries(
    groups.map((group): [Group, Part] => [group, { people: [], next: undefined }]),
  ) as Record<Group, Part>;
  let people = 0;
  for await (const page of pages(needs, change)) {
    people += page.length;
    for (const one of page) {
      for (const group of one.groups) {
        counts[group]++;
        add(first[group], one, most);
      }
    }
  }
  return { people, counts, first };
}

/** One part of a group, from a place on. */
export async function partOfGroup(
  needs: Needs,
  change: Change,
  { group, after, most }: { group: Group; after: string; most: number },
): Promise<Part> {
  const part: Part = { people: [], next: undefined };
  for await (const page of pages(needs, change, after)) {
    for (const one of page) if (one.groups.includes(group)) add(part, one, most);
    if (part.next !== undefined) break;
  }
  return part;
}

/** Everybody of a group, a page at a time. */
export async function* allOfGroup(needs: Needs, change: Change, group: Group): AsyncGenerator<Affected[]> {
  for await (const page of pages(needs, change)) {
    const found = page.filter((one) => one.groups.includes(group));
    if (found.length > 0) yield found;
  }
}

/** What it would mean for one person. */
export async function effectOn(needs: Needs, change: Change, person: PreviewedPerson): Promise<Affected> {
  return (await judge(needs.db, change, [person], needs.clock.now()))[0] as Affected;
}

function add(part: Part, one: Affected, most: number): void {
  if (part.people.length < most) part.people.push(one);
  else part.next ??= part.people.at(-1)?.person.id;
}

async function* pages(needs: Needs, change: Change, from = ""): AsyncGenerator<Affected[]> {
  const now = needs.clock.now();
  for (let after = from; ; ) {
    const people = await needs.db.all(store.peopleAfter, { organisation: change.organisation, after, most: inOnePage });
    const last = people.at(-1);
    if (!last) return;
    yield await judge(needs.db, change, people, now);
    if (people.length < inOnePage) return;
    after = last.id;
    // SQLite answers at once: without this, nobody else's request would be heard until the last page.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function judge(
  queries: Queries,
  change: Change,
  people: readonly PreviewedPerson[],
  now: number,
): Promise<Affected[]> {
  const { organisation, before, after } = change;
  const range = {
    organisation,
    first: (people[0] as PreviewedPerson).id,
    last: (people.at(-1) as PreviewedPerson).id,
  };
  const allowed: ReadonlySet<string> = new Set(after.authenticators);
  const setUp = new Set<string>();
  for (const { person_id, kind } of await queries.all(store.authenticatorsAmong, range)) {
    if (allowed.has(kind)) setUp.add(person_id);
  }
  const trust = new Map<string, { createdAt: number; expiresAt: number }[]>();
  if (before.trustBrowsers.allowed) {
    for (const row of await queries.all(store.trustAmong, { ...range, now })) {
      const given = trust.get(row.person_id) ?? [];
      trust.set(row.person_id, given);
      given.push({ createdAt: row.created_at, expiresAt: row.expires_at });
    }
  }
  const met = new Map<string, Record<string, number>>();
  if ([before, after].some(({ bindsFrom }) => bindsFrom !== null && "days" in bindsFrom)) {
    for (const { person_id, rule, met_at } of await queries.all(store.meetingsAmong, range)) {
      const meetings = met.get(person_id) ?? {};
      met.set(person_id, meetings);
      meetings[rule] = met_at;
    }
  }
  const [under, underNew] = [indexOf(before), indexOf(after)];
  return people.map((person) => {
    const judged = { ...judgedPerson(person), firstMet: met.get(person.id) ?? none };
    const standing = {
      before: requirementBy(under, judged, undefined, now),
      after: requirementBy(underNew, judged, undefined, now),
      setUp: setUp.has(person.id),
      trustGiven: trust.get(person.id) ?? [],
    };
    return {
      person,
      before: standing.before,
      after: standing.after,
      setUp: standing.setUp,
      groups: groupsOf(standing, change, now),
    };
  });
}

const none: Readonly<Record<string, number>> = {};
