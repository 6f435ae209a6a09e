// The environment, read and checked once. An unknown name or a bad value stops the program with one clear line.
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { BadAddress, readPostgresAddress } from "./database/postgres-address.ts";
import { readTrustedProxies, type TrustedProxies } from "./http/client-address.ts";
import { readKeyRing } from "./kernel/sealing.ts";
import type { MailSettings } from "./mail/smtp.ts";
import type { MetricsPlace } from "./metrics/page.ts";
import { readAddress, readDisplayName } from "./people/rules.ts";
import { BadTraceSetting, readTraces, type TracesPlace } from "./traces/settings.ts";

/** A setting that can't be used; its message is the one line that the operator sees. */
export class BadSetting extends Error {}

export interface Config {
  port: number;
  host: string;
  /** Public address without a final slash, e.g. `https://login.acme.example`. */
  origin: string;
  /** Folder of the embedded database, the made key and the lock. */
  data: string;
  /** `undefined`: SQLite in the data folder. */
  databaseUrl: string | undefined;
  /** A read-only copy of the database, for reports. */
  replicaUrl: string | undefined;
  /** To the database, of all processes that are started together. */
  connections: number;
  /** Processes that serve side by side. */
  workers: number;
  /** The key ring itself, or where it stands; neither: made beside the database at first start. */
  keys: { text: string } | { file: string } | undefined;
  trustedProxies: TrustedProxies;
  /** Private networks that webhooks may reach. */
  webhookNetworks: TrustedProxies;
  /** `undefined`: letters wait in the outbox. */
  mail: MailSettings | undefined;
  /** `undefined`: nothing is counted. */
  metrics: MetricsPlace | undefined;
  /** `undefined`: nothing is traced. */
  traces: TracesPlace | undefined;
  logLevel: string;
}

type Environment = Record<string, string | undefined>;

const known = new Set([
  "COUNTERSIGN_URL",
  "COUNTERSIGN_DATA",
  "COUNTERSIGN_DATABASE_URL",
  "COUNTERSIGN_DATABASE_CONNECTIONS",
  "COUNTERSIGN_REPLICA_URL",
  "COUNTERSIGN_WORKERS",
  "COUNTERSIGN_KEY_FILE",
  "COUNTERSIGN_KEYS",
  "COUNTERSIGN_SMTP_URL",
  "COUNTERSIGN_MAIL_FROM",
  "COUNTERSIGN_TRUSTED_PROXIES",
  "COUNTERSIGN_WEBHOOK_NETWORKS",
  "COUNTERSIGN_METRICS_PORT",
  "COUNTERSIGN_METRICS_HOST",
  "COUNTERSIGN_METRICS_TOKEN",
  "COUNTERSIGN_LOG_LEVEL",
  // For commands with --url.
  "COUNTERSIGN_API_KEY",
  "COUNTERSIGN_API_KEY_FILE",
]);
const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

function requireKnown(environment: Environment): void {
  for (const name of Object.keys(environment)) {
    if (name.startsWith("COUNTERSIGN_") && !known.has(name)) {
      throw new BadSetting(`${name} is not a setting of this program; see the README for those there are`);
    }
  }
}

/** What a command shows a server elsewhere: an API key, or the file that holds it. @throws BadSetting */
export function readKeySettings(environment: Environment): { key: string | undefined; keyFile: string | undefined } {
  requireKnown(environment);
  const [key, keyFile] = ["COUNTERSIGN_API_KEY", "COUNTERSIGN_API_KEY_FILE"].map(
    (name) => environment[name]?.trim() || undefined,
  );
  if (key && keyFile) throw new BadSetting("give COUNTERSIGN_API_KEY or COUNTERSIGN_API_KEY_FILE, not both");
  return { key, keyFile };
}

