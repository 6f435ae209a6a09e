// The administrators' pages; helpers may open what `rules.ts` names. Nobody else gets past the first line, whatever the address.
import { Hono } from "hono";
import { signedIn, type Web, withOrganisation } from "../access/web.ts";
import { limitBody, mostBytesOfDocument } from "../http/body.ts";
import { addEditPages } from "./edit-pages.tsx";
import { addPeoplePages } from "./people-pages.tsx";
import { addPersonPages } from "./person-pages.tsx";
import { addPolicyPages } from "./policy/pages.tsx";
import { manyRulesPath } from "./policy/rule-pages.tsx";
import { type AdminNeeds, byRole } from "./web.ts";

export function adminPages(needs: AdminNeeds) {
  const pages = new Hono<Web>();
  const [usual, large] = [limitBody(), limitBody(mostBytesOfDocument)];
  pages.use("/admin/*", (c, next) => (c.req.path === manyRulesPath ? large : usual)(c, next));
  pages.use("/admin/*", withOrganisation(needs), signedIn(needs), byRole());
  pages.get("/admin", (c) => c.redirect("/admin/people", 303));
  addPeoplePages(pages, needs);
  addPersonPages(pages, needs);
  addEditPages(pages, needs);
  addPolicyPages(pages, needs);
  return pages;
}
