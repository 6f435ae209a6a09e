// `countersign import`: people of another system with their passwords, authenticators and recovery codes.
import { createReadStream, statSync } from "node:fs";
import { type Coming, NotReadable } from "../admin/moving/coming.ts";
import { isOwnExport } from "../admin/moving/formats/countersign.ts";
import { lookAtMoving, moveIn, type Report } from "../admin/moving/moving.ts";
import { type Format, formats, mostFileBytes, readFormat, readMoving } from "../admin/moving/reading.ts";
import { bringsOf, notesOf } from "../admin/moving/saying.ts";
import { requireMailServer } from "../admin/people.ts";
import { words } from "../words/index.ts";
import { beginningOf, readGiven } from "./files.ts";
import { bytesOf, countPeople, portionsOf, textOf } from "./moving-portions.ts";
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
  const kept = values["secret-file"];
  const given = kept === undefined ? undefined : readGiven(kept).toString("utf8").trim();
  const found = await open(file, wanted, given).catch(refuse);
  await withOrganisation(values.organisation, async (needs, { id: organisation }) => {
    const by = { organisation, actor: null, source: commandLine };
    const inviting = values.invite ?? false;
    if (inviting) requireMailServer(needs);
    const dry = values["dry-run"] === true;
    const { format, portions, all } = found;
    const progress = progressLine();
    let report: Report | undefined;
    let before = 0;
    const told = (done: number, of: number) =>
      progress.update(all === undefined ? String(before + done) : `${before + done} of ${Math.max(all, of)}`);
    try {
      for await (const people of portions) {
        const part = dry
          ? await lookAtMoving(needs, by, { people, told })
          : await moveIn(needs, { ...by, people, format, inviting, pace: { between, told } });
        report = report === undefined ? part : joined(report, part);
        before += people.length;
      }
    } catch (error) {
      refuse(error, before > 0 && !dry);
    } finally {
      progress.end();
    }
    const { counts, lines } = report ?? (await lookAtMoving(needs, by, { people: [] }));
    at.result({ imported: !dry, format, ...counts, lines }, said({ counts, lines, waiting: 0 }, dry));
  });
}

interface Found {
  format: Format;
  portions: AsyncIterable<Coming[]> | Coming[][];
  /** How many there are, where that is known beforehand. */
  all?: number;
}

/** Our own export is of whatever length; a file of it is looked through first, so that nothing is done with one that was cut off. */
async function open(file: string, wanted: Format | undefined, secret: string | undefined): Promise<Found> {
  const isInput = file === "-";
  const stream = isInput ? process.stdin : isPipe(file) ? createReadStream(file) : undefined;
  const incoming = stream?.[Symbol.asyncIterator]();
  const start = incoming ? await atLeast(incoming, longestHead) : beginningOf(file, longestHead);
  if (isOwnExport(start.toString("latin1")) && (wanted ?? "countersign") === "countersign") {
    if (incoming) return { format: "countersign", portions: portionsOf(textOf(restOf(incoming, start))) };
    const all = await countPeople(file);
    return { format: "countersign", portions: portionsOf(textOf(bytesOf(file))), all };
  }
  const bytes = incoming ? await atLeast(incoming, mostFileBytes + 1, start) : readGiven(file);
  if (bytes.length > mostFileBytes) throw new Refusal("too-large", "A file has at most 256 MiB: bring it in parts.");
  const read = (opened = secret) => readMoving({ bytes, format: wanted, secret: opened });
  const { people, format } = await read().catch(async (error) => {
    // Asked for where it is needed; a file that came by standard input leaves no room for it there.
    if (!isBecause(error, "secret-needed") || isInput) throw error;
    return read((await readSecret("BETTER_AUTH_SECRET: ")).trim());
  });
  return { format, portions: [people], all: people.length };
}

/** Such as what a shell writes for `<(age -d …)`: it can be read once. */
function isPipe(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && (found.isFIFO() || found.isCharacterDevice());
}

function refuse(error: unknown, begun = false): never {
  if (!(error instanceof NotReadable)) throw error;
  const done = begun ? " Who came before that is here: bring the whole file once more." : "";
  throw new Refusal(error.reason, `${words.en.moving.reasons[error.reason]}${done}`);
}

function joined(one: Report, other: Report): Report {
  const counts = { ...one.counts };
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += other.counts[name];
  // Without copying what was said before for each portion of a million.
  for (const line of other.lines) one.lines.push(line);
  return { ...one, counts };
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

/** Bytes that say what a file is. */
const longestHead = 4096;

type Incoming = AsyncIterator<Uint8Array>;

/** So many bytes, or all there are; hardly more are taken into memory. */
async function atLeast(incoming: Incoming, enough: number, before: Buffer = Buffer.alloc(0)): Promise<Buffer> {
  const chunks: Uint8Array[] = [before];
  let length = before.length;
  while (length < enough) {
    const { value, done } = await incoming.next();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  return Buffer.concat(chunks);
}

async function* restOf(incoming: Incoming, start: Buffer): AsyncGenerator<Uint8Array, void> {
  yield start;
  for (let next = await incoming.next(); !next.done; next = await incoming.next()) yield next.value;
}
