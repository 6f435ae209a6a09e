// A person's own names, address, password and picture.
import { missingProof, stepUpRequired } from "../access/actions.ts";
import { knowsScreenNames } from "../applications/finding.ts";
import { liveAuthenticators } from "../authenticators/totp/actions.ts";
import type { Transaction } from "../database/database.ts";
import { type DrawnPicture, drawPicture, keptType } from "../http/picture.ts";
import { endAddressChange, pendingAddressOf } from "../invitations/address-changes.ts";
import { Problem } from "../kernel/problem.ts";
import { hashPassword } from "../passwords/actions.ts";
import { judgePassword, type PasswordVerdict } from "../passwords/rules.ts";
import { addressFor, changeNames, keyOf, type Refused, replacePassword } from "../people/actions.ts";
import { setLanguage } from "../people/language.ts";
import { setPicture } from "../people/pictures/actions.ts";
import { policyOf, requirementOf } from "../policy/actions.ts";
import { inPersonsTurn } from "../proofs/actions.ts";
import { type Settle, withPassword } from "../proofs/password.ts";
import type { SessionToken } from "../sessions/actions.ts";
import type { Language } from "../words/index.ts";
import { type AccountNeeds, type Change, endAllElse, lockOwn, recordOwn, renewSession } from "./actions.ts";
import { askedTooOften, askToConfirm, recordAddressChange, requireSameDoor } from "./address.ts";
import { shortestPassword } from "./rules.ts";

export type ProfileChanged = { outcome: "changed" } | Refused;

/**
 * Screen name, display name and language; what is not given stays.
 * @throws Problem `screen-name-kept`, `kept-by-application`
 */
export async function changeProfile(
  needs: AccountNeeds,
  change: Change,
  wanted: { screenName?: string; displayName?: string; language?: Language | "" },
): Promise<ProfileChanged> {
  requireKeptHere(change);
  return needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, change.visitor);
    const { language = person.language, ...names } = wanted;
    const result = await changeNames(tx, needs, person, names);
    if (result.outcome !== "changed") return result;
    // Whoever chose a name freely would be at an application whom that name belongs to there.
    if (result.changed.includes("screenName") && (await knowsScreenNames(tx, person.organisation_id)))
      throw screenNameKept();
    const speaks = language !== person.language;
    if (speaks) await setLanguage(tx, keyOf(person), language as Language | "");
    const changed = [...result.changed, ...(speaks ? ["language"] : [])].join(" ");
    if (changed) await recordOwn(tx, needs, change, { name: "person.profile-changed", details: { changed } });
    return { outcome: "changed" };
  });
}

const screenNameKept = (): Problem => new Problem("screen-name-kept", 403, ({ failures }) => failures.screenNameKept);

export type AddressChanged =
  | ProfileChanged
  | { outcome: "asked" }
  | { outcome: "wrong-password" }
  /** Letters to this many new addresses are enough for now. */
  | { outcome: "asked-too-often"; refusal: Problem };

/**
 * The address is what rules and mail follow, so it asks for the password and a fresh second factor; and where letters can
 * be sent, it counts only once it was confirmed by one.
 * @throws Problem `kept-by-application`, `address-kept`, `step-up-required`, `wait`, `busy`
 */
export async function changeAddress(
  needs: AccountNeeds,
  change: Change,
  { email, password }: { email: string; password: string },
): Promise<AddressChanged> {
  requireKeptHere(change);
  const missing = await missingProof(needs, change.visitor);
  if (missing === "second-factor") throw stepUpRequired(missing);
  const act = async (tx: Transaction, settle: Settle): Promise<AddressChanged> => {
    const person = await lockOwn(tx, change.visitor);
    await settle(tx);
    const wanted = await addressFor(tx, person, email);
    if (wanted.outcome !== "free") return wanted;
    const { address } = wanted;
    await requireSameDoor(tx, person, address);
    // Written otherwise it is the same address still.
    if (!needs.post.sends || address.normal === person.email_normal) {
      const result = await changeNames(tx, needs, person, { email });
      if (result.outcome !== "changed") return result;
      if (result.changed.length > 0) await recordAddressChange(tx, needs, person, address.shown, change.source);
      return { outcome: "changed" };
    }
    const asked = await askToConfirm(tx, needs, person, address);
    if (asked.may !== "try") return { outcome: "asked-too-often", refusal: askedTooOften(asked) };
    const details = { to: address.shown };
    await recordOwn(tx, needs, change, { name: "person.address-change-asked", details });
    return { outcome: "asked" };
  };
  return withOwnPassword(needs, change, password, (settle) => needs.db.transaction((tx) => act(tx, settle)));
}

