// Setting up inside the first sign-in, on a phone: what is scanned, what is saved, and where it leads.
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
  saveCodes,
  scan,
  see,
  seeHeading,
  setUp,
  signIn,
  signOut,
} from "../../support/visiting.ts";
import { dialects } from "../../support/world.ts";

const { serve } = useBrowser();

const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes" };

test.each(dialects)(
  "[IN-3] [DI-6] the first sign-in: scan, code, backup codes, done, with one password prompt (%s)",
  async (dialect) => {
    const world = await serve({ dialect });
    const kim = await world.addPerson(kimIs);
    const page = await world.phone();
    await givePassword(page, "kim", kim.password);
    await seeHeading(page, "Scan this code");
    await see(page, "Acme asks for a second step at sign-in.");
    const { address, secret } = await scan(page);
    expect(address).toMatch(/^otpauth:\/\/totp\//);
    expect(await page.locator("input[type=password]").count()).toBe(0);
    await confirm(page, world.oathtool(secret));

    await see(page, "They are shown only now.");
    expect(await page.locator("input[type=password]").count()).toBe(0);
    expect(await codesShown(page)).toHaveLength(10);
    await press(page, "Copy");
    await see(page, "Copied.");
    await download(page);
    await press(page, "Continue");
    await seeHeading(page, "Profile");
    await see(page, "Done");
    await see(page, "Two-factor authentication is on.");

    // The code that confirmed it can't sign in; the next one can.
    await signOut(page);
    await givePassword(page, "kim", kim.password);
    await giveCode(page, world.oathtool(secret));
    await see(page, "4 tries left");
    world.nextStep();
    await giveCode(page, world.oathtool(secret));
    await seeHeading(page, "Profile");
  },
);

test("[IH-4] once it is required, the next sign-in leads to set-up before anything else opens", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await signIn(world, page, kim);
  await world.setPolicy({ organisation: "required" });

  await page.goto("/account/security");
  await see(page, "Acme now asks for a second step. Please sign in again.");
  await page.getByLabel("Screen name or e-mail").fill("kim");
  await page.getByLabel("Password", { exact: true }).fill(kim.password);
  await press(page, "Sign in");
  await seeHeading(page, "Scan this code");
  for (const elsewhere of ["/account", "/account/security", "/admin/people", "/sign-in"]) {
    await page.goto(elsewhere);
    expect(new URL(page.url()).pathname).toBe("/set-up");
  }
  await setUp(world, page);
  await page.goto("/account");
  expect(new URL(page.url()).pathname).toBe("/set-up");
  await press(page, "Show new recovery codes");
  await saveCodes(page);
  await seeHeading(page, "Security");
});

test("[FX-1] the organisation offers it as an option, or forces set-up before the first sign-in completes", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const [kim, ada] = [await world.addPerson(kimIs), await world.addPerson({ email: "ada@acme.example" })];
  const optional = await world.phone();
  await signIn(world, optional, kim);
  await see(optional, "Enable two-factor authentication");

  await world.setPolicy({ organisation: "required" });
  const forced = await world.phone();
  await givePassword(forced, "ada", ada.password);
  await seeHeading(forced, "Scan this code");
  await press(forced, "Cancel");
  await seeHeading(forced, "Sign in to Acme");
  await forced.goto("/account");
  expect(new URL(forced.url()).pathname).toBe("/sign-in");
});

test("[FX-4] recovery codes are saved as a file, which works, and are made anew after every configuration", async () => {
  const world = await serve({ name: "Harbour Research" });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await setUp(world, page);
  const shown = await codesShown(page);
  const file = await download(page);
  await see(page, "Downloaded. Keep the file where only you can open it.");
  await press(page, "Continue");
  await seeHeading(page, "Profile");
  await signOut(page);

  expect(file.name).toBe("harbour-research-recovery-codes.txt");
  expect(file.text).toMatch(/^Recovery codes for Harbour Research\nAccount: kim\n/);
  const codes = file.text.split("\n").filter((line) => /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/.test(line));
  expect(codes).toEqual(shown);
  expect(new Set(codes).size).toBe(10);

  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, codes[9] as string);
  await see(page, "9 codes left");
  world.nextStep();
  await setUp(world, page);
  const anew = await saveCodes(page);
  expect(anew.filter((code) => codes.includes(code))).toEqual([]);
  await seeHeading(page, "Profile");
  await signOut(page);

  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, codes[0] as string);
  await see(page, "That code is wrong or was used before. Check it");
  await giveRecoveryCode(page, anew[0] as string);
  await see(page, "9 codes left");
});

test("[FX-6] an authenticator app by other people reads the picture and shows the codes that count", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone({ colorScheme: "dark" });
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Scan this code");
  // All that such an app has: what zbarimg reads in the picture, and RFC 6238 by oathtool.
  const { address } = await scan(page);
  const url = new URL(address);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    issuer: "Acme",
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
  expect(decodeURIComponent(url.pathname)).toBe("/Acme:kim");
  const secret = url.searchParams.get("secret") as string;
  await confirm(page, world.oathtool(secret));
  await saveCodes(page);
  await seeHeading(page, "Profile");

  for (let day = 1; day <= 3; day++) {
    await signOut(page);
    world.clock.advance(24 * 60 * 60_000 + 7_000);
    await givePassword(page, "kim", kim.password);
    await giveCode(page, world.oathtool(secret));
    await seeHeading(page, "Profile");
  }
});

test("while a requirement does not bind yet, set-up is offered and can be put off until the days are over", async () => {
  const world = await serve({ policy: { bindsFrom: { days: 5 } } });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await see(page, "Acme will require a second step from");
  await press(page, "Not now (5 days left)");
  await seeHeading(page, "Profile");
  await signOut(page);

  world.clock.advance(4 * 24 * 60 * 60_000);
  await givePassword(page, "kim", kim.password);
  await press(page, "Not now (1 day left)");
  await signOut(page);
  world.clock.advance(24 * 60 * 60_000);
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Scan this code");
  await setUp(world, page);
  await saveCodes(page);
  await see(page, "Two-factor authentication is on.");
});

test("a wrong code leaves it off and says so, also when it is the phone's clock that is wrong", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  const { secret } = await scan(page);
  await confirm(page, world.oathtool(secret, -240));
  await see(page, "That code does not match. Wait for the next one and try again.");
  await confirm(page, world.oathtool(secret, 10));
  await see(page, "Your phone's clock is about 5 minutes ahead.");
  expect((await scan(page)).secret).toBe(secret);

  const elsewhere = await world.phone();
  await givePassword(elsewhere, "kim", kim.password);
  await seeHeading(elsewhere, "Scan this code");
  expect(await codeOverlay(elsewhere).count()).toBe(0);
});
