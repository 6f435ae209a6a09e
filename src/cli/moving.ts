// `countersign import`: people of another system with their passwords, authenticators and recovery codes.
import { NotReadable } from "../admin/moving/coming.ts";
import { lookAtMoving, moveIn, type Report } from "../admin/moving/moving.ts";
import { formats, mostFileBytes, readFormat, readMoving } from "../admin/moving/reading.ts";
import { bringsOf, notesOf } from "../admin/moving/saying.ts";
import { requireMailServer } from "../admin/people.ts";
import { words } from "../words/index.ts";
import { readGiven } from "./files.ts";
import {
  commandLine,
  progressLine,
  Refusal,
  readArguments,
  readSecret,
  type Terminal,
  Usage,
  withOrganisation,
} from "./terminal.ts";

const options = {
  organisation: { type: "string" },
  format: { type: "string" },
  "dry-run": { type: "boolean" },
  invite: { type: "boolean" },
  "secret-file": { type: "string" },
} as const;

/** ms: as long as a batch takes, so that a server beside it has the embedded database at least as often. */
const between = 40;

export async function bringFile(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, options, 1);
  const [file] = positionals;
  if (!file) throw new Usage("Say which file; - reads it from standard input.");
  const wanted = values.format === undefined ? undefined : readFormat(values.format);
  if (values.format !== undefined && !wanted) throw new Usage(`A format is one of ${formats.join(", ")}.`);
  const bytes = file === "-" ? await standardInput() : readGiven(file);
  if (bytes.length > mostFileBytes) throw new Refusal("too-large", "A file has at most 256 MiB: bring it in parts.");
  const read = async (secret?: string) => readMoving({ bytes, format: wanted, secret });
  const kept = values["secret-file"];
  const given = kept === undefined ? undefined : readGiven(kept).toString("utf8").trim();
  const { people, format } = await read(given)
    .catch(async (error) => {
      // Asked for where it is needed; a file that came by standard input leaves no room for it there.
      if (!isBecause(error, "secret-needed") || file === "-") throw error;
      return read((await readSecret("BETTER_AUTH_SECRET: ")).trim());
    })
    .catch((error) => {
      if (error instanceof NotReadable) throw new Refusal(error.reason, words.en.moving.reasons[error.reason]);
      throw error;
    });
  await withOrganisation(values.organisation, async (needs, { id: organisation }) => {
    const by = { organisation, actor: null, source: commandLine };
    const inviting = values.invite ?? false;
    if (inviting) requireMailServer(needs);
    const progress = progressLine();
    const told = (done: number, of: number) => progress.update(`${done} of ${of}`);
    const dry = values["dry-run"] === true;
    const report = dry
      ? await lookAtMoving(needs, by, { people, told })
      : await moveIn(needs, { ...by, people, format, inviting, pace: { between, told } });
    progress.end();
    at.result({ imported: !dry, format, ...report.counts, lines: report.lines }, said(report, dry));
  });
}

const isBecause = (error: unknown, reason: string): boolean => error instanceof NotReadable && error.reason === reason;

function said({ counts, lines }: Report, dry: boolean): string {
  const { moving } = words.en;
  const each = lines.map((line) => {
    const parts = [bringsOf(line, words.en), ...notesOf(line, words.en)].filter((part) => part !== "");
    return `line ${line.line}\t${line.who || "?"}\t${moving.outcomes[line.outcome]}${parts.length > 0 ? `\t${parts.join("; ")}` : ""}`;
  });
  const sum = (Object.keys(counts) as (keyof typeof counts)[])
    .filter((name) => counts[name] > 0)
    .map((name) => `${moving.counts[name]}: ${counts[name]}`);
  return [...each, "", `${dry ? moving.summary : moving.result}: ${sum.join(", ") || "nothing"}.`].join("\n");
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    // Said by whoever asked; no more is taken into memory.
    if (length > mostFileBytes) break;
  }
  return Buffer.concat(chunks);
}
