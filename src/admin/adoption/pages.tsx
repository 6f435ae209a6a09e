// `/admin`: how many people are protected, and who is missing; and the same as files.
import type { Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import type { Web } from "../../access/web.ts";
import { notFound } from "../../kernel/problem.ts";
import { drawing } from "../../ui/index.ts";
import { type AdminNeeds, forReports } from "../web.ts";
import { adoptionPath, filePath, isTable } from "./addresses.ts";
import { adoptionFile } from "./files.ts";
import { adoptionOf } from "./report.ts";
import { readRange } from "./rules.ts";
import { AdoptionPage } from "./views.tsx";

export function addAdoptionPages(pages: Hono<Web>, needs: AdminNeeds): void {
  pages.get(adoptionPath, async (c) => {
    const { visitor, organisation } = c.var;
    // Helpers begin with the people.
    if (!visitor.roles.has("administrator")) return c.redirect("/admin/people", 303);
    const range = readRange(c.req.query("range"));
    const [adoption, draw] = await Promise.all([adoptionOf(forReports(needs), organisation.id, range), drawing()]);
    return answerPage(c, <AdoptionPage visitor={visitor} adoption={adoption} draw={draw} now={needs.clock.now()} />);
  });

  pages.get(filePath, async (c) => {
    const table = c.req.query("of") ?? "numbers";
    if (!isTable(table)) throw notFound();
    const range = readRange(c.req.query("range"));
    return adoptionFile(await adoptionOf(forReports(needs), c.var.organisation.id, range), table);
  });
}
