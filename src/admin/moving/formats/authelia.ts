// Authelia's two files: its users (`users_database.yml`), and what `authelia storage user totp export` writes.
import { readPasswordHash } from "../../../kernel/password-hashes.ts";
import {
  bring,
  bringHash,
  bringLabel,
  type Coming,
  coming,
  NotReadable,
  refuse,
  secretOfBase32,
  textOf,
} from "../coming.ts";
import { isThing, type Thing, thingOf, thingsOf } from "./json.ts";

/** @throws NotReadable */
export async function readAuthelia(text: string): Promise<Coming[]> {
  // Loaded when such a file is read.
  const { parse } = await import("yaml");
  let document: unknown;
  try {
    // Few aliases: a small file must not become a large one. To tell whether a key is there twice, each would be held
    // against all before it. Maps as keys of maps would be written out again level by level, for hours.
    const bounds = { maxAliasCount: 10, uniqueKeys: false, stringKeys: true } as const;
    // Told of no warnings, which quote the file; with 'silent' it would go on with what is wrong.
    document = parse(text, { ...bounds, prettyErrors: false, logLevel: "error" });
  } catch {
    throw new NotReadable("not-of-format");
  }
  const { users, totp_configurations } = thingOf(document);
  if (Array.isArray(totp_configurations)) return thingsOf(totp_configurations).map((one, i) => readTotp(one, i + 1));
  if (!isThing(users)) throw new NotReadable("not-of-format");
  return Object.entries(users).map(([login, user], i) => readUser(login, thingOf(user), i + 1));
}

function readTotp(found: Thing, line: number): Coming {
  const one = coming(line);
  bringLabel(one, textOf(found.username) ?? "");
  bring(one, secretOfBase32(found.secret), found, found.issuer);
  return one;
}

function readUser(login: string, user: Thing, line: number): Coming {
  const one = coming(line);
  bringLabel(one, login);
  const [email, name, password] = [textOf(user.email), textOf(user.displayname), textOf(user.password)];
  if (email !== undefined) one.email = email;
  if (name !== undefined) one.displayName = name;
  if (user.disabled === true) return refuse(one, "disabled-there");
  if (password !== undefined) bringHash(one, readPasswordHash(password));
  return one;
}
