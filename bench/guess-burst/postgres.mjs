// A PostgreSQL of its own in a folder that goes with the bench.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { findPostgres } from "../../scripts/prepare/tools.mjs";

/** @returns `database(name)`, which makes an empty one and gives its address, and `stop` @throws where there is none to start */
export async function startPostgres(folder) {
  const bin = findPostgres();
  if (bin === undefined) throw new Error("PostgreSQL 15 or newer is not installed.");
  const data = join(folder, "server");
  mkdirSync(data, { recursive: true });
  const user = serverUser();
  if (user) {
    // The folder above is its maker's alone.
    chmodSync(folder, 0o711);
    chownSync(data, user.uid, user.gid);
  }
  const made = spawnSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"], {
    ...user,
    cwd: data,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr || made.error}`);
  const port = await freePort();
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=100"];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const child = spawn(join(bin, "postgres"), args, { ...user, cwd: data, stdio: "ignore" });
  process.prependOnceListener("exit", () => child.kill("SIGQUIT"));
  const address = (name) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  for (let tries = 100; !(await ask(address("postgres"), "select 1")); tries--) {
    if (tries === 0) throw new Error("PostgreSQL does not start.");
    await wait(100);
  }
  return {
    async database(name) {
      await ask(address("postgres"), `create database "${name}"`);
      return address(name);
    },
    stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      return ended;
    },
  };
}

async function ask(url, sql) {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(sql);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** It does not run as root. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const [, , uid, gid] = (/^postgres:.*$/m.exec(readFileSync("/etc/passwd", "utf8"))?.[0] ?? "").split(":");
  if (uid === undefined) throw new Error("PostgreSQL can't run as root, and there is no user postgres.");
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
