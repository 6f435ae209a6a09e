// Without a mouse: everything can be reached, done and left again with the keyboard alone.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { useBrowser } from "../../support/served-world.ts";
import { codeOverlay, codesShown, scan, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

const kimIs = { email: "kim@acme.example", screenName: "kim", enrolled: true };

test("[BY-14] a person signs in with the second step, and the focus is where the typing goes", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await page.goto("/sign-in");
  expect(await focused(page)).toBe("Screen name or e-mail");
  await page.keyboard.type("kim");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Password");
  await page.keyboard.type(kim.password);
  await page.keyboard.press("Enter");

  await seeHeading(page, "Enter your code");
  expect(await focused(page)).toBe("Six-digit code");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Space");
  expect(await page.getByLabel("Remember this browser for 1 week").isChecked()).toBe(true);
  await page.keyboard.press("Tab");
  await page.keyboard.type(world.oathtool(kim));
  await seeHeading(page, "Profile");
});

test("[BY-14] a code is pasted with its space, and a wrong one leaves the focus in the field for the next", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await enterPassword(page, kim.password);
  await page.keyboard.type("000000");
  await see(page, "4 tries left");
  expect(await focused(page)).toBe("Six-digit code");
  // As a clipboard puts it in.
  await page.keyboard.insertText(world.oathtool(kim).replace(/^.../, "$& "));
  await seeHeading(page, "Profile");
});

test("[BY-14] the overlay keeps the focus inside, and Escape cancels the sign-in", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await enterPassword(page, kim.password);
  const visited = new Set<string>();
  for (const key of [...Array(8).fill("Tab"), ...Array(8).fill("Shift+Tab")]) {
    await page.keyboard.press(key);
    // Past the last and before the first lies the browser's own frame, and nothing of the page.
    expect(await page.evaluate(() => document.activeElement?.closest(".behind"))).toBeNull();
    visited.add(await focused(page));
  }
  for (const place of ["Six-digit code", "Continue", "Use a recovery code instead", "Cancel"])
    expect(visited).toContain(place);

  await page.keyboard.press("Escape");
  await seeHeading(page, "Sign in to Acme");
  expect(await codeOverlay(page).count()).toBe(0);
  expect(await focused(page)).toBe("Screen name or e-mail");
});

test("[BY-14] set-up: code, codes saved, and on, each by the keyboard", async () => {
  const world = await serve();
  const kim = await world.addPerson({ ...kimIs, enrolled: false });
  const page = await world.phone();
  await page.goto("/sign-in");
  await page.keyboard.type("kim");
  await page.keyboard.press("Tab");
  await page.keyboard.type(kim.password);
  await page.keyboard.press("Enter");
  await seeHeading(page, "Scan this code");
  const { secret } = await scan(page);
  await tabTo(page, "The six digits your app shows");
  await page.keyboard.type(world.oathtool(secret));
  await page.keyboard.press("Enter");

  await seeHeading(page, "Save your recovery codes");
  expect(await codesShown(page)).toHaveLength(10);
  await tabTo(page, "Download");
  const saving = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  await saving;
  await see(page, "Downloaded.");
  await tabTo(page, "Continue");
  await page.keyboard.press("Space");
  await see(page, "Two-factor authentication is on.");
});

test("[BY-14] the page can be skipped to, a menu opens and closes, and a dialog is left with Escape", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const page = await world.desktop();
  await signIn(world, page, kim);
  await page.goto("/account/security");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");

  await tabTo(page, "Actions for Authenticator app");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Rename" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Rename" }).waitFor({ state: "hidden" });
  expect(await focused(page)).toBe("Actions for Authenticator app");
  await page.keyboard.press("Enter");
  await tabTo(page, "Rename");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Rename the authenticator" }).waitFor();
  expect(await focused(page)).toBe("Name");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/account/security");
});

async function enterPassword(page: Page, password: string): Promise<void> {
  await page.goto("/sign-in");
  await page.keyboard.type("kim");
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await seeHeading(page, "Enter your code");
}

/** What has the focus, by the name that a screen reader says. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    const name =
      element?.getAttribute("aria-label") ??
      element?.labels?.[0]?.innerText ??
      (element as HTMLElement | null)?.innerText;
    return (name ?? "").trim().split("\n")[0] as string;
  });
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    if ((await focused(page)) === name) return;
  }
  throw new Error(`the tab key does not lead to ${name}`);
}
