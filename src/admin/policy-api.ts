// `/policy`: reading and replacing the whole document, and what it says about one person.
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { freshProof, type Web } from "../access/web.ts";
import { type createApi, jsonAnswer, problems } from "../http/api.ts";
import { invalid, Problem } from "../kernel/problem.ts";
import { policyOf, type StoredPolicy } from "../policy/actions.ts";
import { requirementSchema, showRequirement } from "../policy/api-shapes.ts";
import { type Policy, readPolicy, UnreadablePolicy } from "../policy/rules.ts";
import { explain } from "../policy/words.ts";
import { policySchema } from "./api-shapes.ts";
import { security, tags } from "./people-api.ts";
import { changePolicy, explanationFor } from "./policy.ts";
import { readIfMatch } from "./rules.ts";
import { type AdminNeeds, by } from "./web.ts";

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
        // Read by `readPolicy`, which says better than a schema what is wrong.
        body: {
          required: true,
          content: {
            "application/json": { schema: z.any().openapi({ allOf: [{ $ref: "#/components/schemas/Policy" }] }) },
          },
        },
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
      const changed = await changePolicy(needs, { ...by(c), isShown, change: () => policy });
      if (changed.outcome === "changed-meanwhile") throw changedMeanwhile(versions ? 412 : 409);
      return showPolicy(c, changed.stored);
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
        query: z.object({ login: z.string().max(400).openapi({ description: "Screen name or e-mail address." }) }),
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
      const { person, requirement } = await explanationFor(needs, c.var.organisation.id, c.req.valid("query").login);
      return c.json(
        {
          person: { id: person.id, email: person.email },
          requirement: { ...showRequirement(requirement), explanation: explain(requirement, "administrator") },
        },
        200,
      );
    },
  );
}

function showPolicy(c: Context<Web>, { policy, version }: StoredPolicy) {
  c.header("etag", `"${version}"`);
  return c.json(policy, 200);
}

function policyFrom(document: unknown): Policy {
  try {
    return readPolicy(document);
  } catch (error) {
    if (error instanceof UnreadablePolicy) throw invalid(`That policy can't be used: ${error.message}.`);
    throw error;
  }
}

const changedMeanwhile = (status: 409 | 412): Problem =>
  new Problem(
    "changed-meanwhile",
    status,
    "Somebody else changed the policy meanwhile. Read it again and repeat what is still needed.",
  );
