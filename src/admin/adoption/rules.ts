// What is counted of people and their sign-ins, and how the days of it become a report. Pure.
import { day } from "../../kernel/clock.ts";
import { dayText } from "../../kernel/days.ts";
import { domainOf, type Policy, type Requirement } from "../../policy/rules.ts";
import { codesInSet, few } from "../../recovery-codes/rules.ts";

/**
 * `all`, `type`, `domain`: who may sign in, and who of them has an authenticator. `method`: by what. `required`: of whom
 * it is asked now. `grace`: of whom it is asked later, by the day. `codes`: who has few left, or all. `status`: who may not
 * sign in, because they have not joined or are disabled.
 */
export const dimensions = ["all", "type", "domain", "method", "required", "grace", "codes", "status"] as const;
export type Dimension = (typeof dimensions)[number];

export const methods = ["app", "passkey", "both", "none"] as const;
export type Method = (typeof methods)[number];

/** The value of `grace` for those who have not met the rule yet: their days begin with their next sign-in. */
export const notMetYet = "first-sign-in";

/** The value of `domain` for all but the largest ones. No domain reads so. */
export const otherDomains = "*";
export const mostDomains = 200;
/** Past so many different ones further ones are counted together, so that no organisation takes all memory. */
export const mostDomainsHeld = 20_000;

/** What is counted of one person. */
export interface Counted {
  email_normal: string;
  account_type: string;
  status: string;
  authenticators: number;
  passkeys: number;
  codes_left: number | null;
}

export interface CountRow {
  dimension: Dimension;
  value: string;
  people: number;
  protected: number;
}

export const methodOf = ({ authenticators, passkeys }: Pick<Counted, "authenticators" | "passkeys">): Method => {
  if (authenticators === 0) return "none";
  if (passkeys === 0) return "app";
  return passkeys < authenticators ? "both" : "passkey";
};

/** Until when somebody is in grace, as filters and counts say it; `undefined` for who is not. */
export function graceOf(
  { bindsFrom }: Pick<Policy, "bindsFrom">,
  requirement: Pick<Requirement, "bindsFrom">,
  now: number,
): string | undefined {
  if (requirement.bindsFrom === undefined) return undefined;
  // Days that would begin this very moment have not begun.
  const unmet = bindsFrom !== null && "days" in bindsFrom && requirement.bindsFrom >= now + bindsFrom.days * day;
  return unmet ? notMetYet : dayText(requirement.bindsFrom);
}

/** Counts people one after another, each in all dimensions. */
export function createTally() {
  const counts = new Map<Dimension, Map<string, CountRow>>();
  let people = 0;
  const count = (dimension: Dimension, value: string, isProtected: boolean) => {
    const values = counts.get(dimension) ?? new Map<string, CountRow>();
    counts.set(dimension, values);
    const known = values.has(value) || dimension !== "domain" || values.size < mostDomainsHeld;
    const named = known ? value : otherDomains;
    const row = values.get(named) ?? { dimension, value: named, people: 0, protected: 0 };
    values.set(named, row);
    row.people++;
    if (isProtected) row.protected++;
  };
  return {
    get people() {
      return people;
    },
    /** @param grace as `graceOf` says it */
    add(person: Counted, { level }: Pick<Requirement, "level">, grace: string | undefined): void {
      people++;
      const isProtected = person.authenticators > 0;
      if (person.status !== "active") {
        count("status", person.status, isProtected);
        return;
      }
      count("all", "", isProtected);
      count("type", person.account_type, isProtected);
      count("domain", domainOf(person.email_normal), isProtected);
      count("method", methodOf(person), isProtected);
      if (grace !== undefined) count("grace", grace, isProtected);
      else if (level === "required") count("required", "", isProtected);
      if (person.codes_left !== null && person.codes_left <= few) count("codes", "few", isProtected);
      if (person.codes_left === codesInSet) count("codes", "unused", isProtected);
    },
    rows(): CountRow[] {
      const all = [...counts.values()].flatMap((values) => [...values.values()]);
      return [...all.filter(({ dimension }) => dimension !== "domain"), ...largest(counts.get("domain"))];
    },
  };
}

export type Tally = ReturnType<typeof createTally>;

export const byPeople = (a: CountRow, b: CountRow): number => b.people - a.people || (a.value < b.value ? -1 : 1);

