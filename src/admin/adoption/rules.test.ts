// What is counted, case by case.
import { describe, expect, test } from "vitest";
import { day } from "../../kernel/clock.ts";
import type { Level } from "../../policy/rules.ts";
import {
  barsOf,
  type Counted,
  createTally,
  daysInBar,
  graceOf,
  lineOf,
  methodOf,
  mostDomains,
  mostDomainsHeld,
  notMetYet,
  otherDomains,
  outcomes,
  percent,
  readRange,
  restsFor,
  timesByDay,
} from "./rules.ts";

const now = Date.UTC(2027, 2, 1, 9);
const someone: Counted = {
  email_normal: "kim@acme.example",
  account_type: "staff",
  status: "active",
  authenticators: 0,
  passkeys: 0,
  codes_left: null,
};
type Case = [Partial<Counted>, Level, grace?: string];

function counted(...people: Case[]): Record<string, [people: number, protectedOnes: number]> {
  const tally = createTally();
  for (const [person, level, grace] of people) tally.add({ ...someone, ...person }, { level }, grace);
  expect(tally.people).toBe(people.length);
  return Object.fromEntries(
    tally.rows().map((row) => [`${row.dimension} ${row.value}`.trim(), [row.people, row.protected]]),
  );
}

describe("one person is counted", () => {
  const cases: [string, Case, Record<string, [number, number]>][] = [
    [
      "as required where they have nothing and must",
      [{}, "required"],
      { all: [1, 0], "type staff": [1, 0], "domain acme.example": [1, 0], "method none": [1, 0], required: [1, 0] },
    ],
    [
      "as protected once they have an app, with all their codes",
      [{ authenticators: 1, codes_left: 10 }, "required"],
      {
        all: [1, 1],
        "type staff": [1, 1],
        "domain acme.example": [1, 1],
        "method app": [1, 1],
        required: [1, 1],
        "codes unused": [1, 1],
      },
    ],
    [
      "by both where there is a passkey beside an app",
      [{ authenticators: 2, passkeys: 1, codes_left: 4 }, "optional"],
      { all: [1, 1], "type staff": [1, 1], "domain acme.example": [1, 1], "method both": [1, 1] },
    ],
    [
      "with few codes from three on, none included",
      [{ authenticators: 1, passkeys: 1, codes_left: 0 }, "off"],
      {
        all: [1, 1],
        "type staff": [1, 1],
        "domain acme.example": [1, 1],
        "method passkey": [1, 1],
        "codes few": [1, 1],
      },
    ],
    [
      "in grace, and not as required, while the rule does not bind",
      [{}, "optional", "2027-03-15"],
      {
        all: [1, 0],
        "type staff": [1, 0],
        "domain acme.example": [1, 0],
        "method none": [1, 0],
        "grace 2027-03-15": [1, 0],
      },
    ],
    ["by their status alone before they joined", [{ status: "invited" }, "required"], { "status invited": [1, 0] }],
    [
      "and while disabled, whatever they have",
      [{ status: "disabled", authenticators: 1, codes_left: 2 }, "required"],
      { "status disabled": [1, 1] },
    ],
    [
      "where there is no address",
      [{ email_normal: "" }, "off"],
      { all: [1, 0], "type staff": [1, 0], domain: [1, 0], "method none": [1, 0] },
    ],
  ];
  test.each(cases)("%s", (_, person, rows) => {
    expect(counted(person)).toEqual(rows);
  });

  test("and adds up with the others", () => {
    const rows = counted(
      [{ account_type: "client" }, "optional"],
      [{ account_type: "client", authenticators: 1 }, "optional"],
      [{ account_type: "staff" }, "required"],
      [{ status: "invited" }, "required"],
    );
    expect(rows).toMatchObject({
      all: [3, 1],
      "type client": [2, 1],
      "type staff": [1, 0],
      required: [1, 0],
      "status invited": [1, 0],
    });
  });
});

test.each([
  [0, 0, "none"],
  [1, 0, "app"],
  [3, 0, "app"],
  [1, 1, "passkey"],
  [2, 2, "passkey"],
  [2, 1, "both"],
] as const)("%i authenticators, of which %i are passkeys: %s", (authenticators, passkeys, method) => {
  expect(methodOf({ authenticators, passkeys })).toBe(method);
});

