// The tables `auth_user`, `otp_totp_totpdevice` and `otp_static_*` of django-otp: what `manage.py dumpdata` writes, or each as it is.
import { readPasswordHash } from "../../../kernel/password-hashes.ts";
import {
  bring,
  bringHash,
  bringLabel,
  type Coming,
  coming,
  NotReadable,
  note,
  refuse,
  secretOfHex,
  textOf,
} from "../coming.ts";
import { scalarOf, type Thing } from "./json.ts";
import { columnOf, put, type Tables, tableCalled, yesOrNo } from "./tables.ts";

const devicesIn = (tables: Tables) => tableCalled(tables, "otp_totp_totpdevice", "totpdevice");
const usersIn = (tables: Tables) =>
  tableCalled(tables, "auth_user") ?? [...tables].find(([name, rows]) => /_user$/.test(name) && rows.some(isUser))?.[1];
const isUser = (row: Thing): boolean => "password" in row && ("email" in row || "username" in row);

export const isDjangoOtp = (tables: Tables): boolean =>
  devicesIn(tables) !== undefined || tableCalled(tables, "auth_user") !== undefined;

/** @throws NotReadable */
export function readDjangoOtp(tables: Tables): Coming[] {
  const users = usersIn(tables);
  if (!users) throw new NotReadable("not-of-format");
  const totp = byUser(devicesIn(tables) ?? [], "user");
  const hotp = byUser(tableCalled(tables, "otp_hotp_hotpdevice") ?? [], "user");
  const statics = byUser(tableCalled(tables, "otp_static_staticdevice") ?? [], "user");
  const tokens = byUser(tableCalled(tables, "otp_static_statictoken") ?? [], "device");
  return users.map((user, i) => {
    const one = coming(i + 1);
    const id = scalarOf(columnOf(user, "id"));
    readUser(one, user);
    if (yesOrNo(columnOf(user, "is_active")) === false) return refuse(one, "disabled-there");
    for (const device of taken(totp, id)) readDevice(one, device);
    if (hotp.has(id)) note(one, "hotp");
    const confirmed = taken(statics, id).filter((device) => yesOrNo(columnOf(device, "confirmed")) !== false);
    const codes = confirmed.flatMap((device) => taken(tokens, scalarOf(columnOf(device, "id"))));
    one.codes = codes.flatMap((row) => textOf(columnOf(row, "token")) ?? []);
    return one;
  });
}

function readUser(one: Coming, user: Thing): void {
  bringLabel(one, textOf(columnOf(user, "username")) ?? "");
  const email = textOf(columnOf(user, "email"));
  if (email !== undefined) one.email = email;
  const parts = [textOf(columnOf(user, "first_name")), textOf(columnOf(user, "last_name"))];
  const name = parts.filter((part) => part !== undefined).join(" ");
  if (name !== "") one.displayName = name;
  const password = textOf(columnOf(user, "password"));
  // What begins so is a password that nobody can use.
  if (password !== undefined && !password.startsWith("!")) bringHash(one, readPasswordHash(password));
}

function readDevice(one: Coming, device: Thing): void {
  if (yesOrNo(columnOf(device, "confirmed")) === false) {
    note(one, "unconfirmed");
    return;
  }
  if (Number(scalarOf(columnOf(device, "t0"))) !== 0) {
    note(one, "bad-settings");
    return;
  }
  // Every app is told SHA-1; how far the clock was off is not taken along: we look one step to either side.
  if (Math.abs(Number(scalarOf(columnOf(device, "drift")))) > 1) note(one, "clock-drift");
  const settings = { digits: columnOf(device, "digits"), period: columnOf(device, "step") };
  bring(one, secretOfHex(columnOf(device, "key")), settings, columnOf(device, "name"));
}

/** The key is `user` in a dump, `user_id` in a table. */
function byUser(rows: Thing[], name: string): Map<string, Thing[]> {
  const found = new Map<string, Thing[]>();
  for (const row of rows) put(found, scalarOf(columnOf(row, `${name}_id`) ?? columnOf(row, name)), row);
  return found;
}

/** Each goes to one owner, so that a file that names the same one a thousand times is not read a thousand times. */
function taken(rows: Map<string, Thing[]>, key: string): Thing[] {
  const own = rows.get(key) ?? [];
  rows.delete(key);
  return own;
}
