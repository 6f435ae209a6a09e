// `/people`: listing, adding and inviting people, and resetting their second factor.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../access/web.ts";
import { type createApi, jsonAnswer, jsonBody, problems, typedText } from "../http/api.ts";
import { Problem } from "../kernel/problem.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import { notMetYet } from "./adoption/rules.ts";
import {
  invitationSchema,
  languageField,
  personDetailsSchema,
  personSchema,
  showInvitation,
  showOverview,
  showPerson,
  withLanguage,
} from "./api-shapes.ts";
import { sorts, usualSort } from "./list-filters.ts";
import { type ListWanted, listPeople } from "./listing.ts";
import { type AddRefused, addInvitedPerson, inviteAgain } from "./people.ts";
import { peopleFile } from "./people-file.ts";
import { listedByLogin, overviewOf } from "./person.ts";
import { longestPage, longestReason, pageLength } from "./rules.ts";
import { resetSecondFactor } from "./second-factor.ts";
import { type AdminNeeds, by, forReports } from "./web.ts";
import { refusalWords } from "./words.ts";

export const tags = ["Administration"];
export const security = [{ session: [] }];
export const personParams = z.object({ id: z.string().openapi({ description: "The person's id." }) });

export const filterSchema = z.object({
  search: z
    .string()
    .max(300)
    .optional()
    .openapi({ description: "Beginnings of words of names and addresses; all must fit." }),
  type: z.string().max(40).optional().openapi({ description: "Account type." }),
  domain: z.string().max(254).optional().openapi({ description: "Of the e-mail address, without subdomains." }),
  status: z.enum(["invited", "active", "disabled"]).optional(),
  requirement: z
    .enum(["off", "optional", "required", "grace"])
    .optional()
    .openapi({ description: "`grace`: required later, and put off until then." }),
  secondFactor: z
    .enum(["set-up", "missing", "app", "passkey", "both"])
    .optional()
    .openapi({ description: "Of those who have set one up, `app`, `passkey` and `both` tell apart what it is." }),
  codes: z
    .enum(["few", "unused"])
    .optional()
    .openapi({ description: "`few`: at most three recovery codes left; `unused`: the whole set." }),
  until: z
    .union([z.iso.date(), z.literal(notMetYet)])
    .optional()
    .openapi({ description: "The day on which their grace ends; `first-sign-in` where it begins with that." }),
  locked: z.enum(["yes"]).optional().openapi({ description: "Has to wait after wrong tries." }),
  sort: z.enum(sorts).default(usualSort).openapi({ description: "While searching, words decide." }),
  descending: z.enum(["yes", "no"]).default("no"),
});