/** @throws BadSetting */
export function readConfig(environment: Environment): Config {
  requireKnown(environment);
  const get = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const port = readPort("PORT", get("PORT") ?? "8080");
  const level = get("COUNTERSIGN_LOG_LEVEL") ?? "info";
  if (!logLevels.includes(level)) throw new BadSetting(`COUNTERSIGN_LOG_LEVEL is one of ${logLevels.join(", ")}`);
  return {
    port,
    host: get("HOST") ?? "127.0.0.1",
    origin: readOrigin(get("COUNTERSIGN_URL") ?? `http://localhost:${port}`),
    data: resolve(get("COUNTERSIGN_DATA") ?? "./data"),
    ...readDatabase(get),
    keys: readKeys(get("COUNTERSIGN_KEYS"), get("COUNTERSIGN_KEY_FILE")),
    trustedProxies: readNetworks("COUNTERSIGN_TRUSTED_PROXIES", get),
    webhookNetworks: readNetworks("COUNTERSIGN_WEBHOOK_NETWORKS", get),
    mail: readMail(get("COUNTERSIGN_SMTP_URL"), get("COUNTERSIGN_MAIL_FROM")),
    metrics: readMetrics(get),
    traces: tracesFrom(get),
    logLevel: level,
  };
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new BadSetting(`${name} is a number from 0 to 65535, not '${text}'`);
  return port;
}

function readMetrics(get: (name: string) => string | undefined): Config["metrics"] {
  const [port, host, token] = ["PORT", "HOST", "TOKEN"].map((name) => get(`COUNTERSIGN_METRICS_${name}`));
  if (port === undefined) {
    if (host !== undefined || token !== undefined)
      throw new BadSetting("COUNTERSIGN_METRICS_HOST and _TOKEN are for the port that COUNTERSIGN_METRICS_PORT names");
    return undefined;
  }
  // The value is not repeated.
  if (token !== undefined && !/^[\x21-\x7e]{20,200}$/.test(token))
    throw new BadSetting("COUNTERSIGN_METRICS_TOKEN is 20 to 200 letters, digits and signs without a space");
  return { port: readPort("COUNTERSIGN_METRICS_PORT", port), host: host ?? "127.0.0.1", token };
}

function tracesFrom(get: (name: string) => string | undefined): Config["traces"] {
  try {
    return readTraces(get);
  } catch (error) {
    throw error instanceof BadTraceSetting ? new BadSetting(error.message) : error;
  }
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.hash || text.includes("@")) {
    // What stands before an '@' may be a password: then the value is not repeated.
    const given = text.includes("@") ? "" : `; not '${text}'`;
    throw new BadSetting(
      `COUNTERSIGN_URL is the address people use, such as https://login.acme.example, without a path${given}`,
    );
  }
  return url.origin;
}

/** More would not fit beside others into the hundred that PostgreSQL takes unless it is told otherwise. */
const mostConnections = 80;

function readDatabase(
  get: (name: string) => string | undefined,
): Pick<Config, "databaseUrl" | "replicaUrl" | "connections" | "workers"> {
  const cores = availableParallelism();
  const databaseUrl = readDatabaseUrl("COUNTERSIGN_DATABASE_URL", get("COUNTERSIGN_DATABASE_URL"), { writes: true });
  const replicaUrl = readDatabaseUrl("COUNTERSIGN_REPLICA_URL", get("COUNTERSIGN_REPLICA_URL"));
  if (replicaUrl && !databaseUrl)
    throw new BadSetting("COUNTERSIGN_REPLICA_URL is for a copy of the database that COUNTERSIGN_DATABASE_URL names");
  const workers = readNumber("COUNTERSIGN_WORKERS", get("COUNTERSIGN_WORKERS"), 256) ?? (databaseUrl ? cores : 1);
  if (workers > 1 && !databaseUrl) {
    throw new BadSetting(
      "COUNTERSIGN_WORKERS is 1 with the embedded database: more take PostgreSQL, named by COUNTERSIGN_DATABASE_URL",
    );
  }
  const connections =
    readNumber("COUNTERSIGN_DATABASE_CONNECTIONS", get("COUNTERSIGN_DATABASE_CONNECTIONS"), 10_000) ??
    Math.max(Math.min(Math.max(10, 4 * cores), mostConnections), 2 * workers);
  if (connections < 2 * workers)
    throw new BadSetting(`COUNTERSIGN_DATABASE_CONNECTIONS is at least 2 for each worker, so ${2 * workers} here`);
  return { databaseUrl, replicaUrl, connections, workers };
}

