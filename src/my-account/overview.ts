// What one's security page and `/me` show: how things stand, read in one place.

import type { Visitor } from "../access/actions.ts";
import type { ListedBrowser } from "../access/browsers.ts";
import { historyOf, latestSince } from "../audit/actions.ts";
import { authenticatorsOf, type ShownAuthenticator } from "../authenticators/totp/actions.ts";
import type { Database } from "../database/database.ts";
import { type Clock, day } from "../kernel/clock.ts";
import { isId } from "../kernel/ids.ts";
import { invalid } from "../kernel/problem.ts";
import { keyOf } from "../people/actions.ts";
import { type CodeSet, codeSetOf } from "../recovery-codes/actions.ts";
import { type OwnSession, ownSessions, ownTrustedBrowsers } from "./browsers.ts";
import { type SecondFactorState, secondFactorState } from "./rules.ts";

export interface SecondFactor {
  state: SecondFactorState;
  authenticators: ShownAuthenticator[];
  codes: CodeSet | undefined;
}

export type Activity = Awaited<ReturnType<typeof historyOf>>[number];

export interface Overview extends SecondFactor {
  trustedBrowsers: ListedBrowser[];
  sessions: OwnSession[];
  activity: Activity[];
  /** The latest sign that somebody copied a trust cookie, unless the password was changed since. */
  stolen: { at: number; address: string; user_agent: string } | undefined;
}

const warnFor = 30 * day;
const mostActivity = 10;

type Needs = { db: Database; clock: Clock };

export async function secondFactorOf(
  { db }: Pick<Needs, "db">,
  { person, requirement }: Pick<Visitor, "person" | "requirement">,
): Promise<SecondFactor> {
  const authenticators = await authenticatorsOf(db, keyOf(person));
  const codes = authenticators.length > 0 ? await codeSetOf(db, keyOf(person)) : undefined;
  return { state: secondFactorState(requirement.level, authenticators.length), authenticators, codes };
}

export async function overviewOf(needs: Needs, visitor: Visitor): Promise<Overview> {
  const { db } = needs;
  const { organisation_id, id } = visitor.person;
  return {
    ...(await secondFactorOf(needs, visitor)),
    trustedBrowsers: await ownTrustedBrowsers(db, needs, visitor),
    sessions: await ownSessions(db, needs, visitor),
    activity: await historyOf(db, organisation_id, id, mostActivity),
    stolen: await stolenTrust(needs, visitor),
  };
}

const activityPage = 50;

/** Everything that is kept about the visitor, a page at a time. @param before `next` of the page before. @throws Problem `invalid` */
export async function activityOf(
  { db }: Pick<Needs, "db">,
  { person: { organisation_id, id } }: Visitor,
  { before, limit = activityPage }: { before?: string | undefined; limit?: number } = {},
): Promise<{ events: Activity[]; next?: string }> {
  if (before !== undefined && !isId(before)) throw invalid(({ failures }) => failures.placeUnreadable);
  const found = await historyOf(db.reports, organisation_id, id, limit + 1, before);
  const events = found.slice(0, limit);
  const last = events.at(-1);
  return found.length > limit && last ? { events, next: last.id } : { events };
}

async function stolenTrust(
  { db, clock }: Needs,
  { person: { organisation_id, id } }: Visitor,
): Promise<Overview["stolen"]> {
  const stolen = await latestSince(db, organisation_id, id, "trusted-browser.stolen", clock.now() - warnFor);
  if (!stolen) return undefined;
  const answered = await latestSince(db, organisation_id, id, "person.password-changed", stolen.at - 1);
  return answered && answered.id > stolen.id ? undefined : stolen;
}
