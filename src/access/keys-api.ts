// `…/api-keys` by JSON, a person's own and the organisation's: the same but for whose they are and where.
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { apiKeyListSchema, madeKeySchema, showKey, wantedKeySchema } from "../api-keys/api-shapes.ts";
import { refusedKey } from "../api-keys/forms.ts";
import type { Database } from "../database/database.ts";
import { jsonAnswer, jsonBody, problems } from "../http/api.ts";
import type { Site } from "../http/web.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import { endKeyFor, everyKey, keysFor, makeKeyFor, type Whose } from "./own-keys.ts";
import { freshProof, type Web } from "./web.ts";

type Needs = { db: Database; clock: Clock; random: Random; site: Site };
const tags = ["API keys"];
const security = [{ session: [] }];

const whoseSchema = z
  .enum(["organisation", "everybody"])
  .default("organisation")
  .openapi({ description: "`everybody`: those of the organisation's people as well, each with its `owner`." });

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
      request: whose === "own" ? {} : { query: z.object({ whose: whoseSchema }) },
      responses: { 200: jsonAnswer(apiKeyListSchema, "The newest first."), ...problems(400, 401, 403) },
    }),
    async (c) => {
      const everybodys = whose === "organisation" && c.req.query("whose") === "everybody";
      if (!everybodys) return c.json({ apiKeys: (await keysFor(c, needs, whose)).map((key) => showKey(key)) }, 200);
      return c.json({ apiKeys: (await everyKey(c, needs)).map(({ key, owner }) => ({ ...showKey(key), owner })) }, 200);
    },
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
      summary:
        whose === "own"
          ? "End an API key of your own at once"
          : "End an API key at once, the organisation's or anybody's in it; by an API key, the organisation's alone",
      request: { params: z.object({ id: z.string() }) },
      responses: { 204: { description: "Ended." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await endKeyFor(c, needs, whose, c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
}
