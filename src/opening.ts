// Opens everything the program stands on: data folder, key ring, database at today's schema, hashing.
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import type { BlockList } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import type { Embedding } from "./access/embedding.ts";
import { sampleSecrets } from "./authenticators/totp/actions.ts";
import { BadSetting, type Config } from "./config.ts";
import { connect, type DatabaseAddress, type SqliteAddress } from "./database/connect.ts";
import type { Database } from "./database/database.ts";
import { isDamage } from "./database/failures.ts";
import { hasSchema, migrate } from "./database/migrate.ts";
import type { Site } from "./http/web.ts";
import { type Clock, systemClock } from "./kernel/clock.ts";
import { type Random, systemRandom } from "./kernel/random.ts";
import { createSealer, type KeyRing, readKeyRing } from "./kernel/sealing.ts";
import { createSlowHasher, type HashingCost, type SlowHasher, waitingPlaces } from "./kernel/slow-hashing.ts";
import type { Tracing } from "./kernel/spans.ts";
import { createTurns, type Turns } from "./kernel/turns.ts";
import { KeyFileOpen, makeKeyFile, readKeyFile, watchedKeyFile } from "./keys/key-file.ts";
import { createPost, type Post } from "./mail/smtp.ts";
import type { Metrics } from "./metrics/registry.ts";
import { makeDecoy } from "./passwords/actions.ts";

/** What the rooms' actions need; each names the part it uses. */
export interface Needs {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: KeyRing;
  /** The key ring, where its file is another one than last time. */
  rereadKeys: () => readonly Buffer[] | undefined;
  hasher: SlowHasher;
  decoy: string;
  turns: Turns;
  site: Site;
  /** The application that this process runs within, where it does. */
  embedding?: Embedding | undefined;
  post: Post;
  /** Private networks that webhooks may reach. */
  webhookNetworks: BlockList;
  log: Logger;
  /** Where somebody asked for them. */
  metrics?: Metrics | undefined;
  /** Likewise. */
  traces?: Tracing | undefined;
}

export interface Choices {
  clock?: Clock;
  random?: Random;
  log?: Logger;
  /** Cheaper hashing, for tests and benchmarks alone. */
  hashingCost?: HashingCost;
  /** Waits for no disk: for tests alone, whose data may go with the machine. */
  hasty?: boolean;
  /** Callers that may wait for a password hash before others are told to come back. */
  waitingForHash?: number;
  /** Serves, and may do so beside a newer version that has migrated the database, where that one allows for it. */
  serving?: boolean;
}

export async function open(config: Config, choices: Choices = {}): Promise<Needs> {
  const { clock = systemClock, random = systemRandom, serving = false, hasty = false } = choices;
  prepareFolder(config);
  const fresh = !existsSync(databaseFile(config));
  const { sealer, rereadKeys } = openKeyRing(config, random, fresh);
  const db = await (config.databaseUrl
    ? openPostgres(config, config.databaseUrl, clock, serving)
    : openEmbedded({ kind: "sqlite", file: databaseFile(config), hasty }, fresh, clock, serving));
  // The cores are shared with the other workers.
  const cores = availableParallelism();
  const atOnce = config.workers === 1 ? Math.max(2, cores) : Math.ceil(cores / config.workers);
  const began = performance.now();
  const alone = createSlowHasher({ atOnce: 1, waiting: 0 }, choices.hashingCost);
  const decoy = await makeDecoy({ hasher: alone, random });
  const waiting = choices.waitingForHash ?? waitingPlaces(atOnce, performance.now() - began);
  const hasher = createSlowHasher({ atOnce, waiting }, choices.hashingCost);
  return {
    db,
    clock,
    random,
    sealer,
    rereadKeys,
    hasher,
    decoy,
    turns: createTurns(),
    site: { origin: config.origin, secure: config.origin.startsWith("https:"), proxies: config.trustedProxies },
    post: createPost(config.mail),
    webhookNetworks: config.webhookNetworks,
    log: choices.log ?? createLog(config.logLevel),
  };
}

/** Makes the data folder where it is missing. @throws BadSetting where this program can't keep its data there */
export function prepareFolder({ data }: Config): void {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new BadSetting(
      `the data folder ${data} can't be written to (${codeOf(cause)}): it has to belong to the user that runs this program`,
      { cause },
    );
  }
  if (writableByOthers(data)) {
    throw new BadSetting(`others on this machine can write to the folder ${data}: chmod go-w it`);
  }
}

async function openPostgres(config: Config, url: string, clock: Clock, serving: boolean): Promise<Database> {
  const connections = Math.floor(config.connections / config.workers);
  const db = await connect({ kind: "postgres", url, connections, replica: config.replicaUrl });
  try {
    await migrate(db, clock, { serving });
    return db;
  } catch (error) {
    // Left open, its connections would keep a program alive that does not start.
    await db.close();
    throw error;
  }
}

async function openEmbedded(address: SqliteAddress, fresh: boolean, clock: Clock, serving: boolean): Promise<Database> {
  const { file } = address;
  if (fresh) await makeEmbedded(file, clock);
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw new BadSetting(
      `the database ${file} can't be written to (${codeOf(cause)}): it has to belong to the user that runs this program`,
      { cause },
    );
  }
  chmodSync(file, 0o600);
  // What stands under this name was made whole: nothing in it is damage, and no reason for a first run.
  const empty = new BadSetting(`the database ${file} is empty: ${bringBack}`);
  if (statSync(file).size === 0) throw empty;
  let db: Database | undefined;
  try {
    db = await connect(address);
    if (!(await hasSchema(db))) throw empty;
    await migrate(db, clock, { serving });
    return db;
  } catch (error) {
    await db?.close();
    throw isDamage(error) ? new BadSetting(`the database ${file} is damaged: ${bringBack}`, { cause: error }) : error;
  }
}

