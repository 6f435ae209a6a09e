// One's own account in the browser: what surrounds its pages, signing out, and where password managers send people.
import { Hono, type MiddlewareHandler } from "hono";
import { addKeyPages } from "../access/keys-pages.tsx";
import { sessionToken, signedIn, type Web, withOrganisation } from "../access/web.ts";
import { limitBody } from "../http/body.ts";
import { clearCookie } from "../http/cookies.ts";
import { readToken } from "../kernel/tokens.ts";
import { endSession, findSession } from "../sessions/actions.ts";
import { addressPages } from "./address-pages.tsx";
import { addProfilePages, picturePath } from "./profile-pages.tsx";
import { addSecurityPages } from "./security-pages.tsx";
import { addSetUpPages } from "./set-up-pages.tsx";
import type { AccountWebNeeds } from "./web.ts";

export function myAccountPages(needs: AccountWebNeeds): Hono<Web> {
  const pages = new Hono<Web>();
  pages.get("/.well-known/change-password", (c) => c.redirect("/account", 303));
  pages.route("/", addressPages(needs));
  pages.use("/account/*", limitForms(), withOrganisation(needs));

  // Before everything that asks for enough proof: whoever holds too little for today's policy may still leave.
  pages.post("/account/sign-out", async (c) => {
    const { organisation, source } = c.var;
    const session = await findSession(needs.db, needs, organisation.id, readToken(sessionToken(c, needs.site)));
    if (session) {
      const key = { organisation: organisation.id, person: session.person_id };
      await needs.db.transaction((tx) => endSession(tx, needs, key, { id: session.id, actor: key.person, source }));
    }
    clearCookie(c, needs.site, "session");
    return c.redirect("/sign-in?because=signed-out", 303);
  });

  pages.use("/account/*", signedIn(needs));
  // Names, address and password are kept by the application that vouches: the rest of one's account is here.
  pages.get("/account", (c, next) =>
    c.var.visitor.vouchedBy ? Promise.resolve(c.redirect("/account/security", 303)) : next(),
  );
  addProfilePages(pages, needs);
  addSecurityPages(pages, needs);
  addSetUpPages(pages, needs);
  addKeyPages(pages, needs, { whose: "own", address: "/account/api-keys", current: "/account/security" });
  return pages;
}

/** Every form is small but the one with the picture, which has its own limit. */
function limitForms(): MiddlewareHandler {
  const limit = limitBody();
  return (c, next) => (c.req.path === picturePath ? next() : limit(c, next));
}
