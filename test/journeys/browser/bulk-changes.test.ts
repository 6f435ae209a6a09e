// An administrator changes several people at once, on a phone, with scripts and without: ticks them, looks at what will
// happen, confirms, and reads what came of it.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { lookAround } from "../../support/looking.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import { follow, giveCode, givePassword, press, see, seeHeading, signIn } from "../../support/visiting.ts";
import type { TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();
const environment = { COUNTERSIGN_SMTP_URL: "smtp://127.0.0.1:9", COUNTERSIGN_MAIL_FROM: "no-reply@acme.example" };

async function acme(): Promise<{ world: ServedWorld; ada: TestPerson; people: TestPerson[] }> {
  const world = await serve({ policy: { organisation: "optional" }, environment });
  const ada = await world.addPerson({
    email: "ada@acme.example",
    screenName: "ada",
    displayName: "Ada Byron",
    administrator: true,
    enrolled: true,
  });
  const people: TestPerson[] = [];
  for (const name of ["Kim Reyes", "Lee Wu", "Mo Larsen", "Pat Dune"]) {
    const screenName = (name.split(" ")[0] as string).toLowerCase();
    const email = `${screenName}@acme.example`;
    people.push(await world.addPerson({ email, screenName, displayName: name, accountType: "client" }));
  }
  return { world, ada, people };
}

/** Over the list, and again where it ends. */
const goOn = (page: Page) => page.getByRole("button", { name: "Go on", exact: true });
const tick = (page: Page, name: string) => page.getByRole("checkbox", { name: `Choose ${name}` });

test.each([
  ["with scripts", true],
  ["without scripts", false],
])("on a phone, %s: tick, look, confirm, read what came of it", async (_how, scripts) => {
  const { world, ada } = await acme();
  const phone = await world.phone({ scripts });
  await givePassword(phone, "ada", ada.password);
  await giveCode(phone, world.oathtool(ada));
  if (!scripts) await press(phone, "Continue");
  await seeHeading(phone, "Profile");
  await phone.goto("/admin/people");
  // Nothing to tick until it is wanted, and never oneself.
  expect(await tick(phone, "Kim Reyes").isVisible()).toBe(false);
  await phone.getByText("Change several people").click();
  await tick(phone, "Kim Reyes").check();
  await tick(phone, "Lee Wu").check();
  expect(await tick(phone, "Ada Byron").count()).toBe(0);
  await phone.getByLabel("What to do").selectOption("Disable");
  await goOn(phone).last().click();
  await seeHeading(phone, "Disable 2 accounts?");
  await see(phone, "Nothing is changed yet.");
  expect(await phone.locator("main").innerText()).toMatch(/Kim Reyes[\s\S]*Lee Wu/);
  await phone.getByLabel("Reason").fill("Project over");
  await press(phone, "Disable 2 people");
  await see(phone, "Disabled: 2 people.");
  await follow(phone, "Back to the list");
  expect(await phone.getByRole("row", { name: /Kim Reyes/ }).innerText()).toContain("Disabled");
  expect(await phone.getByRole("row", { name: /Mo Larsen/ }).innerText()).not.toContain("Disabled");

  // Everybody who fits a filter; those who are so already are left out, and a file says who.
  await phone.goto("/admin/people?type=client");
  await phone.getByText("Change several people").click();
  await phone.getByLabel("Everyone who matches this filter (4)").check();
  await phone.getByLabel("What to do").selectOption("Disable");
  await goOn(phone).first().click();
  await seeHeading(phone, "Disable 2 accounts?");
  await see(phone, "Left out: is disabled already");
  await world.addPerson({ email: "new@acme.example", displayName: "New Nora", accountType: "client" });
  await press(phone, "Disable 2 people");
  await see(phone, "Other people match this filter by now");
  await press(phone, "Disable 3 people");
  await see(phone, "Disabled: 3 people. 2 left out.");
  const saving = phone.waitForEvent("download");
  await follow(phone, "Download those left out (CSV)");
  const file = readFileSync(await (await saving).path(), "utf8");
  expect(file.split("\r\n").filter(Boolean)).toHaveLength(3);
  expect(file).toContain("kim@acme.example,kim,Kim Reyes,already");
});

test("what is forgotten is said, and two-factor authentication asks for a reason before it is set for many", async () => {
  const { world, ada } = await acme();
  const page = await world.desktop();
  await signIn(world, page, ada);
  await page.goto("/admin/people?type=client");
  await page.getByText("Change several people").click();
  await page.getByLabel("What to do").selectOption("Set two-factor authentication");
  await goOn(page).first().click();
  await see(page, "Nobody was chosen. Tick at least one person in the list, or choose everyone.");
  await tick(page, "Kim Reyes").check();
  await tick(page, "Lee Wu").check();
  await page.getByLabel("What to do").selectOption("Set two-factor authentication");
  await goOn(page).last().click();
  await page.getByLabel("Required").check();
  await press(page, "Go on");
  await see(page, "Say in a few words why.");
  await page.getByLabel("Reason").fill("They handle the payroll");
  await press(page, "Go on");
  await seeHeading(page, "Set two-factor authentication of 2 people to required?");
  await press(page, "Set for 2 people");
  await see(page, "Set: 2 people.");
  await page.goto("/admin/people?requirement=required");
  const rows = await page.getByRole("rowheader").allInnerTexts();
  expect(rows.map((row) => row.split("\n")[0])).toEqual(["Kim Reyes", "Lee Wu"]);
});

test("the pages can be used by everybody, on a phone and in the dark", async () => {
  const { world, ada } = await acme();
  const page = await world.desktop();
  await signIn(world, page, ada);
  const choose = async (what: string) => {
    await page.goto("/admin/people?type=client");
    await page.getByText("Change several people").click();
    await page.getByLabel(/^Everyone who matches/).check();
    await page.getByLabel("What to do").selectOption(what);
    await goOn(page).first().click();
  };
  await lookAround(page, async (look) => {
    await page.goto("/admin/people?several=nobody-chosen");
    await tick(page, "Kim Reyes").check();
    await look("the list, with tick boxes");
    await choose("Change account type");
    await seeHeading(page, "Change account type");
    await look("which account type");
    await page.getByLabel("Account type").selectOption("client");
    await press(page, "Go on");
    await seeHeading(page, "Nothing to do");
    await look("nothing to do");
    await choose("Set two-factor authentication");
    await press(page, "Go on");
    await look("which level");
    await page.getByLabel("Required").check();
    await press(page, "Go on");
    await see(page, "Say in a few words why.");
    await look("reason missing");
    await choose("Reset two-factor authentication");
    await seeHeading(page, "Nothing to do");
    await choose("Disable");
    await seeHeading(page, "Disable 4 accounts?");
    await look("question");
    await press(page, "Disable 4 people");
    await see(page, "Disabled: 4 people.");
    await look("result");
    await choose("Disable");
    await seeHeading(page, "Nothing to do");
    await choose("Enable");
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ status: "active" }).where("screen_name", "=", "kim")),
    );
    await press(page, "Enable 4 people");
    await see(page, "Enabled: 3 people. 1 left out.");
    await look("result with somebody left out");
    // As it looks while it goes on.
    await world.needs.db.transaction(async (tx) => {
      await tx.list((query) => query.updateTable("bulk_changes").set({ finished_at: null }));
      await tx.list((query) => query.updateTable("bulk_change_people").set({ outcome: null }));
    });
    await page.reload();
    await see(page, "The rest goes on by itself");
    await look("progress");
  });
});
