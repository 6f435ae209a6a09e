// A fresh proof within a session, for acts that need one: the same judging, the same counting, a new session token.
import { missingProof, type Visitor } from "../access/actions.ts";
import { record } from "../audit/actions.ts";
import { Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { inSpan } from "../kernel/spans.ts";
import { keyOf, personLocked } from "../people/actions.ts";
import { cannotVerify, tryCodeInSession } from "../proofs/actions.ts";
import { withPassword } from "../proofs/password.ts";
import { raiseSession, type SessionToken } from "../sessions/actions.ts";
import { waitProblem } from "../throttle/actions.ts";
import type { SignInNeeds } from "./climbing.ts";

export type SteppedUp =
  | { outcome: "raised"; session: SessionToken }
  | { outcome: "wrong-code" }
  | { outcome: "wrong-password" }
  /** This was one wrong code too many. */
  | { outcome: "session-ended" };

export { missingProof };

/** @throws Problem `wait`, `second-step-unavailable`, `signed-out` */
export const stepUpWithCode = (needs: SignInNeeds, visitor: Visitor, given: Given): Promise<SteppedUp> =>
  inSpan("sign-in step-up", () => withCode(needs, visitor, given), by("code"));

/** @throws Problem `wait`, `busy`, `signed-out` */
export const stepUpWithPassword = (needs: SignInNeeds, visitor: Visitor, given: Given): Promise<SteppedUp> =>
  inSpan("sign-in step-up", () => withPasswordAgain(needs, visitor, given), by("password"));

const by = (proof: string) => ({ attributes: { "countersign.proof": proof } });

type Given = { typed: string; source: Source };

async function withCode(needs: SignInNeeds, visitor: Visitor, { typed, source }: Given): Promise<SteppedUp> {
  const result = await needs.db.transaction(async (tx) => {
    const person = await personLocked(tx, keyOf(visitor.person));
    if (!person) return undefined;
    const { session: present } = visitor;
    const answer = await tryCodeInSession(tx, needs, { person, session: present }, { typed, source });
    if (answer.outcome !== "right") return answer;
    const session = await raiseSession(tx, needs, visitor.session, "totp");
    if (!session) return undefined;
    await recordRise(tx, needs, visitor, "totp", source);
    return { outcome: "raised" as const, session };
  });
  if (!result) throw signedOut();
  if (result.outcome === "waiting") throw waitProblem(result.verdict);
  if (result.outcome === "unreadable") throw cannotVerify();
  return result.outcome === "wrong" ? { outcome: "wrong-code" } : result;
}

async function withPasswordAgain(needs: SignInNeeds, visitor: Visitor, { typed, source }: Given): Promise<SteppedUp> {
  const { person, session } = visitor;
  const given = { organisation: person.organisation_id, person, typed, within: session.id, source };
  return withPassword(needs, given, async (_, settle) => {
    const raised = await needs.db.transaction(async (tx) => {
      await personLocked(tx, keyOf(person));
      await settle(tx);
      const raised = await raiseSession(tx, needs, session, "password");
      if (raised) await recordRise(tx, needs, visitor, "password", source);
      return raised;
    });
    if (!raised) throw signedOut();
    return { outcome: "raised", session: raised };
  });
}

const signedOut = (): Problem => new Problem("signed-out", 401, ({ failures }) => failures.sessionEnded);

async function recordRise(
  tx: Parameters<typeof record>[0],
  needs: SignInNeeds,
  { person }: Visitor,
  proof: string,
  source: Source,
): Promise<void> {
  await record(tx, needs, {
    organisation: person.organisation_id,
    name: "session.stepped-up",
    actor: person.id,
    person: person.id,
    source,
    details: { proof },
  });
}
