// An example of examples/ as a process of its own, as its README starts it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./examples.ts";

export interface Example {
  url: string;
  /** Where it keeps its data. */
  folder: string;
  stop(): Promise<void>;
}

export const examplePath = (name: string): string =>
  fileURLToPath(new URL(`../../examples/${name}/server.mjs`, import.meta.url));

/** @throws where it does not start */
export async function startExample(name: string, environment: Record<string, string> = {}): Promise<Example> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-example-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), APP_URL: url, APP_DATA: folder, ...environment };
  const child = spawn(process.execPath, [examplePath(name)], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  await Promise.race([once(child.stdout, "data"), once(child, "close")]);
  if (!said.includes("open at")) throw new Error(`${name} did not start: ${said}`);
  return {
    url,
    folder,
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGTERM");
  // A browser may hold a connection open.
  const late = setTimeout(() => child.kill("SIGKILL"), 2000);
  await closed;
  clearTimeout(late);
}
