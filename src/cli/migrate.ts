// `countersign migrate sqlite-to-postgres`: a whole installation to another database.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { holdServingLock } from "../database/serving-lock.ts";
import { systemClock } from "../kernel/clock.ts";
import { plural } from "../ui/index.ts";
import { progressLine, Refusal, readArguments, type Terminal, Usage } from "./terminal.ts";

export const migrateForms = {
  "sqlite-to-postgres": {
    usage: "migrate sqlite-to-postgres --from DATA_FOLDER --to URL",
    about:
      "Copy a whole installation into an empty PostgreSQL database and compare every row. The server is stopped meanwhile; killed, it goes on where it stopped; the folder stays as it is.",
  },
};

export async function migrateCommand([name = "", ...args]: string[], at: Terminal): Promise<void> {
  if (name !== "sqlite-to-postgres") throw new Usage("Say sqlite-to-postgres.");
  const { values } = readArguments(args, { from: { type: "string" }, to: { type: "string" } });
  const { from, to } = values;
  if (!from || !to) throw new Usage("Give --from DATA_FOLDER and --to URL.");
  // The value holds a password: it is not repeated.
  if (!/^postgres(ql)?:\/\//.test(to) || !URL.canParse(to))
    throw new Usage("--to is an address that begins with postgres://.");
  const folder = resolve(from);
  const file = join(folder, "countersign.sqlite");
  if (!existsSync(file)) throw new Refusal("no-installation", `There is no installation in ${folder}.`);
  const lock = holdServingLock(join(folder, "serving.lock"), "a server is serving this data folder: stop it first");
  const line = progressLine();
  try {
    const { moveToPostgres } = await import("../copies/moving.ts");
    const moved = await moveToPostgres(file, to, systemClock, (what, table, rows, of) =>
      line.update(`${table}: ${rows} of ${of} rows ${what}`),
    );
    line.end();
    if (moved.outcome !== "moved") throw refusalOf(moved);
    const all = moved.tables.reduce((sum, { rows }) => sum + rows, 0);
    at.result(
      { moved: all, tables: moved.tables, wentOn: moved.goneOn },
      [
        `${plural(all, "row")} of ${plural(moved.tables.length, "table")} are in PostgreSQL, each compared with its original.`,
        `Now set COUNTERSIGN_DATABASE_URL, and COUNTERSIGN_KEY_FILE (or COUNTERSIGN_KEYS) to the same key ring as before, and start the server.`,
        `${folder} is as it was. Do not serve it again: what happens there from now on is not in PostgreSQL.`,
      ].join("\n"),
    );
  } finally {
    line.end();
    lock.release();
  }
}

function refusalOf(moved: { outcome: string; tables?: string[] }): Refusal {
  const words: Record<string, string> = {
    "not-empty": "There is something in that database already: give an empty one.",
    served: "A server is serving that database already: stop it, and give an empty database.",
    "other-schema":
      "The installation has another version's schema: start this version's server on it once, stop it, and run this again.",
    differs: `The copy is not the same in ${moved.tables?.join(", ")}: the folder was served between two runs, or something else wrote into the database. Begin again with an empty database.`,
  };
  return new Refusal(moved.outcome, words[moved.outcome] ?? "It did not work.");
}
