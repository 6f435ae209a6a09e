// An administrator decides who has to have a second factor, sees beforehand whom it hits, and everybody sees why.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { day } from "../../../src/kernel/clock.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import {
  follow,
  giveCode,
  givePassword,
  isAsked,
  press,
  see,
  seeHeading,
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

async function openPolicy(world: ServedWorld): Promise<Page> {
  const ada = await world.addPerson(adaIs);
  const desk = await world.desktop();
  await signIn(world, desk, ada);
  await follow(desk, "Policy");
  await seeHeading(desk, "Security settings");
  return desk;
}

/** By way of the preview. */
async function save(desk: Page): Promise<void> {
  await press(desk, "Save");
  await seeHeading(desk, "Before you save");
  await press(desk, "Confirm and save");
  await see(desk, "Saved. It holds from now on, for everybody.");
}

/** Where a password leads. */
async function leadsTo(page: Page, login: string, password: string, heading: string): Promise<void> {
  await givePassword(page, login, password);
  await seeHeading(page, heading);
}

test("[IH-2] two-factor sign-in is off, optional or required for clients, and other types are untouched", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const omar = await world.addPerson({ email: "omar@tide.example", screenName: "omar", accountType: "client" });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim" });
  const desk = await openPolicy(world);
  const phone = await world.phone();
  const staff = await world.phone();
  await leadsTo(staff, "kim", kim.password, "Profile");

  await desk.getByLabel("client", { exact: true }).selectOption("Required");
  await save(desk);
  await leadsTo(phone, "omar", omar.password, "Scan this code");
  await press(phone, "Cancel");

  await desk.getByLabel("client", { exact: true }).selectOption("Off");
  await save(desk);
  await leadsTo(phone, "omar", omar.password, "Profile");
  await follow(phone, "Security");
  expect(await phone.getByRole("link", { name: "Enable two-factor authentication" }).count()).toBe(0);

  await desk.getByLabel("client", { exact: true }).selectOption("Optional");
  await save(desk);
  await phone.reload();
  await see(phone, "Enable two-factor authentication");
  // A member of staff was asked for nothing all the while.
  await staff.reload();
  await seeHeading(staff, "Profile");
});

test("the organisation keeps its own list of account types", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const desk = await openPolicy(world);
  await press(desk, "Edit the list");
  await seeHeading(desk, "Account types");
  await desk.getByLabel("Name").fill("partner");
  await press(desk, "Add type");
  await see(desk, "Added.");
  expect(await desk.getByRole("button", { name: "Remove staff" }).count()).toBe(0);
  await follow(desk, "Security settings");
  await desk.getByLabel("partner", { exact: true }).selectOption("Required");
  await save(desk);
  await press(desk, "Edit the list");
  await see(desk, "In the policy");
  await press(desk, "Remove client");
  await see(desk, "Removed.");
  expect(await desk.getByRole("row", { name: /client/ }).count()).toBe(0);
});

test("[IN-2] [PM-1] [FX-1] the organisation's level binds all its people, over what each has chosen", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
  const lee = await world.addPerson({ email: "lee@acme.example", screenName: "lee" });
  const [phone, other] = [await world.phone(), await world.phone()];
  await leadsTo(other, "lee", lee.password, "Profile");
  expect(await isAsked(phone, "kim", kim.password)).toBe(true);
  await giveCode(phone, world.oathtool(kim));
  await follow(phone, "Security");
  await see(phone, "Optional, because the organisation leaves it to you.");
  await see(phone, "Disable");

  const desk = await openPolicy(world);
  await desk.getByRole("radiogroup", { name: "Enable two-factor sign-in" }).getByLabel("Required").check();
  await save(desk);
  await phone.reload();
  await see(phone, "Required, because the organisation requires it of everyone.");
  expect(await phone.getByRole("link", { name: "Disable" }).count()).toBe(0);
  await other.reload();
  await see(other, "Acme now asks for a second step. Please sign in again.");
  await leadsTo(other, "lee", lee.password, "Scan this code");

  await desk.getByRole("radiogroup", { name: "Enable two-factor sign-in" }).getByLabel("Off").check();
  await save(desk);
  expect(await isAsked(await world.phone(), "kim", kim.password)).toBe(false);
});

test("[DI-1] [BY-1] required for a domain, for named addresses, or both; everyone else signs in as usual, and each sees why", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const add = (email: string, more = {}) =>
    world.addPerson({ email, displayName: email.split("@")[0] as string, ...more });
  const [nora, finn, pat, omar] = [
    await add("nora@north.example", { accountType: "client" }),
    await add("finn@lab.north.example"),
    await add("pat@partner.example", { enrolled: true }),
    await add("omar@tide.example"),
  ];
  const desk = await openPolicy(world);
  const addRule = async (name: string, level: string, subdomains = false) => {
    await desk.getByLabel("New domain or address").fill(name);
    await desk.getByLabel("Level", { exact: true }).selectOption(level);
    if (subdomains) await desk.getByLabel("With its subdomains").check();
    await press(desk, "Add rule");
    await see(desk, subdomains ? `${name} and its subdomains` : name);
  };
  await desk.getByLabel("client", { exact: true }).selectOption("Optional");
  await addRule("north.example", "Required", true);
  await addRule("pat@partner.example", "Required");
  await addRule("oops.example", "Off");
  await press(desk, "Remove the rule for oops.example");
  await desk.getByRole("row", { name: /oops/ }).waitFor({ state: "detached" });
  await save(desk);

  await leadsTo(await world.phone(), "nora", nora.password, "Scan this code");
  await leadsTo(await world.phone(), "finn", finn.password, "Scan this code");
  await leadsTo(await world.phone(), "omar", omar.password, "Profile");
  const phone = await world.phone();
  expect(await isAsked(phone, "pat", pat.password)).toBe(true);
  await giveCode(phone, world.oathtool(pat));
  await follow(phone, "Security");
  await see(phone, "Required, because there is a rule for pat@partner.example; the organisation would say optional.");

  await desk.goto(`/admin/people/${nora.person.id}`);
  await see(
    desk,
    "Required, because north.example is a required domain; the account type 'client' would say optional.",
  );
});

