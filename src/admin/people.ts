// Adds people and invites them. The same for pages, JSON API and command line.
import { record } from "../audit/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Site } from "../http/web.ts";
import { invite } from "../invitations/actions.ts";
import type { Clock } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import { enqueueWithLink } from "../mail/actions.ts";
import type { Post } from "../mail/smtp.ts";
import { addressIn } from "../organisations/actions.ts";
import { addPerson, keyOf, type Person, type Refused } from "../people/actions.ts";
import { addUnderFreeName } from "../people/free-names.ts";
import { readAddress } from "../people/rules.ts";
import { accountTypesOf } from "../policy/account-types.ts";
import type { Language } from "../words/index.ts";
import { type By, notByKey, requireSubject } from "./subject.ts";

export { type By, requirePerson } from "./subject.ts";

export type InvitingNeeds = {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  site: Site;
  post: Pick<Post, "sends">;
};

export interface InvitedPerson {
  email: string;
  screenName?: string;
  displayName?: string;
  accountType?: string;
  /** Empty: the organisation's. */
  language?: Language | "";
  administrator?: boolean;
  helper?: boolean;
}

export interface Invitation {
  /** Shown once. */
  url: string;
  /** ms since the epoch */
  until: number;
  /** To the person's address as well. */
  mailed: boolean;
}

export type AddRefused = Refused | { outcome: "unknown-account-type"; types: string[] };
export type Added = { outcome: "added"; person: Person; invitation: Invitation } | AddRefused;

export async function addInvitedPerson(needs: InvitingNeeds, wanted: By & InvitedPerson): Promise<Added> {
  return needs.db.transaction(async (tx) => {
    const added = await addWithoutLink(tx, needs, wanted);
    if (added.outcome !== "added") return added;
    return { ...added, invitation: await link(tx, needs, added.person, wanted) };
  });
}

/** The same without a link to join by: that is made when it is wanted. */
export async function addWithoutLink(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  wanted: By & InvitedPerson,
): Promise<{ outcome: "added"; person: Person } | AddRefused> {
  const { organisation, actor, source, email, administrator = false, helper = false } = wanted;
  if (source.apiKey !== undefined && (administrator || helper)) throw notByKey();
  const types = await accountTypesOf(tx, organisation);
  const { accountType = types.includes("staff") ? "staff" : (types[0] ?? "staff") } = wanted;
  if (!types.includes(accountType)) return { outcome: "unknown-account-type", types };
  const added = await addUnderName(tx, needs, wanted, { email, accountType, administrator, helper });
  if (added.outcome !== "added") return added;
  const details = { accountType, administrator, helper };
  await record(tx, needs, { organisation, name: "person.added", actor, person: added.person.id, source, details });
  return added;
}

/** A screen name that was asked for is that one or none; one that is only proposed gives way. */
async function addUnderName(
  tx: Transaction,
  needs: { clock: Clock; random: Random },
  { organisation, screenName, displayName, language = "" }: By & InvitedPerson,
  rest: { email: string; accountType: string; administrator: boolean; helper: boolean },
): Promise<{ outcome: "added"; person: Person } | Refused> {
  const proposed = readAddress(rest.email)?.shown.split("@")[0];
  const shown = displayName ?? proposed;
  const person = {
    ...rest,
    language,
    status: "invited" as const,
    ...(shown === undefined ? {} : { displayName: shown }),
  };
  if (screenName !== undefined) return addPerson(tx, needs, organisation, { ...person, screenName });
  if (proposed === undefined) return addPerson(tx, needs, organisation, person);
  return addUnderFreeName(tx, needs, organisation, { ...person, screenName: proposed });
}

/** Where a letter is all that carries the link. @throws Problem `no-mail-server` */
export function requireMailServer({ post }: Pick<InvitingNeeds, "post">): void {
  if (!post.sends)
    throw new Problem("no-mail-server", 409, ({ consoleEditing }) => consoleEditing.problems.noMailServer);
}

/**
 * A new link by which the person chooses a password: the first one, or another where it was forgotten. The second step
 * stays as it is. The link before stops working. @throws Problem `not-found`, `not-yourself`, `operators-only`, `person-disabled`, `no-mail-server`
 */
export function inviteAgain(
  needs: InvitingNeeds,
  { person: id, ...by }: By & { person: string },
): Promise<{ person: Person; invitation: Invitation }> {
  return needs.db.transaction(async (tx) => {
    const person = await requireSubject(tx, by, id, changeYourOwn);
    if (person.status === "disabled")
      throw new Problem("person-disabled", 409, ({ consoleEditing }) => consoleEditing.problems.personDisabled);
    // Who has joined has an account to lose: a key may have a letter sent, and never sees its link.
    if (by.source.apiKey !== undefined && person.status === "active") requireMailServer(needs);
    return { person, invitation: await link(tx, needs, person, by) };
  });
}

/** Whoever took over an administrator's session must not get a password that is not theirs to know. */
const changeYourOwn = () =>
  new Problem("not-yourself", 403, ({ consoleEditing }) => consoleEditing.problems.changeYourOwnPassword);

/** The link by which a person chooses a password; one of its own is mailed as well where there is a mail server. */
export async function link(
  tx: Transaction,
  needs: InvitingNeeds,
  person: Person,
  { actor, source }: By,
): Promise<Invitation> {
  const organisation = person.organisation_id;
  const joins = person.status === "invited";
  const {
    token,
    mailed: inLetter,
    until,
  } = await invite(tx, needs, keyOf(person), {
    purpose: joins ? "join" : "password",
    actor,
    source,
  });
  const addressOf = (one: string) => addressIn(tx, needs.site, organisation, `/invitation?token=${one}`);
  const mailed = needs.post.sends;
  if (mailed) {
    const kind = joins ? "person.invited" : "person.password-link";
    const letter = { organisation, person: person.id, kind, details: { until, own: false } };
    await enqueueWithLink(tx, needs, letter, await addressOf(inLetter));
  }
  return { url: await addressOf(token), until, mailed };
}
