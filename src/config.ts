// The environment, read and checked once. An unknown name or a bad value stops the program with one clear line.
import { resolve } from "node:path";
import { readTrustedProxies, type TrustedProxies } from "./http/client-address.ts";
import { readKeyRing } from "./kernel/sealing.ts";

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
  /** The key ring itself, or where it stands; neither: made beside the database at first start. */
  keys: { text: string } | { file: string } | undefined;
  trustedProxies: TrustedProxies;
  logLevel: string;
}

type Environment = Record<string, string | undefined>;

const known = new Set([
  "COUNTERSIGN_URL",
  "COUNTERSIGN_DATA",
  "COUNTERSIGN_DATABASE_URL",
  "COUNTERSIGN_KEY_FILE",
  "COUNTERSIGN_KEYS",
  "COUNTERSIGN_TRUSTED_PROXIES",
  "COUNTERSIGN_LOG_LEVEL",
]);
const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** @throws BadSetting */
export function readConfig(environment: Environment): Config {
  for (const name of Object.keys(environment)) {
    if (name.startsWith("COUNTERSIGN_") && !known.has(name)) {
      throw new BadSetting(`${name} is not a setting of this program; see the README for those there are`);
    }
  }
  const get = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const port = readPort(get("PORT") ?? "8080");
  const level = get("COUNTERSIGN_LOG_LEVEL") ?? "info";
  if (!logLevels.includes(level)) throw new BadSetting(`COUNTERSIGN_LOG_LEVEL is one of ${logLevels.join(", ")}`);
  return {
    port,
    host: get("HOST") ?? "127.0.0.1",
    origin: readOrigin(get("COUNTERSIGN_URL") ?? `http://localhost:${port}`),
    data: resolve(get("COUNTERSIGN_DATA") ?? "./data"),
    databaseUrl: readDatabaseUrl(get("COUNTERSIGN_DATABASE_URL")),
    keys: readKeys(get("COUNTERSIGN_KEYS"), get("COUNTERSIGN_KEY_FILE")),
    trustedProxies: readProxies(get("COUNTERSIGN_TRUSTED_PROXIES") ?? ""),
    logLevel: level,
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new BadSetting(`PORT is a number from 0 to 65535, not '${text}'`);
  return port;
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

function readDatabaseUrl(text: string | undefined): string | undefined {
  // The value holds a password: it is not repeated.
  if (text !== undefined && !(/^postgres(ql)?:\/\//.test(text) && URL.canParse(text))) {
    throw new BadSetting("COUNTERSIGN_DATABASE_URL is an address that begins with postgres://");
  }
  return text;
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

function readProxies(text: string): TrustedProxies {
  try {
    return readTrustedProxies(text.split(/[\s,]+/).filter(Boolean));
  } catch (error) {
    throw new BadSetting(`COUNTERSIGN_TRUSTED_PROXIES: ${(error as Error).message}`);
  }
}
