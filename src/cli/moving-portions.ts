// A file of people as a command takes it in: our own export a portion at a time, as it may be of a million people and of more
// bytes than memory; every other format as a whole.
import { createReadStream } from "node:fs";
import { type Coming, NotReadable } from "../admin/moving/coming.ts";
import { readOwnExport } from "../admin/moving/formats/countersign.ts";
import { parseJson, thingOf } from "../admin/moving/formats/json.ts";

/** People at a time. */
const portion = 1000;

/**
 * Of an export that comes in as text, in whatever pieces; lines are counted over all of it.
 * @throws NotReadable also at its end, where that does not say how many there were: then it was cut off
 */
export async function* portionsOf(pieces: AsyncIterable<string>): AsyncGenerator<Coming[], void> {
  let head: string | undefined;
  let held: string[] = [];
  let before = 0;
  const read = (lines: string[]) => {
    const text = [head ?? "", ...lines, JSON.stringify({ people: lines.length })].join("\n");
    const people = readOwnExport(text).map((one) => ({ ...one, line: one.line + before }));
    before += lines.length;
    return people;
  };
  for await (const line of linesIn(pieces)) {
    if (line.trim() === "") continue;
    if (head === undefined) head = line;
    else held.push(line);
    // One is kept back: it may be the last, which is nobody.
    if (held.length <= portion) continue;
    yield read(held.slice(0, portion));
    held = held.slice(portion);
  }
  const end = held.pop() ?? "";
  if (held.length > 0) yield read(held);
  if (thingOf(parseJson(end)).people !== before) throw new NotReadable("not-of-format");
}

async function* linesIn(pieces: AsyncIterable<string>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest;
}

/** Bytes as text. @throws NotReadable where they are not UTF-8 */
export async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (some?: Uint8Array) => {
    try {
      return some ? decoder.decode(some, { stream: true }) : decoder.decode();
    } catch {
      throw new NotReadable("not-utf8");
    }
  };
  for await (const some of bytes) yield decode(some);
  yield decode();
}

/** Opened when the first are asked for. */
export async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void> {
  yield* createReadStream(file);
}

/** How many are in a whole export. @throws NotReadable before anything of it is done */
export async function countPeople(file: string): Promise<number> {
  let people = 0;
  for await (const some of portionsOf(textOf(bytesOf(file)))) people += some.length;
  return people;
}
