// The examples of the library, each the program that its README starts, as their people see them.
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { launchBrowser, newDesktop, newPhone } from "../../support/chromium.ts";
import { type Example, examplePath, startExample } from "../../support/example.ts";
import { sideways, violations } from "../../support/looking.ts";
import { oathtoolCode } from "../../support/tools.ts";
import {
  codeOverlay,
  codesShown,
  confirm,
  follow,
  press,
  saveCodes,
  scan,
  see,
  seeHeading,
} from "../../support/visiting.ts";

vi.setConfig({ testTimeout: 120_000 });

const password = "a quiet harbour at dawn";
let browser: Browser;
let example: Example;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => example?.stop());

async function signIn(page: Page, path = "/") {
  await page.goto(example.url + path);
  await page.getByLabel("E-mail").fill("kim@shop.example");
  await page.getByLabel("Password").fill(password);
  await press(page, "Sign in");
}

/** Not used before: a code is good for its own half minute and the ones beside it. */
const nextCode = (secret: string) => oathtoolCode(secret, Date.now() + 30_000);

test("[BY-10] an application with its own users gains a second step from the embedded library", async () => {
  example = await startExample("express-own-users", { KIMS_PASSWORD: password });
  const page = await (await newPhone(browser)).newPage();
  await signIn(page);
  // Half-way in is not in.
  const beside = await page.context().newPage();
  await beside.goto(`${example.url}/orders`);
  await seeHeading(beside, "Sign in");
  const { secret } = await scan(page);
  await confirm(page, oathtoolCode(secret, Date.now()));
  await seeHeading(page, "Save your recovery codes");
  expect(await saveCodes(page)).toHaveLength(10);
  await seeHeading(page, "Welcome, Kim");
  expect(page.url()).toBe(`${example.url}/`);

  await follow(page, "Your second step");
  await seeHeading(page, "Security");
  expect(page.url()).toBe(`${example.url}/auth/account/security`);
  expect([...(await violations(page)), ...(await sideways(page))]).toEqual([]);
  await follow(page, "Generate new recovery codes");
  await page.getByRole("dialog").getByRole("button", { name: "Continue" }).click();
  await seeHeading(page, "Save your recovery codes");
  expect(await codesShown(page)).toHaveLength(10);
  await saveCodes(page);
  await follow(page, "Tea shop");
  await seeHeading(page, "Welcome, Kim");
  await press(page, "Sign out");
  await seeHeading(page, "Sign in");
  await page.goto(`${example.url}/auth/account/security`);
  await seeHeading(page, "Sign in");

  // Another time, on another machine: the code is asked for, and without it the protected page is refused.
  const other = await (await newDesktop(browser)).newPage();
  await signIn(other, "/orders");
  await codeOverlay(other).waitFor();
  await other.goto(`${example.url}/orders`);
  await seeHeading(other, "Sign in");
  await other.goto(`${example.url}/auth/sign-in`);
  await codeOverlay(other).getByLabel("Six-digit code").fill("000000");
  await see(other, "4 tries left");
  await codeOverlay(other).getByLabel("Six-digit code").fill(nextCode(secret));
  await seeHeading(other, "Your orders");

  const users = new DatabaseSync(`${example.folder}/users.sqlite`);
  users.exec("update users set disabled = 1");
  users.close();
  await other.reload();
  await seeHeading(other, "Sign in");
  await other.goto(`${example.url}/auth/account/security`);
  await seeHeading(other, "Sign in");
  await signIn(other);
  await seeHeading(other, "That is not right");
});

test("the second step is under 40 lines of that application", () => {
  const source = readFileSync(examplePath("express-own-users"), "utf8");
  const [, added = "", ...more] = source.split(/^\/\/ -- the second step (?:begins|ends) --\n/m);
  expect(more).toHaveLength(1);
  expect(added.trim().split("\n").length).toBeLessThan(40);
  expect(added).toContain("createCountersign");
  const page = readFileSync(new URL("../../../docs/integrate/library.md", import.meta.url), "utf8");
  expect(page.replace(/^ {4}/gm, "")).toContain(added.trim());
  expect(source.replace(added, "").match(/[Cc]ountersign/g)?.length).toBe(1);
});

test.each(["hono", "fastify"])("an application of %s asks for a fresh code where it matters", async (name) => {
  example = await startExample(name, { KIMS_PASSWORD: password });
  const page = await (await newDesktop(browser)).newPage();
  await signIn(page, "/login");
  const { secret } = await scan(page);
  await confirm(page, oathtoolCode(secret, Date.now()));
  await saveCodes(page);
  await seeHeading(page, "Welcome");
  await follow(page, "The safe");
  await seeHeading(page, "The safe is open");
  const stranger = await (await newDesktop(browser)).newPage();
  await stranger.goto(`${example.url}/safe`);
  await seeHeading(stranger, "Sign in");
  await signIn(stranger, stranger.url().slice(example.url.length));
  await codeOverlay(stranger).getByLabel("Six-digit code").fill(nextCode(secret));
  await seeHeading(stranger, "The safe is open");
});
