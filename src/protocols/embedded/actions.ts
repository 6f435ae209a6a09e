// Begins, judges and ends what people of an application do on its word: the application that this process runs within keeps
// their passwords, and nobody but it can call these.
import { endSignInsOf, type Visitor, visit } from "../../access/actions.ts";
import { endConsentsOf } from "../../access/consents.ts";
import { signInAddressTo } from "../../access/destination.ts";
import { askTheApplication, type Embedding, wayBack } from "../../access/embedding.ts";
import { activeApplication } from "../../applications/finding.ts";
import type { Application } from "../../applications/rules.ts";
import { record } from "../../audit/actions.ts";
import { authenticatorsOf } from "../../authenticators/totp/actions.ts";
import type { Transaction } from "../../database/database.ts";
import type { Source } from "../../kernel/source.ts";
import { readToken } from "../../kernel/tokens.ts";
import { organisationById } from "../../organisations/actions.ts";
import type { Organisation } from "../../organisations/rules.ts";
import { keyOf, type Person, personLocked } from "../../people/actions.ts";
import { rolesOf } from "../../people/rules.ts";
import { endOtherSessions, endSession, findSession, touchSession } from "../../sessions/actions.ts";
import { isFresh } from "../../sessions/rules.ts";
import { afterVouching } from "../../sign-in/actions.ts";
import type { Progress } from "../../sign-in/climbing.ts";
import { type EmbeddedNeeds, knowPerson } from "./people.ts";
import { methodsOf, readOwnId } from "./rules.ts";
import * as store from "./store.ts";

export type { EmbeddedNeeds };

/** What the browser bears. */
export interface Borne {
  session?: string | undefined;
  trustedBrowser?: string | undefined;
  source: Source;
}

export interface Vouched {
  id: unknown;
  email: unknown;
  displayName?: unknown;
  /** Only `true` counts. */
  emailVerified?: unknown;
  /** A path of the origin, read by `readPath`. */
  resume: string;
  secondFactor: boolean;
}

export type RefusedBecause = "bad-person" | "bad-address" | "address-taken" | "disabled" | "unavailable";
export type VouchedFor = { outcome: "progress"; progress: Progress } | { outcome: "refused"; because: RefusedBecause };

/** The application says that it has looked at this person's password this very moment. */
export async function vouchFor(needs: EmbeddedNeeds, vouched: Vouched, borne: Borne): Promise<VouchedFor> {
  const { organisation, application: id } = needs.embedding;
  const name = readOwnId(vouched.id);
  const { email, displayName } = vouched;
  const emailVerified = vouched.emailVerified === true;
  if (name === undefined || typeof email !== "string") return { outcome: "refused", because: "bad-person" };
  const { source } = borne;
  return needs.db.transaction(async (tx): Promise<VouchedFor> => {
    const application = await openApplication(tx, needs.embedding);
    if (!application) return { outcome: "refused", because: "unavailable" };
    const own = { organisation, application: id, name, email, emailVerified, source };
    const shown = typeof displayName === "string" ? displayName : undefined;
    const known = await knowPerson(tx, needs, { ...own, displayName: shown });
    if (known.outcome === "refused") return known;
    const { person } = known;
    if (person.status !== "active" || !(await mayComeByVouching(tx, person)))
      return { outcome: "refused", because: "disabled" };
    await sweep(tx, needs, borne);
    const { resume, secondFactor } = vouched;
    const { trustedBrowser } = borne;
    const progress = await afterVouching(tx, needs, person, {
      destination: { resume: wayBack(resume), application, secondFactor },
      source,
      ...(trustedBrowser ? { trustedBrowser } : {}),
    });
    return { outcome: "progress", progress };
  });
}

/** The session that this browser bears ends, whoever's it is: none of before stands in for the one that begins. */
async function sweep(tx: Transaction, needs: EmbeddedNeeds, { session: token, source }: Borne): Promise<void> {
  const { organisation } = needs.embedding;
  const session = await findSession(tx, needs, organisation, readToken(token));
  if (!session) return;
  const key = { organisation, person: session.person_id };
  await endSession(tx, needs, key, { id: session.id, actor: session.person_id, source });
}

/** An application's word must not be enough to set up the second factor of who rules over it. */
async function mayComeByVouching(tx: Transaction, person: Person): Promise<boolean> {
  return rolesOf(person).size === 0 || (await authenticatorsOf(tx, keyOf(person))).length > 0;
}

