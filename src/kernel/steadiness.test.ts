import { expect, test } from "vitest";
import { day, hour } from "./clock.ts";
import { createSteadiness } from "./steadiness.ts";

test("a clock that jumps ahead counts for nothing until it is back, or has stayed there for a day", () => {
  let [now, passed] = [1_000_000, 0];
  const isSteady = createSteadiness({ now: () => now }, day, () => passed);
  const go = (ms: number) => {
    now += ms;
    passed += ms;
  };
  go(500 * day);
  expect(isSteady()).toBe(true);
  now += 3650 * day;
  expect(isSteady()).toBe(false);
  go(23 * hour);
  expect(isSteady()).toBe(false);
  now -= 3650 * day;
  expect(isSteady()).toBe(true);
  // Back and forth again: the day begins anew.
  now += 30 * day;
  go(2 * hour);
  expect(isSteady()).toBe(false);
  go(23 * hour);
  expect(isSteady()).toBe(false);
  go(hour);
  expect(isSteady()).toBe(true);
  now -= 100 * day;
  expect(isSteady()).toBe(true);
});
