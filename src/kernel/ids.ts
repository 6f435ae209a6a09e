// Identifiers of rows: UUIDs of version 7 (RFC 9562), so that new rows are neighbours in every index, and those of one
// process stand in the order in which they were made.
import { type Clock, second } from "./clock.ts";
import type { Random } from "./random.ts";

let lastTime = -1;
let counter = 0;

export function newId({ clock, random }: { clock: Clock; random: Random }): string {
  const bytes = random.bytes(16);
  let time = Math.max(0, clock.now());
  // Ahead of the clock by what a full counter borrowed; a clock that was set back by more is followed.
  if (time < lastTime && lastTime - time < second) time = lastTime;
  // RFC 9562, 6.2, method 1: within a millisecond a counter takes the place of 12 random bits.
  if (time === lastTime && counter < 0xfff) counter++;
  else if (time === lastTime) time++;
  if (time !== lastTime) counter = bytes.readUInt16BE(6) & 0x7ff;
  lastTime = time;
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The smallest id of a moment: what was made before it has a smaller one, what was made from then on does not. */
export function firstIdAt(time: number): string {
  const hex = Math.min(Math.max(0, Math.floor(time)), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether a text from outside can be one of our ids at all. */
export function isId(text: string): boolean {
  return shape.test(text);
}

/** When an id was made, ms since the epoch; `undefined` for what is none. */
export function madeAt(id: string): number | undefined {
  return isId(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : undefined;
}
