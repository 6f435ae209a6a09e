import { describe, expect, test } from "vitest";
import { type Event, type Facts, type Move, mostRemade, next, type State } from "./flow.ts";

const usual: Facts = {
  level: "required",
  deadline: false,
  authenticators: 1,
  trusted: false,
  valid: true,
  helped: false,
  wrongAnswers: 1,
};

const states: Record<State["at"], State> = {
  start: { at: "start" },
  "second-step": { at: "second-step", proofs: ["password"] },
  "set-up": { at: "set-up", proofs: ["password"], why: "required" },
  "offer-set-up": { at: "offer-set-up", proofs: ["password"] },
  "save-codes": { at: "save-codes", proofs: ["password", "totp"] },
  done: { at: "done", proofs: ["password", "totp"] },
  ended: { at: "ended", because: "cancelled" },
};

/** The state a move leads to, with what there is to know about it, and its effects; `stays` where nothing happens. */
function told(from: State, { state, effects }: Move): string {
  if (state === from && effects.length === 0) return "stays";
  const more = "proofs" in state ? [...state.proofs] : [(state as { because: string }).because];
  if (state.at === "set-up") more.push(`(${state.why})`);
  return [state.at, ...more, ...effects.map((effect) => `+${effect}`)].join(" ");
}

const cancelled = "ended cancelled +forget-sign-in";
const expired = "ended expired +forget-sign-in";
const signedIn = "done password totp +begin-session +forget-sign-in +give-trust";
const justPassword = "done password +begin-session +forget-sign-in";
const asked = "second-step password";
const mustSetUp = "set-up password (required)";
const rescued = "set-up password recovery-code (recovery-code) +new-token";
const helpedOn = "set-up password (pass) +new-token";

describe("every event in every state", () => {
  const noneYet = { authenticators: 0 };
  const deadline = { level: "optional", deadline: true, authenticators: 0 } as const;
  type Row = Partial<Record<Event, string>>;
  const rows: [at: State["at"], facts: Partial<Facts>, answers: Row][] = [
    [
      "start",
      {},
      {
        "password-accepted": asked,
        "session-continued": asked,
        "first-step-vouched": "second-step vouched",
        "provider-accepted": "second-step provider",
        "provider-session-continued": "second-step provider",
      },
    ],
    [
      "start",
      noneYet,
      {
        "password-accepted": mustSetUp,
        "first-step-vouched": "set-up vouched (required)",
        "provider-accepted": "set-up provider (required)",
      },
    ],
    [
      "second-step",
      {},
      {
        "code-accepted": signedIn,
        "recovery-code-accepted": rescued,
        "help-asked": "ended help-asked +forget-sign-in",
        "pass-accepted": helpedOn,
      },
    ],
    ["set-up", noneYet, { "set-up-confirmed": "save-codes password totp" }],
    ["offer-set-up", deadline, { "set-up-chosen": mustSetUp, "not-now": justPassword }],
    ["save-codes", {}, { "codes-saved": signedIn, "codes-remade": "save-codes password totp" }],
  ];
  const events: Event[] = [
    "password-accepted",
    "provider-accepted",
    "session-continued",
    "provider-session-continued",
    "code-accepted",
    "code-refused",
    "recovery-code-accepted",
    "recovery-code-refused",
    "help-asked",
    "pass-accepted",
    "set-up-chosen",
    "not-now",
    "set-up-confirmed",
    "codes-remade",
    "codes-saved",
    "cancelled",
    "time-passed",
  ];
  const ends: Row = { cancelled, "time-passed": expired };
  const cases = rows.flatMap(([at, facts, answers]) =>
    events.map((event) => [at, event, { ...ends, ...answers }[event] ?? "stays", facts] as const),
  );
  const over = (["done", "ended"] as const).flatMap((at) => events.map((event) => [at, event, "stays", {}] as const));

  test.each([...cases, ...over])("%s, %s: %s", (at, event, wanted, facts) => {
    expect(told(states[at], next(states[at], event, { ...usual, ...facts }))).toBe(wanted);
  });
});

