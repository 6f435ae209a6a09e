import type { Transaction } from "../database/database.ts";
import type { Source } from "../kernel/source.ts";
import { mintToken, readToken } from "../kernel/tokens.ts";
import { requireActive } from "../organisations/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { rehashIfOutdated } from "../passwords/actions.ts";
import { keyOf, type Person, personByLogin, personLocked, rehashPassword } from "../people/actions.ts";
import { readLogin } from "../people/rules.ts";
import { policyOf } from "../policy/actions.ts";
import { tryPassword } from "../proofs/password.ts";
import { endSessionsOfTrust } from "../sessions/actions.ts";
import { presentedTrust, recogniseBrowser } from "../trusted-browsers/actions.ts";
import { factsOf, type Progress, type SignInNeeds, settle, signInLength } from "./climbing.ts";
import { next, type Step } from "./flow.ts";
import * as store from "./store.ts";

export type Started = { outcome: "wrong-credentials" } | ({ outcome: "progress" } & Progress);

export interface Attempt {
  organisation: Organisation;
  login: string;
  password: string;
  /** The token of a trusted browser, where one was presented. */
  trustedBrowser?: string;
  resume?: string;
  source: Source;
}

/** The first step: screen name or e-mail address, and password. @throws Problem `wait`, `busy` */
export async function startSignIn(needs: SignInNeeds, attempt: Attempt): Promise<Started> {
  const { organisation, source } = attempt;
  const login = readLogin(attempt.login);
  const person = login && (await personByLogin(needs.db, organisation.id, login));
  const counted = login?.normal ?? attempt.login.slice(0, 400);
  const trusted = person && (await presentedTrust(needs.db, needs, keyOf(person), readToken(attempt.trustedBrowser)));
  const tried = await tryPassword(needs, {
    organisation: organisation.id,
    person,
    login: counted,
    typed: attempt.password,
    within: trusted || undefined,
    source,
  });
  if (tried.outcome === "wrong" || !person) return { outcome: "wrong-credentials" };

  try {
    const rehashed = await rehashIfOutdated(needs, person.password_hash as string, attempt.password);
    return await needs.db.transaction(async (tx) => {
      const now = await personLocked(tx, keyOf(person));
      if (now?.status !== "active" || now.password_version !== person.password_version)
        return { outcome: "wrong-credentials" };
      await tried.settle(tx);
      if (rehashed) await rehashPassword(tx, now, rehashed);
      const progress = await afterPassword(tx, needs, now, attempt);
      return { outcome: "progress", ...progress };
    });
  } catch (error) {
    // What failed was not the password: it must not go on counting as a wrong one.
    await needs.db.transaction((tx) => tried.settle(tx)).catch(() => {});
    throw error;
  }
}

/**
 * Goes on with a person whose password was given or chosen this very moment; in that transaction. For sign-in itself, the
 * first run and invitations.
 */
export async function afterPassword(
  tx: Transaction,
  needs: SignInNeeds,
  person: Person,
  { trustedBrowser, resume = "/account", source }: Pick<Attempt, "trustedBrowser" | "resume" | "source">,
): Promise<Progress> {
  await requireActive(tx, person.organisation_id);
  const { policy } = await policyOf(tx, person.organisation_id);
  const presented = readToken(trustedBrowser);
  const recognised = await recogniseBrowser(tx, needs, keyOf(person), {
    presented,
    policy: policy.trustBrowsers,
    source,
  });
  const trusted = recognised.outcome === "trusted";
  // Whoever copied the token may have come in by it already.
  if (recognised.outcome === "stolen") await endSessionsOfTrust(tx, keyOf(person), recognised.id, { raisedToo: true });
  const { facts, requirement } = await factsOf(tx, needs, policy, person, {
    passwordVersion: person.password_version,
    trusted,
  });
  const { state, effects } = next({ at: "start" }, "password-accepted", facts);
  const common = { requirement, person, resume };
  const nextTrust = recognised.outcome === "trusted" && recognised.next ? { trust: recognised.next } : {};
  if (state.at === "done") {
    return {
      step: "done",
      ...common,
      ...nextTrust,
      ...(await settle(tx, needs, policy, person, {
        state,
        effects,
        source,
        giveTrust: false,
        trustedBrowser: recognised.outcome === "trusted" ? recognised.id : undefined,
      })),
    };
  }

  const { id, token, hash } = mintToken(needs);
  const at = needs.clock.now();
  const until = at + signInLength;
  await tx.run(store.insert, {
    ...keyOf(person),
    id,
    hash,
    state: JSON.stringify(state),
    passwordVersion: person.password_version,
    resume,
    at,
    expiresAt: until,
    ...source,
  });
  return { step: state.at as Step, signIn: { token, until }, ...common, ...nextTrust };
}
