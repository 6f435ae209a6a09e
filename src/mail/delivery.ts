// Takes letters that are due out of the outbox and hands them to the mail server: each by one process at a time, until it
// was taken or given up. What a letter says is decided above.
import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "pino";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { type Clock, second } from "../kernel/clock.ts";
import { inTrace, type Span } from "../kernel/spans.ts";
import { failureWords, lease, noServer, type SmtpError, tooFarFrom, waitAfter } from "./rules.ts";
import type { Message, Post } from "./smtp.ts";
import * as store from "./store.ts";

export type WaitingLetter = Tables["outbox"];

/** The letter as it goes out, or why it never can. */
export type Render = (letter: WaitingLetter) => Promise<Message | { undeliverable: string }>;

export interface DeliveryNeeds {
  db: Database;
  clock: Clock;
  post: Post;
  log: Logger;
}

const atOnce = 5;
const looksEvery = second;
const afterTrouble = 10 * second;
/** Letters on their way get this long when the process is told to stop. */
const stopsWithin = 8 * second;

/** Looks for letters every second, which is one look into an index where there are none. */
export function keepDelivering(needs: DeliveryNeeds, render: Render): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const hurry = new AbortController();
  const running = deliver();
  return {
    async stop() {
      stopping.abort();
      const late = setTimeout(() => hurry.abort(), stopsWithin);
      await running;
      clearTimeout(late);
    },
  };

  async function deliver(): Promise<void> {
    let released = false;
    while (!stopping.signal.aborted) {
      let wait = looksEvery;
      try {
        if (!released) await releaseWaiting(needs);
        released = true;
        if ((await deliverDue(needs, render, hurry.signal)) === store.portion) wait = 0;
      } catch (error) {
        needs.log.error({ err: error }, "letters could not be looked for");
        wait = afterTrouble;
      }
      await pause(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  }
}

/** What waited for a mail server to be set up goes out now that there is one. */
async function releaseWaiting({ db, clock, post }: DeliveryNeeds): Promise<void> {
  if (post.sends) await db.transaction((tx) => tx.run(store.release, { failure: noServer, now: clock.now() }));
}

/** One round. @returns how many were due */
export async function deliverDue(needs: DeliveryNeeds, render: Render, stop?: AbortSignal): Promise<number> {
  const now = needs.clock.now();
  const due = await needs.db.all(store.getDue, { now, tooFar: tooFarFrom(now) });
  for (let i = 0; i < due.length && !stop?.aborted; i += atOnce) {
    await Promise.all(due.slice(i, i + atOnce).map((letter) => deliverOne(needs, render, letter, stop)));
  }
  return due.length;
}

type Due = Pick<WaitingLetter, "organisation_id" | "id" | "tries">;

async function deliverOne(needs: DeliveryNeeds, render: Render, due: Due, stop?: AbortSignal): Promise<void> {
  const { db, clock } = needs;
  const key = { organisation: due.organisation_id, id: due.id };
  const leaseUntil = clock.now() + lease;
  const letter = await db.transaction((tx) => tx.first(store.claim, { ...key, tries: due.tries, leaseUntil }));
  if (!letter) return;
  const { kind, tries } = letter;
  const choices = { kind: "client", attributes: { "countersign.letter": kind, "countersign.tries": tries } } as const;
  await inTrace("mail delivery", (span) => deliverClaimed(needs, render, letter, { stop, span }), choices);
}

async function deliverClaimed(
  needs: DeliveryNeeds,
  render: Render,
  letter: WaitingLetter,
  { stop, span }: { stop: AbortSignal | undefined; span: Span | undefined },
): Promise<void> {
  const { db, clock } = needs;
  const key = { organisation: letter.organisation_id, id: letter.id };
  const failure = await send(needs, render, letter, stop);
  if (failure) span?.failed("not-taken");
  const held = { ...key, tries: letter.tries };
  if (!failure) {
    await db.transaction((tx) => tx.run(store.markSent, { ...held, at: clock.now() }));
    return;
  }
  const wait = failure.final ? undefined : waitAfter(letter.tries);
  const nextTryAt = wait === undefined ? null : clock.now() + wait;
  await db.transaction((tx) => tx.run(store.markFailed, { ...held, failure: failure.words, nextTryAt }));
}

interface Failure {
  words: string;
  /** Another try would end the same way. */
  final: boolean;
}

async function send(
  { post, log }: DeliveryNeeds,
  render: Render,
  letter: WaitingLetter,
  stop?: AbortSignal,
): Promise<Failure | undefined> {
  const { id, kind, tries } = letter;
  let message: Message;
  try {
    const rendered = await render(letter);
    if ("undeliverable" in rendered) return { words: rendered.undeliverable, final: true };
    message = rendered;
  } catch (error) {
    log.error({ err: error, letter: id, kind }, "a letter could not be written");
    return { words: "The letter could not be written; see the log.", final: false };
  }
  if (!post.sends) {
    if (tries === 1) log.info({ letter: id, subject: message.subject }, "a letter waits: no mail server is set up");
    return { words: noServer, final: false };
  }
  try {
    await post.send(message, stop);
    return undefined;
  } catch (error) {
    const words = failureWords(error as SmtpError);
    log.warn({ letter: id, kind, tries, failure: words }, "a letter was not taken");
    return { words, final: false };
  }
}
