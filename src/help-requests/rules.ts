// Who may ask for help and how often, who may decide, and for how long what comes of it is worth anything.
import { day } from "../kernel/clock.ts";

/**
 * As it is stored. `overtaken`: a proof was given, or password or authenticators changed, before it came to its end;
 * `lapsed`: nobody decided it in time.
 */
export type Status = "open" | "approved" | "declined" | "cancelled" | "overtaken" | "lapsed";

/** Whoever asked so long ago has found another way, or asks again: nobody should be let in on an old plea. */
export const waitsFor = 14 * day;

/** So long it stays in the list after it was over; what happened is in the audit trail. */
export const keptFor = 365 * day;

/** An approval leads to set-up, once, within this time. */
export const passLength = day;

/** So many times may one person ask within `askingWindow`, whatever became of the requests. */
export const mostAsked = 3;
export const askingWindow = day;

/** @param asked when the person asked before, in ms; @returns how long to wait, 0 for not at all */
export function waitToAsk(asked: readonly number[], now: number): number {
  // Times from a future that the clock has left again count as now, so that no wait is longer than the window.
  const recent = asked.map((at) => Math.min(at, now)).filter((at) => at > now - askingWindow);
  const oldest = recent.sort((a, b) => b - a)[mostAsked - 1];
  return oldest === undefined ? 0 : oldest + askingWindow - now;
}

export interface Standing {
  passwordVersion: number;
  /** Who may do more by now than when it was approved may have needed somebody else to approve it. */
  roles: string;
  authenticators: readonly { id: string; last_used_at: number | null }[];
  codes: { madeAt: number; left: number } | undefined;
}

/**
 * Everything that stands between a password and a session, as one text. Whoever gives a code, uses a recovery code, is
 * reset, sets up anew or chooses another password changes it, and with it every request and pass from before is void.
 */
export function standingOf({ passwordVersion, roles, authenticators, codes }: Standing): string {
  const apps = authenticators.map(({ id, last_used_at }) => `${id}@${last_used_at ?? ""}`).sort();
  return [`v${passwordVersion}`, roles, codes ? `${codes.madeAt}/${codes.left}` : "", ...apps].join(" ");
}

interface Decider {
  id: string;
  administrator: number;
  helper: number;
  operator: number;
}

export type NotToDecide = "not-yourself" | "administrators-only" | "operators-only";

/** Nobody decides their own; who may do more than a helper is let back in only by somebody who may do as much. */
export function mayDecide(
  decider: Decider,
  asker: { id: string; administrator: number; operator: number },
): "may" | NotToDecide {
  if (decider.id === asker.id) return "not-yourself";
  if (asker.operator === 1 && !(decider.operator === 1 && decider.administrator === 1)) return "operators-only";
  if (decider.administrator === 1) return "may";
  return decider.helper === 1 && asker.administrator !== 1 ? "may" : "administrators-only";
}

/** As people see it: what became of an approval is told apart. */
export type Fate = Status | "used" | "expired";

export function fateOf(
  {
    status,
    asked_at,
    pass_until,
    pass_used_at,
  }: { status: string; asked_at: number; pass_until: number | null; pass_used_at: number | null },
  { now, stands }: { now: number; stands: boolean },
): Fate {
  if (status === "approved" && pass_used_at !== null) return "used";
  if (status === "approved" && now >= (pass_until ?? 0)) return "expired";
  if ((status === "open" || status === "approved") && !stands) return "overtaken";
  if (status === "open" && asked_at <= now - waitsFor) return "lapsed";
  return status as Status;
}

export const longestMessage = 1000;
export const longestNote = 500;

/** What a person wrote, over several lines; nothing in it can hide, or turn the text around it. */
export const readMessage = (text: string): string => readLines(text, longestMessage);
export const readNote = (text: string): string => readLines(text, longestNote);

function readLines(text: string, most: number): string {
  const clean = text
    .slice(0, most * 4)
    .normalize("NFC")
    .replace(/\r\n?|[\u2028\u2029]/gu, "\n")
    .replace(/(?!\n)[\p{Cc}\p{Cs}\p{Co}\u202a-\u202e\u2066-\u2069]/gu, " ")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
  return [...clean].slice(0, most).join("");
}

/** A place in a list: after this request. */
export interface Place {
  at: number;
  id: string;
}

export const writeCursor = ({ at, id }: Place): string => `${at}.${id}`;

export function readCursor(text: string): Place | undefined {
  const parts = /^(\d{1,15})\.([\w-]{22})$/.exec(text);
  return parts ? { at: Number(parts[1]), id: parts[2] as string } : undefined;
}

export const pageLength = 50;
export const longestPage = 200;
