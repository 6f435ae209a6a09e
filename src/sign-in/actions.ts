import type { Visitor } from "../access/actions.ts";
import { type Destination, own } from "../access/destination.ts";
import type { Application } from "../applications/rules.ts";
import type { Transaction } from "../database/database.ts";
import type { Serving } from "../identity-providers/actions.ts";
import { isEmergency, onlyWayAt } from "../identity-providers/only-way.ts";
import { writeSaid } from "../identity-providers/rules.ts";
import { note } from "../kernel/happenings.ts";
import type { Source } from "../kernel/source.ts";
import { inSpan } from "../kernel/spans.ts";
import { mintToken, readToken } from "../kernel/tokens.ts";
import type { Organisation } from "../organisations/rules.ts";
import { hashPassword } from "../passwords/actions.ts";
import { keyOf, type Person, personByLogin, personLocked, rehashPassword } from "../people/actions.ts";
import { readLogin } from "../people/rules.ts";
import { inPersonsTurn } from "../proofs/actions.ts";
import { type PasswordTry, withPassword } from "../proofs/password.ts";
import { type Arrival, arrivalIn, endSessionsOfTrust, stands } from "../sessions/actions.ts";
import { isFresh } from "../sessions/rules.ts";
import { heldTrust, recogniseBrowser } from "../trusted-browsers/actions.ts";
import { type Progress, type SignInNeeds, signInLength } from "./climbing.ts";
import { factsOf } from "./facts.ts";
import { type Asked, next, type Step } from "./flow.ts";
import { signInEnded } from "./problems.ts";
import { settle } from "./settling.ts";
import { readStanding, type Standing, standingOf } from "./standing.ts";
import * as store from "./store.ts";

export type Started =
  | { outcome: "wrong-credentials" }
  /** Whoever it may be: this domain signs in there. */
  | { outcome: "single-sign-on"; provider: Serving }
  | ({ outcome: "progress" } & Progress);

export interface Attempt {
  organisation: Organisation;
  login: string;
  password: string;
  /** The token of a trusted browser, where one was presented. */
  trustedBrowser?: string;
  /** Whom an identity provider has vouched for in this browser: the password shows that the account is theirs. */
  linking?: string | undefined;
  /** Our own pages, where it is left out. */
  destination?: Destination;
  source: Source;
}

/** The first step: screen name or e-mail address, and password. @throws Problem `wait`, `busy` */
export function startSignIn(needs: SignInNeeds, attempt: Attempt): Promise<Started> {
  return inSpan("sign-in password", async (span) => {
    const started = await start(needs, attempt);
    const step = started.outcome === "progress" ? started.step : "none";
    span?.add({ "countersign.outcome": started.outcome, "countersign.step": step });
    return started;
  });
}

