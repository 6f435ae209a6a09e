// `/people/moving`: people of another system with what they sign in by, first for seeing what would come of it.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, jsonAnswer, problems } from "../../http/api.ts";
import { limitBody } from "../../http/body.ts";
import { Problem } from "../../kernel/problem.ts";
import { words } from "../../words/index.ts";
import { requireMailServer } from "../people.ts";
import { security, tags } from "../people-api.ts";
import { type AdminNeeds, by } from "../web.ts";
import { readUpload } from "./apart.ts";
import { NotReadable } from "./coming.ts";
import { lookAtMoving, type MovingNeeds, moveIn } from "./moving.ts";
import { formats, mostUploadBytes } from "./reading.ts";
import { notesOf } from "./saying.ts";

/** Where the body is a file: this address brings its own limits. */
export const movingPath = "/people/moving";

/** ms after which a request begins no further batch; the same file again goes on. */
export const longestRequest = 8000;

/** Said in the header, so that it stands in no address and in no log of one. */
const secretHeader = "x-source-secret";

const count = (description: string) => z.int().openapi({ description });

const movingSchema = z
  .object({
    saved: z.boolean().openapi({ description: "false for a dry run." }),
    format: z.enum(formats),
    added: count("People who were not here."),
    completed: count("People who were here, and were given what they had not."),
    unchanged: count("People for whom there was nothing to do."),
    refused: count("People of whom nothing was taken."),
    passwords: count("Password hashes taken."),
    authenticators: count("Authenticators taken."),
    recoveryCodes: count("Recovery codes taken."),
    invited: count("To how many an invitation goes by mail."),
    waiting: count("People there was no time for: send the same file again."),
    lines: z
      .array(
        z.object({
          line: z.int(),
          who: z.string(),
          outcome: z.enum(["add", "complete", "nothing", "refused"]),
          password: z.boolean(),
          authenticators: z.int(),
          recoveryCodes: z.int(),
          notes: z.array(z.object({ code: z.string(), message: z.string() })),
        }),
      )
      .openapi({ description: "At most 2000. Never a secret." }),
  })
  .openapi("Moving");

const yesOrNo = (description: string) => z.enum(["yes", "no"]).default("no").openapi({ description });

export function addMovingRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds & MovingNeeds): void {
  api.use(movingPath, limitBody(mostUploadBytes));
  api.openapi(
    createRoute({
      method: "post",
      path: movingPath,
      tags,
      security,
      middleware: freshProof(needs),
      summary:
        "Bring people of another system with passwords, authenticators and recovery codes, from a file of at most 1 MiB. Nothing that somebody has here is replaced, and the same file twice changes nothing",
      request: {
        query: z.object({
          dryRun: yesOrNo("`yes`: only say what would come of it."),
          invite: yesOrNo("`yes`: those who are added without a password are sent their invitation by mail."),
          format: z.enum(formats).optional().openapi({ description: "Found out where the file says it itself." }),
        }),
        headers: z.object({
          [secretHeader]: z
            .string()
            .max(1000)
            .optional()
            .openapi({ description: "What the secrets of better-auth are encrypted under. It is kept nowhere." }),
        }),
        body: {
          required: true,
          content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } },
        },
      },
      responses: {
        200: jsonAnswer(movingSchema, "What came of it, or would."),
        ...problems(400, 401, 403, 409, 413, 415),
      },
    }),
    async (c) => {
      // What another site could send without being asked is not taken, such as text/plain.
      if (!/^(application\/octet-stream|text\/csv)\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
        throw new Problem(
          "unsupported-type",
          415,
          "Send a file, with the header 'Content-Type: application/octet-stream'.",
        );
      const { dryRun, invite, format: wanted } = c.req.valid("query");
      const inviting = invite === "yes";
      if (inviting) requireMailServer(needs);
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      const { people, format } = await readUpload(c.var.organisation.id, {
        bytes,
        format: wanted,
        secret: c.req.header(secretHeader),
      }).catch((error) => {
        throw error instanceof NotReadable ? notReadable(error) : error;
      });
      const saved = dryRun !== "yes";
      const report = saved
        ? await moveIn(needs, { ...by(c), people, format, inviting, pace: { within: longestRequest } })
        : await lookAtMoving(needs, by(c), { people });
      const lines = report.lines.slice(0, 2000).map((line) => {
        const messages = notesOf(line, words.en);
        return { ...line, notes: line.notes.map(({ code }, i) => ({ code, message: messages[i] ?? "" })) };
      });
      return c.json({ saved, format, ...report.counts, waiting: report.waiting, lines }, 200);
    },
  );
}

const notReadable = ({ reason }: NotReadable): Problem =>
  new Problem("file-not-readable", 400, ({ moving }) => moving.reasons[reason], { members: { reason } });
