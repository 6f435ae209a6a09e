// Keys are exchanged while the real server works, and the exchange is killed half-way again and again: every authenticator
// still verifies, and nothing is left under a key that goes.
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addApplication } from "../../src/applications/actions.ts";
import { secretContext } from "../../src/applications/settings.ts";
import { beginSetUp } from "../../src/enrolment/actions.ts";
import { connectProvider } from "../../src/identity-providers/actions.ts";
import { readKeyRing } from "../../src/kernel/sealing.ts";
import { sealedColumns } from "../../src/keys/catalogue.ts";
import { keysInUse, resealAll, rowsUnder, sampleSealed } from "../../src/keys/resealing.ts";
import { enqueueWithLink } from "../../src/mail/actions.ts";
import { rotateSigningKeys } from "../../src/protocols/openid-provider/keys.ts";
import { addWebhook, rotateSecret } from "../../src/webhooks/actions.ts";
import { environmentOf, run, type Served, startProgram, startServer } from "../support/commands.ts";
import { usualSettings } from "../support/single-sign-on.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

/** `KILLS=100` is the long form. */
const kills = Number(process.env.KILLS ?? 5);
const people = 240;

describe.each(dialects)("the key ring on %s", (dialect) => {
  let world: World;
  let file: string;
  let everybody: TestPerson[];
  let server: Served | undefined;

  beforeEach(async () => {
    file = join(mkdtempSync(join(tmpdir(), "countersign-key-")), "ring");
    writeFileSync(file, `${Buffer.alloc(32, 5).toString("base64")}\n`, { mode: 0o600 });
    world = await createWorld({
      dialect,
      realClock: true,
      environment: { COUNTERSIGN_KEYS: "", COUNTERSIGN_KEY_FILE: file },
    });
    everybody = [];
    for (let i = 0; i < people; i++)
      everybody.push(await world.addPerson({ email: `p${i}@acme.example`, enrolled: true }));
    const { needs, organisation } = world;
    await needs.db.transaction(async (tx) => {
      for (const { person } of everybody.slice(0, 30)) {
        await beginSetUp(tx, needs, person, { boundTo: person.id, organisationName: "Acme", name: "Phone" });
        const letter = {
          organisation: organisation.id,
          person: person.id,
          kind: "person.invited" as never,
          details: { until: Date.now() + 3_600_000 },
        };
        await enqueueWithLink(tx, needs, letter as never, "http://localhost/invitation?token=x");
      }
      const by = { organisation: organisation.id, actor: null, source: { address: "", userAgent: "" } };
      for (let i = 0; i < 10; i++) {
        const seal = (id: string) => needs.sealer.seal(Buffer.from("x".repeat(40)), secretContext(organisation.id, id));
        const settings = { redirectAddresses: [], unknownPeople: "refuse" };
        const wanted = { name: `VPN ${i}`, kind: "duo" as const, note: "", settings, names: [], seal };
        await addApplication(tx, needs, { ...wanted, participation: { takesPart: "yes" }, ...by });
      }
      const named = { name: "Acme ID", clientId: "us", exempts: true, onlyWay: false, settings: usualSettings };
      const hook = await addWebhook(tx, needs, { url: "https://siem.example/", events: "all", ...by });
      if (hook.outcome === "added") await rotateSecret(tx, needs, { id: hook.id, ...by });
      await connectProvider(tx, needs, { issuer: "http://127.0.0.1:9", secret: "s", domains: [], ...named, ...by });
    });
    await rotateSigningKeys(needs, {
      organisation: organisation.id,
      actor: null,
      source: { address: "", userAgent: "" },
    });
  });
  afterEach(async () => {
    server?.child.kill("SIGKILL");
    await server?.exited;
    server = undefined;
    await world.close();
  });

  const environment = () => environmentOf(world.config);
  const ring = () => readKeyRing(readFileSync(file, "utf8"));

  /** Everything sealed opens with the ring as it stands in the file, and lies under the one key that seals. */
  async function expectNothingLeft(): Promise<void> {
    world.needs.sealer.renew(ring().keys);
    const looked = await sampleSealed(world.needs.db, world.needs.sealer, 1000);
    // Of these there are as many as keys have sealed since.
    const chained = looked.findIndex(({ table }) => table === "audit_keys");
    expect(looked[chained]?.opened).toBe(looked[chained]?.looked);
    expect(looked.toSpliced(chained, 1)).toEqual([
      { table: "authenticators", looked: people, opened: people },
      { table: "enrolments", looked: 30, opened: 30 },
      { table: "outbox", looked: 30, opened: 30 },
      { table: "applications", looked: 10, opened: 10 },
      // One for each algorithm.
      { table: "openid_keys", looked: 2, opened: 2 },
      { table: "identity_providers", looked: 1, opened: 1 },
      // The secret and the one before it.
      { table: "webhooks", looked: 1, opened: 1 },
      { table: "webhooks", looked: 1, opened: 1 },
    ]);
    const uses = await keysInUse(world.needs.db, world.needs.sealer.keys);
    expect(uses.filter((use) => rowsUnder(use) > 0).map(({ seals }) => seals)).toEqual([true]);
  }

  /** Rows that are sealed, before anything else is. */
  async function sealedRows(): Promise<number> {
    const keys = await world.needs.db.list((query) => query.selectFrom("audit_keys").select("id"));
    return people + 75 + keys.length;
  }

  test(`is exchanged under load and killed ${kills} times: every code is still right`, {
    timeout: 60_000 + kills * 15_000,
  }, async () => {
    const signIns = (await Promise.all(everybody.map((who) => world.signIns(who, 1)))).flat();
    server = await startServer(environment());
    const { url } = server;
    let next = 0;
    let stopped = false;
    const load = (async () => {
      while (!stopped && next < people) {
        const i = next++;
        const body = JSON.stringify({ method: "totp", code: world.code(everybody[i] as TestPerson) });
        const authorization = `SignIn ${signIns[i]}`;
        const headers = { "content-type": "application/json", authorization };
        const answer = await fetch(`${url}/api/v1/sign-ins/current/answers`, { method: "POST", headers, body });
        // A code given in the last instant of its step may be too late; 'can't be checked' would be another answer.
        const said = (await answer.json()) as { code?: string };
        expect([200, 401]).toContain(answer.status);
        if (answer.status === 401) expect(said.code).toBe("wrong-code");
        await wait(100);
      }
    })();
    const before = ring().keys.length;
    for (let i = 0; i < kills; i++) {
      const child = startProgram(["key", "rotate", ...(i % 2 ? ["--retire"] : [])], environment());
      const gone = new Promise((resolve) => child.once("exit", resolve));
      await wait(250 + Math.random() * 3500);
      child.kill("SIGKILL");
      await gone;
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    let ran = await run(["key", "rotate", "--json"], environment());
    expect([ran.code, ran.err]).toEqual([0, expect.not.stringContaining("error")]);
    ran = await run(["key", "rotate", "--retire", "--json"], environment());
    expect([ran.code, ran.json.unreadable]).toEqual([0, []]);
    stopped = true;
    await load;
    expect(ring().keys).toHaveLength(1);
    expect(ring().keys[0]).not.toEqual(Buffer.alloc(32, 5));
    expect(before).toBe(1);
    expect(readdirSync(join(file, "..")).sort()).toEqual(["ring"]);
    await expectNothingLeft();
    const { json } = await run(["key", "list", "--json"], environment());
    expect(json.keys).toEqual([
      expect.objectContaining({
        seals: true,
        known: true,
        rows: {
          authenticators: people,
          enrolments: 30,
          outbox: 30,
          applications: 10,
          openid_keys: 2,
          identity_providers: 1,
          audit_keys: expect.any(Number),
          webhooks: 2,
        },
      }),
    ]);
    // And the server, which was never restarted, takes codes under the new key alone.
    const who = everybody.at(-1) as TestPerson;
    const [token] = await world.signIns(who, 1);
    const answer = await fetch(`${url}/api/v1/sign-ins/current/answers`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `SignIn ${token}` },
      body: JSON.stringify({ method: "totp", code: "000000" }),
    });
    expect(((await answer.json()) as { code: string }).code).toBe("wrong-code");
  });

  test("nothing is sealed with a key that a server does not know", { timeout: 120_000 }, async () => {
    // This server has the ring by its environment, where no file can reach it.
    const text = ring()
      .keys.map((key) => key.toString("base64"))
      .join(",");
    server = await startServer(environmentOf({ ...world.config, keys: { text } }));
    const ran = await run(["key", "rotate", "--wait", "3", "--json"], environment());
    expect([ran.code, ran.json.code]).toEqual([1, "servers-behind"]);
    expect(ring().next).toEqual(ring().keys[1]);
    const uses = await keysInUse(world.needs.db, world.needs.sealer.keys);
    expect(uses.map(({ seals }) => seals)).toEqual([true]);
    // Once that server is gone, the same rotation goes on with the key that it had made.
    const [, waiting] = ring().keys;
    server.child.kill("SIGTERM");
    await server.exited;
    const rows = await sealedRows();
    const again = await run(["key", "rotate", "--json"], environment());
    expect([again.code, again.json.resealed]).toEqual([0, rows]);
    expect(ring()).toMatchObject({ keys: [waiting, Buffer.alloc(32, 5)], next: undefined });
    await expectNothingLeft();
  });

  test("a ring of the environment is changed by hand, and the command says how", { timeout: 60_000 }, async () => {
    const [old] = ring().keys;
    const given = environmentOf(world.config, {
      COUNTERSIGN_KEYS: `${Buffer.alloc(32, 8).toString("base64")},${old?.toString("base64")}`,
    });
    delete given.COUNTERSIGN_KEY_FILE;
    const refused = await run(["key", "rotate", "--json"], given);
    expect([refused.code, refused.json.code]).toEqual([1, "keys-in-environment"]);
    expect(refused.json.error).toMatch(/put it behind the others[\s\S]*--reseal/);
    const rows = await sealedRows();
    const ran = await run(["key", "rotate", "--reseal", "--json"], given);
    expect([ran.code, ran.json.resealed]).toEqual([0, rows]);
    const { json } = await run(["key", "list", "--json"], given);
    expect(json.keys.map(({ seals, total }: { seals: boolean; total: number }) => [seals, total])).toEqual([
      [true, rows],
      [false, 0],
    ]);
  });

  test("a row that no key opens keeps the old keys in the ring, and is named", { timeout: 60_000 }, async () => {
    const { needs } = world;
    const damaged = everybody[3]?.person.id as string;
    await needs.db.transaction((tx) =>
      tx.list((query) => {
        const sealed = needs.sealer.seal(Buffer.alloc(20), "another row");
        return query.updateTable("authenticators").set({ sealed_secret: sealed }).where("person_id", "=", damaged);
      }),
    );
    const ran = await run(["key", "rotate", "--retire", "--json"], environment());
    expect([ran.code, ran.json.code]).toEqual([1, "left-behind"]);
    expect(ran.json.error).toContain(damaged);
    expect(ring().keys).toHaveLength(2);
  });

  test("what changes while it is sealed anew stays as it was changed", async () => {
    const { needs } = world;
    const [first] = everybody;
    needs.sealer.renew([Buffer.alloc(32, 6), Buffer.alloc(32, 5)]);
    const newer = needs.sealer.seal(Buffer.from("newer"), "x");
    const [row] = await needs.db.list((query) =>
      query
        .selectFrom("authenticators")
        .selectAll()
        .where("person_id", "=", first?.person.id as string),
    );
    await Promise.all([
      resealAll(needs),
      needs.db.transaction((tx) =>
        tx.list((query) =>
          query
            .updateTable("authenticators")
            .set({ sealed_secret: newer })
            .where("id", "=", row?.id as string),
        ),
      ),
    ]);
    const [after] = await needs.db.list((query) =>
      query
        .selectFrom("authenticators")
        .selectAll()
        .where("id", "=", row?.id as string),
    );
    expect(Buffer.from(after?.sealed_secret as Uint8Array)).toEqual(newer);
  });
});

test("the catalogue names every column that holds something sealed", () => {
  const folder = new URL("../../src/database/", import.meta.url);
  const files = readdirSync(folder).filter((file) => /^tables.*\.ts$/.test(file));
  const tables = files.map((file) => readFileSync(new URL(file, folder), "utf8")).join("\n");
  const found: string[] = [];
  let table = "";
  for (const line of tables.split("\n")) {
    table = /^ {2}(\w+): \{/.exec(line)?.[1] ?? table;
    const column = /^ {4}(sealed_\w+)\??:/.exec(line)?.[1];
    if (column) found.push(`${table}.${column}`);
  }
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(found.sort());
});