test("[BY-2] a change shows beforehand how many people, and who, it would hit; nothing is saved until it is confirmed", async () => {
  const world = await serve({ policy: { organisation: "optional", accountTypes: { client: "required" } } });
  await world.addPerson({ email: "omar@tide.example", displayName: "Omar Quay", accountType: "client" });
  const finn = await world.addPerson({
    email: "finn@acme.example",
    screenName: "finn",
    displayName: "Finn Sands",
    enrolled: true,
  });
  for (let i = 1; i <= 7; i++) await world.addPerson({ email: `kim${i}@acme.example`, displayName: `Kim ${i}` });
  const trusting = await world.phone();
  await givePassword(trusting, "finn", finn.password);
  await trusting.getByLabel(/^Remember this browser/).check();
  await giveCode(trusting, world.oathtool(finn));
  await seeHeading(trusting, "Profile");

  const desk = await openPolicy(world);
  await desk.getByLabel("client", { exact: true }).selectOption("Optional");
  await desk.getByLabel("New domain or address").fill("acme.example");
  await desk.getByLabel("Let people trust their browser").uncheck();
  // The Enter key in a field saves nothing either.
  await desk.getByLabel("New domain or address").press("Enter");
  await seeHeading(desk, "Before you save");
  const count = (group: string) =>
    desk
      .getByRole("table", { name: "Whom it concerns" })
      .getByRole("row", { name: group })
      .getByRole("cell")
      .first()
      .innerText();
  expect(await count("Newly required")).toBe("9");
  expect(await count("Newly free")).toBe("1");
  expect(await count("Required, and nothing set up")).toBe("7");
  expect(await count("Asked at the next sign-in, because trust ends")).toBe("1");
  await see(desk, "Omar Quay");
  await see(desk, "Finn Sands");
  await see(desk, "You stay signed in.");

  await desk.getByRole("link", { name: "Show all 7: Required, and nothing set up" }).click();
  await see(desk, "Kim 7");
  const saving = desk.waitForEvent("download");
  await follow(desk, "Download CSV");
  const csv = readFileSync(await (await saving).path(), "utf8");
  expect(csv.trim().split("\r\n")).toHaveLength(8);
  await follow(desk, "Back to the preview");
  await trusting.reload();
  await seeHeading(trusting, "Profile");

  await press(desk, "Discard the changes");
  await see(desk, "Your changes are discarded.");
  expect(await desk.getByLabel("client", { exact: true }).inputValue()).toBe("required");
});

test("what a change does to the administrator who makes it is told before it happens", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const ada = await world.addPerson({ ...adaIs, enrolled: false });
  const desk = await world.desktop();
  await signIn(world, desk, ada);
  await follow(desk, "Policy");
  await desk.getByRole("radiogroup", { name: "Enable two-factor sign-in" }).getByLabel("Required").check();
  await press(desk, "Save");
  await see(desk, "This asks you, too:");
  await press(desk, "Confirm and save");
  await see(desk, "Acme now asks for a second step. Please sign in again.");
  await leadsTo(desk, "ada", ada.password, "Scan this code");
});

test("[BY-3] with a grace period people say 'Not now' until their own days are over", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim" });
  const desk = await openPolicy(world);
  await desk.getByRole("radiogroup", { name: "Enable two-factor sign-in" }).getByLabel("Required").check();
  await desk.getByLabel("Some days after a person first meets it").check();
  await desk.getByLabel("Days", { exact: true }).fill("5");
  await save(desk);

  const phone = await world.phone();
  await givePassword(phone, "kim", kim.password);
  await press(phone, "Not now (5 days left)");
  await seeHeading(phone, "Profile");
  await follow(phone, "Security");
  await see(phone, /^Required from .+, because the organisation requires it of everyone\.$/);
  const start = world.clock.now();
  await signOut(phone);
  world.clock.set(start + 5 * day - 1000);
  await givePassword(phone, "kim", kim.password);
  await press(phone, "Not now (1 day left)");
  await seeHeading(phone, "Profile");
  world.clock.set(start + 5 * day + 1000);
  await phone.reload();
  await see(phone, "Acme now asks for a second step. Please sign in again.");
  await leadsTo(phone, "kim", kim.password, "Scan this code");
});

test("[PM-2] without 'Let people trust their browser', the preview names who is asked at once, and they are", async () => {
  const world = await serve();
  const finn = await world.addPerson({
    email: "finn@acme.example",
    screenName: "finn",
    displayName: "Finn Sands",
    enrolled: true,
  });
  const phone = await world.phone();
  await givePassword(phone, "finn", finn.password);
  await phone.getByLabel(/^Remember this browser/).check();
  await giveCode(phone, world.oathtool(finn));
  await seeHeading(phone, "Profile");
  await signOut(phone);
  expect(await isAsked(phone, "finn", finn.password)).toBe(false);
  await signOut(phone);
  const desk = await openPolicy(world);
  await desk.getByLabel("Let people trust their browser").uncheck();
  await press(desk, "Save");
  await seeHeading(desk, "Asked at the next sign-in, because trust ends: 1");
  await see(desk, "Finn Sands");
  expect(await isAsked(phone, "finn", finn.password)).toBe(false);
  await press(desk, "Confirm and save");
  await see(desk, "Saved. It holds from now on, for everybody.");
  expect(await isAsked(phone, "finn", finn.password)).toBe(true);
});
