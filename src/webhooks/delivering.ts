// Sends events on: what has come into the chain becomes deliveries, and each is sent by one process at a time until it was
// taken or given up.
import type { BlockList } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import { record } from "../audit/actions.ts";
import { linkedAfter } from "../audit/chain/reading.ts";
import type { Database } from "../database/database.ts";
import { type Clock, day, second } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import { wants } from "./chosen.ts";
import { type Answer, failureWords, post } from "./outgoing.ts";
import { answersWithin, formerContext, lease, secretContext, stopsAfter, waitAfter } from "./rules.ts";
import { bodyOf, headersOf, testBody } from "./signing.ts";
import * as store from "./store.ts";

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
const atOnce = 40;
/** No delivery waits longer, so a moment beyond was set by a clock that has gone back since. */
const tooFar = 2 * day;

type Due = NonNullable<(typeof store.getDue)["row"]>;

export function keepSending(needs: SendingNeeds): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const sender = createSender(needs, stopping.signal);
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let wait = looksEvery;
      try {
        await spread(needs);
        await sender.sendDue();
      } catch (error) {
        needs.log.error({ err: error }, "webhooks could not be looked after");
        wait = afterTrouble;
      }
      await pause(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
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
export async function spread({ db, clock, random }: Pick<SendingNeeds, "db" | "clock" | "random">): Promise<number> {
  let made = 0;
  for (const behind of await db.all(store.getBehind, {})) {
    const { organisation_id: organisation, id, events, seq, begins_at } = behind;
    const linked = await linkedAfter(db, organisation, seq);
    const last = linked.at(-1)?.seq;
    if (last === undefined) continue;
    made += await db.transaction(async (tx) => {
      if ((await tx.run(store.moveOn, { organisation, id, from: seq, to: last })) !== 1) return 0;
      const wanted = linked.filter(
        ({ carried, name, at }) => !carried && name !== null && at !== null && at >= begins_at && wants(events, name),
      );
      for (const { event_id: event } of wanted)
        await tx.run(store.insertDelivery, {
          organisation,
          id: newId({ clock, random }),
          webhook: id,
          event,
          at: clock.now(),
        });
      return wanted.length;
    });
  }
  return made;
}

/** Each webhook has its own few at a time: one that hangs keeps nobody else's waiting. */
export function createSender(needs: SendingNeeds, stop?: AbortSignal) {
  const { db, clock } = needs;
  const busy = new Map<string, Set<Promise<void>>>();
  const underWay = () => [...busy.values()].reduce((sum, set) => sum + set.size, 0);

  async function sendDue(): Promise<void> {
    const now = clock.now();
    for (const { organisation_id: organisation, webhook_id: webhook } of await db.all(store.getDueWebhooks, {
      now,
      tooFar: now + tooFar,
    })) {
      const own = busy.get(webhook) ?? new Set();
      const most = Math.min(atOnceForOne - own.size, atOnce - underWay());
      if (most <= 0 || stop?.aborted) continue;
      busy.set(webhook, own);
      for (const due of await db.all(store.getDue, { organisation, webhook, now, tooFar: now + tooFar, most })) {
        const sending = sendOne(needs, due, stop)
          .catch((error) => needs.log.error({ err: error, webhook }, "an event could not be sent on"))
          .finally(() => {
            own.delete(sending);
            if (own.size === 0) busy.delete(webhook);
          });
        own.add(sending);
      }
      if (own.size === 0) busy.delete(webhook);
    }
  }
  return {
    sendDue,
    async settled() {
      await Promise.all([...busy.values()].flatMap((set) => [...set]));
    },
  };
}

async function sendOne(needs: SendingNeeds, due: Due, stop?: AbortSignal): Promise<void> {
  const { db, clock, log } = needs;
  const { organisation_id: organisation, id, webhook_id: webhook } = due;
  const claimed = await db.transaction((tx) =>
    tx.run(store.claim, { organisation, id, tries: due.tries, leaseUntil: clock.now() + lease }),
  );
  if (claimed !== 1) return;
  const tries = due.tries + 1;
  const key = { organisation, id, tries };
  const [hook, event] = await Promise.all([
    db.first(store.get, { organisation, id: webhook }),
    db.first(store.getEvent, { organisation, id: due.event_id }),
  ]);
  const giveUp = (failure: string) =>
    db.transaction((tx) => tx.run(store.note, { ...key, takenAt: null, nextTryAt: null, status: null, failure }));
  if (hook?.status !== "on") return void (await giveUp("The webhook is off."));
  if (!event) return void (await giveUp("The event's time is over; it was removed."));
  const answer = await send(needs, hook, { id: event.id, body: bodyOf(organisation, event) }, stop);
  if ("status" in answer && answer.status >= 200 && answer.status < 300) {
    await db.transaction(async (tx) => {
      const at = clock.now();
      await tx.run(store.note, { ...key, takenAt: at, nextTryAt: null, status: answer.status, failure: null });
      await tx.run(store.noteTaken, { organisation, id: webhook, at });
    });
    return;
  }
  // Told to stop in the middle: nobody knows, so it is sent again soon.
  if (stop?.aborted) return;
  const status = "status" in answer ? answer.status : null;
  const failure = "status" in answer ? `It answered ${answer.status}.` : answer.failure;
  log.warn({ webhook, delivery: id, tries, status }, "an event was not taken");
  // Gone, as the standard has it: nobody wants any more.
  if (status === 410) return stopWebhook(needs, hook, "It answered 410: it wants no more.");
  const wait = waitAfter(tries);
  await db.transaction(async (tx) => {
    const nextTryAt = wait === undefined ? null : clock.now() + wait;
    await tx.run(store.note, { ...key, takenAt: null, nextTryAt, status, failure });
    await tx.run(store.noteFailing, { organisation, id: webhook, at: clock.now() });
  });
  if (hook.failing_since !== null && clock.now() - hook.failing_since > stopsAfter)
    await stopWebhook(needs, hook, "Nothing was taken for five days.");
}

type Hook = NonNullable<(typeof store.get)["row"]>;

/** What waits for it is given up, and can be sent again once it is turned on. */
async function stopWebhook({ db, clock, random }: SendingNeeds, hook: Hook, why: string): Promise<void> {
  const { organisation_id: organisation, id: webhook } = hook;
  await db.transaction(async (tx) => {
    if ((await tx.run(store.stop, { organisation, id: webhook, at: clock.now() })) !== 1) return;
    await tx.run(store.giveUpWaiting, { organisation, webhook, failure: why });
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
  const secrets = [sealer.unseal(sealed_secret, secretContext(organisation, id))];
  if (sealed_former !== null && former_until !== null && former_until > at)
    secrets.push(sealer.unseal(sealed_former, formerContext(organisation, id)));
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
    : { outcome: "refused", words: `It answered ${status}.` };
}
