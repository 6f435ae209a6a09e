// `/sign-ins/current/help` and `/sign-ins/current/pass`.
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Web } from "../access/web.ts";
import { longestMessage } from "../help-requests/rules.ts";
import { jsonAnswer, jsonBody, problems, typedText } from "../http/api.ts";
import { clearCookie } from "../http/cookies.ts";
import type { Progress } from "./climbing.ts";
import { askForHelpInSignIn, usePassInSignIn } from "./help.ts";
import { bearerOf, fromOurPage, keepProgress, type SignInWebNeeds } from "./web.ts";

const security = [{ signIn: [] }];
const tags = ["Sign-in"];

export function addHelpRoutes<T extends z.ZodType>(
  api: OpenAPIHono<Web>,
  needs: SignInWebNeeds,
  { progressSchema, show }: { progressSchema: T; show: (progress: Progress) => z.infer<T> },
): void {
  const { site } = needs;

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins/current/help",
      tags,
      security,
      summary: "Ask an administrator for help after losing the authenticator: the sign-in ends",
      request: jsonBody(
        z.strictObject({
          message: typedText(longestMessage).optional().openapi({ description: "For the administrator." }),
        }),
      ),
      responses: {
        202: jsonAnswer(
          z.object({ status: z.enum(["open"]) }),
          "Asked: the administrators were told, and the person gets an e-mail once they have decided.",
        ),
        ...problems(400, 403, 409, 410, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      await askForHelpInSignIn(needs, bearerOf(c, site), c.req.valid("json").message ?? "");
      if (fromOurPage(c)) clearCookie(c, site, "sign-in");
      return c.json({ status: "open" as const }, 202);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins/current/pass",
      tags,
      security,
      summary: "Go on to set-up by an approved request for help, once",
      request: jsonBody(z.strictObject({})),
      responses: { 200: jsonAnswer(progressSchema, "Set-up."), ...problems(400, 403, 409, 410, 413, 415, 503) },
    }),
    async (c) => {
      const progress = await usePassInSignIn(needs, bearerOf(c, site));
      if (fromOurPage(c)) keepProgress(c, site, progress);
      return c.json(show(progress) as never, 200);
    },
  );
}
