// With scripts switched off everything still works: plain pages, plain forms.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../../support/served-world.ts";
import {
  codeOverlay,
  codesShown,
  confirm,
  download,
  follow,
  giveCode,
  givePassword,
  giveRecoveryCode,
  press,
  scan,
  see,
  seeHeading,
  signIn,
} from "../../support/visiting.ts";

const { serve } = useBrowser();

const kimIs = { email: "kim@acme.example", screenName: "kim" };
const plain = { scripts: false };

test("[BY-14] signing in with a second step", async () => {
  const world = await serve();
  const kim = await world.addPerson({ ...kimIs, enrolled: true });
  const page = await world.phone(plain);
  await givePassword(page, "kim", kim.password);
  // Nothing promises what only a script could do.
  expect(await page.getByText("Checked as soon as it is complete.").isVisible()).toBe(false);
  await giveCode(page, "000 000");
  await press(page, "Continue");
  await see(page, "4 tries left");
  await press(page, "Cancel");
  await seeHeading(page, "Sign in to Acme");

  await givePassword(page, "kim", kim.password);
  await page.getByLabel("Remember this browser").check();
  await giveCode(page, world.oathtool(kim).replace(/^.../, "$& "));
  await press(page, "Continue");
  await seeHeading(page, "Profile");
  await press(page, "Sign out");
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Profile");
});

test("[BY-14] set-up: scan, confirm, download by a form, and 'Continue' needs to know how the codes were saved", async () => {
  const world = await serve({ name: "Harbour Research" });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone(plain);
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Scan this code");
  await see(page, "Harbour Research asks for a second step at sign-in.");
  const { secret } = await scan(page);
  await confirm(page, "000000");
  await see(page, "That code does not match.");
  await confirm(page, world.oathtool(secret));
  await saveWithoutScripts(page);
  await see(page, "Two-factor authentication is on.");
});

test("[BY-14] recovery: a recovery code leads to a new set-up", async () => {
  const world = await serve({ name: "Harbour Research" });
  const kim = await world.addPerson({ ...kimIs, enrolled: true });
  const page = await world.phone(plain);
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, "0000-0000-0000-0000");
  await see(page, "4 tries left");
  await giveRecoveryCode(page, kim.recoveryCodes[0] as string);
  await see(page, "9 codes left");
  const { secret } = await scan(page);
  await confirm(page, world.oathtool(secret));
  await saveWithoutScripts(page);
  await press(page, "Sign out");
  world.nextStep();
  await givePassword(page, "kim", kim.password);
  await giveCode(page, world.oathtool(secret));
  await press(page, "Continue");
  await seeHeading(page, "Profile");
});

test("[BY-14] turning it on in the account, new codes, and off again", async () => {
  const world = await serve({ name: "Harbour Research", policy: { organisation: "optional" } });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone(plain);
  await signIn(world, page, kim);
  await follow(page, "Enable two-factor authentication");
  await page.getByLabel("Your password").fill(kim.password);
  await press(page, "Continue");
  const { secret } = await scan(page);
  await confirm(page, world.oathtool(secret));
  await saveWithoutScripts(page);
  await see(page, "Two-factor authentication is on.");

  await follow(page, "Generate new recovery codes");
  await page.getByLabel("Your password").fill(kim.password);
  await press(page, "Continue");
  await saveWithoutScripts(page);
  await see(page, "You have new recovery codes.");

  await page.locator("summary").first().click();
  await follow(page, "Rename");
  await page.getByLabel("Name", { exact: true }).fill("Work phone");
  await press(page, "Save");
  await see(page, "Work phone");
  await follow(page, "Disable");
  world.nextStep();
  await page.getByLabel("Code from your authenticator app").fill(world.oathtool(secret));
  await press(page, "Disable");
  await see(page, "Two-factor authentication is off.");
});

test("[BY-14] an administrator resets somebody's second factor", async () => {
  const world = await serve();
  const ada = await world.addPerson({
    email: "ada@acme.example",
    screenName: "ada",
    administrator: true,
    enrolled: true,
  });
  const kim = await world.addPerson({ ...kimIs, displayName: "Kim Reyes", enrolled: true });
  const page = await world.desktop(plain);
  await givePassword(page, "ada", ada.password);
  await giveCode(page, world.oathtool(ada));
  await press(page, "Continue");
  await follow(page, "People");
  const row = page.getByRole("row", { name: /Kim Reyes/ });
  await row.locator("summary").click();
  await row.getByRole("link", { name: "Reset two-factor authentication" }).click();
  await see(page, "This can't be undone.");
  await press(page, "Reset two-factor authentication");
  await see(page, "Two-factor authentication was reset.");
  const phone = await world.phone(plain);
  await givePassword(phone, "kim", kim.password);
  await seeHeading(phone, "Scan this code");
  expect(await codeOverlay(phone).count()).toBe(0);
});

async function saveWithoutScripts(page: Page): Promise<void> {
  await seeHeading(page, "Save your recovery codes");
  const codes = await codesShown(page);
  expect(codes).toHaveLength(10);
  const goOn = page.getByRole("button", { name: "Continue" });
  expect(await goOn.isEnabled()).toBe(true);
  // The browser itself asks for the choice first.
  await goOn.click();
  await seeHeading(page, "Save your recovery codes");
  const file = await download(page);
  expect(file.name).toBe("harbour-research-recovery-codes.txt");
  for (const code of codes) expect(file.text).toContain(code);
  await page.getByLabel("I downloaded them").check();
  await goOn.click();
}
