// What a command reads and prints: words for people, or one JSON document with --json. Secrets come from standard input
// or a prompt without echo, never from arguments.
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { databaseFile, type Needs, open, requireRightKey } from "../opening.ts";
import { organisationCalled } from "../organisations/actions.ts";
import type { Organisation } from "../organisations/rules.ts";

/** The arguments were not those of the command. */
export class Usage extends Error {}

/** The command was understood and refused. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Where to work in place of this machine. */
export interface Server {
  url: string;
  keyFile: string | undefined;
}

export interface Terminal {
  /** `undefined`: on the installation of this machine. */
  server?: Server | undefined;
  /** Words for people; left out with --json. */
  print(words: string): void;
  /** The result: printed as JSON with --json, else through `words`. */
  result(document: object, words: string): void;
  complain(words: string, code?: string): void;
}

export function terminal(json: boolean, server?: Server): Terminal {
  return {
    server,
    print: (words) => void (json || process.stdout.write(`${words}\n`)),
    result: (document, words) => void process.stdout.write(`${json ? JSON.stringify(document) : words}\n`),
    complain: (words, code = "failed") =>
      void process.stderr.write(json ? `${JSON.stringify({ error: words, code })}\n` : `${words}\n`),
  };
}

export const commandLine = { address: "command line", userAgent: "" };

/** @throws Usage */
export function readArguments<O extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: O,
  positionals = 0,
) {
  try {
    const parsed = parseArgs({ args, options, strict: true, allowPositionals: positionals > 0 });
    if (parsed.positionals.length > positionals)
      throw new Usage(`'${parsed.positionals.at(-1)}' is one argument too many.`);
    return parsed;
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage((error as Error).message.split(". ")[0] ?? "These arguments can't be read.");
  }
}

/**
 * Opens the installation beside a server that may be running.
 * @param create makes one where there is none; else a mistyped COUNTERSIGN_DATA would look like an empty installation
 * @throws Refusal `no-installation`
 */
export async function withInstallation<T>(
  work: (needs: Needs) => Promise<T>,
  { create = false, anyKey = false } = {},
): Promise<T> {
  const config = readConfig(process.env);
  if (!create && !config.databaseUrl && !existsSync(databaseFile(config))) {
    throw new Refusal("no-installation", `There is no installation in ${config.data}; look at COUNTERSIGN_DATA.`);
  }
  const needs = await open(config, { log: pino({ level: "silent" }) });
  try {
    if (!anyKey) await requireRightKey(needs);
    return await work(needs);
  } finally {
    await needs.db.close();
  }
}

export const organisationOption = { organisation: { type: "string" } } as const;

/** The same for one organisation of it, given by its short name where there are several. @throws Refusal as `findOrganisation` */
export function withOrganisation<T>(
  slug: string | undefined,
  work: (needs: Needs, organisation: Organisation) => Promise<T>,
): Promise<T> {
  return withInstallation(async (needs) => work(needs, await findOrganisation(needs, slug)));
}

/** @throws Refusal `not-set-up`, `no-such-organisation` */
export async function findOrganisation(needs: Needs, slug: string | undefined): Promise<Organisation> {
  const organisation = await organisationCalled(needs.db, slug);
  if (organisation) return organisation;
  throw slug === undefined
    ? new Refusal(
        "not-set-up",
        "There is no organisation yet: run 'countersign init' or open the address that 'countersign serve' prints.",
      )
    : new Refusal("no-such-organisation", `There is no organisation called '${slug}'.`);
}

/** How far long work is: one line that changes on a terminal, nothing elsewhere but what is said. */
export function progressLine(): { update(words: string): void; say(words: string): void; end(): void } {
  let shown = false;
  let last = 0;
  const end = () => {
    if (shown) process.stderr.write("\n");
    shown = false;
  };
  return {
    update(words) {
      if (!process.stderr.isTTY || performance.now() - last < 100) return;
      last = performance.now();
      process.stderr.write(`\r${words}\u001b[K`);
      shown = true;
    },
    say(words) {
      end();
      process.stderr.write(`${words}\n`);
    },
    end,
  };
}

/** One line from standard input; on a terminal asked for, and not shown while it is typed. */
export async function readSecret(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    let text = "";
    for await (const chunk of process.stdin) text += chunk;
    return text.replace(/\r?\n$/, "");
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  const hidden = lines as unknown as { _writeToOutput(text: string): void };
  hidden._writeToOutput = (text) => void (text.includes(question) && process.stderr.write(question));
  return new Promise((resolve) => {
    lines.question(question, (answer) => {
      lines.close();
      process.stderr.write("\n");
      resolve(answer);
    });
  });
}

/** Asks before something that can't be undone; scripts say --yes. */
export async function confirmed(question: string, yes: boolean | undefined): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new Usage("Say --yes to do this without being asked.");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await new Promise<string>((resolve) => lines.question(`${question} [y/N] `, resolve));
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** @throws Usage */
export function yesOrNo(name: string, text: string | undefined): boolean | undefined {
  if (text !== undefined && !/^(yes|no)$/i.test(text)) throw new Usage(`Say --${name} yes or --${name} no.`);
  return text === undefined ? undefined : text.toLowerCase() === "yes";
}

/** What one of several is called, or its id. @throws Refusal `not-found` */
export function called<T extends { id: string }>(what: string, all: readonly T[], name: string, of: keyof T): T {
  const found = all.find((one) => one[of] === name || one.id === name);
  if (!found) throw new Refusal("not-found", `There is no ${what} called '${name}'.`);
  return found;
}

export type Subcommands = Record<string, (args: string[], at: Terminal) => Promise<void>>;

/** Hands what follows to the one of a command's own commands that is named first. @throws Usage */
export async function dispatch(subcommands: Subcommands, [name = "", ...args]: string[], at: Terminal): Promise<void> {
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!subcommand)
    throw new Usage(`Say ${new Intl.ListFormat("en-GB", { type: "disjunction" }).format(Object.keys(subcommands))}.`);
  await subcommand(args, at);
}
