// What a change of policy does to one person, and whether it would leave no administrator a way in.
import type { AuthenticatorKind, Level, Policy, Requirement } from "../../policy/rules.ts";
import { readProofs, satisfies } from "../../sessions/rules.ts";
import { trustEnd } from "../../trusted-browsers/rules.ts";

/**
 * `newlyRequired`: has to have a second factor, or has to have it sooner. `newlyFree`: need not any more, may put it off
 * for now, or is not asked any more. `withoutSetUp`: has to, and has nothing set up. `askedAtOnce`: trusted a browser,
 * and is asked there at the next sign-in. `askedAgain`: what they had set up slept, and is asked for again.
 */
export const groups = ["newlyRequired", "newlyFree", "withoutSetUp", "askedAtOnce", "askedAgain"] as const;
export type Group = (typeof groups)[number];

export const isGroup = (text: string | undefined): text is Group => groups.some((group) => group === text);

export interface Standing {
  before: Requirement;
  after: Requirement;
  /** Has an authenticator of a kind that the new policy allows. */
  setUp: boolean;
  /** Of every trusted browser that has not expired. */
  trustGiven: readonly { createdAt: number; expiresAt: number }[];
}

export function groupsOf(standing: Standing, change: { before: Policy; after: Policy }, now: number): Group[] {
  const { before, after, setUp, trustGiven } = standing;
  const found: Group[] = [];
  const [was, is] = [weight(before), weight(after)];
  const asked = setUp && after.level !== "off";
  if (is > was) found.push("newlyRequired");
  if (is < was || (setUp && before.level !== "off" && after.level === "off")) found.push("newlyFree");
  if (is > 0 && !setUp) found.push("withoutSetUp");
  const trusts = (policy: Policy) =>
    policy.trustBrowsers.allowed &&
    trustGiven.some((given) => now < Math.min(given.expiresAt, trustEnd(given.createdAt, policy.trustBrowsers)));
  if (asked && before.level !== "off" && trusts(change.before) && !trusts(change.after)) found.push("askedAtOnce");
  if (asked && before.level === "off" && is <= was) found.push("askedAgain");
  return found;
}

/** 0: not required, 1: required later, 2: required now. */
const weight = ({ because, bindsFrom }: Requirement): number =>
  because.level !== "required" ? 0 : bindsFrom === undefined ? 2 : 1;

/** What an administrator could sign in with, beside the password. */
export interface Means {
  authenticators: readonly { kind: string; readable: boolean }[];
  recoveryCodes: number;
}

/**
 * Whether somebody who knows their password gets in under a policy: nothing is asked for; or they have nothing set up
 * and can set up what the policy allows; or they have an authenticator that it allows and that our key opens; or a
 * recovery code, which leads to set-up. Trust in a browser is no way in: it ends.
 */
export function hasWayIn(policy: Policy, requirement: Requirement, { authenticators, recoveryCodes }: Means): boolean {
  if (requirement.level === "off") return true;
  const allowed = (kind: string) => policy.authenticators.includes(kind as AuthenticatorKind);
  const canSetUp = policy.authenticators.includes("totp");
  if (authenticators.length === 0) return canSetUp || requirement.because.level !== "required";
  return authenticators.some(({ kind, readable }) => readable && allowed(kind)) || (recoveryCodes > 0 && canSetUp);
}

/** Whether a session's proofs go on being enough. */
export function isEnough(proofs: string, level: Level, { after }: { after: Policy }): boolean {
  const counted = readProofs(proofs).filter((proof) => after.trustBrowsers.allowed || proof !== "trusted-browser");
  return satisfies(counted, level);
}
