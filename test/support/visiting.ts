// What people do at our pages, found by the words they read there: sign in, scan, save their codes.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import type { ServedWorld } from "./served-world.ts";
import { readQr } from "./tools.ts";
import type { TestPerson } from "./world.ts";

/** Waits until the words can be seen. */
export const see = (page: Page, words: string | RegExp): Promise<void> => appears(page, page.getByText(words));

export const seeHeading = (page: Page, name: string | RegExp): Promise<void> =>
  appears(page, page.getByRole("heading", { name, exact: true }));

/** With its scripts, where there are any: they come after what can be seen. */
async function appears(page: Page, what: Locator): Promise<void> {
  try {
    await what.first().waitFor();
    await page.waitForLoadState();
  } catch (cause) {
    const shown = await page.locator("body").innerText();
    throw new Error(`${what} is not at ${page.url()}, which shows:\n${shown}`, { cause });
  }
}

export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("button", { name, exact: true }).click();

export const follow = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("link", { name, exact: true }).click();

/** Types login and password into the sign-in page and sends them. */
export async function givePassword(page: Page, login: string, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Screen name or e-mail").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Sign in");
}

export const codeOverlay = (page: Page) => page.getByRole("dialog", { name: "Enter your code" });

/** Into the overlay of the second step, where it sends itself at the last digit. */
export async function giveCode(page: Page, code: string): Promise<void> {
  await seeHeading(page, "Enter your code");
  await codeOverlay(page).getByLabel("Six-digit code").fill(code);
}

/** From the password to the signed-in page, with a code of the person's app where one is asked for. */
export async function signIn(world: ServedWorld, page: Page, who: TestPerson): Promise<void> {
  await givePassword(page, who.person.screen_name, who.password);
  await codeOverlay(page)
    .or(page.getByRole("heading", { name: "Profile" }))
    .first()
    .waitFor();
  if (await codeOverlay(page).isVisible()) await giveCode(page, world.oathtool(who));
  await seeHeading(page, "Profile");
}

export async function signOut(page: Page): Promise<void> {
  await press(page, "Sign out");
  await seeHeading(page, /^Sign in to/);
}

/** Whether this browser is asked for a code after the password; ends where it was led. */
export async function isAsked(page: Page, login: string, password: string): Promise<boolean> {
  await givePassword(page, login, password);
  await codeOverlay(page)
    .or(page.getByRole("heading", { name: "Profile" }))
    .first()
    .waitFor();
  return codeOverlay(page).isVisible();
}

export async function giveRecoveryCode(page: Page, code: string): Promise<void> {
  await page.getByRole("textbox", { name: "Recovery code" }).fill(code);
  await press(page, "Continue");
}

/** What an authenticator app gets of the set-up that is shown: the address in the picture, and the key for typing. */
export async function scan(page: Page): Promise<{ address: string; secret: string }> {
  const picture = page.getByRole("img", { name: "QR code for your authenticator app" });
  const [address, ...more] = readQr(await picture.screenshot());
  if (address === undefined || more.length > 0) throw new Error("there is not one QR code to read");
  const key = await page.getByText("Can't scan it? Type this key instead:").locator("..").locator("code").innerText();
  return { address, secret: key.replace(/\s/g, "") };
}

export async function confirm(page: Page, code: string): Promise<void> {
  await page.getByLabel("The six digits your app shows").fill(code);
  await press(page, "Confirm and activate");
}

/** Scans, types the code of the app, confirms. @returns the app's secret, in base32 */
export async function setUp(world: ServedWorld, page: Page): Promise<string> {
  const { secret } = await scan(page);
  await confirm(page, world.oathtool(secret));
  await seeHeading(page, "Save your recovery codes");
  return secret;
}

/** The codes on the page. */
export const codesShown = (page: Page): Promise<string[]> =>
  page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allInnerTexts();

/** Presses 'Download' and reads the file that the browser saves. */
export async function download(page: Page): Promise<{ name: string; text: string }> {
  const saving = page.waitForEvent("download");
  await press(page, "Download");
  const file = await saving;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

/** Saves the codes that are shown as a file and goes on. */
export async function saveCodes(page: Page): Promise<string[]> {
  const codes = await codesShown(page);
  await download(page);
  await see(page, "Downloaded.");
  await press(page, "Continue");
  return codes;
}
