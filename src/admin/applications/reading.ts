// Reads what administrators write about an application; whatever can't be used is named with its field.
import {
  type Application,
  type ApplicationKind,
  longestNote,
  type Participation,
  sharedDomain,
} from "../../applications/rules.ts";
import {
  type DuoSettings,
  duoSettings,
  mostAddresses,
  type OpenIdSettings,
  openIdSettings,
  readReturnAddress,
} from "../../applications/settings.ts";
import { dayText, readDay } from "../../kernel/days.ts";
import { readName, turns } from "../../kernel/names.ts";
import type { Say } from "../../kernel/problem.ts";
import { readHost } from "./hosts.ts";
import { type Trouble, troubleWords } from "./words.ts";

/** As it is written; what an application of its kind has not is left out. */
export interface Written {
  name: string;
  takesPart: "yes" | "not-yet";
  takesPartFrom: string | null;
  note: string;
  redirectAddresses?: readonly string[] | undefined;
  afterSignOutAddresses?: readonly string[] | undefined;
  backChannelAddress?: string | null | undefined;
  client?: OpenIdSettings["client"] | undefined;
  hosts?: readonly string[] | undefined;
  unknownPeople?: DuoSettings["unknownPeople"] | undefined;
}

export interface Read {
  name: string;
  participation: Participation;
  note: string;
  settings: object;
  /** Undefined for a kind that has none. */
  hosts: string[] | undefined;
}

export interface Surroundings {
  /** Where the organisation's people sign in: an application behind a proxy has to share a domain with it. */
  ownHost: string;
  /** Whether we are reached by https. */
  secure: boolean;
  now: number;
}

/** What only one kind of application has. */
const fieldsOf: Record<ApplicationKind, readonly (keyof Written)[]> = {
  openid: ["redirectAddresses", "afterSignOutAddresses", "backChannelAddress", "client"],
  "forward-auth": ["hosts"],
  duo: ["redirectAddresses", "unknownPeople"],
  embedded: [],
};

/** @param before what it is now; what it has already is not judged again by today's date */
export function readWritten(
  kind: ApplicationKind,
  written: Written,
  { ownHost, secure, now }: Surroundings,
  before?: Application,
): { outcome: "read"; read: Read } | { outcome: "refused"; errors: Trouble[] } {
  const errors: Trouble[] = [];
  const refuse = (field: keyof Written, say: Say) => void errors.push({ field, say });

  for (const field of Object.values(fieldsOf).flat())
    if (written[field] !== undefined && !fieldsOf[kind].includes(field)) refuse(field, troubleWords.otherKind);

  const name = readName(written.name);
  if (name === undefined) refuse("name", troubleWords.name);
  const note = written.note.replace(/\r\n?/g, "\n").trim();
  if ([...note].length > longestNote || turns.test(note) || /[\p{Cc}\p{Cs}]/u.test(note.replaceAll("\n", "")))
    refuse("note", troubleWords.note);
  const participation = readParticipation(written);
  if (!participation) refuse("takesPartFrom", troubleWords.day);
  else if (isNew(participation, before) && isOver(participation, now)) refuse("takesPartFrom", troubleWords.dayIsOver);

  const addresses = (field: "redirectAddresses" | "afterSignOutAddresses", needed: boolean): string[] => {
    const lines = [...new Set((written[field] ?? []).map((line) => line.trim()).filter(Boolean))];
    const ownScheme = written.client === "public";
    const bad = lines.find((line) => readReturnAddress(line, { ownScheme }) === undefined);
    if (bad !== undefined) refuse(field, troubleWords.address(bad, ownScheme));
    else if (needed && lines.length === 0) refuse(field, troubleWords.noAddress);
    else if (lines.length > mostAddresses) refuse(field, troubleWords.tooMany);
    return lines;
  };
  let settings: OpenIdSettings | DuoSettings | Record<string, never> = {};
  if (kind === "openid") {
    const backChannel = written.backChannelAddress?.trim() || null;
    if (backChannel !== null && readReturnAddress(backChannel) === undefined)
      refuse("backChannelAddress", troubleWords.address(backChannel, false));
    settings = {
      // An API that only asks about tokens has none, and a secret to ask with.
      redirectAddresses: addresses("redirectAddresses", written.client === "public"),
      afterSignOutAddresses: addresses("afterSignOutAddresses", false),
      backChannelAddress: backChannel,
      client: written.client ?? "confidential",
    };
  }
  if (kind === "duo") {
    const { unknownPeople = "refuse" } = written;
    settings = { redirectAddresses: addresses("redirectAddresses", true), unknownPeople };
  }

  let hosts: string[] | undefined;
  if (kind === "forward-auth") {
    const lines = [...new Set((written.hosts ?? []).map((line) => line.trim()).filter(Boolean))];
    hosts = [];
    for (const line of lines) {
      const host = readHost(line, secure);
      if (host === undefined) refuse("hosts", troubleWords.host(line));
      else if (sharedDomain(ownHost, host) === undefined) refuse("hosts", troubleWords.otherDomain(line, ownHost));
      else if (!hosts.includes(host)) hosts.push(host);
    }
    if (lines.length === 0) refuse("hosts", troubleWords.noHost);
    else if (lines.length > mostAddresses) refuse("hosts", troubleWords.tooMany);
  }

  // The first of a field is what is shown beside it.
  const first = errors.filter(({ field }, i) => errors.findIndex((one) => one.field === field) === i);
  if (first.length > 0 || name === undefined || !participation) return { outcome: "refused", errors: first };
  // Beside what is asked here, a kind may keep more.
  return {
    outcome: "read",
    read: { name, participation, note, settings: { ...(before?.settings as object), ...settings }, hosts },
  };
}

/** What would be written to leave an application as it is. */
export function writtenOf(application: Application, hosts: readonly string[]): Written {
  const { kind, name, participation, note } = application;
  const written: Written = {
    name,
    note,
    takesPart: participation.takesPart,
    takesPartFrom: participation.takesPart === "yes" ? null : participation.from,
  };
  if (kind === "openid") return { ...written, ...asked(openIdSettings(application)) };
  if (kind === "duo") return { ...written, ...duoSettings(application) };
  return kind === "forward-auth" ? { ...written, hosts } : written;
}

const asked = ({ redirectAddresses, afterSignOutAddresses, backChannelAddress, client }: OpenIdSettings) => ({
  redirectAddresses,
  afterSignOutAddresses,
  backChannelAddress,
  client,
});

function readParticipation({ takesPart, takesPartFrom }: Written): Participation | undefined {
  if (takesPart === "yes") return { takesPart };
  if (takesPartFrom === null || takesPartFrom.trim() === "") return { takesPart, from: null };
  const from = readDay(takesPartFrom.trim());
  return from === undefined ? undefined : { takesPart, from };
}

const isNew = (participation: Participation, before: Application | undefined): boolean =>
  JSON.stringify(participation) !== JSON.stringify(before?.participation);

const isOver = (participation: Participation, now: number): boolean =>
  participation.takesPart === "not-yet" && participation.from !== null && participation.from <= dayText(now);
