// `/people/{id}/sessions` and `/people/{id}/trusted-browsers`: what an administrator sees of them and may end.
import { createRoute, z } from "@hono/zod-openapi";
import { sessionsOfPerson, trustedBrowsersOfPerson } from "../access/browsers.ts";
import type { Web } from "../access/web.ts";
import { type createApi, jsonAnswer, problems } from "../http/api.ts";
import { policyOf } from "../policy/actions.ts";
import { sessionListSchema, showBrowser, showSession, trustedBrowserListSchema } from "./api-shapes.ts";
import { endSessionOf, endTrustOf, signOutEverywhere } from "./browsers.ts";
import { requirePerson } from "./people.ts";
import { personParams, security, tags } from "./people-api.ts";
import { type AdminNeeds, by } from "./web.ts";

export function addBrowserRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/people/{id}/sessions",
      tags,
      security,
      summary: "Where a person is signed in, the latest used first",
      request: { params: personParams },
      responses: { 200: jsonAnswer(sessionListSchema, "Their sessions."), ...problems(401, 403, 404) },
    }),
    async (c) => {
      const person = await requirePerson(needs.db, c.var.organisation.id, c.req.valid("param").id);
      const sessions = await sessionsOfPerson(needs.db, needs, person);
      return c.json({ sessions: sessions.map(showSession) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/people/{id}/sessions",
      tags,
      security,
      summary: "Sign a person out everywhere; sign-ins on their way end too",
      request: { params: personParams },
      responses: { 204: { description: "Signed out." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await signOutEverywhere(needs, { ...by(c), person: c.req.valid("param").id });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/people/{id}/sessions/{session}",
      tags,
      security,
      summary: "End one session of a person",
      request: { params: personParams.extend({ session: z.string() }) },
      responses: { 204: { description: "Ended." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      const { id, session } = c.req.valid("param");
      await endSessionOf(needs, { ...by(c), person: id }, session);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/people/{id}/trusted-browsers",
      tags,
      security,
      summary: "The browsers on which a person is not asked for the second step",
      request: { params: personParams },
      responses: { 200: jsonAnswer(trustedBrowserListSchema, "Their trusted browsers."), ...problems(401, 403, 404) },
    }),
    async (c) => {
      const person = await requirePerson(needs.db, c.var.organisation.id, c.req.valid("param").id);
      const { policy } = await policyOf(needs.db, person.organisation_id);
      const browsers = await trustedBrowsersOfPerson(needs.db, needs, person, policy);
      return c.json({ trustedBrowsers: browsers.map(showBrowser) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/people/{id}/trusted-browsers/{browser}",
      tags,
      security,
      summary: "End the trust in one browser of a person",
      request: { params: personParams.extend({ browser: z.string() }) },
      responses: { 204: { description: "Ended." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      const { id, browser } = c.req.valid("param");
      await endTrustOf(needs, { ...by(c), person: id }, browser);
      return c.body(null, 204);
    },
  );
}
