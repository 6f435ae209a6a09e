// All rules for e-mail domains and addresses: found, paged, added and removed one by one or as lines of text.
import type { Context, Hono } from "hono";
import { missingProof } from "../../access/actions.ts";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { invalid } from "../../kernel/problem.ts";
import { mostRules } from "../../policy/document.ts";
import type { AdminNeeds } from "../web.ts";
import { changeRules, editingOf, keep } from "./drafting.ts";
import { readRuleLines, rulesOf, withAllRules, withRules, writeRuleLine } from "./editing.ts";
import { ManyRulesPage, type NewRule, RulesPage } from "./rule-views.tsx";

/** Takes more than other forms do. */
export const manyRulesPath = "/admin/policy/rules/many";

const onePage = 50;
const back = () => "/admin/policy/rules";

export function addRulePages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/policy/rules", (c) => page(c, {}));

  pages.post("/admin/policy/rules", freshProof(needs, back), async (c) => {
    const form = await readForm(c);
    const { stored, policy } = await editingOf(needs, c);
    if (Number(form.get("version")) !== stored.version) return changedMeanwhile(c);
    const changed = changeRules(policy, form, form.get("act") || "add");
    if (changed.wrong) {
      return page(c, { newRule: { name: form.get("newRule").slice(0, 400), wrong: changed.wrong } }, 400);
    }
    await keep(needs, c, stored, changed.policy);
    const search = form.get("search").slice(0, 300);
    return c.redirect(search === "" ? back() : `${back()}?${new URLSearchParams({ search })}`, 303);
  });

  pages.post(manyRulesPath, freshProof(needs, back), async (c) => {
    const form = await readForm(c);
    const { stored, policy } = await editingOf(needs, c);
    if (Number(form.get("version")) !== stored.version) return changedMeanwhile(c);
    const [lines, level, how] = [form.get("lines"), form.get("level"), form.get("how")];
    const usual = level === "off" || level === "optional" || level === "required" ? level : undefined;
    if (usual === undefined || (how !== "add" && how !== "replace"))
      throw invalid(({ consolePolicy }) => consolePolicy.refused.chooseLevel);
    const { rules, bad } = readRuleLines(lines, usual);
    if (bad.length > 0) {
      const { visitor } = c.var;
      const unlocked = true;
      const replace = how === "replace";
      const props = { visitor, unlocked, version: stored.version, lines, level, replace, bad };
      return answerPage(c, <ManyRulesPage {...props} />, 400);
    }
    const changed = withRules(how === "replace" ? withAllRules(policy, []) : policy, rules);
    if (changed.domains.length > mostRules || changed.addresses.length > mostRules) {
      throw invalid(({ consolePolicy }) => consolePolicy.refused.tooManyRules(mostRules));
    }
    await keep(needs, c, stored, changed);
    return c.redirect(back(), 303);
  });

  pages.get("/admin/policy/rules.txt", async (c) => {
    const { policy } = await editingOf(needs, c);
    return c.body(`${rulesOf(policy).map(writeRuleLine).join("\n")}\n`, 200, {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": 'attachment; filename="rules.txt"',
    });
  });

  const changedMeanwhile = (c: Context<Web>) => c.redirect("/admin/policy?done=changed-meanwhile", 303);

  async function page(c: Context<Web>, { newRule }: { newRule?: NewRule }, status = 200) {
    const { visitor } = c.var;
    const { stored, policy } = await editingOf(needs, c);
    const search = (c.req.query("search") ?? "").slice(0, 300).trim();
    const all = rulesOf(policy);
    const sought = search.toLowerCase();
    const found = sought === "" ? all : all.filter(({ name }) => name.includes(sought));
    const last = Math.max(1, Math.ceil(found.length / onePage));
    const at = Math.min(last, Math.max(1, Math.trunc(Number(c.req.query("page") ?? 1)) || 1));
    const address = (number: number) =>
      `${back()}?${new URLSearchParams({ ...(search === "" ? {} : { search }), page: String(number) })}`;
    return answerPage(
      c,
      <RulesPage
        visitor={visitor}
        version={stored.version}
        unlocked={(await missingProof(needs, visitor)) === undefined}
        rules={found.slice((at - 1) * onePage, at * onePage)}
        all={all.length}
        found={found.length}
        search={search}
        previous={at > 1 ? address(at - 1) : null}
        next={at < last ? address(at + 1) : null}
        newRule={newRule}
      />,
      status,
    );
  }
}
