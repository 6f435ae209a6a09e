import { expect, test } from "vitest";
import { day, hour } from "./clock.ts";
import { createSteadiness, type SteadinessChoices } from "./steadiness.ts";

function watched(choices: Omit<SteadinessChoices, "margin"> = {}) {
  let [now, passed] = [1_000_000_000_000, 0];
  const judge = createSteadiness({ now: () => now }, { margin: day, ...choices }, () => passed);
  return {
    judge,
    go(ms: number) {
      now += ms;
      passed += ms;
    },
    jump(ms: number) {
      now += ms;
    },
  };
}

test("a clock that jumps ahead counts for nothing until it is back, or has stayed there for a day", () => {
  const { judge, go, jump } = watched();
  go(500 * day);
  expect(judge()).toBe("steady");
  jump(3650 * day);
  expect(judge()).toBe("ahead");
  go(23 * hour);
  expect(judge()).toBe("ahead");
  jump(-3650 * day);
  expect(judge()).toBe("steady");
  // Back and forth again: the day begins anew.
  jump(30 * day);
  go(2 * hour);
  expect(judge()).toBe("ahead");
  go(23 * hour);
  expect(judge()).toBe("ahead");
  go(hour);
  expect(judge()).toBe("steady");
  jump(-100 * day);
  expect(judge()).toBe("steady");
});

test("at first no clock is believed, and one that jumped meanwhile not then either", () => {
  const { judge, go, jump } = watched({ settles: hour });
  expect(judge()).toBe("settling");
  go(hour - 1);
  expect(judge()).toBe("settling");
  go(1);
  expect(judge()).toBe("steady");
  const other = watched({ settles: hour });
  other.jump(10 * day);
  other.go(hour);
  expect(other.judge()).toBe("ahead");
  jump(-10 * day);
  expect(judge()).toBe("steady");
});

test("one that is far ahead of when the program was last at work is believed after a day, or once it is put right", () => {
  const start = 1_000_000_000_000;
  const wrong = watched({ settles: hour, lastSeen: start - 4000 * day });
  expect(wrong.judge()).toBe("ahead");
  wrong.go(23 * hour);
  expect(wrong.judge()).toBe("ahead");
  wrong.go(hour);
  expect(wrong.judge()).toBe("steady");
  const mended = watched({ settles: hour, lastSeen: start - 4000 * day });
  mended.go(2 * hour);
  mended.jump(-4000 * day);
  expect(mended.judge()).toBe("steady");
});
