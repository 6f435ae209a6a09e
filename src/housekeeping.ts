// Now and then removes what has ended by itself. Nothing relies on it: everything that ended is refused anyway.
import { removeOld as removeOldBulkChanges } from "./admin/bulk/working.ts";
import { removeOld as removeOldImports } from "./admin/import/working.ts";
import { removeExpired as removeExpiredKeys } from "./api-keys/actions.ts";
import { removeOldUses, usesKeptFor } from "./applications/uses.ts";
import { endsOfChains } from "./audit/chain/chaining.ts";
import { pruneChain } from "./audit/chain/pruning.ts";
import { removeExpired as removeExpiredEnrolments } from "./enrolment/actions.ts";
import { tidyRequests } from "./help-requests/tidying.ts";
import { removeExpiredLinks } from "./identities/actions.ts";
import { arrivalsKeptFor, removeOldArrivals } from "./identity-providers/actions.ts";
import { removeExpired as removeExpiredInvitations } from "./invitations/actions.ts";
import { day, hour, minute } from "./kernel/clock.ts";
import { createSteadiness } from "./kernel/steadiness.ts";
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

export function keepHouse(needs: Needs): { stop(): Promise<void> } {
  const isSteady = createSteadiness(needs.clock, margin);
  let running: Promise<void> = Promise.resolve();
  const next = (round: (needs: Needs) => Promise<void>) => () => {
    running = running.then(() => round(needs)).catch((error) => needs.log.error({ err: error }, "housekeeping failed"));
  };
  const round = (all: Needs) => tidy(all, isSteady());
  const timers = [setInterval(next(round), tidiesEvery).unref(), setInterval(next(remind), remindsEvery).unref()];
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await running;
    },
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
 * @param clockIsSteady what the clock says of long ago counts: events that are removed are gone for good
 */
export async function tidy(needs: Needs, clockIsSteady = true): Promise<void> {
  const { db, clock } = needs;
  const before = clock.now() - margin;
  if (!clockIsSteady) needs.log.warn("the clock went ahead of time: no events are removed for a day");
  for (const id of await organisationIds(db)) {
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
    const pruned = clockIsSteady ? await pruneChain(needs, id) : undefined;
    if (pruned?.outcome === "not-whole") {
      needs.log.error(
        { organisation: id, number: pruned.seq },
        "the audit chain is not whole: nothing more is removed",
      );
    }
    // A flood of wrong logins leaves a row each: they go a portion at a time, with room for sign-ins between.
    while ((await db.transaction((tx) => removeStale(tx, id, before - budgetWindow))) === portion);
  }
  await finishRemovals(needs);
}
