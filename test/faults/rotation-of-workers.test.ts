// The key ring is exchanged while several workers serve, and the exchange is killed half-way again and again: every worker
// takes the new ring, nobody is refused meanwhile, and nothing is left under the old key.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { nameOfKey, readKeyRing } from "../../src/kernel/sealing.ts";
import { keysInUse, rowsUnder } from "../../src/keys/resealing.ts";
import { serversNow } from "../../src/keys/servers.ts";
import { environmentOf, run, startProgram as startCommand } from "../support/commands.ts";
import { createWorld, type TestPerson } from "../support/world.ts";
import { call, startProgram, until } from "./program.ts";

/** `KILLS=100` is the long form. */
const kills = Number(process.env.KILLS ?? 2);
const people = 60;
const first = Buffer.alloc(32, 5);

const toEnd: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of toEnd.splice(0).toReversed()) await end();
});

test.each([2, 4])(
  `[BY-12] the ring of %i workers is exchanged under load, killed ${kills} times on the way`,
  {
    timeout: 120_000 + kills * 15_000,
  },
  async (workers) => {
    const file = join(mkdtempSync(join(tmpdir(), "countersign-key-")), "ring");
    writeFileSync(file, `${first.toString("base64")}\n`, { mode: 0o600 });
    const ofKeys = { COUNTERSIGN_KEYS: "", COUNTERSIGN_KEY_FILE: file };
    const world = await createWorld({ dialect: "postgres", realClock: true, environment: ofKeys });
    toEnd.push(() => world.close());
    const { db, clock } = world.needs;
    const everybody: TestPerson[] = [];
    for (let i = 0; i < people; i++)
      everybody.push(await world.addPerson({ email: `p${i}@acme.example`, enrolled: true }));
    const signIns = (await Promise.all(everybody.map((who) => world.signIns(who, 1)))).flat();

    const environment = environmentOf(world.config, { COUNTERSIGN_LOG_LEVEL: "info" });
    const program = await startProgram({ ...environment, COUNTERSIGN_WORKERS: String(workers) });
    toEnd.push(async () => {
      program.child.kill("SIGKILL");
      await program.exited;
    });
    await until(() => program.workers().length === workers);

    let next = 0;
    const answers = { right: 0, late: 0 };
    async function giveCode(): Promise<void> {
      const i = next++;
      const answer = { method: "totp", code: world.code(everybody[i] as TestPerson) };
      const { status, json } = await call(
        program.url,
        "/api/v1/sign-ins/current/answers",
        answer,
        `SignIn ${signIns[i]}`,
      );
      // A code given in the last instant of its step may be too late; 'can't be checked' would be another answer.
      if (status === 401) expect(json.code).toBe("wrong-code");
      else expect([status, json]).toEqual([200, expect.objectContaining({ step: "done" })]);
      answers[status === 200 ? "right" : "late"]++;
    }
    /** Kept for the end, when the old key is gone. */
    const last = 3 * workers;
    let stopped = false;
    const load = (async () => {
      while (!stopped && next < people - last) {
        await giveCode();
        await wait(250);
      }
    })();
    // What it throws is looked at below.
    load.catch(() => {});

    const ring = () => readKeyRing(readFileSync(file, "utf8"));
    for (let i = 0; i < kills; i++) {
      const child = startCommand(["key", "rotate", ...(i % 2 ? ["--retire"] : [])], environment);
      const gone = new Promise((resolve) => child.once("exit", resolve));
      await wait(400 + Math.random() * 3500);
      child.kill("SIGKILL");
      await gone;
    }
    // Goes on with what was stopped, then drops what nothing is sealed with any more.
    const rotated = await run(["key", "rotate", "--json"], environment);
    expect([rotated.code, rotated.err]).toEqual([0, expect.not.stringContaining("error")]);
    const retired = await run(["key", "rotate", "--retire", "--json"], environment);
    expect([retired.code, retired.json.unreadable]).toEqual([0, []]);
    stopped = true;
    await load;

    const { keys } = ring();
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toEqual(first);
    const key = nameOfKey(keys[0] as Buffer);
    // Every worker, none of which was restarted, has that key and no other.
    const servers = await serversNow(db, clock);
    expect(program.workers()).toHaveLength(workers);
    expect(servers.map(({ process }) => process).toSorted()).toEqual(program.workers().toSorted());
    for (const server of servers) expect(server.keys).toEqual([key]);
    const uses = await keysInUse(db, [key]);
    // Beside them the keys of the audit chain: one for each key that sealed while events were chained.
    const chained = await db.list((query) => query.selectFrom("audit_keys").select("id"));
    expect(uses.map((use) => [use.key, rowsUnder(use)])).toEqual([[key, people + chained.length]]);
    // Each on a connection of its own, so that they come to all of them.
    next = people - last;
    while (next < people) await giveCode();
    expect(answers.right).toBeGreaterThan(last);
    expect(answers.late).toBeLessThanOrEqual(2);
    expect(program.complaints()).toBe("");
  },
);
