// `/admin/single-sign-on`: the identity providers through which people come in. The test is `protocols/single-sign-on`'s.
import type { Context, Hono } from "hono";
import { answerPage } from "../../access/language.tsx";
import { freshProof, type Web } from "../../access/web.ts";
import { readForm } from "../../http/body.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { type AdminNeeds, by } from "../web.ts";
import { acting } from "./acting.ts";
import {
  asSeen,
  change,
  connect,
  listProviders,
  redirectAddress,
  refusalOf,
  remove,
  requireProvider,
  turn,
  typedOf,
  unlink,
} from "./actions.ts";
import { ProviderForm } from "./form-views.tsx";
import { refusalsAt } from "./refusals.ts";
import { blank, pairsIn, severalIn, type TypedProvider } from "./rules.ts";
import { OneProviderPage, ProvidersPage } from "./views.tsx";

const here = "/admin/single-sign-on";

export function addSingleSignOnPages(pages: Hono<Web>, needs: AdminNeeds): void {
  const fresh = freshProof(needs);
  // What was pressed on a provider's page is pressed again there.
  const freshAtOne = freshProof(needs, (c) => c.req.path.replace(/\/[^/]*$/, ""));

  pages.get(here, async (c) => {
    const providers = await listProviders(needs, c.var.organisation.id);
    const removed = c.req.query("done") === "removed";
    return answerPage(
      c,
      <ProvidersPage visitor={c.var.visitor} providers={providers} removed={removed} now={needs.clock.now()} />,
    );
  });

  // Asked before the form is shown, so that nothing typed is lost on the way.
  pages.use(`${here}/new`, fresh);
  pages.get(`${here}/new`, async (c) => {
    const [accountType = ""] = await accountTypesOf(needs.db, c.var.organisation.id);
    return form(c, undefined, { ...blank, accountType });
  });

  pages.post(`${here}/new`, async (c) => {
    const { typed } = await typedIn(c);
    const connected = await connect(needs, acting(c), typed);
    if (connected.outcome === "connected") return c.redirect(`${here}/${connected.id}?done=connected`, 303);
    return form(c, undefined, typed, refusalOf(connected, c.var.words));
  });

  pages.get(`${here}/:id`, (c) => onePage(c, c.req.param("id")));

  pages.use(`${here}/:id/change`, fresh);
  pages.get(`${here}/:id/change`, async (c) => {
    const provider = await requireProvider(needs.db, c.var.organisation.id, c.req.param("id"));
    return form(c, provider.id, typedOf(provider), undefined, asSeen(provider));
  });

  pages.post(`${here}/:id/change`, async (c) => {
    const id = c.req.param("id");
    const { typed, seen } = await typedIn(c);
    const changed = await change(needs, acting(c), id, ({ active }) => ({ ...typed, active }), seen);
    if (changed.outcome === "changed") return c.redirect(`${here}/${id}?done=changed`, 303);
    if (changed.outcome !== "changed-meanwhile") return form(c, id, typed, refusalOf(changed, c.var.words), seen);
    const now = await requireProvider(needs.db, c.var.organisation.id, id);
    return form(c, id, typedOf(now), refusalOf(changed, c.var.words), asSeen(now));
  });

  pages.post(`${here}/:id/activation`, freshAtOne, async (c) => {
    const id = c.req.param("id");
    await turn(needs, acting(c), id, true);
    return c.redirect(`${here}/${id}?done=on`, 303);
  });

  pages.post(`${here}/:id/deactivation`, freshAtOne, async (c) => {
    const id = c.req.param("id");
    await turn(needs, acting(c), id, false);
    return c.redirect(`${here}/${id}?done=off`, 303);
  });

  pages.use(`${here}/:id/removal`, fresh);
  pages.get(`${here}/:id/removal`, (c) => onePage(c, c.req.param("id"), true));
  pages.post(`${here}/:id/removal`, async (c) => {
    await remove(needs, acting(c), c.req.param("id"));
    return c.redirect(`${here}?done=removed`, 303);
  });

  pages.post(
    "/admin/people/:id/identities/:provider/removal",
    freshProof(needs, (c) => `/admin/people/${c.req.param("id")}`),
    async (c) => {
      const { id: person, provider } = c.req.param();
      await unlink(needs, by(c), { person, provider });
      return c.redirect(`/admin/people/${person}`, 303);
    },
  );

  async function form(
    c: Context<Web>,
    id: string | undefined,
    typed: TypedProvider,
    refusal?: ReturnType<typeof refusalOf>,
    seen?: string,
  ) {
    const accountTypes = await accountTypesOf(needs.db, c.var.organisation.id);
    const page = { visitor: c.var.visitor, id, typed, accountTypes, refusal, seen };
    return answerPage(c, <ProviderForm {...page} />, refusal?.status ?? 200);
  }

  async function onePage(c: Context<Web>, id: string, removing = false) {
    const { id: organisation } = c.var.organisation;
    const provider = await requireProvider(needs.db, organisation, id);
    const arrivals = (await listProviders(needs, organisation)).find((one) => one.id === id)?.arrivals;
    const refusals = await refusalsAt(needs.db, organisation, provider.id);
    const page = { visitor: c.var.visitor, provider, arrivals, refusals, removing, now: needs.clock.now() };
    return answerPage(
      c,
      <OneProviderPage {...page} done={c.req.query("done")} address={await redirectAddress(needs, provider)} />,
    );
  }
}

async function typedIn(c: Context<Web>): Promise<{ typed: TypedProvider; seen: string | undefined }> {
  const form = await readForm(c);
  const chosen = (name: string) => form.get(name) === "yes";
  const maxAge = form.get("maxAge").trim();
  const typed = {
    name: form.get("name"),
    issuer: form.get("issuer"),
    clientId: form.get("clientId"),
    clientSecret: form.get("clientSecret"),
    domains: severalIn(form.get("domains")),
    exempts: chosen("exempts"),
    onlyWay: chosen("onlyWay"),
    addsPeople: chosen("addsPeople"),
    vouches: chosen("vouches"),
    nameClaim: form.get("nameClaim"),
    typeClaim: form.get("typeClaim"),
    types: pairsIn(form.get("types")),
    accountType: form.get("accountType"),
    amr: severalIn(form.get("amr")),
    acr: severalIn(form.get("acr")),
    maxAge: maxAge === "" ? null : Number(maxAge),
  };
  return { typed, seen: form.get("seen") || undefined };
}
