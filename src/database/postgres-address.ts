// Reads the address of a PostgreSQL server: where it is, who asks, and how far it is trusted, in the words of libpq.
// https://www.postgresql.org/docs/current/libpq-ssl.html
import { readFileSync } from "node:fs";

export interface PostgresAddress {
  host: string;
  port: number;
  user: string | undefined;
  password: string | undefined;
  database: string | undefined;
  application_name: string;
  ssl: false | Tls;
  /** Whether statements are prepared under a name; `undefined`: where nothing stands between that shares connections out. */
  prepared: boolean | undefined;
}

interface Tls {
  rejectUnauthorized: boolean;
  ca?: string;
  cert?: string;
  key?: string;
  checkServerIdentity?: () => undefined;
}

/** Its message names the part that can't be used, never the address: that holds a password. */
export class BadAddress extends Error {}

const parameters = ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "application_name", "prepared"];

/** @throws BadAddress */
export function readPostgresAddress(text: string): PostgresAddress {
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text))
    throw new BadAddress("is an address that begins with postgres://");
  const url = new URL(text);
  const given = new Map(url.searchParams);
  for (const name of given.keys()) {
    if (!parameters.includes(name))
      throw new BadAddress(`can't have '${name}' after its question mark, only ${parameters.join(", ")}`);
  }
  return {
    host: given.get("host") || decoded(url.hostname).replace(/^\[(.*)\]$/, "$1") || "localhost",
    port: Number(url.port) || 5432,
    user: decoded(url.username) || undefined,
    password: decoded(url.password) || undefined,
    database: decoded(url.pathname.slice(1)) || undefined,
    application_name: given.get("application_name") || "countersign",
    ssl: readTls(given),
    prepared: readPrepared(given.get("prepared")),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadAddress("has a % that begins no escaped character");
  }
}

function readTls(given: Map<string, string>): false | Tls {
  const mode = given.get("sslmode") ?? "disable";
  const [root, cert, key] = ["sslrootcert", "sslcert", "sslkey"].map((name) => given.get(name) || undefined);
  if (mode === "disable") {
    if (root ?? cert ?? key)
      throw new BadAddress("needs an sslmode beside certificates: verify-full is the one to take");
    return false;
  }
  // libpq's allow and prefer go on in the clear where the other side, or somebody between, asks for it.
  if (!["require", "verify-ca", "verify-full"].includes(mode))
    throw new BadAddress("has an sslmode that is none of disable, require, verify-ca, verify-full");
  const authorities = root === "system" ? undefined : root;
  if (mode === "verify-ca" && !authorities) throw new BadAddress("needs an sslrootcert with sslmode=verify-ca");
  if (!cert !== !key) throw new BadAddress("has one of sslcert and sslkey, but they belong together");
  return {
    rejectUnauthorized: mode !== "require" || authorities !== undefined,
    ...(authorities ? { ca: read("sslrootcert", authorities) } : {}),
    ...(cert && key ? { cert: read("sslcert", cert), key: read("sslkey", key) } : {}),
    // By an authority of one's own every certificate may be good, whatever name it carries.
    ...(mode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
}

function read(name: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new BadAddress(`names an ${name} that can't be read (${(error as NodeJS.ErrnoException).code}): ${file}`);
  }
}

function readPrepared(text: string | undefined): boolean | undefined {
  if (text === undefined || text === "auto") return undefined;
  if (text !== "on" && text !== "off") throw new BadAddress("has a 'prepared' that is none of on, off, auto");
  return text === "on";
}
