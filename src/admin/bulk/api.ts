// `/people/bulk`: one act on many people, named one by one or all who fit a filter.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../../http/api.ts";
import { invalid, Problem } from "../../kernel/problem.ts";
import type { PeopleFilters } from "../list-filters.ts";
import { filterSchema, security, tags } from "../people-api.ts";
import { longestReason } from "../rules.ts";
import { type AdminNeeds, by } from "../web.ts";
import { type BulkChange, bulkChangeOf, type Chosen, choose, complete, confirm, foresee, select } from "./choosing.ts";
import { leftOutFile, progressOf } from "./results.ts";
import { bulkActions, type Details, mostNamed, mostPeople, reasonsLeftOut } from "./rules.ts";
import { leftOutWords } from "./words.ts";

const leftOutSchema = z.array(
  z.object({ reason: z.enum(reasonsLeftOut), why: z.string(), people: z.int() }).openapi({
    description: "How many were left out for one reason.",
  }),
);

const bulkSchema = z
  .object({
    id: z.string(),
    action: z.enum(bulkActions),
    people: z.int().openapi({ description: "How many it is about." }),
    done: z.int(),
    waiting: z.int().openapi({ description: "Still to come." }),
    leftOut: leftOutSchema,
    begunAt: timeSchema.nullable().openapi({ description: "null while nobody has confirmed it." }),
    finishedAt: timeSchema.nullable().openapi({ description: "null while it goes on." }),
  })
  .openapi("BulkChange");

const foreseenSchema = z
  .object({ people: z.int(), wouldBeDone: z.int(), leftOut: leftOutSchema })
  .openapi("BulkChangeForeseen");

const bodySchema = z.strictObject({
  action: z.enum(bulkActions),
  people: z
    .array(z.string().max(100))
    .min(1)
    .max(mostNamed)
    .optional()
    .openapi({ description: "Ids. Those that are nobody's here are passed over." }),
  filter: z
    .strictObject(filterSchema.omit({ sort: true, descending: true }).shape)
    .optional()
    .openapi({
      description: `In place of \`people\`: everybody who fits, at most ${mostPeople}; \`{}\` is everybody.`,
    }),
  count: z
    .int()
    .optional()
    .openapi({ description: "With `filter`: how many are expected. Where others fit, nothing is done." }),
  accountType: typedText(100).optional().openapi({ description: "For `account-type`." }),
  level: z
    .enum(["off", "optional", "required", "policy"])
    .optional()
    .openapi({ description: "For `override`; `policy`: nothing of their own." }),
  reason: typedText(longestReason)
    .optional()
    .openapi({ description: "Needed for `reset`, and for `override` with a level." }),
  until: z.iso
    .datetime({ offset: true })
    .nullable()
    .optional()
    .openapi({ description: "For `override`: when it ends; left out or null: not by itself." }),
  dryRun: z.boolean().optional().openapi({ description: "Only say what would come of it, and how many fit." }),
});

const params = z.object({ bulk: z.string().openapi({ description: "The bulk change's id." }) });

export function addBulkRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.openapi(
    createRoute({
      method: "post",
      path: "/people/bulk",
      tags,
      security,
      middleware: freshProof(needs),
      summary: "Do one thing to many people. What is not done when this answers goes on by itself",
      request: jsonBody(bodySchema),
      responses: {
        200: jsonAnswer(z.union([bulkSchema, foreseenSchema]), "How far it is, or what would come of it."),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      const { action, people, filter, count, dryRun = false, until, ...rest } = c.req.valid("json");
      const chosen = chosenBy(people, filter as PeopleFilters | undefined);
      if ("filter" in chosen && count === undefined && !dryRun)
        throw invalid("Say how many people you expect ('count'); a dry run tells.");
      const given = { ...rest, ...(until === undefined ? {} : { until: until === null ? null : Date.parse(until) }) };
      const details = await complete(needs, by(c), action, given as Details);
      if (dryRun) {
        const { ids } = await select(needs, c.var.organisation.id, chosen);
        const foreseen = await foresee(needs, by(c), { action, details }, ids);
        const leftOut = [...foreseen.outcomes].flatMap(([outcome, howMany]) =>
          outcome === "done" ? [] : [{ reason: outcome, why: leftOutWords[outcome], people: howMany }],
        );
        return c.json({ people: ids.length, wouldBeDone: foreseen.outcomes.get("done") ?? 0, leftOut }, 200);
      }
      const id = await choose(needs, { ...by(c), action, details, chosen });
      const bulk = await bulkChangeOf(needs.db, c.var.organisation.id, id);
      if (count !== undefined && bulk.people !== count) throw othersByNow(bulk.people);
      const begun = await confirm(needs, { ...by(c), bulk, seen: bulk.digest, details });
      if (begun.outcome === "others-by-now") throw othersByNow(begun.bulk.people);
      return c.json(await show(await bulkChangeOf(needs.db, c.var.organisation.id, id)), 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/people/bulk/{bulk}",
      tags,
      security,
      summary: "How far a bulk change is",
      request: { params },
      responses: { 200: jsonAnswer(bulkSchema, "How far it is."), ...problems(401, 403, 404) },
    }),
    async (c) =>
      c.json(await show(await bulkChangeOf(needs.db, c.var.organisation.id, c.req.valid("param").bulk)), 200),
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/people/bulk/{bulk}/left-out.csv",
      tags,
      security,
      summary: "Those whom a bulk change left out, and why, as a file for spreadsheets",
      request: { params },
      responses: {
        200: { description: "The file.", content: { "text/csv": { schema: z.string() } } },
        ...problems(401, 403, 404),
      },
    }),
    async (c) =>
      leftOutFile(needs.db, await bulkChangeOf(needs.db, c.var.organisation.id, c.req.valid("param").bulk)) as never,
  );

  async function show(bulk: BulkChange): Promise<z.infer<typeof bulkSchema>> {
    const { id, action, begun_at, finished_at } = bulk;
    const { people, done, waiting, leftOut } = await progressOf(needs.db, bulk);
    return {
      id,
      action: action as z.infer<typeof bulkSchema>["action"],
      people,
      done,
      waiting,
      leftOut: leftOut.map((one) => ({ ...one, why: leftOutWords[one.reason] })),
      begunAt: begun_at === null ? null : isoTime(begun_at),
      finishedAt: finished_at === null ? null : isoTime(finished_at),
    };
  }
}

function chosenBy(people: string[] | undefined, filter: PeopleFilters | undefined): Chosen {
  if (people && !filter) return { ids: people };
  if (filter && !people) return { filter };
  throw invalid("Name either 'people' or a 'filter'.");
}

const othersByNow = (count: number): Problem =>
  new Problem("others-by-now", 409, `Nothing was done: ${count} people match this filter by now.`, {
    members: { count },
  });
