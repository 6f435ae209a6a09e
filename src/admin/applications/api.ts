// `/applications`: what people sign in to through us.
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, jsonAnswer, jsonBody, problems, typedText } from "../../http/api.ts";
import { Problem } from "../../kernel/problem.ts";
import { security } from "../people-api.ts";
import { readIfMatch } from "../rules.ts";
import { type AdminNeeds, by, forReports } from "../web.ts";
import {
  addWrittenApplication,
  type ChangeRefused,
  changeWrittenApplication,
  knownApplication,
  knownApplications,
  removeKnownApplication,
  renewSecret,
} from "./actions.ts";
import { applicationFields, applicationSchema, applicationSecretSchema, showApplication } from "./api-shapes.ts";
import { addedKinds, troublesIn, troubleWords } from "./words.ts";

const tags = ["Applications"];
const params = z.object({ id: z.string().openapi({ description: "The application's id." }) });

export function addApplicationsRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);
  const within = (c: Context<Web>) => ({ organisation: c.var.organisation, by: by(c) });
  const show = async (c: Context<Web>, id: string) => {
    const known = await knownApplication(needs, c.var.organisation.id, id);
    c.header("etag", `"${known.seen}"`);
    return showApplication(known, needs, c.var.organisation);
  };

  api.openapi(
    createRoute({
      method: "get",
      path: "/applications",
      tags,
      security,
      summary: "All applications, by name, and which of them take part in two-factor sign-in",
      responses: {
        200: jsonAnswer(z.object({ applications: z.array(applicationSchema) }), "The list."),
        ...problems(401, 403),
      },
    }),
    async (c) => {
      const known = await knownApplications(forReports(needs), c.var.organisation.id);
      return c.json({ applications: known.map((one) => showApplication(one, needs, c.var.organisation)) }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/applications",
      tags,
      security,
      middleware: fresh,
      summary: "Add an application; its secret, where it has one, is in this answer alone",
      request: jsonBody(
        z.strictObject({
          ...applicationFields,
          name: typedText(400),
          kind: z.enum(addedKinds),
          client: z
            .enum(["confidential", "public"])
            .optional()
            .openapi({ description: "`openid` alone; `public` has no secret. It stays." }),
        }),
      ),
      responses: {
        201: jsonAnswer(applicationSecretSchema, "Added."),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      const { kind, takesPart = "yes", takesPartFrom = null, note = "", ...rest } = c.req.valid("json");
      const written = { takesPart, takesPartFrom, note, ...rest };
      const added = await addWrittenApplication(needs, within(c), kind, written);
      if (added.outcome !== "added") throw refused(added);
      return c.json({ application: await show(c, added.application.id), secret: added.secret ?? null }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/applications/{id}",
      tags,
      security,
      summary: "One application; its ETag changes with what can be changed of it",
      request: { params },
      responses: { 200: jsonAnswer(applicationSchema, "The application."), ...problems(401, 403, 404) },
    }),
    async (c) => c.json(await show(c, c.req.valid("param").id), 200),
  );

  api.openapi(
    createRoute({
      method: "patch",
      path: "/applications/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Change an application; what is not given stays",
      request: {
        params,
        headers: z.object({
          "if-match": z.string().optional().openapi({ description: "The ETag that was looked at." }),
        }),
        ...jsonBody(
          z.strictObject({
            ...applicationFields,
            name: typedText(400).optional(),
            status: z.enum(["active", "disabled"]).optional(),
          }),
        ),
      },
      responses: {
        200: jsonAnswer(applicationSchema, "Changed."),
        ...problems(400, 401, 403, 404, 409, 412, 413, 415),
      },
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      const { status, ...changes } = c.req.valid("json");
      const versions = readIfMatch(c.req.valid("header")["if-match"]);
      // One that takes part has no day from which it will.
      const day = changes.takesPart === "yes" ? { takesPartFrom: null } : {};
      const changed = await changeWrittenApplication(needs, within(c), id, {
        ...day,
        ...changes,
        ...(status === undefined ? {} : { active: status === "active" }),
        ...(versions === undefined ? {} : { seen: versions.length === 1 ? versions[0] : "" }),
      });
      if (changed.outcome !== "changed") throw refused(changed);
      return c.json(await show(c, id), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/applications/{id}/secret",
      tags,
      security,
      middleware: fresh,
      summary: "Give an application a new secret; the old one is void at once",
      request: { params },
      responses: {
        201: jsonAnswer(applicationSecretSchema, "Shown here only."),
        ...problems(401, 403, 404, 409),
      },
    }),
    async (c) => {
      const { application, secret } = await renewSecret(needs, by(c), c.req.valid("param").id);
      return c.json({ application: await show(c, application.id), secret }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/applications/{id}",
      tags,
      security,
      middleware: fresh,
      summary: "Remove an application, for good",
      request: { params },
      responses: { 204: { description: "Removed." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await removeKnownApplication(needs, by(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
}

function refused(refusal: ChangeRefused): Problem {
  if (refusal.outcome === "changed-meanwhile")
    return new Problem("changed-meanwhile", 412, "Somebody else changed this application meanwhile. Read it again.");
  const { reason } = refusal;
  const errors = troublesIn(refusal.errors);
  const message = errors.map((one) => one.message).join(" ");
  const members = { errors };
  if (reason === "application-exists")
    return new Problem("application-exists", 409, troubleWords.nameTaken, { members });
  if (reason === "application-name-taken") return new Problem("application-name-taken", 409, message, { members });
  return new Problem("invalid", 400, message, { members });
}
