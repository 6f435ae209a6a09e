// Changes an organisation's policy against the version that was looked at; never so that no administrator gets in.
import { endTrustByPolicy } from "../../access/browsers.ts";
import { liveAuthenticators, readable } from "../../authenticators/totp/actions.ts";
import type { Database, Queries, Transaction } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import { notFound, Problem } from "../../kernel/problem.ts";
import type { Random } from "../../kernel/random.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { keyOf, type Person, personByLogin, personOf } from "../../people/actions.ts";
import { readLogin } from "../../people/rules.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { policyOf, requirementOf, requirementsOf, type StoredPolicy, savePolicy } from "../../policy/actions.ts";
import { UnreadablePolicy } from "../../policy/document.ts";
import { consumeDraft, dropDraft } from "../../policy/drafts.ts";
import type { Policy, Requirement } from "../../policy/rules.ts";
import { codesLeft } from "../../recovery-codes/actions.ts";
import type { By } from "../people.ts";
import { shortensTrust } from "../rules.ts";
import { hasWayIn } from "./rules.ts";
import { administratorsOf } from "./store.ts";

export type PolicyNeeds = { db: Database; clock: Clock; random: Random; sealer: Sealer };
export type PolicyChanged = { outcome: "saved"; stored: StoredPolicy } | { outcome: "changed-meanwhile" };

/**
 * @param isShown whether a version is the one that was looked at; without it, any is
 * @throws UnreadablePolicy where it names an account type that is not on the list; Problem `locks-out-administrators`
 */
export async function changePolicy(
  needs: PolicyNeeds,
  { isShown = () => true, policy, ...by }: By & { isShown?: (version: number) => boolean; policy: Policy },
): Promise<PolicyChanged> {
  return needs.db.transaction((tx) => change(tx, needs, by, policy, isShown));
}

/** Saves the draft that was previewed, and no other; and only over the version it was previewed against. */
export async function confirmDraft(
  needs: PolicyNeeds,
  { version, digest, ...by }: By & { actor: string; version: number; digest: string },
): Promise<PolicyChanged> {
  return needs.db.transaction(async (tx) => {
    const key = { organisation: by.organisation, person: by.actor };
    const policy = await consumeDraft(tx, key, { version, digest });
    if (!policy) return { outcome: "changed-meanwhile" };
    const changed = await change(tx, needs, by, policy, (stored) => stored === version);
    if (changed.outcome !== "saved") await dropDraft(tx, key);
    return changed;
  });
}

async function change(
  tx: Transaction,
  needs: PolicyNeeds,
  by: By,
  policy: Policy,
  isShown: (version: number) => boolean,
): Promise<PolicyChanged> {
  const before = await policyOf(tx, by.organisation);
  if (!isShown(before.version)) return { outcome: "changed-meanwhile" };
  await requireListed(tx, by.organisation, policy);
  if (await locksOut(tx, needs, { organisation: by.organisation, before: before.policy, after: policy }, by.actor))
    throw lockedOut();
  const saved = await savePolicy(tx, needs, { ...by, policy, version: before.version });
  if (saved.outcome !== "saved") return saved;
  if (shortensTrust(before.policy.trustBrowsers, policy.trustBrowsers)) {
    await endTrustByPolicy(tx, needs, by.organisation, policy.trustBrowsers);
  }
  return { outcome: "saved", stored: await policyOf(tx, by.organisation) };
}

export const lockedOut = (): Problem =>
  new Problem(
    "locks-out-administrators",
    409,
    "No administrator could sign in under this policy: it asks all of them for something that none of them has or can set up.",
  );

/** A type that is misspelt would let its rule rest for ever, and nobody would notice. @throws UnreadablePolicy */
export async function requireListed(queries: Queries, organisation: string, policy: Policy): Promise<void> {
  const listed = await accountTypesOf(queries, organisation);
  const unknown = Object.keys(policy.accountTypes).find((type) => !listed.includes(type));
  if (unknown !== undefined) {
    throw new UnreadablePolicy(`accountTypes: '${unknown}' is not in the organisation's list of account types`);
  }
}

/** Whether an administrator has a way in now, and none would have one. */
export async function locksOut(
  queries: Queries,
  needs: { clock: Clock; sealer: Sealer },
  { organisation, before, after }: { organisation: string; before: Policy; after: Policy },
  actor: string | null,
): Promise<boolean> {
  // Who acts is an administrator, and nearly always has a way in: then nobody else has to be looked for.
  const acting = actor === null ? undefined : await personOf(queries, { organisation, person: actor });
  if (acting && (await canEnter(queries, needs, after, acting))) return false;
  const administrators = await queries.all(administratorsOf, { organisation });
  for (const one of administrators) if (await canEnter(queries, needs, after, one)) return false;
  for (const one of administrators) if (await canEnter(queries, needs, before, one)) return true;
  return false;
}

async function canEnter(
  queries: Queries,
  { clock, sealer }: { clock: Clock; sealer: Sealer },
  policy: Policy,
  person: Person,
): Promise<boolean> {
  if (person.status !== "active" || person.password_hash === null || person.administrator !== 1) return false;
  const key = keyOf(person);
  const authenticators = (await liveAuthenticators(queries, key)).map((one) => ({
    kind: one.kind,
    readable: readable(sealer, one),
  }));
  return hasWayIn(policy, await requirementOf(queries, clock, policy, person), {
    authenticators,
    recoveryCodes: await codesLeft(queries, key),
  });
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
  const requirements = await requirementsOf(db, clock, policy, [person]);
  return { person, requirement: requirements.get(person.id) as Requirement };
}