function readDatabaseUrl(name: string, text: string | undefined, { writes = false } = {}): string | undefined {
  if (text === undefined) return undefined;
  try {
    const { places, target } = readPostgresAddress(text);
    if (writes && (target === "standby" || (target === "any" && places.length > 1)))
      throw new BadAddress(
        `has to lead to the server that takes writes: target_session_attrs=read-write, not ${target}`,
      );
  } catch (error) {
    if (error instanceof BadAddress) throw new BadSetting(`${name} ${error.message}`);
    throw error;
  }
  return text;
}

function readNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most)
    throw new BadSetting(`${name} is a number from 1 to ${most}, not '${text}'`);
  return number;
}

function readKeys(text: string | undefined, file: string | undefined): Config["keys"] {
  if (text && file) throw new BadSetting("give COUNTERSIGN_KEYS or COUNTERSIGN_KEY_FILE, not both");
  if (text) {
    try {
      readKeyRing(text);
    } catch (error) {
      throw new BadSetting(`COUNTERSIGN_KEYS: ${(error as Error).message}`);
    }
    return { text };
  }
  return file ? { file: resolve(file) } : undefined;
}

function readNetworks(name: string, get: (name: string) => string | undefined): TrustedProxies {
  try {
    return readTrustedProxies((get(name) ?? "").split(/[\s,]+/).filter(Boolean));
  } catch (error) {
    throw new BadSetting(`${name}: ${(error as Error).message}`);
  }
}

function readMail(url: string | undefined, from: string | undefined): Config["mail"] {
  const sender = from === undefined ? undefined : readSender(from);
  if (url === undefined) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // The value may hold a password: it is not repeated.
  const wrong = new BadSetting("COUNTERSIGN_SMTP_URL looks like smtps://user:password@mail.acme.example:465");
  if (!parsed || !/^smtps?:$/.test(parsed.protocol) || parsed.hostname === "") throw wrong;
  if (!/^\/?$/.test(parsed.pathname) || parsed.search || parsed.hash) throw wrong;
  if (!sender) throw new BadSetting("with COUNTERSIGN_SMTP_URL the sender has to be given: set COUNTERSIGN_MAIL_FROM");
  const secure = parsed.protocol === "smtps:";
  try {
    const { username, password } = parsed;
    return {
      host: parsed.hostname.replace(/^\[(.*)\]$/, "$1"),
      port: parsed.port ? Number(parsed.port) : secure ? 465 : 587,
      secure,
      login: username ? { user: decodeURIComponent(username), password: decodeURIComponent(password) } : undefined,
      from: sender,
    };
  } catch {
    throw wrong;
  }
}

/** `no-reply@acme.example`, or with a name: `Acme <no-reply@acme.example>`. */
function readSender(text: string): MailSettings["from"] {
  const [, named, bracketed] = /^([^<>]*)<([^<>]+)>$/.exec(text) ?? [undefined, "", text];
  const address = readAddress(bracketed);
  const name = named?.replaceAll('"', "").trim() ?? "";
  if (!address || (name !== "" && readDisplayName(name) === undefined)) {
    throw new BadSetting(
      "COUNTERSIGN_MAIL_FROM is an address such as no-reply@acme.example, or a name and <an address>",
    );
  }
  return { name: name === "" ? undefined : name, address: address.normal };
}
