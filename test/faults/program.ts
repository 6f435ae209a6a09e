// The real program as processes of their own, what is asked of it, and what it says.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import type { Config } from "../../src/config.ts";

const ours = fileURLToPath(new URL("../../bin/countersign.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

export interface Program {
  child: ChildProcess;
  url: string;
  firstRun: string | undefined;
  exited: Promise<[code: number | null, signal: string | null]>;
  /** What it printed on standard output, one document each. */
  said(): Record<string, unknown>[];
  /** On standard error. */
  complaints(): string;
  /** The workers that said that they serve, newest last. */
  workers(): number[];
}

/** The settings with which the program finds the data of a world of tests. */
export const settingsOf = ({ data, keys, databaseUrl }: Config): Record<string, string> => ({
  COUNTERSIGN_DATA: data,
  COUNTERSIGN_KEYS: keys && "text" in keys ? keys.text : "",
  ...(databaseUrl ? { COUNTERSIGN_DATABASE_URL: databaseUrl } : {}),
});

export interface Launching {
  /** What the command begins with, to run somewhere else. */
  within?: string[] | undefined;
  /** Another version of the program. */
  program?: string | undefined;
}

/** Resolves as soon as it serves. @throws where it ends before */
export async function startProgram(settings: Record<string, string>, how: Launching = {}): Promise<Program> {
  const started = launchProgram(settings, how);
  await until(() => {
    if (started.child.exitCode !== null) throw new Error(`the program did not start: ${started.complaints()}`);
    return started.said().some((document) => "listening" in document);
  });
  const begun = started.said().find((document) => "listening" in document);
  return { ...started, url: begun?.listening as string, firstRun: begun?.firstRun as string | undefined };
}

export function launchProgram(
  settings: Record<string, string>,
  { within = [], program = ours }: Launching = {},
): Omit<Program, "url" | "firstRun"> {
  if (!existsSync(built)) throw new Error("There is no dist/: run npm run build first.");
  const [command = "", ...args] = [...within, process.execPath, program, "serve", "--json"];
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, PORT: "0", COUNTERSIGN_LOG_LEVEL: "info", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let complaints = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const said = () =>
    out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return {
    child,
    exited: once(child, "exit") as Promise<[number | null, string | null]>,
    said,
    complaints: () => complaints,
    workers: () => said().flatMap((line) => (line.msg === "a worker serves" ? [line.pid as number] : [])),
  };
}

export async function until(holds: () => boolean | Promise<boolean>, within = 20_000): Promise<void> {
  for (const end = performance.now() + within; !(await holds()); ) {
    if (performance.now() > end) throw new Error(`this did not come about in time: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** No answer came: whoever should have given it is gone. */
export class Gone extends Error {}

export interface Answered {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field.
  json: any;
}

/** On a connection of its own each time, so that of several workers another one answers. @throws Gone */
export function call(url: string, path: string, body?: unknown, authorization?: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const gone = (cause: unknown) => reject(new Gone("no answer", { cause }));
    const sent = request(
      `${url}${path}`,
      {
        method: body === undefined ? "GET" : "POST",
        agent: false,
        timeout: 60_000,
        headers: {
          accept: "application/json",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(authorization ? { authorization } : {}),
        },
      },
      async (response) => {
        try {
          let text = "";
          for await (const chunk of response) text += chunk;
          resolve({ status: response.statusCode as number, json: text.startsWith("{") ? JSON.parse(text) : text });
        } catch (error) {
          gone(error);
        }
      },
    );
    sent.on("error", gone);
    sent.on("timeout", () => sent.destroy(new Error("no answer in a minute")));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
