// Reads a file that a command was given.
import { readFileSync } from "node:fs";
import { Refusal } from "./terminal.ts";

/** @throws Refusal `no-file` that says what is the matter with it */
export function readGiven(file: string): Buffer {
  try {
    return readFileSync(file);
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
