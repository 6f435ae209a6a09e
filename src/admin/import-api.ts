// `/people/import`: many people from a CSV file, first for seeing what would come of it.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../access/web.ts";
import { type createApi, jsonAnswer, problems } from "../http/api.ts";
import { limitBody } from "../http/body.ts";
import { Problem } from "../kernel/problem.ts";
import { importPeople, mostImportBytes, planImport } from "./importing.ts";
import { requireMailServer } from "./people.ts";
import { security, tags } from "./people-api.ts";
import { type AdminNeeds, by } from "./web.ts";

/** Where the body is a file, and so neither JSON nor small: this address brings its own limits. */
export const importPath = "/people/import";

export function addImportRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.use(importPath, limitBody(mostImportBytes));
  api.openapi(
    createRoute({
      method: "post",
      path: importPath,
      tags,
      security,
      middleware: freshProof(needs),
      summary: "Add and change people from a CSV file of at most 1 MiB and 10000 lines: all of it or nothing",
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
        200: jsonAnswer(
          z.object({
            imported: z.boolean(),
            added: z.int(),
            changed: z.int(),
            unchanged: z.int(),
            invited: z.int().openapi({ description: "To how many of the added an invitation goes by mail." }),
            errors: z.array(z.object({ line: z.int(), message: z.string() })),
          }),
          "What came of it, or would.",
        ),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      if (!/^text\/csv\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
        throw new Problem("unsupported-type", 415, "Send a CSV file, with the header 'Content-Type: text/csv'.");
      const text = await c.req.text();
      const { dryRun, invite } = c.req.valid("query");
      const inviting = invite === "yes";
      if (inviting) requireMailServer(needs);
      if (dryRun === "yes") {
        const { added, changed, unchanged, errors } = await planImport(needs.db, by(c), text);
        const invited = inviting ? added.length : 0;
        const counts = { added: added.length, changed: changed.length, unchanged, invited };
        return c.json({ imported: false, ...counts, errors: errors.slice(0, 1000) }, 200);
      }
      const done = await importPeople(needs, { ...by(c), text, inviting });
      return c.json({ imported: true, ...done, errors: [] }, 200);
    },
  );
}
