// Loads, judges and changes an organisation's policy. What can't be read refuses: nothing fails open.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import type { Person } from "../people/actions.ts";
import { type Policy, policyOfNewOrganisation, type Requirement, readPolicy, requirement, ruleName } from "./rules.ts";
import * as store from "./store.ts";

export interface StoredPolicy {
  policy: Policy;
  version: number;
  updatedAt: number;
}

// Parsing is pure and its input immutable, so this holds for all processes; the text itself is read afresh each time.
const parsed = new Map<string, Policy>();
const mostParsed = 200;

export async function policyOf(queries: Queries, organisation: string): Promise<StoredPolicy> {
  return readStored(await queries.first(store.getPolicy, { organisation }));
}

/** A policy as its row was read, maybe beside others. @throws Problem `policy-unreadable` */
export function readStored(row: { document: string; version: number; updated_at: number } | undefined): StoredPolicy {
  if (!row) throw unreadable("the organisation has no policy");
  let policy = parsed.get(row.document);
  if (!policy) {
    try {
      policy = readPolicy(JSON.parse(row.document));
    } catch (cause) {
      throw unreadable(cause);
    }
    if (parsed.size >= mostParsed) parsed.clear();
    parsed.set(row.document, policy);
  }
  return { policy, version: row.version, updatedAt: row.updated_at };
}

const unreadable = (cause: unknown): Problem =>
  new Problem(
    "policy-unreadable",
    503,
    "The sign-in policy can't be read, so nobody can sign in. Please tell your administrator.",
    {
      cause,
    },
  );

export async function startPolicy(
  tx: Transaction,
  clock: Clock,
  organisation: string,
  policy = policyOfNewOrganisation,
): Promise<void> {
  await tx.run(store.insertPolicy, { organisation, document: JSON.stringify(policy), at: clock.now() });
}

export async function savePolicy(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  change: { organisation: string; actor: string | null; source: Source; policy: Policy; version: number },
): Promise<{ outcome: "saved" } | { outcome: "changed-meanwhile" }> {
  const { organisation, policy, version } = change;
  const before = await policyOf(tx, organisation);
  const document = JSON.stringify(policy);
  const at = needs.clock.now();
  const saved = await tx.first(store.replacePolicy, { organisation, document, version, nextVersion: version + 1, at });
  if (!saved) return { outcome: "changed-meanwhile" };
  await record(tx, needs, {
    organisation,
    name: "policy.changed",
    actor: change.actor,
    person: null,
    source: change.source,
    details: { before: JSON.stringify(before.policy), after: document },
  });
  return { outcome: "saved" };
}

/** What is required of a person now. Within a transaction it also keeps when the person first met a rule that grants days. */
export async function requirementOf(
  queries: Queries,
  clock: Clock,
  policy: Policy,
  person: Person,
  meetIn?: Transaction,
): Promise<Requirement> {
  const now = clock.now();
  if (policy.bindsFrom === null || !("days" in policy.bindsFrom)) return requirementGiven(clock, policy, person, {});

  const key = { organisation: person.organisation_id, person: person.id };
  const firstMet = Object.fromEntries((await queries.all(store.getMeetings, key)).map((row) => [row.rule, row.met_at]));
  const result = requirementGiven(clock, policy, person, firstMet);
  const rule = ruleName(result.because);
  if (meetIn && result.because.level === "required" && !((firstMet[rule] ?? Number.POSITIVE_INFINITY) <= now)) {
    await meetIn.run(store.insertMeetingIfAbsent, { ...key, rule, at: now });
  }
  return result;
}

/** The same where it was read already when the person first met which rule. */
export const requirementGiven = (
  clock: Clock,
  policy: Policy,
  person: Person,
  firstMet: Record<string, number>,
): Requirement => requirement(policy, { ...judgedPerson(person), firstMet }, undefined, clock.now());

/** The same for many people at once, by their ids: one query at most, and nothing is kept. */
export async function requirementsOf(
  queries: Queries,
  clock: Clock,
  policy: Policy,
  people: readonly Person[],
): Promise<Map<string, Requirement>> {
  const now = clock.now();
  const met = new Map<string, Record<string, number>>();
  if (policy.bindsFrom !== null && "days" in policy.bindsFrom && people.length > 0) {
    const organisation = (people[0] as Person).organisation_id;
    const meetings = await queries.list(
      store.meetingsOf(
        organisation,
        people.map((person) => person.id),
      ),
    );
    for (const { person_id, rule, met_at } of meetings) met.set(person_id, { ...met.get(person_id), [rule]: met_at });
  }
  return new Map(
    people.map((person) => [
      person.id,
      requirement(policy, { ...judgedPerson(person), firstMet: met.get(person.id) ?? {} }, undefined, now),
    ]),
  );
}

const judgedPerson = (person: Person) => ({
  email: person.email_normal,
  accountType: person.account_type,
  override: overrideOf(person),
});

function overrideOf(person: Person) {
  const level = person.override_level;
  if (level !== "off" && level !== "optional" && level !== "required") return undefined;
  return { level, until: person.override_until } as const;
}
