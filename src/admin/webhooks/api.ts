// `/webhooks`: what the console does with them, for programs.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../../http/api.ts";
import type { Delivery } from "../../webhooks/actions.ts";
import { longestUrl } from "../../webhooks/rules.ts";
import { longestPage } from "../rules.ts";
import { type AdminNeeds, by } from "../web.ts";
import {
  add,
  change,
  type ListedWebhook,
  listDeliveries,
  listWebhooks,
  remove,
  requireWebhook,
  rotate,
  sendAgain,
  sendAllAgain,
  test,
} from "./actions.ts";

const tags = ["Webhooks"];
const security = [{ session: [] }];
const params = z.object({ id: z.string().openapi({ description: "The webhook's id." }) });

const fields = {
  url: typedText(longestUrl).openapi({ description: "https; http only into networks that the operator allowed." }),
  events: z.array(z.string().max(60)).min(1).max(200).openapi({ description: "Names of the catalogue; `*` for all." }),
};
const webhookSchema = z
  .object({
    id: z.string(),
    ...fields,
    status: z.enum(["on", "off", "stopped"]).openapi({
      description: "`stopped`: nothing was taken for five days, or it answered 410.",
    }),
    formerSecretUntil: timeSchema.nullable().openapi({ description: "Until then the former secret signs as well." }),
    createdAt: timeSchema,
    failingSince: timeSchema.nullable(),
    lastTakenAt: timeSchema.nullable(),
    waiting: z.int(),
    givenUp: z.int(),
  })
  .openapi("Webhook");
const secretSchema = z.string().openapi({ description: "Shown this once: `whsec_` and 32 bytes in base64." });
const deliverySchema = z
  .object({
    id: z.string(),
    event: z.string().openapi({ description: "The event's id, and `webhook-id` of what is sent." }),
    name: z.string().nullable().openapi({ description: "null: the event was removed, its time being over." }),
    state: z.enum(["waiting", "taken", "given-up"]),
    createdAt: timeSchema,
    nextTryAt: timeSchema.nullable(),
    takenAt: timeSchema.nullable(),
    tries: z.int(),
    status: z.int().nullable().openapi({ description: "Of the last answer." }),
    failure: z.string().nullable(),
  })
  .openapi("WebhookDelivery");

