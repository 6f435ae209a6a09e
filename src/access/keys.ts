// Lets programs in by an API key: to what its scopes open and its owner may do now, and to nothing else. Policies about
// second factors are about people at a browser, and are not asked.
import type { Context } from "hono";
import { type ApiKey, keyBehind } from "../api-keys/actions.ts";
import { closedBecause, scopeFor } from "../api-keys/operations.ts";
import type { PresentedKey } from "../api-keys/rules.ts";
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import type { Person } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import type { Caller, Web } from "./variables.ts";

type Needs = { db: Database; clock: Clock; random: Random };

/** @throws Problem `bad-key`, `scope-missing`, `not-by-key` */
export async function letInByKey(c: Context<Web>, needs: Needs, presented: PresentedKey | "unreadable"): Promise<void> {
  const { organisation, source } = c.var;
  const found = presented === "unreadable" ? undefined : await keyBehind(needs, organisation.id, presented, source);
  if (found?.outcome !== "good") throw badKey();
  const { key, person } = found;
  const operation = [c.req.method, c.req.path.replace(/^\/api\/v1/, "")] as const;
  const scope = scopeFor(...operation);
  if (scope === undefined) throw neverByKey(closedBecause(...operation));
  if (!key.scopes.includes(scope)) throw scopeMissing(scope);
  c.set("source", { ...source, apiKey: key.id });
  c.set("caller", await callerBehind(needs, key, person));
}

async function callerBehind({ db, clock }: Needs, key: ApiKey, person: Person | null): Promise<Caller> {
  if (person === null) return { person, key: key.id, roles: new Set(["administrator"]) };
  const { policy } = await policyOf(db, key.organisation);
  return { person, roles: rolesOf(person), requirement: await requirementOf(db, clock, policy, person) };
}

const badKey = () => new Problem("bad-key", 401, "This API key is unknown, has expired, or was ended.");

const scopeMissing = (scope: string) =>
  new Problem("scope-missing", 403, `This needs an API key with the scope '${scope}'.`, { members: { scope } });

const neverByKey = (because = "API keys don't open this.") => new Problem("not-by-key", 403, because);
