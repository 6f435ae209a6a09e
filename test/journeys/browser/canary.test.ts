// One long journey with everything secret written down: none of it may be in the log, the audit trail or the database.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pino } from "pino";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "../../../src/config.ts";
import { decodeBase32 } from "../../../src/otp/index.ts";
import { type Running, serve } from "../../../src/serve.ts";
import { Canaries } from "../../support/canaries.ts";
import { useBrowser } from "../../support/served-world.ts";
import { oathtoolCode } from "../../support/tools.ts";
import {
  codeOverlay,
  codesShown,
  confirm,
  follow,
  giveCode,
  givePassword,
  giveRecoveryCode,
  press,
  saveCodes,
  scan,
  see,
  seeHeading,
  signOut,
} from "../../support/visiting.ts";

const { visits } = useBrowser();

let running: Running | undefined;
let folder: string | undefined;
afterEach(async () => {
  await running?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("nothing logged, recorded or stored holds a password, a secret, a code or a token", async () => {
  folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  const data = join(folder, "data");
  const logged: string[] = [];
  const clock = { at: Math.floor(Date.now() / 30_000) * 30_000 + 15_000, now: () => clock.at };
  running = await serve(readConfig({ PORT: "0", COUNTERSIGN_DATA: data, COUNTERSIGN_LOG_LEVEL: "debug" }), {
    clock,
    log: pino({ level: "debug" }, { write: (line: string) => void logged.push(line) }),
    hashingCost: { memoryCost: 64, timeCost: 1, parallelism: 1 },
  });
  const canaries = new Canaries();
  const noted: Promise<void>[] = [];
  const firstRun = new URL(running.firstRun as string);
  canaries.addToken("first-run token", firstRun.searchParams.get("token") as string);
  const people = visits(firstRun.origin);
  const [desk, phone] = [await people.desktop(), await people.phone()];
  for (const page of [desk, phone]) noteCookies(page, canaries, noted);

  const passwords = {
    ada: "Ada's quay & tide/ü 1",
    kim: "kim likes 100% rain",
    wrong: "Kim's other password?",
    next: "kim likes %2520 snow",
    api: "typed at the API",
  };
  for (const password of Object.values(passwords)) canaries.add("password", password);
  const codeOf = (secret: string, steps = 0): string => {
    const code = oathtoolCode(secret, clock.at + steps * 30_000);
    canaries.add("code", code);
    return code;
  };
  const nextCodeOf = (secret: string): string => {
    clock.at += 30_000;
    return codeOf(secret);
  };
  const setUp = async (page: Page): Promise<{ secret: string; codes: string[] }> => {
    const { secret } = await scan(page);
    canaries.add("secret", secret, decodeBase32(secret));
    await confirm(page, codeOf(secret, -200));
    await see(page, "That code does not match.");
    await confirm(page, codeOf(secret));
    return { secret, codes: await noteCodes(page, canaries) };
  };

  await desk.goto(firstRun.href);
  await desk.getByLabel("Organisation").fill("Harbour Research");
  await desk.getByLabel("Your name").fill("Ada Byron");
  await desk.getByLabel("Your e-mail").fill("ada@harbour.example");
  await desk.getByLabel("Password", { exact: true }).fill(passwords.ada);
  await press(desk, "Continue");
  await setUp(desk);
  await follow(desk, "People");
  await follow(desk, "Add person");
  await desk.getByLabel("E-mail").fill("kim@harbour.example");
  await desk.getByLabel("Name", { exact: true }).fill("Kim Reyes");
  await press(desk, "Add person");
  const invitation = await desk.getByLabel("Invitation link").inputValue();
  canaries.addToken("invitation token", new URL(invitation).searchParams.get("token") as string);

  // Joining, and a first sign-in with everything typed wrong once.
  await phone.goto(invitation);
  await phone.getByLabel("Password", { exact: true }).fill(passwords.kim);
  await press(phone, "Continue");
  const first = await setUp(phone);
  await signOut(phone);
  await phone.goto(invitation);
  await see(phone, "This invitation was used or is too old.");
  await givePassword(phone, "kim", passwords.wrong);
  await see(phone, "do not match");
  await givePassword(phone, passwords.kim, passwords.kim);
  await see(phone, "do not match");
  await givePassword(phone, "kim", passwords.kim);
  await giveCode(phone, codeOf(first.secret, -300));
  await see(phone, "4 tries left");
  await phone.getByLabel(/^Remember this browser/).check();
  await giveCode(phone, nextCodeOf(first.secret));
  await seeHeading(phone, "Profile");
  await signOut(phone);
  await givePassword(phone, "kim", passwords.kim);
  await seeHeading(phone, "Profile");

  // Without the phone: a recovery code, a new authenticator, a new password, new codes.
  await phone.context().clearCookies();
  await givePassword(phone, "kim", passwords.kim);
  await follow(phone, "Use a recovery code instead");
  canaries.add("recovery code", "0123-4567-89AB-CDEF");
  await giveRecoveryCode(phone, "0123-4567-89AB-CDEF");
  await see(phone, "4 tries left");
  await giveRecoveryCode(phone, first.codes[0] as string);
  await see(phone, "9 codes left");
  const second = await setUp(phone);
  await seeHeading(phone, "Profile");
  await phone.getByLabel("Current password").fill(passwords.kim);
  await phone.getByLabel("New password").fill(passwords.next);
  await press(phone, "Change password");
  await see(phone, "Your password was changed.");
  await follow(phone, "Security");
  await follow(phone, "Generate new recovery codes");
  await phone.getByLabel("Your password").fill(passwords.next);
  await press(phone, "Continue");
  const codes = await noteCodes(phone, canaries);
  expect(codes).not.toEqual(second.codes);

  // The same by the API, with what programs get wrong.
  const api = `${firstRun.origin}/api/v1`;
  const post = async (path: string, body: string, token = "") => {
    const headers = { "content-type": "application/json", ...(token ? { authorization: token } : {}) };
    return (await fetch(api + path, { method: "POST", headers, body })).json() as Promise<Record<string, string>>;
  };
  await post("/sign-ins", `{"login":"kim","password":"${passwords.api}"`);
  await post("/sign-ins", JSON.stringify({ login: "kim", password: passwords.api, extra: passwords.next }));
  const begun = await post("/sign-ins", JSON.stringify({ login: "kim", password: passwords.next }));
  canaries.addToken("sign-in token", begun.signIn as string);
  const answers = (code: string) =>
    post(
      "/sign-ins/current/answers",
      JSON.stringify({ method: "totp", code, trustBrowser: true }),
      `SignIn ${begun.signIn}`,
    );
  expect((await answers(codeOf(second.secret, 500))).code).toBe("wrong-code");
  const done = await answers(nextCodeOf(second.secret));
  canaries.addToken("session token", done.session as string);
  canaries.addToken("trust token", done.trustedBrowser as string);
  expect((await fetch(`${api}/session`, { headers: { authorization: `Bearer ${done.session}` } })).status).toBe(200);
  await fetch(`${firstRun.origin}/no/such/page?token=${done.session}&password=${encodeURIComponent(passwords.next)}`);
  expect(await codeOverlay(phone).count()).toBe(0);

  await Promise.all(noted);
  const least = {
    password: 5,
    secret: 3,
    code: 10,
    "recovery code": 41,
    "sign-in cookie": 5,
    "session cookie": 5,
    "trusted-browser cookie": 2,
  };
  for (const [name, count] of Object.entries(least)) expect(canaries.count(name), name).toBeGreaterThanOrEqual(count);

  const database = new DatabaseSync(join(data, "countersign.sqlite"), { readOnly: true });
  const events = database.prepare("SELECT * FROM audit_events").all();
  database.close();
  expect(events.length).toBeGreaterThan(20);
  expect(canaries.foundIn(JSON.stringify(events))).toEqual([]);
  expect(canaries.foundIn(logged.join(""))).toEqual([]);
  const files = readdirSync(data).filter((name) => name.startsWith("countersign.sqlite"));
  expect(files).toContain("countersign.sqlite-wal");
  // Six digits turn up in anything that is long enough.
  for (const name of files)
    expect(canaries.foundIn(readFileSync(join(data, name)), { except: ["code"] }), name).toEqual([]);
});

async function noteCodes(page: Page, canaries: Canaries): Promise<string[]> {
  await seeHeading(page, "Save your recovery codes");
  const codes = await codesShown(page);
  for (const code of codes) {
    canaries.add("recovery code", code);
    canaries.add("recovery code without dashes", code.replaceAll("-", ""));
  }
  await saveCodes(page);
  await page.getByRole("heading", { name: /^(Profile|Security|Adoption)$/ }).waitFor();
  return codes;
}

/** Every cookie that the server gives this browser. */
function noteCookies(page: Page, canaries: Canaries, noted: Promise<void>[]): void {
  page.on("response", (response) => {
    const note = async () => {
      for (const { name, value } of await response.headersArray()) {
        const [, cookie, token] =
          /^countersign-([\w-]+)=([^;]+)/.exec(name.toLowerCase() === "set-cookie" ? value : "") ?? [];
        if (cookie && token) canaries.addToken(`${cookie} cookie`, decodeURIComponent(token));
      }
    };
    noted.push(note());
  });
}
