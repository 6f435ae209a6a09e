// Three PostgreSQL servers under Patroni and an etcd, each on a machine of its own, as deploy/patroni.yml has them.
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { parse, stringify } from "yaml";
import { findPostgres, findProgram } from "../../scripts/prepare/tools.mjs";
import { type Machine, makeNetwork, whyNoNamespaces } from "./namespaces.ts";
import { serverUser, sweepFoldersOfDeadRuns } from "./postgres.ts";

const names = ["one", "two", "three"];
const prefix = "countersign-cluster-";

export interface Cluster {
  /** All three of them, for whichever takes writes. */
  url: string;
  /** @throws while there is none, or two */
  primary(): Promise<Machine>;
  /** Starts what is not running, and waits until everybody follows the primary, one of them synchronously. */
  whole(): Promise<Machine>;
  stop(): Promise<void>;
}

export function whyNoCluster(): string | undefined {
  const missing = ["patroni", "etcd"].filter((name) => !findProgram(name));
  if (!findPostgres()) missing.push("PostgreSQL");
  return missing.length > 0 ? `${missing.join(" and ")} not installed` : whyNoNamespaces();
}

export async function startCluster(): Promise<Cluster> {
  sweepFoldersOfDeadRuns(prefix);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const user = serverUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const { machines, range, remove } = makeNetwork([...names, "etcd"]);
  const etcd = machines.etcd as Machine;
  const keeper = `http://${etcd.address}:2379`;
  etcd.run(
    [
      ...[findProgram("etcd") as string, "--data-dir", join(folder, "etcd")],
      ...["--listen-client-urls", keeper, "--advertise-client-urls", keeper],
    ],
    { user, log: join(folder, "etcd.log"), folder },
  );
  const on = new Set<string>();

  function start(machine: Machine): void {
    const { name, address } = machine;
    const settings = join(folder, `${name}.yml`);
    const example = parse(readFileSync(new URL("../../deploy/patroni.yml", import.meta.url), "utf8"));
    const own = (port: number) => ({ listen: `${address}:${port}`, connect_address: `${address}:${port}` });
    const data = join(folder, name);
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const postgresql = {
      ...example.postgresql,
      ...own(5432),
      data_dir: join(data, "data"),
      bin_dir: findPostgres(),
      pgpass: join(data, "pgpass"),
      parameters: { unix_socket_directories: data },
      pg_hba: ["local all all trust", `host replication all ${range} trust`, `host all all ${range} trust`],
    };
    const etcd3 = { hosts: [`${etcd.address}:2379`] };
    writeFileSync(settings, stringify({ ...example, name, restapi: own(8008), etcd3, postgresql }));
    if (user) for (const path of [data, settings]) chownSync(path, user.uid, user.gid);
    const child = machine.run([findProgram("patroni") as string, settings], {
      user,
      log: join(folder, `${name}.log`),
      folder,
    });
    on.add(name);
    child.once("exit", () => on.delete(name));
  }

  const all = names.map((name) => machines[name] as Machine);
  const address = (machine: Machine) => `postgres://postgres@${machine.address}/postgres`;
  async function primary(): Promise<Machine> {
    const answers = await Promise.all(
      all.map(async (machine) => {
        const [row] = await ask<{ standby: boolean }>(address(machine), "select pg_is_in_recovery() as standby");
        return row?.standby === false ? [machine] : [];
      }),
    );
    const [found, ...more] = answers.flat();
    if (!found || more.length > 0) throw new Error("there is not one primary");
    return found;
  }
  async function whole(): Promise<Machine> {
    for (const machine of all) if (!on.has(machine.name)) start(machine);
    return eventually(async () => {
      const found = await primary();
      const following = await ask<{ sync_state: string }>(
        address(found),
        "select sync_state from pg_stat_replication where state = 'streaming'",
      );
      if (following.length < 2 || !following.some(({ sync_state }) => sync_state === "sync"))
        throw new Error(`only ${JSON.stringify(following)} follow`);
      return found;
    });
  }
  async function eventually<T>(holds: () => Promise<T>, within = 90_000): Promise<T> {
    for (const until = performance.now() + within; ; ) {
      try {
        return await holds();
      } catch (error) {
        if (performance.now() > until) throw new Error(`the cluster is not whole: ${lastWords()}`, { cause: error });
        await wait(250);
      }
    }
  }
  const lastWords = () =>
    ["etcd", ...names]
      .map((name) => {
        try {
          return `\n${name}:\n${readFileSync(join(folder, `${name}.log`), "utf8").slice(-1500)}`;
        } catch {
          return "";
        }
      })
      .join("");
  async function stop(): Promise<void> {
    await remove();
    rmSync(folder, { recursive: true, force: true });
  }

  try {
    // The first makes the cluster, the others copy it.
    start(all[0] as Machine);
    await eventually(primary);
    const found = await whole();
    await ask(address(found), "create database countersign");
    const hosts = all.map((machine) => machine.address).join(",");
    return {
      url: `postgres://postgres@${hosts}/countersign?target_session_attrs=read-write`,
      primary,
      whole,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing from a server that does not answer. */
async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1500, query_timeout: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch {
    return [];
  }
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    void client.end().catch(() => {});
  }
}
