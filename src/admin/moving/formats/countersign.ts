// Our own export, opened: a line of JSON that says what it is, one a person, and one that says how many there were.
import { readPasswordHash } from "../../../kernel/password-hashes.ts";
import type { CodeForm } from "../../../recovery-codes/rules.ts";
import { bring, bringHash, type Coming, coming, NotReadable, note, refuse, secretOfBase32, textOf } from "../coming.ts";
import { parseJson, type Thing, thingOf, thingsOf } from "./json.ts";

export const exportFormat = "countersign-export";
export const exportVersion = 1;

export const isOwnExport = (text: string): boolean => text.slice(0, 200).includes(`"format":"${exportFormat}"`);

/** @throws NotReadable also where its end is missing */
export function readOwnExport(text: string): Coming[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const [head, last] = [thingOf(parseJson(lines[0] ?? "")), thingOf(parseJson(lines.at(-1) ?? ""))];
  const whole = head.format === exportFormat && head.version === exportVersion && last.people === lines.length - 2;
  if (!whole || lines.length < 2) throw new NotReadable("not-of-format");
  return lines.slice(1, -1).map((line, i) => readPerson(thingOf(parseJson(line)), i + 2));
}

function readPerson(person: Thing, line: number): Coming {
  const one = coming(line);
  const put = (name: "email" | "displayName" | "accountType" | "language", value: unknown) => {
    const text = textOf(value);
    if (text !== undefined) one[name] = text;
  };
  for (const name of ["email", "displayName", "accountType", "language"] as const) put(name, person[name]);
  const login = textOf(person.screenName);
  if (login !== undefined) one.login = login;
  if (person.status === "disabled") return refuse(one, "disabled-there");
  const hash = textOf(person.passwordHash);
  if (hash !== undefined) bringHash(one, readPasswordHash(hash));
  for (const app of thingsOf(person.authenticators)) bring(one, secretOfBase32(app.secret), app, app.name);
  if (person.recoveryCodes !== undefined && person.recoveryCodes !== null)
    readCodes(one, thingOf(person.recoveryCodes));
  return one;
}

const forms: readonly unknown[] = ["own", "brought", "brought-sha512"] satisfies CodeForm[];

function readCodes(one: Coming, set: Thing): void {
  const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : "", "base64");
  const [salt, hashing] = [bytes(set.salt), textOf(set.hashing) ?? ""];
  const found = (Array.isArray(set.hashes) ? set.hashes : []).map(bytes);
  const hashes = [...new Map(found.map((one) => [one.toString("hex"), one])).values()];
  const [, memory, passes, lanes] = /^m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})$/.exec(hashing)?.map(Number) ?? [];
  // As a password's: what is typed later is hashed with them, and must not take minutes.
  const bounded =
    memory && passes && lanes && memory >= 8 * lanes && memory <= 131_072 && memory * passes <= 786_432 && lanes <= 16;
  const sound =
    salt.length >= 8 && salt.length <= 64 && hashes.length <= 50 && hashes.every((one) => one.length === 32);
  if (!bounded || !sound || !forms.includes(set.form)) {
    note(one, "codes-unreadable");
    return;
  }
  if (hashes.length > 0) one.keptCodes = { salt, hashing, hashes, form: set.form as CodeForm };
}
