// Where a person is signed in, which browsers they trust, and how either is ended.
import { endSignInsOf, type Visitor } from "../access/actions.ts";
import type { Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import { keyOf } from "../people/actions.ts";
import { endOtherSessions, endSession, sessionsOf } from "../sessions/actions.ts";
import { endTrust, trustedBrowsersOf } from "../trusted-browsers/actions.ts";
import { trustEnd } from "../trusted-browsers/rules.ts";
import { type AccountNeeds, type Change, lockOwn, recordOwn } from "./actions.ts";

export interface OwnBrowser {
  id: string;
  userAgent: string;
  address: string;
  createdAt: number;
  lastUsedAt: number;
  expiresAt: number;
}

/** The browsers whose trust still counts under today's policy. */
export async function ownTrustedBrowsers(
  queries: Queries,
  { clock }: { clock: Clock },
  { person, policy }: Visitor,
): Promise<OwnBrowser[]> {
  const trust = policy.policy.trustBrowsers;
  if (!trust.allowed) return [];
  return (await trustedBrowsersOf(queries, keyOf(person)))
    .map((row) => ({ ...shown(row), expiresAt: Math.min(row.expires_at, trustEnd(row.created_at, trust)) }))
    .filter((browser) => browser.expiresAt > clock.now());
}

export type OwnSession = OwnBrowser & { current: boolean };

/** This one first. */
export async function ownSessions(
  queries: Queries,
  needs: { clock: Clock },
  { person, session }: Visitor,
): Promise<OwnSession[]> {
  const sessions = (await sessionsOf(queries, needs, keyOf(person))).map((row) => ({
    ...shown(row),
    current: row.id === session.id,
  }));
  return sessions.sort((a, b) => Number(b.current) - Number(a.current));
}

/** @throws Problem `not-found` */
export async function endOwnTrust(needs: AccountNeeds, { visitor, source }: Change, id: string): Promise<void> {
  const { person } = visitor;
  const ended = await needs.db.transaction((tx) =>
    endTrust(tx, needs, keyOf(person), { id, actor: person.id, source }),
  );
  if (!ended) throw notFound("trusted browser");
}

/** Ends another session. @throws Problem `not-found`, `current-session` */
export async function endOwnSession(needs: AccountNeeds, { visitor, source }: Change, id: string): Promise<void> {
  const { person, session } = visitor;
  if (id === session.id)
    throw new Problem("current-session", 409, "This is the session you are using. Sign out to end it.");
  const ended = await needs.db.transaction((tx) =>
    endSession(tx, needs, keyOf(person), { id, actor: person.id, source }),
  );
  if (!ended) throw notFound("session");
}

/** 'Sign out everywhere else': also whoever is half-way in. @returns how many sessions ended */
export function endOwnOtherSessions(needs: AccountNeeds, change: Change): Promise<number> {
  const { person, session } = change.visitor;
  return needs.db.transaction(async (tx) => {
    await lockOwn(tx, change.visitor);
    const ended = await endOtherSessions(tx, keyOf(person), session.id);
    await endSignInsOf(tx, person);
    await recordOwn(tx, needs, change, { name: "session.others-ended", details: { sessions: ended } });
    return ended;
  });
}

const shown = (row: {
  id: string;
  user_agent: string;
  address: string;
  created_at: number;
  last_used_at: number;
  expires_at: number;
}): OwnBrowser => ({
  id: row.id,
  userAgent: row.user_agent,
  address: row.address,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
});
