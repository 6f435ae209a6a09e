// Sends events on: what has come into the chain becomes deliveries, and each is sent by one process at a time until it was
// taken or given up.
import type { BlockList } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { record } from "../audit/actions.ts";
import { type Linked, linkedAfter } from "../audit/chain/reading.ts";
import type { Database } from "../database/database.ts";
import { type Clock, day, second } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import { CannotUnseal, type Sealer } from "../kernel/sealing.ts";
import { inTrace, type Span } from "../kernel/spans.ts";
import { words } from "../words/index.ts";
import { wants } from "./chosen.ts";
import * as deliveries from "./deliveries/store.ts";
import { type Answer, failureWords, post } from "./outgoing.ts";
import { answersWithin, formerContext, lease, secretContext, stopsAfter, waitAfter } from "./rules.ts";
import { headersOf, readableBody, testBody } from "./signing.ts";
import * as store from "./store.ts";

/** Kept in English, and put into other words where somebody reads it. */
const { failures, answeredFailure } = words.en.consoleWebhooks;

export interface SendingNeeds {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  log: Logger;
  /** Private networks that the operator allows webhooks to reach. */
  webhookNetworks: BlockList;
}

const looksEvery = second;
const afterTrouble = 10 * second;
const atOnceForOne = 4;
const atOnceForOrganisation = 10;
const atOnce = 40;
/** No delivery waits longer, so a moment beyond was set by a clock that has gone back since. */
const tooFar = 2 * day;

type Behind = NonNullable<(typeof store.getBehind)["row"]>;
type Due = NonNullable<(typeof deliveries.getDue)["row"]>;

export function keepSending(needs: SendingNeeds): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const sender = createSender(needs, stopping.signal);
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let wait = looksEvery;
      let more = false;
      try {
        await spread(needs);
        more = await sender.sendDue();
      } catch (error) {
        needs.log.error({ err: error }, "webhooks could not be looked after");
        wait = afterTrouble;
      }
      const paused = pause(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
      // Whoever takes quickly is sent the next one at once: else a few thousand events would keep what comes behind waiting.
      await (more ? Promise.race([paused, sender.anyDone()]) : paused);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
      await sender.settled();
    },
  };
}

/** What has come into the chain since each webhook looked becomes deliveries. @returns how many */
export async function spread(needs: Pick<SendingNeeds, "db" | "clock" | "random">): Promise<number> {
  let made = 0;
  let place = { after: "", afterId: "" };
  for (let more = true; more; ) {
    const behind = await needs.db.all(store.getBehind, place);
    for (const one of behind) {
      made += await spreadTo(needs, one);
      place = { after: one.organisation_id, afterId: one.id };
    }
    more = behind.length === store.mostBehind;
  }
  return made;
}

async function spreadTo({ db, clock, random }: Pick<SendingNeeds, "db" | "clock" | "random">, behind: Behind) {
  const { organisation_id: organisation, id, events, seq, begins_at } = behind;
  const linked = await linkedAfter(db, organisation, seq);
  const last = linked.at(-1)?.seq;
  if (last === undefined) return 0;
  // What came into the chain later than it happened may be from before. A clock that went back since proves nothing.
  const isSince = ({ at, chained_at }: Linked) => at !== null && (at >= begins_at || chained_at < begins_at);
  return db.transaction(async (tx) => {
    if ((await tx.run(store.moveOn, { organisation, id, from: seq, to: last })) !== 1) return 0;
    const wanted = linked.filter((one) => !one.carried && one.name !== null && isSince(one) && wants(events, one.name));
    for (const { event_id: event } of wanted)
      await tx.run(deliveries.insert, {
        organisation,
        id: newId({ clock, random }),
        webhook: id,
        event,
        at: clock.now(),
      });
    return wanted.length;
  });
}

interface Busy {
  organisation: string;
  failing: boolean;
  sending: Set<Promise<void>>;
}

/**
 * Each webhook has its own few at a time, one that fails a single one, and each organisation some: nobody's
 * keep others' waiting.
 */
