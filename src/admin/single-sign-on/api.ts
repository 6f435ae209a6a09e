// `/identity-providers`: what the console does with them, for programs.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../../http/api.ts";
import { invalid, Problem } from "../../kernel/problem.ts";
import { requirePerson } from "../subject.ts";
import { type AdminNeeds, by } from "../web.ts";
import { acting } from "./acting.ts";
import {
  change,
  connect,
  identitiesOfPerson,
  type ListedProvider,
  listProviders,
  refusalOf,
  remove,
  requireProvider,
  typedOf,
  unlink,
} from "./actions.ts";
import { evidenceSchema, fields, providerSchema, showProvider } from "./api-shapes.ts";
import { blank } from "./rules.ts";

const tags = ["Single sign-on"];
const security = [{ session: [] }];
const params = z.object({ id: z.string().openapi({ description: "The identity provider's id." }) });
const changedFields = z.strictObject({
  ...Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schema.optional()])),
  active: z.boolean().optional(),
  clientSecret: typedText(1000).nullable().optional().openapi({ description: "null: none any more." }),
} as { [Name in keyof typeof fields]: z.ZodOptional<(typeof fields)[Name]> } & {
  active: z.ZodOptional<z.ZodBoolean>;
  clientSecret: z.ZodOptional<z.ZodNullable<z.ZodString>>;
});

const newFields = z.strictObject({
  name: fields.name,
  issuer: typedText(400),
  clientId: fields.clientId,
  clientSecret: typedText(1000).optional(),
  domains: fields.domains.optional(),
  exempts: fields.exempts.optional(),
  onlyWay: fields.onlyWay.optional(),
  addsPeople: fields.addsPeople.optional(),
  vouches: fields.vouches.optional(),
  nameClaim: fields.nameClaim.optional(),
  typeClaim: fields.typeClaim.optional(),
  types: fields.types.optional(),
  accountType: fields.accountType,
  evidence: evidenceSchema.optional(),
});

export function addSingleSignOnRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);

  api.openapi(
    createRoute({
      method: "get",
      path: "/identity-providers",
      tags,
      security,
      summary: "The identity providers through which people come in",
      responses: {
        200: jsonAnswer(z.object({ identityProviders: z.array(providerSchema) }), "All of them, by name."),
        ...problems(401, 403),
      },
    }),
    async (c) => {
      const all = await listProviders(needs, c.var.organisation.id);
      return c.json({ identityProviders: await Promise.all(all.map((one) => showProvider(needs, one))) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/identity-providers",
      tags,
      security,
      middleware: fresh,
      summary: "Connect an identity provider; it is off until it is turned on",
      request: jsonBody(newFields),
      responses: { 201: jsonAnswer(providerSchema, "Connected."), ...problems(400, 401, 403, 409, 413, 415) },
    }),
    async (c) => {
      const { evidence, types, ...wanted } = c.req.valid("json");
      const typed = { ...blank, ...present(wanted), ...evidence, types: Object.entries(types ?? {}) };
      const connected = await connect(needs, acting(c), typed);
      if (connected.outcome !== "connected") throw refused(connected);
      return c.json(await showById(c.var.organisation.id, connected.id), 201);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/identity-providers/{id}",
      tags,
      security,
      summary: "One identity provider",
      request: { params },
      responses: { 200: jsonAnswer(providerSchema, "The provider."), ...problems(401, 403, 404) },
    }),
    async (c) => c.json(await showById(c.var.organisation.id, c.req.valid("param").id), 200),
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: "/identity-providers/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Change an identity provider, or turn it on or off; what is not given stays",
      request: { params, ...jsonBody(changedFields) },
      responses: { 200: jsonAnswer(providerSchema, "Changed."), ...problems(400, 401, 403, 404, 409, 413, 415) },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const organisation = c.var.organisation.id;
      const { evidence, types, clientSecret, active, ...given } = c.req.valid("json");
      const changed = await change(needs, acting(c), id, (before) => {
        const kept = typedOf(before);
        return {
          ...kept,
          ...present(given),
          ...evidence,
          types: types ? Object.entries(types) : kept.types,
          clientSecret: clientSecret ?? "",
          dropSecret: clientSecret === null,
          active: active ?? before.active,
        };
      });
      if (changed.outcome !== "changed") throw refused(changed);
      return c.json(await showById(organisation, id), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/identity-providers/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Remove an identity provider and everybody's links with it; the people stay",
      request: { params },
      responses: { 204: { description: "Removed." }, ...problems(401, 403, 404, 409) },
    }),
    async (c) => {
      await remove(needs, acting(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/people/{id}/identities",
      tags,
      security,
      summary: "Who a person is at identity providers",
      request: { params: z.object({ id: z.string() }) },
      responses: {
        200: jsonAnswer(
          z.object({
            identities: z.array(
              z.object({
                provider: z.string(),
                providerName: z.string(),
                email: z.string().openapi({ description: "What the provider said when they were linked." }),
                linkedAt: timeSchema,
                lastUsedAt: timeSchema,
              }),
            ),
          }),
          "All of them.",
        ),
        ...problems(401, 403, 404),
      },
    }),
    async (c) => {
      const person = await requirePerson(needs.db, c.var.organisation.id, c.req.valid("param").id);
      const identities = await identitiesOfPerson(needs.db, c.var.organisation.id, person.id);
      return c.json(
        {
          identities: identities.map(({ provider, providerName, email, linkedAt, lastUsedAt }) => ({
            ...{ provider, providerName, email, linkedAt: isoTime(linkedAt), lastUsedAt: isoTime(lastUsedAt) },
          })),
        },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/people/{id}/identities/{provider}",
      tags,
      security,
      middleware: fresh,
      summary: "End a person's link with an identity provider, and the sessions that came through it",
      request: { params: z.object({ id: z.string(), provider: z.string() }) },
      responses: { 204: { description: "Ended." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      const { id: person, provider } = c.req.valid("param");
      await unlink(needs, by(c), { person, provider });
      return c.body(null, 204);
    },
  );

  async function showById(organisation: string, id: string) {
    await requireProvider(needs.db, organisation, id);
    return showProvider(
      needs,
      (await listProviders(needs, organisation)).find((one) => one.id === id) as ListedProvider,
    );
  }
}

/** Without what was left out. */
const present = <T extends object>(of: T) =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };

function refused(outcome: Parameters<typeof refusalOf>[0]): Problem {
  const { field, message, status } = refusalOf(outcome);
  const errors = [{ field, message }];
  return status === 409
    ? new Problem("identity-provider-taken", 409, message, { members: { errors } })
    : invalid(message, { errors });
}
