// `/people/import`: many people from a CSV file, first for seeing what would come of it.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, isoTime, jsonAnswer, problems, timeSchema } from "../../http/api.ts";
import { limitBody } from "../../http/body.ts";
import { readText } from "../../http/spreadsheets.ts";
import { Problem } from "../../kernel/problem.ts";
import { requireMailServer } from "../people.ts";
import { security, tags } from "../people-api.ts";
import { type AdminNeeds, by } from "../web.ts";
import { importOf, importPeople, notUtf8, type Progress, progressOf } from "./importing.ts";
import { planImport } from "./judging.ts";
import { mostImportBytes } from "./reading.ts";

/** Where the body is a file, and so neither JSON nor small: this address brings its own limits. */
export const importPath = "/people/import";

const errorsSchema = z.array(z.object({ line: z.int(), message: z.string() }));

const importSchema = z
  .object({
    id: z.string().nullable().openapi({ description: "null for a dry run." }),
    imported: z.boolean().openapi({ description: "false for a dry run, and while lines wait." }),
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    invited: z.int().openapi({ description: "To how many of the added an invitation goes by mail." }),
    waiting: z.int().openapi({ description: "Lines still to come: they are saved without being asked for again." }),
    leftOut: z.int().openapi({ description: "Lines that somebody else's change came in between of." }),
    errors: errorsSchema.openapi({
      description: "Of a dry run what is wrong, else why lines were left out; at most 1000.",
    }),
    finishedAt: timeSchema.nullable(),
  })
  .openapi("Import");

export function addImportRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.use(importPath, limitBody(mostImportBytes));
  api.openapi(
    createRoute({
      method: "post",
      path: importPath,
      tags,
      security,
      middleware: freshProof(needs),
      summary:
        "Add and change people from a CSV file of at most 1 MiB and 10000 lines. Nothing is saved unless every line is good; a long file is answered with 202 and goes on by itself",
      request: {
        query: z.object({
          dryRun: z
            .enum(["yes", "no"])
            .default("no")
            .openapi({ description: "`yes`: only say what would come of it." }),
          invite: z
            .enum(["yes", "no"])
            .default("no")
            .openapi({ description: "`yes`: those who are added are sent their invitation by mail." }),
        }),
        body: { required: true, content: { "text/csv": { schema: z.string() } } },
      },
      responses: {
        200: jsonAnswer(importSchema, "What came of it, or would."),
        202: jsonAnswer(importSchema, "How far it is. The header `Location` names where to ask again."),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      if (!/^text\/csv\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
        throw new Problem("unsupported-type", 415, "Send a CSV file, with the header 'Content-Type: text/csv'.");
      const text = readText(new Uint8Array(await c.req.arrayBuffer()));
      if (text === undefined) throw notUtf8();
      const { dryRun, invite } = c.req.valid("query");
      const inviting = invite === "yes";
      if (inviting) requireMailServer(needs);
      if (dryRun === "yes") {
        const { added, changed, unchanged, errors } = await planImport(needs.db, by(c), text);
        const counts = { added: added.length, changed: changed.length, unchanged, waiting: 0, leftOut: 0 };
        return c.json(
          {
            ...{ id: null, imported: false, ...counts, invited: inviting ? added.length : 0 },
            ...{ errors: errors.slice(0, 1000), finishedAt: null },
          },
          200,
        );
      }
      const progress = await importPeople(needs, { ...by(c), text, inviting });
      if (progress.row.finished_at !== null) return c.json(show(progress), 200);
      c.header("location", `/api/v1${importPath}/${progress.row.id}`);
      return c.json(show(progress), 202);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: `${importPath}/{import}`,
      tags,
      security,
      summary: "How far an import is",
      request: { params: z.object({ import: z.string().openapi({ description: "The import's id." }) }) },
      responses: { 200: jsonAnswer(importSchema, "How far it is."), ...problems(401, 403, 404) },
    }),
    async (c) => {
      const row = await importOf(needs.db, c.var.organisation.id, c.req.valid("param").import);
      return c.json(show(await progressOf(needs.db, row)), 200);
    },
  );
}

function show({ row, waiting, leftOut, first }: Progress): z.infer<typeof importSchema> {
  const { id, added, changed, unchanged, invited, finished_at } = row;
  return {
    ...{ id, imported: finished_at !== null, added, changed, unchanged, invited, waiting, leftOut },
    ...{ errors: first, finishedAt: finished_at === null ? null : isoTime(finished_at) },
  };
}
