// Signing out at an application's wish (OpenID Connect RP-Initiated Logout 1.0).
import type { Context, Hono } from "hono";
import type { Provider } from "oidc-provider";
import { leaveFor } from "../../access/going-on.tsx";
import { answerPage } from "../../access/language.tsx";
import type { Web } from "../../access/web.ts";
import { mountOf } from "../../applications/rules.ts";
import { openIdSettings } from "../../applications/settings.ts";
import { readForm } from "../../http/body.ts";
import { type CookieName, clearCookie } from "../../http/cookies.ts";
import type { Site } from "../../http/web.ts";
import { endSession, type Session } from "../../sessions/actions.ts";
import { openIdApplication } from "./presence.ts";
import type { ProviderNeeds, Providers } from "./providers.ts";
import { sidOf } from "./rules.ts";
import { LeavePage } from "./views.tsx";
import { refused, sessionHere } from "./web.ts";

type Needs = ProviderNeeds & { site: Site };
type Field = "id_token_hint" | "client_id" | "post_logout_redirect_uri" | "state";
type Read = (name: Field) => string | undefined;

interface Wish {
  client: string | undefined;
  /** What the application is called, and where the browser goes afterwards. */
  after: { application: string; address: string } | undefined;
  /** The session that the application holds a token of: it need not ask. */
  known: { sub: unknown; sid: unknown } | undefined;
}

export function addSignOutPages(pages: Hono<Web>, needs: Needs, providers: Providers): void {
  const ending: CookieName = "session";

  pages.get("/openid/:slug/sign-out", async (c) => {
    const read: Read = (name) => c.req.query(name) || undefined;
    const wish = await readWish(c, read);
    const session = await sessionHere(c, needs);
    if (session && !isOf(session, wish)) return ask(c, wish, read);
    if (session) await end(c, session);
    return leave(c, wish);
  });

  // The answer to the question above.
  pages.post("/openid/:slug/sign-out", async (c) => {
    const form = await readForm(c);
    const wish = await readWish(c, (name) => form.get(name) || undefined);
    const session = await sessionHere(c, needs);
    if (session) await end(c, session);
    return leave(c, wish);
  });

  function leave(c: Context<Web>, { after }: Wish): Response | Promise<Response> {
    return after ? leaveFor(c, after.address, after.application) : c.redirect("/sign-in?because=signed-out", 303);
  }

  async function end(c: Context<Web>, session: Session): Promise<void> {
    const { organisation, source } = c.var;
    const key = { organisation: organisation.id, person: session.person_id };
    await needs.db.transaction((tx) => endSession(tx, needs, key, { id: session.id, actor: key.person, source }));
    clearCookie(c, needs.site, ending);
  }

  function ask(c: Context<Web>, wish: Wish, read: Read): Response | Promise<Response> {
    const fields = {
      client_id: wish.client ?? null,
      post_logout_redirect_uri: read("post_logout_redirect_uri") ?? null,
      state: read("state") ?? null,
    };
    const { organisation } = c.var;
    const action = `${mountOf(organisation.slug)}/sign-out`;
    return answerPage(c, <LeavePage organisation={organisation} action={action} fields={fields} />);
  }

  /** @throws Problem `openid-request` where it is not one of an application of this organisation */
  async function readWish(c: Context<Web>, read: Read): Promise<Wish> {
    const { organisation } = c.var;
    const hint = read("id_token_hint");
    const known = hint === undefined ? undefined : await hintedBy(await providers(organisation), hint);
    const client = read("client_id") ?? known?.client;
    if (known && known.client !== client) throw refused("client_id and id_token_hint do not belong together");
    const found = client === undefined ? undefined : await openIdApplication(needs, organisation, client);
    if (client !== undefined && !found) throw refused("the application is not known here");
    const wanted = read("post_logout_redirect_uri");
    if (wanted === undefined) return { client, after: undefined, known };
    if (!found || !openIdSettings(found.application).afterSignOutAddresses.includes(wanted))
      throw refused("post_logout_redirect_uri is not one of this application's");
    const address = new URL(wanted);
    const state = read("state");
    if (state !== undefined) address.searchParams.set("state", state);
    return { client, after: { application: found.application.name, address: address.href }, known };
  }
}

/** Of its very session, and so no other site's wish. */
function isOf(session: Session, { client, known }: Wish): boolean {
  if (known === undefined || client === undefined) return false;
  return known.sub === session.person_id && known.sid === sidOf(session.id, client);
}

/** Signed by us, however long ago. */
async function hintedBy(provider: Provider, hint: string): Promise<{ client: string; sub: unknown; sid: unknown }> {
  try {
    const claims = JSON.parse(Buffer.from(hint.split(".")[1] ?? "", "base64url").toString()) as { aud?: unknown };
    const client = await provider.Client.find(String(claims.aud));
    if (!client) throw new Error("no such client");
    const { payload } = await provider.IdToken.validate(hint, client);
    return { client: client.clientId, sub: payload.sub, sid: payload.sid };
  } catch {
    throw refused("id_token_hint is none of ours");
  }
}
