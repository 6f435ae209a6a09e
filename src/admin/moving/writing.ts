// Writes some people of a file, in one transaction. What somebody did meanwhile is found again here, under the lock.
import { endSignInsOf } from "../../access/actions.ts";
import { record } from "../../audit/actions.ts";
import type { AuditEvent } from "../../audit/events.ts";
import { addBroughtAuthenticator } from "../../authenticators/totp/actions.ts";
import { readAuthenticatorName } from "../../authenticators/totp/rules.ts";
import type { Transaction } from "../../database/database.ts";
import { dropPending } from "../../enrolment/actions.ts";
import { withdrawInvitations } from "../../invitations/actions.ts";
import { newId } from "../../kernel/ids.ts";
import { keyOf, type Person, personLocked, replacePassword } from "../../people/actions.ts";
import { addUnderFreeName } from "../../people/free-names.ts";
import { readAddress, readDisplayName, readScreenName } from "../../people/rules.ts";
import { type PreparedCodes, storeCodes } from "../../recovery-codes/actions.ts";
import { endOtherSessions } from "../../sessions/actions.ts";
import { endAllTrust } from "../../trusted-browsers/actions.ts";
import { readLanguage } from "../../words/index.ts";
import { type InvitingNeeds, link } from "../people.ts";
import type { By } from "../subject.ts";
import type { Coming, ComingAuthenticator } from "./coming.ts";
import { findComing, type Judged, judge } from "./judging.ts";

export interface Choices {
  /** The organisation's account types, and that of those for whom none is given. */
  types: string[];
  usual: string;
  /** Whether those who are added without a password are sent a link by mail. */
  inviting: boolean;
}

export interface Written {
  judged: Judged;
  invited: boolean;
}

/** @param codes what was hashed for this person beforehand */
export async function writeOne(
  tx: Transaction,
  needs: InvitingNeeds,
  by: By,
  one: Coming,
  { codes, ...choices }: Choices & { codes: PreparedCodes | undefined },
): Promise<Written> {
  const { organisation } = by;
  const found = await findComing(tx, organisation, one);
  const person = found && (await personLocked(tx, keyOf(found)));
  const judged = await judge(tx, needs, by, one, person);
  if (judged.outcome === "refused" || judged.outcome === "nothing") return { judged, invited: false };
  // What they may be given came up while codes were hashed for what it was before: they are judged anew next time.
  if (judged.codes && !codes) return { judged: meanwhile(judged), invited: false };
  if (person) {
    await bringAll(tx, needs, by, person, judged, codes);
    return { judged, invited: false };
  }
  const added = await add(tx, needs, by, one, judged, choices);
  // Somebody added them at this very moment: they are judged as they are by now, when the file is brought again.
  if (!added) return { judged: meanwhile(judged), invited: false };
  await bringAll(tx, needs, by, added, { ...judged, password: undefined }, codes);
  const invited = choices.inviting && added.status === "invited" && (await link(tx, needs, added, by)).mailed;
  return { judged, invited };
}

const meanwhile = (judged: Judged): Judged => ({
  ...{ ...judged, outcome: "refused", password: undefined, authenticators: [], codes: undefined },
  notes: [{ code: "meanwhile" }],
});

async function add(
  tx: Transaction,
  needs: InvitingNeeds,
  by: By,
  one: Coming,
  { password }: Judged,
  { types, usual }: Choices,
): Promise<Person | undefined> {
  const { organisation } = by;
  const email = one.email as string;
  const local = readAddress(email)?.local ?? "";
  const screenName = readScreenName(one.login ?? "")?.shown ?? readScreenName(local)?.shown ?? "person";
  const displayName = readDisplayName(one.displayName ?? "") ?? screenName;
  const accountType = types.includes(one.accountType ?? "") ? (one.accountType as string) : usual;
  const added = await addUnderFreeName(tx, needs, organisation, {
    ...{ email, screenName, displayName, accountType, language: readLanguage(one.language) ?? "" },
    ...(password === undefined ? { status: "invited" } : { status: "active", passwordHash: password }),
  });
  if (added.outcome !== "added") return undefined;
  const { person } = added;
  const roles = { administrator: false, helper: false };
  await record(tx, needs, { ...by, name: "person.added", person: person.id, details: { accountType, ...roles } });
  if (password !== undefined) await record(tx, needs, { ...by, name: "person.password-imported", person: person.id });
  return person;
}

async function bringAll(
  tx: Transaction,
  needs: InvitingNeeds,
  by: By,
  person: Person,
  { person: known, password, authenticators, codes: judgedCodes }: Judged,
  prepared: PreparedCodes | undefined,
): Promise<void> {
  const key = keyOf(person);
  // Who is here already is told by mail of what could be used in their place; who is added by this had nothing here.
  const event = (name: AuditEvent["name"], details: AuditEvent["details"] = {}) =>
    record(tx, needs, { ...by, person: person.id, name, details, untold: !known });
  if (password !== undefined && (await replacePassword(tx, person, password))) {
    // The link to choose a first one by.
    await withdrawInvitations(tx, key);
    await event("person.password-imported");
  }
  const names = new Set<string>();
  for (const { name: wanted, secret, settings } of authenticators) {
    const id = newId(needs);
    const name = freeName(wanted, names);
    const onWordOf = by.actor === null ? null : "import";
    await addBroughtAuthenticator(tx, needs, key, { id, name, secret, settings, onWordOf });
    await event(known ? "authenticator.added" : "authenticator.imported", { authenticator: id, name, imported: true });
  }
  // Judged under the lock: they may have made codes of their own since these were hashed.
  if (judgedCodes && prepared && prepared.hashes.length > 0) {
    await storeCodes(tx, needs, key, prepared);
    await event("recovery-codes.imported", { codes: prepared.hashes.length });
  }
  if (!known) return;
  // As with every change of what proves who somebody is.
  await endAllTrust(tx, key);
  await endOtherSessions(tx, key);
  await endSignInsOf(tx, person);
  await dropPending(tx, person);
}

const usualName = "Authenticator app";

function freeName(wanted: ComingAuthenticator["name"], taken: Set<string>): string {
  const base = readAuthenticatorName(wanted) ?? usualName;
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${[...base].slice(0, 55).join("")} ${i}`;
  taken.add(name);
  return name;
}
