// Everything an administrator sees of one person: never a secret, a code or a hash.
import { historyOf } from "../audit/actions.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import type { Database, Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { keyOf, type Person, personByLogin } from "../people/actions.ts";
import { readLogin } from "../people/rules.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import type { Policy, Requirement } from "../policy/rules.ts";
import { type CodeSet, codeSetOf } from "../recovery-codes/actions.ts";
import type { ListedPerson } from "./listing.ts";
import { lockedAmong } from "./locked.ts";
import * as store from "./store.ts";
import { requirePerson } from "./subject.ts";

export interface ListedAuthenticator {
  id: string;
  kind: string;
  name: string;
  /** ms since the epoch */
  createdAt: number;
  lastUsedAt: number | null;
}

export interface PersonOverview {
  person: Person;
  policy: Policy;
  requirement: Requirement;
  authenticators: ListedAuthenticator[];
  recoveryCodes: CodeSet | undefined;
  /** Has to wait after wrong passwords or codes. */
  locked: boolean;
}

/** @throws Problem `not-found` */
export async function overviewOf(
  { db, clock }: { db: Database; clock: Clock },
  organisation: string,
  id: string,
): Promise<PersonOverview> {
  const person = await requirePerson(db, organisation, id);
  const { policy } = await policyOf(db, organisation);
  const authenticators = await authenticatorsOf(db, keyOf(person));
  return {
    person,
    policy,
    requirement: await requirementOf(db, clock, policy, person),
    authenticators: authenticators.map(({ id: authenticator, kind, name, created_at, last_used_at }) => ({
      id: authenticator,
      kind,
      name,
      createdAt: created_at,
      lastUsedAt: last_used_at,
    })),
    recoveryCodes: await codeSetOf(db, keyOf(person)),
    locked: (await lockedAmong(db, clock, organisation, [person.id])).has(person.id),
  };
}

/** Whoever has exactly this screen name or e-mail address, as lists show people; nobody or one. */
export async function listedByLogin(
  needs: { db: Database; clock: Clock },
  organisation: string,
  text: string,
): Promise<ListedPerson[]> {
  const login = readLogin(text);
  const found = login && (await personByLogin(needs.db, organisation, login));
  if (!found) return [];
  const { person, requirement, authenticators, locked } = await overviewOf(needs, organisation, found.id);
  return [{ person, requirement, authenticators: authenticators.length, locked }];
}

export interface PastEvent {
  at: number;
  name: string;
  /** Who did it, where that was somebody else whose name is known. */
  by: string | undefined;
  refused: boolean;
  address: string;
  userAgent: string;
  details: Record<string, unknown>;
}

export const shownEvents = 20;

/** The latest events about a person, newest first. */
export async function recentHistory(queries: Queries, person: Person): Promise<PastEvent[]> {
  const { organisation, person: id } = keyOf(person);
  const events = await historyOf(queries, organisation, id, shownEvents);
  const others = [...new Set(events.map((event) => event.actor_id))].filter((actor) => actor !== null && actor !== id);
  const names = others.length === 0 ? [] : await queries.list(store.namesOf(organisation, others as string[]));
  const nameOf = new Map(names.map((row) => [row.id, row.display_name]));
  return events.map((event) => ({
    at: event.at,
    name: event.name,
    by: event.actor_id === null ? undefined : nameOf.get(event.actor_id),
    refused: event.outcome === "refused",
    address: event.address,
    userAgent: event.user_agent,
    details: JSON.parse(event.details) as Record<string, unknown>,
  }));
}
