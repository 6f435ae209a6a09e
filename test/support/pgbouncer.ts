// A real PgBouncer in front of a PostgreSQL, in transaction mode: every transaction may get another connection.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { findProgram } from "../../scripts/prepare/tools.mjs";
import { freePort, serverUser } from "./postgres.ts";

/** @param server the address of a database; the one returned names the same through PgBouncer */
export async function startPgbouncer(server: string, connections = 3): Promise<{ url: string; stop(): Promise<void> }> {
  const program = findProgram("pgbouncer");
  if (program === undefined) throw new Error("PgBouncer is not installed: see npm test.");
  const folder = mkdtempSync(join(tmpdir(), "countersign-pgbouncer-"));
  const behind = new URL(server);
  const port = await freePort();
  const settings = join(folder, "pgbouncer.ini");
  writeFileSync(
    settings,
    [
      "[databases]",
      `* = host=${behind.hostname} port=${behind.port} user=postgres`,
      "[pgbouncer]",
      "listen_addr = 127.0.0.1",
      `listen_port = ${port}`,
      "unix_socket_dir =",
      "auth_type = any",
      "pool_mode = transaction",
      `default_pool_size = ${connections}`,
      "max_client_conn = 500",
      "server_round_robin = 1",
      "",
    ].join("\n"),
  );
  const user = serverUser();
  if (user !== undefined) for (const path of [folder, settings]) chownSync(path, user.uid, user.gid);
  let said = "";
  const child = spawn(program, [settings], { ...user, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  const url = new URL(server);
  url.port = String(port);
  for (let tries = 200; !(await answers(url.href)); tries -= 1) {
    if (tries === 0 || child.exitCode !== null) throw new Error(`PgBouncer does not start:\n${said}`);
    await wait(50);
  }
  return {
    url: url.href,
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
