// A new e-mail address counts once who reads its letters has confirmed it. The one before is told.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { servingOf } from "../identity-providers/actions.ts";
import { askForAddress, consumeAddressChange, presentedAddressChange } from "../invitations/address-changes.ts";
import { day } from "../kernel/clock.ts";
import { Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { readToken } from "../kernel/tokens.ts";
import { enqueueWithLink } from "../mail/actions.ts";
import { addressIn } from "../organisations/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { changeNames, keyOf, type Person, personLocked, type Refused } from "../people/actions.ts";
import { type Address, readAddress } from "../people/rules.ts";
import { countAsking, type Subject, waitProblem } from "../throttle/actions.ts";
import type { Verdict } from "../throttle/rules.ts";
import type { AccountNeeds } from "./actions.ts";

/** After so long without an address that was refused, as many are mailed as at first. */
const calmsAfter = day;

/**
 * Where an identity provider alone signs people of a domain in, it is the address that says whose word they are let in by:
 * with one of elsewhere a password would do, whatever became of them there.
 * @throws Problem `address-kept`
 */
export async function requireSameDoor(queries: Queries, person: Person, to: Pick<Address, "normal">): Promise<void> {
  const serving = (address: string) => servingOf(queries, person.organisation_id, address);
  const [present, next] = [await serving(person.email_normal), await serving(to.normal)];
  if (!present?.onlyWay || (next?.onlyWay && next.id === present.id)) return;
  const why = `You sign in with ${present.name} by this address. Only an administrator can change it to one of another domain.`;
  throw new Problem("address-kept", 403, why);
}

/**
 * Mails the link to the new address, unless there were many of late: who reads there may be a stranger. Call it while the
 * person is locked.
 */
export async function askToConfirm(
  tx: Transaction,
  needs: AccountNeeds,
  person: Person,
  address: Address,
): Promise<Verdict> {
  const organisation = person.organisation_id;
  const subject: Subject = { organisation, kind: "new-address", subject: person.id };
  const verdict = await countAsking(tx, needs.clock, subject, calmsAfter);
  if (verdict.may !== "try") return verdict;
  const { token, until } = await askForAddress(tx, needs, person, address);
  const url = await addressIn(tx, needs.site, organisation, `/confirm-address?token=${token}`);
  const letter = { organisation, person: person.id, to: address.shown, kind: "person.address-confirmation" };
  await enqueueWithLink(tx, needs, { ...letter, details: { until } }, url);
  return verdict;
}

export const askedTooOften = (verdict: Exclude<Verdict, { may: "try" }>): Problem =>
  waitProblem(verdict, "waitForLetters");

export const addressChangeOver = (): Problem =>
  new Problem("address-change-over", 410, ({ problems }) => problems.addressChangeOver);

/** What a link would confirm. @throws Problem `address-change-over` */
export async function readAddressChange(
  needs: AccountNeeds,
  organisation: Organisation,
  token: string,
): Promise<{ person: Person; email: string }> {
  const found = await presentedAddressChange(needs.db, needs, organisation.id, readToken(token));
  if (!found) throw addressChangeOver();
  return found;
}

/**
 * Whoever has the link reads the letters of the address; who asked for the change has proven everything else before.
 * @throws Problem `address-change-over`: also for the slower of two at the same instant; `address-kept`
 */
export async function confirmAddress(
  needs: AccountNeeds,
  organisation: Organisation,
  { token, source }: { token: string; source: Source },
): Promise<{ outcome: "changed"; email: string } | Refused> {
  const { person } = await readAddressChange(needs, organisation, token);
  const presented = readToken(token);
  const result = await needs.db.transaction(async (tx) => {
    const now = await personLocked(tx, keyOf(person));
    const email =
      now?.status === "active" && now.email_normal === person.email_normal && presented
        ? await consumeAddressChange(tx, needs, keyOf(person), presented)
        : undefined;
    if (!now || email === undefined) return undefined;
    const to = readAddress(email);
    if (to) await requireSameDoor(tx, now, to);
    const changed = await changeNames(tx, needs, now, { email, addressProven: true });
    if (changed.outcome !== "changed") return changed;
    await recordAddressChange(tx, needs, now, email, source);
    return { outcome: "changed", email } as const;
  });
  if (!result) throw addressChangeOver();
  return result;
}

/** Told at both addresses. @param before the person as they were */
export async function recordAddressChange(
  tx: Transaction,
  needs: AccountNeeds,
  before: Person,
  to: string,
  source: Source,
): Promise<void> {
  await record(tx, needs, {
    organisation: before.organisation_id,
    name: "person.address-changed",
    actor: before.id,
    person: before.id,
    source,
    alsoTo: [before.email],
    details: { former: before.email, to },
  });
}
