// `countersign policy …` as it is typed: what it prints, what it refuses, and its exit codes.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addApplication } from "../../src/applications/actions.ts";
import { type Policy, policyOfNewOrganisation } from "../../src/policy/rules.ts";
import { createWorld, type World } from "../support/world.ts";

const program = fileURLToPath(new URL("../../bin/countersign.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/cli/policy.js", import.meta.url));

let world: World;
let folder: string;
beforeAll(async () => {
  if (!existsSync(built)) throw new Error("There is no dist/: run npm run build first.");
  folder = mkdtempSync(join(tmpdir(), "countersign-policy-"));
  world = await createWorld({ realClock: true, policy: { organisation: "optional" } });
  await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  await world.addPerson({ email: "kim@partner.example", accountType: "client" });
  for (const name of ["Budget", "Forum"]) {
    await world.needs.db.transaction((tx) =>
      addApplication(tx, world.needs, {
        ...{ organisation: world.organisation.id, name, kind: "forward-auth", note: "", settings: {}, names: [] },
        participation: name === "Budget" ? { takesPart: "yes" } : { takesPart: "not-yet", from: null },
        ...{ actor: null, source: { address: "", userAgent: "" } },
      }),
    );
  }
});
afterAll(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const policyFile = (change: Partial<Policy>): string =>
  file("policy.json", JSON.stringify({ ...policyOfNewOrganisation, organisation: "optional", ...change }));
const partners: Partial<Policy> = { domains: [{ domain: "partner.example", subdomains: false, level: "required" }] };

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const { COUNTERSIGN_DATA, ...env } = process.env;
  const done = spawnSync(process.execPath, [program, "policy", ...args], {
    encoding: "utf8",
    env: { ...env, COUNTERSIGN_DATA: world.config.data, COUNTERSIGN_KEYS: Buffer.alloc(32, 7).toString("base64") },
  });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

describe("countersign policy", { timeout: 60_000 }, () => {
  test("previews, asks, saves, shows and explains", () => {
    const wanted = policyFile(partners);
    const seen = run("preview", wanted);
    expect(seen).toMatchObject({ status: 0, err: "" });
    expect(seen.out).toContain("partner.example: No rule -> Required");
    expect(seen.out).toContain("Newly required: 1\n    kim@partner.example: Required, because partner.example is");
    // Without a terminal nobody can be asked.
    expect(run("set", wanted)).toMatchObject({ status: 2, err: expect.stringContaining("--yes") });
    expect(JSON.parse(run("show", "--json").out).domains).toEqual([]);

    const saved = run("set", wanted, "--yes", "--json");
    expect(saved.status).toBe(0);
    expect(JSON.parse(saved.out)).toMatchObject({ version: 2, counts: { newlyRequired: 1, withoutSetUp: 1 } });
    expect(JSON.parse(run("show").out).domains).toEqual(partners.domains);
    expect(run("explain", "kim@partner.example", "--application", "Budget").out).toBe(
      "Required, because partner.example is a required domain; the organisation would say optional.\n",
    );
    expect(run("explain", "kim@partner.example", "--application", "Forum").out).toMatch(
      /^Off, because Forum does not take part yet/,
    );
    expect(run("explain", "kim@partner.example", "--application", "Shed").status).toBe(1);
    expect(JSON.parse(run("explain", "kim", "--json").out)).toMatchObject({ requirement: { level: "required" } });
    expect(run("explain", "nobody@acme.example").status).toBe(1);
  });

  test("refuses what can't be used, and says which file and why", () => {
    const wrong = run("set", policyFile({ authenticators: ["passkey"] }), "--yes");
    expect(wrong).toMatchObject({
      status: 1,
      err: expect.stringContaining("policy.json can't be used: authenticators"),
    });
    expect(run("preview", policyFile({ accountTypes: { clint: "off" } }))).toMatchObject({
      status: 1,
      err: expect.stringContaining("'clint' is not in the organisation's list"),
    });
    expect(run("preview", join(folder, "missing.json")).status).toBe(1);
    expect(run("preview", file("broken.json", "{")).status).toBe(1);
    expect(run("preview").status).toBe(2);
    expect(run("improve").status).toBe(2);
  });

  test("tests examples against a file or what is stored, and fails where one does", () => {
    const examples = file(
      "examples.txt",
      "# Partners have to.\nkim@partner.example at Budget: required\nomar@tide.example as client: optional\n",
    );
    const wanted = policyFile(partners);
    expect(run("test", examples, "--policy", wanted)).toEqual({ status: 0, out: "2 passed, 0 failed\n", err: "" });
    const failed = run("test", examples, "--policy", policyFile({ organisation: "off" }));
    expect(failed.status).toBe(1);
    expect(failed.out).toContain(
      `${examples}:2: kim@partner.example at Budget: required\n  but it is off. Off, because`,
    );
    expect(failed.out).toContain("0 passed, 2 failed");
    expect(failed.err).toBe("2 examples failed.\n");
    expect(JSON.parse(run("test", examples, "--policy", policyFile({}), "--json").out)).toMatchObject({
      passed: 1,
      failed: [{ line: 2, expected: "required", requirement: { level: "optional" } }],
    });
    expect(run("test", file("nonsense.txt", "kim: maybe"), "--policy", wanted)).toMatchObject({
      status: 1,
      err: expect.stringContaining("line 1 is not"),
    });
    expect(run("test").status).toBe(2);
  });

  test("tests against a file without any installation, as a build server does", () => {
    const examples = file("examples.txt", "kim@partner.example: required");
    const done = spawnSync(process.execPath, [program, "policy", "test", examples, "--policy", policyFile(partners)], {
      encoding: "utf8",
      cwd: folder,
      env: { PATH: process.env.PATH ?? "" },
    });
    expect(done).toMatchObject({ status: 0, stdout: "1 passed, 0 failed\n" });
    expect(existsSync(join(folder, "data"))).toBe(false);
  });
});
