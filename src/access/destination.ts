// Where a sign-in is to lead and what is asked for there, as it travels through addresses and forms. Whoever changes it on
// the way gains nothing: the destination judges the session again, by its own application and what it asked.
import { activeApplication } from "../applications/finding.ts";
import type { Application } from "../applications/rules.ts";
import type { Queries } from "../database/database.ts";
import { readResume } from "../http/body.ts";
import type { Visitor } from "./actions.ts";

export interface Destination {
  /** A path of our own, where the browser goes on once the sign-in is done. */
  resume: string;
  /** Without it: our own pages. */
  application?: Application | undefined;
  /** A second factor within this very session, whatever policy asks; trust in a browser is none. */
  secondFactor: boolean;
  /** The password has to be given at this moment or later; ms since the epoch. */
  since?: number | undefined;
}

/** What addresses and forms carry: `resume`, `application`, `ask`, `since`. */
export type DestinationFields = Record<"resume" | "application" | "ask" | "since", string | null>;

const secondFactorAsked = "second-factor";

export async function readDestination(
  queries: Queries,
  organisation: string,
  field: (name: keyof DestinationFields) => string | undefined,
): Promise<Destination> {
  const since = field("since") ?? "";
  return {
    resume: readResume(field("resume")),
    // One that is gone or disabled meanwhile: judged as our own pages are.
    application: await activeApplication(queries, organisation, field("application")),
    secondFactor: field("ask") === secondFactorAsked,
    since: /^\d{1,15}$/.test(since) ? Number(since) : undefined,
  };
}

export const destinationFields = ({ resume, application, secondFactor, since }: Destination): DestinationFields => ({
  resume: resume === "/account" ? null : resume,
  application: application?.id ?? null,
  ask: secondFactor ? secondFactorAsked : null,
  since: since === undefined ? null : String(since),
});

/** The page that leads there. */
export function signInAddressTo(destination: Destination): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(destinationFields(destination)))
    if (value !== null) query.set(name, value);
  return query.size === 0 ? "/sign-in" : `/sign-in?${query}`;
}

/** Whether what this session proves is enough for it; `visit` has judged what policy asks there. */
export function reaches(
  { session }: Visitor,
  { secondFactor, since }: Pick<Destination, "secondFactor" | "since">,
): boolean {
  // A moment that is none fails, too.
  if (since !== undefined && !(session.password_at >= since)) return false;
  return !secondFactor || session.second_factor_at !== null;
}

/** Our own pages. */
export const own = (resume = "/account"): Destination => ({ resume, secondFactor: false });
