// The schema as it stands in either database is kept in docs/schema, so that every change of it is seen in review.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/database/connect.ts";
import type { Database } from "../../src/database/database.ts";
import { migrate } from "../../src/database/migrate.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { type DialectName, dialects } from "../support/world.ts";
import { emptyDatabase, raw } from "./programs.ts";

const renewal = "UPDATE_SCHEMA=1 npm test -- test/contracts/schema.test.ts";
/** The installation's own tables; every other one belongs to an organisation. */
const ofTheInstallation = ["application_names", "installation", "migrations", "organisations", "servers"];

interface Column {
  table: string;
  column: string;
  required: boolean;
  /** Its place in the primary key, from 1; 0 for none. */
  place: number;
}

describe.each(dialects)("the schema on %s", (dialect) => {
  let db: Database;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    const empty = await emptyDatabase(dialect);
    remove = empty.remove;
    db = await connect(empty.address);
    await migrate(db, systemClock);
  });
  afterAll(async () => {
    await db.close();
    await remove();
  });

  test("is the one that docs/schema shows", async () => {
    const file = new URL(`../../docs/schema/${dialect}.sql`, import.meta.url);
    const title = `-- The schema on ${dialect === "sqlite" ? "SQLite" : "PostgreSQL"}, made by the migrations. Renew this file with:\n--   ${renewal}\n`;
    const dump = `${title}\n${await dumps[dialect](db)}`;
    if (process.env.UPDATE_SCHEMA) {
      mkdirSync(new URL(".", file), { recursive: true });
      writeFileSync(file, dump);
    }
    const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
    expect(
      kept,
      `docs/schema/${dialect}.sql is not the schema that the migrations make. Renew it with: ${renewal}`,
    ).toBe(dump);
  });

  test("puts the organisation first in the key of each of its tables, and always says which it is", async () => {
    const all = await columns[dialect](db);
    const tables = [...new Set(all.map(({ table }) => table))].filter((table) => !ofTheInstallation.includes(table));
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      const first = all.find((column) => column.table === table && column.place === 1);
      expect({ table, ...first }).toEqual({ table, column: "organisation_id", required: true, place: 1 });
    }
  });

  test("begins every index of a tenant's table with the organisation", async () => {
    for (const { name, table, column } of await firstColumns[dialect](db)) {
      if (!ofTheInstallation.includes(table)) expect({ name, column }).toEqual({ name, column: "organisation_id" });
    }
  });

  test("lets nothing of an organisation outlive it", async () => {
    const left = await orphanable[dialect](db);
    expect(left.filter((table) => !ofTheInstallation.includes(table))).toEqual([]);
  });
});

const dumps: Record<DialectName, (db: Database) => Promise<string>> = {
  async sqlite(db) {
    const rows = await db.list(() =>
      raw<{ sql: string }>(
        "select sql from sqlite_master where sql is not null and name not like 'sqlite%' order by tbl_name, type desc, name",
      ),
    );
    return rows.map(({ sql }) => `${layOut(sql)};\n`).join("\n");
  },
  async postgres(db) {
    const tables = await db.list(() =>
      raw<{ name: string }>(
        "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
      ),
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const lines = await db.list(() => raw<{ line: string }>(postgresLines(name)));
      parts.push(`create table ${name} (\n${lines.map(({ line }) => `  ${line}`).join(",\n")}\n);\n`);
      const indexes = await db.list(() => raw<{ line: string }>(postgresIndexes(name)));
      for (const { line } of indexes) parts.push(`${line};\n`);
    }
    return parts.join("\n");
  },
};

const postgresLines = (table: string) => `
  select line from (
    select 1 as part, attnum::text as place, attname || ' ' || format_type(atttypid, atttypmod)
      || case when attcollation <> typcollation then ' collate "' || collname || '"' else '' end
      || case when attnotnull then ' not null' else '' end
      || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') as line, attnum
    from pg_attribute
      join pg_type on pg_type.oid = atttypid
      left join pg_collation on pg_collation.oid = attcollation
      left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped
    union all
    select 2, conname, 'constraint ' || conname || ' ' || pg_get_constraintdef(oid), 0
    from pg_constraint where conrelid = '${table}'::regclass and contype in ('p', 'u', 'f', 'c')
  ) as lines order by part, attnum, place collate "C"`;

const postgresIndexes = (table: string) => `
  select replace(pg_get_indexdef(indexrelid), 'public.', '') as line
  from pg_index join pg_class on pg_class.oid = indexrelid
  where indrelid = '${table}'::regclass and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
  order by relname collate "C"`;

const columns: Record<DialectName, (db: Database) => Promise<Column[]>> = {
  async sqlite(db) {
    const rows = await db.list(() =>
      raw<{ table: string; column: string; required: number; place: number }>(
        `select m.name as "table", c.name as "column", c."notnull" as required, c.pk as place
         from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite%' order by m.name, c.cid`,
      ),
    );
    return rows.map((row) => ({ ...row, required: row.required === 1 }));
  },
  postgres: (db) =>
    db.list(() =>
      raw<Column>(
        `select c.relname as "table", attname as "column", attnotnull as required, coalesce(array_position(conkey, attnum), 0)::int as place
         from pg_class c join pg_attribute on attrelid = c.oid and attnum > 0
         left join pg_constraint on conrelid = c.oid and contype = 'p'
         where relkind = 'r' and relnamespace = 'public'::regnamespace order by c.relname, attnum`,
      ),
    ),
};

const firstColumns: Record<DialectName, (db: Database) => Promise<{ name: string; table: string; column: string }[]>> =
  {
    sqlite: (db) =>
      db.list(() =>
        raw(`select m.name, m.tbl_name as "table", i.name as "column"
           from sqlite_master m join pragma_index_info(m.name) i where m.type = 'index' and i.seqno = 0`),
      ),
    postgres: (db) =>
      db.list(() =>
        raw(`select i.relname as name, t.relname as "table", attname as "column"
           from pg_index join pg_class i on i.oid = indexrelid join pg_class t on t.oid = indrelid
           join pg_attribute on attrelid = indrelid and attnum = indkey[0]
           where t.relnamespace = 'public'::regnamespace`),
      ),
  };

/** Tables whose rows nothing removes when their organisation or person goes. */
const orphanable: Record<DialectName, (db: Database) => Promise<string[]>> = {
  async sqlite(db) {
    const rows = await db.list(() =>
      raw<{ name: string }>(
        `select name from sqlite_master m where type = 'table' and name not like 'sqlite%' and not exists
           (select 1 from pragma_foreign_key_list(m.name) where "from" = 'organisation_id' and on_delete = 'CASCADE')`,
      ),
    );
    return rows.map(({ name }) => name);
  },
  async postgres(db) {
    const rows = await db.list(() =>
      raw<{ name: string }>(
        `select relname as name from pg_class c where relkind = 'r' and relnamespace = 'public'::regnamespace and not exists
           (select from pg_constraint join pg_attribute on attrelid = c.oid and attnum = any (conkey)
            where conrelid = c.oid and contype = 'f' and confdeltype = 'c' and attname = 'organisation_id')`,
      ),
    );
    return rows.map(({ name }) => name);
  },
};

/** One column or constraint a line. */
function layOut(sql: string): string {
  if (!/^create table/i.test(sql)) return sql;
  let depth = 0;
  let text = "";
  for (const character of sql) {
    if (character === ")" && --depth === 0) text += "\n";
    text += character;
    if (character === "(" && ++depth === 1) text += "\n  ";
    if (character === "," && depth === 1) text += "\n ";
  }
  return text;
}
