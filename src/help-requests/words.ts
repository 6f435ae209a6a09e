// What became of a request that can't be decided any more, for whoever was slower: in English unless told otherwise.
import { type Words, words } from "../words/index.ts";
import type { Decided } from "./deciding.ts";

export function overMessage(
  { request, by }: Extract<Decided, { outcome: "already-over" }>,
  now: number,
  { consoleHelp: say, relative }: Words = words.en,
): string {
  const { status, decided_at } = request;
  if (status === "cancelled") return say.over.cancelled;
  if (status === "overtaken") return say.over.overtaken;
  if (status === "lapsed") return say.lapsed;
  const decided = status === "declined" ? say.over.declined : say.over.approved;
  return decided(by?.display_name ?? say.somebodyElse, relative(decided_at ?? now, now));
}
