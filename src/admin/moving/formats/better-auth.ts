// The tables `user`, `account` and `twoFactor` of better-auth. Its secrets are encrypted under BETTER_AUTH_SECRET.
import { sha256 } from "../../../kernel/hashing.ts";
import { type HashRead, readPasswordHash, scryptHash } from "../../../kernel/password-hashes.ts";
import { bring, bringHash, type Coming, coming, NotReadable, note, refuse, secretOfBase32, textOf } from "../coming.ts";
import type { Thing } from "./json.ts";
import { columnOf, type Tables, tableCalled, yesOrNo } from "./tables.ts";

export const isBetterAuth = (tables: Tables): boolean =>
  tableCalled(tables, "user") !== undefined &&
  (tableCalled(tables, "account") !== undefined || tableCalled(tables, "twoFactor") !== undefined);

/** @param secret BETTER_AUTH_SECRET @throws NotReadable */
export async function readBetterAuth(tables: Tables, secret: string | undefined): Promise<Coming[]> {
  const people = tableCalled(tables, "user");
  if (!people) throw new NotReadable("not-of-format");
  const factors = tableCalled(tables, "twoFactor") ?? [];
  if (factors.length > 0 && secret === undefined) throw new NotReadable("secret-needed");
  const passwords = new Map<unknown, string>();
  for (const account of tableCalled(tables, "account") ?? []) {
    const password = textOf(columnOf(account, "password"));
    if (columnOf(account, "providerId") === "credential" && password !== undefined)
      passwords.set(columnOf(account, "userId"), password);
  }
  const factorsOf = new Map<unknown, Thing>(factors.map((factor) => [columnOf(factor, "userId"), factor]));
  const open = secret === undefined ? undefined : await opener(secret);
  let opened = 0;
  const read = people.map((user, i) => {
    const one = coming(i + 1);
    const [email, name, id] = [textOf(columnOf(user, "email")), textOf(columnOf(user, "name")), columnOf(user, "id")];
    if (email !== undefined) one.email = email;
    if (name !== undefined) one.displayName = name;
    const login = textOf(columnOf(user, "username"));
    if (login !== undefined) one.login = login;
    if (yesOrNo(columnOf(user, "banned")) === true) return refuse(one, "disabled-there");
    const password = passwords.get(id);
    if (password !== undefined) bringHash(one, readPassword(password));
    const factor = factorsOf.get(id);
    // Opened once, however many are called so.
    factorsOf.delete(id);
    if (factor && open && readFactor(one, factor, open)) opened++;
    return one;
  });
  if (factors.length > 0 && opened === 0) throw new NotReadable("wrong-secret");
  return read;
}

/** @returns whether the secret opened it */
function readFactor(one: Coming, factor: Thing, open: Open): boolean {
  const secret = open(columnOf(factor, "secret"));
  if (secret === undefined) {
    note(one, "cannot-decrypt");
    return false;
  }
  if (yesOrNo(columnOf(factor, "verified")) === false) note(one, "unconfirmed");
  else {
    // Text whose bytes are the key, unless it came from another system itself.
    const [, base32] = /^base32:(.*)$/.exec(secret) ?? [];
    bring(one, base32 === undefined ? Buffer.from(secret, "utf8") : secretOfBase32(base32));
    readCodes(one, columnOf(factor, "backupCodes"), open);
  }
  return true;
}

function readCodes(one: Coming, kept: unknown, open: Open): void {
  if (textOf(kept) === undefined) return;
  // Not encrypted where the application chose so.
  const text = String(kept).trimStart().startsWith("[") ? String(kept) : open(kept);
  try {
    const codes: unknown = JSON.parse(text ?? "");
    if (Array.isArray(codes) && codes.every((code) => typeof code === "string")) one.codes = codes;
    else note(one, "codes-unreadable");
  } catch {
    note(one, "codes-unreadable");
  }
}

/** `salt:hash`, both hexadecimal; the salt counts as the text that it is. Applications may have chosen another hash. */
function readPassword(text: string): HashRead {
  const [, salt, hash] = /^([0-9a-f]{16,128}):([0-9a-f]{128})$/.exec(text) ?? [];
  if (salt === undefined || hash === undefined) return readPasswordHash(text);
  return scryptHash([16_384, 16, 1], Buffer.from(salt), Buffer.from(hash, "hex"), "-nfkc");
}

type Open = (value: unknown) => string | undefined;

/** XChaCha20-Poly1305 under the secret's SHA-256, the nonce in front, as hexadecimal digits. */
async function opener(secret: string): Promise<Open> {
  const { xchacha20poly1305 } = await import("@noble/ciphers/chacha.js");
  const key = new Uint8Array(sha256(secret));
  return (value) => {
    const [, hex] = /^(?:\$ba\$\d+\$)?((?:[0-9a-f]{2}){40,})$/.exec(typeof value === "string" ? value : "") ?? [];
    if (hex === undefined) return undefined;
    const bytes = new Uint8Array(Buffer.from(hex, "hex"));
    try {
      return Buffer.from(xchacha20poly1305(key, bytes.subarray(0, 24)).decrypt(bytes.subarray(24))).toString("utf8");
    } catch {
      return undefined;
    }
  };
}
