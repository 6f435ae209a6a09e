// The invariants of the machine, over random sequences of events with facts that change between them.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Proof } from "../sessions/rules.ts";
import { type Event, type Facts, type Move, mostWrongAnswers, next, type State } from "./flow.ts";

interface Step extends Move {
  from: State;
  event: Event;
  facts: Facts;
}

/** What each state is there to hear. */
const business: Record<State["at"], Event[]> = {
  start: [
    ...(["password-accepted", "provider-accepted", "password-accepted", "provider-accepted"] as const),
    ...(["session-continued", "provider-session-continued", "first-step-vouched"] as const),
  ],
  // Wrong answers several times over: five of them have to come together.
  "second-step": [
    ...(["code-accepted", "code-refused", "code-refused", "help-asked"] as const),
    ...(["recovery-code-accepted", "recovery-code-refused", "recovery-code-refused", "pass-accepted"] as const),
  ],
  "set-up": ["set-up-chosen", "set-up-confirmed"],
  "offer-set-up": ["set-up-chosen", "not-now"],
  "save-codes": ["codes-saved", "codes-remade"],
  done: [],
  ended: [],
};
const events: Event[] = [...new Set(Object.values(business).flat()), "cancelled", "time-passed"];
const levels = ["off", "optional", "required"] as const;

/**
 * Drives the machine as its shell does: every refused answer is counted before the machine is told. A step is drawn as one
 * number, which is quick to draw and shrinks well; half of the events are such as the state is there to hear, or hardly
 * any sequence would get anywhere.
 */
function walk(drawn: readonly number[]): Step[] {
  let state: State = Object.freeze({ at: "start" });
  let wrongAnswers = 0;
  return drawn.map((number) => {
    let left = number;
    const digit = (base: number): number => {
      const value = left % base;
      left = Math.floor(left / base);
      return value;
    };
    const fitting = digit(2) === 1 ? business[state.at] : [];
    const choice = digit(52);
    const event = (fitting[choice % fitting.length] ?? events[choice % events.length]) as Event;
    const facts: Facts = {
      level: levels[digit(3)] as Facts["level"],
      deadline: digit(2) === 1,
      authenticators: digit(3),
      trusted: digit(2) === 1,
      valid: digit(20) !== 19,
      helped: digit(2) === 1,
      wrongAnswers: event.endsWith("-refused") ? ++wrongAnswers : wrongAnswers,
    };
    const from = state;
    const move = next(state, event, facts);
    state = Object.freeze(move.state);
    if ("proofs" in state) Object.freeze(state.proofs);
    return { from, event, facts, ...move };
  });
}

const sequences = fc.array(fc.nat(2 * 52 * 3 * 2 * 3 * 2 * 20 * 2 - 1), { minLength: 1, maxLength: 16 });

/** Every step of every sequence holds to it; `when` must have come up often enough for that to mean something. */
function always(when: (step: Step) => boolean, holds: (step: Step, steps: Step[]) => boolean): void {
  let met = 0;
  const property = fc.property(sequences, (drawn) => {
    const steps = walk(drawn);
    for (const step of steps) {
      if (!when(step)) continue;
      met++;
      if (!holds(step, steps)) throw new Error(`${JSON.stringify(step)} in ${JSON.stringify(steps)}`);
    }
  });
  fc.assert(property, { numRuns: 25_000, seed: 20_270_301 });
  expect(met).toBeGreaterThan(100);
}

const proofsOf = (state: State): readonly Proof[] => ("proofs" in state ? state.proofs : []);
const begins = ({ effects }: Step): boolean => effects.includes("begin-session");
const isOver = ({ at }: State): boolean => at === "done" || at === "ended";
const nothing = ({ from, state, effects }: Step): boolean => state === from && effects.length === 0;
const gained = ({ from, state }: Step): Proof[] => proofsOf(state).filter((proof) => !proofsOf(from).includes(proof));

