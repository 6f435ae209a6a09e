// `/account-types`: the organisation's own list.
import { createRoute, z } from "@hono/zod-openapi";
import { freshProof, type Web } from "../../access/web.ts";
import { type createApi, jsonAnswer, jsonBody, problems, typedText } from "../../http/api.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import { addAccountType, countedAccountTypes, removeAccountType } from "../../policy/account-types.ts";
import { security, tags } from "../people-api.ts";
import { type AdminNeeds, by } from "../web.ts";
import { accountTypeWords } from "./account-type-words.ts";

const accountTypeSchema = z.object({
  name: z.string(),
  people: z.int().openapi({ description: "How many hold it." }),
});

export function addAccountTypeRoutes(api: ReturnType<typeof createApi<Web>>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);

  api.openapi(
    createRoute({
      method: "get",
      path: "/account-types",
      tags,
      security,
      summary: "The list of account types, of which people's are taken",
      responses: {
        200: jsonAnswer(z.object({ accountTypes: z.array(accountTypeSchema) }), "The list."),
        ...problems(401, 403),
      },
    }),
    async (c) => c.json({ accountTypes: await countedAccountTypes(needs.db, c.var.organisation.id) }, 200),
  );

  api.openapi(
    createRoute({
      method: "post",
      path: "/account-types",
      tags,
      security,
      middleware: fresh,
      summary: "Add an account type",
      request: jsonBody(z.strictObject({ name: typedText(100) })),
      responses: { 201: jsonAnswer(accountTypeSchema, "Added."), ...problems(400, 401, 403, 409, 413, 415) },
    }),
    async (c) => {
      const { name } = c.req.valid("json");
      const { outcome } = await needs.db.transaction((tx) => addAccountType(tx, needs, { ...by(c), name }));
      if (outcome === "bad-account-type") throw new Problem("bad-account-type", 400, accountTypeWords[outcome]);
      if (outcome === "account-type-taken") throw new Problem("account-type-taken", 409, accountTypeWords[outcome]);
      if (outcome === "too-many-account-types") {
        throw new Problem("too-many-account-types", 409, accountTypeWords[outcome]);
      }
      return c.json({ name, people: 0 }, 201);
    },
  );

  api.openapi(
    createRoute({
      method: "delete",
      path: "/account-types/{name}",
      tags,
      security,
      middleware: fresh,
      summary: "Remove an account type that nobody holds and the policy does not name",
      request: { params: z.object({ name: z.string().max(100) }) },
      responses: { 204: { description: "Removed." }, ...problems(400, 401, 403, 404, 409) },
    }),
    async (c) => {
      const { name } = c.req.valid("param");
      const { outcome } = await needs.db.transaction((tx) => removeAccountType(tx, needs, { ...by(c), name }));
      if (outcome === "no-such-type") throw notFound("account type");
      if (outcome === "account-type-held") throw new Problem("account-type-held", 409, accountTypeWords[outcome]);
      if (outcome === "account-type-in-policy") {
        throw new Problem("account-type-in-policy", 409, accountTypeWords[outcome]);
      }
      return c.body(null, 204);
    },
  );
}
