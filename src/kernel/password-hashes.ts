// Password hashes that other systems made: read into one form each, bounded, so that none takes minutes or gigabytes, and
// checked. What is not known here is not checked by guessing.
import { type BinaryLike, pbkdf2, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { equalBytes, sha256 } from "./hashing.ts";

/** Memory of one check: 128 MiB. Six times our own, and what the common systems stay below. */
const mostMemory = 128 * 1024 * 1024;

export type HashRead =
  /** As it is kept: argon2 and bcrypt in their own forms, the others as `$name$parameters$salt$hash` in base64. */
  | { outcome: "read"; encoded: string }
  /** No form that is known here. */
  | { outcome: "unknown" }
  /** Checking it would take too long, or too much memory. */
  | { outcome: "too-costly" };

/** Reads a hash in the forms of crypt and PHC, of Authelia and passlib, and of Django. */
export function readPasswordHash(text: string): HashRead {
  if (text.length > 1000) return unknown;
  for (const form of forms) {
    const found = form.shape.exec(text);
    if (found) return form.read(found.slice(1) as string[]);
  }
  return unknown;
}

/** scrypt under a salt of bytes. @param as `nfkc`: the password was brought into that form first */
export function scryptHash(
  [cost, blockSize, parallelism]: [cost: number, blockSize: number, parallelism: number],
  salt: Uint8Array,
  hash: Uint8Array,
  as: "" | "-nfkc" = "",
): HashRead {
  const exponent = Math.log2(cost);
  if (![exponent, blockSize, parallelism].every((one) => Number.isInteger(one) && one >= 1)) return unknown;
  if (!usable(salt, hash)) return unknown;
  const tooMuch = 128 * cost * blockSize > mostMemory || cost * blockSize * parallelism > 2 ** 21 || parallelism > 16;
  if (tooMuch) return tooCostly;
  return read(`$scrypt${as}$ln=${exponent},r=${blockSize},p=${parallelism}$${base64(salt)}$${base64(hash)}`);
}

const digestLengths: Record<string, number> = { sha1: 20, sha256: 32, sha512: 64 };

export function pbkdf2Hash(digest: string, iterations: number, salt: Uint8Array, hash: Uint8Array): HashRead {
  const length = Object.hasOwn(digestLengths, digest) ? digestLengths[digest] : undefined;
  if (length === undefined || !Number.isInteger(iterations) || iterations < 1 || !usable(salt, hash)) return unknown;
  // Every begun block of output is the whole work once more.
  if (iterations * Math.ceil(hash.length / length) > 2_500_000) return tooCostly;
  return read(`$pbkdf2-${digest}$i=${iterations}$${base64(salt)}$${base64(hash)}`);
}

export interface Argon2Parts {
  /** `id`, `i` or `d`. */
  type: string;
  version: number;
  memory: number;
  passes: number;
  lanes: number;
  salt: Uint8Array;
  hash: Uint8Array;
}

export function argon2Hash({ type, version, memory, passes, lanes, salt, hash }: Argon2Parts): HashRead {
  if (!/^(id|i|d)$/.test(type) || (version !== 19 && version !== 16) || !usable(salt, hash)) return unknown;
  if (![memory, passes, lanes].every((one) => Number.isInteger(one) && one >= 1) || salt.length < 8) return unknown;
  // RFC 9106: less is no argon2, and checking it fails.
  if (memory < 8 * lanes) return unknown;
  if (memory * 1024 > mostMemory || passes > 16 || memory * passes > 768 * 1024 || lanes > 16) return tooCostly;
  return read(`$argon2${type}$v=${version}$m=${memory},t=${passes},p=${lanes}$${base64(salt)}$${base64(hash)}`);
}

/** Checks one that is not argon2, as `readPasswordHash` keeps it; false for whatever it would not have kept. */
export async function verifyForeign(encoded: string, password: string): Promise<boolean> {
  const again = readPasswordHash(encoded);
  if (again.outcome !== "read" || again.encoded !== encoded) return false;
  const [, name = "", parameters = "", salt = "", hash = ""] = encoded.split("$");
  if (/^2[aby]$/.test(name)) return bcrypt(password, encoded);
  if (name === "bcrypt-sha256") return bcrypt(sha256(password).toString("hex"), encoded.slice("$bcrypt-sha256".length));
  const wanted = Buffer.from(hash, "base64");
  const salted = Buffer.from(salt, "base64");
  if (name.startsWith("scrypt")) {
    const [exponent = 0, r = 0, p = 0] = (parameters.match(/\d+/g) ?? []).map(Number);
    const typed = name === "scrypt-nfkc" ? password.normalize("NFKC") : password;
    const options = { N: 2 ** exponent, r, p, maxmem: 2 * mostMemory };
    return equalBytes(await scrypted(typed, salted, wanted.length, options), wanted);
  }
  const rounds = Number(parameters.slice("i=".length));
  return equalBytes(await derived(password, salted, rounds, wanted.length, name.slice("pbkdf2-".length)), wanted);
}

const scrypted = promisify<BinaryLike, BinaryLike, number, object, Buffer>(scrypt);
const derived = promisify(pbkdf2);

async function bcrypt(password: string, encoded: string): Promise<boolean> {
  // Loaded when the first such hash is checked: most installations never do.
  const { verify } = await import("@node-rs/bcrypt");
  return verify(password, encoded);
}

const unknown: HashRead = { outcome: "unknown" };
const tooCostly: HashRead = { outcome: "too-costly" };
const read = (encoded: string): HashRead => ({ outcome: "read", encoded });

const usable = (salt: Uint8Array, hash: Uint8Array): boolean =>
  salt.length >= 1 && salt.length <= 128 && hash.length >= 16 && hash.length <= 64;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
/** passlib writes dots for plus signs. */
const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll(".", "+"), "base64");

