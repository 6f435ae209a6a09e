// `/organisations`: what operators do with the organisations of the installation.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../access/web.ts";
import { type createApi, isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../http/api.ts";
import { invalid } from "../kernel/problem.ts";
import { type ListedOrganisation, pageOfOrganisations, requireOrganisation } from "../organisations/register.ts";
import { readSlug } from "../organisations/rules.ts";
import { invitationSchema, showInvitation } from "./api-shapes.ts";
import { refusedOrganisation } from "./organisation-words.ts";
import {
  addOrganisationWithAdministrator,
  changeState,
  organisationOverview,
  removeOrganisation,
} from "./organisations.ts";
import { longestPage, pageLength } from "./rules.ts";
import { type AdminNeeds, by } from "./web.ts";

const tags = ["Organisations"];
const security = [{ session: [] }];
const params = z.object({ id: z.string().openapi({ description: "The organisation's id." }) });

const organisationSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string().openapi({ description: "`/o/` and this chooses it in a browser; programs send it as a header." }),
    hostName: z.string().nullable().openapi({ description: "The host name that it answers under, and nowhere else." }),
    accent: z.string(),
    status: z.enum(["active", "suspended"]),
    createdAt: timeSchema,
  })
  .openapi("Organisation");

const show = (one: ListedOrganisation): z.infer<typeof organisationSchema> => ({
  id: one.id,
  name: one.name,
  slug: one.slug,
  hostName: one.host,
  accent: one.accent,
  status: one.status as "active" | "suspended",
  createdAt: isoTime(one.created_at),
});

export function addOrganisationsRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);

  api.openapi(
    createRoute({
      method: "get",
      path: "/organisations",
      tags,
      security,
      summary: "One page of the organisations of this installation, by short name; for operators",
      request: {
        query: z.object({
          after: z.string().max(100).optional().openapi({ description: "`next` of the page before." }),
          limit: z.coerce.number().int().min(1).max(longestPage).default(pageLength),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({
            organisations: z.array(organisationSchema),
            next: z.string().nullable().openapi({ description: "null on the last page." }),
          }),
          "One page.",
        ),
        ...problems(400, 401, 403),
      },
    }),
    async (c) => {
      const { after, limit } = c.req.valid("query");
      if (after !== undefined && readSlug(after) === undefined) {
        throw invalid("That place in the list can't be read. Start at the first page.");
      }
      const { organisations, next = null } = await pageOfOrganisations(needs, { after, limit });
      return c.json({ organisations: organisations.map(show), next }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/organisations",
      tags,
      security,
      middleware: fresh,
      summary: "Add an organisation and its first administrator, who joins by the invitation's link",
      request: jsonBody(
        z.strictObject({
          name: typedText(400),
          slug: typedText(100).optional().openapi({ description: "Without it, one is made of the name." }),
          hostName: typedText(300).nullable().optional(),
          accent: typedText(40).optional(),
          administrator: z.strictObject({ email: typedText(400), displayName: typedText(1000).optional() }),
        }),
      ),
      responses: {
        201: jsonAnswer(z.object({ organisation: organisationSchema, invitation: invitationSchema }), "Added."),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      const { administrator, ...wanted } = c.req.valid("json");
      const added = await addOrganisationWithAdministrator(needs, by(c), {
        ...wanted,
        administrator: administrator.email,
        administratorName: administrator.displayName,
      });
      if (added.outcome !== "added") throw refusedOrganisation(added.outcome);
      const organisation = show(await requireOrganisation(needs.db, added.organisation.id));
      return c.json({ organisation, invitation: showInvitation(added.invitation, c.var.source) }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/organisations/{id}",
      tags,
      security,
      summary: "One organisation",
      request: { params },
      responses: {
        200: jsonAnswer(
          organisationSchema.extend({
            people: z.int().openapi({ description: "How many it has." }),
            address: z.string().openapi({ description: "Where its people sign in." }),
          }),
          "The organisation.",
        ),
        ...problems(401, 403, 404),
      },
    }),
    async (c) => {
      const { organisation, people, address } = await organisationOverview(needs, by(c), c.req.valid("param").id);
      return c.json({ ...show(organisation), people, address }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: "/organisations/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Suspend or resume an organisation, or change its host name; what is not given stays",
      request: {
        params,
        ...jsonBody(
          z.strictObject({
            status: z.enum(["active", "suspended"]).optional(),
            hostName: typedText(300).nullable().optional().openapi({ description: "null: reached by its short name." }),
          }),
        ),
      },
      responses: { 200: jsonAnswer(organisationSchema, "Changed."), ...problems(400, 401, 403, 404, 409, 413, 415) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { status, hostName } = c.req.valid("json");
      const suspended = status === undefined ? undefined : status === "suspended";
      const changed = await changeState(needs, by(c), id, { suspended, hostName });
      if (changed.outcome !== "changed") throw refusedOrganisation(changed.outcome);
      return c.json(show(changed.organisation), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/organisations/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Remove an organisation with everything of it, for good; its name has to be repeated",
      request: { params, ...jsonBody(z.strictObject({ name: typedText(400) })) },
      responses: { 204: { description: "Removed." }, ...problems(400, 401, 403, 404, 409, 413, 415) },
    }),
    async (c) => {
      const { name } = c.req.valid("json");
      const { outcome } = await removeOrganisation(needs, by(c), c.req.valid("param").id, name);
      if (outcome === "wrong-name") throw wrongName();
      return c.body(null, 204);
    },
  );
}

const wrongName = () => invalid("That is not the organisation's name. Nothing was removed.");
