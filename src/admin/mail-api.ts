// `/mail`: letters that are still on their way, or were given up.
import { createRoute, z } from "@hono/zod-openapi";
import type { Web } from "../access/web.ts";
import { type createApi, isoTime, jsonAnswer, problems, timeSchema } from "../http/api.ts";
import { type ListedLetter, listUnsent, sendLetterAgain } from "./mail.ts";
import { security, tags } from "./people-api.ts";
import { longestPage, pageLength } from "./rules.ts";
import { type AdminNeeds, by } from "./web.ts";

const letterSchema = z
  .object({
    id: z.string(),
    kind: z.string().openapi({ example: "person.password-changed" }),
    title: z.string(),
    recipient: z.string(),
    writtenAt: timeSchema,
    state: z.enum(["waiting", "given-up"]),
    tries: z.int(),
    failure: z.string().nullable().openapi({ description: "Why the latest try came to nothing, for people." }),
    nextTryAt: timeSchema.nullable(),
  })
  .openapi("Letter");

const show = (letter: ListedLetter): z.infer<typeof letterSchema> => ({
  id: letter.id,
  kind: letter.kind,
  title: letter.title,
  recipient: letter.recipient,
  writtenAt: isoTime(letter.created_at),
  state: letter.next_try_at === null ? "given-up" : "waiting",
  tries: letter.tries,
  failure: letter.failure,
  nextTryAt: letter.next_try_at === null ? null : isoTime(letter.next_try_at),
});

export function addMailRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/mail",
      tags,
      security,
      summary: "Letters that are still on their way or were given up, the newest first; never what they say",
      request: {
        query: z.object({
          after: z.string().max(100).optional().openapi({ description: "`next` of the page before." }),
          limit: z.coerce.number().int().min(1).max(longestPage).default(pageLength),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({
            letters: z.array(letterSchema),
            next: z.string().nullable().openapi({ description: "null on the last page." }),
            server: z.boolean().openapi({ description: "Whether there is a mail server to hand letters to." }),
          }),
          "One page.",
        ),
        ...problems(400, 401, 403),
      },
    }),
    async (c) => {
      const { after, limit } = c.req.valid("query");
      const organisation = c.var.organisation.id;
      const { letters, next = null } = await listUnsent(needs, { organisation, limit, ...(after ? { after } : {}) });
      return c.json({ letters: letters.map(show), next, server: needs.post.sends }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/mail/{letter}/again",
      tags,
      security,
      summary: "Send a letter again that was given up",
      request: { params: z.object({ letter: z.string() }) },
      responses: { 204: { description: "On its way again." }, ...problems(401, 403, 404) },
    }),
    async (c) => {
      await sendLetterAgain(needs, { ...by(c), letter: c.req.valid("param").letter });
      return c.body(null, 204);
    },
  );
}