const bringBack = "bring it back from its backup (docs/operations.md)";

/** Made under another name and put into its place whole: whenever this is broken off, the next start begins anew. */
async function makeEmbedded(file: string, clock: Clock): Promise<void> {
  // A log left over would be played into the new database.
  if (existsSync(`${file}-wal`)) {
    throw new BadSetting(`the database ${file} is missing, but its log ${file}-wal is there: ${bringBack}`);
  }
  const made = `${file}.${process.pid}.new`;
  try {
    const db = await connect({ kind: "sqlite", file: made, hasty: true });
    await migrate(db, clock).finally(() => db.close());
    // At once instead of at every step.
    const whole = openSync(made, "r+");
    fsyncSync(whole);
    closeSync(whole);
    linkSync(made, file);
  } catch (error) {
    // Not every file system has links. Where the name is taken, another process was first.
    if (["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"].includes(codeOf(error))) renameSync(made, file);
    else if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(made, { force: true });
  }
}

/** Whoever can write to the folder can put another database or key in the place of ours. */
export const writableByOthers = (folder: string): boolean => (statSync(folder).mode & 0o022) !== 0;

/** Under a wrong key nobody's code could be checked: better to say so at once than at everybody's sign-in. */
export async function requireRightKey({ db, sealer }: Pick<Needs, "db" | "sealer">): Promise<void> {
  const { looked, opened, damaged } = await sampleSecrets(db, sealer);
  // Single values that were damaged are their owners' trouble alone.
  if (looked === 0 || opened + damaged > 0) return;
  throw new BadSetting("this key does not open the stored secrets: bring back the one that belongs to this database");
}

export const databaseAddress = (config: Config): DatabaseAddress =>
  config.databaseUrl ? { kind: "postgres", url: config.databaseUrl } : { kind: "sqlite", file: databaseFile(config) };

export const databaseFile = (config: Config): string => join(config.data, "countersign.sqlite");
export const keyFile = (config: Config): string =>
  config.keys && "file" in config.keys ? config.keys.file : join(config.data, "keys");

/** Logs never hold what people type or bear; this is the second net under not passing such values in. */
export function createLog(level: string): Logger {
  const secret = [
    "password",
    "token",
    "secret",
    "authorization",
    "cookie",
    "set-cookie",
    "recoveryCodes",
    "uri",
    "signIn",
    "session",
  ];
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [...secret.map((name) => `["${name}"]`), ...secret.map((name) => `*["${name}"]`)],
      censor: "[redacted]",
    },
  });
}

/** @param fresh there is no database yet, so that a key may be made */
export function openKeyRing(config: Config, random: Random, fresh = false): Pick<Needs, "sealer" | "rereadKeys"> {
  const keys = readKeys(config, random, fresh);
  const rereadKeys = rereading(config);
  return { sealer: createSealer(keys, random, rereadKeys), rereadKeys };
}

function readKeys(config: Config, random: Random, fresh: boolean): Buffer[] {
  const text = keyRingText(config, random, fresh);
  try {
    return readKeyRing(text).keys;
  } catch (cause) {
    const from = config.keys && "text" in config.keys ? "COUNTERSIGN_KEYS" : keyFile(config);
    throw new BadSetting(`${from}: ${(cause as Error).message}`);
  }
}

/** A ring that can't be read now is one that did not change: what is known goes on being used. */
function rereading(config: Config): Needs["rereadKeys"] {
  if (config.keys && "text" in config.keys) return () => undefined;
  const changed = watchedKeyFile(keyFile(config));
  return () => {
    try {
      const text = changed();
      return text === undefined ? undefined : readKeyRing(text).keys;
    } catch {
      return undefined;
    }
  };
}

/**
 * A made key only ever accompanies a made database: beside existing data a missing key is an error, not a reason to make
 * another one that opens nothing.
 */
function keyRingText(config: Config, random: Random, fresh: boolean): string {
  if (config.keys && "text" in config.keys) return config.keys.text;
  if (!config.keys && config.databaseUrl) {
    throw new BadSetting(
      "with COUNTERSIGN_DATABASE_URL the key ring has to be given: set COUNTERSIGN_KEYS or COUNTERSIGN_KEY_FILE",
    );
  }
  const file = keyFile(config);
  if (!existsSync(file)) {
    if (config.keys) throw new BadSetting(`COUNTERSIGN_KEY_FILE: there is no file ${file}`);
    if (!fresh) {
      throw new BadSetting(
        `the key ${file} is missing: bring it back from its backup, without it nobody's authenticator can be read`,
      );
    }
    makeKeyFile(file, `${random.bytes(32).toString("base64")}\n`);
  }
  try {
    return readKeyFile(file);
  } catch (error) {
    if (error instanceof KeyFileOpen) throw new BadSetting(`${error.message}: chmod 600 it`);
    throw new BadSetting(
      `the key ${file} can't be read (${codeOf(error)}): it has to belong to the user that runs this program`,
      { cause: error },
    );
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
