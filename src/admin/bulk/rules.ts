// What can be done to many people at once, what each act asks for, and who is left out of it.
import type { Level } from "../../policy/rules.ts";

export const bulkActions = [
  "account-type",
  "override",
  "disable",
  "enable",
  "unlock",
  "sign-out",
  "reset",
  "invite",
] as const;
export type BulkAction = (typeof bulkActions)[number];

export const readAction = (text: string): BulkAction | undefined => bulkActions.find((action) => action === text);

/** At once; whoever has more does it by account type or domain. */
export const mostPeople = 10_000;
/** Named one by one: what fits a body like any other. Whoever has more names them by a filter. */
export const mostNamed = 300;

/** What an act needs to know beside whom it is about. */
export interface Details {
  accountType?: string;
  /** `policy`: what the policy says, nothing of their own. */
  level?: Level | "policy";
  reason?: string | null;
  /** ms since the epoch; null for no end. */
  until?: number | null;
}

/** What is asked for on a page of its own, because it decides who is left out. */
export const asksFirst = (action: BulkAction): boolean => action === "account-type" || action === "override";

export const asksReason = (action: BulkAction): boolean => action === "disable" || action === "reset";

/** What stands in the way of an act, whomever it is about. */
export type Missing = "account-type-missing" | "level-missing" | "reason-missing" | "end-in-the-past";

export function whatIsMissing(action: BulkAction, details: Details, now: number): Missing | undefined {
  const { accountType, level, reason, until } = details;
  if (action === "account-type") return accountType ? undefined : "account-type-missing";
  if (action === "reset") return reason ? undefined : "reason-missing";
  if (action !== "override") return undefined;
  if (level === undefined) return "level-missing";
  if (level === "policy") return undefined;
  if (!reason) return "reason-missing";
  // Also where it is no time at all.
  return until != null && !(until > now) ? "end-in-the-past" : undefined;
}

export const reasonsLeftOut = [
  "yourself",
  "operator",
  "holds-a-role",
  "already",
  "joined",
  "gone",
  "last-administrator",
  "last-operator",
  "no-longer-administrator",
  "no-such-type",
  "end-in-the-past",
  "failed",
] as const;
export type LeftOut = (typeof reasonsLeftOut)[number];
export type Outcome = "done" | LeftOut;

export const readOutcome = (text: string): Outcome =>
  text === "done" ? "done" : (reasonsLeftOut.find((reason) => reason === text) ?? "failed");

/** What is known of a person before anything is done. */
export interface Standing {
  status: string;
  accountType: string;
  operator: boolean;
  /** What is asked of them alone is just what it would be. */
  sameOverride: boolean;
  /** Has to wait after wrong tries. */
  locked: boolean;
  /** Has authenticators or recovery codes. */
  setUp: boolean;
  /** Is signed in somewhere, or on the way. */
  signedIn: boolean;
}

/** What would come of it, and what is asked again before anything is done: what is so already is left alone. */
export function foreseen(
  action: BulkAction,
  details: Details,
  standing: Standing,
  { yourself, operator, aboveKeys = false }: { yourself: boolean; operator: boolean; aboveKeys?: boolean },
): Outcome {
  if (yourself) return "yourself";
  if (aboveKeys) return "holds-a-role";
  if (standing.operator && !operator) return "operator";
  if (action === "invite" && standing.status !== "invited") return "joined";
  return isAlready(action, details, standing) ? "already" : "done";
}

function isAlready(action: BulkAction, { accountType }: Details, standing: Standing): boolean {
  switch (action) {
    case "account-type":
      return standing.accountType === accountType;
    case "override":
      return standing.sameOverride;
    case "disable":
      return standing.status === "disabled";
    case "enable":
      return standing.status !== "disabled";
    case "unlock":
      return !standing.locked;
    case "sign-out":
      return !standing.signedIn;
    case "reset":
      return !standing.setUp;
    case "invite":
      return false;
  }
}
