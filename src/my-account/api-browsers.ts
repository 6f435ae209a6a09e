// `/me/trusted-browsers` and `/me/sessions`.

import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ListedBrowser } from "../access/browsers.ts";
import type { Web } from "../access/web.ts";
import { isoTime, jsonAnswer, problems, timeSchema } from "../http/api.ts";
import { describeUserAgent } from "../ui/index.ts";
import { endOwnOtherSessions, endOwnSession, endOwnTrust, ownSessions, ownTrustedBrowsers } from "./browsers.ts";
import { type AccountWebNeeds, changeOf } from "./web.ts";

const browserSchema = z.object({
  id: z.string(),
  device: z.string().openapi({ example: "Chrome on Android" }),
  address: z.string(),
  createdAt: timeSchema,
  lastUsedAt: timeSchema,
  expiresAt: timeSchema,
});
const trustedBrowserSchema = browserSchema.openapi("TrustedBrowser");
const sessionSchema = browserSchema.extend({ current: z.boolean() }).openapi("OwnSession");

const tags = ["Own browsers"];
const security = [{ session: [] }];
const byId = z.object({ id: z.string() });

export function addBrowserRoutes(api: OpenAPIHono<Web>, needs: AccountWebNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/me/trusted-browsers",
      tags,
      security,
      summary: "The browsers on which no code is asked for",
      responses: {
        200: jsonAnswer(z.object({ trustedBrowsers: z.array(trustedBrowserSchema) }), "Last used first."),
        ...problems(401),
      },
    }),
    async (c) => {
      const browsers = await ownTrustedBrowsers(needs.db, needs, c.var.visitor);
      return c.json({ trustedBrowsers: browsers.map(show) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/me/trusted-browsers/{id}",
      tags,
      security,
      summary: "End trust in a browser",
      request: { params: byId },
      responses: { 204: { description: "Ended." }, ...problems(401, 404) },
    }),
    async (c) => {
      await endOwnTrust(needs, changeOf(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/me/sessions",
      tags,
      security,
      summary: "Where you are signed in",
      responses: {
        200: jsonAnswer(z.object({ sessions: z.array(sessionSchema) }), "This session first."),
        ...problems(401),
      },
    }),
    async (c) => {
      const sessions = await ownSessions(needs.db, needs, c.var.visitor);
      return c.json({ sessions: sessions.map((session) => ({ ...show(session), current: session.current })) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/me/sessions/{id}",
      tags,
      security,
      summary: "End another session",
      request: { params: byId },
      responses: { 204: { description: "Ended." }, ...problems(401, 404, 409) },
    }),
    async (c) => {
      await endOwnSession(needs, changeOf(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/me/sessions",
      tags,
      security,
      summary: "Sign out everywhere else: every session but this one, and sign-ins on their way",
      responses: { 200: jsonAnswer(z.object({ ended: z.int() }), "How many sessions ended."), ...problems(401) },
    }),
    async (c) => c.json({ ended: await endOwnOtherSessions(needs, changeOf(c)) }, 200),
  );
}

const show = (browser: ListedBrowser): z.infer<typeof browserSchema> => ({
  id: browser.id,
  device: describeUserAgent(browser.userAgent),
  address: browser.address,
  createdAt: isoTime(browser.createdAt),
  lastUsedAt: isoTime(browser.lastUsedAt),
  expiresAt: isoTime(browser.expiresAt),
});
