// Makes the first organisation and its administrator, once. The same for the page and for the command line.
import { own } from "../access/destination.ts";
import { record } from "../audit/actions.ts";
import type { Transaction } from "../database/database.ts";
import type { Source } from "../kernel/source.ts";
import { addOrganisation, claimTheFirstRun } from "../organisations/actions.ts";
import { type Organisation, readOrganisationName } from "../organisations/rules.ts";
import { hashPassword } from "../passwords/actions.ts";
import { judgePassword, type PasswordVerdict, shortestWithSecondFactor } from "../passwords/rules.ts";
import { addPerson, type Person, type Refused } from "../people/actions.ts";
import { startPolicy } from "../policy/actions.ts";
import { afterPassword } from "../sign-in/actions.ts";
import type { Progress, SignInNeeds } from "../sign-in/climbing.ts";

export interface FirstRun {
  organisationName: string;
  email: string;
  displayName?: string;
  password: string;
  source: Source;
}

export type FirstRunRefused =
  | { outcome: "bad-organisation-name" }
  | { outcome: "bad-password"; verdict: Exclude<PasswordVerdict, "good"> }
  | { outcome: "closed" }
  | Refused;

export type FirstRunDone = { outcome: "done"; organisation: Organisation; person: Person; progress: Progress };

/** One caller, ever, gets 'done'; its sign-in goes on to set-up. */
export async function finishFirstRun(needs: SignInNeeds, wanted: FirstRun): Promise<FirstRunDone | FirstRunRefused> {
  const name = readOrganisationName(wanted.organisationName);
  if (name === undefined) return { outcome: "bad-organisation-name" };
  // A new organisation requires a second factor, so the shorter length is enough.
  const names = [wanted.email, wanted.displayName ?? "", name];
  const verdict = await judgePassword(wanted.password, { shortest: shortestWithSecondFactor, names });
  if (verdict !== "good") return { outcome: "bad-password", verdict };
  const passwordHash = await hashPassword(needs, wanted.password);

  return rollingBack(needs, async (tx) => {
    if (!(await claimTheFirstRun(tx, needs.clock))) return { outcome: "closed" };
    const organisation = await addOrganisation(tx, needs, { name });
    await startPolicy(tx, needs.clock, organisation.id);
    const { email, displayName, source } = wanted;
    const added = await addPerson(tx, needs, organisation.id, {
      email,
      ...(displayName ? { displayName } : {}),
      administrator: true,
      operator: true,
      status: "active",
      passwordHash,
    });
    if (added.outcome !== "added") return added;
    const { person } = added;
    const event = { organisation: organisation.id, actor: person.id, person: person.id, source };
    await record(tx, needs, { ...event, name: "organisation.created", details: { name } });
    await record(tx, needs, { ...event, name: "person.added" });
    return {
      outcome: "done",
      organisation,
      person,
      progress: await afterPassword(tx, needs, person, { source, destination }),
    };
  });
}

/** Where an administrator who is alone reads what comes next. */
const destination = own("/admin");

class Undo extends Error {
  readonly result: FirstRunRefused;
  constructor(result: FirstRunRefused) {
    super("undone");
    this.result = result;
  }
}

/** A refusal after the claim must give the claim back, so it undoes the whole transaction. */
async function rollingBack(
  { db }: SignInNeeds,
  body: (tx: Transaction) => Promise<FirstRunDone | FirstRunRefused>,
): Promise<FirstRunDone | FirstRunRefused> {
  try {
    return await db.transaction(async (tx) => {
      const result = await body(tx);
      if (result.outcome !== "done") throw new Undo(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undo) return error.result;
    throw error;
  }
}
