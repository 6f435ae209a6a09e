// Reads a file that a command was given, and writes one that it makes.
import { closeSync, createWriteStream, openSync, readFileSync, readSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as BytesStream } from "node:stream/web";
import { progressLine, Refusal, type Terminal } from "./terminal.ts";

/** What comes, into a file that is not there yet, or to standard output. @throws Refusal `file-exists` */
export async function writeInto(
  at: Terminal,
  file: string | undefined,
  bytes: ReadableStream<Uint8Array>,
): Promise<void> {
  const line = progressLine();
  let written = 0;
  async function* counted() {
    for await (const portion of Readable.fromWeb(bytes as BytesStream)) {
      written += portion.length;
      if (file !== undefined) line.update(`${Math.round(written / 1024)} KiB written`);
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
  if (file !== undefined) at.result({ file, bytes: written }, `${file}: ${written} bytes.`);
}

/** @throws Refusal `no-file` that says what is the matter with it */
export function readGiven(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refusal("no-file", whatIsWrong(file, (error as { code?: string }).code));
  }
}

/** Its first bytes, as many as there are up to so many. @throws Refusal `no-file` likewise */
export function beginningOf(file: string, most: number): Buffer {
  const bytes = Buffer.alloc(most);
  try {
    const opened = openSync(file, "r");
    try {
      return bytes.subarray(0, readSync(opened, bytes, 0, most, null));
    } finally {
      closeSync(opened);
    }
  } catch (error) {
    throw new Refusal("no-file", whatIsWrong(file, (error as { code?: string }).code));
  }
}

function whatIsWrong(file: string, code: string | undefined): string {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return `There is no file ${file}.`;
    case "EISDIR":
      return `${file} is a folder, not a file.`;
    case "EACCES":
    case "EPERM":
      return `You may not read the file ${file}.`;
    default:
      return `The file ${file} can't be read.`;
  }
}
