// Reads the address of a PostgreSQL server: where it is, who asks, and how far it is trusted, in the words of libpq.
// https://www.postgresql.org/docs/current/libpq-ssl.html
import { readFileSync } from "node:fs";

export interface Place {
  host: string;
  port: number;
}

/** Of several servers, which one is meant (libpq's target_session_attrs). */
export type Target = "any" | "read-write" | "primary" | "standby";

export interface PostgresAddress {
  /** More than one where they are copies of each other, of which now this one, now that one takes writes. */
  places: Place[];
  target: Target;
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

const parameters = [
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "host",
  "target_session_attrs",
  "application_name",
  "prepared",
];
const targets: Target[] = ["any", "read-write", "primary", "standby"];

/** @throws BadAddress */
export function readPostgresAddress(text: string): PostgresAddress {
  const urls = eachAlone(text);
  const [url] = urls;
  if (!url) throw new BadAddress("is an address that begins with postgres://");
  const given = new Map(url.searchParams);
  for (const name of given.keys()) {
    if (!parameters.includes(name))
      throw new BadAddress(`can't have '${name}' after its question mark, only ${parameters.join(", ")}`);
  }
  const folder = given.get("host");
  if (folder && urls.length > 1) throw new BadAddress("names several servers, and then can't have 'host'");
  return {
    places: urls.map(({ hostname, port }) => ({
      host: folder || decoded(hostname).replace(/^\[(.*)\]$/, "$1") || "localhost",
      port: Number(port) || 5432,
    })),
    target: readTarget(given.get("target_session_attrs"), urls.length),
    user: decoded(url.username) || undefined,
    password: decoded(url.password) || undefined,
    database: decoded(url.pathname.slice(1)) || undefined,
    application_name: given.get("application_name") || "countersign",
    ssl: readTls(given),
    prepared: readPrepared(given.get("prepared")),
  };
}

/** The same address for each of the servers that it names, separated by commas; none where it can't be read. */
function eachAlone(text: string): URL[] {
  const [, scheme = "", authority = "", rest = ""] = /^(postgres(?:ql)?:\/\/)([^/?#]*)(.*)$/s.exec(text) ?? [];
  if (!scheme) return [];
  const end = authority.lastIndexOf("@") + 1;
  const each = authority.slice(end).split(",");
  if (each.length > 1 && each.includes("")) return [];
  const alone = each.map((server) => `${scheme}${authority.slice(0, end)}${server}${rest}`);
  return alone.every((one) => URL.canParse(one)) ? alone.map((one) => new URL(one)) : [];
}

/** libpq would take whichever answers: of several that is as likely as not one that takes no writes. */
function readTarget(text: string | undefined, servers: number): Target {
  if (!text && servers > 1) throw new BadAddress("names several servers: add target_session_attrs=read-write");
  const target = targets.find((known) => known === (text || "any"));
  if (!target) throw new BadAddress(`has a target_session_attrs that is none of ${targets.join(", ")}`);
  return target;
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
