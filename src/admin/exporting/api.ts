// `/organisation/exports` and `/organisations/{id}/exports`: the two consents to an export, and the file.
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Web } from "../../access/web.ts";
import { type createApi, isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../../http/api.ts";
import { isId } from "../../kernel/ids.ts";
import { notFound } from "../../kernel/problem.ts";
import { requireOrganisation } from "../../organisations/register.ts";
import { type AdminNeeds, by } from "../web.ts";
import {
  type Acting,
  agreeToExport,
  askForExport,
  type Export,
  exportsOf,
  takeExport,
  withdrawExport,
} from "./actions.ts";
import { freshSecondFactor } from "./proof.ts";
import { mostRecipients, type Side, stateOf } from "./rules.ts";

const tags = ["Exports"];
const security = [{ session: [] }];

const exportSchema = z
  .object({
    id: z.string(),
    recipients: z.array(z.string()).openapi({ description: "Public keys of age that the file is sealed to." }),
    fingerprint: z
      .string()
      .openapi({ description: "Names exactly these recipients: compare it with whoever has the keys." }),
    state: z.enum(["waiting", "agreed", "taken", "withdrawn", "expired"]),
    askedAt: timeSchema,
    administratorAt: timeSchema
      .nullable()
      .openapi({ description: "When an administrator consented; 24 hours it counts." }),
    operatorAt: timeSchema.nullable().openapi({ description: "The same of the operator." }),
  })
  .openapi("Export");

const time = (at: number | null): string | null => (at === null ? null : isoTime(at));

const show = (one: Export, now: number): z.infer<typeof exportSchema> => ({
  id: one.id,
  recipients: JSON.parse(one.recipients) as string[],
  fingerprint: one.fingerprint,
  state: stateOf(one, now),
  askedAt: isoTime(one.asked_at),
  administratorAt: time(one.administrator_at),
  operatorAt: time(one.operator_at),
});

const listSchema = z.object({ exports: z.array(exportSchema) });
const askBody = jsonBody(z.strictObject({ recipients: z.array(typedText(400)).min(1).max(mostRecipients) }));
const consentBody = jsonBody(z.strictObject({ fingerprint: typedText(100) }));
const one = z.object({ export: z.string() });
const organisation = z.object({ id: z.string().openapi({ description: "The organisation's id." }) });

export function addExportRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshSecondFactor(needs);
  const now = () => needs.clock.now();
  const acting = (c: Context<Web>, side: Side, about: string): Acting => ({ ...by(c), side, about });
  const known = (id: string) => {
    if (!isId(id)) throw notFound("organisation");
    return requireOrganisation(needs.db, id);
  };
  const asAdministrator = (c: Context<Web>) => acting(c, "administrator", c.var.organisation.id);

  api.openapi(
    createRoute({
      method: "get",
      path: "/organisation/exports",
      tags,
      security,
      summary: "The last 20 exports that were asked for, newest first",
      responses: { 200: jsonAnswer(listSchema, "They."), ...problems(401, 403) },
    }),
    async (c) => {
      const rows = await exportsOf(needs.db, c.var.organisation.id);
      return c.json({ exports: rows.map((row) => show(row, now())) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/organisation/exports",
      tags,
      security,
      middleware: fresh,
      summary:
        "Ask for an export of all people, sealed to public keys of age: the administrator's consent. What was open before is over",
      request: askBody,
      responses: { 201: jsonAnswer(exportSchema, "Asked."), ...problems(400, 401, 403, 413, 415) },
    }),
    async (c) => {
      const asked = await askForExport(needs, asAdministrator(c), c.req.valid("json").recipients);
      return c.json(show(asked, now()), 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/organisation/exports/{export}/consent",
      tags,
      security,
      middleware: fresh,
      summary: "Consent as an administrator to what the operator asked for",
      request: { params: one, ...consentBody },
      responses: { 200: jsonAnswer(exportSchema, "Agreed."), ...problems(400, 401, 403, 404, 409, 413, 415) },
    }),
    async (c) => {
      const { fingerprint } = c.req.valid("json");
      const agreed = await agreeToExport(needs, asAdministrator(c), c.req.valid("param").export, fingerprint);
      return c.json(show(agreed, now()), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/organisation/exports/{export}",
      tags,
      security,
      summary: "Withdraw it, whoever asked",
      request: { params: one },
      responses: { 204: { description: "Over." }, ...problems(401, 403, 404, 409) },
    }),
    async (c) => {
      await withdrawExport(needs, asAdministrator(c), c.req.valid("param").export);
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/organisation/exports/{export}/file",
      tags,
      security,
      middleware: fresh,
      summary: "Take the file, once, when both have consented; after that everything is over",
      request: { params: one, ...jsonBody(z.strictObject({})) },
      responses: {
        200: {
          description: "The file, for `age -d`.",
          content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
        },
        ...problems(400, 401, 403, 404, 409, 413, 415),
      },
    }),
    async (c) => {
      const { file } = await takeExport(needs, asAdministrator(c), c.req.valid("param").export);
      return c.body(file, 200, {
        "content-type": "application/octet-stream",
        "content-disposition": 'attachment; filename="countersign-export.age"',
      }) as never;
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/organisations/{id}/exports",
      tags,
      security,
      summary: "The same for the operator, of any organisation",
      request: { params: organisation },
      responses: { 200: jsonAnswer(listSchema, "They."), ...problems(401, 403, 404) },
    }),
    async (c) => {
      const { id } = await known(c.req.valid("param").id);
      return c.json({ exports: (await exportsOf(needs.db, id)).map((row) => show(row, now())) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/organisations/{id}/exports",
      tags,
      security,
      middleware: fresh,
      summary: "Ask for an export as the operator, before an administrator consents",
      request: { params: organisation, ...askBody },
      responses: { 201: jsonAnswer(exportSchema, "Asked."), ...problems(400, 401, 403, 404, 413, 415) },
    }),
    async (c) => {
      const { id } = await known(c.req.valid("param").id);
      const asked = await askForExport(needs, acting(c, "operator", id), c.req.valid("json").recipients);
      return c.json(show(asked, now()), 201);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/organisations/{id}/exports/{export}/consent",
      tags,
      security,
      middleware: fresh,
      summary: "Consent as the operator to what an administrator asked for",
      request: { params: organisation.extend(one.shape), ...consentBody },
      responses: { 200: jsonAnswer(exportSchema, "Agreed."), ...problems(400, 401, 403, 404, 409, 413, 415) },
    }),
    async (c) => {
      const { id, export: wanted } = c.req.valid("param");
      await known(id);
      const { fingerprint } = c.req.valid("json");
      const agreed = await agreeToExport(needs, acting(c, "operator", id), wanted, fingerprint);
      return c.json(show(agreed, now()), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/organisations/{id}/exports/{export}",
      tags,
      security,
      summary: "Withdraw it as the operator",
      request: { params: organisation.extend(one.shape) },
      responses: { 204: { description: "Over." }, ...problems(401, 403, 404, 409) },
    }),
    async (c) => {
      const { id, export: wanted } = c.req.valid("param");
      await known(id);
      await withdrawExport(needs, acting(c, "operator", id), wanted);
      return c.body(null, 204);
    },
  );
}
