// `countersign restore FILE`: brings a backup back into an empty place, or in place of what is there.
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Config, readConfig } from "../config.ts";
import {
  type Contents,
  epochOf,
  isEmpty,
  type Restored,
  type RestoreNeeds,
  restore,
  verifyBackup,
} from "../copies/actions.ts";
import { BadBackup } from "../copies/format.ts";
import { connect } from "../database/connect.ts";
import type { Database } from "../database/database.ts";
import { migrate } from "../database/migrate.ts";
import { holdServingLock } from "../database/serving-lock.ts";
import { second, systemClock } from "../kernel/clock.ts";
import { systemRandom } from "../kernel/random.ts";
import { flushFolder } from "../keys/key-file.ts";
import { type Server, serversNow } from "../keys/servers.ts";
import { databaseFile, openKeyRing, writableByOthers } from "../opening.ts";
import { plural } from "../ui/index.ts";
import { commandLine, confirmed, progressLine, Refusal, readArguments, type Terminal, Usage } from "./terminal.ts";

interface Wanted {
  file: string;
  contents: Contents;
  replace: boolean;
  yes: boolean;
}

export async function restoreCommand(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { replace: { type: "boolean" }, yes: { type: "boolean" } }, 1);
  const [given] = positionals;
  if (!given) throw new Usage("Give the FILE of the backup.");
  const file = resolve(given);
  if (!existsSync(file)) throw new Refusal("no-such-file", `There is no file ${file}.`);
  const config = readConfig(process.env);
  const { sealer } = openKeyRing(config, systemRandom);
  const needs = { clock: systemClock, random: systemRandom, sealer };
  try {
    const contents = await verifyBackup(file, sealer);
    const wanted = { file, contents, replace: values.replace ?? false, yes: values.yes ?? false };
    const done = config.databaseUrl
      ? await intoPostgres(config.databaseUrl, needs, wanted)
      : await intoFolder(config, needs, wanted);
    conclude(done, contents, at);
  } catch (error) {
    if (error instanceof BadBackup)
      throw new Refusal("bad-backup", `${file} can't be restored: ${error.message}. Nothing was changed.`);
    throw error;
  }
}

function conclude({ epoch, rows, peopleWithoutCodes }: Restored, { heading }: Contents, at: Terminal): void {
  const madeAt = new Date(heading.madeAt).toISOString();
  at.result(
    { restored: rows, madeAt, epoch, recoveryCodesVoided: peopleWithoutCodes },
    [
      `${plural(rows, "row")} are back, as they stood at ${madeAt} (epoch ${epoch}).`,
      "Everybody signs in again: sessions, begun sign-ins, trusted browsers, invitations, links, help requests and begun set-ups ended.",
      `The recovery codes of ${plural(peopleWithoutCodes, "person", "people")} are void, because nobody knows which were used since; new ones are made under 'Security' once signed in.`,
      "Codes of authenticator apps are taken again after about a minute.",
      "What was changed since the backup is as it was before: passwords, disabled accounts, resets, policy. Look through them.",
    ].join("\n"),
  );
}

/** Beside what is there, and then in its place in one step. */
async function intoFolder(config: Config, needs: RestoreNeeds, wanted: Wanted): Promise<Restored> {
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  if (writableByOthers(config.data))
    throw new Refusal("folder-open", `Others on this machine can write to the folder ${config.data}: chmod go-w it.`);
  const stopIt = "a server is serving this data folder: stop it first";
  const lock = holdServingLock(join(config.data, "serving.lock"), stopIt);
  try {
    const place = databaseFile(config);
    const before = existsSync(place) ? await stateOf(place) : { empty: true, epoch: 0 };
    await mayReplace(before.empty, config.data, wanted);
    const beside = `${place}.restoring`;
    const remove = (file: string) => {
      for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
    };
    remove(beside);
    const db = await connect({ kind: "sqlite", file: beside });
    let done: Restored;
    try {
      chmodSync(beside, 0o600);
      await migrate(db, needs.clock);
      done = await fill(db, needs, wanted, before.epoch);
      await db.close();
    } catch (error) {
      await db.close().catch(() => {});
      remove(beside);
      throw error;
    }
    // Those of the old file, if any, would be taken for the new one's.
    for (const end of ["-wal", "-shm"]) rmSync(`${place}${end}`, { force: true });
    renameSync(beside, place);
    flushFolder(config.data);
    return done;
  } finally {
    lock.release();
  }
}

/** One that can't be opened is not empty; it can be replaced all the same. */
async function stateOf(file: string): Promise<{ empty: boolean; epoch: number }> {
  let db: Database | undefined;
  try {
    db = await connect({ kind: "sqlite", file });
    await migrate(db, systemClock);
    return { empty: await isEmpty(db), epoch: await epochOf(db) };
  } catch {
    return { empty: false, epoch: 0 };
  } finally {
    await db?.close();
  }
}

async function intoPostgres(url: string, needs: RestoreNeeds, wanted: Wanted): Promise<Restored> {
  const db = await connect({ kind: "postgres", url });
  try {
    await migrate(db, needs.clock);
    const server = await stillServing(db, needs);
    if (server)
      throw new Refusal(
        "served",
        `A server on ${server.host} (process ${server.process}) is serving this database: stop it first.`,
      );
    await mayReplace(await isEmpty(db), "the database", wanted);
    return await fill(db, needs, wanted, 0);
  } finally {
    await db.close();
  }
}

/** One that was killed counts as serving for a while yet: its row lapses, that of a living one is renewed. */
async function stillServing(db: Database, { clock }: RestoreNeeds): Promise<Server | undefined> {
  const first = await serversNow(db, clock);
  if (first.length > 0) process.stderr.write("Servers were here until just now: waiting until they are gone.\n");
  for (;;) {
    const now = await serversNow(db, clock);
    const [renewed] = now.filter((one) => !first.some((before) => before.seenAt === one.seenAt));
    if (renewed || now.length === 0) return renewed;
    await new Promise((resolve) => setTimeout(resolve, second));
  }
}

async function mayReplace(empty: boolean, where: string, { replace, yes, contents }: Wanted): Promise<void> {
  if (empty) return;
  if (!replace)
    throw new Refusal(
      "not-empty",
      `There is an installation in ${where} already: --replace puts the backup in its place.`,
    );
  const question = `Replace everything in ${where} by the backup of ${new Date(contents.heading.madeAt).toISOString()} (${plural(contents.rows.people ?? 0, "person", "people")})?`;
  if (!(await confirmed(question, yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
}

async function fill(db: Database, needs: RestoreNeeds, wanted: Wanted, epochBefore: number): Promise<Restored> {
  const { file, contents } = wanted;
  const line = progressLine();
  const choices = { replace: true, epochBefore, source: commandLine };
  try {
    return await restore(db, needs, file, choices, (rows) => line.update(`${rows} of ${contents.all} rows`));
  } finally {
    line.end();
  }
}
