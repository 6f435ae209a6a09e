// `countersign audit export`: what happened, as a file, with the filters of the page.
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { auditLines, type Form, forms } from "../admin/audit/files.ts";
import { type filterNames, readAuditFilters } from "../admin/audit/filters.ts";
import {
  findOrganisation,
  progressLine,
  Refusal,
  readArguments,
  type Terminal,
  Usage,
  withInstallation,
} from "./terminal.ts";

const text = { type: "string" } as const;

export async function exportEvents(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    {
      ...{ organisation: text, form: text },
      ...{ who: text, about: text, what: text, from: text, to: text, where: text, outcome: text },
    },
    1,
  );
  const [file] = positionals;
  const form = (values.form ?? (file?.endsWith(".csv") ? "csv" : "jsonl")) as Form;
  if (!forms.includes(form)) throw new Usage(`--form is ${forms.join(" or ")}.`);
  const { filters, unreadable } = readAuditFilters((name) => values[name as (typeof filterNames)[number]]);
  if (unreadable.length > 0) throw new Usage(`--${unreadable[0]} can't be read.`);
  await withInstallation(async (needs) => {
    const { id: organisation } = await findOrganisation(needs, values.organisation);
    const line = progressLine();
    let bytes = 0;
    async function* counted() {
      for await (const portion of auditLines(needs.db.reports, { organisation, ...filters }, form)) {
        bytes += Buffer.byteLength(portion);
        if (file !== undefined) line.update(`${Math.round(bytes / 1024)} KiB written`);
        yield portion;
      }
    }
    try {
      // Only for who runs this: it tells who was where.
      const into = file === undefined ? process.stdout : createWriteStream(file, { flags: "wx", mode: 0o600 });
      await pipeline(Readable.from(counted()), into, { end: file !== undefined });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") throw new Refusal("file-exists", `${file} is there already: give another name.`);
      // Whoever read it has seen enough, such as 'head'.
      if (code !== "EPIPE") throw error;
    } finally {
      line.end();
    }
    if (file !== undefined) at.result({ file, bytes }, `${file}: ${bytes} bytes.`);
  });
}
