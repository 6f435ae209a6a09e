// The command line: finds the command, reads its arguments, prints, and sets the exit code (0 done, 1 refused or failed,
// 2 wrong usage).
import { BadSetting } from "../config.ts";
import { AlreadyServed } from "../database/serving-lock.ts";
import { Problem } from "../kernel/problem.ts";
import { doctor } from "./doctor.ts";
import { init } from "./init.ts";
import { person } from "./person.ts";
import { policy } from "./policy.ts";
import { serveCommand } from "./serve-command.ts";
import { Refusal, type Terminal, terminal, Usage } from "./terminal.ts";

interface Command {
  usage: string;
  about: string;
  run(args: string[], at: Terminal): Promise<void>;
}

const commands: Record<string, Command> = {
  serve: { usage: "serve", about: "Run the server.", run: serveCommand },
  init: {
    usage: "init --organisation NAME --administrator EMAIL",
    about: "Do the first run here: the administrator's password comes from standard input or a prompt.",
    run: init,
  },
  person: {
    usage: "person add|list|reset …",
    about: "Add and list people; reset somebody's second factor.",
    run: person,
  },
  policy: {
    usage: "policy show|set FILE|preview FILE|explain EMAIL|test FILE",
    about: "Read, preview, replace, explain and test the policy.",
    run: policy,
  },
  doctor: { usage: "doctor", about: "Check settings, key, database and clock.", run: doctor },
};

async function main(args: string[]): Promise<number> {
  const at = terminal(args.includes("--json"));
  const rest = args.filter((argument) => argument !== "--json");
  const [name = "help", ...more] = rest;
  if (name === "help" || name === "--help" || name === "-h") {
    at.print(help());
    return rest.length === 0 ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    at.complain(`There is no command '${name}'.\n\n${help()}`);
    return 2;
  }
  try {
    await command.run(more, at);
    return 0;
  } catch (error) {
    if (error instanceof Usage) {
      at.complain(`${error.message}\nUsage: countersign ${command.usage} [--json]`);
      return 2;
    }
    if (error instanceof Problem) at.complain(error.publicMessage, error.code);
    else if (error instanceof Refusal) at.complain(error.message, error.code);
    else if (error instanceof BadSetting || error instanceof AlreadyServed) at.complain(error.message);
    else at.complain(`It did not work: ${(error as Error).message}`);
    return 1;
  }
}

function help(): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
  const lines = Object.values(commands).map(({ usage, about }) => `  ${usage.padEnd(width)}  ${about}`);
  return [
    "countersign: two-factor sign-in that anyone can run.",
    "",
    ...lines,
    "",
    "Every command takes --json. Settings come from the environment; see the README.",
  ].join("\n");
}

process.exitCode = await main(process.argv.slice(2));
