// `/audit-events`: what happened, a page at a time or as a file.
import { createRoute, z } from "@hono/zod-openapi";
import type { Web } from "../../access/web.ts";
import { type createApi, jsonAnswer, problems, timeSchema } from "../../http/api.ts";
import { invalid } from "../../kernel/problem.ts";
import { security, tags } from "../people-api.ts";
import { longestPage, pageLength } from "../rules.ts";
import { type AdminNeeds, forReports } from "../web.ts";
import { auditFile, forms, showEvent } from "./files.ts";
import { type AuditFilters, readAuditFilters } from "./filters.ts";
import { listEvents } from "./listing.ts";

const named = z.object({
  id: z.string(),
  name: z.string().nullable().openapi({ description: "null for who is gone, and for what is no person." }),
});

const eventSchema = z
  .object({
    id: z.string(),
    at: timeSchema,
    name: z.string().openapi({ description: "Of the catalogue of events.", example: "person.disabled" }),
    outcome: z.enum(["done", "refused"]),
    what: z.string().openapi({ description: "In plain words.", example: "Account disabled: left the company" }),
    actor: named.nullable().openapi({ description: "Who did it; null where nobody was signed in." }),
    person: named.nullable().openapi({ description: "About whom." }),
    address: z.string().openapi({ description: "An IP address, or `command line`." }),
    userAgent: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi("AuditEvent");

const text = (description: string) => z.string().max(300).optional().openapi({ description });
const filterSchema = z.object({
  who: text("Who did it: a screen name, an e-mail address, or the id of a person or an API key."),
  about: text("About whom, in the same way."),
  what: text("The name of an event, or what comes before the dot of several, such as `sign-in`."),
  from: text("From this day (`2027-03-01`, in UTC) or moment (ISO 8601) on."),
  to: text("Up to the end of this day, or up to this moment."),
  where: text("The address it came from, e.g. `192.0.2.7` or `command line`."),
  outcome: z.enum(["done", "refused"]).optional(),
});

export function addAuditRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/audit-events",
      tags,
      security,
      summary: "One page of what happened, the newest first",
      request: {
        query: filterSchema.extend({
          after: z.string().max(100).optional().openapi({ description: "`next` of the page before." }),
          limit: z.coerce.number().int().min(1).max(longestPage).default(pageLength),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({
            events: z.array(eventSchema),
            next: z.string().nullable().openapi({ description: "null on the last page." }),
            lookedAt: z.int().nullable().openapi({
              description: "Set where the filters fit so few that the page ended early: go on with `next`.",
            }),
          }),
          "One page.",
        ),
        ...problems(400, 401, 403),
      },
    }),
    async (c) => {
      const { after, limit, ...query } = c.req.valid("query");
      const wanted = { organisation: c.var.organisation.id, ...requireReadable(query), after, limit };
      const { events, next = null, lookedAt = null } = await listEvents(forReports(needs).db, wanted);
      return c.json({ events: events.map(showEvent), next, lookedAt }, 200);
    },
  );

  for (const form of forms) {
    api.openapi(
      createRoute({
        method: "get",
        path: `/audit-events.${form}`,
        tags,
        security,
        summary:
          form === "csv" ? "Everything that fits, as a file for spreadsheets" : "The same, a JSON document a line",
        request: { query: filterSchema },
        responses: {
          200: {
            description: "The file.",
            content: { [form === "csv" ? "text/csv" : "application/jsonl"]: { schema: z.string() } },
          },
          ...problems(400, 401, 403),
        },
      }),
      (c) => {
        const wanted = { organisation: c.var.organisation.id, ...requireReadable(c.req.valid("query")) };
        return auditFile(forReports(needs).db, wanted, form) as never;
      },
    );
  }
}

/** @throws Problem `invalid` */
function requireReadable(query: Record<string, string | undefined>): AuditFilters {
  const { filters, unreadable } = readAuditFilters((name) => query[name]);
  if (unreadable.length > 0) {
    const errors = unreadable.map((field) => ({ field, message: "There is no such event, day or moment." }));
    throw invalid("That request can't be read: see 'errors'.", { errors });
  }
  return filters;
}
