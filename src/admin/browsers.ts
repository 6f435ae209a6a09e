// Where a person is signed in and which browsers are trusted for them, for their administrator to see and to end.
import { endSignInsOf } from "../access/actions.ts";
import { record } from "../audit/actions.ts";
import type { Database, Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { keyOf, type Person } from "../people/actions.ts";
import type { Policy } from "../policy/rules.ts";
import { endOtherSessions, endSession, sessionsOf } from "../sessions/actions.ts";
import { endTrust, trustedBrowsersOf } from "../trusted-browsers/actions.ts";
import { trustEnd } from "../trusted-browsers/rules.ts";
import { type By, requireLocked } from "./people.ts";
import { isTokenId } from "./rules.ts";

export interface ListedBrowser {
  id: string;
  userAgent: string;
  address: string;
  /** ms since the epoch, as all of these */
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
}

export type ListedSession = ListedBrowser & { proofs: string };

type Needs = { db: Database; clock: Clock; random: Random };
/** Ending one thing is always somebody's click, never the command line's. */
type ByAdministrator = By & { actor: string; person: string };

export async function sessionsOfPerson(
  queries: Queries,
  needs: { clock: Clock },
  person: Person,
): Promise<ListedSession[]> {
  return (await sessionsOf(queries, needs, keyOf(person))).map((row) => ({ ...shown(row), proofs: row.proofs }));
}

/** Those whose trust still counts under today's policy. */
export async function trustedBrowsersOfPerson(
  queries: Queries,
  { clock }: { clock: Clock },
  person: Person,
  { trustBrowsers }: Policy,
): Promise<ListedBrowser[]> {
  if (!trustBrowsers.allowed) return [];
  return (await trustedBrowsersOf(queries, keyOf(person)))
    .map((row) => ({ ...shown(row), expiresAt: Math.min(row.expires_at, trustEnd(row.created_at, trustBrowsers)) }))
    .filter((browser) => browser.expiresAt > clock.now());
}

/** @throws Problem `not-found` */
export async function endSessionOf(needs: Needs, by: ByAdministrator, id: string): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const person = await requireLocked(tx, by.organisation, by.person);
    if (!isTokenId(id) || !(await endSession(tx, needs, keyOf(person), { id, ...by }))) throw notFound("session");
  });
}

/** 'Sign out everywhere': also whoever is half-way in. @throws Problem `not-found` */
export async function signOutEverywhere(needs: Needs, { person: id, ...by }: By & { person: string }): Promise<number> {
  return needs.db.transaction(async (tx) => {
    const person = await requireLocked(tx, by.organisation, id);
    const sessions = await endOtherSessions(tx, keyOf(person));
    await endSignInsOf(tx, person);
    await record(tx, needs, { ...by, name: "session.others-ended", person: person.id, details: { sessions } });
    return sessions;
  });
}

/** @throws Problem `not-found` */
export async function endTrustOf(needs: Needs, by: ByAdministrator, id: string): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const person = await requireLocked(tx, by.organisation, by.person);
    if (!isTokenId(id) || !(await endTrust(tx, needs, keyOf(person), { id, ...by }))) throw notFound("trusted browser");
  });
}

type Row = {
  id: string;
  user_agent: string;
  address: string;
  created_at: number;
  last_used_at: number;
  expires_at: number;
};

const shown = (row: Row): ListedBrowser => ({
  id: row.id,
  userAgent: row.user_agent,
  address: row.address,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
});
