// `/admin/policy`: 'Settings > Security'. What is changed becomes the administrator's draft, which the preview saves.
import type { Context, Hono } from "hono";
import { missingProof } from "../../access/actions.ts";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { keyOf } from "../../people/actions.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { UnreadablePolicy } from "../../policy/document.ts";
import { dropDraft } from "../../policy/drafts.ts";
import type { Policy } from "../../policy/rules.ts";
import type { AdminNeeds } from "../web.ts";
import { addAccountTypePages } from "./account-type-pages.tsx";
import { changeRules, editingOf, keep } from "./drafting.ts";
import { readSettings } from "./editing.ts";
import { type Outcome, outcomes } from "./notice-views.tsx";
import { addPreviewPages } from "./preview-pages.tsx";
import { addRulePages } from "./rule-pages.tsx";
import { PolicyPage, type PolicyPageProps } from "./views.tsx";

export function addPolicyPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/policy", async (c) => {
    const done = c.req.query("done");
    return page(c, { outcome: outcomes.find((one) => one === done) });
  });

  pages.post(
    "/admin/policy",
    freshProof(needs, () => "/admin/policy?done=again"),
    async (c) => {
      const form = await readForm(c);
      const editing = await editingOf(needs, c);
      if (Number(form.get("version")) !== editing.stored.version) {
        return page(c, { outcome: "changed-meanwhile" }, 409);
      }
      let policy: Policy;
      try {
        const types = await accountTypesOf(needs.db, c.var.organisation.id);
        policy = readSettings(form, editing.policy, types);
      } catch (error) {
        if (error instanceof UnreadablePolicy) return page(c, { wrong: error.messageIn(c.var.words) }, 400);
        throw error;
      }
      const act = form.get("act");
      const ruled = changeRules(policy, form, act);
      if (ruled.wrong) {
        const newRule = { name: form.get("newRule").slice(0, 400), wrong: ruled.wrong };
        return page(c, { typed: policy, newRule }, 400);
      }
      await keep(needs, c, editing.stored, ruled.policy);
      return c.redirect(onwards[act] ?? (changesRules(act) ? "/admin/policy#rules" : "/admin/policy/preview"), 303);
    },
  );

  pages.post("/admin/policy/discard", async (c) => {
    await needs.db.transaction((tx) => dropDraft(tx, keyOf(c.var.visitor.person)));
    return c.redirect("/admin/policy?done=discarded", 303);
  });

  addPreviewPages(pages, needs);
  addRulePages(pages, needs);
  addAccountTypePages(pages, needs);

  async function page(
    c: Context<Web>,
    { typed, ...said }: Pick<PolicyPageProps, "newRule" | "wrong"> & { outcome?: Outcome | undefined; typed?: Policy },
    status = 200,
  ) {
    const { visitor, organisation } = c.var;
    const { stored, policy, draft, stale } = await editingOf(needs, c);
    return answerPage(
      c,
      <PolicyPage
        visitor={visitor}
        policy={typed ?? policy}
        version={stored.version}
        updatedAt={stored.updatedAt}
        accountTypes={await accountTypesOf(needs.db, organisation.id)}
        unsaved={draft !== undefined || stale}
        unlocked={(await missingProof(needs, visitor)) === undefined}
        now={needs.clock.now()}
        {...said}
        outcome={said.outcome ?? (stale ? "changed-meanwhile" : undefined)}
      />,
      status,
    );
  }
}

const onwards: Record<string, string> = {
  "account-types": "/admin/policy/account-types",
  rules: "/admin/policy/rules",
};

const changesRules = (act: string): boolean => act === "add" || act.startsWith("remove:");
