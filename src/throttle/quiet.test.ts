// What ends a count beside a right answer: peace, and the end of the session that it is about.
import { expect, test } from "vitest";
import { day } from "../kernel/clock.ts";
import {
  afterQuiet,
  afterWrong,
  calm,
  endsSession,
  longestWait,
  quiet,
  type ThrottleKind,
  type ThrottleState,
  waitAfter,
} from "./rules.ts";

const start = Date.UTC(2027, 2, 1, 9);
const others: ThrottleKind[] = ["second-step", "recovery-code", "session-codes", "network"];

function wrongTimes(kind: ThrottleKind, times: number): ThrottleState {
  let state = calm;
  for (let i = 0; i < times; i++) state = afterWrong(kind, state, start, false);
  return state;
}

test("the count of a login falls after twelve quiet hours, no other count does", () => {
  const state = wrongTimes("password", 9);
  expect(afterQuiet("password", state, start, start + quiet - 1)).toBe(state);
  expect(afterQuiet("password", state, start, start + quiet)).toEqual(calm);
  // A clock that was set back makes no peace.
  expect(afterQuiet("password", state, start + 300 * day, start)).toBe(state);
  for (const kind of others) expect(afterQuiet(kind, wrongTimes(kind, 9), start, start + 300 * day).failures).toBe(9);
});

test("resting for it gains nothing: steadily guessing gets as many tries a day as the longest wait allows", () => {
  let state = calm;
  let now = start;
  let tries = 0;
  for (; waitAfter("password", state.failures) < longestWait; tries++) {
    now = Math.max(now, state.blockedUntil);
    state = afterWrong("password", state, now, false);
  }
  const round = now + quiet - start;
  expect(tries / round).toBeLessThan(1 / longestWait);
});

test("five wrong codes in a row end a session", () => {
  expect([4, 5].map((failures) => endsSession({ ...calm, failures }))).toEqual([false, true]);
});
