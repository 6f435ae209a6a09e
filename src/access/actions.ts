// Who is asking: the session behind a token, judged against what policy asks now.

import { activeApplication } from "../applications/finding.ts";
import { type Application, judged } from "../applications/rules.ts";
import { authenticatorsOf } from "../authenticators/totp/actions.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import { evidenceIn } from "../identity-providers/actions.ts";
import { handlesSecondStep } from "../identity-providers/rules.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import { readToken } from "../kernel/tokens.ts";
import { organisationSuspended } from "../organisations/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { keyOf, type Person } from "../people/actions.ts";
import { type Role, rolesOf } from "../people/rules.ts";
import { keepMeeting, readStored, requirementGiven, ruleMet, type StoredPolicy } from "../policy/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import { arrivalIn, isPresented, type Session } from "../sessions/actions.ts";
import { isFresh, lasts, readProofs, satisfies } from "../sessions/rules.ts";
import type { Embedding } from "./embedding.ts";
import * as store from "./store.ts";

export interface Visitor {
  organisation: Organisation;
  person: Person;
  roles: ReadonlySet<Role>;
  session: Session;
  policy: StoredPolicy;
  requirement: Requirement;
  /** The identity provider that the session came through. */
  provider?: { id: string; name: string };
  /** The application that keeps the password, where the session stands on its word. */
  vouchedBy?: Application;
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
type Needs = { db: Database; clock: Clock; embedding?: Embedding | undefined };

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
  { db, clock, embedding }: Needs,
  organisation: string,
  id: string,
  asked: Application | undefined,
  counts: (session: Session) => boolean,
): Promise<{ outcome: "signed-in" | "second-factor-required"; visitor: Behind } | SignedOut> {
  const rows = await db.all(store.getVisit, { organisation, id });
  const [found] = rows;
  if (!found) return { outcome: "signed-out" };
  const { session, person, policy: stored, provider, suspended } = apart(found);
  if (!counts(session)) return { outcome: "signed-out" };
  // On an application's word alone nobody comes in anywhere else; only what runs within it opens our own pages.
  const within = asked ?? (await embeddingOf(db, organisation, session, embedding));
  if (session.vouched_by !== null && session.vouched_by !== within?.id) return { outcome: "signed-out" };
  const application = session.vouched_by === null ? asked : within;
  if (suspended) throw organisationSuspended();
  if (person.status !== "active") return { outcome: "signed-out" };
  // Whoever came through a provider that is turned off or gone has proven nothing else at the beginning.
  if (session.provider_id !== null && !provider?.active) return { outcome: "signed-out" };
  const policy = await readStored(db, organisation, stored);
  const firstMet = meetingsIn(rows);
  const arrival = arrivalIn(session);
  const requirement = requirementGiven(clock, policy.policy, person, firstMet, {
    application: application && judged(application, clock.now()),
    // By what the provider is and asks now, and by what it said then.
    throughProvider: provider && arrival && handlesSecondStep(provider, arrival.said),
  });
  // A requirement that came since holds from the next request: the session proves too little for it.
  const { allowed } = policy.policy.trustBrowsers;
  const proofs = readProofs(session.proofs).filter((proof) => allowed || proof !== "trusted-browser");
  const vouchedBy = session.vouched_by === null ? undefined : application;
  const visitor: Behind = {
    person,
    // Who rules over others does so by a password that was given here, or through a provider.
    roles: vouchedBy ? new Set() : rolesOf(person),
    session,
    policy,
    requirement,
    ...(provider ? { provider: { id: provider.id, name: provider.name } } : {}),
    ...(vouchedBy ? { vouchedBy } : {}),
  };
  if (!satisfies(proofs, requirement.level)) return { outcome: "second-factor-required", visitor };
  // A rule that came while the session lasted is met by it, once; otherwise its days would begin anew with every look.
  const met = ruleMet(policy.policy, requirement, firstMet, clock.now());
  if (met !== undefined) await db.transaction((tx) => keepMeeting(tx, clock, person, met));
  return { outcome: "signed-in", visitor };
}

/** The application that this process runs within, where the session was begun on its word and it still may. */
async function embeddingOf(
  db: Database,
  organisation: string,
  { vouched_by }: Session,
  embedding: Embedding | undefined,
): Promise<Application | undefined> {
  if (vouched_by === null || embedding?.organisation !== organisation) return undefined;
  return vouched_by === embedding.application ? activeApplication(db, organisation, vouched_by) : undefined;
}

