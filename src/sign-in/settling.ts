// The only place where a session begins: where the machine says so.
import type { Embedding } from "../access/embedding.ts";
import { noteEntry } from "../applications/uses.ts";
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import type { Source } from "../kernel/source.ts";
import { keyOf, noteSignIn, type Person } from "../people/actions.ts";
import type { Policy } from "../policy/rules.ts";
import type { ProofNeeds } from "../proofs/actions.ts";
import { type Arrival, beginSession, type SessionToken, takeSession } from "../sessions/actions.ts";
import { type TrustToken, trustBrowser } from "../trusted-browsers/actions.ts";
import type { Effect, State } from "./flow.ts";
import { signInEnded } from "./problems.ts";

export async function settle(
  tx: Transaction,
  needs: ProofNeeds & { embedding?: Embedding | undefined },
  policy: Policy,
  person: Person,
  {
    state,
    effects,
    source,
    giveTrust,
    trustedBrowser,
    application,
    session: former,
    vouchedBy,
    arrival,
  }: {
    state: Extract<State, { at: "done" }>;
    effects: Effect[];
    source: Source;
    giveTrust: boolean;
    /** The trust that stood in for the second step. */
    trustedBrowser?: string | undefined;
    /** Where the sign-in leads, if not to our own pages. */
    application?: string | undefined;
    /** The session that the new one takes the place of. */
    session?: string | undefined;
    /** The application that vouched for the password: the session is for it alone. */
    vouchedBy?: string | undefined;
    /** The identity provider that it came through. */
    arrival?: Arrival | undefined;
  },
): Promise<{ session: SessionToken; trust?: TrustToken; vouched: boolean }> {
  if (!effects.includes("begin-session")) throw new Error("a session begins only where the machine says so");
  const key = keyOf(person);
  const { proofs } = state;
  const byTrust = proofs.includes("trusted-browser");
  // What runs within this very process has our pages as its own: its people stay.
  const atHome = vouchedBy !== undefined && vouchedBy === needs.embedding?.application;
  const briefly = vouchedBy !== undefined && !atHome;
  // It lets people in as soon as they have a session: counted there and then.
  if (atHome && former === undefined) {
    const entered = { organisation: key.organisation, id: vouchedBy };
    await noteEntry(tx, needs, entered, { person: key.person, secondFactor: proofs.includes("totp"), source });
  }
  const replaced = former === undefined ? undefined : await takeSession(tx, needs, key, former);
  // Whoever ended it meanwhile ended what goes on from it, too.
  if (former !== undefined && !replaced) throw signInEnded();
  const [session] = await Promise.all([
    beginSession(tx, needs, key, {
      ...{ proofs, source, vouchedBy, briefly, arrival, replaced },
      trustedBrowser: byTrust ? trustedBrowser : undefined,
    }),
    noteSignIn(tx, key, needs.clock.now()),
    record(tx, needs, {
      organisation: key.organisation,
      name: "sign-in.completed",
      actor: key.person,
      person: key.person,
      source,
      details: {
        proofs: proofs.join(" "),
        ...(application ? { application } : {}),
        ...(arrival ? { provider: arrival.provider } : {}),
      },
    }),
  ]);
  const trust =
    giveTrust && effects.includes("give-trust")
      ? await trustBrowser(tx, needs, key, { policy: policy.trustBrowsers, source })
      : undefined;
  return trust ? { session, vouched: briefly, trust } : { session, vouched: briefly };
}
