// `/help-requests` of the JSON API: the list, one request with what is known, and the decision.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, helperOrAdministrator, signedIn, type Web } from "../access/web.ts";
import { createApi, isoTime, jsonAnswer, jsonBody, problems, timeSchema, typedText } from "../http/api.ts";
import { Problem } from "../kernel/problem.ts";
import { decide } from "./deciding.ts";
import { helpRequestsFile } from "./file.ts";
import { type FoundRequest, findRequest, listRequests } from "./finding.ts";
import { type Known, knownOf } from "./known.ts";
import { longestNote, longestPage, pageLength } from "./rules.ts";
import { by, type HelpNeeds } from "./web.ts";
import { overMessage } from "./words.ts";

const tags = ["Administration"];
const security = [{ session: [] }];
const optionalTime = timeSchema.nullable();
const isoOrNull = (at: number | null | undefined): string | null => (at == null ? null : isoTime(at));

const requestFields = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), displayName: z.string(), email: z.string() }),
  status: z.enum(["open", "approved", "used", "expired", "declined", "cancelled", "overtaken", "lapsed"]).openapi({
    description:
      "`overtaken`: a code was given, or password or authenticators changed. `lapsed`: nobody decided it within 14 days. `used`, `expired`: what became of an approval.",
  }),
  message: z.string(),
  askedAt: timeSchema,
  address: z.string(),
  userAgent: z.string(),
  decidedBy: z
    .string()
    .nullable()
    .openapi({ description: "The id of who decided; null for a key of the organisation." }),
  decidedAt: optionalTime,
  note: z.string().nullable(),
  passUntil: optionalTime.openapi({ description: "Until when an approval leads to set-up, once." }),
  passUsedAt: optionalTime,
});
const requestSchema = requestFields.openapi("HelpRequest");

function show({ request, fate, person }: FoundRequest): z.infer<typeof requestSchema> {
  return {
    id: request.id,
    person: { id: person.id, displayName: person.display_name, email: person.email },
    status: fate,
    message: request.message,
    askedAt: isoTime(request.asked_at),
    address: request.address,
    userAgent: request.user_agent,
    decidedBy: request.decided_by,
    decidedAt: isoOrNull(request.decided_at),
    note: request.note,
    passUntil: isoOrNull(request.pass_until),
    passUsedAt: isoOrNull(request.pass_used_at),
  };
}

const detailsSchema = requestFields
  .extend({
    known: z
      .object({
        lastSignInAt: optionalTime,
        addressSince: timeSchema,
        formerAddresses: z.array(z.string()).openapi({ description: "Given up within the last 30 days." }),
        passwordChangedAt: optionalTime,
        authenticators: z.array(z.object({ name: z.string(), createdAt: timeSchema, lastUsedAt: optionalTime })),
        recoveryCodesLeft: z.int(),
        sessions: z.int(),
        trustedBrowsers: z.int(),
        networkSeenAt: optionalTime.openapi({ description: "The last sign-in from where the request came from." }),
        browserSeenAt: optionalTime.openapi({ description: "The last sign-in with the browser it came from." }),
        otherRequests: z.int(),
      })
      .openapi({ description: "To tell the person from somebody who has stolen their password." }),
  })
  .openapi("HelpRequestDetails");

const showKnown = ({ person }: FoundRequest, known: Known): z.infer<typeof detailsSchema>["known"] => ({
  lastSignInAt: isoOrNull(person.last_sign_in_at),
  addressSince: isoTime(person.address_since),
  formerAddresses: known.formerAddresses,
  passwordChangedAt: isoOrNull(known.passwordChangedAt),
  authenticators: known.authenticators.map(({ name, created_at, last_used_at }) => ({
    name,
    createdAt: isoTime(created_at),
    lastUsedAt: isoOrNull(last_used_at || null),
  })),
  recoveryCodesLeft: known.recoveryCodesLeft,
  sessions: known.sessions.length,
  trustedBrowsers: known.trustedBrowsers.length,
  networkSeenAt: isoOrNull(known.networkSeenAt),
  browserSeenAt: isoOrNull(known.browserSeenAt),
  otherRequests: known.others.length,
});

const statusSchema = z.enum(["open", "decided"]).default("open");
const params = z.object({ id: z.string().openapi({ description: "The help request's id." }) });

export function helpRequestsApi(needs: HelpNeeds) {
  const api = createApi<Web>();
  const fresh = freshProof(needs);
  api.use("/help-requests/*", signedIn(needs), helperOrAdministrator());
  api.use("/help-requests.csv", signedIn(needs), helperOrAdministrator());

  api.openapi(
    createRoute({
      method: "get",
      path: "/help-requests",
      tags,
      security,
      summary:
        "One page of requests: the open ones, the longest waiting first, or those that are over, the latest first",
      request: {
        query: z.object({
          status: statusSchema,
          after: z.string().max(100).optional().openapi({ description: "`next` of the page before." }),
          limit: z.coerce.number().int().min(1).max(longestPage).default(pageLength),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({
            helpRequests: z.array(requestSchema),
            next: z.string().nullable().openapi({ description: "null on the last page." }),
          }),
          "One page.",
        ),
        ...problems(400, 401, 403),
      },
    }),
    async (c) => {
      const { status: which, after, limit } = c.req.valid("query");
      const page = await listRequests(needs, { organisation: c.var.organisation.id, which, after, limit });
      return c.json({ helpRequests: page.requests.map(show), next: page.next ?? null }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/help-requests.csv",
      tags,
      security,
      summary: "All requests that are open, or that are over, as a file for spreadsheets",
      request: { query: z.object({ status: statusSchema }) },
      responses: {
        200: { description: "The file.", content: { "text/csv": { schema: z.string() } } },
        ...problems(400, 401, 403),
      },
    }),
    (c) => {
      const { status: which } = c.req.valid("query");
      return helpRequestsFile(needs, { organisation: c.var.organisation.id, which }) as never;
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/help-requests/{id}",
      tags,
      security,
      summary: "One request, with what is known of the person",
      request: { params },
      responses: { 200: jsonAnswer(detailsSchema, "The request."), ...problems(401, 403, 404) },
    }),
    async (c) => {
      const found = await findRequest(needs, c.var.organisation.id, c.req.valid("param").id);
      return c.json({ ...show(found), known: showKnown(found, await knownOf(needs, found)) }, 200);
    },
  );

  for (const [verb, verdict, summary] of [
    [
      "approval",
      "approved",
      "Approve: for 24 hours the person may set up a new authenticator after the password, once",
    ],
    ["decline", "declined", "Decline"],
  ] as const) {
    api.openapi(
      createRoute({
        method: "post",
        path: `/help-requests/{id}/${verb}`,
        tags,
        security,
        middleware: fresh,
        summary,
        request: {
          params,
          ...jsonBody(
            z.strictObject({
              note: typedText(longestNote).optional().openapi({ description: "The person reads it in the letter." }),
            }),
          ),
        },
        responses: { 200: jsonAnswer(requestSchema, "Decided."), ...problems(400, 401, 403, 404, 409, 413, 415) },
      }),
      async (c) => {
        const { id } = c.req.valid("param");
        const decided = await decide(needs, { ...by(c), request: id, verdict, note: c.req.valid("json").note });
        if (decided.outcome === "already-over") {
          throw new Problem("already-decided", 409, overMessage(decided, needs.clock.now()));
        }
        return c.json(show(await findRequest(needs, c.var.organisation.id, id)), 200);
      },
    );
  }

  return api;
}
