// Codes that another system gave out, by the hundred in one file.
import { expect, test } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { systemRandom } from "../kernel/random.ts";
import { createSlowHasher } from "../kernel/slow-hashing.ts";
import { prepareBroughtCodes } from "./actions.ts";

test("let whoever signs in come in between", async () => {
  const hasher = createSlowHasher({ atOnce: 1, waiting: 10 }, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const order: string[] = [];
  const codes = Array.from({ length: 20 }, (_, i) => `abcdefgh${i}`);
  await Promise.all([
    prepareBroughtCodes({ clock: systemClock, random: systemRandom, hasher }, codes, "brought").then(({ hashes }) => {
      expect(new Set(hashes.map((hash) => hash.toString("hex"))).size).toBe(20);
      order.push("codes");
    }),
    hasher.encode("a quiet harbour at dawn").then(() => order.push("password")),
  ]);
  expect(order).toEqual(["password", "codes"]);
});
