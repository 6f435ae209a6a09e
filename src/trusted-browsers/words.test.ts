import { expect, test } from "vitest";
import { trustLength } from "./words.ts";

test.each([
  [1 / 24, "1 hour"],
  [0.125, "3 hours"],
  [1, "1 day"],
  [1.5, "36 hours"],
  [7, "1 week"],
  [14, "2 weeks"],
  [30, "30 days"],
  [90, "90 days"],
  [364, "364 days"],
])("%d days read as '%s'", (days, words) => {
  expect(trustLength(days)).toBe(words);
});
