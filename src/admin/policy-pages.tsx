// `/admin/policy`: 'Settings > Security'.
import type { Context, Hono } from "hono";
import { missingProof } from "../access/actions.ts";
import { freshProof, type Web } from "../access/web.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import { readForm } from "../http/body.ts";
import { keyOf } from "../people/actions.ts";
import { policyOf } from "../policy/actions.ts";
import { type Level, type Policy, readPolicy, UnreadablePolicy } from "../policy/rules.ts";
import { changePolicy, requirementUnder } from "./policy.ts";
import { PolicyPage, type PolicyPageProps } from "./policy-views.tsx";
import { type AdminNeeds, by } from "./web.ts";

export function addPolicyPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/policy", async (c) => {
    const done = c.req.query("done");
    return page(c, done === "saved" || done === "again" ? done : undefined);
  });

  pages.post(
    "/admin/policy",
    freshProof(needs, () => "/admin/policy?done=again"),
    async (c) => {
      const form = await readForm(c);
      const version = Number(form.get("version"));
      const organisation = form.get("organisation");
      const trustBrowsers = { allowed: form.get("trust") === "yes", days: Number(form.get("days") || Number.NaN) };
      try {
        const changed = await changePolicy(needs, {
          ...by(c),
          isShown: (stored) => stored === version,
          // Read as a document from outside: what it would refuse there, it refuses here.
          change: (policy) => readPolicy({ ...policy, organisation, trustBrowsers }),
        });
        if (changed.outcome === "changed-meanwhile") return page(c, "changed-meanwhile", 409);
      } catch (error) {
        if (error instanceof UnreadablePolicy) return page(c, "unreadable", 400);
        throw error;
      }
      return c.redirect("/admin/policy?done=saved", 303);
    },
  );

  async function page(c: Context<Web>, outcome: PolicyPageProps["outcome"], status = 200) {
    const { visitor, organisation } = c.var;
    const stored = await policyOf(needs.db, organisation.id);
    const unlocked = (await missingProof(needs, visitor)) === undefined;
    return c.html(
      <PolicyPage
        visitor={visitor}
        stored={stored}
        unlocked={unlocked}
        wouldAskYou={await newlyAsking(c, stored.policy)}
        outcome={outcome}
        now={needs.clock.now()}
      />,
      status as 200,
    );
  }

  /** The levels under which this administrator, who need not have anything set up now, would have to. */
  async function newlyAsking(c: Context<Web>, policy: Policy): Promise<Level[]> {
    const { person, requirement } = c.var.visitor;
    if (requirement.level === "required" || (await authenticatorsOf(needs.db, keyOf(person))).length > 0) return [];
    const levels: Level[] = ["off", "optional", "required"];
    const under = await Promise.all(levels.map((level) => requirementUnder(needs, policy, level, person)));
    return levels.filter((_, i) => under[i]?.level === "required");
  }
}
