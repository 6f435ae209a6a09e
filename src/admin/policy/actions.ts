// Changes an organisation's policy against the version that was looked at; never so that no administrator gets in.
import { endTrustByPolicy } from "../../access/browsers.ts";
import { applicationCalled } from "../../applications/finding.ts";
import { judged } from "../../applications/rules.ts";
import type { Database, Queries, Transaction } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import { notFound } from "../../kernel/problem.ts";
import type { Random } from "../../kernel/random.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { type Person, personByLogin } from "../../people/actions.ts";
import { readLogin } from "../../people/rules.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { policyOf, requirementOf, type StoredPolicy, savePolicy } from "../../policy/actions.ts";
import { UnreadablePolicy } from "../../policy/document.ts";
import { consumeDraft, dropDraft } from "../../policy/drafts.ts";
import type { Policy, Requirement } from "../../policy/rules.ts";
import type { By } from "../people.ts";
import { shortensTrust } from "../rules.ts";
import { refusalOf } from "./refusing.ts";

export type PolicyNeeds = { db: Database; clock: Clock; random: Random; sealer: Sealer };
export type PolicyChanged = { outcome: "saved"; stored: StoredPolicy } | { outcome: "changed-meanwhile" };

/**
 * @param isShown whether a version is the one that was looked at; without it, any is
 * @throws UnreadablePolicy where it names an account type that is not on the list; Problem `locks-out-administrators`,
 *   `not-yourself`, `operators-only`, `not-by-key`
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
  const refusal = await refusalOf(
    tx,
    needs,
    { organisation: by.organisation, before: before.policy, after: policy },
    by,
  );
  if (refusal) throw refusal;
  const saved = await savePolicy(tx, needs, { ...by, policy, version: before.version });
  if (saved.outcome !== "saved") return saved;
  if (shortensTrust(before.policy.trustBrowsers, policy.trustBrowsers)) {
    await endTrustByPolicy(tx, needs, by.organisation, policy.trustBrowsers);
  }
  return { outcome: "saved", stored: await policyOf(tx, by.organisation) };
}

/** A type that is misspelt would let its rule rest for ever, and nobody would notice. @throws UnreadablePolicy */
export async function requireListed(queries: Queries, organisation: string, policy: Policy): Promise<void> {
  const listed = await accountTypesOf(queries, organisation);
  const unknown = Object.keys(policy.accountTypes).find((type) => !listed.includes(type));
  if (unknown !== undefined) {
    throw new UnreadablePolicy(
      `accountTypes: '${unknown}' is not in the organisation's list of account types`,
      (wrong) => wrong.notListed(unknown),
    );
  }
}

/** What is required of the person with this login, at one application or anywhere else, and why. @throws Problem `not-found` */
export async function explanationFor(
  { db, clock }: { db: Database; clock: Clock },
  organisation: string,
  login: string,
  applicationName?: string,
): Promise<{ person: Person; requirement: Requirement }> {
  const read = readLogin(login);
  const person = read && (await personByLogin(db, organisation, read));
  if (!person) throw notFound("person");
  const { policy } = await policyOf(db, organisation);
  const named = applicationName === undefined ? undefined : await applicationCalled(db, organisation, applicationName);
  if (applicationName !== undefined && !named) throw notFound("application");
  const application = named && judged(named, clock.now());
  return { person, requirement: await requirementOf(db, clock, policy, person, { application }) };
}
