// Writes some lines of an import that was judged before. What somebody else did meanwhile is found again here, under the
// lock: such a line is left out, and says why.

import { recordAll } from "../../audit/actions.ts";
import type { AuditEvent } from "../../audit/events.ts";
import type { Transaction } from "../../database/database.ts";
import { type Person, personLocked } from "../../people/actions.ts";
import { addMany, changeMany, holdersOf } from "../../people/many/actions.ts";
import {
  type Address,
  readAddress,
  readDisplayName,
  readScreenName,
  type ScreenName,
  sortName,
} from "../../people/rules.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { type InvitingNeeds, link } from "../people.ts";
import { type By, isAboveKeys } from "../subject.ts";
import { isAboveOperators, type Line, proposedName, usualType } from "./judging.ts";
import { freeNames } from "./naming.ts";
import type { LineError } from "./reading.ts";
import { wrong as saying } from "./words.ts";

export interface Written {
  added: number;
  changed: number;
  /** They had become so meanwhile. */
  unchanged: number;
  invited: number;
  leftOut: LineError[];
}

/** @throws Problem `administrators-only`, before anything is written */
export async function writeLines(
  tx: Transaction,
  needs: InvitingNeeds,
  by: By,
  { lines, inviting }: { lines: Line[]; inviting: boolean },
): Promise<Written> {
  const mayChangeOperators = await isAboveOperators(tx, by);
  const written: Written = { added: 0, changed: 0, unchanged: 0, invited: 0, leftOut: [] };
  const types = await accountTypesOf(tx, by.organisation);
  const possible = lines.filter(({ line, accountType }) => {
    const gone = accountType !== undefined && !types.includes(accountType);
    if (gone) written.leftOut.push({ line, message: saying.accountTypeGone(accountType) });
    return !gone;
  });
  const changed = possible.filter(({ person }) => person !== undefined);
  const added = possible.filter(({ person }) => person === undefined);
  await writeChanges(tx, needs, by, changed, mayChangeOperators, written);
  await writeAdded(tx, needs, by, added, { inviting, type: usualType(types) }, written);
  return written;
}

async function writeChanges(
  tx: Transaction,
  needs: InvitingNeeds,
  by: By,
  lines: Line[],
  mayChangeOperators: boolean,
  written: Written,
): Promise<void> {
  const { organisation } = by;
  const people = new Map<string, Person>();
  // In the order in which every act on several people locks them, so that none waits for the other crosswise.
  for (const id of lines.map(({ person }) => person as string).sort()) {
    const person = await personLocked(tx, { organisation, person: id });
    if (person) people.set(id, person);
  }
  const names = lines.flatMap(({ screenName = "" }) => readScreenName(screenName)?.normal ?? []);
  const holders = await holdersOf(tx, organisation, names);
  const changes: { before: Person; after: Person }[] = [];
  for (const { line, ...wanted } of lines) {
    const before = people.get(wanted.person as string);
    const name = readScreenName(wanted.screenName ?? "");
    const holder = name && holders.get(name.normal);
    const message = !before
      ? saying.deleted
      : before.email_normal !== readAddress(wanted.email)?.normal
        ? saying.otherAddress
        : isAboveKeys(by, before)
          ? saying.onlyPeople
          : before.operator === 1 && !mayChangeOperators
            ? saying.onlyOperators
            : holder !== undefined && holder !== before.id
              ? saying.screenNameTakenByNow
              : undefined;
    if (message !== undefined || !before) {
      written.leftOut.push({ line, message: message ?? "" });
      continue;
    }
    const displayName = readDisplayName(wanted.displayName ?? "") ?? before.display_name;
    const after = {
      ...before,
      screen_name: name?.shown ?? before.screen_name,
      screen_name_normal: name?.normal ?? before.screen_name_normal,
      display_name: displayName,
      sort_name: sortName(displayName),
      account_type: wanted.accountType ?? before.account_type,
      language: wanted.language ?? before.language,
    };
    if (eventsOf(by, before, after).length === 0) written.unchanged++;
    else changes.push({ before, after });
  }
  await changeMany(tx, organisation, changes);
  await recordAll(
    tx,
    needs,
    changes.flatMap(({ before, after }) => eventsOf(by, before, after)),
  );
  written.changed += changes.length;
}

function eventsOf(by: By, before: Person, after: Person): AuditEvent[] {
  const changed = [
    ...(before.screen_name === after.screen_name ? [] : ["screenName"]),
    ...(before.display_name === after.display_name ? [] : ["displayName"]),
    ...(before.language === after.language ? [] : ["language"]),
  ].join(" ");
  const types = { before: before.account_type, after: after.account_type };
  const events: AuditEvent[] = [];
  if (changed !== "") events.push({ ...by, person: after.id, name: "person.profile-changed", details: { changed } });
  if (types.before !== types.after)
    events.push({ ...by, person: after.id, name: "person.account-type-changed", details: types });
  return events;
}

async function writeAdded(
  tx: Transaction,
  needs: InvitingNeeds,
  by: By,
  lines: Line[],
  { inviting, type }: { inviting: boolean; type: string },
  written: Written,
): Promise<void> {
  const { organisation } = by;
  const unnamed = lines.filter(({ screenName }) => screenName === undefined);
  const proposals = unnamed.map(({ email }) => proposedName(email));
  const asked = lines.flatMap(({ screenName }) => screenName ?? []);
  const chosen = await freeNames(tx, needs, organisation, { proposals, asked });
  const nameFor = new Map(unnamed.map(({ line }, i) => [line, chosen[i] as ScreenName]));
  const wanted = lines.map(({ line, email, screenName = "", displayName, accountType = type, language = "" }) => ({
    address: readAddress(email) as Address,
    screenName: nameFor.get(line) ?? (readScreenName(screenName) as ScreenName),
    displayName: readDisplayName(displayName ?? proposedName(email)) ?? proposedName(email),
    accountType,
    language,
  }));
  const people = await addMany(tx, needs, organisation, wanted);
  const added = people.filter((person) => person !== undefined);
  for (const [i, { line }] of lines.entries())
    if (!people[i]) written.leftOut.push({ line, message: saying.takenByNow });
  const roles = { administrator: false, helper: false };
  await recordAll(
    tx,
    needs,
    added.map((person) => ({
      ...by,
      name: "person.added",
      person: person.id,
      details: { accountType: person.account_type, ...roles },
    })),
  );
  written.added += added.length;
  if (!inviting) return;
  for (const person of added) if ((await link(tx, needs, person, by)).mailed) written.invited++;
}
