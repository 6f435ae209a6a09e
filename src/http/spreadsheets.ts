// Files for spreadsheets, written and read line by line: RFC 4180. What people are called must not run as a formula there.
import { words } from "../words/index.ts";

export const csvType = "text/csv; charset=utf-8; header=present";

/** The only place that writes a line of such a file. */
export const csvRow = (cells: string[]): string => `${cells.map(cell).join(",")}\r\n`;

// Where a spreadsheet may see the beginning of a cell: at ours, and behind whatever its own language takes for a separator
// or a quote. Quoting would not help there: the quotes would stand in the middle of a cell.
const formulas = /(^|[;,\t\r\n"])(\s*)(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const disarmed = /(^|[;,\t\r\n"])(\s*)'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

function cell(text: string): string {
  const harmless = text.replace(formulas, "$1$2'");
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** What a cell said before it was written: the apostrophes go again. */
export const asMeant = (text: string): string => text.replace(disarmed, "$1$2");

/** @returns `undefined` for what is not UTF-8, such as the plain 'CSV' of some spreadsheets */
export function readText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export interface CsvRow {
  /** Of the file, from 1. */
  line: number;
  cells: string[];
  /** Why the cells may not be what was meant. */
  wrong?: string;
}

const { strayQuote, openQuote } = words.en.consoleImport.wrong;

/** Commas separate, or semicolons where the first line has those alone. */
export function readCsv(text: string): CsvRow[] {
  const separator = /^[^\r\n]*;/.test(text) && !/^[^\r\n]*,/.test(text) ? ";" : ",";
  const rows: CsvRow[] = [];
  let row: CsvRow = { line: 1, cells: [] };
  let current = "";
  let state: "plain" | "quoted" | "closed" = "plain";
  let at = 1;
  const endCell = () => {
    row.cells.push(current);
    current = "";
    state = "plain";
  };
  const endRow = () => {
    endCell();
    if (row.wrong !== undefined || row.cells.some((one) => one.trim() !== "")) rows.push(row);
    row = { line: at, cells: [] };
  };
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const character = text[i] as string;
    const ends = character === "\n" || (character === "\r" && text[i + 1] !== "\n");
    if (ends) at++;
    if (state === "quoted") {
      if (character !== '"') current += character;
      else if (text[i + 1] === '"') current += text[++i];
      else state = "closed";
    } else if (character === separator) endCell();
    else if (ends) endRow();
    else if (character === '"' && current === "" && state === "plain") state = "quoted";
    else if (character !== "\r") {
      if (character === '"' || state === "closed") row.wrong ??= strayQuote;
      current += character;
    }
  }
  if ((state as string) === "quoted") row.wrong = openQuote;
  endRow();
  return rows;
}