describe("after the password", () => {
  const trusted = "done password trusted-browser +begin-session +forget-sign-in";
  const offered = "offer-set-up password";
  const cases: [level: Facts["level"], deadline: boolean, authenticators: number, trusted: boolean, wanted: string][] =
    [
      ["off", false, 0, false, justPassword],
      ["off", false, 0, true, justPassword],
      ["off", false, 2, false, justPassword],
      ["off", false, 2, true, justPassword],
      ["optional", false, 0, false, justPassword],
      ["optional", false, 0, true, justPassword],
      ["optional", false, 1, false, asked],
      ["optional", false, 1, true, trusted],
      ["optional", true, 0, false, offered],
      ["optional", true, 0, true, offered],
      ["optional", true, 1, false, asked],
      ["optional", true, 1, true, trusted],
      ["required", false, 0, false, mustSetUp],
      ["required", false, 0, true, mustSetUp],
      ["required", false, 1, false, asked],
      ["required", false, 3, true, trusted],
    ];
  test.each(cases)(
    "%s (deadline: %s), %i authenticators, trusted: %s: %s",
    (level, deadline, authenticators, isTrusted, wanted) => {
      const facts = { ...usual, level, deadline, authenticators, trusted: isTrusted };
      expect(told(states.start, next(states.start, "password-accepted", facts))).toBe(wanted);
    },
  );
});

describe("after an identity provider", () => {
  const justProvider = "done provider +begin-session +forget-sign-in";
  const cases: [level: Facts["level"], authenticators: number, trusted: boolean, wanted: string][] = [
    // The provider stands in for the second step: policy says off.
    ["off", 0, false, justProvider],
    ["off", 2, false, justProvider],
    ["optional", 0, false, justProvider],
    ["optional", 1, false, "second-step provider"],
    ["required", 0, false, "set-up provider (required)"],
    ["required", 1, true, "done provider trusted-browser +begin-session +forget-sign-in"],
    ["required", 1, false, "second-step provider"],
  ];
  test.each(cases)("%s, %i authenticators, trusted: %s: %s", (level, authenticators, trusted, wanted) => {
    const facts = { ...usual, level, authenticators, trusted };
    expect(told(states.start, next(states.start, "provider-accepted", facts))).toBe(wanted);
  });

  test("a set-up that was reset before its codes were saved leaves the provider's word alone", () => {
    const saving: State = { at: "save-codes", proofs: ["provider", "totp"] };
    const move = next(saving, "codes-saved", { ...usual, authenticators: 0 });
    expect(told(saving, move)).toBe("set-up provider (required)");
  });

  test("one that is turned off on the way ends the sign-in", () => {
    const asked: State = { at: "second-step", proofs: ["provider"] };
    const move = next(asked, "code-accepted", { ...usual, valid: false });
    expect(told(asked, move)).toBe("ended no-longer-valid +forget-sign-in");
  });
});

