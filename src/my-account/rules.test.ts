import { expect, test } from "vitest";
import type { Level } from "../policy/rules.ts";
import { mayEnable, secondFactorState, shortestPassword } from "./rules.ts";

const cases: [level: Level, authenticators: number, state: string, shortest: number, mayEnable: boolean][] = [
  ["off", 0, "off", 15, false],
  ["off", 1, "asleep", 15, false],
  ["optional", 0, "off", 15, true],
  ["optional", 1, "on", 8, false],
  ["required", 0, "off", 8, true],
  ["required", 2, "on", 8, false],
];

test.each(cases)(
  "at '%s' with %i authenticators the second factor is '%s' and a password has at least %i characters",
  (...given) => {
    const [level, authenticators, state, shortest, may] = given;
    expect(secondFactorState(level, authenticators)).toBe(state);
    expect(shortestPassword(level, authenticators)).toBe(shortest);
    expect(mayEnable(level, authenticators)).toBe(may);
  },
);
