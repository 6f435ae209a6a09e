// `/me/recovery-codes`.
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Web } from "../access/web.ts";
import { isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../http/api.ts";
import { secondFactorOf } from "./overview.ts";
import { makeNewCodes, noteCodesSaved } from "./second-factor.ts";
import { type AccountWebNeeds, changeOf } from "./web.ts";
import { wrongPassword } from "./words.ts";

const tags = ["Own second factor"];
const security = [{ session: [] }];

export function addRecoveryCodeRoutes(api: OpenAPIHono<Web>, needs: AccountWebNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/me/recovery-codes",
      tags,
      security,
      summary: "How many recovery codes are left",
      responses: {
        200: jsonAnswer(
          z.object({ left: z.int(), madeAt: timeSchema.nullable(), savedAt: timeSchema.nullable() }),
          "The codes themselves were shown once and are never shown again.",
        ),
        ...problems(401),
      },
    }),
    async (c) => {
      const { codes } = await secondFactorOf(needs, c.var.visitor);
      const time = (at: number | null | undefined) => (at == null ? null : isoTime(at));
      return c.json({ left: codes?.left ?? 0, madeAt: time(codes?.madeAt), savedAt: time(codes?.savedAt) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/me/recovery-codes",
      tags,
      security,
      summary: "Make ten new recovery codes: the old ones stop working, trusted browsers end",
      request: jsonBody(z.strictObject({ password: typedText(4096) })),
      responses: {
        201: jsonAnswer(z.object({ recoveryCodes: z.array(z.string()) }), "Shown once."),
        ...problems(400, 401, 403, 409, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      const made = await makeNewCodes(needs, changeOf(c), c.req.valid("json").password);
      if (made.outcome === "wrong-password") throw wrongPassword();
      return c.json({ recoveryCodes: made.recoveryCodes }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/me/recovery-codes/saved",
      tags,
      security,
      summary: "Say how the recovery codes were saved",
      request: jsonBody(z.strictObject({ saved: z.enum(["downloaded", "copied", "printed"]) })),
      responses: { 204: { description: "Noted." }, ...problems(400, 401, 409, 413, 415) },
    }),
    async (c) => {
      await noteCodesSaved(needs, changeOf(c), c.req.valid("json").saved);
      return c.body(null, 204);
    },
  );
}
