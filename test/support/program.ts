// The real program as a process of its own, over data that a test chooses: where it listens, or why it would not.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "../../scripts/prepare/tools.mjs";
import type { World } from "./world.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const built = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Program {
  child: ChildProcess;
  url: string;
  /** What it printed when it was ready. */
  printed: { listening: string; firstRun?: string };
  /** Code and signal. */
  exited: Promise<[number | null, string | null]>;
  /** What it logged so far. */
  logged(): string;
  kill(signal?: NodeJS.Signals): Promise<[number | null, string | null]>;
}

export interface Refused {
  code: number | null;
  says: string;
}

export interface ProgramOptions {
  /** The data, the database and the key of this world, whose own hold on them was closed. */
  world?: World;
  environment?: Record<string, string>;
  /** Where the test is root: without what lets root read and write whatever it likes. */
  powerless?: boolean;
  /** Another copy of the package, with `bin/` and what it needs. */
  from?: string;
  /** Asked all the time while it starts. */
  killWhen?: () => boolean;
}

/** @throws where it refuses to start */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const started = await tryProgram(options);
  if ("says" in started) throw new Error(`the program did not start (${started.code}): ${started.says}`);
  return started;
}

export async function tryProgram(options: ProgramOptions): Promise<Program | Refused> {
  const child = launch(["serve", "--json"], options);
  let out = "";
  let complaints = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  const exited = once(child, "close") as Promise<[number | null, string | null]>;
  const watch = options.killWhen && setInterval(() => options.killWhen?.() && child.kill("SIGKILL"), 1);
  await Promise.race([once(child.stdout as NonNullable<ChildProcess["stdout"]>, "data"), exited]);
  clearInterval(watch);
  const [first = ""] = out.split("\n");
  if (!first.includes("listening")) {
    const [code] = await exited;
    return { code, says: complaints + out };
  }
  const printed = JSON.parse(first);
  return {
    child,
    printed,
    url: printed.listening,
    exited,
    logged: () => out + complaints,
    kill(signal = "SIGKILL") {
      child.kill(signal);
      return exited;
    },
  };
}

/** Any other command, to its end. */
export async function runProgram(
  args: string[],
  options: ProgramOptions,
): Promise<{ code: number | null; text: string }> {
  const child = launch(args, options);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      text += chunk;
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
}

function launch(args: string[], { world, environment, powerless = false, from = root }: ProgramOptions): ChildProcess {
  if (!existsSync(built)) throw new Error("There is no dist/: run npm run build first.");
  const config = world?.config;
  const command = [process.execPath, join(from, "bin/countersign.mjs"), ...args];
  if (powerless && process.getuid?.() === 0) {
    const setpriv = findProgram("setpriv");
    if (setpriv === undefined) throw new Error("As root this needs setpriv (Debian: util-linux).");
    command.unshift(setpriv, "--bounding-set=-all", "--inh-caps=-all");
  }
  return spawn(command[0] as string, command.slice(1), {
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      COUNTERSIGN_LOG_LEVEL: "error",
      // The process that is killed is the one that serves.
      COUNTERSIGN_WORKERS: "1",
      ...(config ? { COUNTERSIGN_DATA: config.data } : {}),
      ...(config?.databaseUrl ? { COUNTERSIGN_DATABASE_URL: config.databaseUrl } : {}),
      ...(config?.keys && "text" in config.keys ? { COUNTERSIGN_KEYS: config.keys.text } : {}),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field.
export type Answered = { status: number; json: any };

/** The program can't be asked any more. */
export class Gone extends Error {}

/** Asks the JSON API; with a body it is a POST unless said otherwise. @throws Gone */
export async function ask(
  url: string,
  path: string,
  body?: unknown,
  authorization?: string,
  method = body ? "POST" : "GET",
): Promise<Answered> {
  try {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(body ? { "content-type": "application/json" } : {}),
        ...(authorization ? { authorization } : {}),
      },
      signal: AbortSignal.timeout(60_000),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
  } catch (cause) {
    throw new Gone("no answer", { cause });
  }
}
