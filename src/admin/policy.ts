// Changes an organisation's policy against the version that was looked at, and what a change would mean for one person.
import { endTrustByPolicy } from "../access/browsers.ts";
import type { Database } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { notFound } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import { type Person, personByLogin } from "../people/actions.ts";
import { readLogin } from "../people/rules.ts";
import { policyOf, requirementsOf, type StoredPolicy, savePolicy } from "../policy/actions.ts";
import type { Level, Policy, Requirement } from "../policy/rules.ts";
import type { By } from "./people.ts";
import { shortensTrust } from "./rules.ts";

export type PolicyChanged = { outcome: "saved"; stored: StoredPolicy } | { outcome: "changed-meanwhile" };

/**
 * @param isShown whether a version is the one that was looked at; without it, any is
 * @param change makes the new policy of the stored one, so that what it doesn't touch stays
 */
export async function changePolicy(
  needs: { db: Database; clock: Clock; random: Random },
  {
    organisation,
    actor,
    source,
    isShown = () => true,
    change,
  }: By & { isShown?: (version: number) => boolean; change: (policy: Policy) => Policy },
): Promise<PolicyChanged> {
  return needs.db.transaction(async (tx) => {
    const before = await policyOf(tx, organisation);
    if (!isShown(before.version)) return { outcome: "changed-meanwhile" };
    const policy = change(before.policy);
    const saved = await savePolicy(tx, needs, { organisation, actor, source, policy, version: before.version });
    if (saved.outcome !== "saved") return saved;
    if (shortensTrust(before.policy.trustBrowsers, policy.trustBrowsers)) {
      await endTrustByPolicy(tx, needs, organisation, policy.trustBrowsers);
    }
    return { outcome: "saved", stored: await policyOf(tx, organisation) };
  });
}

/** What the organisation's level would ask of this person, were it the one given. */
export async function requirementUnder(
  { db, clock }: { db: Database; clock: Clock },
  policy: Policy,
  organisation: Level,
  person: Person,
): Promise<Requirement> {
  const requirements = await requirementsOf(db, clock, { ...policy, organisation }, [person]);
  return requirements.get(person.id) as Requirement;
}

/** What is required of the person with this login, and why. @throws Problem `not-found` */
export async function explanationFor(
  { db, clock }: { db: Database; clock: Clock },
  organisation: string,
  login: string,
): Promise<{ person: Person; requirement: Requirement }> {
  const read = readLogin(login);
  const person = read && (await personByLogin(db, organisation, read));
  if (!person) throw notFound("person");
  const { policy } = await policyOf(db, organisation);
  return { person, requirement: await requirementUnder({ db, clock }, policy, policy.organisation, person) };
}
