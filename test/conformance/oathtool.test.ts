// Our codes beside those of `oathtool`, a program that shares no line with us.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Algorithm, encodeBase32, matchTimeStep, timeStep, totp } from "../../src/otp/index.ts";

const atOnce = 8;
const timeout = 60_000;
const algorithms: Algorithm[] = ["SHA1", "SHA256", "SHA512"];

interface Case {
  secret: Uint8Array;
  algorithm: Algorithm;
  digits: number;
  period: number;
  at: number;
}

/** The same secrets and settings at each run: every third of them has the settings that phones know. */
function makeCase(index: number): Case {
  const random = createHash("shake256", { outputLength: 300 }).update(`oathtool ${index}`).digest();
  const pick = <Value>(offset: number, choices: readonly Value[]) =>
    choices[(random[offset] as number) % choices.length] as Value;
  const usual = index % 3 === 0;
  return {
    secret: random.subarray(20, 20 + (usual ? 20 : 1 + (random.readUInt16BE(4) % 200))),
    algorithm: usual ? "SHA1" : pick(0, algorithms),
    digits: usual ? 6 : pick(1, [6, 7, 8]),
    period: usual ? 30 : pick(2, [15, 30, 45, 60, 90, 3600]),
    // From the second hour of 1970 to 2106; two steps before it must exist.
    at: 7200 * 1000 + random.readUInt32BE(8) * 1000 + (random.readUInt16BE(12) % 1000),
  };
}

/** What oathtool prints, line by line. It fails where oathtool is missing or says no. */
function oathtool(
  { secret, algorithm, digits, period }: Case,
  at: number,
  window: number,
  code?: string,
): Promise<string[]> {
  const settings = [
    `--totp=${algorithm}`,
    "-b",
    "-d",
    `${digits}`,
    "-s",
    `${period}s`,
    "-N",
    `@${Math.floor(at / 1000)}`,
  ];
  const values = [encodeBase32(secret), ...(code === undefined ? [] : [code])];
  return new Promise((resolve, reject) => {
    execFile("oathtool", [...settings, "-w", `${window}`, ...values], (error, output) => {
      error ? reject(error) : resolve(output.trim().split("\n"));
    });
  });
}

/** Runs `check` on every case, a few at a time: each starts a process. */
async function checkAll(count: number, check: (one: Case) => Promise<void>): Promise<number> {
  const cases = Array.from({ length: count }, (_, index) => makeCase(index));
  let checked = 0;
  const worker = async () => {
    for (let one = cases.pop(); one; one = cases.pop()) {
      await check(one);
      checked++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return checked;
}

describe("[FX-6] oathtool", () => {
  test("[FX-6] 1,000 secrets have the codes that oathtool prints, each accepted for its step", {
    timeout,
  }, async () => {
    const checked = await checkAll(1000, async (one) => {
      const { at, period } = one;
      // Printed from two steps ago: -2, -1, 0, 1, 2.
      const printed = await oathtool(one, at - 2 * period * 1000, 4);
      const ours = [-2, -1, 0, 1, 2].map((steps) => totp({ ...one, at: at + steps * period * 1000 }));
      expect(printed).toEqual(ours);
      const now = timeStep(at, period);
      const matches = printed.map((code) => matchTimeStep({ ...one, code }));
      expect(matches).toEqual([undefined, now - 1, now, now + 1, undefined]);
    });
    expect(checked).toBe(1000);
  });

  test("[FX-6] oathtool accepts our code of 200 of them, and refuses it when altered", { timeout }, async () => {
    const checked = await checkAll(200, async (one) => {
      const code = totp(one);
      // It answers with how many steps away the code is.
      expect(await oathtool(one, one.at, 0, code)).toEqual(["0"]);
      const altered = `${(Number(code[0]) + 1) % 10}${code.slice(1)}`;
      await expect(oathtool(one, one.at, 0, altered)).rejects.toThrow();
    });
    expect(checked).toBe(200);
  });
});
