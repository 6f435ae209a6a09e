// `/me/activity`: what happened to one's own account.
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Web } from "../access/web.ts";
import { isoTime, jsonAnswer, problems, timeSchema } from "../http/api.ts";
import { describeUserAgent } from "../ui/index.ts";
import { words } from "../words/index.ts";
import { type Activity, activityOf } from "./overview.ts";
import type { AccountWebNeeds } from "./web.ts";
import { describeActivity } from "./words.ts";

const eventSchema = z
  .object({
    id: z.string(),
    at: timeSchema,
    name: z.string().openapi({ example: "sign-in.completed" }),
    what: z.string().openapi({ description: "In plain words." }),
    outcome: z.enum(["done", "refused"]),
    address: z.string(),
    device: z.string().openapi({ example: "Chrome on Android" }),
  })
  .openapi("OwnEvent");

const show = (event: Activity, person: string): z.infer<typeof eventSchema> => ({
  id: event.id,
  at: isoTime(event.at),
  name: event.name,
  what: describeActivity(event, person, words.en),
  outcome: event.outcome === "refused" ? "refused" : "done",
  address: event.address,
  device: describeUserAgent(event.user_agent),
});

export function addActivityRoutes(api: OpenAPIHono<Web>, needs: AccountWebNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/me/activity",
      tags: ["Own account"],
      security: [{ session: [] }],
      summary: "What happened to one's own account, the newest first",
      request: {
        query: z.object({
          before: z.string().max(100).optional().openapi({ description: "`next` of the page before." }),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({
            events: z.array(eventSchema),
            next: z.string().nullable().openapi({ description: "null on the last page." }),
          }),
          "One page.",
        ),
        ...problems(400, 401),
      },
    }),
    async (c) => {
      const { visitor } = c.var;
      const { events, next = null } = await activityOf(needs, visitor, c.req.valid("query"));
      return c.json({ events: events.map((event) => show(event, visitor.person.id)), next }, 200);
    },
  );
}
