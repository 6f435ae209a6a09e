// A realm of Keycloak as JSON, with its users and their credentials (`kc.sh export`).
import { argon2Hash, type HashRead, pbkdf2Hash } from "../../../kernel/password-hashes.ts";
import { bring, bringHash, type Coming, coming, note, refuse, secretOfBase32, textOf } from "../coming.ts";
import { innerOf, isThing, scalarOf, type Thing, thingOf, thingsOf } from "./json.ts";

export const isKeycloak = (document: unknown): boolean =>
  isThing(document) && Array.isArray(document.users) && ("realm" in document || thingsOf(document.users).some(isUser));

const isUser = (user: Thing): boolean => "username" in user && ("credentials" in user || "enabled" in user);

export function readKeycloak(document: unknown): Coming[] {
  const users = thingsOf(thingOf(document).users);
  // Not people: what applications act as.
  return users.flatMap((user, i) => (user.serviceAccountClientId === undefined ? [readUser(user, i + 1)] : []));
}

function readUser(user: Thing, line: number): Coming {
  const one = coming(line);
  const [username, email] = [textOf(user.username), textOf(user.email)];
  const address = email ?? (username?.includes("@") ? username : undefined);
  if (address !== undefined) one.email = address;
  if (username !== undefined && !username.includes("@")) one.login = username;
  const name = [textOf(user.firstName), textOf(user.lastName)].filter((part) => part !== undefined).join(" ");
  if (name !== "") one.displayName = name;
  if (user.enabled === false) return refuse(one, "disabled-there");
  for (const credential of thingsOf(user.credentials)) readCredential(one, credential);
  return one;
}

function readCredential(one: Coming, credential: Thing): void {
  const [data, secret] = [innerOf(credential.credentialData), innerOf(credential.secretData)];
  switch (credential.type) {
    case "password":
      bringHash(one, readPassword(data, secret));
      return;
    case "otp":
    case "totp": {
      if (data.subType === "hotp") {
        note(one, "hotp");
        return;
      }
      // The secret is text, whose bytes are the key, unless it says that it is base32.
      const value = textOf(secret.value);
      const bytes = data.secretEncoding === "BASE32" ? secretOfBase32(value) : value && Buffer.from(value, "utf8");
      bring(one, bytes || undefined, data, credential.userLabel);
      return;
    }
    case "recovery-authn-codes": {
      const hashes = thingsOf(secret.codes).flatMap(({ encodedHashedValue }) => textOf(encodedHashedValue) ?? []);
      if (!hashes.every((hash) => /^[A-Za-z0-9+/]{86}==$/.test(hash))) {
        note(one, "codes-unreadable");
        return;
      }
      one.codes = hashes;
      one.codesAs = "brought-sha512";
      return;
    }
    case "webauthn":
    case "webauthn-passwordless":
      note(one, "passkeys-stay");
      return;
  }
}

function readPassword(data: Thing, secret: Thing): HashRead {
  const [salt, hash] = [bytesOf(secret.salt), bytesOf(secret.value)];
  const rounds = Number(scalarOf(data.hashIterations) || Number.NaN);
  if (data.algorithm !== "argon2") {
    const digests: Record<string, string> = { "pbkdf2-sha256": "sha256", "pbkdf2-sha512": "sha512", pbkdf2: "sha1" };
    return pbkdf2Hash(digests[scalarOf(data.algorithm)] ?? "", rounds, salt, hash);
  }
  const more = thingOf(data.additionalParameters);
  const first = (name: string) => scalarOf([more[name]].flat()[0]);
  return argon2Hash({
    type: first("type") || "id",
    version: first("version") === "1.0" ? 16 : 19,
    memory: Number(first("memory")),
    passes: rounds,
    lanes: Number(first("parallelism")),
    salt,
    hash,
  });
}

const bytesOf = (value: unknown): Buffer => Buffer.from(typeof value === "string" ? value : "", "base64");
