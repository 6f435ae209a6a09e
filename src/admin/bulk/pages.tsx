// `/admin/people/bulk`: people are chosen in the list, looked at, and only then changed.
import type { Context, Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { dayText } from "../../kernel/days.ts";
import { invalid, Problem } from "../../kernel/problem.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import type { Words } from "../../words/index.ts";
import { readFilters } from "../list-filters.ts";
import { listAddress } from "../people-filter-views.tsx";
import { readState } from "../people-pages.tsx";
import { endOfDay, longestReason } from "../rules.ts";
import { type AdminNeeds, by } from "../web.ts";
import { type BulkChange, bulkChangeOf, choose, confirm, foresee, giveDetails, idsOf } from "./choosing.ts";
import { bulkPath, isWhyAgain, tickPrefix } from "./choosing-views.tsx";
import { leftOutFile, progressOf } from "./results.ts";
import { asksFirst, type Details, readAction, whatIsMissing } from "./rules.ts";
import { type Asked, AskPage, addressOf, ConfirmPage, ResultPage } from "./views.tsx";
import { actOf } from "./working.ts";

type Of = Context<Web, "/admin/people/bulk/:bulk">;

export function addBulkPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.post(bulkPath, async (c) => {
    const form = await readForm(c);
    const again = (several: string) =>
      c.redirect(
        listAddress(
          readState((name) => form.get(name)),
          { several },
        ),
        303,
      );
    const action = readAction(form.get("action"));
    const everyone = form.get("who") === "everyone";
    const ids = form.names().flatMap((name) => (name.startsWith(tickPrefix) ? [name.slice(tickPrefix.length)] : []));
    if (action === undefined) return again("nothing-chosen");
    if (!everyone && ids.length === 0) return again("nobody-chosen");
    const chosen = everyone ? { filter: readFilters((name) => form.get(name)) } : { ids };
    try {
      const id = await choose(needs, { ...by(c), action, chosen });
      return c.redirect(addressOf({ id }), 303);
    } catch (error) {
      if (!(error instanceof Problem) || !isWhyAgain(error.code)) throw error;
      return again(error.code);
    }
  });

  // What came of it may be looked at later, too.
  pages.on(["GET", "POST"], "/admin/people/bulk/:bulk", async (c, next) => {
    const bulk = await bulkChangeOf(needs.db, c.var.organisation.id, c.req.param("bulk"));
    return bulk.begun_at === null ? freshProof(needs)(c, next) : next();
  });

  pages.get("/admin/people/bulk/:bulk", async (c) => {
    const bulk = await bulkChangeOf(needs.db, c.var.organisation.id, c.req.param("bulk"));
    if (bulk.begun_at !== null) return result(c, bulk);
    const { action, details } = actOf(bulk);
    const missing = asksFirst(action) && whatIsMissing(action, details, needs.clock.now()) !== undefined;
    return missing || c.req.query("step") === "details" ? ask(c, bulk, askedOf(details)) : question(c, bulk);
  });

  pages.post("/admin/people/bulk/:bulk", async (c) => {
    const form = await readForm(c);
    const bulk = await bulkChangeOf(needs.db, c.var.organisation.id, c.req.param("bulk"));
    if (bulk.begun_at !== null) return c.redirect(addressOf(bulk), 303);
    const { action, details } = actOf(bulk);
    if (form.get("step") === "details" && asksFirst(action)) {
      const names = ["accountType", "level", "reason", "until"] as const;
      const asked = Object.fromEntries(names.map((name) => [name, form.get(name).trim()])) as unknown as Asked;
      const refusal = await giveDetails(needs, by(c), bulk, detailsOf(asked)).catch(refusalIn(c.var.words));
      if (refusal) return ask(c, bulk, asked, refusal);
      return c.redirect(addressOf(bulk), 303);
    }
    if (form.get("step") !== "confirm") throw invalid(({ consoleShared }) => consoleShared.unreadableForm);
    const reason = form.get("reason").slice(0, 2 * longestReason);
    const given = asksFirst(action) ? details : { reason };
    const begun = await confirm(needs, { ...by(c), bulk, seen: form.get("seen"), details: given }).catch(
      refusalIn(c.var.words),
    );
    if (begun === undefined) throw new Error("nothing came of it");
    if ("field" in begun && asksFirst(action)) return ask(c, bulk, askedOf(details), begun);
    if ("field" in begun) return question(c, bulk, { reason, error: begun.message }, 400);
    if (begun.outcome === "others-by-now") return question(c, begun.bulk, { reason, othersByNow: true }, 409);
    return c.redirect(addressOf(bulk), 303);
  });

  pages.get("/admin/people/bulk/:bulk/left-out.csv", async (c) =>
    leftOutFile(needs.db, await bulkChangeOf(needs.db, c.var.organisation.id, c.req.param("bulk"))),
  );

  async function ask(c: Of, bulk: BulkChange, asked: Asked, error?: { field: keyof Asked; message: string }) {
    const accountTypes = await accountTypesOf(needs.db, bulk.organisation_id);
    const page = (
      <AskPage visitor={c.var.visitor} bulk={bulk} accountTypes={accountTypes} asked={asked} error={error} />
    );
    return answerPage(c, page, error ? 400 : 200);
  }

  type Again = { reason?: string; error?: string; othersByNow?: boolean };
  async function question(c: Of, bulk: BulkChange, again: Again = {}, status: 200 | 400 | 409 = 200) {
    const foreseen = await foresee(needs, by(c), actOf(bulk), await idsOf(needs.db, bulk));
    return answerPage(c, <ConfirmPage visitor={c.var.visitor} bulk={bulk} foreseen={foreseen} {...again} />, status);
  }

  async function result(c: Of, bulk: BulkChange) {
    const progress = await progressOf(needs.db, bulk);
    return answerPage(c, <ResultPage visitor={c.var.visitor} bulk={bulk} progress={progress} />);
  }
}

const fieldOf: Record<string, keyof Asked> = {
  "account-type-missing": "accountType",
  "unknown-account-type": "accountType",
  "level-missing": "level",
  "reason-missing": "reason",
  "end-in-the-past": "until",
};

/** What is said beside a field; anything else is a page of its own. */
const refusalIn =
  (words: Words) =>
  (error: unknown): { field: keyof Asked; message: string } => {
    const field = error instanceof Problem ? fieldOf[error.code] : undefined;
    if (field === undefined) throw error;
    return { field, message: (error as Problem).messageIn(words) };
  };

const levels = ["off", "optional", "required", "policy"] as const;

function detailsOf({ accountType, level, reason, until }: Asked): Details {
  const read = levels.find((one) => one === level);
  return {
    ...(accountType ? { accountType } : {}),
    ...(read ? { level: read } : {}),
    ...(read && read !== "policy" ? { reason, until: until === "" ? null : endOfDay(until) } : {}),
  };
}

function askedOf({ accountType = "", level, reason, until }: Details): Asked {
  const last = until == null ? "" : dayText(until - 1);
  return { accountType, level: level ?? "", reason: reason ?? "", until: last };
}
