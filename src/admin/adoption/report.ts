// The adoption of an organisation as its administrators read it: the latest count, and the days before.
import { countOpenRequests } from "../../access/actions.ts";
import { listApplications } from "../../applications/uses.ts";
import type { Queries } from "../../database/database.ts";
import { type Clock, day } from "../../kernel/clock.ts";
import { tallyOf } from "./counting.ts";
import {
  byPeople,
  type CountRow,
  type Dimension,
  firstDay,
  type Method,
  methods,
  type Outcome,
  otherDomains,
  outcomes,
  type Range,
} from "./rules.ts";
import * as store from "./store.ts";

export interface Share {
  value: string;
  people: number;
  protected: number;
}

/** Counts of one day; ones that hold now where there are no more people than can be counted at once. */
export interface Present {
  /** ms since the epoch */
  asOf: number;
  people: number;
  protected: number;
  invited: number;
  disabled: number;
  types: Share[];
  /** The largest first; `otherDomains` for all the others. */
  domains: Share[];
  methods: Record<Method, number>;
  /** Of whom it is asked now. */
  required: { people: number; protected: number };
  /** Of whom it is asked later, by the day on which their grace ends; `notMetYet` for those whose days have not begun. */
  grace: Share[];
  codes: { few: number; unused: number };
}

export interface DayOfPeople {
  /** Since the epoch, UTC. */
  day: number;
  people: number;
  protected: number;
  types: Share[];
}

export interface DayOfSignIns {
  day: number;
  times: Record<Outcome, number>;
}

export interface UsedApplication {
  id: string;
  name: string;
  /** Sign-ins of the last 30 days. */
  withSecondFactor: number;
  without: number;
}

export interface Adoption {
  range: Range;
  /** Of the charts; both included. */
  from: number;
  today: number;
  /** `undefined` until the people of a large organisation were counted for the first time. */
  present: Present | undefined;
  days: DayOfPeople[];
  signIns: DayOfSignIns[];
  applications: UsedApplication[];
  openHelpRequests: number;
}

/** So many are counted whenever somebody looks. */
const countedAtOnce = 2000;

export async function adoptionOf(
  needs: { db: Queries; clock: Clock },
  organisation: string,
  range: Range,
): Promise<Adoption> {
  const { db, clock } = needs;
  const now = clock.now();
  const today = Math.floor(now / day);
  const first = firstDay(range, today);
  const present = await presentOf(needs, organisation);
  const [all, types, times] = await Promise.all([
    db.all(store.getDays, { organisation, dimension: "all", from: first }),
    db.all(store.getDays, { organisation, dimension: "type", from: first }),
    db.all(store.getTimes, { organisation, from: first }),
  ]);
  // What a clock wrote down that went ahead for a while has not been yet.
  const past = <Row extends { day: number }>(rows: readonly Row[]) => rows.filter((row) => row.day <= today);
  const days = daysOf(past(all), past(types), present);
  return {
    range,
    from: range === "all" ? Math.min(today, days[0]?.day ?? today, times[0]?.day ?? today) : first,
    today,
    present,
    days,
    signIns: signInsOf(past(times)),
    applications: (await listApplications(db, { clock }, organisation)).map(
      ({ id, name, withSecondFactor, without }) => ({
        ...{ id, name, withSecondFactor, without },
      }),
    ),
    openHelpRequests: await countOpenRequests({ db }, organisation),
  };
}

async function presentOf(needs: { db: Queries; clock: Clock }, organisation: string): Promise<Present | undefined> {
  const { db, clock } = needs;
  const count = await db.first(store.getCount, { organisation });
  if (!count || count.counted_at === null || count.people < countedAtOnce) {
    const tally = await tallyOf(needs, organisation, { most: countedAtOnce });
    if (tally) return read(tally.rows(), clock.now());
  }
  if (!count || count.counted_at === null) return undefined;
  return read(await db.all(store.getDay, { organisation, day: count.day }), count.counted_at);
}

type Row = { dimension: string; value: string; people: number; protected: number };

function read(rows: readonly Row[], asOf: number): Present {
  const of = (dimension: Dimension) =>
    rows
      .filter((row) => row.dimension === dimension)
      .map(({ value, people, protected: those }) => ({ value, people, protected: those }));
  const one = (dimension: Dimension, value = "") =>
    of(dimension).find((row) => row.value === value) ?? { value, people: 0, protected: 0 };
  const sorted = (dimension: Dimension) => of(dimension).sort((a, b) => byPeople(a as CountRow, b as CountRow));
  const all = one("all");
  const required = one("required");
  return {
    asOf,
    people: all.people,
    protected: all.protected,
    invited: one("status", "invited").people,
    disabled: one("status", "disabled").people,
    types: sorted("type"),
    domains: sorted("domain").sort((a, b) => Number(a.value === otherDomains) - Number(b.value === otherDomains)),
    methods: Object.fromEntries(methods.map((method) => [method, one("method", method).people])) as Present["methods"],
    required: { people: required.people, protected: required.protected },
    grace: of("grace").sort((a, b) => (a.value < b.value ? -1 : 1)),
    codes: { few: one("codes", "few").people, unused: one("codes", "unused").people },
  };
}

type Day = { day: number } & Share;

/** The days that were counted, and today as it is now. */
function daysOf(all: readonly Day[], types: readonly Day[], present: Present | undefined): DayOfPeople[] {
  const days = new Map<number, DayOfPeople>();
  for (const { day: on, people, protected: those } of all)
    days.set(on, { day: on, people, protected: those, types: [] });
  for (const { day: on, value, people, protected: those } of types)
    days.get(on)?.types.push({ value, people, protected: those });
  if (present) {
    const { asOf, people, protected: those, types: ofTypes } = present;
    const on = Math.floor(asOf / day);
    days.set(on, { day: on, people, protected: those, types: ofTypes });
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

function signInsOf(times: readonly { day: number; outcome: string; times: number }[]): DayOfSignIns[] {
  const days = new Map<number, DayOfSignIns>();
  const none = () => Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { day: on, outcome, times: often } of times) {
    const found = days.get(on) ?? { day: on, times: none() };
    if (outcomes.some((known) => known === outcome)) found.times[outcome as Outcome] = Number(often);
    days.set(on, found);
  }
  return [...days.values()];
}
