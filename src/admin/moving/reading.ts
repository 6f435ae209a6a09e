// Reads a file of another system: which format it is in, and who is in it.
import { readText } from "../../http/spreadsheets.ts";
import { type Coming, NotReadable } from "./coming.ts";
import { readAuthelia } from "./formats/authelia.ts";
import { isBetterAuth, readBetterAuth } from "./formats/better-auth.ts";
import { isOwnExport, readOwnExport } from "./formats/countersign.ts";
import { isCsv, readOwnCsv } from "./formats/csv.ts";
import { isDjangoOtp, readDjangoOtp } from "./formats/django-otp.ts";
import { parseJson } from "./formats/json.ts";
import { isKeycloak, readKeycloak } from "./formats/keycloak.ts";
import { readOtpauth } from "./formats/otpauth.ts";
import { readTables, type Tables } from "./formats/tables.ts";

export const formats = ["otpauth", "csv", "keycloak", "authelia", "better-auth", "django-otp", "countersign"] as const;
export type Format = (typeof formats)[number];

export const readFormat = (text: string): Format | undefined => formats.find((format) => format === text);

/** What a request may bring; the command line takes more. */
export const mostUploadBytes = 1024 * 1024;
export const mostFileBytes = 256 * 1024 * 1024;

export interface Given {
  bytes: Uint8Array;
  /** Looked for, where it is left out. */
  format?: Format | undefined;
  /** What better-auth's secrets are encrypted under. */
  secret?: string | undefined;
}

/** @throws NotReadable */
export async function readMoving({ bytes, format, secret }: Given): Promise<{ format: Format; people: Coming[] }> {
  if (Buffer.from(bytes.subarray(0, 21)).toString("latin1") === "age-encryption.org/v1")
    throw new NotReadable("sealed");
  const text = readText(bytes);
  if (text === undefined) throw new NotReadable("not-utf8");
  const found = format ?? detect(text);
  if (found === undefined) throw new NotReadable("unknown-format");
  return { format: found, people: await read(found, text, secret) };
}

async function read(format: Format, text: string, secret: string | undefined): Promise<Coming[]> {
  switch (format) {
    case "otpauth":
      return readOtpauth(text);
    case "csv":
      return readOwnCsv(text);
    case "keycloak": {
      const document = parseJson(text);
      if (!isKeycloak(document)) throw new NotReadable("not-of-format");
      return readKeycloak(document);
    }
    case "authelia":
      return readAuthelia(text);
    case "better-auth":
      return readBetterAuth(readTables(text), secret);
    case "django-otp":
      return readDjangoOtp(readTables(text));
    case "countersign":
      return readOwnExport(text);
  }
}

/** Only where the file says itself what it is. */
function detect(text: string): Format | undefined {
  const start = text.slice(0, 4096).replace(/^\ufeff/, "");
  if (isOwnExport(start)) return "countersign";
  if (/^\s*otpauth(-migration)?:\/\//i.test(start)) return "otpauth";
  if (/^(users|totp_configurations):[ \t]*\r?$/m.test(start)) return "authelia";
  if (/^\s*[[{]/.test(start)) return ofDocument(text);
  if (/^#[ \t]*\w+[ \t]*\r?$/m.test(start.split(/\r?\n/, 1)[0] ?? "")) return ofTables(readTables(text));
  return isCsv(start.split(/\r?\n/, 1)[0] ?? "") ? "csv" : undefined;
}

function ofDocument(text: string): Format | undefined {
  try {
    return isKeycloak(parseJson(text)) ? "keycloak" : ofTables(readTables(text));
  } catch (error) {
    if (error instanceof NotReadable) return undefined;
    throw error;
  }
}

function ofTables(tables: Tables): Format | undefined {
  if (isDjangoOtp(tables)) return "django-otp";
  return isBetterAuth(tables) ? "better-auth" : undefined;
}
