// Backups that are made beside a working server, and what comes back to life with one and what must not.
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { liveAuthenticators } from "../../src/authenticators/totp/actions.ts";
import { fingerprint } from "../../src/copies/moving.ts";
import { connect } from "../../src/database/connect.ts";
import { migrate } from "../../src/database/migrate.ts";
import { openSnapshot } from "../../src/database/snapshot.ts";
import { tableKeys } from "../../src/database/whole.ts";
import { databaseAddress } from "../../src/opening.ts";
import { keyOf } from "../../src/people/actions.ts";
import { environmentOf, run, type Served, startProgram, startServer } from "../support/commands.ts";
import { createTestDatabase, type TestDatabase } from "../support/postgres.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { raw } from "./programs.ts";

describe.each(dialects)("a backup on %s", (dialect) => {
  let world: World;
  let folder: string;
  let file: string;
  let ada: TestPerson;
  let people: TestPerson[];
  let server: Served | undefined;
  const databases: TestDatabase[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "countersign-backup-"));
    file = join(folder, "backup");
    world = await createWorld({ dialect, realClock: true });
    const { needs } = world;
    // A first run that is over, as in every installation that is worth a backup.
    await needs.db.transaction((tx) =>
      tx.list((query) =>
        query.insertInto("installation").values({ id: 1, first_run_token_hash: null, completed_at: 1, epoch: 0 }),
      ),
    );
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    people = [];
    for (let i = 0; i < 20; i++) people.push(await world.addPerson({ email: `p${i}@acme.example`, enrolled: true }));
  });
  afterEach(async () => {
    server?.child.kill("SIGKILL");
    await server?.exited;
    server = undefined;
    await world.close();
    for (const { drop } of databases.splice(0)) await drop();
  });

  const environment = (more = {}) => environmentOf(world.config, more);
  const backUp = async () => {
    const made = await run(["backup", file, "--json"], environment());
    expect([made.code, made.err]).toEqual([0, ""]);
    return made.json as { rows: number; key: string };
  };

  /** An empty place of the other's kind or its own. */
  async function elsewhere(kind: string): Promise<Record<string, string>> {
    const env = environment({ COUNTERSIGN_DATA: join(folder, `data-${kind}`) });
    delete env.COUNTERSIGN_DATABASE_URL;
    if (kind === "sqlite") return env;
    const database = await createTestDatabase();
    databases.push(database);
    return { ...env, COUNTERSIGN_DATABASE_URL: database.url };
  }
  const addressOf = (env: Record<string, string>) =>
    env.COUNTERSIGN_DATABASE_URL
      ? ({ kind: "postgres", url: env.COUNTERSIGN_DATABASE_URL } as const)
      : ({ kind: "sqlite", file: join(env.COUNTERSIGN_DATA as string, "countersign.sqlite") } as const);

  test("holds one moment of a server that goes on, and no key", { timeout: 120_000 }, async () => {
    server = await startServer(environment());
    const { url } = server;
    const tokens = await Promise.all(people.map(async (who) => (await world.signIns(who, 1))[0]));
    const load = (async () => {
      for (const [i, token] of tokens.entries()) {
        const answer = await fetch(`${url}/api/v1/sign-ins/current/answers`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `SignIn ${token}` },
          body: JSON.stringify({ method: "totp", code: world.code(people[i] as TestPerson) }),
        });
        expect([200, 401]).toContain(answer.status);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    })();
    // A session, its used step and its event are one transaction: no backup has one without the others.
    for (let i = 0; i < 4; i++) {
      const one = join(folder, `during-${i}`);
      expect((await run(["backup", one, "--json"], environment())).code).toBe(0);
      const lines = gunzipSync(readFileSync(one)).toString().trimEnd().split("\n");
      const { rows } = JSON.parse(lines.at(-1) as string);
      const events = lines.slice(lines.findIndex((line) => line.startsWith('{"table":"audit_events"')) + 1);
      const all = events.slice(
        0,
        events.findIndex((line) => line.startsWith("{")),
      );
      expect(all).toHaveLength(rows.audit_events);
      expect(all.filter((line) => line.includes('"sign-in.completed"'))).toHaveLength(rows.sessions ?? 0);
    }
    await load;
    const made = await backUp();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = gunzipSync(readFileSync(file)).toString();
    expect(text).not.toContain(Buffer.alloc(32, 7).toString("base64"));
    expect(text).toContain(made.key);
    // A second one never takes the place of the first.
    const again = await run(["backup", file, "--json"], environment());
    expect([again.code, again.json.code]).toEqual([1, "file-exists"]);
    const env = await elsewhere("sqlite");
    expect((await run(["restore", file, "--json"], env)).code).toBe(0);
  });

  test("is restored to either database, row by row", { timeout: 120_000 }, async () => {
    const { rows } = await backUp();
    const source = await openSnapshot(databaseAddress(world.config));
    for (const kind of dialects) {
      const env = await elsewhere(kind);
      const done = await run(["restore", file, "--json"], env);
      expect([done.code, done.err]).toEqual([0, ""]);
      expect(done.json).toMatchObject({ restored: rows, epoch: 1, recoveryCodesVoided: 21 });
      const copy = await openSnapshot(addressOf(env));
      for (const table of ["people", "people_words", "policies", "recovery_code_sets", "account_types"] as const) {
        if (table === "people") expect(await copy.count(table)).toBe(await source.count(table));
        else expect(await fingerprint(copy, table)).toEqual(await fingerprint(source, table));
      }
      await copy.close();
      // An installation is not overwritten unless that is said.
      const again = await run(["restore", file, "--json"], env);
      expect([again.code, again.json.code]).toEqual([1, "not-empty"]);
      const replaced = await run(["restore", file, "--replace", "--yes", "--json"], env);
      expect([replaced.code, replaced.json.epoch]).toEqual([0, 2]);
      // And what is restored can be served.
      server = await startServer(env);
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
      server.child.kill("SIGTERM");
      await server.exited;
      server = undefined;
    }
    await source.close();
  });

  test("brings nothing back that was handed out: sessions, trust, links, passes, codes", {
    timeout: 120_000,
  }, async () => {
    const client = world.client();
    await client.signIn(world, ada);
    const { needs, organisation } = world;
    const bob = await world.addPerson({ email: "bob@acme.example", enrolled: true });
    await world.signIns(bob, 1);
    const now = Date.now();
    const ends = now + 86_400_000;
    const own = { organisation_id: organisation.id, person_id: bob.person.id };
    const seen = { created_at: now, expires_at: ends, user_agent: "", address: "" };
    await needs.db.transaction(async (tx) => {
      await tx.list((q) =>
        q.insertInto("trusted_browsers").values({
          ...own,
          ...seen,
          id: "t",
          token_hash: Buffer.alloc(32),
          previous_token_hash: null,
          rotated_at: now,
          last_used_at: now,
        }),
      );
      await tx.list((q) =>
        q.insertInto("invitations").values({
          ...own,
          id: "i",
          purpose: "password",
          token_hash: Buffer.alloc(32),
          mailed_hash: Buffer.alloc(32, 1),
          created_at: now,
          expires_at: ends,
        }),
      );
      await tx.list((q) =>
        q.insertInto("help_requests").values({
          ...own,
          id: "h",
          message: "",
          asked_at: now,
          address: "",
          user_agent: "",
          status: "approved",
          standing: "x",
          cancel_token_hash: Buffer.alloc(32),
          approval_token_hash: null,
          decided_by: null,
          decided_at: now,
          note: null,
          pass_until: ends,
          pass_used_at: null,
        }),
      );
    });
    await backUp();
    // Used after the backup: at the same moment it must be worth nothing in the restored installation.
    const code = world.code(bob);
    server = await startServer(environment());
    const answer = await fetch(`${server.url}/api/v1/sign-ins/current/answers`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `SignIn ${(await world.signIns(bob, 1))[0]}` },
      body: JSON.stringify({ method: "totp", code }),
    });
    expect(answer.status).toBe(200);
    // Nobody restores over a server that works.
    const refused = await run(["restore", file, "--replace", "--yes", "--json"], environment());
    expect([refused.code, JSON.parse(refused.err.trim().split("\n").at(-1) as string).error]).toEqual([
      1,
      expect.stringMatching(/serving this (data folder|database)/),
    ]);
    server.child.kill("SIGTERM");
    await server.exited;
    server = undefined;
    await needs.db.close();
    const done = await run(["restore", file, "--replace", "--yes", "--json"], environment());
    expect(done.code).toBe(0);

    const beside = await createWorld({ dialect, beside: world, realClock: true });
    try {
      const { db } = beside.needs;
      const n = async (from: string) =>
        Number((await db.list(() => raw<{ n: number }>(`select count(*) as n from ${from}`)))[0]?.n);
      for (const table of ["sessions", "sign_ins", "trusted_browsers", "invitations", "enrolments", "address_changes"])
        expect([table, await n(table)]).toEqual([table, 0]);
      expect(await n("help_requests where status = 'approved' or pass_until is not null")).toBe(0);
      expect(await n("recovery_codes where used_at is null")).toBe(0);
      expect(await n("people where codes_left > 0")).toBe(0);
      expect(await n("audit_events where name = 'installation.restored'")).toBe(1);
      const [token] = await beside.signIns(bob, 1);
      const again = await beside
        .client()
        .api("POST", "/sign-ins/current/answers", { method: "totp", code }, `SignIn ${token}`);
      expect([again.status, again.json.code]).toEqual([401, "wrong-code"]);
      // Neither does any other code of that minute, one ahead included.
      const [authenticator] = await liveAuthenticators(db, keyOf(bob.person));
      const step = Math.floor(Date.now() / 30_000);
      expect((authenticator?.barred_through as number) - step).toBeGreaterThanOrEqual(0);
      expect((authenticator?.barred_through as number) - step).toBeLessThanOrEqual(1);
      const recovery = await beside
        .client()
        .api(
          "POST",
          "/sign-ins/current/answers",
          { method: "recovery-code", code: bob.recoveryCodes[0] },
          `SignIn ${token}`,
        );
      expect(recovery.status).toBe(401);
    } finally {
      await beside.close();
    }
  });

  test("that is cut off, changed, of another key or of another program touches nothing", {
    timeout: 120_000,
  }, async () => {
    await backUp();
    const whole = readFileSync(file);
    const text = gunzipSync(whole).toString();
    const lines = text.trimEnd().split("\n");
    const env = await elsewhere(dialect);
    const attempts: [string, Buffer, RegExp][] = [
      ["half the file", whole.subarray(0, whole.length >> 1), /cut off/],
      ["the last byte missing", whole.subarray(0, -1), /cut off/],
      ["no end", gzipSync(`${lines.slice(0, -1).join("\n")}\n`), /cut off/],
      ["half a line", gzipSync(text.slice(0, -20)), /cut off/],
      [
        "one person made an administrator",
        gzipSync(text.replace("p7@acme.example", "q7@acme.example")),
        /changed or damaged/,
      ],
      ["one row fewer", gzipSync(`${lines.filter((_, i) => i !== 9).join("\n")}\n`), /changed or damaged/],
      ["something behind its end", gzipSync(`${text}[1]\n`), /follows after its end/],
      ["no backup", Buffer.from("hello"), /no backup of this program/],
      ["another program's", gzipSync('{"format":"other"}\n'), /no backup of this program/],
      ["a newer schema", gzipSync(text.replace('"0001-first"', '"0001-first","9999-later"')), /newer version/],
      ["nothing", Buffer.alloc(0), /cut off|empty|no backup/],
    ];
    for (const [what, bytes, says] of attempts) {
      const bad = join(folder, "bad");
      writeFileSync(bad, bytes);
      const ran = await run(["restore", bad, "--json"], env);
      expect([what, ran.code, ran.json.code, says.test(ran.json.error)]).toEqual([what, 1, "bad-backup", true]);
    }
    const otherKey = { ...env, COUNTERSIGN_KEYS: Buffer.alloc(32, 1).toString("base64") };
    const ran = await run(["restore", file, "--json"], otherKey);
    expect([ran.code, ran.json.error]).toEqual([1, expect.stringMatching(/under the key .* not in this key ring/)]);
    // Where one comes that is good, the place is still empty.
    expect(existsSync(join(env.COUNTERSIGN_DATA as string, "countersign.sqlite"))).toBe(false);
    expect((await run(["restore", file, "--json"], env)).code).toBe(0);
  });

  test.runIf(dialect === "sqlite")(
    "beside a lost key makes none: the key comes first",
    { timeout: 60_000 },
    async () => {
      await backUp();
      const env = await elsewhere("sqlite");
      delete env.COUNTERSIGN_KEYS;
      const ran = await run(["restore", file, "--json"], env);
      expect([ran.code, ran.json.error]).toEqual([1, expect.stringMatching(/keys is missing: bring it back/)]);
    },
  );
});

