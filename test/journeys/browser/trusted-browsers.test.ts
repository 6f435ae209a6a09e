// Lists of trusted browsers and sessions: what they show, and how either is ended, by its owner or an administrator.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { minute } from "../../../src/kernel/clock.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import {
  follow,
  giveCode,
  givePassword,
  isAsked,
  press,
  see,
  seeHeading,
  setUp,
  signIn,
  signOut,
} from "../../support/visiting.ts";
import type { TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();

const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes", enrolled: true };
const android =
  "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36";
const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";

test("[BY-5] trusted browsers and sessions are listed with device, time and last use, and their owner ends either", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const [phone, desktop] = [await world.phone({ userAgent: android }), await world.desktop({ userAgent: firefox })];
  await trust(world, phone, kim);
  world.clock.advance(10 * minute);
  await trust(world, desktop, kim);
  world.clock.advance(5 * minute);

  await follow(phone, "Security");
  const trusted = phone.getByRole("table", { name: "Trusted browsers" });
  const sessions = phone.getByRole("table", { name: "Where you are signed in" });
  const here = trusted.getByRole("row", { name: /Chrome on Android/ });
  expect(await here.innerText()).toMatch(/This browser[\s\S]*127\.0\.0\.1[\s\S]*15 minutes ago[\s\S]*in 7 days/);
  expect(await trusted.getByRole("row", { name: /Firefox on Windows/ }).innerText()).toContain("5 minutes ago");
  expect(await sessions.getByRole("row", { name: /Firefox on Windows/ }).innerText()).toMatch(/5 minutes ago/);

  await trusted.getByRole("button", { name: /^End trust in Firefox on Windows/ }).click();
  await see(phone, "That browser is no longer trusted. It will be asked for a code.");
  await sessions.getByRole("button", { name: /^Sign out Firefox on Windows/ }).click();
  await see(phone, "That browser was signed out.");
  await desktop.goto("/account");
  await seeHeading(desktop, "Sign in to Acme");
  expect(await isAsked(desktop, "kim", kim.password)).toBe(true);
  await signOut(phone);
  expect(await isAsked(phone, "kim", kim.password)).toBe(false);
});

test("[BY-5] an administrator ends a person's trust and sessions", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const ada = await world.addPerson({
    email: "ada@acme.example",
    displayName: "Ada Byron",
    administrator: true,
    enrolled: true,
  });
  const [phone, desk] = [await world.phone({ userAgent: android }), await world.desktop()];
  await trust(world, phone, kim);
  await signIn(world, desk, ada);
  await follow(desk, "People");
  await follow(desk, "Kim Reyes");
  const trusted = desk.getByRole("table", { name: "Trusted browsers" });
  expect(await trusted.getByRole("row", { name: /Chrome on Android/ }).innerText()).toContain("127.0.0.1");
  await desk.getByRole("button", { name: /^End trust: Chrome on Android/ }).click();
  await see(desk, "That browser is not trusted any more.");
  await desk.getByRole("button", { name: /^End session: Chrome on Android/ }).click();
  await see(desk, "The session has ended.");
  await phone.reload();
  await seeHeading(phone, "Sign in to Acme");
  expect(await isAsked(phone, "kim", kim.password)).toBe(true);
});

test("[BY-5] a password change and a change of authenticators end trust and all other sessions", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const [phone, desktop] = [await world.phone(), await world.desktop()];
  await trust(world, phone, kim);
  await trust(world, desktop, kim);

  const before = kim.password;
  kim.password = "three brown owls at tea";
  await phone.getByLabel("Current password").fill(before);
  await phone.getByLabel("New password").fill(kim.password);
  await press(phone, "Change password");
  await see(phone, "You were signed out everywhere else.");
  await desktop.reload();
  await seeHeading(desktop, "Sign in to Acme");
  await trust(world, desktop, kim);

  await follow(desktop, "Security");
  await desktop.getByText("Authenticator app", { exact: true }).first().waitFor();
  await desktop.locator("summary").click();
  await follow(desktop, "Replace");
  await press(desktop, "Continue");
  await setUp(world, desktop);
  await phone.reload();
  await seeHeading(phone, "Sign in to Acme");
  for (const page of [phone, desktop]) {
    await page.context().clearCookies({ name: "countersign-session" });
    expect(await isAsked(page, "kim", kim.password)).toBe(true);
  }
});

test("'Sign out everywhere else' leaves only this browser signed in", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const [phone, desktop] = [await world.phone(), await world.desktop()];
  await signIn(world, desktop, kim);
  world.nextStep();
  await signIn(world, phone, kim);
  await follow(phone, "Security");
  await press(phone, "Sign out everywhere else");
  await see(phone, "You were signed out everywhere else.");
  expect(await phone.getByRole("table", { name: "Where you are signed in" }).getByRole("row").count()).toBe(2);
  await desktop.reload();
  await seeHeading(desktop, "Sign in to Acme");
});

async function trust(world: ServedWorld, page: Page, who: TestPerson): Promise<void> {
  world.nextStep();
  await givePassword(page, who.person.screen_name, who.password);
  await page.getByLabel(/^Remember this browser/).check();
  await giveCode(page, world.oathtool(who));
  await seeHeading(page, "Profile");
}
