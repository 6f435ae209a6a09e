// `/admin/organisation/exports` and `/admin/organisations/:id/exports`: the two sides of an export.
import type { Context, Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import type { Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { isId } from "../../kernel/ids.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import { requireOrganisation } from "../../organisations/register.ts";
import { type AdminNeeds, by } from "../web.ts";
import { type Acting, agreeToExport, askForExport, exportsOf, takeExport, withdrawExport } from "./actions.ts";
import { freshSecondFactor } from "./proof.ts";
import type { Side } from "./rules.ts";
import { ExportsPage } from "./views.tsx";

const own = "/admin/organisation/exports";
const others = "/admin/organisations/:id/exports";

/** After the check that `/admin/organisations/*` is for operators. */
export function addExportPages(pages: Hono<Web>, needs: AdminNeeds): void {
  addSide(pages, needs, own, "administrator");
  addSide(pages, needs, others, "operator");

  pages.post(`${own}/:export/file`, async (c) => {
    const { file } = await takeExport(needs, acting(c, "administrator", c.var.organisation.id), c.req.param("export"));
    return c.body(file, 200, {
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="countersign-export.age"',
    });
  });
}

const acting = (c: Context<Web>, side: Side, about: string): Acting => ({ ...by(c), side, about });

function addSide(pages: Hono<Web>, needs: AdminNeeds, path: typeof own | typeof others, side: Side): void {
  // Asked before anything is shown, so that nothing typed is lost on the way; what was pressed is pressed again.
  const fresh = freshSecondFactor(needs, (c) => c.req.path.replace(/(\/exports)\/.*$/, "$1"));
  // The address itself as well.
  pages.use(`${path}/*`, fresh);

  const about = async (c: Context<Web>) => {
    if (side === "administrator") return { id: c.var.organisation.id, name: c.var.organisation.name, base: own };
    const wanted = c.req.param("id") ?? "";
    if (!isId(wanted)) throw notFound("organisation");
    const { id, name } = await requireOrganisation(needs.db, wanted);
    return { id, name, base: `/admin/organisations/${id}/exports` };
  };

  async function show(c: Context<Web>, wrong: { problem?: string; typed?: string } = {}, status = 200) {
    const { id, name, base } = await about(c);
    const exports = await exportsOf(needs.db, id);
    const shown = { exports, base, side, name, now: needs.clock.now(), done: c.req.query("done"), ...wrong };
    return answerPage(c, <ExportsPage visitor={c.var.visitor} {...shown} />, status);
  }

  pages.get(path, (c) => show(c));

  pages.post(path, async (c) => {
    const { id, base } = await about(c);
    const typed = (await readForm(c)).get("recipients");
    try {
      await askForExport(needs, acting(c, side, id), [typed]);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "bad-recipients") throw error;
      // Whoever pasted the whole file of age-keygen has put the secret half in: it is not sent back.
      const repeated = /AGE-SECRET-KEY/i.test(typed) ? "" : typed;
      return show(c, { problem: error.messageIn(c.var.words), typed: repeated }, 400);
    }
    return c.redirect(`${base}?done=asked`, 303);
  });

  pages.post(`${path}/:export/consent`, async (c) => {
    const { id, base } = await about(c);
    const fingerprint = (await readForm(c)).get("fingerprint");
    await agreeToExport(needs, acting(c, side, id), c.req.param("export") ?? "", fingerprint);
    return c.redirect(`${base}?done=agreed`, 303);
  });

  pages.post(`${path}/:export/withdrawal`, async (c) => {
    const { id, base } = await about(c);
    await withdrawExport(needs, acting(c, side, id), c.req.param("export") ?? "");
    return c.redirect(`${base}?done=withdrawn`, 303);
  });
}
