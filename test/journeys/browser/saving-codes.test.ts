// The ten recovery codes on a phone: the way on opens once they were downloaded, copied or printed.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../../support/served-world.ts";
import {
  codesShown,
  confirm,
  download,
  follow,
  givePassword,
  press,
  scan,
  see,
  seeHeading,
  setUp,
  signIn,
} from "../../support/visiting.ts";

const { serve } = useBrowser();

const kimIs = { email: "kim@acme.example", screenName: "kim" };
const goOn = (page: Page) => page.getByRole("button", { name: "Continue" });

test("[PM-5] scan, enter the code, download the codes: only then 'Continue' unlocks, and then it is done", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await signIn(world, page, kim);
  await follow(page, "Enable two-factor authentication");
  await page.getByLabel("Your password").fill(kim.password);
  await press(page, "Continue");
  const { secret } = await scan(page);
  await confirm(page, world.oathtool(secret));
  await seeHeading(page, "Save your recovery codes");

  await see(page, "Save the codes in one of these ways, then continue.");
  expect(await goOn(page).isDisabled()).toBe(true);
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog", { name: "Save your recovery codes" }).isVisible()).toBe(true);
  await download(page);
  await see(page, "Downloaded.");
  expect(await goOn(page).isEnabled()).toBe(true);
  await goOn(page).click();
  await see(page, "Done");
  await see(page, "10 codes left");
  expect(await page.getByText("not saved yet").count()).toBe(0);
});

test("[PM-5] copying unlocks 'Continue' as well, and the clipboard holds what the file would", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await givePassword(page, "kim", kim.password);
  await setUp(world, page);
  expect(await goOn(page).isDisabled()).toBe(true);
  await press(page, "Copy");
  await see(page, "Copied. Paste them where only you can read them.");
  expect(await goOn(page).isEnabled()).toBe(true);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe((await download(page)).text);
  expect(codesIn(copied)).toEqual(await codesShown(page));
  await goOn(page).click();
  await seeHeading(page, "Profile");
});

test("[PM-5] printing unlocks 'Continue' as well, and the paper holds the codes and nothing of the page around them", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await setUp(world, page);
  await page.emulateMedia({ media: "print" });
  const paper = await page.locator("body").innerText();
  expect(codesIn(paper.replaceAll("\t", "\n"))).toEqual(await codesShown(page));
  expect(paper).toContain("Acme");
  expect(paper).toContain("kim, made on");
  for (const button of ["Download", "Copy", "Print", "Continue"]) expect(paper).not.toContain(button);
  await page.emulateMedia({ media: null });

  expect(await goOn(page).isDisabled()).toBe(true);
  const printing = page.evaluate(
    () => new Promise((resolve) => addEventListener("beforeprint", resolve, { once: true })),
  );
  await press(page, "Print");
  await printing;
  await see(page, "Keep the printed page in a safe place.");
  expect(await goOn(page).isEnabled()).toBe(true);
  await goOn(page).click();
  await seeHeading(page, "Profile");
});

test("where policy does not ask for it, the codes need not be saved, and the settings say that they were not", async () => {
  const world = await serve({ policy: { saveCodesFirst: false } });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await setUp(world, page);
  await goOn(page).click();
  await seeHeading(page, "Profile");
  await follow(page, "Security");
  await see(page, "Your recovery codes are not saved yet");
});

const codesIn = (text: string): string[] =>
  text.split("\n").filter((line) => /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/.test(line));
