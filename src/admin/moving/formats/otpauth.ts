// `otpauth://` addresses, one a line, and the `otpauth-migration://` addresses of Google Authenticator.
import { parseOtpauthAddress } from "../../../otp/index.ts";
import { bring, bringLabel, type Coming, coming, note, refuse, secretOfBase32 } from "../coming.ts";
import { readMigration } from "./migration.ts";

export function readOtpauth(text: string): Coming[] {
  return text.split(/\r\n|\r|\n/).flatMap((raw, i): Coming[] => {
    const address = raw.trim();
    // Lines of a note around them are let be.
    if (address === "" || address.startsWith("#")) return [];
    const line = i + 1;
    if (/^otpauth-migration:/i.test(address)) return readMigration(address, line);
    return [readAddress(address, line)];
  });
}

function readAddress(address: string, line: number): Coming {
  const one = coming(line);
  if (!/^otpauth:\/\//i.test(address)) return refuse(one, "unreadable");
  bringLabel(one, accountOf(address));
  if (/^otpauth:\/\/hotp\//i.test(address)) return refuse(one, "hotp");
  const parsed = parseOtpauthAddress(address);
  if (!parsed) return refuse(one, whatIsWrong(address));
  bring(one, parsed.secret, parsed, parsed.issuer);
  if (one.authenticators.length === 0) one.refused = true;
  if (one.email === undefined && one.login === undefined) note(one, "no-address");
  return one;
}

/** Read by itself, so that a line is named also where the rest of it is wrong. */
function accountOf(address: string): string {
  const [, label = ""] = /^otpauth:\/\/\w+\/([^?#]*)/i.exec(address) ?? [];
  try {
    const name = decodeURIComponent(label);
    return name.slice(name.indexOf(":") + 1).trim();
  } catch {
    return "";
  }
}

function whatIsWrong(address: string): "bad-secret" | "bad-settings" | "unreadable" {
  const settings = new URLSearchParams(/\?([^#]*)/.exec(address)?.[1] ?? "");
  if (new Set(settings.keys()).size !== settings.size) return "unreadable";
  return secretOfBase32(settings.get("secret")) ? "bad-settings" : "bad-secret";
}
