// Who follows a link chooses a password: the first one, or another for one that was forgotten. Sign-in goes on from there.
import { endSignInsOf } from "../access/actions.ts";
import { record } from "../audit/actions.ts";
import { liveAuthenticators } from "../authenticators/totp/actions.ts";
import type { Transaction } from "../database/database.ts";
import { dropPending } from "../enrolment/actions.ts";
import { onlyWayOf, singleSignOnOnly } from "../identity-providers/only-way.ts";
import { consumeInvitation, invitedPerson, type Purpose, withdrawInvitations } from "../invitations/actions.ts";
import { Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { type PresentedToken, readToken } from "../kernel/tokens.ts";
import type { Organisation } from "../organisations/rules.ts";
import { hashPassword } from "../passwords/actions.ts";
import { judgePassword, type PasswordVerdict, shortestAlone, shortestWithSecondFactor } from "../passwords/rules.ts";
import { keyOf, type Person, personLocked, personOf, proveAddress, replacePassword } from "../people/actions.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import { inPersonsTurn } from "../proofs/actions.ts";
import { endOtherSessions } from "../sessions/actions.ts";
import { afterPassword } from "../sign-in/actions.ts";
import type { Progress, SignInNeeds } from "../sign-in/climbing.ts";
import { endAllTrust } from "../trusted-browsers/actions.ts";
import { forgetForgotten } from "./forgotten.ts";

export interface Invited {
  person: Person;
  purpose: Purpose;
  presented: PresentedToken;
  /** Shortest password that will do for this person. */
  shortest: number;
}

export const invitationOver = (): Problem =>
  new Problem("invitation-over", 410, ({ problems }) => problems.invitationOver);

/** @throws Problem `invitation-over` */
export async function readInvitation(needs: SignInNeeds, organisation: Organisation, token: string): Promise<Invited> {
  const presented = readToken(token);
  const invited = await invitedPerson(needs.db, needs, organisation.id, presented);
  const person = invited && (await personOf(needs.db, { organisation: organisation.id, person: invited.person }));
  if (!presented || !person || person.status === "disabled") throw invitationOver();
  const only = await onlyWayOf(needs.db, person);
  if (only) throw singleSignOnOnly(only);
  const { policy } = await policyOf(needs.db, organisation.id);
  const { level } = await requirementOf(needs.db, needs.clock, policy, person);
  const { purpose } = invited;
  return { person, purpose, presented, shortest: level === "required" ? shortestWithSecondFactor : shortestAlone };
}

export type Accepted =
  /** Without progress: whoever chose the password has still to sign in with it. */
  { outcome: "accepted"; progress?: Progress } | { outcome: "bad-password"; verdict: Exclude<PasswordVerdict, "good"> };

/** @throws Problem `invitation-over`: also for the slower of two at the same instant */
export async function acceptInvitation(
  needs: SignInNeeds,
  organisation: Organisation,
  { token, password, source }: { token: string; password: string; source: Source },
): Promise<Accepted> {
  const { person, purpose, presented, shortest } = await readInvitation(needs, organisation, token);
  const names = [person.email, person.screen_name, person.display_name, organisation.name];
  const verdict = await judgePassword(password, { shortest, names });
  if (verdict !== "good") return { outcome: "bad-password", verdict };
  const hash = await inPersonsTurn(needs, { person, source }, () => hashPassword(needs, password));

  const accepted = await needs.db.transaction(async (tx): Promise<Accepted | undefined> => {
    const before = await personLocked(tx, keyOf(person));
    const used = before && (await consumeInvitation(tx, needs, organisation.id, presented));
    if (!before || used?.person !== person.id) return undefined;
    if (!(await replacePassword(tx, before, hash))) return undefined;
    // Who follows a letter's link reads the letters, of the address that it was written to.
    if (used.mailedAt !== undefined && used.mailedAt >= before.address_since)
      await proveAddress(tx, needs, keyOf(person));
    // For a first password there is nothing to end; for one that was forgotten, whatever stood on the old one.
    await endAllTrust(tx, keyOf(person));
    await endOtherSessions(tx, keyOf(person));
    await endSignInsOf(tx, person);
    await dropPending(tx, person);
    await withdrawInvitations(tx, keyOf(person));
    if (purpose === "password") await forgetForgotten(tx, person);
    const joined = (await personLocked(tx, keyOf(person))) as Person;
    await record(tx, needs, {
      organisation: organisation.id,
      name: before.status === "invited" ? "person.invitation-accepted" : "person.password-changed",
      actor: person.id,
      person: person.id,
      source,
    });
    // A link from a mailbox alone never begins a session: only what asks for more goes on from here.
    if (purpose === "password" && !(await asksForMore(tx, needs, joined))) return { outcome: "accepted" };
    return { outcome: "accepted", progress: await afterPassword(tx, needs, joined, { source }) };
  });
  if (!accepted) throw invitationOver();
  return accepted;
}

/** Whether a second step or a set-up stands between this person's password and a session. */
async function asksForMore(tx: Transaction, needs: SignInNeeds, person: Person): Promise<boolean> {
  const { policy } = await policyOf(tx, person.organisation_id);
  const { level } = await requirementOf(tx, needs.clock, policy, person);
  if (level !== "optional") return level === "required";
  return (await liveAuthenticators(tx, keyOf(person))).length > 0;
}
