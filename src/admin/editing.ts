// Changes who a person is, what they may do, and what is asked of this one person, at an administrator's word.
import { endConsentsOf } from "../access/consents.ts";
import { endKeysOf } from "../api-keys/actions.ts";
import { record } from "../audit/actions.ts";
import { liveAuthenticators } from "../authenticators/totp/actions.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import { withdrawInvitations } from "../invitations/actions.ts";
import type { Clock } from "../kernel/clock.ts";
import { sha256 } from "../kernel/hashing.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import {
  changeNames,
  judgeNames,
  keyOf,
  type NamesWanted,
  type Person,
  personOf,
  type Refused,
  setAccountType,
  setOverride,
} from "../people/actions.ts";
import { setLanguage } from "../people/language.ts";
import { setRoles } from "../people/roles.ts";
import { type Role, roles, rolesOf } from "../people/rules.ts";
import { accountTypesOf } from "../policy/account-types.ts";
import { policyOf, requirementsOf } from "../policy/actions.ts";
import { type AppliedRule, type Level, type Requirement, strictness } from "../policy/rules.ts";
import type { Language } from "../words/index.ts";
import type { AddRefused } from "./people.ts";
import { readReason } from "./rules.ts";
import { reset } from "./second-factor.ts";
import { type By, notByKey, operatorsOnly, requireAnother, requireSubject } from "./subject.ts";

export interface Override {
  level: Level;
  reason: string;
  /** ms since the epoch; null for no end. */
  until: number | null;
}

export interface Changes extends NamesWanted {
  accountType?: string;
  /** Empty: the organisation's. */
  language?: Language | "";
  roles?: Partial<Record<Role, boolean>>;
  /** null: as the policy says. */
  override?: Override | null;
}

export type EditRefused =
  | AddRefused
  | { outcome: "reason-missing" }
  | { outcome: "end-in-the-past" }
  | { outcome: "changed-meanwhile" };

type Kept = { clock: Clock; random: Random };
type Needs = Kept & { db: Database };

/**
 * All of it or nothing; what is not given stays.
 * @param seen as `asSeen` named what the changes were made from; nothing where they are all that is sent
 * @throws Problem `not-found`, `not-yourself`, `operators-only`, `last-administrator`, `last-operator`
 */
export function editPerson(
  needs: Needs,
  { person: id, changes, seen, ...by }: By & { person: string; changes: Changes; seen?: string },
): Promise<{ outcome: "edited"; person: Person } | EditRefused> {
  return needs.db.transaction(async (tx) => {
    const person = await requireSubject(tx, by, id);
    if (seen !== undefined && seen !== asSeen(person)) return { outcome: "changed-meanwhile" };
    // An override has a scope of its own, which says so.
    const silently = by.source.apiKey !== undefined && changes.override === undefined;
    if (silently && (await relaxes(tx, needs, person, changes))) throw relaxedByKey();
    const refusal = await change(tx, needs, by, person, changes);
    return refusal ?? { outcome: "edited", person: (await personOf(tx, keyOf(person))) as Person };
  });
}

/**
 * Names what a form shows of a person. A form sends everything back, so one that was opened earlier would undo what another
 * administrator did meanwhile: give a role back, take an override away.
 */
export const asSeen = (person: Person): string =>
  sha256(
    JSON.stringify([
      person.email,
      person.screen_name,
      person.display_name,
      person.account_type,
      person.language,
      [...rolesOf(person)],
      person.override_level,
      person.override_reason,
      person.override_until,
    ]),
  )
    .toString("base64url")
    .slice(0, 22);

/** Within a transaction that holds the person locked. */
export async function change(
  tx: Transaction,
  needs: Kept,
  by: By,
  person: Person,
  changes: Changes,
): Promise<EditRefused | undefined> {
  const refusal = await judgeChanges(tx, needs, person, changes);
  if (refusal) return refusal;
  await changeWho(tx, needs, by, person, changes);
  await changeType(tx, needs, by, person, changes);
  await changeRoles(tx, needs, by, person, changes);
  await changeOverride(tx, needs, by, person, changes);
  return undefined;
}

/** What stands in the way, so that nothing is half done. */
export async function judgeChanges(
  queries: Queries,
  { clock }: { clock: Clock },
  person: Person,
  changes: Changes,
): Promise<EditRefused | undefined> {
  const names = await judgeNames(queries, person, changes);
  if (names.outcome !== "free") return names;
  const { accountType = person.account_type, override } = changes;
  if (accountType !== person.account_type) {
    const types = await accountTypesOf(queries, person.organisation_id);
    if (!types.includes(accountType)) return { outcome: "unknown-account-type", types };
  }
  if (!override || isSame(override, person)) return undefined;
  if (readReason(override.reason) === null) return { outcome: "reason-missing" };
  // Also where it is no time at all.
  return override.until !== null && !(override.until > clock.now()) ? { outcome: "end-in-the-past" } : undefined;
}

export interface Foreseen {
  before: Requirement;
  after: Requirement;
  /** Rules that speak of the person now, and would not any more. */
  lost: AppliedRule[];
  gained: AppliedRule[];
}

