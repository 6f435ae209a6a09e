// How migrations write tables: of an organisation, of a person, and the indexes over them.
import { type CreateTableBuilder, type Kysely, sql } from "kysely";
import type { DialectTools } from "../dialect.ts";
import type { Tables } from "../tables.ts";

const text = "text";
// biome-ignore lint/suspicious/noExplicitAny: the columns of a table under construction have no type yet.
type Table = CreateTableBuilder<string, any>;

export function making(schema: Kysely<Tables>["schema"], { bytewise, tableOptions }: DialectTools) {
  const make = (name: string, key: string[], columns: Record<string, string>): Table => {
    let table = schema.createTable(name) as Table;
    for (const [column, type] of Object.entries(columns)) {
      const optional = type.endsWith("?");
      const bare = (optional ? type.slice(0, -1) : type) as "text";
      if (type === "bytewise text") table = table.addColumn(column, text, (c) => c.notNull().modifyEnd(bytewise));
      else table = table.addColumn(column, bare, (c) => (optional ? c : c.notNull()));
    }
    return tableOptions(table.addPrimaryKeyConstraint(`${name}_key`, key as never) as never) as unknown as Table;
  };
  const ofOrganisation = (table: Table, name: string): Table =>
    table.addForeignKeyConstraint(`${name}_organisation`, ["organisation_id"] as never, "organisations", ["id"], (c) =>
      c.onDelete("cascade"),
    ) as unknown as Table;
  const ofPerson = (table: Table, name: string): Table =>
    table.addForeignKeyConstraint(
      `${name}_person`,
      ["organisation_id", "person_id"] as never,
      "people",
      ["organisation_id", "id"],
      (c) => c.onDelete("cascade"),
    ) as unknown as Table;
  const organisations = (name: string, key: string[], columns: Record<string, string>) =>
    ofOrganisation(make(name, ["organisation_id", ...key], { organisation_id: text, ...columns }), name);
  const persons = (name: string, key: string[], columns: Record<string, string>) =>
    ofPerson(make(name, ["organisation_id", ...key], { organisation_id: text, person_id: text, ...columns }), name);
  const index = (table: string, columns: string[], unique = false) => {
    const named = columns.filter((column) => column !== "organisation_id" && column !== "id");
    const built = schema
      .createIndex(`${table}_by_${named.join("_and_")}`)
      .on(table)
      .columns(columns);
    return unique ? built.unique() : built;
  };

  const partial = (table: string, name: string, column: string, is: "=" | ">" | "<=", value: number) =>
    schema
      .createIndex(name)
      .on(table)
      .columns(["organisation_id", "sort_name", "id"])
      .where(sql.ref(column), is, sql.lit(value));

  return { make, ofOrganisation, organisations, persons, index, partial };
}
