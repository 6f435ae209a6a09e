// Lets programs in by an API key: to what its scopes open and its owner may do now, and to nothing else. Policies about
// second factors are about people at a browser, and are not asked.
import type { Context } from "hono";
import { keyBehind } from "../api-keys/actions.ts";
import { type PresentedKey, scopeFor } from "../api-keys/rules.ts";
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { rolesOf } from "../people/rules.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import type { Visitor } from "./actions.ts";
import type { Web } from "./variables.ts";

type Needs = { db: Database; clock: Clock; random: Random };

/** @throws Problem `bad-key`, `scope-missing` */
export async function letInByKey(c: Context<Web>, needs: Needs, presented: PresentedKey | "unreadable"): Promise<void> {
  const { organisation, source } = c.var;
  const found = presented === "unreadable" ? undefined : await keyBehind(needs, organisation.id, presented, source);
  if (found?.outcome !== "good") throw badKey();
  const { key, person } = found;
  const scope = scopeFor(c.req.method, c.req.path.replace(/^\/api\/v1/, ""));
  if (scope === undefined || !key.scopes.includes(scope)) throw scopeMissing(scope);
  c.set("source", { ...source, apiKey: key.id });
  c.set("visitor", await visitorBehind(c, needs, person));
}

/** No session: what a handler needs one for is opened to no key. The organisation's own has nobody behind it. */
async function visitorBehind(
  c: Context<Web>,
  { db, clock }: Needs,
  person: Visitor["person"] | null,
): Promise<Visitor> {
  const { organisation } = c.var;
  const policy = await policyOf(db, organisation.id);
  if (person === null) return { organisation, roles: new Set(["administrator"]), policy } as unknown as Visitor;
  const requirement = await requirementOf(db, clock, policy.policy, person);
  return { organisation, person, roles: rolesOf(person), policy, requirement } as Visitor;
}

const badKey = () => new Problem("bad-key", 401, "This API key is unknown, has expired, or was ended.");

const scopeMissing = (scope: string | undefined) =>
  new Problem(
    "scope-missing",
    403,
    scope === undefined ? "API keys don't open this." : `This needs an API key with the scope '${scope}'.`,
    scope === undefined ? {} : { members: { scope } },
  );
