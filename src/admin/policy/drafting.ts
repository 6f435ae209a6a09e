// What an administrator is changing, over the pages of the policy: kept as their draft until it is saved or discarded.
import type { Context } from "hono";
import type { Web } from "../../access/web.ts";
import { keyOf } from "../../people/actions.ts";
import { policyOf, type StoredPolicy } from "../../policy/actions.ts";
import { type Draft, draftOf, dropDraft, keepDraft } from "../../policy/drafts.ts";
import type { Policy } from "../../policy/rules.ts";
import type { AdminNeeds } from "../web.ts";
import { type RuleWrong, readRuleLines, withoutRule, withRules } from "./editing.ts";

export interface Editing {
  stored: StoredPolicy;
  /** What the pages show: the draft, or else what is saved. */
  policy: Policy;
  draft: Draft | undefined;
  /** There was one, over a version that holds no more. */
  stale: boolean;
}

export async function editingOf(needs: AdminNeeds, c: Context<Web>): Promise<Editing> {
  const stored = await policyOf(needs.db, c.var.organisation.id);
  const kept = await draftOf(needs.db, needs, keyOf(c.var.visitor.person));
  const draft = kept?.version === stored.version ? kept : undefined;
  return { stored, draft, policy: draft?.policy ?? stored.policy, stale: kept !== undefined && draft === undefined };
}

/** What is the same as what is saved is no draft. */
export async function keep(needs: AdminNeeds, c: Context<Web>, stored: StoredPolicy, policy: Policy): Promise<void> {
  const key = keyOf(c.var.visitor.person);
  const same = JSON.stringify(policy) === JSON.stringify(stored.policy);
  await needs.db.transaction((tx) =>
    same ? dropDraft(tx, key) : keepDraft(tx, needs, key, { policy, version: stored.version }),
  );
}

/** Puts the new rule in that the form holds, or takes the one away whose button was pressed. */
export function changeRules(
  policy: Policy,
  form: { get(name: string): string },
  act: string,
): { policy: Policy; wrong?: RuleWrong } {
  if (act.startsWith("remove:")) return { policy: withoutRule(policy, act.slice("remove:".length)) };
  const typed = form.get("newRule").trim().slice(0, 400);
  if (typed === "" && act !== "add") return { policy };
  if (/[\s,;]/.test(typed)) return { policy, wrong: "neither" };
  const starred = form.get("newSubdomains") === "yes" && !typed.startsWith("*.") && !typed.includes("@");
  const level = form.get("newLevel");
  const { rules, bad } = readRuleLines(`${starred ? "*." : ""}${typed} ${level}`, undefined);
  if (rules.length !== 1) return { policy, wrong: bad[0]?.wrong ?? "neither" };
  return { policy: withRules(policy, rules) };
}
