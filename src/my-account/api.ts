// One's own account by JSON: `/me` with names, e-mail, password and picture. The rest of `/me` is in the files beside.
import { createRoute, z } from "@hono/zod-openapi";
import type { Visitor } from "../access/actions.ts";
import { addKeyRoutes } from "../access/keys-api.ts";
import { signedIn, type Web } from "../access/web.ts";
import { createApi, jsonAnswer, jsonBody, problems, typedText } from "../http/api.ts";
import { limitBody } from "../http/body.ts";
import { acceptedTypes, mostPictureBytes } from "../http/picture.ts";
import { pendingAddressOf } from "../invitations/address-changes.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import { passwordMessage } from "../passwords/rules.ts";
import { keyOf, type Person, personOf } from "../people/actions.ts";
import { requirementSchema, showRequirement } from "../policy/api-shapes.ts";
import { languages, readLanguage } from "../words/index.ts";
import { addActivityRoutes } from "./api-activity.ts";
import { addBrowserRoutes } from "./api-browsers.ts";
import { addRecoveryCodeRoutes } from "./api-recovery-codes.ts";
import { addSecondFactorRoutes } from "./api-second-factor.ts";
import { secondFactorOf } from "./overview.ts";
import {
  changeAddress,
  changePassword,
  changePicture,
  changeProfile,
  removePicture,
  withdrawAddressChange,
} from "./profile.ts";
import { type AccountWebNeeds, changeOf, keepSession } from "./web.ts";
import { badPassword, badPicture, refusalProblem, wrongPassword } from "./words.ts";

/** Where the body is a picture, and so neither JSON nor small: this address brings its own limits. */
export const pictureUploadPath = "/me/picture";

const ownLanguage = z
  .enum(languages)
  .nullable()
  .openapi({ description: "Of letters and of your own pages; null for the organisation's." });

const ownSchema = z
  .object({
    id: z.string(),
    screenName: z.string(),
    email: z.string(),
    pendingEmail: z.string().nullable().openapi({ description: "Waits to be confirmed by the link mailed there." }),
    displayName: z.string(),
    accountType: z.string(),
    language: ownLanguage,
    administrator: z.boolean(),
    picture: z.string().nullable().openapi({ description: "Changes with the picture; null where there is none." }),
    secondFactor: z
      .enum(["on", "off", "asleep"])
      .openapi({ description: "`asleep`: set up, but policy says off, so it is kept and not asked for." }),
    recoveryCodesLeft: z.int(),
    requirement: requirementSchema,
  })
  .openapi("Me");

const tags = ["Own account"];
const security = [{ session: [] }];
const picture = z.string().openapi({ format: "binary" });

