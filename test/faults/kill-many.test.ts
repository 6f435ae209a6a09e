// `kill -9` under load, ten times at every `npm test`; as often as wanted by FAULT_KILLS=1000, which prints its figures.
import { describe, expect, test } from "vitest";
import { minute } from "../../src/kernel/clock.ts";
import { dialects } from "../support/world.ts";
import { killMany } from "./kill-many.ts";

const wanted = process.env.FAULT_KILLS;
const kills = Number(wanted ?? 5);

describe.each(dialects)("on %s", (dialect) => {
  test(`what was acknowledged outlives ${kills} kills`, { timeout: kills * minute }, async () => {
    const began = performance.now();
    const tally = await killMany(dialect, kills);
    if (wanted) console.log(dialect, { ...tally, seconds: Math.round((performance.now() - began) / 1000) });
    expect(tally.kills).toBe(kills);
    // Otherwise nothing was tried.
    for (const [what, times] of Object.entries(tally)) expect([what, times > 0]).toEqual([what, true]);
  });
});
