// A real PostgreSQL in a temporary folder, and fresh databases inside it.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { findPostgres, findProgram } from "../../scripts/prepare/tools.mjs";

export interface PostgresServer {
  /** Address of the maintenance database, for making others. */
  url: string;
  data: string;
  stop(): Promise<void>;
  /** Kills every process of it, as a crash would. */
  crash(): Promise<void>;
  /** It is there, and answers nothing any more. After this it can only `crash`. */
  freeze(): void;
  /** Again, with the data and the port from before. */
  start(): Promise<void>;
}

export interface PostgresOptions {
  /** What was committed survives `crash`. */
  durable?: boolean;
  /** Such as `ssl=on`; a function is given the data folder first, to put files there. */
  settings?: string[] | ((data: string) => string[]);
  /** A standby that follows this server. */
  standbyOf?: PostgresServer;
}

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Makes a database, empty or like another, in the server of this test run or in the one given; `drop` also cuts its connections. */
export async function createTestDatabase({
  serverUrl = inject("postgresUrl"),
  template,
}: {
  serverUrl?: string;
  template?: string;
} = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await ask(serverUrl, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template} STRATEGY file_copy` : ""}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Starts a server on a free port of 127.0.0.1; unless it is asked for, without durability: a test's data may die with the machine. */
export async function startPostgres({
  durable = false,
  settings = [],
  standbyOf,
}: PostgresOptions = {}): Promise<PostgresServer> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error("PostgreSQL 15 or newer is not installed: see npm test.");
  sweepFoldersOfDeadRuns(prefix);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  const user = serverUser();
  if (user !== undefined) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);

  const [program, ...args] =
    standbyOf === undefined
      ? ["initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
      : ["pg_basebackup", "-D", data, "-d", standbyOf.url, "-R", "--checkpoint=fast", "--no-sync"];
  const made = spawnSync(join(bin, program as string), args, {
    ...user,
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
  if (made.status !== 0) throw new Error(`${program} failed: ${made.stderr || made.error}`);

  const more = [
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
    ...(typeof settings === "function" ? settings(data) : settings),
  ];
  if (user !== undefined) for (const name of readdirSync(data)) chownSync(join(data, name), user.uid, user.gid);
  // The port is free when chosen, not when taken: somebody else may be quicker.
  for (let tries = 3; ; tries -= 1) {
    const server = await launch({ bin, folder, data, user, settings: more, port: await freePort() });
    if (server !== undefined) return server;
    if (tries === 1) throw new Error(`PostgreSQL does not start:\n${readFileSync(join(folder, "log"), "utf8")}`);
  }
}

const prefix = "countersign-postgres-";

interface Launching {
  bin: string;
  folder: string;
  data: string;
  user: ServerUser;
  settings: string[];
  port: number;
}

async function launch(how: Launching): Promise<PostgresServer | undefined> {
  const { bin, folder, data, user, port } = how;
  const log = openSync(join(folder, "log"), "a");
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "max_connections=200",
    "autovacuum=off",
    "timezone=UTC",
    ...how.settings,
  ];
  const command = [join(bin, "postgres"), "-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  // The kernel ends the server with us, even where we are killed and can't.
  const setpriv = process.platform === "linux" ? findProgram("setpriv") : undefined;
  if (setpriv !== undefined) {
    const as = user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
    command.unshift(setpriv, "--pdeathsig=QUIT", ...as);
  }
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    ...(setpriv === undefined ? user : {}),
    cwd: folder,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const kill = () => child.kill("SIGQUIT");
  process.once("exit", kill);

  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  if (!(await answers(url, child))) {
    process.removeListener("exit", kill);
    return undefined;
  }
  let now: Pick<PostgresServer, "stop" | "crash" | "freeze"> = {
    freeze: () => {
      for (const pid of [child.pid as number, ...childrenOf(child.pid as number)]) process.kill(pid, "SIGSTOP");
    },
    stop: async () => {
      process.removeListener("exit", kill);
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
    crash: async () => {
      process.removeListener("exit", kill);
      const parts = childrenOf(child.pid as number);
      const gone = once(child, "exit");
      // Its head first: else it would clean up after the others.
      for (const pid of [child.pid as number, ...parts]) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {}
      }
      await gone;
    },
  };
  return {
    url,
    data,
    stop: () => now.stop(),
    crash: () => now.crash(),
    freeze: () => now.freeze(),
    async start() {
      // Whoever was killed may keep hold of its shared memory for a moment.
      for (let tries = 20; ; tries -= 1) {
        const again = await launch(how);
        if (again !== undefined) {
          now = again;
          return;
        }
        if (tries === 1) throw new Error(`PostgreSQL does not start:\n${readFileSync(join(folder, "log"), "utf8")}`);
        await wait(250);
      }
    },
  };
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      try {
        return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]) === parent;
      } catch {
        return false;
      }
    });
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 600 && child.exitCode === null && child.signalCode === null; tries += 1) {
    const up = await ask(url, "SELECT 1").then(
      () => true,
      () => false,
    );
    if (up) return true;
    await wait(50);
  }
  await end(child);
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  // SIGINT is PostgreSQL's fast shutdown: it cuts connections that tests left open instead of waiting for them.
  child.kill("SIGINT");
  const late = setTimeout(() => child.kill("SIGQUIT"), 5_000);
  await gone;
  clearTimeout(late);
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

export type ServerUser = { uid: number; gid: number } | undefined;

/** PostgreSQL refuses to run as root; its package brings a user of its own. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("postgres:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error("PostgreSQL can't run as root, and there is no user postgres.");
  return { uid: Number(uid), gid: Number(gid) };
}

/** A run that was killed could not tidy up: its folder names the process that made it. */
export function sweepFoldersOfDeadRuns(prefix: string): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    try {
      process.kill(pid, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH")
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}
