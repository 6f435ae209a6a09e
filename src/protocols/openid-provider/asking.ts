// Asks of the session behind an application's request whether it reaches what is asked, and sends the browser to the sign-in
// where it does not. The library's own session and its own questions count for nothing.

import { errors, interactionPolicy, type KoaContextWithOIDC } from "oidc-provider";
import { type Visit, visit } from "../../access/actions.ts";
import { reaches, signInAddressTo } from "../../access/destination.ts";
import { mountOf } from "../../applications/rules.ts";
import type { Organisation } from "../../organisations/rules.ts";
import { type ArtifactNeeds as AskingNeeds, openIdApplication, presence } from "./presence.ts";
import { type Asked, askedBy, readAcr } from "./rules.ts";

/** When the request arrived: ours to say, whatever the request itself says under that name. */
export const arrival = "countersign_arrival";

type Wanted = "login_required" | "interaction_required";

/** Our one question takes the place of the library's: does the session of this very request reach what is asked? */
export function promptsOf(needs: AskingNeeds, organisation: Organisation) {
  const { Check, Prompt, base } = interactionPolicy;
  const policy = base();
  policy.clear();
  const check = (reason: Wanted) =>
    new Check(reason, reason === "login_required" ? "sign in first" : "a second factor is asked for", reason, (ctx) =>
      wantsPage(needs, organisation, ctx).then((wanted) => wanted === reason),
    );
  const prompt = new Prompt({ name: "login", requestable: true });
  prompt.checks.clear();
  prompt.checks.add(check("login_required"));
  prompt.checks.add(check("interaction_required"));
  policy.add(prompt);
  for (const name of ["consent", "select_account"]) {
    const silent = new Prompt({ name, requestable: true });
    silent.checks.clear();
    policy.add(silent);
  }
  return policy;
}

/** Why the browser has to be sent to the sign-in; `undefined` where the session is enough. */
export async function wantsPage(
  needs: AskingNeeds,
  organisation: Organisation,
  ctx: KoaContextWithOIDC,
): Promise<Wanted | undefined> {
  const { client, params } = ctx.oidc;
  // The library compares it on arrival alone: an administrator may have taken it off the list since.
  if (!client?.redirectUriAllowed(String(params?.redirect_uri))) throw new errors.InvalidRedirectUri();
  const asked = askedOf(ctx);
  if (asked.unmet)
    throw new errors.UnmetAuthenticationRequirements("no class of authentication that is insisted on is known here");
  const visited = await visitOf(needs, organisation, ctx);
  if (visited.outcome === "signed-out") return "login_required";
  if (!reaches(visited.visitor, { secondFactor: false, since: asked.since })) return "login_required";
  if (!isExpected(ctx, visited.visitor.person.id)) {
    // Somebody else has signed in on the way.
    if (ctx.oidc.route === "resume") throw new errors.LoginRequired("somebody else signed in than was asked for");
    return "login_required";
  }
  if (visited.outcome !== "signed-in" || !reaches(visited.visitor, asked)) return "interaction_required";
  return undefined;
}

/** Looked up once a request. */
const visits = new WeakMap<KoaContextWithOIDC, Promise<Visit>>();

function visitOf(needs: AskingNeeds, organisation: Organisation, ctx: KoaContextWithOIDC): Promise<Visit> {
  const known = visits.get(ctx) ?? findVisit(needs, organisation, ctx);
  visits.set(ctx, known);
  return known;
}

async function findVisit(needs: AskingNeeds, organisation: Organisation, ctx: KoaContextWithOIDC): Promise<Visit> {
  const found = await openIdApplication(needs, organisation, ctx.oidc.client?.clientId ?? "");
  if (!found) throw new errors.InvalidClient("client is invalid", "the application is gone or disabled");
  return visit(needs, organisation, presence.getStore()?.token, found.application);
}

/** `id_token_hint` and the claim `sub` may name one person, and then nobody else will do. */
function isExpected(ctx: KoaContextWithOIDC, person: string): boolean {
  // Its signature was looked at on arrival; the request has been kept by us since.
  const hint = subjectOf(ctx.oidc.params?.id_token_hint);
  const claim = idTokenClaims(ctx).sub as { value?: unknown } | null | undefined;
  return (hint === undefined || hint === person) && (claim?.value === undefined || claim.value === person);
}

function subjectOf(idToken: unknown): unknown {
  if (typeof idToken !== "string") return undefined;
  return (JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString()) as { sub?: unknown }).sub;
}

function askedOf(ctx: KoaContextWithOIDC): Asked {
  const { params = {} } = ctx.oidc;
  const maxAge = params.max_age === undefined ? undefined : Number(params.max_age);
  return askedBy({ prompts: ctx.oidc.prompts, maxAge, acr: acrOf(ctx), at: Number(params[arrival]) });
}

export const acrOf = (ctx: KoaContextWithOIDC) => readAcr(idTokenClaims(ctx).acr);
const idTokenClaims = (ctx: KoaContextWithOIDC): Record<string, unknown> => ctx.oidc.claims.id_token ?? {};

/** Where a browser goes that has to sign in first, or give a second factor; and comes back from. */
export async function signInFor(
  needs: AskingNeeds,
  organisation: Organisation,
  ctx: KoaContextWithOIDC,
): Promise<string> {
  const found = await openIdApplication(needs, organisation, ctx.oidc.client?.clientId ?? "");
  const { secondFactor, since } = askedOf(ctx);
  // Somebody else is signed in than was asked for: only a sign-in of now can change that.
  const visited = await visitOf(needs, organisation, ctx);
  const other = visited.outcome !== "signed-out" && !isExpected(ctx, visited.visitor.person.id);
  const uid = ctx.oidc.entities.Interaction?.uid;
  return signInAddressTo({
    resume: `${mountOf(organisation.slug)}/authorize/${uid}`,
    application: found?.application,
    secondFactor,
    since: other ? needs.clock.now() : since,
  });
}