export function myAccountApi(needs: AccountWebNeeds) {
  const api = createApi<Web>();
  api.use("/me/*", signedIn(needs));
  addKeyRoutes(api, needs, { whose: "own", path: "/me/api-keys" });

  api.openapi(
    createRoute({
      method: "get",
      path: "/me",
      tags,
      security,
      summary: "The signed-in person",
      responses: { 200: jsonAnswer(ownSchema, "You."), ...problems(401) },
    }),
    async (c) => {
      const { caller } = c.var;
      // No scope of the organisation's own key opens this.
      if (caller.person === null) throw notFound("person");
      return c.json(await show(caller), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: "/me",
      tags,
      security,
      summary: "Change names and language; what is not given stays",
      request: jsonBody(
        z.strictObject({
          displayName: typedText(400).optional(),
          screenName: typedText(400).optional(),
          language: ownLanguage.optional(),
        }),
      ),
      responses: { 200: jsonAnswer(ownSchema, "Changed."), ...problems(400, 401, 403, 409, 413, 415) },
    }),
    async (c) => {
      const { displayName, screenName, language } = c.req.valid("json");
      const wanted = {
        ...(displayName === undefined ? {} : { displayName }),
        ...(screenName === undefined ? {} : { screenName }),
        ...(language === undefined ? {} : { language: language ?? ("" as const) }),
      };
      const result = await changeProfile(needs, changeOf(c), wanted);
      if (result.outcome !== "changed") throw refusalProblem(result.outcome);
      return c.json(await show(c.var.visitor), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/me/email",
      tags,
      security,
      summary:
        "Change the e-mail address, which counts once confirmed by mail where letters can be sent (`pendingEmail`); rules of the policy that name addresses or domains follow it",
      request: jsonBody(z.strictObject({ email: typedText(400), password: typedText(4096) })),
      responses: { 200: jsonAnswer(ownSchema, "Changed."), ...problems(400, 401, 403, 409, 413, 415, 429, 503) },
    }),
    async (c) => {
      const result = await changeAddress(needs, changeOf(c), c.req.valid("json"));
      if (result.outcome === "wrong-password") throw wrongPassword();
      if (result.outcome === "asked-too-often") throw result.refusal;
      if (result.outcome !== "changed" && result.outcome !== "asked") throw refusalProblem(result.outcome);
      return c.json(await show(c.var.visitor), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/me/pending-email",
      tags,
      security,
      summary: "Take back a change of the e-mail address that waits to be confirmed",
      responses: { 204: { description: "Taken back, or nothing waited." }, ...problems(401) },
    }),
    async (c) => {
      await withdrawAddressChange(needs, changeOf(c));
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/me/password",
      tags,
      security,
      summary: "Change the password: every other session and all trust in browsers ends, this session's token changes",
      request: jsonBody(z.strictObject({ currentPassword: typedText(4096), newPassword: typedText(4096) })),
      responses: {
        200: jsonAnswer(z.object({ session: z.string() }), "Changed; the new token of this session."),
        ...problems(400, 401, 409, 413, 415, 429, 503),
      },
    }),
    async (c) => {
      const result = await changePassword(needs, changeOf(c), c.req.valid("json"));
      if (result.outcome === "wrong-password") throw wrongPassword();
      if (result.outcome === "bad-password") throw badPassword(passwordMessage(result.verdict, result.shortest));
      keepSession(c, needs.site, result.session);
      return c.json({ session: result.session.token }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path: pictureUploadPath,
      tags,
      security,
      summary: "Set the picture: PNG, JPEG or WebP, at most 1 MiB; it is cut to a square and drawn anew",
      middleware: limitBody(mostPictureBytes),
      request: {
        body: { required: true, content: Object.fromEntries(acceptedTypes.map((type) => [type, { schema: picture }])) },
      },
      responses: { 204: { description: "Set." }, ...problems(400, 401, 413, 415, 503) },
    }),
    async (c) => {
      const type = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
      if (!acceptedTypes.some((accepted) => accepted === type)) {
        throw new Problem("unsupported-type", 415, "Send a PNG, JPEG or WebP picture, with its type as Content-Type.");
      }
      const result = await changePicture(needs, changeOf(c), new Uint8Array(await c.req.arrayBuffer()));
      if (result.outcome !== "drawn") throw badPicture(result.outcome);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/me/picture",
      tags,
      security,
      summary: "Remove the picture",
      responses: { 204: { description: "Removed, or there was none." }, ...problems(401) },
    }),
    async (c) => {
      await removePicture(needs, changeOf(c));
      return c.body(null, 204);
    },
  );

  addSecondFactorRoutes(api, needs);
  addRecoveryCodeRoutes(api, needs);
  addBrowserRoutes(api, needs);
  addActivityRoutes(api, needs);
  return api;

  async function show(visitor: Pick<Visitor, "person" | "requirement">): Promise<z.infer<typeof ownSchema>> {
    const person = (await personOf(needs.db, keyOf(visitor.person))) as Person;
    const { state, codes } = await secondFactorOf(needs, visitor);
    return {
      id: person.id,
      screenName: person.screen_name,
      email: person.email,
      pendingEmail: (await pendingAddressOf(needs.db, needs, person))?.email ?? null,
      displayName: person.display_name,
      accountType: person.account_type,
      language: readLanguage(person.language) ?? null,
      administrator: person.administrator === 1,
      picture: person.picture_hash,
      secondFactor: state,
      recoveryCodesLeft: codes?.left ?? 0,
      requirement: showRequirement(visitor.requirement),
    };
  }
}
