// Reads a file of people into lines: which columns there are, and what each line says.
import { asMeant, type CsvRow, readCsv } from "../../http/spreadsheets.ts";
import { writtenColumns } from "../people-csv.ts";
import { wrong as saying } from "./words.ts";

export const mostImportBytes = 1024 * 1024;
export const mostLines = 10_000;

export interface LineError {
  line: number;
  message: string;
}

const taken = ["email", "screenName", "displayName", "accountType", "language"] as const;
export type Fields = Partial<Record<(typeof taken)[number], string>> & { line: number; wrong?: string };

/** @returns what is wrong with the file as a whole, where something is */
export function readLines(text: string): Fields[] | LineError {
  if (text.includes("\0")) return { line: 1, message: saying.notText };
  const [first, ...rest] = readCsv(text);
  const head = (first?.cells ?? []).map((cell) => cell.trim());
  while (head.at(-1) === "") head.pop();
  if (first?.wrong !== undefined) return { line: 1, message: first.wrong };
  if (!head.includes("email")) return { line: 1, message: saying.noEmailColumn };
  const unknown = head.find((name) => !(writtenColumns as readonly string[]).includes(name));
  if (unknown === "") return { line: 1, message: saying.namelessColumn };
  if (unknown !== undefined) return { line: 1, message: saying.unknownColumn(unknown.slice(0, 40)) };
  if (new Set(head).size !== head.length) return { line: 1, message: saying.columnTwice };
  if (rest.length > mostLines) return { line: mostLines + 2, message: saying.tooMany(mostLines.toLocaleString("en")) };
  return rest.map((row) => fieldsOf(head, row));
}

function fieldsOf(head: string[], { line, cells, wrong }: CsvRow): Fields {
  if (wrong !== undefined) return { line, wrong };
  if (cells.slice(head.length).some((cell) => cell.trim() !== "")) return { line, wrong: saying.tooManyCells };
  const fields: Fields = { line };
  for (const name of taken) {
    const text = asMeant(cells[head.indexOf(name)]?.trim() ?? "");
    if (text !== "") fields[name] = text;
  }
  return fields;
}
