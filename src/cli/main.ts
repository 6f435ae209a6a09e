// The command line: finds the command, reads its arguments, prints, and sets the exit code (0 done, 1 refused or failed,
// 2 wrong usage).
import { createRequire } from "node:module";
import { BadSetting } from "../config.ts";
import { AlreadyServed } from "../database/serving-lock.ts";
import { Problem } from "../kernel/problem.ts";
import { accountType, accountTypeForms } from "./account-type.ts";
import { apiKey, apiKeyForms } from "./api-key.ts";
import { application, applicationForms } from "./application.ts";
import { audit, auditForms } from "./audit.ts";
import { identityProvider, identityProviderForms } from "./identity-provider.ts";
import { init } from "./init.ts";
import { key, keyForms } from "./key.ts";
import { migrateCommand, migrateForms } from "./migrate.ts";
import { organisation, organisationForms } from "./organisation.ts";
import { person, personForms } from "./person.ts";
import { policy, policyForms } from "./policy.ts";
import { serveCommand } from "./serve-command.ts";
import { Refusal, type Terminal, terminal, Usage } from "./terminal.ts";

interface Form {
  /** After `countersign`. */
  usage: string;
  about: string;
}

interface Command extends Form {
  /** What each of its own commands takes, by its name. */
  forms?: Record<string, Form>;
  run(args: string[], at: Terminal): Promise<void>;
}

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

// What copies whole databases is loaded where it is asked for: a server has no use for it.
const commands: Record<string, Command> = {
  serve: { usage: "serve", about: "Run the server.", run: serveCommand },
  init: {
    usage: "init --organisation NAME --administrator EMAIL",
    about: "Do the first run here: the administrator's password comes from standard input or a prompt.",
    run: init,
  },
  person: {
    usage: "person add|list|import|show|disable|enable|unlock|override|reset …",
    about: "Add, list and look after people; reset somebody's second factor.",
    forms: personForms,
    run: person,
  },
  organisation: {
    usage: "organisation add|list|suspend|resume|host|remove …",
    about: "Add, list, suspend and remove organisations.",
    forms: organisationForms,
    run: organisation,
  },
  "account-type": {
    usage: "account-type list|add|remove …",
    about: "The organisation's own list of account types.",
    forms: accountTypeForms,
    run: accountType,
  },
  application: {
    usage: "application list|add|secret|remove …",
    about: "List and add what people sign in to through us, and say whether it takes part.",
    forms: applicationForms,
    run: application,
  },
  "identity-provider": {
    usage: "identity-provider list|show|add|change|remove …",
    about: "Connect the identity providers through which people come in, and change what they are trusted with.",
    forms: identityProviderForms,
    run: identityProvider,
  },
  "api-key": {
    usage: "api-key list|end …",
    about: "List the API keys of the organisation and its people, and end them.",
    forms: apiKeyForms,
    run: apiKey,
  },
  policy: {
    usage: "policy show|preview|set|explain|test …",
    about: "Read, preview, replace, explain and test the policy.",
    forms: policyForms,
    run: policy,
  },
  key: {
    usage: "key rotate|rotate-signing|list …",
    about: "Exchange the key that seals secrets, or those that sign for OpenID Connect, while the server runs.",
    forms: keyForms,
    run: key,
  },
  audit: {
    usage: "audit verify|export …",
    about: "Find out whether the record of what happened still stands as it was written, or write it into a file.",
    forms: auditForms,
    run: audit,
  },
  backup: {
    usage: "backup FILE",
    about: "Write everything but the key into a new file, while the server runs.",
    run: async (args, at) => (await import("./backup.ts")).backup(args, at),
  },
  restore: {
    usage: "restore FILE [--replace] [--yes]",
    about:
      "Bring a backup back, as a whole or not at all; --replace puts it in place of what is there. Asks first; --yes does not.",
    run: async (args, at) => (await import("./restore.ts")).restoreCommand(args, at),
  },
  migrate: {
    usage: "migrate sqlite-to-postgres …",
    about: "Move a whole installation from SQLite to PostgreSQL.",
    forms: migrateForms,
    run: migrateCommand,
  },
  doctor: {
    usage: "doctor [--ntp HOST]",
    about: "Check settings, key, database, mail server and clock; --ntp asks a time server too.",
    run: async (args, at) => (await import("./doctor.ts")).doctor(args, at),
  },
};

async function main(args: string[]): Promise<number> {
  const at = terminal(args.includes("--json"));
  const rest = args.filter((argument) => argument !== "--json");
  const [name = "help", ...more] = rest;
  if (name === "--version" || name === "version") {
    at.result({ version }, version);
    return 0;
  }
  if (name === "help" || rest.includes("--help") || rest.includes("-h")) {
    const about = rest.filter((word) => !["help", "--help", "-h"].includes(word));
    return help(about, at, rest.length === 0 ? 2 : 0);
  }
  const command = commandCalled(name);
  if (!command) {
    at.complain(`There is no command '${name}'.\n\n${overview()}`, "usage");
    return 2;
  }
  try {
    await command.run(more, at);
    return 0;
  } catch (error) {
    if (error instanceof Usage) {
      const usages = formsOf(command, more[0]).map(({ usage }) => `Usage: countersign ${usage} [--json]`);
      at.complain([error.message, ...usages].join("\n"), "usage");
      return 2;
    }
    if (error instanceof Problem) at.complain(error.publicMessage, error.code);
    else if (error instanceof Refusal) at.complain(error.message, error.code);
    else if (error instanceof BadSetting || error instanceof AlreadyServed) at.complain(error.message);
    else at.complain(`It did not work: ${(error as Error).message}`);
    return 1;
  }
}

function help([name, form]: string[], at: Terminal, code: number): number {
  const command = name === undefined ? undefined : commandCalled(name);
  if (name !== undefined && !command) {
    at.complain(`There is no command '${name}'.\n\n${overview()}`, "usage");
    return 2;
  }
  const words = command ? formsOf(command, form).map(explained).join("\n\n") : overview();
  at.result({ help: words }, words);
  return code;
}

const commandCalled = (name: string): Command | undefined =>
  Object.hasOwn(commands, name) ? commands[name] : undefined;

/** The one that is meant, or all there are. */
function formsOf({ forms, ...command }: Command, name: string | undefined): Form[] {
  if (!forms) return [command];
  const form = name !== undefined && Object.hasOwn(forms, name) ? forms[name] : undefined;
  return form ? [form] : Object.values(forms);
}

const explained = ({ usage, about }: Form): string => `countersign ${usage}\n    ${about}`;

function overview(): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
  const lines = Object.values(commands).map(({ usage, about }) => `  ${usage.padEnd(width)}  ${about}`);
  return [
    "countersign: two-factor sign-in that anyone can run.",
    "",
    ...lines,
    "",
    "'countersign help COMMAND' says what a command takes, 'countersign --version' which version this is.",
    "Every command takes --json. Settings come from the environment; see the README.",
  ].join("\n");
}

process.exitCode = await main(process.argv.slice(2));
