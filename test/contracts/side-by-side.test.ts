// What a schema that is newer than a program, or would be, means to that program, and to those that serve already.
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect, type DatabaseAddress } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { migrate, requireSchema } from "../../src/database/migrate.ts";
import { migrations } from "../../src/database/migrations/index.ts";
import { goneAfter, OlderStillServes, ownSchema, SchemaIsNewer } from "../../src/database/side-by-side.ts";
import { statement } from "../../src/database/statement.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { dialects } from "../support/world.ts";
import { emptyDatabase, execute, raw } from "./programs.ts";

const own = ownSchema();
const everything = statement<{ name: string }>()((query, param) =>
  query
    .selectFrom("migrations")
    .selectAll("migrations")
    .select("migrations.name as behind")
    .where("name", "=", param.name),
);

test("migrations are numbered in order, and say of what came before them with which they get along", () => {
  const names = migrations.map(({ name }) => name);
  expect(names.toSorted()).toEqual(names);
  for (const { name, compatibleFrom } of migrations) {
    expect(name).toMatch(/^\d{4}-[a-z-]+$/);
    if (compatibleFrom) expect(names.slice(0, names.indexOf(name))).toContain(compatibleFrom);
  }
});

describe.each(dialects)("on %s", (dialect) => {
  let address: DatabaseAddress;
  let db: Database;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    ({ address, remove } = await emptyDatabase(dialect));
    db = await connect(address);
    await migrate(db, systemClock);
  });
  afterEach(async () => {
    await db.close();
    await remove();
  });

  /** As a program with these migrations more would. */
  async function migrateTo(...more: { name: string; compatibleFrom?: string; sql?: string }[]): Promise<string[]> {
    migrations.push(...more.map(({ sql = "select 1", ...rest }) => ({ ...rest, up: () => [raw(sql)] })));
    try {
      return await migrate(db, systemClock);
    } finally {
      migrations.splice(-more.length);
    }
  }
  const serve = (schema: string, seen: number) =>
    execute(db, `insert into servers values ('${schema}-${seen}', 'box', 7, 'k', '${schema}', 0, ${seen})`);
  const schemas = async () => (await db.list((q) => q.selectFrom("migrations").select("name"))).map(({ name }) => name);

  test("a program serves beside one newer schema that allows for it, and does nothing else there", async () => {
    await migrateTo({ name: "9998-expand", compatibleFrom: own });
    expect(await migrate(db, systemClock, { serving: true })).toEqual([]);
    await requireSchema(db);
    await expect(migrate(db, systemClock)).rejects.toThrow(SchemaIsNewer);
    // The next one knows the one between, and nothing older.
    await migrateTo(
      { name: "9998-expand", compatibleFrom: own },
      { name: "9999-contract", compatibleFrom: "9998-expand" },
    );
    const refused = await migrate(db, systemClock, { serving: true }).catch((error: Error) => error);
    expect(refused).toBeInstanceOf(SchemaIsNewer);
    expect((refused as Error).message).toMatch(/can't live with: 9999-contract; it needs the version/);
    await expect(requireSchema(db)).rejects.toThrow(SchemaIsNewer);
  });

  test("a program does not serve beside a newer schema that says nothing of it", async () => {
    await migrateTo({ name: "9999-alone" });
    await expect(migrate(db, systemClock, { serving: true })).rejects.toThrow(SchemaIsNewer);
  });

  test("a migration waits for the end of every program that could not live with it", async () => {
    await serve(own, Date.now());
    await serve("0000-long-ago", Date.now() - goneAfter - 1000);
    expect(await migrateTo({ name: "9998-expand", compatibleFrom: own })).toEqual(["9998-expand"]);
    const contract = [
      { name: "9998-expand", compatibleFrom: own },
      { name: "9999-contract", compatibleFrom: "9998-expand" },
    ];
    const refused = await migrateTo(...contract).catch((error: Error) => error);
    expect(refused).toBeInstanceOf(OlderStillServes);
    expect((refused as Error).message).toContain(
      `9999-contract would break programs that serve: box (process 7, ${own})`,
    );
    expect(await schemas()).not.toContain("9999-contract");
    await execute(db, "delete from servers");
    await serve("9998-expand", Date.now());
    expect(await migrateTo(...contract)).toEqual(["9999-contract"]);
  });

  test("one that says nothing of the version before needs every server stopped", async () => {
    await serve(own, Date.now());
    await expect(migrateTo({ name: "9999-alone" })).rejects.toThrow(OlderStillServes);
    await execute(db, "delete from servers");
    expect(await migrateTo({ name: "9999-alone" })).toEqual(["9999-alone"]);
  });

  test("statements that were prepared before a column came go on giving what they gave", async () => {
    const all = () => Promise.all(Array.from({ length: 20 }, () => db.all(everything, { name: own })));
    for (const rows of await all()) expect(rows).toMatchObject([{ name: own, behind: own }]);
    const other = await connect(address);
    await execute(other, "alter table migrations add column shade text default 'grey' not null");
    await other.close();
    for (const rows of await all()) expect(rows).toMatchObject([{ name: own, behind: own }]);
    const written = await Promise.all(
      Array.from({ length: 20 }, () => db.transaction((tx) => tx.first(everything, { name: own }))),
    );
    for (const row of written) expect(row).toMatchObject({ name: own, behind: own });
  });

  // The one writer of SQLite takes turns.
  if (dialect === "sqlite") return;
  test("a table in use is waited for without anybody waiting long behind", async () => {
    const holder = new pg.Client({ connectionString: (address as { url: string }).url });
    await holder.connect();
    await holder.query("begin; select * from people");
    const migrating = migrateTo({
      name: "9998-expand",
      compatibleFrom: own,
      sql: "alter table people add column shoe_size bigint",
    });
    let longest = 0;
    for (const end = performance.now() + 3000; performance.now() < end; ) {
      const from = performance.now();
      await db.list(() => raw("select count(*) from people"));
      longest = Math.max(longest, performance.now() - from);
    }
    expect(longest).toBeLessThan(2500);
    expect(await schemas()).not.toContain("9998-expand");
    await holder.query("commit");
    await holder.end();
    expect(await migrating).toEqual(["9998-expand"]);
    expect(await db.list(() => raw("select shoe_size from people"))).toEqual([]);
  });
});
