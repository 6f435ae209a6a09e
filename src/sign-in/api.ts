// The sign-in by JSON: `/sign-ins` and what follows, and the session that it ends in.
import { createRoute, z } from "@hono/zod-openapi";
import type { Web } from "../access/web.ts";
import { createApi, jsonAnswer, jsonBody, problems, typedText } from "../http/api.ts";
import { clearCookie, readCookie } from "../http/cookies.ts";
import { singleSignOnOnly } from "../identity-providers/only-way.ts";
import { requirementSchema, showRequirement } from "../policy/api-shapes.ts";
import { qrSvg } from "../ui/index.ts";
import { startSignIn } from "./actions.ts";
import { type Answered, answerWithCode, answerWithRecoveryCode } from "./answers.ts";
import type { Progress } from "./climbing.ts";
import { passWaits } from "./help.ts";
import { addHelpRoutes } from "./help-api.ts";
import { nothingPending, wrongCode, wrongCredentials, wrongSetUpCode } from "./problems.ts";
import { addSessionRoutes } from "./session-api.ts";
import { beginSetUpInSignIn, cancelSignIn, completeSetUp, confirmSetUpInSignIn, skipOffer } from "./set-up.ts";
import { bearerOf, fromOurPage, keepProgress, type SignInWebNeeds } from "./web.ts";

const stepSchema = z.enum(["second-step", "set-up", "offer-set-up", "save-codes", "done"]);
const token = (description: string) => z.string().openapi({ description });
const signInToken = token("Send it as `Authorization: SignIn <token>` with the next calls; replaces the one before.");
const sessionToken = token("Send it as `Authorization: Bearer <token>`.");

const progressSchema = z
  .object({
    step: stepSchema,
    methods: z
      .array(z.enum(["totp", "recovery-code", "pass"]))
      .optional()
      .openapi({
        description: "What the second step accepts; `pass` (an approved request for help) at `/sign-ins/current/pass`.",
      }),
    signIn: signInToken.optional(),
    session: sessionToken.optional(),
    trustedBrowser: token(
      "Keep it and send it with the next sign-in of this browser; each use hands out the next one.",
    ).optional(),
    recoveryCodesLeft: z.int().optional(),
    requirement: requirementSchema,
  })
  .openapi("SignInProgress");

const climbingSecurity = [{ signIn: [] }];
const tags = ["Sign-in"];