async function start(needs: SignInNeeds, attempt: Attempt): Promise<Started> {
  const { organisation, source } = attempt;
  // In a flood of passwords a refusal is to cost as little as it can, whoever is meant by it.
  if (needs.hasher.full()) throw needs.hasher.busy();
  const login = readLogin(attempt.login);
  const found = login && (await personByLogin(needs.db, organisation.id, login));
  const address = login?.kind === "address" ? login.normal : found?.email_normal;
  const only = address === undefined ? undefined : await onlyWayAt(needs.db, organisation.id, address);
  const linking = found !== undefined && found.id === attempt.linking;
  // A password that counts for nothing is not looked at, so that nothing tells whether it is right.
  const person = found && only && !linking && !isEmergency(found) ? undefined : found;
  // By a screen name it would tell who has it.
  const refusedFor = (provider: Serving | undefined): Started =>
    provider && login?.kind === "address" ? { outcome: "single-sign-on", provider } : { outcome: "wrong-credentials" };
  const counted = login?.normal ?? attempt.login.slice(0, 400);
  // Whoever was typed: a made-up token must not tell by the time it takes that there is such a login.
  const held = await heldTrust(needs.db, needs, organisation.id, readToken(attempt.trustedBrowser));
  const given: PasswordTry = {
    organisation: organisation.id,
    person,
    login: counted,
    typed: attempt.password,
    within: held && held.person === person?.id ? held.id : undefined,
    source,
  };
  const started = await withPassword(needs, given, async (tried, settle): Promise<Started> => {
    const rehashed = await rehash(needs, tried, attempt);
    return needs.db.transaction(async (tx) => {
      const key = keyOf(tried);
      const [now, rows, closed] = await Promise.all([
        personLocked(tx, key),
        tx.all(store.getStanding, key),
        linking ? undefined : onlyWayAt(tx, organisation.id, tried.email_normal),
      ]);
      const isSame = now?.password_version === tried.password_version && now.email_normal === tried.email_normal;
      if (now?.status !== "active" || !isSame) return { outcome: "wrong-credentials" };
      // Judged once more: the role, the second factor or the way itself may have gone while the password was looked at.
      if (closed && !isEmergency(now)) return refusedFor(closed);
      const [progress] = await Promise.all([
        afterPassword(
          tx,
          needs,
          now,
          closed ? withSecondFactor(attempt) : attempt,
          readStanding(tx, organisation.id, rows),
        ),
        settle(tx),
        rehashed && rehashPassword(tx, now, rehashed),
      ]);
      return { outcome: "progress", ...progress };
    });
  });
  return started.outcome === "wrong-password" ? refusedFor(only) : started;
}

/** Where the password is the way in for emergencies, it is never enough. */
const withSecondFactor = (attempt: Attempt): Attempt => ({
  ...attempt,
  destination: { ...(attempt.destination ?? own()), secondFactor: true },
});

/** A new hash of the password where the stored one was made with older parameters. */
async function rehash(needs: SignInNeeds, person: Person, { password, source }: Attempt): Promise<string | undefined> {
  if (!needs.hasher.isOutdated(person.password_hash as string)) return undefined;
  return inPersonsTurn(needs, { person, source }, () => hashPassword(needs, password));
}

/**
 * Goes on with a person whose password was given or chosen this very moment; in that transaction. For sign-in itself, the
 * first run and invitations.
 */
export async function afterPassword(
  tx: Transaction,
  needs: SignInNeeds,
  person: Person,
  attempt: Pick<Attempt, "trustedBrowser" | "destination" | "source">,
  standing: Promise<Standing> = standingOf(tx, keyOf(person)),
): Promise<Progress> {
  note(tx, { what: "step", step: "password", outcome: "right" });
  return begin(tx, needs, person, { event: "password-accepted", attempt, standing: await standing });
}

/** Goes on with a person whom an identity provider has vouched for this very moment; in that transaction. */
export async function afterProvider(
  tx: Transaction,
  needs: SignInNeeds,
  person: Person,
  attempt: Pick<Attempt, "trustedBrowser" | "destination" | "source"> & { arrival: Arrival },
): Promise<Progress> {
  const standing = await standingOf(tx, keyOf(person));
  return begin(tx, needs, person, { event: "provider-accepted", attempt, standing, arrival: attempt.arrival });
}

/**
 * Goes on from a session that is good and proves too little for where it is to lead: to the second step, without the password
 * once more. The session ends once the sign-in is done.
 * @returns `undefined` where the password has to be given again: there is no authenticator, it is asked for, or only an
 * application vouched for it
 */
