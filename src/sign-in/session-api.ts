// The session by JSON: who is signed in, signing out, and fresh proofs.
import { createRoute, z } from "@hono/zod-openapi";
import { signedIn, type Web } from "../access/web.ts";
import { type createApi, isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../http/api.ts";
import { clearCookie, writeCookie } from "../http/cookies.ts";
import { keyOf } from "../people/actions.ts";
import { requirementSchema, showRequirement } from "../policy/api-shapes.ts";
import { sessionStopped } from "../proofs/actions.ts";
import { endSession } from "../sessions/actions.ts";
import { methodsReferences, readProofs } from "../sessions/rules.ts";
import { wrongCode, wrongPassword } from "./problems.ts";
import { stepUpWithCode, stepUpWithPassword } from "./step-up.ts";
import { fromOurPage, type SignInWebNeeds } from "./web.ts";

const sessionSecurity = [{ session: [] }];
const tags = ["Session"];

const sessionSchema = z
  .object({
    person: z.object({
      id: z.string(),
      screenName: z.string(),
      email: z.string(),
      displayName: z.string(),
      administrator: z.boolean(),
    }),
    organisation: z.object({ id: z.string(), name: z.string() }),
    amr: z.array(z.string()).openapi({ description: "RFC 8176: what was proven, and nothing else." }),
    passwordAt: timeSchema.nullable().openapi({
      description: "Or when the identity provider last asked; null where it did not say.",
    }),
    secondFactorAt: timeSchema.nullable(),
    createdAt: timeSchema,
    expiresAt: timeSchema,
    requirement: requirementSchema,
  })
  .openapi("Session");

export function addSessionRoutes(api: ReturnType<typeof createApi<Web>>, needs: SignInWebNeeds): void {
  const { site } = needs;
  // `/session` too, which so is judged once.
  api.use("/session/*", signedIn(needs));
  api.openapi(
    createRoute({
      method: "get",
      path: "/session",
      tags,
      security: sessionSecurity,
      summary: "Who is signed in, with which proofs, and what is required of them and why",
      responses: { 200: jsonAnswer(sessionSchema, "Signed in."), ...problems(401) },
    }),
    (c) => {
      const { person, organisation, session, requirement } = c.get("visitor");
      return c.json(
        {
          person: {
            id: person.id,
            screenName: person.screen_name,
            email: person.email,
            displayName: person.display_name,
            administrator: person.administrator === 1,
          },
          organisation: { id: organisation.id, name: organisation.name },
          amr: methodsReferences(readProofs(session.proofs)),
          passwordAt: session.password_at === 0 ? null : isoTime(session.password_at),
          secondFactorAt: session.second_factor_at === null ? null : isoTime(session.second_factor_at),
          createdAt: isoTime(session.created_at),
          expiresAt: isoTime(session.expires_at),
          requirement: showRequirement(requirement),
        },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/session",
      tags,
      security: sessionSecurity,
      summary: "Sign out",
      responses: { 204: { description: "Signed out." }, ...problems(401) },
    }),
    async (c) => {
      const { person, session } = c.var.visitor;
      await needs.db.transaction((tx) =>
        endSession(tx, needs, keyOf(person), { id: session.id, actor: person.id, source: c.var.source }),
      );
      if (fromOurPage(c)) clearCookie(c, site, "session");
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/session/proofs",
      tags,
      security: sessionSecurity,
      summary: "Give a fresh proof (step-up): good for 15 minutes; the session's token changes",
      request: jsonBody(
        z.discriminatedUnion("method", [
          z.strictObject({ method: z.literal("totp"), code: typedText(200) }),
          z.strictObject({ method: z.literal("password"), password: typedText(4096) }),
        ]),
      ),
      responses: {
        200: jsonAnswer(
          z.object({ session: z.string().openapi({ description: "The new token; the one before is void." }) }),
          "Raised.",
        ),
        ...problems(400, 401, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      const body = c.req.valid("json");
      const { visitor, source } = c.var;
      const raised =
        body.method === "totp"
          ? await stepUpWithCode(needs, visitor, { typed: body.code, source })
          : await stepUpWithPassword(needs, visitor, { typed: body.password, source });
      if (raised.outcome === "wrong-code") throw wrongCode();
      if (raised.outcome === "wrong-password") throw wrongPassword();
      if (raised.outcome === "session-ended") throw sessionStopped();
      if (fromOurPage(c)) writeCookie(c, site, "session", raised.session.token);
      return c.json({ session: raised.session.token }, 200);
    },
  );
}
