// The report of a line in words: what would come, and what is to be known of it.
import type { Words } from "../../words/index.ts";
import type { ReportLine } from "./moving.ts";

type Saying = Pick<Words, "moving" | "consoleShared">;

/** What becomes of it and what it brings, e.g. `Added: password, authenticators: 1`. */
export function outcomeOf(line: ReportLine, words: Saying): string {
  const [outcome, brought] = [words.moving.outcomes[line.outcome], bringsOf(line, words)];
  return brought === "" ? outcome : words.moving.brings.after(outcome, brought);
}

/** What it brings; empty where nothing. */
export function bringsOf(line: ReportLine, { moving: { brings }, consoleShared }: Saying): string {
  const parts = [
    ...(line.password ? [brings.password] : []),
    ...(line.authenticators > 0 ? [brings.authenticators(line.authenticators)] : []),
    ...(line.recoveryCodes > 0 ? [brings.recoveryCodes(line.recoveryCodes)] : []),
  ];
  return parts.length === 0 ? "" : parts.reduce(consoleShared.enumerated);
}

export const notesOf = ({ notes }: ReportLine, { moving }: Pick<Words, "moving">): string[] =>
  notes.map(({ code, line }) => (code === "with-line" ? moving.withLine(line ?? 0) : moving.notes[code]));
