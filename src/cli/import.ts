// `countersign person import`: many people from a file, also beside a running server.
import { importPeople, type Progress } from "../admin/import/importing.ts";
import { planImport } from "../admin/import/judging.ts";
import { mostImportBytes } from "../admin/import/reading.ts";
import { requireMailServer } from "../admin/people.ts";
import { readText } from "../http/spreadsheets.ts";
import { readGiven } from "./files.ts";
import { importThere, words } from "./import-there.ts";
import { commandLine, Refusal, readArguments, type Terminal, Usage, withOrganisation } from "./terminal.ts";

const options = {
  organisation: { type: "string" },
  "dry-run": { type: "boolean" },
  invite: { type: "boolean" },
} as const;

/** ms: as long as a portion takes, so that a server beside it has the embedded database at least as often. */
const between = 40;

export async function importFile(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, options, 1);
  const file = positionals[0];
  if (!file) throw new Usage("Say which file.");
  const bytes = readGiven(file);
  if (bytes.length > mostImportBytes) throw new Refusal("too-large", "A file has at most 1 MiB: import it in parts.");
  const text = readText(bytes);
  if (text === undefined) throw new Refusal("bad-encoding", `${file} is not UTF-8. Save it as 'CSV UTF-8' first.`);
  if (at.server) return importThere(at, bytes, values);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const by = { organisation: organisation.id, actor: null, source: commandLine };
    if (values.invite) requireMailServer(needs);
    const { added, changed, unchanged, errors } = await planImport(needs.db, by, text);
    const counts = { added: added.length, changed: changed.length, unchanged };
    for (const { line, message } of errors) at.complain(`line ${line}: ${message}`, "import-refused");
    if (errors.length > 0) throw new Refusal("import-refused", "Nothing was imported.");
    if (values["dry-run"]) return at.result({ imported: false, ...counts }, `It would be: ${words(counts)}.`);
    const all = added.length + changed.length;
    const told = teller(all);
    const progress = await importPeople(needs, {
      ...{ ...by, text, inviting: values.invite ?? false },
      pace: { between, told },
    });
    say(progress, at);
  });
}

function say({ row, waiting, leftOut, first }: Progress, at: Terminal): void {
  const { added, changed, unchanged, invited } = row;
  const imported = waiting === 0;
  const document = { id: row.id, imported, added, changed, unchanged, invited, waiting, leftOut };
  at.result(document, `${words(row)}${invited > 0 ? `, ${invited} invited` : ""}.`);
  for (const { line, message } of first) at.complain(`line ${line}: ${message}`, "left-out");
  if (leftOut > 0)
    throw new Refusal("left-out", `${leftOut} of the lines were left out: somebody changed these people meanwhile.`);
  if (!imported) throw new Refusal("not-finished", `${waiting} lines are still to come: the server goes on with them.`);
}

function teller(of: number): (lines: number) => void {
  let done = 0;
  return (lines) => {
    done += lines;
    if (process.stderr.isTTY && lines > 0) process.stderr.write(`\r${done} of ${of}${done >= of ? "\n" : ""}`);
  };
}