export function createSender(needs: SendingNeeds, stop?: AbortSignal) {
  const { db, clock } = needs;
  const busy = new Map<string, Busy>();
  const held = (fits: (one: Busy) => boolean) =>
    [...busy.values()].reduce((sum, one) => sum + (fits(one) ? one.sending.size : 0), 0);
  const all = () => [...busy.values()].flatMap(({ sending }) => [...sending]);
  /** Whose turn it was last: the next one is first the next time. */
  let last = { after: "", afterId: "" };

  /** @returns whether somebody with free places has more due */
  async function sendDue(): Promise<boolean> {
    const times = { now: clock.now(), tooFar: clock.now() + tooFar };
    const found = await db.all(deliveries.getDueWebhooks, { ...last, ...times });
    if (last.after !== "" && found.length < deliveries.mostDue)
      found.push(...(await db.all(deliveries.getDueWebhooks, { after: "", afterId: "", ...times })));
    const turns = new Map(found.map((one) => [one.webhook_id, one]));
    let more = false;
    for (const { organisation_id: organisation, webhook_id: webhook, failing_since } of turns.values()) {
      const { sending } = busy.get(webhook) ?? { sending: new Set() };
      const failing = failing_since !== null;
      // Those that fail leave half of all places to the others.
      const share = failing ? 2 : 1;
      const alike = (one: Busy) => !failing || one.failing;
      const most = Math.min(
        (failing ? 1 : atOnceForOne) - sending.size,
        atOnceForOrganisation / share - held((one) => one.organisation === organisation && alike(one)),
        atOnce / share - held(alike),
        atOnceForOrganisation - held((one) => one.organisation === organisation),
        atOnce - held(() => true),
      );
      if (most <= 0 || stop?.aborted) continue;
      const due = await db.all(deliveries.getDue, { organisation, webhook, ...times, most });
      if (due.length === 0) continue;
      more ||= due.length === most;
      last = { after: organisation, afterId: webhook };
      busy.set(webhook, { organisation, failing, sending });
      for (const delivery of due) {
        const one = sendOne(needs, delivery, stop)
          .catch((error) => needs.log.error({ err: error, webhook }, "an event could not be sent on"))
          .finally(() => {
            sending.delete(one);
            if (sending.size === 0) busy.delete(webhook);
          });
        sending.add(one);
      }
    }
    return more;
  }
  return {
    sendDue,
    /** Once one of those that are under way is over. */
    anyDone: () => Promise.race(all()),
    async settled() {
      await Promise.all(all());
    },
  };
}

async function sendOne(needs: SendingNeeds, due: Due, stop?: AbortSignal): Promise<void> {
  const { db, clock } = needs;
  const { organisation_id: organisation, id } = due;
  const claimed = await db.transaction((tx) =>
    tx.run(deliveries.claim, { organisation, id, tries: due.tries, leaseUntil: clock.now() + lease }),
  );
  if (claimed !== 1) return;
  const tries = due.tries + 1;
  const choices = { kind: "client", attributes: { "countersign.tries": tries } } as const;
  await inTrace("webhook delivery", (span) => sendClaimed(needs, due, tries, { stop, span }), choices);
}

