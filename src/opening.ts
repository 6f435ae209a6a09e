// Opens everything the program stands on: data folder, key ring, database at today's schema, hashing.
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { type Logger, pino } from "pino";
import { sampleSecrets } from "./authenticators/totp/actions.ts";
import { BadSetting, type Config } from "./config.ts";
import { connect } from "./database/connect.ts";
import type { Database } from "./database/database.ts";
import { migrate } from "./database/migrate.ts";
import type { Site } from "./http/web.ts";
import { type Clock, systemClock } from "./kernel/clock.ts";
import { type Random, systemRandom } from "./kernel/random.ts";
import { createSealer, readKeyRing, type Sealer } from "./kernel/sealing.ts";
import { createSlowHasher, type HashingCost, type SlowHasher } from "./kernel/slow-hashing.ts";
import { createTurns, type Turns } from "./kernel/turns.ts";
import { createPost, type Post } from "./mail/smtp.ts";
import { makeDecoy } from "./passwords/actions.ts";

/** What the rooms' actions need; each names the part it uses. */
export interface Needs {
  db: Database;
  clock: Clock;
  random: Random;
  sealer: Sealer;
  hasher: SlowHasher;
  decoy: string;
  turns: Turns;
  site: Site;
  post: Post;
  log: Logger;
}

export interface Choices {
  clock?: Clock;
  random?: Random;
  log?: Logger;
  /** Cheaper hashing, for tests and benchmarks alone. */
  hashingCost?: HashingCost;
  /** Callers that may wait for a password hash before others are told to come back. */
  waitingForHash?: number;
}

export async function open(config: Config, choices: Choices = {}): Promise<Needs> {
  const { clock = systemClock, random = systemRandom } = choices;
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  if (writableByOthers(config.data)) {
    throw new BadSetting(`others on this machine can write to the folder ${config.data}: chmod go-w it`);
  }
  const fresh = !existsSync(databaseFile(config));
  const sealer = createSealer(readKeys(config, random, fresh), random);
  const db = await connect(
    config.databaseUrl
      ? {
          kind: "postgres",
          url: config.databaseUrl,
          replica: config.replicaUrl,
          connections: Math.floor(config.connections / config.workers),
        }
      : { kind: "sqlite", file: databaseFile(config) },
  );
  if (!config.databaseUrl) chmodSync(databaseFile(config), 0o600);
  await migrate(db, clock);
  // The cores are shared with the other workers.
  const cores = availableParallelism();
  const atOnce = config.workers === 1 ? Math.max(2, cores) : Math.ceil(cores / config.workers);
  const hasher = createSlowHasher({ atOnce, waiting: choices.waitingForHash ?? atOnce * 16 }, choices.hashingCost);
  return {
    db,
    clock,
    random,
    sealer,
    hasher,
    decoy: await makeDecoy({ hasher, random }),
    turns: createTurns(),
    site: { origin: config.origin, secure: config.origin.startsWith("https:"), proxies: config.trustedProxies },
    post: createPost(config.mail),
    log: choices.log ?? createLog(config.logLevel),
  };
}

/** Whoever can write to the folder can put another database or key in the place of ours. */
export const writableByOthers = (folder: string): boolean => (statSync(folder).mode & 0o022) !== 0;

/** Under a wrong key nobody's code could be checked: better to say so at once than at everybody's sign-in. */
export async function requireRightKey({ db, sealer }: Pick<Needs, "db" | "sealer">): Promise<void> {
  const { looked, opened } = await sampleSecrets(db, sealer);
  if (looked === 0 || opened > 0) return;
  throw new BadSetting("this key does not open the stored secrets: bring back the one that belongs to this database");
}

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

function readKeys(config: Config, random: Random, fresh: boolean): Buffer[] {
  const text = keyRingText(config, random, fresh);
  try {
    return readKeyRing(text);
  } catch (cause) {
    const from = config.keys && "text" in config.keys ? "COUNTERSIGN_KEYS" : keyFile(config);
    throw new BadSetting(`${from}: ${(cause as Error).message}`);
  }
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
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${random.bytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx", flush: true });
  }
  if ((statSync(file).mode & 0o077) !== 0)
    throw new BadSetting(`others on this machine can read the key ${file}: chmod 600 it`);
  return readFileSync(file, "utf8");
}
