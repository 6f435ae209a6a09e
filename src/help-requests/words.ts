// What became of a request, in words.
import { relativeTime } from "../ui/index.ts";
import type { Decided } from "./deciding.ts";
import type { Fate } from "./rules.ts";

export const fateWords: Record<Fate, string> = {
  open: "Open",
  approved: "Approved",
  used: "Approved, used",
  expired: "Approved, expired",
  declined: "Declined",
  cancelled: "Cancelled",
  overtaken: "No longer needed",
  lapsed: "Lapsed",
};

export const lapsedWords = "Nobody decided this request within 14 days, so it has lapsed. The person can ask again.";

/** Why a request can't be decided any more, for whoever was slower. */
export function overMessage({ request, by }: Extract<Decided, { outcome: "already-over" }>, now: number): string {
  const { status, decided_at } = request;
  if (status === "cancelled") return "The person has cancelled this request: it was not them who asked.";
  if (status === "overtaken")
    return "This request is no longer needed: a code was given, or password or authenticators have changed since.";
  if (status === "lapsed") return lapsedWords;
  const who = by?.display_name ?? "Somebody else";
  const when = decided_at === null ? "" : ` ${relativeTime(decided_at, now)}`;
  return `${who} was faster: this request was ${status}${when}.`;
}
