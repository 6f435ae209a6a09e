// `…/api-keys` by JSON, a person's own and the organisation's: the same but for whose they are and where.
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { apiKeyListSchema, madeKeySchema, showKey, wantedKeySchema } from "../api-keys/api-shapes.ts";
import { refusedKey } from "../api-keys/forms.ts";
import type { Database } from "../database/database.ts";
import { jsonAnswer, jsonBody, problems } from "../http/api.ts";
import type { Site } from "../http/web.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import { endKeyFor, keysFor, makeKeyFor, type Whose } from "./own-keys.ts";
import { freshProof, type Web } from "./web.ts";

type Needs = { db: Database; clock: Clock; random: Random; site: Site };
const tags = ["API keys"];
const security = [{ session: [] }];

export function addKeyRoutes(
  api: OpenAPIHono<Web>,
  needs: Needs,
  { whose, path }: { whose: Whose; path: "/me/api-keys" | "/api-keys" },
): void {
  const of = whose === "own" ? "your own" : "the organisation's";

  api.openapi(
    createRoute({
      method: "get",
      path,
      tags,
      security,
      summary: `API keys, ${of}; never their secrets`,
      responses: { 200: jsonAnswer(apiKeyListSchema, "The newest first."), ...problems(401, 403) },
    }),
    async (c) => c.json({ apiKeys: (await keysFor(c, needs, whose)).map(showKey) }, 200),
  );

  api.openapi(
    createRoute({
      method: "post",
      path,
      tags,
      security,
      middleware: freshProof(needs),
      summary: `Make an API key, ${of}, right after a second factor was given`,
      request: jsonBody(wantedKeySchema),
      responses: { 201: jsonAnswer(madeKeySchema, "Made."), ...problems(400, 401, 403, 409, 413, 415) },
    }),
    async (c) => {
      const made = await makeKeyFor(c, needs, whose, c.req.valid("json"));
      if (made.outcome !== "made") throw refusedKey(made);
      return c.json({ apiKey: showKey(made.key), key: made.text }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: `${path}/{id}`,
      tags,
      security,
      summary: `End an API key, ${of}, at once`,
      request: { params: z.object({ id: z.string() }) },
      responses: { 204: { description: "Ended." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await endKeyFor(c, needs, whose, c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
}