describe("over 25,000 random sequences", () => {
  test("the sequences reach every state, every ending and every effect", () => {
    const seen = new Map<string, number>();
    const see = (name: string) => seen.set(name, (seen.get(name) ?? 0) + 1);
    always(
      (step) => !nothing(step),
      ({ state, effects }) => {
        see(state.at === "ended" ? state.because : state.at === "set-up" ? `${state.at} ${state.why}` : state.at);
        for (const effect of effects) see(effect);
        return true;
      },
    );
    const all = [
      ...[
        "second-step",
        "set-up required",
        "set-up recovery-code",
        "set-up pass",
        "offer-set-up",
        "save-codes",
        "done",
      ],
      ...["cancelled", "help-asked", "expired", "too-many-wrong-answers", "no-longer-valid"],
      ...["new-token", "begin-session", "forget-sign-in", "give-trust"],
    ];
    expect([...seen.keys()].sort()).toEqual(all.sort());
    for (const [name, times] of seen) expect(times, name).toBeGreaterThan(10);
  });

  test("no session begins where a second factor is required, unless one was proven or the browser is trusted", () => {
    always(
      (step) => begins(step) && step.facts.level === "required",
      ({ state }) => proofsOf(state).some((proof) => proof === "totp" || proof === "trusted-browser"),
    );
  });

  test("no session begins on a password or a provider's word alone for who has an authenticator that does not sleep", () => {
    always(
      (step) => begins(step) && step.facts.level !== "off" && step.facts.authenticators > 0,
      ({ state }) => proofsOf(state).length > 1,
    );
  });

  test("a session goes on by itself only to the second step or past it, never to set-up", () => {
    always(
      ({ from, event, facts }) => from.at === "start" && event.endsWith("session-continued") && facts.valid,
      (step) => nothing(step) || step.state.at === "second-step" || step.state.at === "done",
    );
  });

  test("a set-up that was undone before the codes were saved counts for nothing", () => {
    always(
      ({ event, from, facts }) => event === "codes-saved" && from.at === "save-codes" && facts.authenticators === 0,
      ({ state }) => !proofsOf(state).includes("totp"),
    );
  });

  test("each proof is gained by its own event alone, and once", () => {
    const by: Record<Proof, Event[]> = {
      password: ["password-accepted", "session-continued"],
      vouched: ["first-step-vouched"],
      provider: ["provider-accepted", "provider-session-continued"],
      totp: ["code-accepted", "set-up-confirmed"],
      "recovery-code": ["recovery-code-accepted"],
      "trusted-browser": [...(business.start as Event[]), "set-up-chosen", "not-now"],
    };
    always(
      (step) => gained(step).length > 0,
      (step) => {
        const has = proofsOf(step.state);
        return (
          gained(step).every((proof) => by[proof].includes(step.event)) &&
          ["password", "provider", "vouched"].includes(has[0] as Proof) &&
          has.filter((proof) => ["password", "provider", "vouched"].includes(proof)).length === 1 &&
          new Set(has).size === has.length
        );
      },
    );
  });

  test("a trusted browser counts only where it is trusted now, for who has an authenticator", () => {
    always(
      (step) => gained(step).includes("trusted-browser"),
      ({ facts }) => facts.trusted && facts.valid && facts.authenticators > 0,
    );
  });

  test("a sign-in is over once, and nothing happens after", () => {
    always(
      ({ from }) => isOver(from),
      (step, steps) => nothing(step) && steps.filter(begins).length <= 1,
    );
    always(
      ({ from }) => !isOver(from),
      ({ state, effects }) =>
        effects.includes("forget-sign-in") === isOver(state) &&
        effects.includes("begin-session") === (state.at === "done"),
    );
  });

  test("a person who is no longer valid is let no further, whatever happens", () => {
    always(
      ({ from, facts }) => !facts.valid && !isOver(from),
      ({ state, effects }) => state.at === "ended" && effects.join() === "forget-sign-in",
    );
  });

  test("five wrong answers end a sign-in", () => {
    always(
      ({ from, event, facts }) => from.at === "second-step" && event.endsWith("-refused") && facts.valid,
      (step) => (step.facts.wrongAnswers < mostWrongAnswers ? nothing(step) : step.state.at === "ended"),
    );
  });

  test("a recovery code leads to set-up with a new token", () => {
    always(
      ({ from, event, facts }) => from.at === "second-step" && event === "recovery-code-accepted" && facts.valid,
      ({ state, effects }) => state.at === "set-up" && state.why === "recovery-code" && effects.join() === "new-token",
    );
  });

  test("out of the set-up after a recovery code only confirming it leads on", () => {
    always(
      (step) => step.from.at === "set-up" && step.from.why === "recovery-code" && !nothing(step),
      ({ event, state }) => state.at === "ended" || (state.at === "save-codes" && event === "set-up-confirmed"),
    );
  });

  test("a pass leads to set-up with a new token, and proves nothing by itself", () => {
    always(
      ({ from, event, facts }) => from.at === "second-step" && event === "pass-accepted" && facts.valid,
      ({ from, state, effects }) =>
        state.at === "set-up" &&
        state.why === "pass" &&
        effects.join() === "new-token" &&
        proofsOf(state).join() === proofsOf(from).join(),
    );
  });

  test("out of the set-up by a pass only confirming it leads on, and only while the pass holds", () => {
    always(
      (step) => step.from.at === "set-up" && step.from.why === "pass" && !nothing(step),
      ({ event, state, facts }) =>
        state.at === "ended" ||
        (state.at === "save-codes" && event === "set-up-confirmed" && facts.helped) ||
        (state.at === "second-step" && !facts.helped),
    );
  });

  test("asking for help ends a sign-in, and no session begins by it", () => {
    always(
      ({ from, event, facts }) => from.at === "second-step" && event === "help-asked" && facts.valid,
      ({ state, effects }) =>
        state.at === "ended" && state.because === "help-asked" && effects.join() === "forget-sign-in",
    );
  });

  test("who only gave a password never confirms a set-up beside an authenticator that is there", () => {
    always(
      ({ from, facts }) => from.at === "set-up" && from.why === "required" && facts.authenticators > 0,
      ({ state }) => state.at !== "save-codes" && state.at !== "done",
    );
  });

  test("trust is given only with a session that a code has opened", () => {
    always(
      ({ effects }) => effects.includes("give-trust"),
      (step) => begins(step) && proofsOf(step.state).includes("totp"),
    );
  });

  test("an event that has no business in a state leaves everything as it is", () => {
    always(
      ({ from, event, facts }) =>
        facts.valid && event !== "cancelled" && event !== "time-passed" && !business[from.at].includes(event),
      nothing,
    );
  });
});