/** What the rules say of a person now, and what they would say after a change. Nothing is kept. */
export async function foresee(
  { db, clock }: { db: Queries; clock: Clock },
  person: Person,
  changes: Pick<Changes, "email" | "accountType" | "override">,
): Promise<Foreseen | Refused> {
  const names = await judgeNames(db, person, changes);
  if (names.outcome !== "free") return names;
  const { policy } = await policyOf(db, person.organisation_id);
  const { override } = changes;
  const changed: Person = {
    ...person,
    email_normal: names.address.normal,
    account_type: changes.accountType ?? person.account_type,
    ...(override === undefined
      ? {}
      : { override_level: override?.level ?? null, override_until: override?.until ?? null }),
  };
  const judge = async (one: Person) => (await requirementsOf(db, clock, policy, [one])).get(one.id) as Requirement;
  const [before, after] = [await judge(person), await judge(changed)];
  const rulesOf = ({ because, beat }: Requirement) => [because, ...beat];
  const missingIn = (rules: AppliedRule[]) => (rule: AppliedRule) =>
    !rules.some(({ kind, of }) => kind === rule.kind && of === rule.of);
  return {
    before,
    after,
    lost: rulesOf(before).filter(missingIn(rulesOf(after))),
    gained: rulesOf(after).filter(missingIn(rulesOf(before))),
  };
}

/** Whether less would be asked of the person by then: the rules go by address and account type. */
async function relaxes(tx: Transaction, { clock }: Kept, person: Person, changes: Changes): Promise<boolean> {
  const foreseen = await foresee({ db: tx, clock }, person, changes);
  if ("outcome" in foreseen) return false;
  return strictness[foreseen.after.level] < strictness[foreseen.before.level];
}

/** It is as good as an override, and takes with a new address and its password link the whole account over. */
const relaxedByKey = (): Problem =>
  new Problem(
    "not-by-key",
    403,
    "Less would be asked of this person then. That is for people to change, not for API keys.",
  );

async function changeWho(tx: Transaction, needs: Kept, by: By, person: Person, wanted: Changes): Promise<void> {
  const result = await changeNames(tx, needs, person, wanted);
  if (result.outcome !== "changed") return;
  const names = result.changed.filter((name) => name !== "email");
  const { language = person.language } = wanted;
  if (language !== person.language) {
    await setLanguage(tx, keyOf(person), language as Language | "");
    names.push("language");
  }
  if (names.length > 0)
    await record(tx, needs, {
      ...by,
      name: "person.profile-changed",
      person: person.id,
      details: { changed: names.join(" ") },
    });
  if (!result.changed.includes("email")) return;
  // Whoever reads the old address must not hold a link to the account.
  await withdrawInvitations(tx, keyOf(person));
  const details = { former: person.email, to: wanted.email ?? null };
  await record(tx, needs, {
    ...by,
    name: "person.address-changed",
    person: person.id,
    alsoTo: [person.email],
    details,
  });
}

async function changeType(tx: Transaction, needs: Kept, by: By, person: Person, wanted: Changes): Promise<void> {
  const { accountType: after = person.account_type } = wanted;
  const before = person.account_type;
  if (after === before) return;
  await setAccountType(tx, keyOf(person), after);
  await record(tx, needs, {
    ...by,
    name: "person.account-type-changed",
    person: person.id,
    details: { before, after },
  });
}

async function changeRoles(tx: Transaction, needs: Kept, by: By, person: Person, wanted: Changes): Promise<void> {
  const before = rolesOf(person);
  const after = new Set(roles.filter((role) => wanted.roles?.[role] ?? before.has(role)));
  if (roles.every((role) => before.has(role) === after.has(role))) return;
  if (by.source.apiKey !== undefined) throw notByKey();
  if (before.has("operator") !== after.has("operator")) await requireOperator(tx, by);
  await requireAnother(
    tx,
    person,
    [...before].filter((role) => !after.has(role)),
  );
  await setRoles(tx, keyOf(person), after);
  // Neither an application's word must be what stands behind a role, nor a file that an administrator had in hand.
  const rises = [...after].some((role) => !before.has(role));
  const authenticators = rises ? await liveAuthenticators(tx, keyOf(person)) : [];
  if (authenticators.some(({ on_word_of }) => on_word_of)) await reset(tx, needs, by, person, setUpOnWord);
  // Whatever the person could do with them was given with the roles of before.
  if ([...before].some((role) => !after.has(role))) await endKeysOf(tx, keyOf(person));
  // Nor does a consent come back with the role.
  if ((["administrator", "operator"] as const).some((role) => before.has(role) && !after.has(role)))
    await endConsentsOf(tx, needs, person, by);
  const held = [...after].join(" ") || "none";
  await record(tx, needs, { ...by, name: "person.roles-changed", person: person.id, details: { roles: held } });
}

const setUpOnWord =
  "It was set up on an application's word, or imported. Set it up again after signing in here, as everybody with a role.";

/** Nobody gives away more than they hold; whoever sits at the machine holds everything. */
async function requireOperator(tx: Transaction, { organisation, actor }: By): Promise<void> {
  if (actor !== null && (await personOf(tx, { organisation, person: actor }))?.operator !== 1) throw operatorsOnly();
}

async function changeOverride(tx: Transaction, needs: Kept, by: By, person: Person, wanted: Changes): Promise<void> {
  const { override } = wanted;
  if (override === undefined || isSame(override, person)) return;
  const kept = override && { ...override, reason: readReason(override.reason) };
  await setOverride(tx, keyOf(person), kept);
  await record(tx, needs, {
    ...by,
    name: "second-factor.overridden",
    person: person.id,
    details: { level: kept?.level ?? "policy", reason: kept?.reason ?? null, until: kept?.until ?? null },
  });
}

export const isSame = (override: Override | null, person: Person): boolean =>
  override === null
    ? person.override_level === null
    : override.level === person.override_level &&
      override.until === person.override_until &&
      readReason(override.reason) === person.override_reason;
