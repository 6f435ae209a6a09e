// What administrators do with webhooks.
import { record } from "../../audit/actions.ts";
import type { Transaction } from "../../database/database.ts";
import { isId } from "../../kernel/ids.ts";
import { invalid, notFound, Problem } from "../../kernel/problem.ts";
import {
  addWebhook,
  type Counts,
  changeWebhook,
  countsOf,
  type Delivery,
  deliveriesOf,
  removeWebhook,
  replay,
  replayAll,
  rotateSecret,
  type Webhook,
  webhookById,
  webhookLocked,
  webhooksOf,
} from "../../webhooks/actions.ts";
import { readEvents } from "../../webhooks/chosen.ts";
import { sendTest, type Tested } from "../../webhooks/delivering.ts";
import { mostWebhooks, readUrl } from "../../webhooks/rules.ts";
import { words } from "../../words/index.ts";
import type { By } from "../people.ts";
import { longestPage, pageLength } from "../rules.ts";
import type { AdminNeeds } from "../web.ts";

export interface TypedWebhook {
  url: string;
  /** Names of the catalogue; '*' for all. */
  events: readonly string[];
}

export interface ListedWebhook extends Webhook {
  counts: Counts;
}

type Needs = AdminNeeds;

const none: Counts = { waiting: 0, givenUp: 0 };

export async function listWebhooks({ db }: Pick<Needs, "db">, organisation: string): Promise<ListedWebhook[]> {
  const [all, counts] = await Promise.all([webhooksOf(db, organisation), countsOf(db, organisation)]);
  return all.map((webhook) => ({ ...webhook, counts: counts.get(webhook.id) ?? none }));
}

/** @throws Problem `not-found` */
export async function requireWebhook(
  { db }: Pick<Needs, "db">,
  organisation: string,
  id: string,
): Promise<ListedWebhook> {
  const webhook = await webhookById(db, organisation, id);
  if (!webhook) throw notFound("webhook");
  return { ...webhook, counts: (await countsOf(db, organisation)).get(id) ?? none };
}

/** @throws Problem `invalid`, `too-many-webhooks` */
export async function add(needs: Needs, by: By, typed: TypedWebhook): Promise<{ id: string; secret: string }> {
  const wanted = read(typed);
  return needs.db.transaction(async (tx) => {
    const added = await addWebhook(tx, needs, { ...by, ...wanted });
    if (added.outcome === "too-many")
      throw new Problem("too-many-webhooks", 409, ({ consoleWebhooks }) => consoleWebhooks.tooMany(mostWebhooks));
    return added;
  });
}

/** @throws Problem `invalid`, `not-found` */
export async function change(
  needs: Needs,
  by: By,
  id: string,
  typed: Partial<TypedWebhook> & { on?: boolean | undefined },
): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const before = await webhookLocked(tx, by.organisation, id);
    if (!before) throw notFound("webhook");
    const events = before.events === "all" ? ["*"] : before.events;
    const wanted = read({ url: typed.url ?? before.url, events: typed.events ?? events });
    await changeWebhook(tx, needs, { ...by, ...wanted, id, on: typed.on ?? before.status === "on" });
  });
}

/** @returns the new secret, which is shown this once @throws Problem `not-found`, `changed-meanwhile` */
export async function rotate(needs: Needs, by: By, id: string): Promise<string> {
  return needs.db.transaction(async (tx) => {
    await known(tx, by.organisation, id);
    const secret = await rotateSecret(tx, needs, { ...by, id });
    if (secret !== undefined) return secret;
    throw new Problem("changed-meanwhile", 409, ({ consoleWebhooks }) => consoleWebhooks.secretReplacedMeanwhile);
  });
}

/** @throws Problem `not-found` */
export async function remove(needs: Needs, by: By, id: string): Promise<void> {
  await needs.db.transaction(async (tx) => {
    if (!isId(id) || !(await removeWebhook(tx, needs, { ...by, id }))) throw notFound("webhook");
  });
}

/** One test, sent at once. @throws Problem `not-found` */
export async function test(needs: Needs, organisation: string, id: string): Promise<Tested> {
  const tested = isId(id) ? await sendTest(needs, { organisation, id }) : undefined;
  if (!tested) throw notFound("webhook");
  return tested;
}

/** Newest first. @throws Problem `invalid`, `not-found` */
export async function listDeliveries(
  needs: Pick<Needs, "db">,
  organisation: string,
  webhook: string,
  wanted: { after?: string | undefined; only?: "given-up" | undefined; limit?: number | undefined },
): Promise<{ deliveries: Delivery[]; next: string | undefined }> {
  const { after, only, limit: asked = pageLength } = wanted;
  if (after !== undefined && !isId(after)) throw invalid(({ failures }) => failures.placeUnreadable);
  await requireWebhook(needs, organisation, webhook);
  const limit = Math.min(Math.max(1, asked), longestPage);
  const found = await deliveriesOf(needs.db, { organisation, webhook, after, only, limit });
  return { deliveries: found.slice(0, limit), next: found.length > limit ? found[limit - 1]?.id : undefined };
}

/** @throws Problem `not-found` where there is none, or it is on its way */
export async function sendAgain(needs: Needs, by: By, { webhook, id }: { webhook: string; id: string }): Promise<void> {
  const { organisation } = by;
  await needs.db.transaction(async (tx) => {
    await known(tx, organisation, webhook);
    if (!(await replay(tx, needs, { organisation, webhook, id }))) throw notFound("delivery that is not on its way");
    await tell(tx, needs, by, webhook, 1);
  });
}

/** Every one that was given up. @returns how many @throws Problem `not-found` */
export async function sendAllAgain(needs: Needs, by: By, webhook: string): Promise<number> {
  const { organisation } = by;
  return needs.db.transaction(async (tx) => {
    await known(tx, organisation, webhook);
    const many = await replayAll(tx, needs, { organisation, webhook });
    if (many > 0) await tell(tx, needs, by, webhook, many);
    return many;
  });
}

async function known(tx: Transaction, organisation: string, id: string): Promise<Webhook> {
  const webhook = await webhookById(tx, organisation, id);
  if (!webhook) throw notFound("webhook");
  return webhook;
}

const tell = (tx: Transaction, needs: Needs, { organisation, actor, source }: By, webhook: string, many: number) =>
  record(tx, needs, {
    ...{ organisation, name: "webhook.sent-again", actor, person: null, source },
    details: { webhook, deliveries: many },
  });

function read({ url: typedUrl, events: typedEvents }: TypedWebhook) {
  const url = readUrl(typedUrl);
  const wrong = (field: "url" | "events", said: "badAddress" | "badEvents") =>
    invalid(({ consoleWebhooks }) => consoleWebhooks[said], {
      errors: [{ field, message: words.en.consoleWebhooks[said] }],
    });
  if (url === undefined) throw wrong("url", "badAddress");
  const events = readEvents(typedEvents);
  if (events === undefined) throw wrong("events", "badEvents");
  return { url, events };
}