export async function continueSession(
  needs: SignInNeeds,
  { person, session, vouchedBy: application }: Pick<Visitor, "person" | "session" | "vouchedBy">,
  asked: Pick<Attempt, "trustedBrowser" | "source"> & { destination: Destination },
): Promise<Progress | undefined> {
  const { since } = asked.destination;
  const attempt = {
    ...asked,
    destination: { ...asked.destination, application: asked.destination.application ?? application },
  };
  // What began on an application's word goes on being that, and for who is within that application alone: anywhere else its
  // climb would lead past the password.
  if (session.vouched_by !== null && session.vouched_by !== needs.embedding?.application) return undefined;
  if (since !== undefined && session.password_at < since) return undefined;
  const vouchedBy = session.vouched_by ?? undefined;
  return needs.db.transaction(async (tx) => {
    const now = await personLocked(tx, keyOf(person));
    if (now?.status !== "active" || !(await stands(tx, session))) return undefined;
    const standing = await standingOf(tx, keyOf(now));
    // One at a time: whoever holds the session can't fill the database by looking at the sign-in page.
    await tx.run(store.removeOfSession, { ...keyOf(now), session: session.id });
    if (vouchedBy !== undefined) {
      const mayStart = standing.authenticators.length > 0 || isFresh(session.password_at, needs.clock.now());
      if (!mayStart) return undefined;
      return begin(tx, needs, now, { event: "first-step-vouched", attempt, session: session.id, standing, vouchedBy });
    }
    if (standing.authenticators.length === 0) return undefined;
    const arrival = arrivalIn(session);
    const event = arrival ? "provider-session-continued" : "session-continued";
    return begin(tx, needs, now, { event, attempt, session: session.id, standing, arrival });
  });
}

/**
 * Goes on with a person whose password an application says that it has looked at itself; in that transaction, in which the
 * person is locked. What comes of it is good for that application alone.
 */
export async function afterVouching(
  tx: Transaction,
  needs: SignInNeeds,
  person: Person,
  attempt: Pick<Attempt, "trustedBrowser" | "source"> & { destination: Destination & { application: Application } },
): Promise<Progress> {
  const standing = await standingOf(tx, keyOf(person));
  const vouchedBy = attempt.destination.application.id;
  return begin(tx, needs, person, { event: "first-step-vouched", attempt, standing, vouchedBy });
}

interface Beginning {
  event:
    | "password-accepted"
    | "provider-accepted"
    | "session-continued"
    | "provider-session-continued"
    | "first-step-vouched";
  vouchedBy?: string;
  arrival?: Arrival | undefined;
  attempt: Pick<Attempt, "trustedBrowser" | "destination" | "source">;
  /** The one that this takes the place of. */
  session?: string;
  standing: Standing;
}

async function begin(
  tx: Transaction,
  needs: SignInNeeds,
  person: Person,
  { event, attempt, session, standing, vouchedBy, arrival }: Beginning,
): Promise<Progress> {
  const { trustedBrowser, source, destination = own() } = attempt;
  const { application, resume } = destination;
  const asks: Asked = destination.secondFactor ? "second-factor" : "";
  const { policy } = standing;
  const presented = readToken(trustedBrowser);
  const recognised = await recogniseBrowser(tx, needs, keyOf(person), {
    presented,
    policy: policy.trustBrowsers,
    source,
  });
  const trusted = recognised.outcome === "trusted";
  // Whoever copied the token may have come in by it already.
  if (recognised.outcome === "stolen") await endSessionsOfTrust(tx, keyOf(person), recognised.id, { raisedToo: true });
  const { facts, requirement } = await factsOf(tx, needs, standing, person, {
    passwordVersion: person.password_version,
    trusted,
    application,
    asks,
    arrival,
  });
  const { state, effects } = next({ at: "start" }, event, facts);
  if (state.at === "ended") throw signInEnded();
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
        application: application?.id,
        session,
        vouchedBy,
        arrival,
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
    application: application?.id ?? null,
    asks,
    session: session ?? null,
    vouchedBy: vouchedBy ?? null,
    provider: arrival?.provider ?? null,
    said: arrival ? writeSaid(arrival.said) : null,
    at,
    expiresAt: until,
    ...source,
  });
  return { step: state.at as Step, signIn: { token, until }, ...common, ...nextTrust };
}
