// `countersign backup FILE`: everything but the key, in one file, while the server runs.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readConfig } from "../config.ts";
import { writeBackup } from "../copies/writing.ts";
import { databaseAddress } from "../opening.ts";
import { plural } from "../ui/index.ts";
import { progressLine, Refusal, readArguments, type Terminal, Usage, withInstallation } from "./terminal.ts";

export async function backup(args: string[], at: Terminal): Promise<void> {
  const { positionals } = readArguments(args, {}, 1);
  const [given] = positionals;
  if (!given) throw new Usage("Give the FILE to write.");
  const file = resolve(given);
  const taken = new Refusal("file-exists", `${file} is there already: give another name. Nothing was written.`);
  if (existsSync(file)) throw taken;
  const config = readConfig(process.env);
  await withInstallation(async (needs) => {
    const line = progressLine();
    try {
      const { heading, rows } = await writeBackup(databaseAddress(config), needs, file, (done) =>
        line.update(`${done} rows written`),
      );
      line.end();
      const all = Object.values(rows).reduce((sum, n) => sum + n, 0);
      at.result(
        { file, madeAt: new Date(heading.madeAt).toISOString(), key: heading.key, rows: all },
        [
          `${file}: ${plural(all, "row")}, as they stood at ${new Date(heading.madeAt).toISOString()}.`,
          `The key ring is not in it. Restoring needs the key ${heading.key}: keep a copy of the ring in another place than this file.`,
        ].join("\n"),
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") throw taken;
      throw error;
    } finally {
      line.end();
    }
  });
}
