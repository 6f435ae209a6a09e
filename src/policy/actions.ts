// Loads, judges and changes an organisation's policy. What can't be read refuses: nothing fails open.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import type { Person } from "../people/actions.ts";
import { readPolicy } from "./document.ts";
import {
  type Application,
  accountTypesOfNewOrganisation,
  type IndexedPolicy,
  indexed,
  type JudgedPerson,
  type Policy,
  policyOfNewOrganisation,
  type Requirement,
  requirementBy,
  ruleName,
} from "./rules.ts";
import * as store from "./store.ts";

export interface StoredPolicy {
  policy: Policy;
  version: number;
  updatedAt: number;
}

// Parsing is pure and its input immutable, so this holds for all processes; which of them holds is read afresh each time.
const parsed = new Map<string, Policy>();
const mostParsed = 200;
/** Of all those texts together. */
const mostCharacters = 20_000_000;
let characters = 0;

const indexes = new WeakMap<Policy, IndexedPolicy>();

/** A policy's rules by their names, made once. */
export function indexOf(policy: Policy): IndexedPolicy {
  let index = indexes.get(policy);
  if (!index) {
    index = indexed(policy);
    indexes.set(policy, index);
  }
  return index;
}

export async function policyOf(queries: Queries, organisation: string): Promise<StoredPolicy> {
  return readStored(queries, organisation, await queries.first(store.getPolicy, { organisation }));
}

/** A policy as its row was read, maybe beside others. @throws Problem `policy-unreadable` */
export async function readStored(
  queries: Queries,
  organisation: string,
  row: PolicyRow | undefined,
): Promise<StoredPolicy> {
  if (!row) throw unreadable("the organisation has no policy");
  const at = { version: row.version, updatedAt: row.updated_at };
  if (row.document !== null) return { policy: storedDocument(row.document), ...at };
  const known = parsed.get(row.digest);
  if (known) return { policy: known, ...at };
  // Maybe a newer one by now: then it is that one that holds.
  const whole = await queries.first(store.getDocument, { organisation });
  if (!whole || digestOf(whole.document) !== whole.digest) throw unreadable("its digest is another document's");
  return {
    policy: storedDocument(whole.document, whole.digest),
    version: whole.version,
    updatedAt: whole.updated_at,
  };
}

export type PolicyRow = (typeof store.getPolicy)["row"];

export const digestOf = (document: string): string => sha256(document).toString("hex");

/** Reads a document that we wrote; kept under its name, or, where it is short, itself. @throws Problem `policy-unreadable` */
export function storedDocument(document: string, name = document): Policy {
  let policy = parsed.get(name);
  if (!policy) {
    try {
      policy = readPolicy(JSON.parse(document));
    } catch (cause) {
      throw unreadable(cause);
    }
    if (parsed.size >= mostParsed || characters + document.length > mostCharacters) {
      parsed.clear();
      characters = 0;
    }
    characters += document.length;
    parsed.set(name, policy);
  }
  return policy;
}

const unreadable = (cause: unknown): Problem =>
  new Problem("policy-unreadable", 503, ({ failures }) => failures.policyUnreadable, {
    cause,
  });

/** With the list of account types, of which people's and the policy's are taken. */
export async function startPolicy(
  tx: Transaction,
  clock: Clock,
  organisation: string,
  policy = policyOfNewOrganisation,
): Promise<void> {
  const document = JSON.stringify(policy);
  await tx.run(store.insertPolicy, { organisation, document, digest: digestOf(document), at: clock.now() });
  for (const name of new Set([...accountTypesOfNewOrganisation, ...Object.keys(policy.accountTypes)])) {
    await tx.run(store.insertAccountTypeIfAbsent, { organisation, name, at: clock.now() });
  }
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
  const saved = await tx.first(store.replacePolicy, {
    organisation,
    document,
    digest: digestOf(document),
    version,
    nextVersion: version + 1,
    at,
  });
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

/**
 * What is required of a person now, at an application or at our own pages. Within a transaction it also keeps when the person
 * first met a rule that grants days.
 */
export async function requirementOf(
  queries: Queries,
  clock: Clock,
  policy: Policy,
  person: Person,
  {
    meetIn,
    ...where
  }: { meetIn?: Transaction; application?: Application | undefined; throughProvider?: boolean | undefined } = {},
): Promise<Requirement> {
  const now = clock.now();
  if (policy.bindsFrom === null || !("days" in policy.bindsFrom))
    return requirementGiven(clock, policy, person, {}, where);

  const key = { organisation: person.organisation_id, person: person.id };
  const firstMet = Object.fromEntries((await queries.all(store.getMeetings, key)).map((row) => [row.rule, row.met_at]));
  const result = requirementGiven(clock, policy, person, firstMet, where);
  const rule = ruleMet(policy, result, firstMet, now);
  if (meetIn && rule !== undefined) await keepMeeting(meetIn, clock, person, rule);
  return result;
}

/** The name of a rule that requires after some days, where this is the first time that the person meets it. */
export function ruleMet(
  { bindsFrom }: Policy,
  { because }: Requirement,
  firstMet: Record<string, number>,
  now: number,
): string | undefined {
  if (bindsFrom === null || !("days" in bindsFrom) || because.level !== "required") return undefined;
  const rule = ruleName(because);
  return (firstMet[rule] ?? Number.POSITIVE_INFINITY) <= now ? undefined : rule;
}

/** From then on its days count. */
export async function keepMeeting(tx: Transaction, clock: Clock, person: Person, rule: string): Promise<void> {
  const key = { organisation: person.organisation_id, person: person.id };
  await tx.run(store.insertMeetingIfAbsent, { ...key, rule, at: clock.now() });
}

/** The same where it was read already when the person first met which rule. */
export const requirementGiven = (
  clock: Clock,
  policy: Policy,
  person: Person,
  firstMet: Record<string, number>,
  {
    application,
    throughProvider = false,
  }: { application?: Application | undefined; throughProvider?: boolean | undefined },
): Requirement =>
  requirementBy(indexOf(policy), { ...judgedPerson(person), firstMet, throughProvider }, application, clock.now());

/** The same for many people at once, by their ids: one query at most, and nothing is kept. */
export async function requirementsOf(
  queries: Queries,
  clock: Clock,
  policy: Policy,
  people: readonly (Pick<Person, "organisation_id" | "id"> & Parameters<typeof judgedPerson>[0])[],
): Promise<Map<string, Requirement>> {
  const now = clock.now();
  const met = new Map<string, Record<string, number>>();
  if (policy.bindsFrom !== null && "days" in policy.bindsFrom && people.length > 0) {
    const organisation = people[0]?.organisation_id as string;
    const meetings = await queries.list(
      store.meetingsOf(
        organisation,
        people.map((person) => person.id),
      ),
    );
    for (const { person_id, rule, met_at } of meetings) met.set(person_id, { ...met.get(person_id), [rule]: met_at });
  }
  const index = indexOf(policy);
  return new Map(
    people.map((person) => [
      person.id,
      requirementBy(index, { ...judgedPerson(person), firstMet: met.get(person.id) ?? {} }, undefined, now),
    ]),
  );
}

/** What the judgement needs to know of a person. */
export const judgedPerson = (
  person: Pick<Person, "email_normal" | "account_type" | "override_level" | "override_until">,
): JudgedPerson => ({
  email: person.email_normal,
  accountType: person.account_type,
  override: overrideOf(person),
});

function overrideOf(person: Pick<Person, "override_level" | "override_until">) {
  const level = person.override_level;
  if (level !== "off" && level !== "optional" && level !== "required") return undefined;
  return { level, until: person.override_until } as const;
}
