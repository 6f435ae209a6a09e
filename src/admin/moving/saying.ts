// The report of a line in words: what would come, and what is to be known of it.
import type { Words } from "../../words/index.ts";
import type { ReportLine } from "./moving.ts";

/** What it brings, e.g. `password, authenticators: 1`; empty where nothing. */
export function bringsOf(line: ReportLine, { moving }: Pick<Words, "moving">): string {
  const { brings } = moving;
  return [
    ...(line.password ? [brings.password] : []),
    ...(line.authenticators > 0 ? [brings.authenticators(line.authenticators)] : []),
    ...(line.recoveryCodes > 0 ? [brings.recoveryCodes(line.recoveryCodes)] : []),
  ].join(", ");
}

export const notesOf = ({ notes }: ReportLine, { moving }: Pick<Words, "moving">): string[] =>
  notes.map(({ code, line }) => (code === "with-line" ? moving.withLine(line ?? 0) : moving.notes[code]));