async function sendClaimed(
  needs: SendingNeeds,
  due: Due,
  tries: number,
  { stop, span }: { stop: AbortSignal | undefined; span: Span | undefined },
): Promise<void> {
  const { db, clock, log } = needs;
  const { organisation_id: organisation, id, webhook_id: webhook } = due;
  const key = { organisation, id, tries };
  const [hook, event] = await Promise.all([
    db.first(store.get, { organisation, id: webhook }),
    db.first(deliveries.getEvent, { organisation, id: due.event_id }),
  ]);
  const giveUp = (failure: string) =>
    db.transaction((tx) => tx.run(deliveries.note, { ...key, takenAt: null, nextTryAt: null, status: null, failure }));
  if (hook?.status !== "on") return void (await giveUp(failures.off));
  if (!event) return void (await giveUp(failures.removed));
  const body = readableBody(organisation, event);
  if (body === undefined) return void (await giveUp(failures.unreadable));
  const answer = await send(needs, hook, { id: event.id, body }, stop);
  if ("status" in answer) span?.add({ "http.response.status_code": answer.status });
  if ("status" in answer && answer.status >= 200 && answer.status < 300) {
    await db.transaction(async (tx) => {
      const at = clock.now();
      await tx.run(deliveries.note, { ...key, takenAt: at, nextTryAt: null, status: answer.status, failure: null });
      await tx.run(store.noteTaken, { organisation, id: webhook, at });
    });
    return;
  }
  span?.failed("not-taken");
  // Told to stop in the middle: nobody knows, so it is sent again soon.
  if (stop?.aborted) return;
  const status = "status" in answer ? answer.status : null;
  const failure = "status" in answer ? answeredFailure(String(answer.status)) : answer.failure;
  log.warn({ webhook, delivery: id, tries, status }, "an event was not taken");
  // Gone, as the standard has it: nobody wants any more.
  if (status === 410) return stopWebhook(needs, hook, failures.gone);
  const wait = waitAfter(tries);
  await db.transaction(async (tx) => {
    const nextTryAt = wait === undefined ? null : clock.now() + wait;
    await tx.run(deliveries.note, { ...key, takenAt: null, nextTryAt, status, failure });
    await tx.run(store.noteFailing, { organisation, id: webhook, at: clock.now() });
  });
  if (hook.failing_since !== null && clock.now() - hook.failing_since > stopsAfter)
    await stopWebhook(needs, hook, failures.stopped);
}

type Hook = NonNullable<(typeof store.get)["row"]>;

/** What waits for it is given up, and can be sent again once it is turned on. */
async function stopWebhook({ db, clock, random }: SendingNeeds, hook: Hook, why: string): Promise<void> {
  const { organisation_id: organisation, id: webhook } = hook;
  await db.transaction(async (tx) => {
    if ((await tx.run(store.stop, { organisation, id: webhook, seen: hook.changed_at, at: clock.now() })) !== 1) return;
    await tx.run(deliveries.giveUpWaiting, { organisation, webhook, failure: why });
    await record(
      tx,
      { clock, random },
      {
        ...{ organisation, name: "webhook.stopped", actor: null, person: null },
        source: { address: "", userAgent: "" },
        details: { webhook, why },
      },
    );
  });
}

/** The present secret signs, and the former one while it still counts. */
async function send(
  { sealer, clock, webhookNetworks: allowed }: SendingNeeds,
  { organisation_id: organisation, id, url, sealed_secret, sealed_former, former_until }: Hook,
  { id: message, body }: { id: string; body: string },
  stop?: AbortSignal,
): Promise<Answer | { failure: string }> {
  const at = clock.now();
  const secrets: Uint8Array[] = [];
  try {
    secrets.push(sealer.unseal(sealed_secret, secretContext(organisation, id)));
    if (sealed_former !== null && former_until !== null && former_until > at)
      secrets.push(sealer.unseal(sealed_former, formerContext(organisation, id)));
  } catch (error) {
    if (error instanceof CannotUnseal) return { failure: failures.sealed };
    throw error;
  }
  const headers = headersOf({ id: message, at, body }, secrets);
  return post(url, { headers, body, within: answersWithin, allowed, stop }).catch((error) => ({
    failure: failureWords(error),
  }));
}

export type Tested = { outcome: "taken"; status: number } | { outcome: "refused"; words: string };

/** Sends once, now, something that has not happened. */
export async function sendTest(
  needs: SendingNeeds,
  { organisation, id }: { organisation: string; id: string },
): Promise<Tested | undefined> {
  const hook = await needs.db.first(store.get, { organisation, id });
  if (!hook) return undefined;
  const message = { id: newId(needs), body: testBody(organisation, needs.clock.now()) };
  const answer = await send(needs, hook, message);
  if ("failure" in answer) return { outcome: "refused", words: answer.failure };
  const { status } = answer;
  return status >= 200 && status < 300
    ? { outcome: "taken", status }
    : { outcome: "refused", words: answeredFailure(String(status)) };
}