describe("facts that changed on the way", () => {
  const recovering: State = { at: "set-up", proofs: ["password", "recovery-code"], why: "recovery-code" };
  const recovered: State = { at: "save-codes", proofs: ["password", "recovery-code", "totp"] };
  const byPass: State = { at: "set-up", proofs: ["password"], why: "pass" };
  const withCodes = "save-codes password recovery-code totp";
  const cases: [what: string, from: State, event: Event, facts: Partial<Facts>, wanted: string][] = [
    [
      "'Not now' to what is required by now",
      states["offer-set-up"],
      "not-now",
      { level: "required", authenticators: 0 },
      mustSetUp,
    ],
    [
      "an offer taken that is required by now",
      states["offer-set-up"],
      "set-up-chosen",
      { level: "required", authenticators: 0 },
      mustSetUp,
    ],
    [
      "an offer taken after set-up elsewhere",
      states["offer-set-up"],
      "set-up-chosen",
      { level: "optional", deadline: true },
      asked,
    ],
    [
      "'Not now' after set-up elsewhere",
      states["offer-set-up"],
      "not-now",
      { level: "optional", deadline: true },
      asked,
    ],
    ["an offer of what is off by now", states["offer-set-up"], "set-up-chosen", { level: "off" }, justPassword],
    ["confirmed after set-up elsewhere", states["set-up"], "set-up-confirmed", {}, asked],
    ["begun again after set-up elsewhere", states["set-up"], "set-up-chosen", {}, asked],
    ["set-up that nobody requires any more", states["set-up"], "not-now", { level: "off", authenticators: 0 }, "stays"],
    ["a code where all is off by now", states["second-step"], "code-accepted", { level: "off" }, signedIn],
    [
      "a recovery code where all is off by now",
      states["second-step"],
      "recovery-code-accepted",
      { level: "off" },
      rescued,
    ],
    [
      "a recovery code where it is optional",
      states["second-step"],
      "recovery-code-accepted",
      { level: "optional" },
      rescued,
    ],
    ["a recovery code after a reset", states["second-step"], "recovery-code-accepted", { authenticators: 0 }, rescued],
    [
      "set-up after a recovery code, the old one alive",
      recovering,
      "set-up-confirmed",
      { authenticators: 2 },
      withCodes,
    ],
    [
      "set-up after a recovery code, the old one gone",
      recovering,
      "set-up-confirmed",
      { authenticators: 0 },
      withCodes,
    ],
    ["set-up after a recovery code, off by now", recovering, "set-up-confirmed", { level: "off" }, withCodes],
    ["set-up by a pass, the old one alive", byPass, "set-up-confirmed", { helped: true }, "save-codes password totp"],
    ["set-up by a pass that was cancelled", byPass, "set-up-confirmed", {}, asked],
    ["set-up by a pass that was cancelled, begun again", byPass, "set-up-chosen", {}, asked],
    ["set-up by a pass that was cancelled, none left", byPass, "set-up-confirmed", { authenticators: 0 }, asked],
    ["set-up by a pass is not skipped", byPass, "not-now", { helped: true, level: "optional" }, "stays"],
    ["a pass where all is off by now", states["second-step"], "pass-accepted", { level: "off" }, helpedOn],
    ["set-up after a recovery code is not skipped", recovering, "not-now", { level: "optional" }, "stays"],
    ["codes saved where all is off by now", states["save-codes"], "codes-saved", { level: "off" }, signedIn],
    ["codes saved after a reset: required", states["save-codes"], "codes-saved", { authenticators: 0 }, mustSetUp],
    ["codes saved after a reset: a recovery code before", recovered, "codes-saved", { authenticators: 0 }, mustSetUp],
    [
      "codes saved after a reset: optional",
      states["save-codes"],
      "codes-saved",
      { level: "optional", authenticators: 0 },
      justPassword,
    ],
    ["a fourth wrong answer", states["second-step"], "code-refused", { wrongAnswers: 4 }, "stays"],
    [
      "a fifth wrong code",
      states["second-step"],
      "code-refused",
      { wrongAnswers: 5 },
      "ended too-many-wrong-answers +forget-sign-in",
    ],
    [
      "a fifth wrong recovery code",
      states["second-step"],
      "recovery-code-refused",
      { wrongAnswers: 5 },
      "ended too-many-wrong-answers +forget-sign-in",
    ],
  ];
  test.each(cases)("%s", (_what, from, event, facts, wanted) => {
    expect(told(from, next(from, event, { ...usual, ...facts }))).toBe(wanted);
  });
});

test("codes are made anew three times in one sign-in, and then no more", () => {
  let state: State = states["save-codes"];
  for (let i = 0; i < mostRemade; i++) state = next(state, "codes-remade", usual).state;
  expect(next(state, "codes-remade", usual).state).toBe(state);
  expect(next(state, "codes-saved", usual).state.at).toBe("done");
});