/** Takes back what was asked for and not confirmed: the link that was mailed is worth nothing from then on. */
export async function withdrawAddressChange(needs: AccountNeeds, change: Change): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, change.visitor);
    const pending = await pendingAddressOf(tx, needs, person);
    await endAddressChange(tx, keyOf(person));
    if (!pending) return;
    await recordOwn(tx, needs, change, { name: "person.address-change-withdrawn", details: { to: pending.email } });
  });
}

export type PasswordChanged =
  | { outcome: "changed"; session: SessionToken; signedOut: number }
  | { outcome: "wrong-password" }
  | { outcome: "bad-password"; verdict: Exclude<PasswordVerdict, "good">; shortest: number };

/**
 * A new password ends everything that stood on the old one: other sessions, trusted browsers, sign-ins on their way.
 * @throws Problem `wait`, `busy`
 */
export async function changePassword(
  needs: AccountNeeds,
  change: Change,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<PasswordChanged> {
  requireKeptHere(change);
  const { person, organisation } = change.visitor;
  if (person.password_hash === null) throw noPassword(change.visitor);
  const shortest = await shortestPasswordOf(needs, change);
  const names = [
    person.screen_name,
    person.display_name,
    person.email,
    person.email.split("@")[0] ?? "",
    organisation.name,
  ];
  const verdict = await judgePassword(newPassword, { shortest, names });
  if (verdict !== "good") return { outcome: "bad-password", verdict, shortest };
  return withOwnPassword(needs, change, currentPassword, async (settle): Promise<PasswordChanged> => {
    const hash = await inPersonsTurn(needs, { person, source: change.source }, () => hashPassword(needs, newPassword));
    return needs.db.transaction(async (tx) => {
      const now = await lockOwn(tx, change.visitor);
      await settle(tx);
      if (!(await replacePassword(tx, now, hash)))
        throw new Problem("conflict", 409, ({ failures }) => failures.passwordChangedMeanwhile);
      const signedOut = await endAllElse(tx, change.visitor);
      const session = await renewSession(tx, needs, change.visitor, "password");
      await recordOwn(tx, needs, change, { name: "person.password-changed" });
      return { outcome: "changed", session, signedOut };
    });
  });
}

/** How long a new password of this person has to be at least. */
export async function shortestPasswordOf(
  needs: Pick<AccountNeeds, "db" | "clock">,
  { visitor: { person } }: Pick<Change, "visitor">,
): Promise<number> {
  const { policy } = await policyOf(needs.db, person.organisation_id);
  const { level } = await requirementOf(needs.db, needs.clock, policy, person);
  return shortestPassword(level, (await liveAuthenticators(needs.db, keyOf(person))).length);
}

/** @throws Problem `busy` */
export async function changePicture(needs: AccountNeeds, change: Change, upload: Uint8Array): Promise<DrawnPicture> {
  const drawn = await drawPicture(upload);
  if (drawn.outcome === "drawn") await keepPicture(needs, change, drawn.body);
  return drawn;
}

export async function removePicture(needs: AccountNeeds, change: Change): Promise<void> {
  await keepPicture(needs, change, undefined);
}

async function keepPicture(needs: AccountNeeds, change: Change, body: Buffer | undefined): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const person = await lockOwn(tx, change.visitor);
    if (!body && person.picture_hash === null) return;
    await setPicture(tx, keyOf(person), body && { type: keptType, body });
    await recordOwn(tx, needs, change, { name: "person.profile-changed", details: { changed: "picture" } });
  });
}

/** Name, address and password of whom an application vouches for are that application's to change. */
function requireKeptHere({ visitor: { vouchedBy } }: Change): void {
  if (!vouchedBy) return;
  throw new Problem("kept-by-application", 403, ({ problems }) => problems.keptByApplication(vouchedBy.name));
}

/** Acts on the person's own password, given within their session. @throws Problem `wait`, `busy`, and what `act` throws */
export function withOwnPassword<T>(
  needs: AccountNeeds,
  { visitor, source }: Change,
  typed: string,
  act: (settle: Settle) => Promise<T>,
): Promise<T | { outcome: "wrong-password" }> {
  const { person, session } = visitor;
  if (person.password_hash === null) return withoutPassword(needs, visitor, act);
  const given = { organisation: person.organisation_id, person, typed, within: session.id, source };
  return withPassword(needs, given, (_, settle) => act(settle));
}

/** Whoever has none shows by another fresh proof who they are. @throws Problem `step-up-required` */
async function withoutPassword<T>(
  needs: AccountNeeds,
  visitor: Change["visitor"],
  act: (settle: Settle) => Promise<T>,
): Promise<T> {
  const missing = await missingProof(needs, visitor);
  if (missing) throw stepUpRequired(missing);
  return act(async () => {});
}

/** Who comes through an identity provider gets no password by the way. */
const noPassword = ({ provider }: Change["visitor"]): Problem =>
  new Problem("no-password", 409, ({ singleSignOn }) => singleSignOn.noPassword(provider?.name ?? "single sign-on"));
