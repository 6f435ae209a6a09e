// The way in on a phone: password, code, recovery code, trusted browsers.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { day, minute } from "../../../src/kernel/clock.ts";
import { useBrowser } from "../../support/served-world.ts";
import {
  codeOverlay,
  confirm,
  follow,
  giveCode,
  givePassword,
  giveRecoveryCode,
  isAsked,
  scan,
  see,
  seeHeading,
  signOut,
} from "../../support/visiting.ts";
import { dialects } from "../../support/world.ts";

const { serve } = useBrowser();

const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes", enrolled: true };

test.each(dialects)(
  "[IH-1] a person signs in with screen name and password, then a code in an overlay (%s)",
  async (dialect) => {
    const world = await serve({ dialect });
    const kim = await world.addPerson(kimIs);
    const page = await world.phone();
    await givePassword(page, "kim", kim.password);
    await codeOverlay(page).waitFor();
    // Over the sign-in page, which stays where it was.
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    expect(await page.locator("h1", { hasText: "Sign in to Acme" }).isVisible()).toBe(true);
    await giveCode(page, world.oathtool(kim));
    await seeHeading(page, "Profile");
    expect(await page.getByLabel("Display name").inputValue()).toBe("Kim Reyes");
  },
);

test("a wrong code says how many tries are left, a used one counts as wrong, and the fifth ends the sign-in", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim@acme.example", kim.password);
  await giveCode(page, world.oathtool(kim));
  await signOutFrom(page);
  await givePassword(page, "kim", kim.password);
  await giveCode(page, world.oathtool(kim));
  await see(page, "That code is wrong or was used before. Wait for the next one and try again (4 tries left).");
  for (const left of ["3 tries left", "2 tries left", "1 try left"]) {
    await giveCode(page, world.oathtool(kim, -20));
    await see(page, left);
  }
  await giveCode(page, world.oathtool(kim, -21));
  await see(page, "it was the last try. Please sign in again.");
  expect(await codeOverlay(page).count()).toBe(0);
  await givePassword(page, "kim", kim.password);
  await giveCode(page, world.oathtool(kim, 1));
  await see(page, "Too many wrong tries. Please wait 30 seconds");
  world.nextStep();
  await giveCode(page, world.oathtool(kim));
  await seeHeading(page, "Profile");
});

test("a wrong password and a login that nobody has get the same answer", async () => {
  const world = await serve();
  await world.addPerson(kimIs);
  const page = await world.phone();
  for (const login of ["kim", "nobody"]) {
    await givePassword(page, login, "something else entirely");
    await see(page, "That screen name or e-mail and that password do not match. Check both and try again.");
    expect(await page.getByLabel("Screen name or e-mail").inputValue()).toBe(login);
  }
});

test("[IN-4] at sign-in the code is accepted, and so is a backup code", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const withCode = await world.phone();
  await givePassword(withCode, "kim", kim.password);
  await giveCode(withCode, world.oathtool(kim));
  await seeHeading(withCode, "Profile");

  const withBackupCode = await world.phone();
  await givePassword(withBackupCode, "kim", kim.password);
  await follow(withBackupCode, "Use a recovery code instead");
  // As somebody reads it off paper.
  await giveRecoveryCode(withBackupCode, ` ${(kim.recoveryCodes[0] as string).toLowerCase().replaceAll("-", " ")}`);
  await see(withBackupCode, "Recovery code accepted. 9 codes left.");
});

test("[IH-8] a person is not asked again for 90 days on this browser; another browser is asked", async () => {
  const world = await serve({ policy: { trustBrowsers: { allowed: true, days: 90 } } });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await page.getByLabel("Remember this browser for 90 days").check();
  await giveCode(page, world.oathtool(kim));
  await signOutFrom(page);

  world.clock.advance(89 * day);
  expect(await isAsked(page, "kim", kim.password)).toBe(false);
  await signOutFrom(page);
  expect(await isAsked(await world.desktop(), "kim", kim.password)).toBe(true);
  world.clock.advance(day);
  expect(await isAsked(page, "kim", kim.password)).toBe(true);
});

test("[IN-5] 'Remember this browser for 1 week', as the policy has it; a second browser on the same device is asked", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const [page, second] = [await world.phone(), await world.phone()];
  await givePassword(page, "kim", kim.password);
  await page.getByLabel("Remember this browser for 1 week").check();
  await giveCode(page, world.oathtool(kim));
  await signOutFrom(page);

  world.clock.advance(7 * day - 60_000);
  expect(await isAsked(page, "kim", kim.password)).toBe(false);
  await signOutFrom(page);
  expect(await isAsked(second, "kim", kim.password)).toBe(true);
  world.clock.advance(60_000);
  expect(await isAsked(page, "kim", kim.password)).toBe(true);

  await world.setPolicy({ trustBrowsers: { allowed: false, days: 7 } });
  await second.reload();
  await codeOverlay(second).waitFor();
  expect(await second.getByLabel(/Remember this browser/).count()).toBe(0);
});

test("trust in a browser is one person's: the next one to sign in there is asked", async () => {
  const world = await serve();
  const [kim, ada] = [
    await world.addPerson(kimIs),
    await world.addPerson({ email: "ada@acme.example", enrolled: true }),
  ];
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await page.getByLabel("Remember this browser").check();
  await giveCode(page, world.oathtool(kim));
  await signOutFrom(page);
  expect(await isAsked(page, "ada", ada.password)).toBe(true);
});

test("what was asked for opens after the sign-in", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await page.goto("/account/security");
  await page.getByLabel("Screen name or e-mail").fill("kim");
  await page.getByLabel("Password", { exact: true }).fill(kim.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await giveCode(page, world.oathtool(kim));
  await seeHeading(page, "Security");
});

test("a mistyped code does not undo the choice to remember this browser", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await page.getByLabel("Remember this browser for 1 week").check();
  await giveCode(page, world.oathtool(kim, -20));
  await see(page, "4 tries left");
  await giveCode(page, world.oathtool(kim));
  await signOutFrom(page);
  expect(await isAsked(page, "kim", kim.password)).toBe(false);
});

test("somebody who comes back too late is told so, and starts again", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Enter your code");
  world.clock.advance(11 * minute);
  await giveCode(page, world.oathtool(kim));
  await see(page, "This sign-in has ended. Please start again.");

  const ada = await world.addPerson({ email: "ada@acme.example", screenName: "ada" });
  await givePassword(page, "ada", ada.password);
  const { secret } = await scan(page);
  world.clock.advance(11 * minute);
  await confirm(page, world.oathtool(secret));
  await see(page, "That took too long, or was finished in another window. Please sign in again.");
});

test("a phone that has put a page away finds its way back by the address alone", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await giveCode(page, world.oathtool(kim, -20));
  await see(page, "4 tries left");
  await page.goto(page.url());
  await giveCode(page, world.oathtool(kim));
  await seeHeading(page, "Profile");
  await page.goto("/set-up/done");
  await seeHeading(page, "Profile");
});

test("after signing out the way back shows nothing of the account", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await giveCode(page, world.oathtool(kim));
  await signOutFrom(page);
  await page.goBack();
  await seeHeading(page, /^Sign in to/);
  expect(await page.content()).not.toContain("Kim Reyes");
});

async function signOutFrom(page: Page): Promise<void> {
  await seeHeading(page, "Profile");
  await signOut(page);
}
