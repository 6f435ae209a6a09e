// `/me/authenticators` and `/me/second-factor`.
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Web } from "../access/web.ts";
import { authenticatorsOf, type ShownAuthenticator } from "../authenticators/totp/actions.ts";
import { setUpMessage } from "../enrolment/words.ts";
import { isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../http/api.ts";
import { notFound } from "../kernel/problem.ts";
import { keyOf } from "../people/actions.ts";
import { sessionStopped } from "../proofs/actions.ts";
import { qrSvg } from "../ui/index.ts";
import { words } from "../words/index.ts";
import { disable, removeOwnAuthenticator, renameOwnAuthenticator } from "./second-factor.ts";
import { beginOwnSetUp, confirmOwnSetUp, type WantedAuthenticator } from "./set-up.ts";
import { type AccountWebNeeds, changeOf, keepSession } from "./web.ts";
import { badName, nothingPending, wrongCode, wrongPassword } from "./words.ts";

const authenticatorSchema = z
  .object({
    id: z.string(),
    kind: z.enum(["totp"]),
    name: z.string(),
    createdAt: timeSchema,
    lastUsedAt: timeSchema.nullable(),
  })
  .openapi("Authenticator");

const tags = ["Own second factor"];
const security = [{ session: [] }];
const newToken = z.string().openapi({ description: "The new token of this session; the one before is void." });
const byId = z.object({ id: z.string() });

export function addSecondFactorRoutes(api: OpenAPIHono<Web>, needs: AccountWebNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/me/authenticators",
      tags,
      security,
      summary: "Your authenticators",
      responses: {
        200: jsonAnswer(z.object({ authenticators: z.array(authenticatorSchema) }), "Oldest first."),
        ...problems(401),
      },
    }),
    async (c) => {
      const authenticators = await authenticatorsOf(needs.db, keyOf(c.var.visitor.person));
      return c.json({ authenticators: authenticators.map(show) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/me/authenticators",
      tags,
      security,
      summary:
        "Begin setting up an authenticator app: the first one after the password, further ones after a fresh second factor",
      request: jsonBody(
        z.strictObject({
          name: typedText(500).optional(),
          password: typedText(4096).optional().openapi({ description: "Needed for the first authenticator." }),
          replaces: typedText(100)
            .optional()
            .openapi({ description: "The one that goes once the new one is confirmed." }),
        }),
      ),
      responses: {
        201: jsonAnswer(
          z.object({
            id: z.string(),
            name: z.string(),
            secret: z.string().openapi({ description: "Base32, for typing by hand." }),
            uri: z.string().openapi({ description: "`otpauth://` address (Key Uri Format)." }),
            qrSvg: z.string().openapi({ description: "The address as a QR code, SVG." }),
          }),
          "Pending for 15 minutes, and for this session only. Shown once.",
        ),
        ...problems(400, 401, 403, 404, 409, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      const begun = await beginOwnSetUp(needs, changeOf(c), c.req.valid("json") as WantedAuthenticator);
      if (begun.outcome === "wrong-password") throw wrongPassword();
      if (begun.outcome === "bad-name") throw badName();
      return c.json({ ...begun.pending, qrSvg: await qrSvg(begun.pending.uri) }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/me/authenticators/confirmation",
      tags,
      security,
      summary: "Confirm the pending authenticator with a code: it is live, other sessions and trusted browsers end",
      request: jsonBody(z.strictObject({ code: typedText(200) })),
      responses: {
        200: jsonAnswer(
          z.object({ recoveryCodes: z.array(z.string()), session: newToken }),
          "Confirmed; the codes are shown once.",
        ),
        ...problems(400, 401, 403, 409, 413, 415, 503),
      },
    }),
    async (c) => {
      const confirmed = await confirmOwnSetUp(needs, changeOf(c), c.req.valid("json").code);
      if (confirmed.outcome === "nothing-pending") throw nothingPending();
      if (confirmed.outcome === "wrong-code")
        throw wrongCode(setUpMessage(confirmed.offBySeconds, words.en), confirmed.offBySeconds);
      const { recoveryCodes, session } = confirmed;
      keepSession(c, needs.site, session);
      return c.json({ recoveryCodes, session: session.token }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: "/me/authenticators/{id}",
      tags,
      security,
      summary: "Rename an authenticator",
      request: { params: byId, ...jsonBody(z.strictObject({ name: typedText(500) })) },
      responses: { 200: jsonAnswer(authenticatorSchema, "Renamed."), ...problems(400, 401, 404, 413, 415) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const result = await renameOwnAuthenticator(needs, changeOf(c), { id, ...c.req.valid("json") });
      if (result.outcome === "bad-name") throw badName();
      const renamed = (await authenticatorsOf(needs.db, keyOf(c.var.visitor.person))).find(
        (authenticator) => authenticator.id === id,
      );
      if (!renamed) throw notFound("authenticator");
      return c.json(show(renamed), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/me/authenticators/{id}",
      tags,
      security,
      summary: "Remove one of several authenticators; needs a fresh second factor",
      request: { params: byId },
      responses: {
        204: { description: "Removed; other sessions and trusted browsers ended." },
        ...problems(401, 403, 404, 409),
      },
    }),
    async (c) => {
      await removeOwnAuthenticator(needs, changeOf(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/me/second-factor",
      tags,
      security,
      summary: "Disable: removes every authenticator and recovery code after a current code, where policy lets you",
      request: jsonBody(
        z.strictObject({ code: typedText(200).openapi({ description: "Of an authenticator; no recovery code." }) }),
      ),
      responses: {
        200: jsonAnswer(z.object({ session: newToken }), "Off."),
        ...problems(400, 401, 403, 409, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      const result = await disable(needs, changeOf(c), c.req.valid("json").code);
      if (result.outcome === "wrong-code") throw wrongCode(words.en.problems.wrongCode);
      if (result.outcome === "session-ended") throw sessionStopped();
      keepSession(c, needs.site, result.session);
      return c.json({ session: result.session.token }, 200);
    },
  );
}

const show = ({ id, name, created_at, last_used_at }: ShownAuthenticator): z.infer<typeof authenticatorSchema> => ({
  id,
  kind: "totp",
  name,
  createdAt: isoTime(created_at),
  lastUsedAt: last_used_at === null ? null : isoTime(last_used_at),
});
