// Tables of a database as files: JSON by the tables' names, or CSV files one after the other with their names above them.
import { readCsv } from "../../../http/spreadsheets.ts";
import { NotReadable } from "../coming.ts";
import { isThing, parseJson, scalarOf, type Thing, thingOf, thingsOf } from "./json.ts";

export type Tables = Map<string, Thing[]>;

/**
 * `{"user": [{…}], "account": […]}`; the list that `manage.py dumpdata` writes; or CSV: a line `# user`, then that table with
 * its columns in the first line.
 * @throws NotReadable
 */
export function readTables(text: string): Tables {
  if (!/^\ufeff?\s*[[{]/.test(text)) return readCsvTables(text);
  const document = parseJson(text.replace(/^\ufeff/, ""));
  const tables: Tables = new Map();
  if (isThing(document)) for (const [name, rows] of Object.entries(document)) tables.set(name, thingsOf(rows));
  for (const row of thingsOf(document)) {
    if (typeof row.model !== "string") throw new NotReadable("not-of-format");
    const name = row.model.replace(".", "_");
    put(tables, name, { id: row.pk, ...thingOf(row.fields) });
  }
  return tables;
}

/** Rows under what they have in common, in time that grows as they do. */
export function put(grouped: Map<string, Thing[]>, name: string, row: Thing): void {
  const rows = grouped.get(name);
  if (rows) rows.push(row);
  else grouped.set(name, [row]);
}

function readCsvTables(text: string): Tables {
  const tables: Tables = new Map();
  const parts = text.replace(/^\ufeff/, "").split(/^#[ \t]*(\w+)[ \t]*\r?$\n?/m);
  if ((parts[0] ?? "").trim() !== "" || parts.length < 3) throw new NotReadable("not-of-format");
  for (let i = 1; i < parts.length; i += 2) {
    const [head, ...rows] = readCsv(parts[i + 1] ?? "");
    const names = (head?.cells ?? []).map((cell) => cell.trim());
    if (rows.some(({ wrong }) => wrong !== undefined)) throw new NotReadable("not-of-format");
    // Cell by cell: a first line of many names must not make every short line behind it as long.
    const things = rows.map(({ cells }) =>
      Object.fromEntries(cells.slice(0, names.length).map((cell, at) => [names[at], cell])),
    );
    tables.set(parts[i] as string, things);
  }
  return tables;
}

/** A table whatever its owner called it: `twoFactor`, `two_factor`, `twofactors`. */
export function tableCalled(tables: Tables, ...names: string[]): Thing[] | undefined {
  const plain = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^a-z]/g, "")
      .replace(/s$/, "");
  const wanted = names.map(plain);
  for (const [name, rows] of tables) if (wanted.includes(plain(name))) return rows;
  return undefined;
}

/** A column likewise: `userId` or `user_id`. */
export function columnOf(row: Thing, name: string): unknown {
  const plain = (text: string) => text.toLowerCase().replaceAll("_", "");
  const found = Object.keys(row).find((key) => plain(key) === plain(name));
  return found === undefined ? undefined : row[found];
}

/** True and false as databases and spreadsheets write them; `undefined` for neither. */
export function yesOrNo(value: unknown): boolean | undefined {
  const text = scalarOf(value);
  if (/^(true|t|yes|1)$/i.test(text)) return true;
  return /^(false|f|no|0)$/i.test(text) ? false : undefined;
}
