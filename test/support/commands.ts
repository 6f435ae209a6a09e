// The real program as a process of its own, on the data of a world: its commands, and its server.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Config } from "../../src/config.ts";

const program = fileURLToPath(new URL("../../bin/countersign.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Ran {
  out: string;
  err: string;
  code: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: looked into field by field.
  json: any;
}

export interface Served {
  child: ChildProcess;
  url: string;
  exited: Promise<unknown[]>;
}

/** What the program finds in its environment for the data of a world; `more` says what differs. */
export function environmentOf(config: Config, more: Record<string, string> = {}): Record<string, string> {
  const { keys } = config;
  return {
    PATH: process.env.PATH ?? "",
    PORT: "0",
    COUNTERSIGN_DATA: config.data,
    COUNTERSIGN_LOG_LEVEL: "error",
    COUNTERSIGN_WORKERS: "1",
    ...(keys && "text" in keys ? { COUNTERSIGN_KEYS: keys.text } : {}),
    ...(keys && "file" in keys ? { COUNTERSIGN_KEY_FILE: keys.file } : {}),
    ...(config.databaseUrl ? { COUNTERSIGN_DATABASE_URL: config.databaseUrl } : {}),
    ...more,
  };
}

export function startProgram(args: string[], env: Record<string, string>): ChildProcess {
  if (!existsSync(built)) throw new Error("There is no dist/: run npm run build first.");
  return spawn(process.execPath, [program, ...args], { env, stdio: ["pipe", "pipe", "pipe"] });
}

/** Runs a command to its end. */
export async function run(args: string[], env: Record<string, string>): Promise<Ran> {
  const child = startProgram(args, env);
  const ran: Ran = { out: "", err: "", code: null, json: undefined };
  child.stdout?.on("data", (text) => {
    ran.out += text;
  });
  child.stderr?.on("data", (text) => {
    ran.err += text;
  });
  child.stdin?.on("error", () => {}).end();
  [ran.code] = (await once(child, "close")) as [number | null];
  if (args.includes("--json")) ran.json = JSON.parse(ran.out || ran.err.trim().split("\n").at(-1) || "null");
  return ran;
}

export async function startServer(env: Record<string, string>): Promise<Served> {
  const child = startProgram(["serve", "--json"], env);
  let complaints = "";
  child.stderr?.on("data", (chunk) => {
    complaints += chunk;
  });
  const exited = once(child, "exit");
  const printed = await Promise.race([once(child.stdout as never, "data"), exited.then(() => undefined)]);
  if (!printed) throw new Error(`the server did not start: ${complaints}`);
  return { child, url: JSON.parse(String(printed[0])).listening as string, exited };
}
