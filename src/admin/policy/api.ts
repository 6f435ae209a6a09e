// `/policy`: reading, previewing and replacing the whole document, and what it says about one person.
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, jsonAnswer, problems } from "../../http/api.ts";
import { isId } from "../../kernel/ids.ts";
import { invalid, Problem } from "../../kernel/problem.ts";
import { policyOf, type StoredPolicy } from "../../policy/actions.ts";
import { requirementSchema, showRequirement } from "../../policy/api-shapes.ts";
import { readPolicy, UnreadablePolicy } from "../../policy/document.ts";
import type { Policy } from "../../policy/rules.ts";
import { explain } from "../../policy/words.ts";
import { policySchema } from "../api-shapes.ts";
import { security, tags } from "../people-api.ts";
import { readIfMatch } from "../rules.ts";
import { type AdminNeeds, by, forReports } from "../web.ts";
import { changePolicy, explanationFor, requireListed } from "./actions.ts";
import { type Change, effectOn, partOfGroup, preview } from "./preview.ts";
import { previewSchema, showOwn, showPreview } from "./preview-shapes.ts";
import { refusalOf } from "./refusing.ts";
import { groups, isEnough } from "./rules.ts";

/** Whose bodies are policies, which may be larger than others. */
export const policyDocumentPaths = ["/policy", "/policy/preview"];

// Read by `readPolicy`, which says better than a schema what is wrong.
const policyBody = {
  required: true,
  content: { "application/json": { schema: z.any().openapi({ allOf: [{ $ref: "#/components/schemas/Policy" }] }) } },
} as const;

export function addPolicyRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  api.openapi(
    createRoute({
      method: "get",
      path: "/policy",
      tags,
      security,
      summary: "The policy document; its ETag is its version",
      responses: { 200: jsonAnswer(policySchema, "The policy."), ...problems(401, 403) },
    }),
    async (c) => showPolicy(c, await policyOf(needs.db, c.var.organisation.id)),
  );

  api.openapi(
    createRoute({
      method: "put",
      path: "/policy",
      tags,
      security,
      middleware: freshProof(needs),
      summary: "Replace the whole policy document",
      request: {
        headers: z.object({
          "if-match": z.string().optional().openapi({ description: "The ETag that was looked at." }),
        }),
        body: policyBody,
      },
      responses: {
        200: jsonAnswer(policySchema, "Saved; addresses and domains in their normal form."),
        ...problems(400, 401, 403, 409, 412, 413, 415),
      },
    }),
    async (c) => {
      const policy = policyFrom(c.req.valid("json"));
      const versions = readIfMatch(c.req.valid("header")["if-match"]);
      const isShown = (version: number) => versions === undefined || versions.includes(String(version));
      const changed = await reading(() => changePolicy(needs, { ...by(c), isShown, policy }));
      if (changed.outcome === "changed-meanwhile") throw changedMeanwhile(versions ? 412 : 409);
      return showPolicy(c, changed.stored);
    },
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/policy/preview",
      tags,
      security,
      summary: "What a policy would change, and for whom; nothing is saved",
      request: {
        query: z.object({
          group: z.enum(groups).optional().openapi({ description: "List this group alone." }),
          after: z.string().max(100).optional().openapi({ description: "`next` of the part before; with `group`." }),
          limit: z.coerce.number().int().min(1).max(1000).default(50).openapi({ description: "People of each group." }),
        }),
        body: policyBody,
      },
      responses: {
        200: jsonAnswer(previewSchema, "What would change, against the policy that holds."),
        ...problems(400, 401, 403, 413, 415),
      },
    }),
    async (c) => {
      const after = policyFrom(c.req.valid("json"));
      const stored = await policyOf(needs.db, c.var.organisation.id);
      const change: Change = { organisation: c.var.organisation.id, before: stored.policy, after };
      await reading(() => requireListed(needs.db, change.organisation, after));
      const { group, after: from = "", limit } = c.req.valid("query");
      if (from !== "" && (!group || !isId(from))) throw invalid("'after' is the 'next' of a part of one 'group'.");
      const found = await preview(forReports(needs), change, limit);
      const parts = group
        ? { [group]: await partOfGroup(forReports(needs), change, { group, after: from, most: limit }) }
        : found.first;
      const refusal = await refusalOf(needs.db, needs, change, by(c));
      c.header("etag", `"${stored.version}"`);
      return c.json(
        {
          ...showPreview(found, parts),
          you: await effectOnVisitor(c, change),
          refused: refusal ? { code: refusal.code, reason: refusal.publicMessage } : null,
        },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: "get",
      path: "/policy/explanation",
      tags,
      security,
      summary: "What is required of the person with this login, and why",
      request: {
        query: z.object({
          login: z.string().max(400).openapi({ description: "Screen name or e-mail address." }),
          application: z
            .string()
            .max(200)
            .optional()
            .openapi({ description: "Name of what they sign in to; without it, our own pages." }),
        }),
      },
      responses: {
        200: jsonAnswer(
          z.object({ person: z.object({ id: z.string(), email: z.string() }), requirement: requirementSchema }),
          "The requirement.",
        ),
        ...problems(400, 401, 403, 404),
      },
    }),
    async (c) => {
      const { login, application } = c.req.valid("query");
      const { person, requirement } = await explanationFor(needs, c.var.organisation.id, login, application);
      return c.json(
        {
          person: { id: person.id, email: person.email },
          requirement: { ...showRequirement(requirement), explanation: explain(requirement, "administrator") },
        },
        200,
      );
    },
  );

  /** Keys and the command line sign in nowhere. */
  async function effectOnVisitor(c: Context<Web>, change: Change) {
    const visitor = c.get("visitor");
    if (!visitor) return null;
    const own = await effectOn(needs, change, visitor.person);
    return showOwn(own, !isEnough(visitor.session.proofs, own.after.level, change));
  }
}

function showPolicy(c: Context<Web>, { policy, version }: StoredPolicy) {
  c.header("etag", `"${version}"`);
  return c.json(policy, 200);
}

const policyFrom = (document: unknown): Policy => read(() => readPolicy(document));

/** What the document's reader refuses is the caller's to mend. */
function read<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw mended(error);
  }
}

async function reading<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw mended(error);
  }
}

const mended = (error: unknown): unknown =>
  error instanceof UnreadablePolicy ? invalid(`That policy can't be used: ${error.message}.`) : error;

const changedMeanwhile = (status: 409 | 412): Problem =>
  new Problem(
    "changed-meanwhile",
    status,
    "Somebody else changed the policy meanwhile. Read it again and repeat what is still needed.",
  );
