// Who is asking: the session behind a token, judged against what policy asks now.

import { type Application, judged } from "../applications/rules.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import { readToken } from "../kernel/tokens.ts";
import { organisationSuspended } from "../organisations/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { type Role, rolesOf } from "../people/rules.ts";
import { keepMeeting, readStored, requirementGiven, ruleMet, type StoredPolicy } from "../policy/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import { isPresented, type Session } from "../sessions/actions.ts";
import { isFresh, lasts, readProofs, satisfies } from "../sessions/rules.ts";
import * as store from "./store.ts";

export interface Visitor {
  organisation: Organisation;
  person: Person;
  roles: ReadonlySet<Role>;
  session: Session;
  policy: StoredPolicy;
  requirement: Requirement;
  /** Read for the administrators' pages alone, whose navigation shows it. */
  openHelpRequests?: number;
}

export type Visit =
  | { outcome: "signed-in"; visitor: Visitor }
  | SignedOut
  /** The session is good, and proves too little. */
  | { outcome: "second-factor-required"; visitor: Visitor };

type SignedOut = { outcome: "signed-out" };
/** Without the organisation, where only its id is at hand. */
export type Behind = Omit<Visitor, "organisation">;
type Needs = { db: Database; clock: Clock };

/** @param application where the visit is to; without it, our own pages */
export async function visit(
  needs: Needs,
  organisation: Organisation,
  token: string | undefined,
  application?: Application,
): Promise<Visit> {
  const presented = readToken(token);
  if (!presented) return { outcome: "signed-out" };
  const found = await look(needs, organisation.id, presented.id, application, (session) =>
    isPresented(session, presented, needs.clock),
  );
  return found.outcome === "signed-out" ? found : { ...found, visitor: { organisation, ...found.visitor } };
}

/** The same for whoever bears something else that a protocol handed out for this session, and has judged that. */
export async function visitBehind(
  needs: Needs,
  organisation: string,
  session: string,
  application: Application | undefined,
): Promise<{ outcome: "signed-in" | "second-factor-required"; visitor: Behind } | SignedOut> {
  return look(needs, organisation, session, application, (found) => lasts(found, needs.clock.now()));
}

async function look(
  { db, clock }: Needs,
  organisation: string,
  id: string,
  application: Application | undefined,
  counts: (session: Session) => boolean,
): Promise<{ outcome: "signed-in" | "second-factor-required"; visitor: Behind } | SignedOut> {
  const rows = await db.all(store.getVisit, { organisation, id });
  const [found] = rows;
  if (!found) return { outcome: "signed-out" };
  const { session, person, policy: stored, suspended } = apart(found);
  if (!counts(session)) return { outcome: "signed-out" };
  if (suspended) throw organisationSuspended();
  if (person.status !== "active") return { outcome: "signed-out" };
  const policy = await readStored(db, organisation, stored);
  const firstMet = meetingsIn(rows);
  const requirement = requirementGiven(
    clock,
    policy.policy,
    person,
    firstMet,
    application && judged(application, clock.now()),
  );
  // A requirement that came since holds from the next request: the session proves too little for it.
  const { allowed } = policy.policy.trustBrowsers;
  const proofs = readProofs(session.proofs).filter((proof) => allowed || proof !== "trusted-browser");
  const visitor = { person, roles: rolesOf(person), session, policy, requirement };
  if (!satisfies(proofs, requirement.level)) return { outcome: "second-factor-required", visitor };
  // A rule that came while the session lasted is met by it, once; otherwise its days would begin anew with every look.
  const met = ruleMet(policy.policy, requirement, firstMet, clock.now());
  if (met !== undefined) await db.transaction((tx) => keepMeeting(tx, clock, person, met));
  return { outcome: "signed-in", visitor };
}

type Found = NonNullable<(typeof store.getVisit)["row"]>;

/** The rows that one statement has read together. */
function apart({
  session_id,
  token_hash,
  proofs,
  password_at,
  second_factor_at,
  trusted_browser_id,
  begun_at,
  last_used_at,
  expires_at,
  user_agent,
  address,
  organisation_status,
  document,
  digest,
  version,
  updated_at,
  rule: _rule,
  met_at: _metAt,
  ...person
}: Found) {
  const session: Session = {
    organisation_id: person.organisation_id,
    id: session_id,
    person_id: person.id,
    token_hash,
    proofs,
    password_at,
    second_factor_at,
    trusted_browser_id,
    created_at: begun_at,
    last_used_at,
    expires_at,
    user_agent,
    address,
  };
  const policy =
    digest === null || version === null || updated_at === null ? undefined : { document, digest, version, updated_at };
  return { session, person: person satisfies Person, policy, suspended: organisation_status !== "active" };
}

const meetingsIn = (rows: Found[]): Record<string, number> =>
  Object.fromEntries(rows.flatMap(({ rule, met_at }) => (rule === null || met_at === null ? [] : [[rule, met_at]])));

/** How many people wait for help. */
export async function countOpenRequests({ db }: Pick<Needs, "db">, organisation: string): Promise<number> {
  return (await db.first(store.countOpenRequests, { organisation }))?.open ?? 0;
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