describe("from SQLite to PostgreSQL", () => {
  let world: World;
  let target: TestDatabase;
  beforeEach(async () => {
    world = await createWorld({ realClock: true });
    await world.needs.db.transaction((tx) =>
      tx.list((query) =>
        query.insertInto("installation").values({ id: 1, first_run_token_hash: null, completed_at: 1, epoch: 3 }),
      ),
    );
    for (let i = 0; i < 60; i++) await world.addPerson({ email: `p${i}@acme.example`, enrolled: true });
    target = await createTestDatabase();
  });
  afterEach(async () => {
    await world.close();
    await target.drop();
  });
  const move = (to = target.url) =>
    run(
      ["migrate", "sqlite-to-postgres", "--from", world.config.data, "--to", to, "--json"],
      environmentOf(world.config),
    );
  const copied = () =>
    Object.keys(tableKeys).filter((table) => !["migrations", "servers"].includes(table)) as (keyof typeof tableKeys)[];

  test("everything goes over, every row compared, and the folder stays as it was", { timeout: 120_000 }, async () => {
    const file = databaseAddress(world.config) as { file: string };
    const server = await startServer(environmentOf(world.config));
    const refused = await move();
    expect([refused.code, refused.json.error]).toEqual([1, expect.stringMatching(/serving this data folder/)]);
    // Killed, so that its last commits are still in the log beside the database.
    await world.needs.db.close();
    server.child.kill("SIGKILL");
    await server.exited;
    const before = readFileSync(file.file);
    const moved = await move();
    expect([moved.code, moved.err]).toEqual([0, ""]);
    expect(moved.json.tables.map(({ table }: { table: string }) => table)).toEqual(copied());
    expect(readFileSync(file.file).equals(before)).toBe(true);
    const [source, copy] = [
      await openSnapshot(databaseAddress(world.config)),
      await openSnapshot({ kind: "postgres", url: target.url }),
    ];
    for (const table of copied()) expect(await fingerprint(copy, table)).toEqual(await fingerprint(source, table));
    expect(await copy.count("people")).toBe(60);
    await source.close();
    await copy.close();
    const again = await move();
    expect([again.code, again.json.code]).toEqual([1, "not-empty"]);
    const moving = await startServer(environmentOf(world.config, { COUNTERSIGN_DATABASE_URL: target.url }));
    expect((await fetch(`${moving.url}/health/ready`)).status).toBe(200);
    moving.child.kill("SIGTERM");
    await moving.exited;
  });

  test("killed half-way it goes on where it stopped, and nobody serves half of it", { timeout: 120_000 }, async () => {
    const db = await connect({ kind: "postgres", url: target.url });
    await migrate(db, world.needs.clock);
    // Whoever copies comes as far as these tables, each time a kill further.
    for (const halt of ["people", "authenticators", "recovery_codes"]) {
      const client = new pg.Client({ connectionString: target.url });
      await client.connect();
      await client.query(`begin; lock table ${halt} in exclusive mode`);
      const child = startProgram(
        ["migrate", "sqlite-to-postgres", "--from", world.config.data, "--to", target.url],
        environmentOf(world.config),
      );
      const gone = new Promise((resolve) => child.once("exit", resolve));
      const stuck = async () =>
        (await client.query("select count(*) as n from pg_locks where not granted and relation = $1::regclass", [halt]))
          .rows[0].n;
      while ((await stuck()) === "0") await new Promise((resolve) => setTimeout(resolve, 50));
      child.kill("SIGKILL");
      await gone;
      await client.end();
      const there = { COUNTERSIGN_DATABASE_URL: target.url };
      const served = await run(["serve", "--json"], environmentOf(world.config, there));
      expect([served.code, served.err]).toEqual([1, expect.stringMatching(/is being moved into this database/)]);
    }
    await db.close();
    const moved = await move();
    expect([moved.code, moved.err, moved.json.wentOn]).toEqual([0, "", true]);
  });

  test("a folder that was served between two runs is noticed", { timeout: 120_000 }, async () => {
    const { needs } = world;
    expect((await move()).code).toBe(0);
    // As if it had been killed just before its end, and people had gone on working in the folder.
    const client = new pg.Client({ connectionString: target.url });
    await client.connect();
    await client.query("insert into migrations (name, at) values ('move-from-sqlite-unfinished', 0)");
    await client.end();
    await needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ display_name: "Changed" })),
    );
    const again = await move();
    expect([again.code, again.json.code, again.json.error]).toEqual([1, "differs", expect.stringMatching(/people/)]);
  });
});

test("the list of tables and keys is the one that the migrations make", async () => {
  const world = await createWorld();
  const rows = await world.needs.db.list(() =>
    raw<{ name: string; key: string }>(
      "select m.name, (select group_concat(name, ',' order by pk) from pragma_table_info(m.name) where pk > 0) as key from sqlite_schema m where type = 'table' and m.name not like 'sqlite%' order by m.name",
    ),
  );
  expect(Object.fromEntries(rows.map(({ name, key }) => [name, key.split(",").sort()]))).toEqual(
    Object.fromEntries(Object.entries(tableKeys).map(([name, key]) => [name, [...key].sort()])),
  );
  await world.close();
});
