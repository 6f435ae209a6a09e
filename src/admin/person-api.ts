// `/people/{id}`: editing, overriding, disabling, unlocking and deleting one person.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../access/web.ts";
import { type createApi, jsonAnswer, jsonBody, problems, typedText } from "../http/api.ts";
import { Problem } from "../kernel/problem.ts";
import { requirementSchema, showRequirement } from "../policy/api-shapes.ts";
import type { AppliedRule, Requirement } from "../policy/rules.ts";
import { explain } from "../policy/words.ts";
import { languageField, personDetailsSchema, showOverview, withLanguage } from "./api-shapes.ts";
import { type Changes, type EditRefused, editPerson, foresee } from "./editing.ts";
import { personParams, security, tags } from "./people-api.ts";
import { overviewOf } from "./person.ts";
import { longestReason } from "./rules.ts";
import { deletePerson, disablePerson, enablePerson, unlockPerson } from "./standing.ts";
import { requirePerson } from "./subject.ts";
import { type AdminNeeds, by } from "./web.ts";
import { editRefusalWords } from "./words.ts";

const level = z.enum(["off", "optional", "required"]);
const ruleSchema = z.object({ kind: z.string(), of: z.string(), level });
const showRule = ({ kind, of, level: asks }: AppliedRule) => ({ kind, of, level: asks });
const judged = (requirement: Requirement) => ({
  ...showRequirement(requirement),
  explanation: explain(requirement, "administrator"),
});

export function addPersonRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);

  const edit = async (of: Parameters<typeof editPerson>[1]): Promise<void> => {
    const edited = await editPerson(needs, of);
    if (edited.outcome !== "edited") throw refused(edited);
  };

  api.openapi(
    createRoute({
      method: "patch",
      path: "/people/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Change names, address, account type, language and roles; what is not given stays",
      request: {
        params: personParams,
        ...jsonBody(
          z.strictObject({
            email: typedText(400).optional(),
            screenName: typedText(400).optional(),
            displayName: typedText(1000).optional(),
            accountType: typedText(100).optional(),
            language: languageField.optional(),
            helper: z.boolean().optional(),
            administrator: z.boolean().optional(),
            operator: z.boolean().optional().openapi({ description: "Only operators may give or take it." }),
          }),
        ),
      },
      responses: {
        200: jsonAnswer(personDetailsSchema, "As the person is now."),
        ...problems(400, 401, 403, 404, 409, 413, 415),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { helper, administrator, operator, ...who } = withLanguage(c.req.valid("json"));
      const roles = { helper, administrator, operator };
      await edit({ ...by(c), person: id, changes: given({ ...who, roles: given(roles) }) as Changes });
      return c.json(showOverview(await overviewOf(needs, c.var.organisation.id, id)), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/people/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Delete a person for good; what the audit trail says of them stays",
      request: { params: personParams },
      responses: { 204: { description: "Deleted." }, ...problems(401, 403, 404, 409) },
    }),
    async (c) => {
      await deletePerson(needs, { ...by(c), person: c.req.valid("param").id });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/people/{id}/requirement",
      tags,
      security,
      summary: "What the rules say of a person, and what they would say with another address or account type",
      request: {
        params: personParams,
        query: z.object({ email: typedText(400).optional(), accountType: typedText(100).optional() }),
      },
      responses: {
        200: jsonAnswer(
          z.object({
            before: requirementSchema,
            after: requirementSchema,
            lost: z.array(ruleSchema).openapi({ description: "Rules that would no longer hold." }),
            gained: z.array(ruleSchema).openapi({ description: "Rules that would newly hold." }),
          }),
          "Both. Nothing is saved.",
        ),
        ...problems(400, 401, 403, 404, 409),
      },
    }),
    async (c) => {
      const person = await requirePerson(needs.db, c.var.organisation.id, c.req.valid("param").id);
      const foreseen = await foresee(needs, person, given(c.req.valid("query")));
      if ("outcome" in foreseen) throw refused(foreseen);
      const { before, after, lost, gained } = foreseen;
      return c.json(
        { before: judged(before), after: judged(after), lost: lost.map(showRule), gained: gained.map(showRule) },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "put",
      path: "/people/{id}/override",
      tags,
      security,
      middleware: fresh,
      summary: "Set what is asked of this one person, whatever the policy says",
      request: {
        params: personParams,
        ...jsonBody(
          z.strictObject({
            level,
            reason: typedText(longestReason),
            until: z.iso
              .datetime({ offset: true })
              .nullable()
              .optional()
              .openapi({ description: "When it ends; left out or null: not by itself." }),
          }),
        ),
      },
      responses: { 204: { description: "Set." }, ...problems(400, 401, 403, 404, 409, 413, 415) },
    }),
    async (c) => {
      const { until = null, ...rest } = c.req.valid("json");
      const override = { ...rest, until: until === null ? null : Date.parse(until) };
      await edit({ ...by(c), person: c.req.valid("param").id, changes: { override } });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/people/{id}/override",
      tags,
      security,
      middleware: fresh,
      summary: "Ask of this person what the policy says",
      request: { params: personParams },
      responses: { 204: { description: "Removed, or there was none." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await edit({ ...by(c), person: c.req.valid("param").id, changes: { override: null } });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/people/{id}/disable",
      tags,
      security,
      middleware: fresh,
      summary: "Keep a person out: sessions, sign-ins, links and trust end at once",
      request: {
        params: personParams,
        body: {
          required: false,
          content: { "application/json": { schema: z.strictObject({ reason: typedText(longestReason).optional() }) } },
        },
      },
      responses: {
        204: { description: "Disabled, or was already." },
        ...problems(400, 401, 403, 404, 409, 413, 415),
      },
    }),
    async (c) => {
      const { reason = null } = c.req.valid("json");
      await disablePerson(needs, { ...by(c), person: c.req.valid("param").id, reason });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/people/{id}/enable",
      tags,
      security,
      middleware: fresh,
      summary: "Let a disabled person in again",
      request: { params: personParams },
      responses: { 204: { description: "Enabled, or was already." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await enablePerson(needs, { ...by(c), person: c.req.valid("param").id });
      return c.body(null, 204);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/people/{id}/unlock",
      tags,
      security,
      middleware: fresh,
      summary: "Lift the waits after wrong passwords and codes",
      request: { params: personParams },
      responses: { 204: { description: "Unlocked." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await unlockPerson(needs, { ...by(c), person: c.req.valid("param").id });
      return c.body(null, 204);
    },
  );
}

/** Without what was left out: it stays as it is. */
function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function refused(refusal: EditRefused): Problem {
  const taken = refusal.outcome === "address-taken" || refusal.outcome === "screen-name-taken";
  return new Problem(refusal.outcome, taken ? 409 : 400, editRefusalWords(refusal).message);
}
