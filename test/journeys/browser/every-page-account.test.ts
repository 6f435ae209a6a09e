// Every page of one's own account, in every state: no violation of WCAG 2.2 AA, nothing to scroll sideways, no error.
import type { Page } from "playwright-core";
import sharp from "sharp";
import { test } from "vitest";
import { minute } from "../../../src/kernel/clock.ts";
import { lookAround } from "../../support/looking.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import {
  confirm,
  download,
  follow,
  giveCode,
  givePassword,
  press,
  see,
  seeHeading,
  setUp,
  signIn,
} from "../../support/visiting.ts";
import type { TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();

test("[BY-14] one's own account, turning it on", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    await world.setPolicy({ organisation: "optional" });
    const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes" });
    await signIn(world, page, kim);
    await look("profile: off");
    await page.getByLabel("Screen name").fill("kim@acme");
    await press(page, "Save");
    await see(page, "Choose a screen name of");
    await look("profile: bad name");
    await page.goto("/account/profile");
    await uploadPicture(page);
    await look("profile: a picture");
    await page.goto("/account/security");
    await look("off");
    await follow(page, "Enable two-factor authentication");
    await seeHeading(page, "Enable two-factor authentication");
    await look("enable, password");
    await page.getByLabel("Your password").fill("not the password");
    await press(page, "Continue");
    await see(page, "That is not your password.");
    await look("enable, wrong password");
    await page.getByLabel("Your password").fill(kim.password);
    await press(page, "Continue");
    await seeHeading(page, "Scan this code");
    await look("enable, scan");
    await confirm(page, "000000");
    await see(page, "That code does not match");
    await look("enable, wrong code");
    await setUp(world, page);
    await look("enable, recovery codes");
    await download(page);
    await press(page, "Continue");
    await see(page, "Two-factor authentication is on.");
    await look("on");
  });
});

test("[BY-14] one's own account, everything once it is on", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    await world.setPolicy({ organisation: "optional" });
    const kim = await world.addPerson({
      email: "kim@acme.example",
      screenName: "kim",
      displayName: "Kim Reyes",
      enrolled: true,
    });
    for (const code of kim.recoveryCodes.slice(0, 8)) await spend(world, kim, code);
    world.nextStep();
    await givePassword(page, "kim", kim.password);
    await page.getByLabel("Remember this browser").check();
    await giveCode(page, world.oathtool(kim));
    await seeHeading(page, "Profile");
    world.nextStep();
    await world.client().signIn(world, kim);
    await page.goto("/account/security");
    await look("few codes left, a trusted browser, two sessions");
    await page.locator("summary").click();
    await look("menu");
    for (const item of ["Rename", "Replace"]) {
      await page.goto("/account/security");
      await page.locator("summary").click();
      await follow(page, item);
      await page.getByRole("dialog").waitFor();
      await look(item);
    }
    for (const link of ["Add another authenticator app", "Disable", "Generate new recovery codes"]) {
      await page.goto("/account/security");
      await follow(page, link);
      await page.getByRole("dialog").waitFor();
      await look(link);
    }
    await addAnother(page, world);
    await page.locator("summary").first().click();
    await look("two authenticators");
    await follow(page, "Remove");
    await look("Remove");
    world.clock.advance(20 * minute);
    await page.goto("/account/security/authenticators/new");
    await seeHeading(page, "Confirm that it is you");
    await look("confirm, code");
    await copyTrust(world, page, kim);
    await page.goto("/account/security");
    await see(page, "Somebody may have copied your sign-in");
    await look("copied trust");
    await world.setPolicy({ organisation: "off" });
    await page.goto("/account/security");
    await look("asleep");
  });
});

/** Uses a recovery code up elsewhere. */
async function spend(world: ServedWorld, kim: TestPerson, code: string): Promise<void> {
  const client = world.client();
  const begun = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password });
  await client.api(
    "POST",
    "/sign-ins/current/answers",
    { method: "recovery-code", code },
    `SignIn ${begun.json.signIn}`,
  );
  world.clock.advance(minute);
}

async function addAnother(page: Page, world: ServedWorld): Promise<void> {
  await page.goto("/account/security/authenticators/new");
  await press(page, "Continue");
  await setUp(world, page);
  await download(page);
  await press(page, "Continue");
  await see(page, "The new authenticator app is ready.");
}

async function uploadPicture(page: Page): Promise<void> {
  const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: "#336699" } });
  const file = { name: "kim.png", mimeType: "image/png", buffer: await picture.png().toBuffer() };
  await page.getByLabel("Choose a picture").setInputFiles(file);
  await press(page, "Upload picture");
  await see(page, "Your picture was saved.");
}

/** Somebody who knows the password also has the cookie of a trusted browser, as it was before its owner's next visit. */
async function copyTrust(world: ServedWorld, page: Page, kim: TestPerson): Promise<void> {
  const signInElsewhere = async (trustedBrowser?: string) => {
    world.nextStep();
    const client = world.client();
    const begun = await client.api("POST", "/sign-ins", { login: "kim", password: kim.password, trustedBrowser });
    if (begun.json.step === "done") return begun.json;
    const answer = { method: "totp", code: world.code(kim), trustBrowser: true };
    return (await client.api("POST", "/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`)).json;
  };
  const { trustedBrowser } = await signInElsewhere();
  await signInElsewhere(trustedBrowser);
  await signInElsewhere(trustedBrowser);
  await page.reload();
}
