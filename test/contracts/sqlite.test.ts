// What SQLite alone promises: durability by its settings, and that one machine's programs get along.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { DatabaseUnavailable } from "../../src/database/failures.ts";
import { migrate } from "../../src/database/migrate.ts";
import { migrations } from "../../src/database/migrations/index.ts";
import { AlreadyServed, holdServingLock } from "../../src/database/serving-lock.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { execute, raw, runTypeScript, startTypeScript } from "./programs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-sqlite-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a SQLite file", () => {
  let file: string;
  let db: Database;
  beforeEach(async () => {
    file = join(folder, "test.sqlite");
    db = await connect({ kind: "sqlite", file });
    await migrate(db, systemClock);
  });
  afterEach(() => db.close());

  test("is written durably: every commit waits for the disk", async () => {
    const setting = async (name: string) => {
      const rows = await db.transaction((tx) => tx.list(() => raw(`pragma ${name}`)));
      return Object.values(rows[0] as object)[0];
    };
    expect(await setting("journal_mode")).toBe("wal");
    expect(await setting("synchronous")).toBe(2);
    expect(await setting("foreign_keys")).toBe(1);
    expect(await setting("trusted_schema")).toBe(0);
  });

  test("is only read by the connection that reads", async () => {
    await expect(db.list(() => raw("delete from organisations"))).rejects.toThrow();
  });

  test("holds each column to its type, and each table to its key", async () => {
    const tables = await db.list(() => raw<{ name: string; strict: number; wr: number }>("pragma table_list"));
    const ours = tables.filter(({ name }) => !name.startsWith("sqlite_"));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter(({ strict, wr }) => strict !== 1 || wr !== 1)).toEqual([]);
    await expect(
      execute(
        db,
        "insert into organisations (id, name, slug, host_name, accent, language, status, created_at) values ('a', 'Acme', 'acme', null, 'blue', 'en', 'active', 'soon')",
      ),
    ).rejects.toThrow();
  });

  test("that another program holds is unavailable for writing until it lets go", { timeout: 60_000 }, async () => {
    const other = new DatabaseSync(file);
    other.exec("begin immediate");
    const refused = await execute(db, "delete from organisations").catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseUnavailable);
    expect(await db.list(() => raw("select id from organisations"))).toEqual([]);
    other.exec("rollback");
    other.close();
    await execute(db, "delete from organisations");
  });

  test("that can't grow refuses what does not fit, and keeps what does", async () => {
    const add = (id: string, size: number) =>
      execute(
        db,
        `insert into organisations (id, name, slug, host_name, accent, language, status, created_at) values ('${id}', '${"x".repeat(size)}', '${id}', null, 'blue', 'en', 'active', 0)`,
      );
    const [pages] = await db.list(() => raw<{ page_count: number }>("pragma page_count"));
    await db.transaction((tx) => tx.list(() => raw(`pragma max_page_count = ${(pages?.page_count ?? 0) + 2}`)));
    const settled = await Promise.allSettled([add("a", 10), add("b", 1_000_000), add("c", 10)]);
    expect(settled[1]).toMatchObject({ status: "rejected", reason: expect.any(DatabaseUnavailable) });
    const kept = (await db.list(() => raw<{ id: string }>("select id from organisations order by id"))).map(
      (row) => row.id,
    );
    const acknowledged = ["a", "b", "c"].filter((_, i) => settled[i]?.status === "fulfilled");
    expect(kept).toEqual(acknowledged);

    await db.transaction((tx) => tx.list(() => raw("pragma max_page_count = 1000000")));
    await add("b", 1_000_000);
  });
});

test("programs that start at the same instant bring a new file up together", { timeout: 60_000 }, async () => {
  const files = 10;
  const program = `
    import { connect } from "SRC/database/connect.ts";
    import { migrate } from "SRC/database/migrate.ts";
    const applied = [];
    for (let i = 0; i < ${files}; i++) {
      while (Date.now() < ${Date.now() + 2500} + i * 200);
      const db = await connect({ kind: "sqlite", file: ${JSON.stringify(folder)} + "/" + i + ".sqlite" });
      applied.push(await migrate(db, { now: () => 0 }));
      await db.close();
    }
    console.log(JSON.stringify(applied));`;
  const printed = await Promise.all(Array.from({ length: 3 }, () => runTypeScript(program)));
  const applied = printed.map((text) => JSON.parse(text) as string[][]);
  for (let i = 0; i < files; i++) {
    expect(applied.map((ofProgram) => ofProgram[i]).filter((names) => names?.length)).toEqual([
      migrations.map((migration) => migration.name),
    ]);
  }
});

describe("the serving lock", () => {
  test("has one holder, until that one releases it", () => {
    const file = join(folder, "serving.lock");
    const held = holdServingLock(file);
    expect(() => holdServingLock(file)).toThrow(AlreadyServed);
    expect(() => holdServingLock(file)).toThrow("another server is serving this data folder");
    held.release();
    holdServingLock(file).release();
  });

  test("is free again the moment its holder is killed", { timeout: 60_000 }, async () => {
    const file = join(folder, "serving.lock");
    const child = startTypeScript(`
      import { holdServingLock } from "SRC/database/serving-lock.ts";
      globalThis.held = holdServingLock(${JSON.stringify(file)});
      console.log("held");
      process.stdin.resume();`);
    const gone = once(child, "exit");
    await once(child.stdout as NodeJS.ReadableStream, "data");
    expect(() => holdServingLock(file)).toThrow(AlreadyServed);
    child.kill("SIGKILL");
    expect(await gone).toEqual([null, "SIGKILL"]);
    holdServingLock(file).release();
  });
});