export function addWebhookRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);

  api.openapi(
    createRoute({
      ...{ method: "get", path: "/webhooks", tags, security },
      summary: "The webhooks that events are sent on to",
      responses: {
        200: jsonAnswer(z.object({ webhooks: z.array(webhookSchema) }), "All of them, oldest first."),
        ...problems(401, 403),
      },
    }),
    async (c) => c.json({ webhooks: (await listWebhooks(needs, c.var.organisation.id)).map(show) }, 200),
  );

  api.openapi(
    createRoute({
      ...{ method: "post", path: "/webhooks", tags, security, middleware: fresh },
      summary: "Add a webhook; it is sent what happens from now on",
      request: jsonBody(z.strictObject(fields)),
      responses: {
        201: jsonAnswer(z.object({ ...webhookSchema.shape, secret: secretSchema }), "Added."),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      const { id, secret } = await add(needs, by(c), c.req.valid("json"));
      return c.json({ ...show(await requireWebhook(needs, c.var.organisation.id, id)), secret }, 201);
    },
  );

  api.openapi(
    createRoute({
      ...{ method: "get", path: "/webhooks/{id}", tags, security },
      summary: "One webhook",
      request: { params },
      responses: { 200: jsonAnswer(webhookSchema, "The webhook."), ...problems(401, 403, 404) },
    }),
    async (c) => c.json(show(await requireWebhook(needs, c.var.organisation.id, c.req.valid("param").id)), 200),
  );

  api.openapi(
    createRoute({
      ...{ method: "patch", path: "/webhooks/{id}", tags, security, middleware: fresh },
      summary: "Change a webhook, or turn it on or off; what is not given stays",
      request: {
        params,
        ...jsonBody(
          z.strictObject({
            url: fields.url.optional(),
            events: fields.events.optional(),
            on: z.boolean().optional().openapi({ description: "Turned on it is sent what happens from then on." }),
          }),
        ),
      },
      responses: { 200: jsonAnswer(webhookSchema, "Changed."), ...problems(400, 401, 403, 404, 413, 415) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { url, events, on } = c.req.valid("json");
      await change(needs, by(c), id, { ...(url === undefined ? {} : { url }), ...(events ? { events } : {}), on });
      return c.json(show(await requireWebhook(needs, c.var.organisation.id, id)), 200);
    },
  );

  api.openapi(
    createRoute({
      ...{ method: "delete", path: "/webhooks/{id}", tags, security, middleware: fresh },
      summary: "Remove a webhook, with everything that waits for it",
      request: { params },
      responses: { 204: { description: "Removed." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await remove(needs, by(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      ...{ method: "post", path: "/webhooks/{id}/secret", tags, security, middleware: fresh },
      summary: "Make another secret; the former one signs beside it for a day",
      request: { params },
      responses: {
        200: jsonAnswer(z.object({ secret: secretSchema }), "The new secret."),
        ...problems(401, 403, 404, 409),
      },
    }),
    async (c) => c.json({ secret: await rotate(needs, by(c), c.req.valid("param").id) }, 200),
  );

  api.openapi(
    createRoute({
      ...{ method: "post", path: "/webhooks/{id}/test", tags, security, middleware: fresh },
      summary: "Send a test, once and now",
      request: { params },
      responses: {
        200: jsonAnswer(
          z.object({
            taken: z.boolean(),
            status: z.int().nullable(),
            failure: z.string().nullable(),
          }),
          "What came of it.",
        ),
        ...problems(401, 403, 404),
      },
    }),
    async (c) => {
      const tested = await test(needs, c.var.organisation.id, c.req.valid("param").id);
      return tested.outcome === "taken"
        ? c.json({ taken: true, status: tested.status, failure: null }, 200)
        : c.json({ taken: false, status: null, failure: tested.words }, 200);
    },
  );

  api.openapi(
    createRoute({
      ...{ method: "get", path: "/webhooks/{id}/deliveries", tags, security },
      summary: "What was sent to a webhook and what waits, newest first",
      request: {
        params,
        query: z.object({
          after: z.string().max(100).optional().openapi({ description: "`next` of the page before." }),
          only: z.enum(["given-up"]).optional(),
          limit: z.coerce.number().int().min(1).max(longestPage).optional(),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({ deliveries: z.array(deliverySchema), next: z.string().nullable() }),
          "A page of them.",
        ),
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { deliveries, next } = await listDeliveries(needs, c.var.organisation.id, id, c.req.valid("query"));
      return c.json({ deliveries: deliveries.map(showDelivery), next: next ?? null }, 200);
    },
  );

  api.openapi(
    createRoute({
      ...{ method: "post", path: "/webhooks/{id}/deliveries/again", tags, security },
      summary: "Send everything again that was given up",
      request: { params },
      responses: { 200: jsonAnswer(z.object({ deliveries: z.int() }), "How many."), ...problems(401, 403, 404) },
    }),
    async (c) => c.json({ deliveries: await sendAllAgain(needs, by(c), c.req.valid("param").id) }, 200),
  );

  api.openapi(
    createRoute({
      ...{ method: "post", path: "/webhooks/{id}/deliveries/{delivery}/again", tags, security },
      summary: "Send one again, that was given up or taken",
      request: { params: params.extend({ delivery: z.string() }) },
      responses: { 204: { description: "On its way." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      const { id: webhook, delivery } = c.req.valid("param");
      await sendAgain(needs, by(c), { webhook, id: delivery });
      return c.body(null, 204);
    },
  );
}

const timeOrNull = (at: number | undefined): string | null => (at === undefined ? null : isoTime(at));

const show = ({ id, url, events, status, formerUntil, createdAt, counts, ...at }: ListedWebhook) => ({
  ...{ id, url, events: events === "all" ? ["*"] : events, status },
  formerSecretUntil: timeOrNull(formerUntil),
  createdAt: isoTime(createdAt),
  failingSince: timeOrNull(at.failingSince),
  lastTakenAt: timeOrNull(at.lastTakenAt),
  ...counts,
});

const showDelivery = ({ createdAt, nextTryAt, takenAt, name, status, failure, ...delivery }: Delivery) => ({
  ...delivery,
  name: name ?? null,
  createdAt: isoTime(createdAt),
  nextTryAt: timeOrNull(nextTryAt),
  takenAt: timeOrNull(takenAt),
  status: status ?? null,
  failure: failure ?? null,
});
