// The command line: finds the command, reads its arguments, prints, and sets the exit code (0 done, 1 refused or failed,
// 2 wrong usage).
import { createRequire } from "node:module";
import { CountersignError, Unreachable } from "../client/index.ts";
import { BadSetting } from "../config.ts";
import { AlreadyServed } from "../database/serving-lock.ts";
import { Problem } from "../kernel/problem.ts";
import { everywhere } from "./everywhere.ts";
import { settleHeap } from "./heap.ts";
import { Refusal, type Terminal, terminal, Usage } from "./terminal.ts";

interface Form {
  /** After `countersign`. */
  usage: string;
  about: string;
}

interface Loaded {
  /** What each of its own commands takes, by its name. */
  forms?: Record<string, Form>;
  run(args: string[], at: Terminal): Promise<void>;
}

interface Command extends Form {
  load(): Promise<Loaded>;
  /** Works on this machine alone. */
  here?: true;
}

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

// Each is loaded where it is asked for: most of a command's time goes into what it stands on.
const commands: Record<string, Command> = {
  serve: {
    here: true,
    usage: "serve",
    about: "Run the server.",
    load: async () => ({ run: (await import("./serve-command.ts")).serveCommand }),
  },
  init: {
    here: true,
    usage: "init --organisation NAME --administrator EMAIL",
    about: "Do the first run here: the administrator's password comes from standard input or a prompt.",
    load: async () => ({ run: (await import("./init.ts")).init }),
  },
  person: {
    usage: "person add|list|download|import|bulk|show|change|invite|disable|enable|unlock|override|reset|delete …",
    about: "Add, list and look after people; reset somebody's second factor.",
    load: async () => {
      const { person, personForms } = await import("./person.ts");
      return { run: person, forms: personForms };
    },
  },
  import: {
    usage: "import FILE [--format FORMAT] [--dry-run] [--invite] [--secret-file FILE] [--organisation SLUG]",
    about:
      "Bring people of another system here with passwords, authenticators and recovery codes: otpauth, csv, keycloak, authelia, better-auth, django-otp or countersign.",
    load: async () => ({ run: (await import("./moving.ts")).bringFile }),
  },
  export: {
    here: true,
    usage: "export ask|agree|list|withdraw|download …",
    about: "Hand all people of an organisation over to it, sealed, once an administrator and the operator consent.",
    load: async () => {
      const { exporting, exportForms } = await import("./exporting.ts");
      return { run: exporting, forms: exportForms };
    },
  },
  organisation: {
    usage: "organisation add|list|suspend|resume|host|show|change|logo|remove …",
    about: "Add, list, suspend and remove organisations.",
    load: async () => {
      const { organisation, organisationForms } = await import("./organisation.ts");
      return { run: organisation, forms: organisationForms };
    },
  },
  "account-type": {
    usage: "account-type list|add|remove …",
    about: "The organisation's own list of account types.",
    load: async () => {
      const { accountType, accountTypeForms } = await import("./account-type.ts");
      return { run: accountType, forms: accountTypeForms };
    },
  },
  application: {
    usage: "application list|add|show|change|secret|remove …",
    about: "List and add what people sign in to through us, and say whether it takes part.",
    load: async () => {
      const { application, applicationForms } = await import("./application.ts");
      return { run: application, forms: applicationForms };
    },
  },
  "identity-provider": {
    usage: "identity-provider list|show|add|change|remove …",
    about: "Connect the identity providers through which people come in, and change what they are trusted with.",
    load: async () => {
      const { identityProvider, identityProviderForms } = await import("./identity-provider.ts");
      return { run: identityProvider, forms: identityProviderForms };
    },
  },
  "api-key": {
    usage: "api-key list|end …",
    about: "List the API keys of the organisation and its people, and end them.",
    load: async () => {
      const { apiKey, apiKeyForms } = await import("./api-key.ts");
      return { run: apiKey, forms: apiKeyForms };
    },
  },
  webhook: {
    usage: "webhook list|show|add|change|remove|secret|test|deliveries|again …",
    about: "Send what happens on to other systems, and look at what came of it.",
    load: async () => {
      const { webhook, webhookForms } = await import("./webhook.ts");
      return { run: webhook, forms: webhookForms };
    },
  },
  "help-request": {
    usage: "help-request list|show|approve|decline …",
    about: "Look at what people ask who lost their second factor, and decide it.",
    load: async () => {
      const { helpRequest, helpRequestForms } = await import("./help-request.ts");
      return { run: helpRequest, forms: helpRequestForms };
    },
  },
  adoption: {
    usage: "adoption show|download …",
    about: "Show how many people are protected, and what came of sign-ins.",
    load: async () => {
      const { adoption, adoptionForms } = await import("./adoption.ts");
      return { run: adoption, forms: adoptionForms };
    },
  },
  mail: {
    usage: "mail list|again …",
    about: "List letters that are on their way or were given up, and send those again.",
    load: async () => {
      const { mail, mailForms } = await import("./mail.ts");
      return { run: mail, forms: mailForms };
    },
  },
  policy: {
    usage: "policy show|preview|set|explain|test …",
    about: "Read, preview, replace, explain and test the policy.",
    load: async () => {
      const { policy, policyForms } = await import("./policy.ts");
      return { run: policy, forms: policyForms };
    },
  },
  key: {
    here: true,
    usage: "key rotate|rotate-signing|list …",
    about: "Exchange the key that seals secrets, or those that sign for OpenID Connect, while the server runs.",
    load: async () => {
      const { key, keyForms } = await import("./key.ts");
      return { run: key, forms: keyForms };
    },
  },
  audit: {
    usage: "audit verify|list|export …",
    about: "Find out whether the record of what happened still stands as it was written, or write it into a file.",
    load: async () => {
      const { audit, auditForms } = await import("./audit.ts");
      return { run: audit, forms: auditForms };
    },
  },
  backup: {
    here: true,
    usage: "backup FILE",
    about: "Write everything but the key into a new file, while the server runs.",
    load: async () => ({ run: (await import("./backup.ts")).backup }),
  },
  restore: {
    here: true,
    usage: "restore FILE [--replace] [--yes]",
    about:
      "Bring a backup back, as a whole or not at all; --replace puts it in place of what is there. Asks first; --yes does not.",
    load: async () => ({ run: (await import("./restore.ts")).restoreCommand }),
  },
  migrate: {
    here: true,
    usage: "migrate sqlite-to-postgres …",
    about: "Move a whole installation from SQLite to PostgreSQL.",
    load: async () => {
      const { migrateCommand, migrateForms } = await import("./migrate.ts");
      return { run: migrateCommand, forms: migrateForms };
    },
  },
  doctor: {
    here: true,
    usage: "doctor [--ntp HOST]",
    about: "Check settings, key, database, mail server and clock; --ntp asks a time server too.",
    load: async () => ({ run: (await import("./doctor.ts")).doctor }),
  },
};

