// Starts the programs of examples/ as somebody would who tries them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../examples/", import.meta.url));

export interface Example {
  process: ChildProcess;
  /** What it has printed of trouble. */
  troubles(): string;
  stop(): Promise<void>;
}

/** Resolves once it says that it is ready. */
export async function startExample(path: string, environment: Record<string, string>): Promise<Example> {
  const env = { PATH: process.env.PATH ?? "", ...environment };
  const child = spawn(process.execPath, [root + path], { env, stdio: ["ignore", "pipe", "pipe"] });
  let troubles = "";
  child.stderr.on("data", (chunk) => {
    troubles += chunk;
  });
  const ended = once(child, "exit");
  await Promise.race([
    once(child.stdout, "data"),
    ended.then(() => Promise.reject(new Error(`examples/${path} ended: ${troubles}`))),
  ]);
  return {
    process: child,
    troubles: () => troubles,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