/** 2^14 takes about a second. */
function bcryptHash(prefix: string, encoded: string): HashRead {
  const cost = Number(encoded.slice(4, 6));
  if (cost < 4) return unknown;
  return cost > 14 ? tooCostly : read(`${prefix}${encoded}`);
}

const bcryptShape = "(\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53})";

const forms: { shape: RegExp; read(parts: string[]): HashRead }[] = [
  {
    // Django writes its own name before it.
    shape:
      /^(?:argon2)?\$argon2(id|i|d)\$v=(\d{1,3})\$m=(\d{1,9}),t=(\d{1,6}),p=(\d{1,4})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/,
    read: ([type = "", version, memory, passes, lanes, salt = "", hash = ""]) =>
      argon2Hash({
        ...{ type, version: Number(version), memory: Number(memory), passes: Number(passes), lanes: Number(lanes) },
        ...{ salt: bytesOf(salt), hash: bytesOf(hash) },
      }),
  },
  {
    shape: new RegExp(`^(?:bcrypt\\$)?${bcryptShape}$`),
    read: ([encoded = ""]) => bcryptHash("", encoded),
  },
  {
    // Django's: bcrypt of the hexadecimal digest, so that long passwords count whole. The second form is how we keep it.
    shape: new RegExp(`^(?:bcrypt_sha256\\$|\\$bcrypt-sha256)${bcryptShape}$`),
    read: ([encoded = ""]) => bcryptHash("$bcrypt-sha256", encoded),
  },
  {
    shape: /^\$scrypt(|-nfkc)\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/.]+)\$([A-Za-z0-9+/.]+)$/,
    read: ([as, exponent, r, p, salt = "", hash = ""]) =>
      scryptHash([2 ** Number(exponent), Number(r), Number(p)], bytesOf(salt), bytesOf(hash), as as "" | "-nfkc"),
  },
  {
    // Django's: the salt is text.
    shape: /^scrypt\$(\d{1,9})\$([^$]{1,128})\$(\d{1,4})\$(\d{1,4})\$([A-Za-z0-9+/]+=*)$/,
    read: ([n, salt = "", r, p, hash = ""]) =>
      scryptHash([Number(n), Number(r), Number(p)], Buffer.from(salt), bytesOf(hash)),
  },
  {
    shape: /^\$pbkdf2(-sha1|-sha256|-sha512|)\$(?:i=)?(\d{1,9})(?:,l=\d{1,3})?\$([A-Za-z0-9+/.]+)\$([A-Za-z0-9+/.]+)$/,
    read: ([digest, rounds, salt = "", hash = ""]) =>
      pbkdf2Hash(digest?.slice(1) || "sha1", Number(rounds), bytesOf(salt), bytesOf(hash)),
  },
  {
    shape: /^pbkdf2_(sha1|sha256)\$(\d{1,9})\$([^$]{1,128})\$([A-Za-z0-9+/]+=*)$/,
    read: ([digest = "", rounds, salt = "", hash = ""]) =>
      pbkdf2Hash(digest, Number(rounds), Buffer.from(salt), bytesOf(hash)),
  },
];
