import { expect, test } from "vitest";
import { whenAsked } from "./when-asked.ts";

test("nothing is loaded before somebody asks, and all who ask get the same", async () => {
  let loaded = 0;
  const ask = whenAsked(async () => ({ number: ++loaded }));
  expect(loaded).toBe(0);
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(first).toBe(second);
  expect(await ask()).toBe(first);
  expect(loaded).toBe(1);
});

test("who asks at once hears of the same failure, and the next one tries again", async () => {
  let tries = 0;
  const ask = whenAsked(async () => {
    if (++tries === 1) throw new Error("not there");
    return tries;
  });
  const asked = await Promise.allSettled([ask(), ask()]);
  expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(tries).toBe(1);
  expect(await ask()).toBe(2);
});