async function main(args: string[]): Promise<number> {
  const { rest, server, wrong } = everywhere(args.filter((argument) => argument !== "--json"));
  const at = terminal(args.includes("--json"), server);
  if (wrong !== undefined) {
    at.complain(wrong, "usage");
    return 2;
  }
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
  if (server && command.here) {
    at.complain(`'countersign ${name}' works on the machine of the installation alone: leave --url out.`, "usage");
    return 2;
  }
  try {
    const { run } = await command.load();
    settleHeap();
    await run(more, at);
    return 0;
  } catch (error) {
    if (error instanceof Usage) {
      const usages = (await formsOf(command, more[0])).map(({ usage }) => `Usage: countersign ${usage} [--json]`);
      at.complain([error.message, ...usages].join("\n"), "usage");
      return 2;
    }
    if (error instanceof CountersignError) at.complain(whatTheServerSays(error.problem), error.code);
    else if (error instanceof Unreachable) at.complain(error.message, "unreachable");
    else if (error instanceof Problem) at.complain(error.publicMessage, error.code);
    else if (error instanceof Refusal) at.complain(error.message, error.code);
    else if (error instanceof BadSetting || error instanceof AlreadyServed) at.complain(error.message);
    else at.complain(`It did not work: ${(error as Error).message}`);
    return 1;
  }
}

/** With what is wrong with which field, where the sentence does not say it already. */
function whatTheServerSays({ title, errors = [] }: CountersignError["problem"]): string {
  const more = errors.filter(({ message }) => !title.includes(message)).map((one) => `${one.field}: ${one.message}`);
  return [title, ...more].join("\n");
}

async function help([name, form]: string[], at: Terminal, code: number): Promise<number> {
  const command = name === undefined ? undefined : commandCalled(name);
  if (name !== undefined && !command) {
    at.complain(`There is no command '${name}'.\n\n${overview()}`, "usage");
    return 2;
  }
  const words = command ? (await formsOf(command, form)).map(explained).join("\n\n") : overview();
  at.result({ help: words }, words);
  return code;
}

const commandCalled = (name: string): Command | undefined =>
  Object.hasOwn(commands, name) ? commands[name] : undefined;

/** The one that is meant, or all there are. */
async function formsOf(command: Command, name: string | undefined): Promise<Form[]> {
  const { forms } = await command.load();
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
    "With --url ADDRESS a command works on a server anywhere, by an API key: from COUNTERSIGN_API_KEY, --key-file or a prompt.",
  ].join("\n");
}

process.exitCode = await main(process.argv.slice(2));
