// What every other part of the program relies on, held on both databases.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connect, type DatabaseAddress } from "../../src/database/connect.ts";
import type { Database, Transaction } from "../../src/database/database.ts";
import { DatabaseConflict } from "../../src/database/failures.ts";
import { migrate } from "../../src/database/migrate.ts";
import { migrations } from "../../src/database/migrations/index.ts";
import { SchemaIsNewer } from "../../src/database/side-by-side.ts";
import { statement } from "../../src/database/statement.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { dialects } from "../support/world.ts";
import { emptyDatabase, raw } from "./programs.ts";

const insert = statement<{ id: string; slug: string }>()((query, param) =>
  query.insertInto("organisations").values({
    id: param.id,
    name: "Acme",
    slug: param.slug,
    host_name: null,
    accent: "blue",
    language: "en",
    status: "active",
    logo_hash: null,
    created_at: 0,
  }),
);
const get = statement<{ id: string }>()((query, param) =>
  query.selectFrom("organisations").select(["id", "slug", "created_at"]).where("id", "=", param.id),
);
const ids = statement<Record<never, never>>()((query) => query.selectFrom("organisations").select("id").orderBy("id"));
/** Adds one: what two of them read and write at once is seen in the sum. */
const count = statement<{ id: string }>()((query, param) =>
  query
    .updateTable("organisations")
    .set((e) => ({ created_at: e("created_at", "+", 1) }))
    .where("id", "=", param.id),
);
const insertPolicy = statement<{ organisation: string }>()((query, param) =>
  query
    .insertInto("policies")
    .values({ organisation_id: param.organisation, document: "{}", digest: "", version: 1, updated_at: 0 }),
);

const add = (tx: Transaction, id: string, slug = id) => tx.run(insert, { id, slug });
const present = async (db: Database) => (await db.all(ids, {})).map((row) => row.id);

