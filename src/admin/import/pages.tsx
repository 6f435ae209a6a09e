// `/admin/people/import`: choose a file, see what would come of it, then import it, and look how far it is.
import type { Context, Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { limitBody, mostBytes } from "../../http/body.ts";
import { readText } from "../../http/spreadsheets.ts";
import { invalid, Problem } from "../../kernel/problem.ts";
import type { Words } from "../../words/index.ts";
import { type AdminNeeds, by } from "../web.ts";
import { importOf, importPeople, notUtf8, progressOf } from "./importing.ts";
import { type Plan, planImport } from "./judging.ts";
import { mostImportBytes } from "./reading.ts";
import { addressOf, ImportedPage, ImportPage, importPagePath, mostShown, PlanPage } from "./views.tsx";

export { importPagePath };

export function addImportPages(pages: Hono<Web>, needs: AdminNeeds): void {
  // Asked before the form is shown: a file that was chosen does not survive the way to the sign-in and back.
  pages.use(importPagePath, freshProof(needs), limitBody(mostImportBytes + mostBytes));
  pages.get(importPagePath, (c) => answerPage(c, <ImportPage visitor={c.var.visitor} mails={needs.post.sends} />));

  pages.post(importPagePath, async (c) => {
    const { text, confirmed, inviting } = await readUpload(c);
    const look = (plan: Plan) =>
      answerPage(
        c,
        <PlanPage visitor={c.var.visitor} plan={plan} text={text ?? ""} inviting={inviting} />,
        plan.errors.length > 0 ? 400 : 200,
      );
    if (text === undefined) return look(unreadable(c.var.words));
    if (!confirmed) return look(await planImport(needs.db, by(c), text));
    try {
      const { row } = await importPeople(needs, { ...by(c), text, inviting });
      return c.redirect(addressOf(row), 303);
    } catch (error) {
      // Somebody else's change came in between: what is wrong now is shown line by line.
      if (!(error instanceof Problem) || error.code !== "import-refused") throw error;
      return look(await planImport(needs.db, by(c), text));
    }
  });

  pages.get(`${importPagePath}/:import`, async (c) => {
    const row = await importOf(needs.db, c.var.organisation.id, c.req.param("import"));
    return answerPage(
      c,
      <ImportedPage visitor={c.var.visitor} progress={await progressOf(needs.db, row, mostShown)} />,
    );
  });
}

const unreadable = (words: Words): Plan => ({
  ...{ added: [], changed: [], unchanged: 0 },
  errors: [{ line: 1, message: notUtf8().messageIn(words) }],
});

/** `text` is `undefined` for a file that is no UTF-8. */
async function readUpload(c: Context): Promise<{ text: string | undefined; confirmed: boolean; inviting: boolean }> {
  if (!/^multipart\/form-data\s*;/i.test(c.req.header("content-type") ?? ""))
    throw new Problem("unsupported-type", 415, ({ consoleImport }) => consoleImport.unreadableUpload);
  const form = await c.req.formData().catch(() => {
    throw invalid(({ consoleShared }) => consoleShared.unreadableForm);
  });
  const [file, text] = [form.get("file"), form.get("text")];
  const inviting = form.get("invite") === "yes";
  if (typeof text === "string") return { text, confirmed: form.get("confirmed") === "yes", inviting };
  const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
  return { text: readText(bytes), confirmed: false, inviting };
}
