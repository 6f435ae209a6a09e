// A PostgreSQL server of the bench's own, with the settings it comes with (so it is durable), and empty databases in it.
import { spawn, spawnSync } from "node:child_process";
import { chownSync, closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { findPostgres } from "../../scripts/prepare/tools.mjs";

/** @param folder goes with the bench; @throws Error where PostgreSQL is not installed */
export async function startPostgres(folder) {
  const bin = findPostgres();
  if (bin === undefined) throw new Error("PostgreSQL 15 or newer is not installed (Debian: postgresql)");
  const data = join(folder, "postgres");
  mkdirSync(data, { mode: 0o700 });
  const user = serverUser();
  // Its user has to get at it through a folder that is ours alone.
  if (user) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
    { ...user, cwd: folder, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error}`);

  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories="];
  const log = openSync(join(folder, "postgres.log"), "a");
  const child = spawn(join(bin, "postgres"), ["-D", data, ...settings.flatMap((one) => ["-c", one])], {
    ...user,
    cwd: folder,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  process.prependOnceListener("exit", () => child.kill("SIGQUIT"));
  const url = (name) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  await untilUp(url("postgres"), child, join(folder, "postgres.log"));
  return {
    version: (await ask(url("postgres"), "show server_version")).rows[0].server_version,
    /** @returns the address of a new and empty database */
    async database(name) {
      await ask(url("postgres"), `create database "${name}"`);
      return url(name);
    },
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await gone;
    },
  };
}

async function untilUp(url, child, log) {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    if (await ask(url, "select 1").catch(() => undefined)) return;
    await wait(50);
  }
  throw new Error(`PostgreSQL does not start:\n${readFileSync(log, "utf8")}`);
}

async function ask(url, statement) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** PostgreSQL refuses to run as root; its package brings a user of its own. */
function serverUser() {
  if (process.getuid?.() !== 0) return undefined;
  const [, , uid, gid] = /^postgres:.*$/m.exec(readFileSync("/etc/passwd", "utf8"))?.[0].split(":") ?? [];
  if (uid === undefined) throw new Error("PostgreSQL can't run as root, and there is no user postgres");
  return { uid: Number(uid), gid: Number(gid) };
}
