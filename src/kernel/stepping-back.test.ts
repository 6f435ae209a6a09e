import { getPriority } from "node:os";
import { expect, test } from "vitest";
import { createSlowHasher } from "./slow-hashing.ts";
import { letHashingStepBack, lowest, poolThreads } from "./stepping-back.ts";

test("the threads that hash step back, and the one that answers does not", async (at) => {
  if (process.platform !== "linux") return at.skip("only Linux has priorities of single threads");
  const before = getPriority();
  await createSlowHasher({ atOnce: 1, waiting: 0 }, { memoryCost: 8, timeCost: 1, parallelism: 1 }).encode("x");
  expect(letHashingStepBack()).toBe(true);
  expect(poolThreads().map((thread) => getPriority(thread))).toEqual(Array(poolThreads().length).fill(lowest));
  expect(poolThreads().length).toBeGreaterThan(0);
  expect(getPriority(process.pid)).toBe(before);
});