async function openApplication(
  queries: Parameters<typeof activeApplication>[0],
  { organisation, application }: Embedding,
): Promise<Application | undefined> {
  const found = await organisationById(queries, organisation);
  return found?.status === "active" ? activeApplication(queries, organisation, application) : undefined;
}

/** What the application is told of a session. */
export interface SessionOfPerson {
  person: { id: string; email: string; displayName: string };
  /** As in RFC 8176: `pwd` on the application's own word; `otp` and `mfa` where a code was given in this session. */
  amr: string[];
  /** What let them in, e.g. `vouched`, `totp`, `trusted-browser`. */
  proofs: string[];
  /** When the application vouched, and when a code was given; ms since the epoch. */
  vouchedAt: number;
  secondFactorAt: number | null;
  /** It ends by then, and after an hour without use; ms since the epoch. */
  expiresAt: number;
}

type Looked = { told: SessionOfPerson; visitor: Visitor } | undefined;

/** The session behind the cookie, where it counts this very moment and stands on this application's word. */
export async function lookAtSession(needs: EmbeddedNeeds, borne: Borne): Promise<Looked> {
  const { db, embedding } = needs;
  if (!readToken(borne.session)) return undefined;
  const [organisation, application] = await Promise.all([
    organisationById(db, embedding.organisation),
    openApplication(db, embedding),
  ]);
  if (!organisation || !application) return undefined;
  const visited = await visit(needs, organisation as Organisation, borne.session, application);
  if (visited.outcome !== "signed-in" || visited.visitor.session.vouched_by !== application.id) return undefined;
  const { person, session } = visited.visitor;
  const key = { organisation: organisation.id, person: person.id };
  const own = await db.first(store.getNameOf, key);
  if (own?.application_id !== application.id) return undefined;
  await touchSession(needs, session, borne.source);
  const told = {
    person: { id: own.name, email: person.email, displayName: person.display_name },
    amr: methodsOf(session.proofs),
    proofs: session.proofs.split(" "),
    vouchedAt: session.password_at,
    secondFactorAt: session.second_factor_at,
    expiresAt: session.expires_at,
  };
  return { told, visitor: visited.visitor };
}

/** Whether a code was given in this session, and where that is asked within the last 15 minutes. */
export const isEnough = ({ secondFactorAt }: SessionOfPerson, now: number, fresh: boolean): boolean =>
  secondFactorAt !== null && (!fresh || isFresh(secondFactorAt, now));

/** Our page that asks for the code that is missing, and leads on to `resume`, a path of the origin. */
export function secondFactorAddress({ embedding, site }: EmbeddedNeeds, visitor: Visitor, resume: string): string {
  const back = wayBack(resume);
  const { session, requirement } = visitor;
  if (session.second_factor_at === null) {
    const application = { id: embedding.application } as Application;
    return signInAddressTo({ resume: back, application, secondFactor: true });
  }
  // Where codes sleep by policy, nobody is asked to confirm by one: that takes a new sign-in.
  if (requirement.level === "off") return askTheApplication({ embedding, ...site }, { page: "confirm", resume: back });
  return `/sign-in/confirm?${new URLSearchParams({ resume: back })}`;
}

/** Ends the session that the browser bears, if it stands on this application's word. */
export async function endBorne(needs: EmbeddedNeeds, { session: token, source }: Borne): Promise<void> {
  const { organisation, application } = needs.embedding;
  await needs.db.transaction(async (tx) => {
    const session = await findSession(tx, needs, organisation, readToken(token));
    if (session?.vouched_by !== application) return;
    const key = { organisation, person: session.person_id };
    await endSession(tx, needs, key, { id: session.id, actor: key.person, source });
  });
}

/** Ends every session and begun sign-in of a person of the application. @returns how many sessions ended */
export async function endAllOf(needs: EmbeddedNeeds, id: unknown, source: Source): Promise<number> {
  const { organisation, application } = needs.embedding;
  const name = readOwnId(id);
  if (name === undefined) return 0;
  return needs.db.transaction(async (tx) => {
    const found = await tx.first(store.getPersonOf, { organisation, application, name });
    const person = found && (await personLocked(tx, { organisation, person: found.person_id }));
    if (!person) return 0;
    const sessions = await endOtherSessions(tx, keyOf(person));
    await endSignInsOf(tx, person);
    await endConsentsOf(tx, needs, person, { actor: null, source });
    const about = { organisation, actor: null, person: person.id, source };
    if (sessions > 0) await record(tx, needs, { ...about, name: "session.others-ended", details: { sessions } });
    return sessions;
  });
}