export function addPeopleRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);

  api.openapi(
    createRoute({
      method: "get",
      path: "/people",
      tags,
      security,
      summary: "One page of people, in the order asked for; while searching, by the word that was found",
      request: {
        query: filterSchema.extend({
          after: z.string().max(1000).optional().openapi({ description: "`next` of the page before." }),
          before: z.string().max(1000).optional().openapi({ description: "`previous` of the page after." }),
          limit: z.coerce.number().int().min(1).max(longestPage).default(pageLength),
          login: z.string().max(400).optional().openapi({
            description: "In place of all others: whoever has exactly this screen name or e-mail address.",
          }),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({
            people: z.array(personSchema),
            next: z.string().nullable().openapi({ description: "null on the last page." }),
            previous: z.string().nullable().openapi({ description: "null on the first page." }),
            lookedAt: z.int().nullable().openapi({
              description: "Set where a filter fits so few that the page ended early: go on with `next`.",
            }),
          }),
          "One page.",
        ),
        ...problems(400, 401, 403),
      },
    }),
    async (c) => {
      const { descending, login, ...query } = c.req.valid("query");
      if (login !== undefined) {
        const found = await listedByLogin(needs, c.var.organisation.id, login);
        return c.json({ people: found.map(showPerson), next: null, previous: null, lookedAt: null }, 200);
      }
      const page = await listPeople(forReports(needs), {
        organisation: c.var.organisation.id,
        ...(query as Omit<ListWanted, "organisation">),
        descending: descending === "yes",
      });
      const { people, next = null, previous = null, lookedAt = null } = page;
      return c.json({ people: people.map(showPerson), next, previous, lookedAt }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/people.csv",
      tags,
      security,
      summary: "Everybody who fits, as a file for spreadsheets",
      request: { query: filterSchema },
      responses: {
        200: { description: "The file.", content: { "text/csv": { schema: z.string() } } },
        ...problems(400, 401, 403),
      },
    }),
    (c) => {
      const { descending, ...query } = c.req.valid("query");
      const wanted = { organisation: c.var.organisation.id, ...query, descending: descending === "yes" };
      return peopleFile(forReports(needs), wanted as ListWanted) as never;
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/people",
      tags,
      security,
      middleware: fresh,
      summary: "Add a person, who then chooses a password by the invitation's link",
      request: jsonBody(
        z.strictObject({
          email: typedText(400),
          screenName: typedText(400).optional().openapi({ description: "Without it, one is made of the address." }),
          displayName: typedText(1000).optional(),
          accountType: typedText(100).optional().openapi({ description: "`staff` where it is left out." }),
          language: languageField.optional(),
          administrator: z.boolean().optional(),
          helper: z.boolean().optional(),
        }),
      ),
      responses: {
        201: jsonAnswer(z.object({ person: personSchema, invitation: invitationSchema }), "Added."),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      const added = await addInvitedPerson(needs, { ...by(c), ...withLanguage(c.req.valid("json")) });
      if (added.outcome !== "added") throw refused(added);
      const { person, invitation } = added;
      const { policy } = await policyOf(needs.db, person.organisation_id);
      const requirement = await requirementOf(needs.db, needs.clock, policy, person);
      return c.json(
        {
          person: showPerson({ person, requirement, authenticators: 0, locked: false }),
          invitation: showInvitation(invitation, c.var.source),
        },
        201,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/people/{id}",
      tags,
      security,
      summary: "One person: what is required of them and why, and what they have set up",
      request: { params: personParams },
      responses: { 200: jsonAnswer(personDetailsSchema, "The person."), ...problems(401, 403, 404) },
    }),
    async (c) => c.json(showOverview(await overviewOf(needs, c.var.organisation.id, c.req.valid("param").id)), 200),
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/people/{id}/invitation",
      tags,
      security,
      middleware: fresh,
      summary:
        "A new link by which the person chooses a password: the first, or another where it was forgotten; the one before stops working",
      request: { params: personParams },
      responses: { 201: jsonAnswer(invitationSchema, "Made."), ...problems(401, 403, 404, 409) },
    }),
    async (c) => {
      const { invitation } = await inviteAgain(needs, { ...by(c), person: c.req.valid("param").id });
      return c.json(showInvitation(invitation, c.var.source), 201);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/people/{id}/second-factor",
      tags,
      security,
      middleware: fresh,
      summary: "Reset two-factor authentication: authenticators, recovery codes, trusted browsers and sessions go",
      request: {
        params: personParams,
        body: {
          required: false,
          content: { "application/json": { schema: z.strictObject({ reason: typedText(longestReason).optional() }) } },
        },
      },
      responses: { 204: { description: "Reset." }, ...problems(400, 401, 403, 404, 413, 415) },
    }),
    async (c) => {
      const { reason } = c.req.valid("json");
      await resetSecondFactor(needs, { ...by(c), person: c.req.valid("param").id, reason: reason ?? null });
      return c.body(null, 204);
    },
  );
}

function refused(refusal: AddRefused): Problem {
  const taken = refusal.outcome === "address-taken" || refusal.outcome === "screen-name-taken";
  return new Problem(refusal.outcome, taken ? 409 : 400, refusalWords(refusal).message);
}