type Found = NonNullable<(typeof store.getVisit)["row"]>;

/** What one statement has read together. Named one by one: a rest of thirty columns costs more than reading them did. */
function apart(found: Found) {
  const session: Session = {
    organisation_id: found.organisation_id,
    id: found.session_id,
    person_id: found.id,
    token_hash: found.token_hash,
    proofs: found.proofs,
    password_at: found.password_at,
    second_factor_at: found.second_factor_at,
    trusted_browser_id: found.trusted_browser_id,
    vouched_by: found.vouched_by,
    provider_id: found.provider_id,
    provider_said: found.provider_said,
    created_at: found.begun_at,
    last_used_at: found.last_used_at,
    expires_at: found.expires_at,
    user_agent: found.user_agent,
    address: found.address,
  };
  const person: Person = {
    organisation_id: found.organisation_id,
    id: found.id,
    screen_name: found.screen_name,
    screen_name_normal: found.screen_name_normal,
    email: found.email,
    email_normal: found.email_normal,
    display_name: found.display_name,
    sort_name: found.sort_name,
    account_type: found.account_type,
    language: found.language,
    administrator: found.administrator,
    helper: found.helper,
    operator: found.operator,
    status: found.status,
    disabled_from: found.disabled_from,
    password_hash: found.password_hash,
    password_version: found.password_version,
    override_level: found.override_level,
    override_reason: found.override_reason,
    override_until: found.override_until,
    picture_hash: found.picture_hash,
    created_at: found.created_at,
    address_since: found.address_since,
    address_proven_at: found.address_proven_at,
    last_sign_in_at: found.last_sign_in_at,
    authenticators: found.authenticators,
    passkeys: found.passkeys,
    codes_left: found.codes_left,
  };
  const { document, digest, version, updated_at } = found;
  const policy =
    digest === null || version === null || updated_at === null ? undefined : { document, digest, version, updated_at };
  const provider =
    found.provider_id === null || found.provider_settings === null
      ? undefined
      : {
          id: found.provider_id,
          name: found.provider_name ?? "",
          active: found.provider_status === "active",
          exempts: found.provider_exempts === 1,
          evidence: evidenceIn(found.provider_settings),
        };
  return { session, person, policy, provider, suspended: found.organisation_status !== "active" };
}

function meetingsIn(rows: Found[]): Record<string, number> {
  const met: [string, number][] = [];
  for (const { rule, met_at } of rows) if (rule !== null && met_at !== null) met.push([rule, met_at]);
  return Object.fromEntries(met);
}

/** How many people wait for help. */
export async function countOpenRequests({ db }: { db: Queries }, organisation: string): Promise<number> {
  return (await db.first(store.countOpenRequests, { organisation }))?.open ?? 0;
}

/** `provider`: the identity provider asks anew. */
export type FreshProof = "second-factor" | "password" | "provider";

/**
 * Which proof a dangerous act needs that this session does not hold fresh (15 minutes). People without an authenticator,
 * or whose authenticators sleep, give their password instead, or sign in at their identity provider once more: there is
 * nothing stronger to ask for.
 */
export async function missingProof(
  { db, clock }: Needs,
  { person, session, requirement }: Visitor,
): Promise<FreshProof | undefined> {
  const now = clock.now();
  const asksForCode = requirement.level !== "off" && (await authenticatorsOf(db, keyOf(person))).length > 0;
  if (asksForCode) return isFresh(session.second_factor_at, now) ? undefined : "second-factor";
  if (isFresh(session.password_at, now)) return undefined;
  return session.provider_id === null ? "password" : "provider";
}

export const stepUpRequired = (proof: FreshProof): Problem =>
  new Problem("step-up-required", 403, askedFor[proof], { members: { proof } });

const askedFor: Record<FreshProof, string> = {
  password: "Confirm your password first.",
  "second-factor": "Confirm with a code from your authenticator app first.",
  provider: "Confirm by signing in at your identity provider again, in a browser.",
};

/** With a new password, a reset or changed authenticators: no sign-in that was begun before may be finished. */
export async function endSignInsOf(tx: Transaction, person: Person, except = ""): Promise<void> {
  await tx.run(store.removeSignInsOf, { ...keyOf(person), except });
}
