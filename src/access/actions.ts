// Who is asking: the session behind a token, judged against what policy asks now.

import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import { readToken } from "../kernel/tokens.ts";
import type { Organisation } from "../organisations/rules.ts";
import { keyOf, type Person, personOf } from "../people/actions.ts";
import { type Role, rolesOf } from "../people/rules.ts";
import { policyOf, requirementOf, type StoredPolicy } from "../policy/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import { findSession, type Session } from "../sessions/actions.ts";
import { isFresh, readProofs, satisfies } from "../sessions/rules.ts";
import * as store from "./store.ts";

export interface Visitor {
  organisation: Organisation;
  person: Person;
  roles: ReadonlySet<Role>;
  session: Session;
  policy: StoredPolicy;
  requirement: Requirement;
}

export type Visit =
  | { outcome: "signed-in"; visitor: Visitor }
  | { outcome: "signed-out" }
  | { outcome: "second-factor-required" };

type Needs = { db: Database; clock: Clock };

export async function visit(
  { db, clock }: Needs,
  organisation: Organisation,
  token: string | undefined,
): Promise<Visit> {
  const session = await findSession(db, { clock }, organisation.id, readToken(token));
  if (!session) return { outcome: "signed-out" };
  const person = await personOf(db, { organisation: organisation.id, person: session.person_id });
  if (person?.status !== "active") return { outcome: "signed-out" };
  const policy = await policyOf(db, organisation.id);
  const requirement = await requirementOf(db, clock, policy.policy, person);
  // A requirement that came since holds from the next request: the session proves too little for it.
  const { allowed } = policy.policy.trustBrowsers;
  const proofs = readProofs(session.proofs).filter((proof) => allowed || proof !== "trusted-browser");
  if (!satisfies(proofs, requirement.level)) return { outcome: "second-factor-required" };
  const roles = rolesOf(person);
  return { outcome: "signed-in", visitor: { organisation, person, roles, session, policy, requirement } };
}

export type FreshProof = "second-factor" | "password";

/**
 * Which proof a dangerous act needs that this session does not hold fresh (15 minutes). People without an authenticator,
 * or whose authenticators sleep, give their password instead: there is nothing stronger to ask for.
 */
export async function missingProof(
  { db, clock }: Needs,
  { person, session, requirement }: Visitor,
): Promise<FreshProof | undefined> {
  const now = clock.now();
  const asksForCode = requirement.level !== "off" && (await authenticatorsOf(db, keyOf(person))).length > 0;
  if (asksForCode) return isFresh(session.second_factor_at, now) ? undefined : "second-factor";
  return isFresh(session.password_at, now) ? undefined : "password";
}

export const stepUpRequired = (proof: FreshProof): Problem =>
  new Problem(
    "step-up-required",
    403,
    proof === "password" ? "Confirm your password first." : "Confirm with a code from your authenticator app first.",
    { members: { proof } },
  );

/** With a new password, a reset or changed authenticators: no sign-in that was begun before may be finished. */
export async function endSignInsOf(tx: Transaction, person: Person, except = ""): Promise<void> {
  await tx.run(store.removeSignInsOf, { ...keyOf(person), except });
}
