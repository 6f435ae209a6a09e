// The preview of the draft, group by group, and the button that saves exactly what was previewed.
import type { Context, Hono } from "hono";
import { missingProof } from "../../access/actions.ts";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { isId } from "../../kernel/ids.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import { UnreadablePolicy } from "../../policy/document.ts";
import type { Draft } from "../../policy/drafts.ts";
import { type AdminNeeds, by, forReports } from "../web.ts";
import { confirmDraft, requireListed } from "./actions.ts";
import { csvOfGroup } from "./csv.ts";
import { editingOf } from "./drafting.ts";
import { type Change, effectOn, partOfGroup, preview } from "./preview.ts";
import { GroupPage, groupAddress, type OwnFate, PreviewPage } from "./preview-views.tsx";
import { refusalOf } from "./refusing.ts";
import { isEnough, isGroup } from "./rules.ts";
import { differences } from "./words.ts";

const firstShown = 5;
const onePage = 50;

export function addPreviewPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get("/admin/policy/preview", async (c) => {
    const previewed = await draftedChange(c);
    return previewed ? page(c, previewed) : c.redirect("/admin/policy?done=same", 303);
  });

  pages.post(
    "/admin/policy/preview",
    freshProof(needs, () => "/admin/policy/preview"),
    async (c) => {
      const form = await readForm(c);
      const looked = { version: Number(form.get("version")), digest: form.get("digest") };
      if (!Number.isSafeInteger(looked.version) || !/^[0-9a-f]{64}$/.test(looked.digest)) {
        return c.redirect("/admin/policy/preview", 303);
      }
      try {
        const { outcome } = await confirmDraft(needs, { ...by(c), actor: c.var.visitor.person.id, ...looked });
        return c.redirect(`/admin/policy?done=${outcome}`, 303);
      } catch (error) {
        const previewed = error instanceof UnreadablePolicy || isRefusal(error) ? await draftedChange(c) : undefined;
        if (previewed) return page(c, previewed, 409);
        throw error;
      }
    },
  );

  pages.get("/admin/policy/preview/people", async (c) => {
    const previewed = await draftedChange(c);
    if (!previewed) return c.redirect("/admin/policy", 303);
    const { group, after = "" } = c.req.query();
    if (!isGroup(group) || (after !== "" && !isId(after))) throw notFound();
    const { people, next } = await partOfGroup(forReports(needs), previewed.change, { group, after, most: onePage });
    return answerPage(
      c,
      <GroupPage
        visitor={c.var.visitor}
        group={group}
        people={people}
        first={after === "" ? null : groupAddress(group)}
        next={next === undefined ? null : groupAddress(group, next)}
      />,
    );
  });

  pages.get("/admin/policy/preview/people.csv", async (c) => {
    const previewed = await draftedChange(c);
    if (!previewed) return c.redirect("/admin/policy", 303);
    const group = c.req.query("group");
    if (!isGroup(group)) throw notFound();
    return c.body(csvOfGroup(forReports(needs), previewed.change, group), 200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${group}.csv"`,
    });
  });

  async function draftedChange(c: Context<Web>): Promise<{ draft: Draft; change: Change } | undefined> {
    const { stored, draft } = await editingOf(needs, c);
    if (!draft) return undefined;
    return { draft, change: { organisation: c.var.organisation.id, before: stored.policy, after: draft.policy } };
  }

  async function page(c: Context<Web>, { draft, change }: { draft: Draft; change: Change }, status = 200) {
    const { visitor } = c.var;
    return answerPage(
      c,
      <PreviewPage
        visitor={visitor}
        version={draft.version}
        digest={draft.digest}
        unlocked={(await missingProof(needs, visitor)) === undefined}
        preview={await preview(forReports(needs), change, firstShown)}
        differences={differences(change.before, change.after, c.var.words)}
        own={await ownFate(c, change)}
        refused={await whyRefused(c, change)}
      />,
      status,
    );
  }

  async function ownFate(c: Context<Web>, change: Change): Promise<OwnFate> {
    const { person, session } = c.var.visitor;
    const affected = await effectOn(needs, change, person);
    return { affected, signsInAgain: !isEnough(session.proofs, affected.after.level, change) };
  }

  async function whyRefused(c: Context<Web>, change: Change): Promise<string | undefined> {
    try {
      await requireListed(needs.db, change.organisation, change.after);
    } catch (error) {
      if (error instanceof UnreadablePolicy) {
        const { consolePerson } = c.var.words;
        return consolePerson.override.stated(error.messageIn(c.var.words));
      }
      throw error;
    }
    const refusal = await refusalOf(needs.db, needs, change, {
      actor: c.var.visitor.person.id,
      source: c.var.source,
    });
    return refusal?.messageIn(c.var.words);
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Problem && ["locks-out-administrators", "not-yourself", "operators-only"].includes(error.code);
