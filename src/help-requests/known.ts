// What is known of a person who asks for help, for somebody who has to tell them from a stranger with a stolen password.
import {
  type ListedBrowser,
  type ListedSession,
  sessionsOfPerson,
  trustedBrowsersOfPerson,
} from "../access/browsers.ts";
import { historyOf } from "../audit/actions.ts";
import { authenticatorsOf, type ShownAuthenticator } from "../authenticators/totp/actions.ts";
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { keyOf } from "../people/actions.ts";
import { policyOf } from "../policy/actions.ts";
import { codesLeft } from "../recovery-codes/actions.ts";
import type { HelpRequest } from "./actions.ts";
import type { FoundRequest } from "./finding.ts";
import { formerAddresses } from "./letters.ts";
import * as store from "./store.ts";

export interface Known {
  authenticators: ShownAuthenticator[];
  recoveryCodesLeft: number;
  sessions: ListedSession[];
  trustedBrowsers: ListedBrowser[];
  /** Given up within the last 30 days. */
  formerAddresses: string[];
  /** ms since the epoch, as all of these; within the events that are looked back upon. */
  passwordChangedAt: number | undefined;
  lastSignIn: { at: number; address: string; userAgent: string } | undefined;
  /** When the person last completed a sign-in from the network and with the browser that the request came from. */
  networkSeenAt: number | undefined;
  browserSeenAt: number | undefined;
  /** Other requests of the same person, newest first. */
  others: HelpRequest[];
}

/** How many of a person's events, and of their other requests, are looked back upon. */
const lookedAt = 200;
const mostOthers = 10;

export async function knownOf(
  { db, clock }: { db: Database; clock: Clock },
  { request, person }: Pick<FoundRequest, "request" | "person">,
): Promise<Known> {
  const key = keyOf(person);
  const { policy } = await policyOf(db, person.organisation_id);
  const events = await historyOf(db, key.organisation, key.person, lookedAt);
  const signIns = events.filter(({ name }) => name === "sign-in.completed");
  const before = signIns.filter(({ at }) => at < request.asked_at);
  const [last] = signIns;
  const others = await db.all(store.latestOf, { ...key, most: mostOthers + 1 });
  return {
    authenticators: await authenticatorsOf(db, key),
    recoveryCodesLeft: await codesLeft(db, key),
    sessions: await sessionsOfPerson(db, { clock }, person),
    trustedBrowsers: await trustedBrowsersOfPerson(db, { clock }, person, policy),
    formerAddresses: await formerAddresses(db, { clock }, person),
    passwordChangedAt: events.find(({ name }) => name === "person.password-changed")?.at,
    lastSignIn: last && { at: last.at, address: last.address, userAgent: last.user_agent },
    networkSeenAt: before.find(({ address }) => address === request.address)?.at,
    browserSeenAt: before.find(({ user_agent }) => user_agent === request.user_agent && user_agent !== "")?.at,
    others: others.filter(({ id }) => id !== request.id).slice(0, mostOthers),
  };
}