describe.each(dialects)("a database on %s", (dialect) => {
  let address: DatabaseAddress;
  let db: Database;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    ({ address, remove } = await emptyDatabase(dialect));
    db = await connect(address);
    await migrate(db, systemClock);
  });
  afterAll(async () => {
    await db.close();
    await remove();
  });
  beforeEach(() => db.transaction((tx) => tx.list((query) => query.deleteFrom("organisations"))));

  test("applies a transaction whole, and gives back what its body does", async () => {
    const result = await db.transaction(async (tx) => {
      expect([await add(tx, "a"), await add(tx, "b")]).toEqual([1, 1]);
      return "both";
    });
    expect(result).toBe("both");
    expect(await present(db)).toEqual(["a", "b"]);
  });

  test("applies nothing of a transaction that throws", async () => {
    const thrown = new Error("changed my mind");
    const body = async (tx: Transaction) => {
      await add(tx, "a");
      throw thrown;
    };
    expect(await db.transaction(body).catch((error: unknown) => error)).toBe(thrown);
    expect(await present(db)).toEqual([]);
  });

  test.each([["nothing"], [undefined], [null], [{ outcome: "refused" }]])(
    "hands on %j when that is thrown",
    async (thrown) => {
      const failing = db.transaction(async (tx) => {
        await add(tx, "a");
        throw thrown;
      });
      expect(await failing.catch((error: unknown) => ({ error }))).toEqual({ error: thrown });
      // And goes on working for everybody else.
      await db.transaction((tx) => add(tx, "b"));
      expect(await present(db)).toEqual(["b"]);
    },
  );

  test("keeps the neighbours of a transaction that fails, wherever it stands among them", async () => {
    const names = Array.from({ length: 60 }, (_, i) => `n${String(i).padStart(2, "0")}`);
    const failing = (i: number) => i % 4 === 0 || i === names.length - 1;
    const settled = await Promise.allSettled(
      names.map((name, i) =>
        db.transaction(async (tx) => {
          await add(tx, name);
          if (failing(i)) throw new Error(name);
          return name;
        }),
      ),
    );
    for (const [i, result] of settled.entries()) {
      if (failing(i)) expect(result).toMatchObject({ status: "rejected", reason: { message: names[i] } });
      else expect(result).toEqual({ status: "fulfilled", value: names[i] });
    }
    expect(await present(db)).toEqual(names.filter((_, i) => !failing(i)));
  });

  test("keeps them also from a statement that the database itself refuses", async () => {
    await db.transaction((tx) => add(tx, "taken"));
    const settled = await Promise.allSettled([
      db.transaction((tx) => add(tx, "a")),
      db.transaction(async (tx) => {
        await add(tx, "b");
        await add(tx, "c", "taken");
      }),
      db.transaction((tx) => add(tx, "d")),
    ]);
    expect(settled.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await present(db)).toEqual(["a", "d", "taken"]);
  });

  test("shows nobody what is not committed", async () => {
    let before: unknown = "not looked at";
    let inside: unknown;
    await db.transaction(async (tx) => {
      await add(tx, "a");
      before = await db.first(get, { id: "a" });
      inside = await tx.first(get, { id: "a" });
    });
    expect(before).toBeUndefined();
    expect(inside).toMatchObject({ id: "a" });
    expect(await db.first(get, { id: "a" })).toMatchObject({ id: "a" });
  });

  test("refuses statements after the end of their transaction", async () => {
    const kept: Transaction[] = [];
    await db.transaction(async (tx) => {
      kept.push(tx);
      await add(tx, "a");
    });
    const failing = db.transaction(async (tx) => {
      kept.push(tx);
      throw new Error("undone");
    });
    await expect(failing).rejects.toThrow("undone");
    for (const tx of kept) {
      await expect(async () => add(tx, "late")).rejects.toThrow("this transaction has ended");
      await expect(async () => tx.first(get, { id: "a" })).rejects.toThrow("this transaction has ended");
      await expect(async () => tx.all(ids, {})).rejects.toThrow("this transaction has ended");
      await expect(async () => tx.list((query) => query.selectFrom("organisations").select("id"))).rejects.toThrow(
        "this transaction has ended",
      );
    }
    expect(await present(db)).toEqual(["a"]);
  });

  test("refuses to write without a transaction", async () => {
    await expect(db.run(insert, { id: "a", slug: "a" })).rejects.toThrow("writing needs a transaction");
  });

  test("applies each of many transactions at the same instant", async () => {
    const many = dialect === "sqlite" ? 1000 : 300;
    await db.transaction((tx) => add(tx, "sum"));
    await Promise.all(
      Array.from({ length: many }, (_, i) =>
        db.transaction(async (tx) => {
          await tx.run(count, { id: "sum" });
          await add(tx, `n${i}`);
        }),
      ),
    );
    expect(await db.first(get, { id: "sum" })).toMatchObject({ created_at: many });
    expect(await present(db)).toHaveLength(many + 1);
  });

  test("applies those of several programs at the same instant", async () => {
    const others = await Promise.all([connect(address), connect(address)]);
    await db.transaction((tx) => add(tx, "sum"));
    const all = [db, ...others].flatMap((one) =>
      Array.from({ length: 50 }, () => one.transaction((tx) => tx.run(count, { id: "sum" }))),
    );
    await Promise.all(all);
    expect(await db.first(get, { id: "sum" })).toMatchObject({ created_at: 150 });
    for (const other of others) await other.close();
  });

  test("says of a unique value that somebody else was first", async () => {
    await db.transaction((tx) => add(tx, "a"));
    await expect(db.transaction((tx) => add(tx, "a", "another"))).rejects.toThrow(DatabaseConflict);
    await expect(db.transaction((tx) => add(tx, "b", "a"))).rejects.toThrow(DatabaseConflict);
    await expect(db.transaction((tx) => tx.run(insertPolicy, { organisation: "nobody" }))).rejects.toThrow(
      DatabaseConflict,
    );
  });

  test("refuses a statement with a parameter missing, and undoes what came before it", async () => {
    const failing = db.transaction(async (tx) => {
      await add(tx, "a");
      await tx.run(insert, { id: "b" } as never);
    });
    await expect(failing).rejects.toThrow("the parameter 'slug' was not given");
    expect(await present(db)).toEqual([]);
  });

  test("finishes what was begun before it closes, and takes nothing more", async () => {
    const other = await connect(address);
    const begun = ["a", "b", "c"].map((id) => other.transaction((tx) => add(tx, id)));
    await other.close();
    expect(await Promise.all(begun)).toEqual([1, 1, 1]);
    await expect(other.transaction((tx) => add(tx, "d"))).rejects.toThrow("the database is closed");
    expect(await present(db)).toEqual(["a", "b", "c"]);
  });
});

describe.each(dialects)("migrating on %s", (dialect) => {
  let db: Database;
  let remove: () => Promise<void>;
  beforeEach(async () => {
    const { address, remove: removeThat } = await emptyDatabase(dialect);
    remove = removeThat;
    db = await connect(address);
  });
  afterEach(async () => {
    await db.close();
    await remove();
  });

  test("applies every migration, and a second time nothing", async () => {
    expect(await migrate(db, systemClock)).toEqual(migrations.map((migration) => migration.name));
    expect(await migrate(db, systemClock)).toEqual([]);
  });

  test("applies what was added since, once, and nothing of a round that fails", async () => {
    await migrate(db, systemClock);
    await withMigration("9998-good", "create table early (id text primary key)", async () => {
      await withMigration("9999-bad", "create table bad (", async () => {
        await expect(migrate(db, systemClock)).rejects.toThrow();
        await expect(db.list(() => raw("select id from early"))).rejects.toThrow();
      });
      expect(await migrate(db, systemClock)).toEqual(["9998-good"]);
      expect(await migrate(db, systemClock)).toEqual([]);
      expect(await db.list(() => raw("select id from early"))).toEqual([]);
    });
  });

  test("stops where the database has migrations that this program does not know", async () => {
    await withMigration("9999-from-the-future", "create table future (id text primary key)", () =>
      migrate(db, systemClock),
    );
    const refused = await migrate(db, systemClock).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SchemaIsNewer);
    expect((refused as Error).message).toContain("9999-from-the-future");
  });
});

/** As if this program had one more migration. */
async function withMigration(name: string, sql: string, work: () => Promise<unknown>): Promise<void> {
  migrations.push({ name, up: () => [raw(sql)] });
  try {
    await work();
  } finally {
    migrations.pop();
  }
}