function largest(domains: Map<string, CountRow> | undefined): CountRow[] {
  if (!domains) return [];
  const sorted = [...domains.values()].filter(({ value }) => value !== otherDomains).sort(byPeople);
  const met = domains.get(otherDomains);
  const others = [...sorted.slice(mostDomains), ...(met ? [met] : [])];
  const sum: CountRow = { dimension: "domain", value: otherDomains, people: 0, protected: 0 };
  for (const one of others) {
    sum.people += one.people;
    sum.protected += one.protected;
  }
  return [...sorted.slice(0, mostDomains), ...(sum.people > 0 ? [sum] : [])];
}

/** The events that end a try to sign in, or a part of one. */
export const outcomes = [
  "sign-in.completed",
  "sign-in.password-wrong",
  "sign-in.code-wrong",
  "sign-in.waiting",
  "sign-in.cancelled",
] as const;
export type Outcome = (typeof outcomes)[number];

export const isOutcome = (name: string | null): name is Outcome => outcomes.some((outcome) => outcome === name);

/** How many of which outcome on which day; each event counts on the day on which it happened. */
export function timesByDay(
  events: readonly { name: string | null; at: number | null; carried: boolean }[],
): { day: number; outcome: Outcome; times: number }[] {
  const found = new Map<string, { day: number; outcome: Outcome; times: number }>();
  for (const { name, at, carried } of events) {
    // What was only moved within the chain was counted where it stood before.
    if (carried || at === null || !isOutcome(name)) continue;
    const on = Math.floor(at / day);
    const key = `${on} ${name}`;
    const row = found.get(key) ?? { day: on, outcome: name, times: 0 };
    row.times++;
    found.set(key, row);
  }
  return [...found.values()];
}

/** A chart's days, today included. `null`: all there are. */
export const ranges = { "30": 30, "90": 90, "365": 365, all: null } as const;
export type Range = keyof typeof ranges;
export const usualRange: Range = "30";
export const readRange = (text: string | undefined): Range =>
  text !== undefined && Object.hasOwn(ranges, text) ? (text as Range) : usualRange;

export const firstDay = (range: Range, today: number): number => {
  const days = ranges[range];
  return days === null ? 0 : today - days + 1;
};

/** What only the present is asked for goes with its day; domains, which are many, after a year, the rest after five. */
export const daysKept = (dimension: Dimension): number => {
  const years = dimension === "grace" ? 0 : dimension === "domain" ? 1 : 5;
  return years * 366;
};

/** The next count begins when twenty times what the last one took has gone by, so that it never takes much of a machine. */
export const restsFor = (took: number, atLeast: number): number => Math.max(atLeast, 20 * took);

/** So many days are one bar: a quarter by the day, a year or two by the week, more by four weeks. */
export const daysInBar = (days: number): number => (days <= 92 ? 1 : days <= 800 ? 7 : 28);

export interface Bar {
  /** Days since the epoch; both included. */
  from: number;
  to: number;
  times: Record<Outcome, number>;
}

/** Every day of a range is in exactly one bar, those on which nobody came included. The last bar ends with the last day. */
export function barsOf(
  days: readonly { day: number; times: Record<Outcome, number> }[],
  from: number,
  to: number,
): Bar[] {
  const size = daysInBar(to - from + 1);
  const bars: Bar[] = [];
  for (let end = to; end >= from; end -= size) {
    const times = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Bar["times"];
    bars.unshift({ from: Math.max(from, end - size + 1), to: end, times });
  }
  for (const { day: on, times } of days) {
    if (on < from || on > to) continue;
    const bar = bars[bars.length - 1 - Math.floor((to - on) / size)] as Bar;
    for (const outcome of outcomes) bar.times[outcome] += times[outcome];
  }
  return bars;
}

/** One share a day, `null` where nobody counted: a line is broken there, for nothing is known of those days. */
export function lineOf(
  days: readonly { day: number; people: number; protected: number }[],
  from: number,
  to: number,
): (number | null)[] {
  const line = new Array<number | null>(Math.max(0, to - from + 1)).fill(null);
  for (const { day: on, people, protected: those } of days)
    if (on >= from && on <= to && people > 0) line[on - from] = those / people;
  return line;
}

/** Whole percents that never say that all are, or none is, where that is not so. */
export function percent(part: number, whole: number): number {
  if (whole <= 0) return 0;
  const exact = (100 * part) / whole;
  if (part > 0 && exact < 1) return 1;
  return part < whole ? Math.min(99, Math.round(exact)) : 100;
}