test("the largest domains have rows of their own, the others one together, and nobody is lost", () => {
  const tally = createTally();
  for (let i = 0; i < mostDomainsHeld + 500; i++) {
    for (let times = i < 300 ? 3 : 1; times > 0; times--)
      tally.add(
        { ...someone, email_normal: `a@d${i}.example`, authenticators: times % 2 },
        { level: "off" },
        undefined,
      );
  }
  const domains = tally.rows().filter(({ dimension }) => dimension === "domain");
  expect(domains).toHaveLength(mostDomains + 1);
  expect(domains.slice(0, mostDomains).every(({ people }) => people === 3)).toBe(true);
  expect(domains.at(-1)?.value).toBe(otherDomains);
  expect(domains.reduce((sum, { people }) => sum + people, 0)).toBe(tally.people);
});

describe("grace", () => {
  const days = { bindsFrom: { days: 14 } };
  test.each([
    ["none where the rule binds", days, undefined, undefined],
    ["up to the day on which it ends", days, now + 3 * day, "2027-03-04"],
    ["with the first sign-in where the rule was not met yet", days, now + 14 * day, notMetYet],
    ["up to a day that holds for all", { bindsFrom: { date: "2027-04-01" } }, Date.UTC(2027, 3, 1), "2027-04-01"],
  ] as const)("%s", (_, policy, bindsFrom, expected) => {
    expect(graceOf(policy, bindsFrom === undefined ? {} : { bindsFrom }, now)).toBe(expected);
  });
});

test("sign-ins count on the day on which they happened, once, and nothing else counts", () => {
  const midnight = Date.UTC(2027, 2, 2);
  const event = (name: string | null, at: number | null, carried = false) => ({ name, at, carried });
  expect(
    timesByDay([
      event("sign-in.completed", midnight - 1),
      event("sign-in.completed", midnight),
      event("sign-in.completed", midnight + day - 1),
      event("sign-in.password-wrong", midnight),
      event("sign-in.completed", midnight, true),
      event("person.added", midnight),
      event(null, null),
    ]),
  ).toEqual([
    { day: midnight / day - 1, outcome: "sign-in.completed", times: 1 },
    { day: midnight / day, outcome: "sign-in.completed", times: 2 },
    { day: midnight / day, outcome: "sign-in.password-wrong", times: 1 },
  ]);
});

describe("a chart", () => {
  const one = (on: number, times: number) => ({
    day: on,
    times: { ...Object.fromEntries(outcomes.map((name) => [name, 0])), "sign-in.completed": times } as never,
  });

  test.each([
    [1, 1],
    [92, 1],
    [93, 7],
    [800, 7],
    [801, 28],
  ])("of %i days has bars of %i", (days, size) => {
    expect(daysInBar(days)).toBe(size);
  });

  test("has every day in one bar, quiet ones too, and nothing from outside", () => {
    const days = [one(99, 1000), one(100, 1), one(101, 2), one(465, 4), one(466, 1000)];
    const bars = barsOf(days, 100, 465);
    expect(bars[0]?.from).toBe(100);
    expect(bars.at(-1)?.to).toBe(465);
    for (const [i, bar] of bars.slice(1).entries()) expect(bar.from).toBe((bars[i]?.to ?? 0) + 1);
    expect(bars.reduce((sum, { times }) => sum + times["sign-in.completed"], 0)).toBe(7);
    expect(barsOf([], 7, 7)).toHaveLength(1);
  });

  test("has a line that is broken where nobody counted", () => {
    const days = [
      { day: 10, people: 4, protected: 1 },
      { day: 12, people: 0, protected: 0 },
      { day: 13, people: 4, protected: 4 },
      { day: 99, people: 1, protected: 1 },
    ];
    expect(lineOf(days, 10, 13)).toEqual([0.25, null, null, 1]);
  });
});

test.each([
  [0, 0, 0],
  [0, 10, 0],
  [1, 1000, 1],
  [412, 480, 86],
  [999, 1000, 99],
  [1000, 1000, 100],
])("%i of %i are %i percent: never all or none where that is not so", (part, whole, expected) => {
  expect(percent(part, whole)).toBe(expected);
});

test("the time between counts grows with what they take", () => {
  expect(restsFor(10, 300_000)).toBe(300_000);
  expect(restsFor(60_000, 300_000)).toBe(1_200_000);
});

test.each([
  [undefined, "30"],
  ["365", "365"],
  ["all", "all"],
  ["toString", "30"],
  ["-1", "30"],
])("the range %s is read as %s", (text, range) => {
  expect(readRange(text)).toBe(range);
});
