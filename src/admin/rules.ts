// What administrators' requests may look like, and what opens to helpers: reasons, lengths of trust, versions.
import { day } from "../kernel/clock.ts";
import { startOfDay } from "../kernel/days.ts";
import type { Policy } from "../policy/rules.ts";

// Helpers look at people and change nothing. Whatever is not named here is for administrators.
const openedToHelpers = [
  /^\/admin(\/people(\/[0-9a-f-]{36})?)?$/,
  /^\/api\/v1\/people(\/[0-9a-f-]{36}(\/(sessions|trusted-browsers|requirement))?)?$/,
];

export const isOpenToHelpers = (method: string, path: string): boolean =>
  (method === "GET" || method === "HEAD") && openedToHelpers.some((address) => address.test(path));

export const pageLength = 50;
export const longestPage = 200;

export const longestReason = 500;

/** One line of what an administrator wrote, or nothing. */
export function readReason(text: string): string | null {
  const line = text
    .normalize("NFC")
    .replace(/[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim();
  return line === "" ? null : [...line].slice(0, longestReason).join("");
}

/** The id of a session or a trusted browser, as `kernel/tokens.ts` makes them. */
export const isTokenId = (text: string): boolean => /^[\w-]{22}$/.test(text);

/** When a day is over, in UTC; NaN for what is none: 30 February would be read as 2 March. */
export function endOfDay(text: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? startOfDay(text) : Number.NaN;
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text) ? at + day : Number.NaN;
}

/** In days: 1 hour to a year. */
const trustChoices = [1 / 24, 1, 7, 30, 90, 365];

/** The lengths to choose from, with the one that is stored wherever it came from. */
export function trustLengths(stored: number): number[] {
  return [...new Set([...trustChoices, stored])].sort((a, b) => a - b);
}

/** Whether trust that was given under the old policy may outlast the new one. */
export const shortensTrust = (before: Policy["trustBrowsers"], after: Policy["trustBrowsers"]): boolean =>
  before.allowed && (!after.allowed || after.days < before.days);

/** The versions an If-Match header names; `undefined` where any will do. */
export function readIfMatch(header: string | undefined): string[] | undefined {
  if (header === undefined || header.trim() === "*") return undefined;
  return header.split(",").map((tag) =>
    tag
      .trim()
      .replace(/^W\//, "")
      .replace(/^"(.*)"$/, "$1"),
  );
}
