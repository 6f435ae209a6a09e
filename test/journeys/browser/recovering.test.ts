// Without the authenticator: a recovery code, what it leads to, and how many are left.
import { expect, test } from "vitest";
import { minute } from "../../../src/kernel/clock.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import {
  codesShown,
  follow,
  giveCode,
  givePassword,
  giveRecoveryCode,
  press,
  saveCodes,
  scan,
  see,
  seeHeading,
  setUp,
  signIn,
  signOut,
} from "../../support/visiting.ts";
import type { TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();

const kimIs = { email: "kim@acme.example", screenName: "kim", enrolled: true };

test("[IH-9] 'Use a recovery code instead' leads to setting the authenticator up again, and that signs the person in", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, kim.recoveryCodes[3] as string);
  await seeHeading(page, "Scan this code");
  await see(page, "Until the new authenticator is confirmed, the old one keeps working.");
  expect((await scan(page)).secret).not.toBe("");
  await page.goto("/account");
  expect(new URL(page.url()).pathname).toBe("/set-up");

  const secret = await setUp(world, page);
  expect(await codesShown(page)).toHaveLength(10);
  await saveCodes(page);
  await seeHeading(page, "Profile");
  await signOut(page);

  world.nextStep();
  await givePassword(page, "kim", kim.password);
  await giveCode(page, world.oathtool(kim));
  await see(page, "4 tries left");
  await giveCode(page, world.oathtool(secret));
  await seeHeading(page, "Profile");
});

test("until the new authenticator is confirmed the old one still signs in", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, kim.recoveryCodes[0] as string);
  await seeHeading(page, "Scan this code");
  await press(page, "Cancel");
  await seeHeading(page, "Sign in to Acme");
  await signIn(world, page, kim);
});

test("[IH-7] ten recovery codes are shown, and each works once", async () => {
  const world = await serve();
  const kim = await world.addPerson({ ...kimIs, enrolled: false });
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await setUp(world, page);
  const codes = await saveCodes(page);
  expect(new Set(codes).size).toBe(10);
  await seeHeading(page, "Profile");
  await signOut(page);

  for (const [i, code] of codes.entries()) {
    await givePassword(page, "kim", kim.password);
    await follow(page, "Use a recovery code instead");
    if (i > 0) {
      await giveRecoveryCode(page, codes[i - 1] as string);
      await see(page, "That code is wrong or was used before. Check it");
    }
    await giveRecoveryCode(page, code);
    await seeHeading(page, "Scan this code");
    await press(page, "Cancel");
  }
});

test("[BY-9] few recovery codes left is said at sign-in and in settings", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  for (const code of kim.recoveryCodes.slice(0, 6)) await spend(world, kim, code);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, kim.recoveryCodes[6] as string);
  await see(page, "Only 3 recovery codes left");
  await press(page, "Cancel");

  for (const code of kim.recoveryCodes.slice(7, 9)) await spend(world, kim, code);
  await signIn(world, page, kim);
  await follow(page, "Security");
  await see(page, "Only 1 recovery code left");
  await see(page, "Generate new ones, so that a lost phone does not lock you out.");

  await press(page, "Sign out");
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, kim.recoveryCodes[9] as string);
  await see(page, "That was your last recovery code");
});

test("somebody who left the page before saving the codes gets new ones; those shown before are void", async () => {
  const world = await serve();
  const kim = await world.addPerson({ ...kimIs, enrolled: false });
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await setUp(world, page);
  const before = await codesShown(page);
  await page.goto("/sign-in");
  await seeHeading(page, "Your recovery codes were shown");
  await press(page, "Show new recovery codes");
  const after = await saveCodes(page);
  await seeHeading(page, "Profile");
  await signOut(page);
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, before[0] as string);
  await see(page, "That code is wrong");
  await giveRecoveryCode(page, after[0] as string);
  await see(page, "9 codes left");
});

/** Uses a recovery code up elsewhere. */
async function spend(world: ServedWorld, kim: TestPerson, code: string): Promise<void> {
  const client = world.client();
  const begun = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password });
  const used = await client.api(
    "POST",
    "/sign-ins/current/answers",
    { method: "recovery-code", code },
    `SignIn ${begun.json.signIn}`,
  );
  expect(used.status).toBe(200);
  world.clock.advance(minute);
}

test("the set-up that a recovery code leads to is seen whole, its way out included; a phone can open its app", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, kim.recoveryCodes[0] as string);
  await seeHeading(page, "Scan this code");
  await see(page, "Recovery code accepted. 9 codes left.");
  const open = page.getByRole("link", { name: "Open in authenticator app" });
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    const hidden = await page.getByRole("dialog").evaluate((dialog) => dialog.scrollHeight - dialog.clientHeight);
    expect({ width, hidden }).toEqual({ width, hidden: 0 });
    await page.getByRole("button", { name: "Cancel" }).click({ trial: true });
    expect(await open.isVisible()).toBe(width < 480);
  }
  const { address } = await scan(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await open.getAttribute("href")).toBe(address);
});