export function signInApi(needs: SignInWebNeeds) {
  const api = createApi<Web>();
  const { site } = needs;

  const show = (progress: Progress, recoveryCodesLeft?: number, pass = false): z.infer<typeof progressSchema> => ({
    step: progress.step,
    ...(progress.step === "second-step"
      ? { methods: pass ? ["totp", "recovery-code", "pass"] : ["totp", "recovery-code"] }
      : {}),
    ...(progress.signIn ? { signIn: progress.signIn.token } : {}),
    ...(progress.session ? { session: progress.session.token } : {}),
    ...(progress.trust ? { trustedBrowser: progress.trust.token } : {}),
    ...(recoveryCodesLeft === undefined ? {} : { recoveryCodesLeft }),
    requirement: showRequirement(progress.requirement),
  });

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins",
      tags,
      security: [],
      summary: "Begin a sign-in with a login and a password",
      request: jsonBody(
        z.strictObject({ login: typedText(400), password: typedText(4096), trustedBrowser: typedText(200).optional() }),
      ),
      responses: {
        201: jsonAnswer(progressSchema, "The password is right; `step` says what comes next."),
        ...problems(400, 401, 403, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      const { login, password, trustedBrowser = readCookie(c, site, "trusted-browser") } = c.req.valid("json");
      const { organisation, source } = c.var;
      const started = await startSignIn(needs, {
        organisation,
        login,
        password,
        source,
        ...(trustedBrowser ? { trustedBrowser } : {}),
      });
      if (started.outcome === "wrong-credentials") throw wrongCredentials();
      if (started.outcome === "single-sign-on") throw singleSignOnOnly(started.provider);
      if (fromOurPage(c)) keepProgress(c, site, started);
      const pass = started.step === "second-step" && (await passWaits(needs, started.person));
      return c.json(show(started, undefined, pass), 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins/current/answers",
      tags,
      security: climbingSecurity,
      summary: "Answer the second step",
      request: jsonBody(
        z.strictObject({
          method: z.enum(["totp", "recovery-code"]),
          code: typedText(200),
          trustBrowser: z.boolean().optional(),
        }),
      ),
      responses: {
        200: jsonAnswer(progressSchema, "Accepted."),
        ...problems(400, 401, 403, 409, 410, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      const { method, code, trustBrowser = false } = c.req.valid("json");
      const bearer = bearerOf(c, site);
      const answered: Answered =
        method === "totp"
          ? await answerWithCode(needs, bearer, { typed: code, trustBrowser })
          : await answerWithRecoveryCode(needs, bearer, code);
      if (answered.outcome === "wrong-code") throw wrongCode(answered.triesLeft);
      if (fromOurPage(c)) keepProgress(c, site, answered);
      const left = answered.recoveryCodesLeft ?? answered.person.codes_left ?? 0;
      return c.json(show(answered, left), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins/current/enrolment",
      tags,
      security: climbingSecurity,
      summary: "Begin set-up: a new pending secret; one that was pending before is void",
      request: jsonBody(z.strictObject({})),
      responses: {
        201: jsonAnswer(
          z.object({
            secret: z.string().openapi({ description: "Base32, for typing by hand." }),
            uri: z.string().openapi({ description: "`otpauth://` address (Key Uri Format)." }),
            qrSvg: z.string().openapi({ description: "The address as a QR code, SVG." }),
          }),
          "Shown once.",
        ),
        ...problems(400, 409, 410, 413, 415, 503),
      },
    }),
    async (c) => {
      const { secret, uri } = await beginSetUpInSignIn(needs, bearerOf(c, site));
      return c.json({ secret, uri, qrSvg: await qrSvg(uri) }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins/current/enrolment/confirmation",
      tags,
      security: climbingSecurity,
      summary: "Confirm the pending secret with a code: the authenticator is live, the recovery codes are shown once",
      request: jsonBody(z.strictObject({ code: typedText(200) })),
      responses: {
        200: jsonAnswer(z.object({ recoveryCodes: z.array(z.string()) }), "Confirmed."),
        ...problems(400, 401, 409, 410, 413, 415, 503),
      },
    }),
    async (c) => {
      const confirmed = await confirmSetUpInSignIn(needs, bearerOf(c, site), c.req.valid("json").code);
      if (confirmed.outcome === "nothing-pending") throw nothingPending();
      if (confirmed.outcome === "wrong-code") throw wrongSetUpCode(confirmed.offBySeconds);
      return c.json({ recoveryCodes: confirmed.recoveryCodes }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins/current/enrolment/completion",
      tags,
      security: climbingSecurity,
      summary: "Say how the recovery codes were saved: the sign-in is done",
      request: jsonBody(z.strictObject({ saved: z.enum(["downloaded", "copied", "printed"]).optional() })),
      responses: { 200: jsonAnswer(progressSchema, "Signed in."), ...problems(400, 409, 410, 413, 415, 503) },
    }),
    async (c) => {
      const progress = await completeSetUp(needs, bearerOf(c, site), c.req.valid("json").saved);
      if (fromOurPage(c)) keepProgress(c, site, progress);
      return c.json(show(progress), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/sign-ins/current/enrolment/postponement",
      tags,
      security: climbingSecurity,
      summary: "Not now: only while set-up is offered and does not bind yet",
      request: jsonBody(z.strictObject({})),
      responses: { 200: jsonAnswer(progressSchema, "Signed in."), ...problems(400, 409, 410, 413, 415, 503) },
    }),
    async (c) => {
      const progress = await skipOffer(needs, bearerOf(c, site));
      if (fromOurPage(c)) keepProgress(c, site, progress);
      return c.json(show(progress), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/sign-ins/current",
      tags,
      security: climbingSecurity,
      summary: "Give the sign-in up",
      responses: { 204: { description: "Given up, or over already." } },
    }),
    async (c) => {
      await cancelSignIn(needs, bearerOf(c, site));
      if (fromOurPage(c)) clearCookie(c, site, "sign-in");
      return c.body(null, 204);
    },
  );

  addHelpRoutes(api, needs, { progressSchema, show });
  addSessionRoutes(api, needs);
  return api;
}
