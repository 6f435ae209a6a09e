// Does to one of many what the single act does, with its audit event and its letter, or says why the person is left out.
import type { Transaction } from "../../database/database.ts";
import { Problem } from "../../kernel/problem.ts";
import { type Person, personLocked } from "../../people/actions.ts";
import { signOut } from "../browsers.ts";
import { change } from "../editing.ts";
import { type InvitingNeeds, link } from "../people.ts";
import { reset } from "../second-factor.ts";
import { disable, enable, unlock } from "../standing.ts";
import { type By, isAboveKeys, rolesActing } from "../subject.ts";
import { type BulkAction, type Details, foreseen, type LeftOut, type Outcome, type Standing } from "./rules.ts";
import { overrideOf, standingsOf } from "./standings.ts";

export interface Act {
  action: BulkAction;
  details: Details;
}

/** The person is locked first, and everything asked again under the lock: of them, and of whoever does it. */
export async function actOn(tx: Transaction, needs: InvitingNeeds, by: By, act: Act, id: string): Promise<Outcome> {
  const { organisation, actor } = by;
  if (actor === id) return "yourself";
  const person = await personLocked(tx, { organisation, person: id });
  if (!person) return "gone";
  try {
    const held = await rolesActing(tx, by);
    const standing = (await standingsOf(tx, needs.clock, act, [person])).get(id) as Standing;
    const outcome = foreseen(act.action, act.details, standing, {
      yourself: false,
      operator: held.has("operator"),
      aboveKeys: isAboveKeys(by, person),
    });
    return outcome === "done" ? await perform(tx, needs, by, act, person) : outcome;
  } catch (error) {
    const reason = error instanceof Problem ? refusals[error.code] : undefined;
    if (reason === undefined) throw error;
    return reason;
  }
}

/** All of them are thrown before anything is written. */
const refusals: Record<string, LeftOut> = {
  "administrators-only": "no-longer-administrator",
  "last-administrator": "last-administrator",
  "last-operator": "last-operator",
};

async function perform(
  tx: Transaction,
  needs: InvitingNeeds,
  by: By,
  { action, details }: Act,
  person: Person,
): Promise<Outcome> {
  switch (action) {
    case "account-type":
    case "override": {
      const changes =
        action === "override" ? { override: overrideOf(details) } : { accountType: details.accountType ?? "" };
      const refusal = await change(tx, needs, by, person, changes);
      if (refusal === undefined) return "done";
      if (refusal.outcome === "end-in-the-past") return "end-in-the-past";
      return action === "account-type" ? "no-such-type" : "failed";
    }
    case "disable":
      await disable(tx, needs, by, person, details.reason ?? null);
      return "done";
    case "enable":
      await enable(tx, needs, by, person);
      return "done";
    case "unlock":
      await unlock(tx, needs, by, person);
      return "done";
    case "sign-out":
      await signOut(tx, needs, by, person);
      return "done";
    case "reset":
      await reset(tx, needs, by, person, details.reason ?? null);
      return "done";
    case "invite":
      // A link that nothing carries would only void the one before.
      if (!needs.post.sends) return "failed";
      await link(tx, needs, person, by);
      return "done";
  }
}
