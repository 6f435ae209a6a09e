// What was counted as files for spreadsheets. Names that people gave must not run as formulas there.
import { csvRow, csvType } from "../../http/spreadsheets.ts";
import { day } from "../../kernel/clock.ts";
import { dayText } from "../../kernel/days.ts";
import type { AdoptionTable } from "./addresses.ts";
import type { Adoption, Present, Share } from "./report.ts";
import { otherDomains, outcomes } from "./rules.ts";

type Cells = (string | number)[];

export function adoptionFile(adoption: Adoption, table: AdoptionTable): Response {
  const { head, rows } = writers[table](adoption);
  const body = [head, ...rows].map((cells) => csvRow(cells.map(String))).join("");
  return new Response(body, {
    headers: { "content-type": csvType, "content-disposition": `attachment; filename="adoption-${table}.csv"` },
  });
}

const writers: Record<AdoptionTable, (adoption: Adoption) => { head: Cells; rows: Cells[] }> = {
  numbers: ({ present, openHelpRequests }) => ({
    head: ["number", "count"],
    rows: [...(present ? numbersOf(present) : []), ["open help requests", openHelpRequests]],
  }),
  days: ({ days }) => ({
    head: ["day", "accountType", "people", "protected"],
    rows: days.flatMap(({ day: on, people, protected: those, types }) => [
      [dayText(on * day), "", people, those],
      ...types.map((type) => [dayText(on * day), type.value, type.people, type.protected]),
    ]),
  }),
  types: ({ present }) => shares("accountType", present?.types),
  domains: ({ present }) =>
    shares(
      "domain",
      present?.domains.map((share) => (share.value === otherDomains ? { ...share, value: "(others)" } : share)),
    ),
  applications: ({ applications }) => ({
    head: ["application", "id", "signIns", "withSecondFactor"],
    rows: applications.map(({ name, id, withSecondFactor, without }) => [
      ...[name, id, withSecondFactor + without, withSecondFactor],
    ]),
  }),
  methods: ({ present }) => ({ head: ["secondFactor", "people"], rows: Object.entries(present?.methods ?? {}) }),
  grace: ({ present }) => shares("until", present?.grace),
  "sign-ins": ({ signIns }) => ({
    head: ["day", ...outcomes],
    rows: signIns.map(({ day: on, times }) => [dayText(on * day), ...outcomes.map((outcome) => times[outcome])]),
  }),
};

const shares = (name: string, rows: readonly Share[] = []) => ({
  head: [name, "people", "protected"],
  rows: rows.map(({ value, people, protected: those }) => [value, people, those]),
});

const numbersOf = ({ people, protected: those, required, grace, codes, invited, disabled, asOf }: Present): Cells[] => [
  ["people", people],
  ["protected", those],
  ["nothing set up", people - those],
  ["required, but not set up", required.people - required.protected],
  ["in grace, not set up", grace.reduce((sum, one) => sum + one.people - one.protected, 0)],
  ["few recovery codes", codes.few],
  ["recovery codes never used", codes.unused],
  ["invited", invited],
  ["disabled", disabled],
  ["counted at", new Date(asOf).toISOString()],
];
