// What an application is, whether it takes part in two-factor sign-in at a moment, and what it may be called.
import { day } from "../kernel/clock.ts";
import { startOfDay } from "../kernel/days.ts";

/** How it connects. `embedded`: the library, within a program that keeps its own people. */
export const applicationKinds = ["openid", "forward-auth", "duo", "embedded"] as const;
export type ApplicationKind = (typeof applicationKinds)[number];

export type Participation =
  | { takesPart: "yes" }
  /** `from`: by itself from this day on (`2027-02-01`, UTC); null until somebody says so. */
  | { takesPart: "not-yet"; from: string | null };

export interface Application {
  organisation: string;
  id: string;
  name: string;
  kind: ApplicationKind;
  participation: Participation;
  /** Why not yet, for instance; '' for nothing. */
  note: string;
  active: boolean;
  /** What its kind needs, as that kind wrote it. */
  settings: unknown;
  createdAt: number;
}

/** @param now ms since the epoch */
export function takesPart({ participation }: Pick<Application, "participation">, now: number): boolean {
  if (participation.takesPart === "yes") return true;
  return participation.from !== null && startOfDay(participation.from) <= now;
}

/** The application as policy judges by it. */
export const judged = (
  application: Pick<Application, "name" | "participation">,
  now: number,
): { name: string; takesPart: boolean } => ({ name: application.name, takesPart: takesPart(application, now) });

export const dayOf = (ms: number): number => Math.floor(ms / day);

/** The sign-ins that lists count: of today and so many days before. */
export const countedDays = 30;

export const longestNote = 300;

/** The domain that a cookie has to be for, so that both hosts get it: their longest common end of two labels or more. */
export function sharedDomain(ours: string, theirs: string): string | undefined {
  const [a, b] = [ours, theirs].map((host) => host.replace(/:\d+$/, "").split(".").reverse()) as [string[], string[]];
  const common: string[] = [];
  for (let i = 0; i < Math.min(a.length, b.length) && a[i] === b[i]; i++) common.unshift(a[i] as string);
  // Numbers are addresses, not names: nothing is shared between two of them.
  if (common.length < 2 || /^\d+$/.test(a[0] as string)) return undefined;
  return common.join(".");
}

/** Where an organisation's OpenID Connect provider is: its own host name, or ours. */
export function issuerOf(
  { origin }: { origin: string },
  { host, slug }: { host: string | null; slug: string },
): string {
  const address = new URL(origin);
  if (host !== null) address.hostname = host;
  return `${address.origin}${mountOf(slug)}`;
}

export const mountOf = (slug: string): string => `/openid/${slug}`;
