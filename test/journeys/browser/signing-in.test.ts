import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../../support/chromium.ts";
import { giveCode, givePassword, type ServedWorld, serveWorld, signIn } from "../../support/served-world.ts";

let browser: Browser;
let world: ServedWorld;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(() => world.close());
afterAll(() => browser.close());

test("[IH-1] a person signs in with screen name and password, then a code in an overlay on the sign-in page", async () => {
  world = await serveWorld(browser, { name: "Acme" });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes", enrolled: true });
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);

  const overlay = page.getByRole("dialog", { name: "Enter your code" });
  await overlay.waitFor();
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  await page.screenshot({ path: "/tmp/journey-shots/code.png" });
  await giveCode(page, world.app(kim));
  await page.waitForURL("**/account");
  await page.screenshot({ path: "/tmp/journey-shots/account.png", fullPage: true });
});
