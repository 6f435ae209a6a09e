// The administrators' pages; helpers may open what `rules.ts` names. Nobody else gets past the first line, whatever the address.
import { Hono } from "hono";
import { signedIn, type Web, withOrganisation } from "../access/web.ts";
import { limitBody } from "../http/body.ts";
import { addEditPages } from "./edit-pages.tsx";
import { addMailPages } from "./mail-pages.tsx";
import { addPeoplePages } from "./people-pages.tsx";
import { addPersonPages } from "./person-pages.tsx";
import { addPolicyPages } from "./policy-pages.tsx";
import { type AdminNeeds, byRole } from "./web.ts";

export function adminPages(needs: AdminNeeds) {
  const pages = new Hono<Web>();
  pages.use("/admin/*", limitBody(), withOrganisation(needs), signedIn(needs), byRole());
  pages.get("/admin", (c) => c.redirect("/admin/people", 303));
  addPeoplePages(pages, needs);
  addPersonPages(pages, needs);
  addEditPages(pages, needs);
  addPolicyPages(pages, needs);
  addMailPages(pages, needs);
  return pages;
}
