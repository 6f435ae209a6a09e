// Where a person is signed in and which browsers they trust, as they and their administrators see it; and how trust ends,
// together with the sessions that stand on it.
import type { Queries, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { keyOf, type Person, type PersonKey } from "../people/actions.ts";
import type { Policy } from "../policy/rules.ts";
import { endSessionsOfTrust, endSessionsWithoutTrust, sessionsOf } from "../sessions/actions.ts";
import { endTrust, removeTrustByPolicy, trustedBrowsersOf } from "../trusted-browsers/actions.ts";
import { trustEnd } from "../trusted-browsers/rules.ts";
import type { Embedding } from "./embedding.ts";

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

export async function sessionsOfPerson(
  queries: Queries,
  needs: { clock: Clock; embedding?: Embedding | undefined },
  person: Person,
): Promise<ListedSession[]> {
  return (await sessionsOf(queries, needs, keyOf(person), needs.embedding?.application)).map((row) => ({
    ...shown(row),
    proofs: row.proofs,
  }));
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

/**
 * Ends one browser's trust, and the sessions for which it stood in for the second step.
 * @returns false where the person has no such trusted browser
 */
export async function endTrustAndSessions(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  key: PersonKey,
  by: { id: string; actor: string | null; source: Source },
): Promise<boolean> {
  if (!(await endTrust(tx, needs, key, by))) return false;
  await endSessionsOfTrust(tx, key, by.id, { raisedToo: false });
  return true;
}

/** After a policy forbade or shortened trust: what the new policy would not have given ends at once, sessions included. */
export async function endTrustByPolicy(
  tx: Transaction,
  needs: { clock: Clock },
  organisation: string,
  policy: Policy["trustBrowsers"],
): Promise<void> {
  await removeTrustByPolicy(tx, needs, organisation, policy);
  await endSessionsWithoutTrust(tx, organisation);
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
