// Now and then removes what has ended by itself. Nothing relies on it: everything that ended is refused anyway.
import { removeOldDays } from "./admin/adoption/counting.ts";
import { removeOld as removeOldBulkChanges } from "./admin/bulk/working.ts";
import { removeOld as removeOldImports } from "./admin/import/working.ts";
import { removeExpired as removeExpiredKeys } from "./api-keys/actions.ts";
import { removeOldUses, usesKeptFor } from "./applications/uses.ts";
import { endsOfChains } from "./audit/chain/chaining.ts";
import { pruneChain } from "./audit/chain/pruning.ts";
import { databaseTime } from "./database/durability.ts";
import { removeExpired as removeExpiredEnrolments } from "./enrolment/actions.ts";
import { tidyRequests } from "./help-requests/tidying.ts";
import { removeExpiredLinks } from "./identities/actions.ts";
import { arrivalsKeptFor, removeOldArrivals } from "./identity-providers/actions.ts";
import { removeExpired as removeExpiredInvitations } from "./invitations/actions.ts";
import { day, hour, minute } from "./kernel/clock.ts";
import { createSteadiness, type Steadiness } from "./kernel/steadiness.ts";
import { remindOfDeadlines } from "./letters/reminders.ts";
import { removeOld as removeOldLetters } from "./mail/actions.ts";
import type { Needs } from "./opening.ts";
import { organisationIds } from "./organisations/actions.ts";
import { finishRemovals } from "./organisations/register.ts";
import { removeExpired as removeExpiredAttempts } from "./protocols/duo/actions.ts";
import { removeExpired as removeExpiredPasses } from "./protocols/forward-auth/actions.ts";
import { removeOldKeys } from "./protocols/openid-provider/keys.ts";
import { removeExpired as removeExpiredArtifacts } from "./protocols/openid-provider/tidying.ts";
import { removeOldVisits } from "./protocols/single-sign-on/visits.ts";
import { removeEnded } from "./sessions/actions.ts";
import { removeExpired as removeExpiredSignIns } from "./sign-in/climbing.ts";
import { portion, removeStale } from "./throttle/actions.ts";
import { budgetWindow } from "./throttle/rules.ts";
import { removeExpired as removeExpiredTrust } from "./trusted-browsers/actions.ts";
import { removeOld as removeOldWebhooks } from "./webhooks/actions.ts";

/** Ended things are kept this much longer, so that a clock that was wrong for a while costs nobody anything. */
const margin = day;
const tidiesEvery = 10 * minute;
const remindsEvery = hour;
/** With nothing recorded for so long, the clock is as likely wrong as the installation was off. */
const quietFor = 30 * day;

export function keepHouse(needs: Needs): { stop(): Promise<void> } {
  const clock = judgeClock(needs);
  let running: Promise<void> = Promise.resolve();
  const failed = (err: unknown) => {
    needs.log.error({ err }, "housekeeping failed");
    needs.metrics?.failed("housekeeping");
  };
  const next = (round: () => Promise<void>) => () => {
    running = running.then(round).catch(failed);
  };
  const timers = [
    setInterval(
      next(async () => tidy(needs, await clock())),
      tidiesEvery,
    ).unref(),
    setInterval(
      next(() => remind(needs)),
      remindsEvery,
    ).unref(),
  ];
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await running;
    },
  };
}

/** Whether what the clock says is good enough to remove events by; the database's own has to agree, where it has one. */
export function judgeClock(
  { db, clock }: Pick<Needs, "db" | "clock">,
  passed?: () => number,
): () => Promise<Steadiness> {
  // Asked at once: soon what is recorded bears this process's own time.
  const judging = endsOfChains(db)
    .catch(() => [])
    .then((ends) => {
      const newest = Math.max(...ends.map(({ at }) => at));
      const lastSeen = ends.length > 0 && clock.now() - newest > quietFor ? newest : undefined;
      return createSteadiness(clock, { margin, settles: hour, lastSeen }, passed);
    });
  return async () => {
    const said = (await judging)();
    const there = await databaseTime(db);
    return there !== undefined && clock.now() - there > margin ? "ahead" : said;
  };
}

/** One organisation's trouble is not another's. */
async function remind(needs: Needs): Promise<void> {
  for (const id of await organisationIds(needs.db)) {
    await remindOfDeadlines(needs, id).catch((error) => needs.log.error({ err: error }, "reminders were not written"));
  }
  // Where logs are kept elsewhere, nobody can cut a chain off behind what stands there.
  for (const { organisation, head } of await endsOfChains(needs.db)) {
    needs.log.info({ organisation, head }, "the audit chain reaches to here");
  }
}

/**
 * One round, in small transactions, so that no sign-in waits long behind it.
 * @param steadiness of the clock: what it says of long ago has to count, because events that are removed are gone for good
 */
export async function tidy(needs: Needs, steadiness: Steadiness = "steady"): Promise<void> {
  const { db, log } = needs;
  if (steadiness === "ahead") log.warn("the clock went ahead of time: no events are removed for a day");
  const orTell = (work: Promise<unknown>, of: { organisation?: string } = {}) =>
    work.catch((err) => {
      log.error({ err, ...of }, "housekeeping failed");
      needs.metrics?.failed("housekeeping");
    });
  // One organisation's trouble is not another's.
  for (const id of await organisationIds(db)) await orTell(tidyOne(needs, id, steadiness), { organisation: id });
  await orTell(finishRemovals(needs));
}

async function tidyOne(needs: Needs, id: string, steadiness: Steadiness): Promise<void> {
  const { db, clock } = needs;
  const before = clock.now() - margin;
  await db.transaction((tx) => removeExpiredSignIns(tx, id, before));
  await db.transaction((tx) => removeEnded(tx, id, before));
  await db.transaction((tx) => removeExpiredEnrolments(tx, id, before));
  await db.transaction((tx) => removeExpiredTrust(tx, id, before));
  await db.transaction((tx) => removeExpiredAttempts(tx, id, before));
  await db.transaction((tx) => removeExpiredPasses(tx, id, before));
  await db.transaction((tx) => removeExpiredInvitations(tx, id, before));
  await db.transaction((tx) => removeOldLetters(tx, id, clock.now()));
  await db.transaction((tx) => removeExpiredArtifacts(tx, id, before, clock.now()));
  await db.transaction((tx) => removeExpiredKeys(tx, id, before));
  await removeOldKeys(needs, id);
  await db.transaction((tx) => removeOldUses(tx, id, clock.now() - usesKeptFor));
  await db.transaction((tx) => removeOldArrivals(tx, id, clock.now() - arrivalsKeptFor));
  await db.transaction((tx) => removeOldVisits(tx, id, before));
  await db.transaction((tx) => removeExpiredLinks(tx, id, before));
  while ((await db.transaction((tx) => removeOldBulkChanges(tx, id, clock.now()))) > 0);
  while ((await db.transaction((tx) => removeOldImports(tx, id, clock.now()))) > 0);
  await db.transaction((tx) => removeOldWebhooks(tx, id, clock.now()));
  await tidyRequests(needs, id);
  if (steadiness === "steady") await db.transaction((tx) => removeOldDays(tx, id, clock.now()));
  const pruned = steadiness === "steady" ? await pruneChain(needs, id) : undefined;
  if (pruned?.outcome === "not-whole") {
    needs.log.error({ organisation: id, number: pruned.seq }, "the audit chain is not whole: nothing more is removed");
  }
  // A flood of wrong logins leaves a row each: they go a portion at a time, with room for sign-ins between.
  while ((await db.transaction((tx) => removeStale(tx, id, before - budgetWindow))) === portion);
}
