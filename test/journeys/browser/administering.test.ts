// An administrator at a desk: the organisation's settings, resetting a second factor, inviting somebody.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { minute } from "../../../src/kernel/clock.ts";
import { useBrowser } from "../../support/served-world.ts";
import {
  codeOverlay,
  follow,
  giveCode,
  givePassword,
  isAsked,
  press,
  saveCodes,
  see,
  seeHeading,
  setUp,
  signIn,
  signOut,
} from "../../support/visiting.ts";

const { serve } = useBrowser();

const adaIs = {
  email: "ada@acme.example",
  screenName: "ada",
  displayName: "Ada Byron",
  administrator: true,
  enrolled: true,
};
const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes" };

test("[PM-1] [IH-4] [FX-1] 'Enable two-factor sign-in' in the security settings binds everybody from then on", async () => {
  const world = await serve({ policy: { organisation: "off" } });
  const [ada, kim] = [await world.addPerson(adaIs), await world.addPerson(kimIs)];
  const [desk, phone] = [await world.desktop(), await world.phone()];
  await signIn(world, phone, kim);
  await follow(phone, "Security");
  expect(await phone.getByRole("link", { name: "Enable two-factor authentication" }).count()).toBe(0);
  await signIn(world, desk, ada);
  await follow(desk, "Policy");
  await seeHeading(desk, "Security settings");
  const level = desk.getByRole("radiogroup", { name: "Enable two-factor sign-in" });
  expect(await level.getByLabel("Off").isChecked()).toBe(true);

  await level.getByLabel("Optional").check();
  await save(desk);
  await phone.reload();
  await see(phone, "Enable two-factor authentication");

  // By now what the administrator set up counts again.
  world.clock.advance(20 * minute);
  await desk.reload();
  await see(desk, "Confirm it's you to change these settings");
  await follow(desk, "Confirm");
  await desk.getByLabel("Code from your authenticator app").fill(world.oathtool(ada));
  await seeHeading(desk, "Security settings");
  await level.getByLabel("Required").check();
  await save(desk);
  await phone.reload();
  await see(phone, "Acme now asks for a second step. Please sign in again.");
  await givePassword(phone, "kim", kim.password);
  await seeHeading(phone, "Scan this code");
});

test("[PM-2] without 'Let people trust their browser' every sign-in asks, and trust given before stops counting", async () => {
  const world = await serve();
  const [ada, kim] = [await world.addPerson(adaIs), await world.addPerson({ ...kimIs, enrolled: true })];
  const [desk, phone] = [await world.desktop(), await world.phone()];
  await givePassword(phone, "kim", kim.password);
  await phone.getByLabel("Remember this browser for 1 week").check();
  await giveCode(phone, world.oathtool(kim));
  await signOut(phone);
  expect(await isAsked(phone, "kim", kim.password)).toBe(false);
  await signOut(phone);

  await signIn(world, desk, ada);
  await follow(desk, "Policy");
  await desk.getByLabel("Let people trust their browser").uncheck();
  await save(desk);
  expect(await isAsked(phone, "kim", kim.password)).toBe(true);
  expect(await phone.getByLabel(/Remember this browser/).count()).toBe(0);
  await press(phone, "Cancel");

  // Switched on again, what was trusted before stays forgotten.
  await desk.getByLabel("Let people trust their browser").check();
  await desk.getByLabel("For how long").selectOption("90 days");
  await save(desk);
  expect(await isAsked(phone, "kim", kim.password)).toBe(true);
  expect(await phone.getByLabel("Remember this browser for 90 days").isVisible()).toBe(true);
});

test("[IN-7] [FX-5] 'Reset two-factor authentication' in the row's menu warns; the person sets up at the next sign-in", async () => {
  const world = await serve();
  const [ada, kim] = [await world.addPerson(adaIs), await world.addPerson({ ...kimIs, enrolled: true })];
  const [desk, phone] = [await world.desktop(), await world.phone()];
  await signIn(world, phone, kim);
  await signIn(world, desk, ada);
  await follow(desk, "People");
  const row = desk.getByRole("row", { name: /Kim Reyes/ });
  await row.locator("summary").click();
  await row.getByRole("link", { name: "Reset two-factor authentication" }).click();
  const warning = desk.getByRole("dialog", { name: "Reset two-factor authentication?" });
  await warning.getByText("Kim Reyes").first().waitFor();
  await see(desk, "This can't be undone.");
  await phone.reload();
  await seeHeading(phone, "Profile");

  await warning.getByLabel("Reason").fill("Lost phone, called from the desk");
  await warning.getByRole("button", { name: "Reset two-factor authentication" }).click();
  await see(desk, "Two-factor authentication was reset.");
  await see(desk, "Lost phone, called from the desk");
  await phone.reload();
  await seeHeading(phone, "Sign in to Acme");
  await givePassword(phone, "kim", kim.password);
  await seeHeading(phone, "Scan this code");
  await setUp(world, phone);
  await saveCodes(phone);
  await see(phone, "Two-factor authentication is on.");
});

test("an administrator can't reset their own second factor", async () => {
  const world = await serve();
  const ada = await world.addPerson(adaIs);
  const desk = await world.desktop();
  await signIn(world, desk, ada);
  await follow(desk, "People");
  await desk.locator("table summary").click();
  expect(await desk.getByRole("link", { name: "Open" }).isVisible()).toBe(true);
  expect(await desk.getByRole("link", { name: "Reset two-factor authentication" }).count()).toBe(0);
});

test("somebody who was invited chooses a password, sets up, and is in; the link works once", async () => {
  const world = await serve();
  const ada = await world.addPerson(adaIs);
  const [desk, phone] = [await world.desktop(), await world.phone()];
  await signIn(world, desk, ada);
  await follow(desk, "People");
  await follow(desk, "Add person");
  await desk.getByLabel("E-mail").fill("pat@acme.example");
  await desk.getByLabel("Name", { exact: true }).fill("Pat Dune");
  await press(desk, "Add person");
  await see(desk, "Pat Dune was added.");
  const link = await desk.getByLabel("Invitation link").inputValue();

  await phone.goto(link);
  await see(phone, "Hello Pat Dune.");
  await phone.getByLabel("Password", { exact: true }).fill("tea at three in the reeds");
  await press(phone, "Continue");
  await setUp(world, phone);
  await saveCodes(phone);
  await seeHeading(phone, "Profile");
  await desk.goto(link);
  await see(desk, "This invitation was used or is too old.");
  await signOut(phone);
  world.nextStep();
  await givePassword(phone, "pat", "tea at three in the reeds");
  await codeOverlay(phone).waitFor();
});

/** By way of the preview, which shows whom it concerns. */
async function save(desk: Page): Promise<void> {
  await press(desk, "Save");
  await seeHeading(desk, "Before you save");
  await press(desk, "Confirm and save");
  await see(desk, "Saved. It holds from now on, for everybody.");
}
