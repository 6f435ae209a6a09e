// People as a file for spreadsheets, and such files read: RFC 4180, UTF-8, a first line that names the columns.
import { explain } from "../policy/words.ts";
import type { ListedPerson } from "./listing.ts";

export const csvType = "text/csv; charset=utf-8; header=present";

export const writtenColumns = [
  "email",
  "screenName",
  "displayName",
  "accountType",
  "language",
  "roles",
  "status",
  "requirement",
  "because",
  "authenticators",
  "added",
  "lastSignIn",
] as const;

export const csvHead = (): string => csvRow([...writtenColumns]);

export function csvLine({ person, requirement, authenticators }: ListedPerson): string {
  const roles = (["helper", "administrator", "operator"] as const).filter((role) => person[role] === 1);
  return csvRow([
    person.email,
    person.screen_name,
    person.display_name,
    person.account_type,
    person.language,
    roles.join(" "),
    person.status,
    requirement.level,
    explain(requirement, "administrator"),
    String(authenticators),
    new Date(person.created_at).toISOString(),
    person.last_sign_in_at === null ? "" : new Date(person.last_sign_in_at).toISOString(),
  ]);
}

/** One line of a file that spreadsheets read. */
export const csvRow = (cells: string[]): string => `${cells.map(cell).join(",")}\r\n`;

/** A name that begins like a formula must not become one in the spreadsheet of whoever opens the file. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export interface CsvRow {
  /** Of the file, from 1. */
  line: number;
  cells: string[];
}

/** @returns `undefined` where a quote is opened and never closed */
export function readCsv(text: string): CsvRow[] | undefined {
  const separator = /^[^\r\n]*;/.test(text) && !/^[^\r\n]*,/.test(text) ? ";" : ",";
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let current = "";
  let quoted = false;
  let at = 1;
  let began = 1;
  const endRow = () => {
    cells.push(current);
    if (cells.some((one) => one.trim() !== "")) rows.push({ line: began, cells });
    cells = [];
    current = "";
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === "\n") at++;
    if (quoted) {
      if (character !== '"') current += character;
      else if (text[i + 1] === '"') current += text[++i];
      else quoted = false;
    } else if (character === '"' && current === "") quoted = true;
    else if (character === separator) {
      cells.push(current);
      current = "";
    } else if (character === "\n") {
      endRow();
      began = at;
    } else if (character !== "\r") current += character;
  }
  if (quoted) return undefined;
  endRow();
  return rows;
}
