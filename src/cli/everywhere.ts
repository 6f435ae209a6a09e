// What every command takes beside its own arguments: where to work in place of this machine.
import type { Server } from "./terminal.ts";

/** `--url` and `--key-file` may stand anywhere; a key itself may not. */
export function everywhere(args: string[]): { rest: string[]; server?: Server; wrong?: string } {
  const given: Record<string, string> = {};
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const [, name, value] = /^--(url|key-file)(?:=(.*))?$/s.exec(args[i] as string) ?? [];
    if (name === undefined) {
      rest.push(args[i] as string);
      continue;
    }
    const text = value ?? args[++i];
    if (!text) return { rest, wrong: `--${name} needs ${name === "url" ? "the address of a server" : "a file"}.` };
    given[name] = text;
  }
  const { url, "key-file": keyFile } = given;
  if (url === undefined)
    return keyFile === undefined ? { rest } : { rest, wrong: "--key-file is for a server: give --url, too." };
  return { rest, server: { url, keyFile } };
}
