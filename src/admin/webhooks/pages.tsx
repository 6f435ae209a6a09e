// `/admin/webhooks`: where events are sent on to, and what became of each.
import type { Context, Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { Problem } from "../../kernel/problem.ts";
import { names } from "../../webhooks/chosen.ts";
import { type AdminNeeds, by } from "../web.ts";
import {
  add,
  change,
  listDeliveries,
  listWebhooks,
  remove,
  requireWebhook,
  rotate,
  sendAgain,
  sendAllAgain,
  type TypedWebhook,
  test,
} from "./actions.ts";
import { SecretPage, WebhookForm } from "./form-views.tsx";
import { OneWebhookPage, WebhooksPage } from "./views.tsx";

const here = "/admin/webhooks";

export function addWebhookPages(pages: Hono<Web>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);
  // What was pressed on a webhook's page is pressed again there.
  const freshAtOne = freshProof(needs, (c) => c.req.path.replace(/\/[^/]*$/, ""));
  const organisationOf = (c: Context<Web>) => c.var.organisation.id;

  pages.get(here, async (c) => {
    const webhooks = await listWebhooks(needs, organisationOf(c));
    const removed = c.req.query("done") === "removed";
    return answerPage(c, <WebhooksPage {...{ visitor: c.var.visitor, webhooks, removed, now: needs.clock.now() }} />);
  });

  pages.use(`${here}/new`, fresh);
  pages.get(`${here}/new`, (c) => form(c, undefined, { url: "", events: ["*"] }));
  pages.post(`${here}/new`, async (c) => {
    const typed = await typedIn(c);
    const added = await orTrouble(add(needs, by(c), typed));
    if (added instanceof Problem) return form(c, undefined, typed, added);
    return answerPage(c, <SecretPage visitor={c.var.visitor} {...added} isNew />, 201);
  });

  pages.get(`${here}/:id`, (c) => onePage(c, c.req.param("id")));

  pages.use(`${here}/:id/change`, fresh);
  pages.get(`${here}/:id/change`, async (c) => {
    const { id, url, events } = await requireWebhook(needs, organisationOf(c), c.req.param("id"));
    return form(c, id, { url, events: events === "all" ? ["*"] : events });
  });
  pages.post(`${here}/:id/change`, async (c) => {
    const id = c.req.param("id");
    const typed = await typedIn(c);
    const changed = await orTrouble(change(needs, by(c), id, typed));
    if (changed instanceof Problem) return form(c, id, typed, changed);
    return c.redirect(`${here}/${id}?done=changed`, 303);
  });

  pages.post(`${here}/:id/activation`, freshAtOne, (c) => turn(c, true));
  pages.post(`${here}/:id/deactivation`, freshAtOne, (c) => turn(c, false));

  pages.post(`${here}/:id/secret`, freshAtOne, async (c) => {
    const id = c.req.param("id");
    const secret = await rotate(needs, by(c), id);
    return answerPage(c, <SecretPage visitor={c.var.visitor} id={id} secret={secret} isNew={false} />);
  });

  pages.post(`${here}/:id/test`, freshAtOne, async (c) => {
    const id = c.req.param("id");
    return onePage(c, id, { tested: await test(needs, organisationOf(c), id) });
  });

  pages.post(`${here}/:id/all-again`, async (c) => {
    const id = c.req.param("id");
    await sendAllAgain(needs, by(c), id);
    return c.redirect(`${here}/${id}?done=again`, 303);
  });
  pages.post(`${here}/:id/deliveries/:delivery/again`, async (c) => {
    const { id, delivery } = c.req.param();
    await sendAgain(needs, by(c), { webhook: id, id: delivery });
    return c.redirect(`${here}/${id}?done=again`, 303);
  });

  pages.use(`${here}/:id/removal`, fresh);
  pages.get(`${here}/:id/removal`, (c) => onePage(c, c.req.param("id"), { removing: true }));
  pages.post(`${here}/:id/removal`, async (c) => {
    await remove(needs, by(c), c.req.param("id"));
    return c.redirect(`${here}?done=removed`, 303);
  });

  async function turn(c: Context<Web>, on: boolean) {
    const id = c.req.param("id") as string;
    await change(needs, by(c), id, { on });
    return c.redirect(`${here}/${id}?done=${on ? "on" : "off"}`, 303);
  }

  async function onePage(
    c: Context<Web>,
    id: string,
    more: Pick<Parameters<typeof OneWebhookPage>[0], "removing" | "tested"> = {},
  ) {
    const webhook = await requireWebhook(needs, organisationOf(c), id);
    const only = c.req.query("only") === "given-up" ? ("given-up" as const) : undefined;
    const after = c.req.query("after");
    const page = await listDeliveries(needs, organisationOf(c), id, { after, only });
    const props = { visitor: c.var.visitor, webhook, page, only, first: !after, now: needs.clock.now() };
    return answerPage(c, <OneWebhookPage {...props} done={c.req.query("done")} {...more} />);
  }

  function form(c: Context<Web>, id: string | undefined, typed: TypedWebhook, trouble?: Problem) {
    return answerPage(
      c,
      <WebhookForm {...{ visitor: c.var.visitor, id, typed, trouble }} />,
      trouble ? trouble.status : 200,
    );
  }
}

/** What was typed is shown again beside what is wrong with it. */
async function orTrouble<T>(done: Promise<T>): Promise<T | Problem> {
  return done.catch((error) => {
    if (error instanceof Problem && (error.status === 400 || error.status === 409)) return error;
    throw error;
  });
}

async function typedIn(c: Context<Web>): Promise<TypedWebhook> {
  const form = await readForm(c);
  const all = form.get("which") !== "chosen";
  return { url: form.get("url"), events: all ? ["*"] : names.filter((name) => form.get(`event:${name}`) === "yes") };
}
