// Where the lists behind the numbers are, and the same as files.
import { filePath as helpRequestsFile } from "../../help-requests/file.ts";
import { day } from "../../kernel/clock.ts";
import { dayText } from "../../kernel/days.ts";
import { queryOf as auditQuery } from "../audit/filters.ts";
import { type PeopleFilters, queryOf as peopleQuery } from "../list-filters.ts";
import { type Outcome, otherDomains, type Range, usualRange } from "./rules.ts";

export interface Behind {
  list: string;
  file: string;
}

/** Those people, of those who may sign in unless it says otherwise. */
export function people(filters: PeopleFilters): Behind {
  const query = peopleQuery({ status: "active", ...filters });
  return { list: `/admin/people${query}`, file: `/admin/people/download${query}` };
}

/** Nothing can be listed that stands for several domains, or for none. */
export const peopleAt = (domain: string, filters: PeopleFilters = {}): Behind | undefined =>
  domain === otherDomains || domain === "" ? undefined : people({ domain, ...filters });

export const peopleInGrace = (until?: string): Behind =>
  people({ requirement: "grace", secondFactor: "missing", ...(until === undefined ? {} : { until }) });

/** @param from days since the epoch, both included */
export function signIns(what: Outcome, from: number, to: number): Behind {
  const query = auditQuery({ what, from: dayText(from * day), to: dayText(to * day) });
  return { list: `/admin/audit${query}`, file: `/admin/audit/download.csv${query}` };
}

/** Those that wait, and, as a page, those that are over as well. */
export const helpRequests: Behind = { list: "/admin/help-requests", file: helpRequestsFile };

export const application = (id: string): string => `/admin/applications/${id}`;

export const adoptionPath = "/admin";
export const adoptionAddress = (range: Range): string =>
  range === usualRange ? adoptionPath : `${adoptionPath}?range=${range}`;

export const tables = ["numbers", "days", "types", "domains", "applications", "methods", "grace", "sign-ins"] as const;
/** What is counted, as a file. */
export type AdoptionTable = (typeof tables)[number];
export const isTable = (text: string | undefined): text is AdoptionTable => tables.some((table) => table === text);

export const filePath = "/admin/adoption/download.csv";
export const fileOf = (table: AdoptionTable, range: Range = usualRange): string =>
  `${filePath}?of=${table}${range === usualRange ? "" : `&range=${range}`}`;
