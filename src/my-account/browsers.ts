// Where a person is signed in, which browsers they trust, and how either is ended.
import { endSignInsOf, type Visitor } from "../access/actions.ts";
import {
  endTrustAndSessions,
  type ListedSession,
  sessionsOfPerson,
  trustedBrowsersOfPerson,
} from "../access/browsers.ts";
import { endConsentsOf } from "../access/consents.ts";
import type { Queries } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import { keyOf } from "../people/actions.ts";
import { endOtherSessions, endSession } from "../sessions/actions.ts";
import { type AccountNeeds, type Change, lockOwn, recordOwn } from "./actions.ts";

export type OwnSession = ListedSession & { current: boolean };

/** The browsers whose trust still counts under today's policy. */
export const ownTrustedBrowsers = (queries: Queries, needs: { clock: Clock }, { person, policy }: Visitor) =>
  trustedBrowsersOfPerson(queries, needs, person, policy.policy);

/** This one first. */
export async function ownSessions(
  queries: Queries,
  needs: Pick<AccountNeeds, "clock" | "embedding">,
  { person, session }: Visitor,
): Promise<OwnSession[]> {
  const sessions = (await sessionsOfPerson(queries, needs, person)).map((listed) => ({
    ...listed,
    current: listed.id === session.id,
  }));
  return sessions.sort((a, b) => Number(b.current) - Number(a.current));
}

/** @throws Problem `not-found` */
export async function endOwnTrust(needs: AccountNeeds, { visitor, source }: Change, id: string): Promise<void> {
  const ended = await needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, visitor);
    return endTrustAndSessions(tx, needs, keyOf(person), { id, actor: person.id, source });
  });
  if (!ended) throw notFound("trusted browser");
}

/** Ends another session. @throws Problem `not-found`, `current-session` */
export async function endOwnSession(needs: AccountNeeds, { visitor, source }: Change, id: string): Promise<void> {
  const { person, session } = visitor;
  if (id === session.id) throw new Problem("current-session", 409, ({ failures }) => failures.ownSession);
  const ended = await needs.db.transaction((tx) =>
    endSession(tx, needs, keyOf(person), { id, actor: person.id, source }),
  );
  if (!ended) throw notFound("session");
}

/** 'Sign out everywhere else': also whoever is half-way in. @returns how many sessions ended */
export function endOwnOtherSessions(needs: AccountNeeds, change: Change): Promise<number> {
  const { person, session } = change.visitor;
  return needs.db.transaction(async (tx) => {
    const now = await lockOwn(tx, change.visitor);
    const ended = await endOtherSessions(tx, keyOf(person), session.id);
    await endSignInsOf(tx, person);
    await endConsentsOf(tx, needs, now, { actor: person.id, source: change.source });
    await recordOwn(tx, needs, change, { name: "session.others-ended", details: { sessions: ended } });
    return ended;
  });
}
