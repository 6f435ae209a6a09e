// An invited person chooses a password; their first sign-in goes on from there.
import { endSignInsOf } from "../access/actions.ts";
import { record } from "../audit/actions.ts";
import { dropPending } from "../enrolment/actions.ts";
import { consumeInvitation, invitedPerson } from "../invitations/actions.ts";
import { Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { type PresentedToken, readToken } from "../kernel/tokens.ts";
import type { Organisation } from "../organisations/rules.ts";
import { hashPassword } from "../passwords/actions.ts";
import { judgePassword, type PasswordVerdict, shortestAlone, shortestWithSecondFactor } from "../passwords/rules.ts";
import { keyOf, type Person, personLocked, personOf, replacePassword } from "../people/actions.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import { endOtherSessions } from "../sessions/actions.ts";
import { afterPassword } from "../sign-in/actions.ts";
import type { Progress, SignInNeeds } from "../sign-in/climbing.ts";
import { endAllTrust } from "../trusted-browsers/actions.ts";

export interface Invited {
  person: Person;
  presented: PresentedToken;
  /** Shortest password that will do for this person. */
  shortest: number;
}

export const invitationOver = (): Problem =>
  new Problem("invitation-over", 410, "This invitation was used or is too old. Ask your administrator for a new one.");

/** @throws Problem `invitation-over` */
export async function readInvitation(needs: SignInNeeds, organisation: Organisation, token: string): Promise<Invited> {
  const presented = readToken(token);
  const id = await invitedPerson(needs.db, needs, organisation.id, presented);
  const person = id === undefined ? undefined : await personOf(needs.db, { organisation: organisation.id, person: id });
  if (!presented || !person || person.status === "disabled") throw invitationOver();
  const { policy } = await policyOf(needs.db, organisation.id);
  const { level } = await requirementOf(needs.db, needs.clock, policy, person);
  return { person, presented, shortest: level === "required" ? shortestWithSecondFactor : shortestAlone };
}

export type Accepted =
  | { outcome: "accepted"; progress: Progress }
  | { outcome: "bad-password"; verdict: Exclude<PasswordVerdict, "good"> };

/** @throws Problem `invitation-over`: also for the slower of two at the same instant */
export async function acceptInvitation(
  needs: SignInNeeds,
  organisation: Organisation,
  { token, password, source }: { token: string; password: string; source: Source },
): Promise<Accepted> {
  const { person, presented, shortest } = await readInvitation(needs, organisation, token);
  const names = [person.email, person.screen_name, person.display_name, organisation.name];
  const verdict = judgePassword(password, { shortest, names });
  if (verdict !== "good") return { outcome: "bad-password", verdict };
  const hash = await hashPassword(needs, password);

  const progress = await needs.db.transaction(async (tx) => {
    const before = await personLocked(tx, keyOf(person));
    if (!before || (await consumeInvitation(tx, needs, organisation.id, presented)) !== person.id) return undefined;
    if (!(await replacePassword(tx, before, hash))) return undefined;
    // For a first password there is nothing to end; for one that was forgotten, whatever stood on the old one.
    await endAllTrust(tx, keyOf(person));
    await endOtherSessions(tx, keyOf(person));
    await endSignInsOf(tx, person);
    await dropPending(tx, person);
    const joined = (await personLocked(tx, keyOf(person))) as Person;
    await record(tx, needs, {
      organisation: organisation.id,
      name: "person.invitation-accepted",
      actor: person.id,
      person: person.id,
      source,
    });
    return afterPassword(tx, needs, joined, { source });
  });
  if (!progress) throw invitationOver();
  return { outcome: "accepted", progress };
}
