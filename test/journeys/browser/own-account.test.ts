// One's own account on a phone: profile, turning two-factor authentication on and off, recovery codes, browsers.
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expect, test } from "vitest";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import {
  codesShown,
  confirm,
  download,
  follow,
  giveCode,
  givePassword,
  giveRecoveryCode,
  isAsked,
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

const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes" };
const optional = { policy: { organisation: "optional" as const } };

test("[IH-3] the person turns it on from their profile, beside changing screen name, password and picture", async () => {
  const world = await serve(optional);
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await signIn(world, page, kim);
  await page.getByLabel("Screen name").fill("kimchi");
  await press(page, "Save");
  await see(page, "Your profile was saved.");

  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#336699" } })
    .png()
    .toBuffer();
  await page.getByLabel("Choose a picture").setInputFiles({ name: "kim.png", mimeType: "image/png", buffer: picture });
  await press(page, "Upload picture");
  await see(page, "Your picture was saved.");
  const drawn = page.getByRole("img", { name: "You, as others see you" });
  expect(await drawn.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(256);

  kim.password = "three brown owls at tea";
  await page.getByLabel("Current password").fill("a quiet harbour at dawn");
  await page.getByLabel("New password").fill(kim.password);
  await press(page, "Change password");
  await see(page, "Your password was changed.");

  await follow(page, "Enable two-factor authentication");
  await begin(page, kim);
  await setUp(world, page);
  await saveCodes(page);
  await see(page, "Two-factor authentication is on.");
  await press(page, "Sign out");
  expect(await isAsked(page, "kimchi", kim.password)).toBe(true);
});

test("[IH-5] [FX-3] enabling asks for the password, then a pop-up shows a QR code and the same key for typing", async () => {
  const world = await serve(optional);
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await signIn(world, page, kim);
  await follow(page, "Enable two-factor authentication");
  const popUp = page.getByRole("dialog");
  await popUp.getByLabel("Your password").fill("something else entirely");
  await press(page, "Continue");
  await see(page, "That is not your password.");
  expect(await page.getByRole("img", { name: /QR code/ }).count()).toBe(0);
  await begin(page, kim);

  expect(await popUp.isVisible()).toBe(true);
  const { address, secret } = await scan(page);
  expect(address).toBe(`otpauth://totp/Acme:kim?secret=${secret}&issuer=Acme&algorithm=SHA1&digits=6&period=30`);
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
});

test("[IH-6] the six digits and 'Confirm and activate'; a wrong code leaves it off and says so", async () => {
  const world = await serve(optional);
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await signIn(world, page, kim);
  await follow(page, "Enable two-factor authentication");
  await begin(page, kim);
  const { secret } = await scan(page);
  await confirm(page, world.oathtool(secret, -300));
  await see(page, "That code does not match. Wait for the next one and try again.");
  expect(await isAsked(await world.phone(), "kim", kim.password)).toBe(false);

  await confirm(page, world.oathtool(secret));
  await seeHeading(page, "Save your recovery codes");
  expect(await isAsked(await world.phone(), "kim", kim.password)).toBe(true);
});

test("[IH-10] [IN-6] 'Generate new recovery codes' asks for the password; the old ones stop working at once", async () => {
  const world = await serve();
  const kim = await world.addPerson({ ...kimIs, enrolled: true });
  const page = await world.phone();
  await signIn(world, page, kim);
  await follow(page, "Security");
  await follow(page, "Generate new recovery codes");
  await page.getByLabel("Your password").fill("something else entirely");
  await press(page, "Continue");
  await see(page, "That is not your password.");
  await begin(page, kim);
  const codes = await codesShown(page);
  const file = await download(page);
  for (const code of codes) expect(file.text).toContain(code);
  for (const way of ["Copy", "Print"]) expect(await page.getByRole("button", { name: way }).isVisible()).toBe(true);
  await press(page, "Continue");
  await see(page, "You have new recovery codes. The old ones no longer work");

  await signOut(page);
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, kim.recoveryCodes[0] as string);
  await see(page, "That code is wrong");
  await giveRecoveryCode(page, codes[0] as string);
  await see(page, "Recovery code accepted.");
});

test("[PM-4] a banner invites the person while it is off", async () => {
  const world = await serve(optional);
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await signIn(world, page, kim);
  await see(page, "Make your account safer");
  await follow(page, "Security");
  await see(page, "Make your account safer");
  await enable(world, page, kim);
  for (const place of ["Profile", "Security"]) {
    await follow(page, place);
    await seeHeading(page, place);
    expect(await page.getByText("Make your account safer").count()).toBe(0);
  }
});

test("[PM-6] [PM-7] [IH-11] on the next sign-in a code is asked for; 'Disable' asks for one as well, and turns it off", async () => {
  const world = await serve(optional);
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await signIn(world, page, kim);
  const secret = await enable(world, page, kim);
  await signOut(page);
  world.nextStep();
  expect(await isAsked(page, "kim", kim.password)).toBe(true);
  await giveCode(page, world.oathtool(secret));
  await follow(page, "Security");

  await seeHeading(page, "Recovery codes");
  await see(page, "10 codes left");
  await follow(page, "Disable");
  const popUp = page.getByRole("dialog", { name: "Disable two-factor authentication" });
  await popUp.getByLabel("Code from your authenticator app").fill(world.oathtool(secret));
  await press(page, "Disable");
  await see(page, "That code is wrong or was used before.");
  world.nextStep();
  await popUp.getByLabel("Code from your authenticator app").fill(world.oathtool(secret));
  await press(page, "Disable");
  await see(page, "Two-factor authentication is off.");
  await signOut(page);
  expect(await isAsked(page, "kim", kim.password)).toBe(false);

  await world.setPolicy({ organisation: "required" });
  const bound = await world.addPerson({ email: "ada@acme.example", enrolled: true });
  await press(page, "Sign out");
  await signIn(world, page, bound);
  await follow(page, "Security");
  await see(page, "Required, because the organisation requires it of everyone.");
  expect(await page.getByRole("link", { name: "Disable" }).count()).toBe(0);
});

/** The password, into the dialog that asks for it first. */
async function begin(page: Page, { password }: TestPerson): Promise<void> {
  await page.getByRole("dialog").getByLabel("Your password").fill(password);
  await press(page, "Continue");
  await seeHeading(page, /^(Scan this code|Save your recovery codes)$/);
}

async function enable(world: ServedWorld, page: Page, kim: TestPerson): Promise<string> {
  await follow(page, "Enable two-factor authentication");
  await begin(page, kim);
  const secret = await setUp(world, page);
  await saveCodes(page);
  await see(page, "Two-factor authentication is on.");
  return secret;
}
