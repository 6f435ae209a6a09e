// `/o/{short name}` chooses the organisation for this browser; `/logo` is the picture of the one that was chosen.
import { Hono } from "hono";
import type { Database } from "../database/database.ts";
import { readResume } from "../http/body.ts";
import { writeCookie } from "../http/cookies.ts";
import { hostOf, type Site } from "../http/web.ts";
import { type Clock, day } from "../kernel/clock.ts";
import { notFound } from "../kernel/problem.ts";
import { logoOf, organisationAt } from "../organisations/actions.ts";
import { readSlug } from "../organisations/rules.ts";
import { type Web, withAnyOrganisation } from "./web.ts";

const rememberedFor = 180 * day;

export function organisationPages(needs: { db: Database; clock: Clock; site: Site }): Hono<Web> {
  const { db, clock, site } = needs;
  const pages = new Hono<Web>();

  pages.get("/o/:slug", async (c) => {
    const slug = readSlug(c.req.param("slug"));
    const organisation = await organisationAt(db, hostOf(c), slug);
    // Under a host name that an organisation claims there is no other; one with a host name of its own is nowhere else.
    if (slug === undefined || organisation?.slug !== slug) throw notFound("organisation");
    // It says which sign-in to show and nothing else: sessions are looked up within their own organisation.
    writeCookie(c, site, "organisation", slug, clock.now() + rememberedFor);
    return c.redirect(readResume(c.req.query("to"), "/sign-in"), 303);
  });

  pages.get("/logo", withAnyOrganisation(needs), async (c) => {
    const { id, logo } = c.var.organisation;
    const found = logo !== null && c.req.query("v") === logo ? await logoOf(db, id) : undefined;
    if (!found) throw notFound("logo");
    // The address carries the logo's hash, so what is kept under it never grows stale.
    return c.body(new Uint8Array(found.body), 200, {
      "content-type": found.type,
      "cache-control": "public, max-age=31536000, immutable",
    });
  });

  return pages;
}
