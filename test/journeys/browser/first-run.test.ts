// From nothing to a working, protected sign-in: the address that the program prints at its first start.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "../../../src/config.ts";
import { type Running, serve } from "../../../src/serve.ts";
import { useBrowser } from "../../support/served-world.ts";
import { oathtoolCode } from "../../support/tools.ts";
import {
  codesShown,
  confirm,
  download,
  follow,
  giveCode,
  givePassword,
  press,
  saveCodes,
  scan,
  see,
  seeHeading,
} from "../../support/visiting.ts";

const { visits } = useBrowser();
const password = "a quiet harbour at dawn";

let running: Running | undefined;
let folder: string | undefined;
afterEach(async () => {
  await running?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test("[IN-1] a fresh installation: the printed address, a first administrator, and a second factor asked of everyone", async () => {
  const { firstRun, origin, clock } = await start();
  const people = visits(origin);
  const desk = await people.desktop();
  await desk.goto(firstRun);
  await seeHeading(desk, "Welcome to Countersign");
  await fill(desk, { organisation: "Harbour Research", name: "Ada Byron", email: "ada@harbour.example" });
  await seeHeading(desk, "Scan this code");
  const { address, secret } = await scan(desk);
  expect(new URL(address).searchParams.get("issuer")).toBe("Harbour Research");
  await confirm(desk, oathtoolCode(secret, clock.now()));
  expect(await codesShown(desk)).toHaveLength(10);
  expect((await download(desk)).name).toBe("harbour-research-recovery-codes.txt");
  await press(desk, "Continue");
  // Who set it up alone reads what comes next.
  await seeHeading(desk, "Adoption");
  await see(desk, "1 of 1 person is protected");
  const next = desk.getByRole("status").filter({ hasText: "You are alone here so far" });
  expect(await next.getByRole("link").allInnerTexts()).toEqual([
    ...["Add person", "Import from CSV", "Policy", "Applications"],
  ]);

  // Nothing was switched on, and yet whoever joins has to set up.
  await next.getByRole("link", { name: "Policy" }).click();
  expect(await desk.getByRole("radio", { name: "Required" }).isChecked()).toBe(true);
  await desk.goBack();
  await next.getByRole("link", { name: "Add person" }).click();
  await desk.getByLabel("E-mail").fill("kim@harbour.example");
  await desk.getByLabel("Name", { exact: true }).fill("Kim Reyes");
  await press(desk, "Add person");
  const phone = await people.phone();
  await phone.goto(await desk.getByLabel("Invitation link").inputValue());
  await phone.getByLabel("Password", { exact: true }).fill(password);
  await press(phone, "Continue");
  await seeHeading(phone, "Scan this code");
  await see(phone, "Harbour Research asks for a second step at sign-in.");
  const kim = (await scan(phone)).secret;
  await confirm(phone, oathtoolCode(kim, clock.now()));
  await saveCodes(phone);
  await seeHeading(phone, "Profile");
  await follow(desk, "Adoption");
  await see(desk, "2 of 2 people are protected");
  expect(await next.count()).toBe(0);

  // And from then on the sign-in asks for both.
  clock.advance(30_000);
  const elsewhere = await people.phone();
  await givePassword(elsewhere, "ada@harbour.example", password);
  await giveCode(elsewhere, oathtoolCode(secret, clock.now()));
  await seeHeading(elsewhere, "Profile");
  expect(await elsewhere.getByLabel("Display name").inputValue()).toBe("Ada Byron");
});

test("a second visit finds the first run closed, and is told to sign in", async () => {
  const { firstRun, origin } = await start();
  const people = visits(origin);
  const first = await people.phone();
  await first.goto(firstRun);
  await fill(first, { organisation: "Acme", name: "Ada", email: "ada@acme.example" });
  await seeHeading(first, "Scan this code");
  for (const address of [firstRun, "/first-run"]) {
    const second = await people.phone();
    await second.goto(address);
    await seeHeading(second, "Set up already");
    await see(second, "This installation is set up already. Sign in instead.");
    await second.getByRole("link").click();
    await seeHeading(second, "Sign in to Acme");
  }
});

test("of two browsers that finish the first run at the same time one wins, and the other is told", async () => {
  const { firstRun, origin } = await start();
  const people = visits(origin);
  const both = [await people.phone(), await people.phone()];
  await Promise.all(
    both.map(async (page, i) => {
      await page.goto(firstRun);
      await fill(page, { organisation: `Acme ${i}`, name: "Ada", email: `ada${i}@acme.example`, send: false });
    }),
  );
  await Promise.all(both.map((page) => press(page, "Continue")));
  const ends = await Promise.all(
    both.map(async (page) => {
      await page.getByRole("heading", { name: /^(Scan this code|Set up already)$/ }).waitFor();
      return page.getByRole("heading", { name: "Scan this code" }).isVisible();
    }),
  );
  expect(ends.filter(Boolean)).toHaveLength(1);
  const loser = both[ends.indexOf(false)] as Page;
  await see(loser, "This installation is set up already. Sign in instead.");
  await loser.goto("/sign-in");
  await seeHeading(loser, `Sign in to Acme ${ends.indexOf(true)}`);
});

test("on a port that was free, everything names the address that people see", async () => {
  const { firstRun, origin } = await start();
  const document = await (await fetch(`${origin}/api/openapi.json`)).json();
  expect(document.servers).toEqual([{ url: origin }]);
  expect(firstRun.startsWith(`${origin}/first-run?token=`)).toBe(true);
  expect(running?.url).toBe(origin.replace("localhost", "127.0.0.1"));
});

test("what was typed wrong is said at its field, and the rest stays", async () => {
  const { firstRun, origin } = await start();
  const page = await visits(origin).phone();
  await page.goto(firstRun);
  await fill(page, { organisation: "Acme", name: "Ada", email: "ada@acme.example", password: "password1" });
  await see(page, "This password is on lists that attackers try first.");
  expect(await page.getByLabel("Your e-mail").inputValue()).toBe("ada@acme.example");
  expect(await page.getByLabel("Password", { exact: true }).inputValue()).toBe("");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Continue");
  await seeHeading(page, "Scan this code");
});

async function start() {
  folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
  // The middle of a time step near today, so that the browser's own clock agrees.
  const clock = {
    at: Math.floor(Date.now() / 30_000) * 30_000 + 15_000,
    now: () => clock.at,
    advance: (ms: number) => (clock.at += ms),
  };
  const config = readConfig({ PORT: "0", COUNTERSIGN_DATA: join(folder, "data") });
  running = await serve(config, {
    clock,
    log: pino({ level: "silent" }),
    hashingCost: { memoryCost: 64, timeCost: 1, parallelism: 1 },
  });
  const firstRun = running.firstRun as string;
  return { firstRun, origin: new URL(firstRun).origin, clock };
}

interface Given {
  organisation: string;
  name: string;
  email: string;
  password?: string;
  send?: boolean;
}

async function fill(page: Page, given: Given): Promise<void> {
  await page.getByLabel("Organisation").fill(given.organisation);
  await page.getByLabel("Your name").fill(given.name);
  await page.getByLabel("Your e-mail").fill(given.email);
  await page.getByLabel("Password", { exact: true }).fill(given.password ?? password);
  if (given.send ?? true) await press(page, "Continue");
}
