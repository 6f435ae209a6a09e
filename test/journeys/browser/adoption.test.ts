// The console's front page: from a number to the people behind it, and to the file of them.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { countEverything } from "../../../src/admin/adoption/working.ts";
import { chainWaiting } from "../../../src/audit/chain/chaining.ts";
import { ask } from "../../support/help.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, givePassword, see, seeHeading, signIn } from "../../support/visiting.ts";
import type { TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();

async function saved(page: Page, link: string): Promise<string[]> {
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: link, exact: true }).first().click();
  return readFileSync(await (await saving).path(), "utf8")
    .trim()
    .split("\r\n");
}

test("[BY-8] an administrator sees how many are protected, who is missing, and takes them along", async () => {
  const world = await serve();
  await world.setPolicy({ accountTypes: { client: "optional" } });
  const ada = await world.addPerson({
    email: "ada@acme.example",
    displayName: "Ada Byron",
    administrator: true,
    enrolled: true,
  });
  let kim: TestPerson | undefined;
  for (const [name, accountType, enrolled] of [
    ["Kim Larsen", "staff", true],
    ["Lea Marsh", "staff", false],
    ["=HYPERLINK(1) Omar", "client", false],
    ["Pia Reef", "client", true],
  ] as const) {
    const person = await world.addPerson({
      email: `${name.split(" ").at(-1)?.toLowerCase()}@tide.example`,
      displayName: name,
      accountType,
      enrolled,
    });
    kim ??= person;
  }
  const elsewhere = await world.addOrganisation("Elsewhere", "elsewhere.example");
  await world.addPerson({ email: "nobody@tide.example", organisation: elsewhere, displayName: "Nobody Here" });
  const stranger = await world.phone();
  await givePassword(stranger, "kim.larsen", "not the right one");

  const page = await world.desktop();
  await signIn(world, page, ada);
  await chainWaiting(world.needs);
  await countEverything(world.needs);
  await follow(page, "Adoption");
  await seeHeading(page, "Adoption");
  await see(page, "3 of 5 people are protected");
  await see(page, "60%");
  expect(await page.getByRole("img", { name: /^Share of people who are protected, .* 60%\.$/ }).count()).toBe(1);

  // The chart's numbers, as a table.
  await page.getByText("Show the numbers").first().click();
  const days = page.getByRole("table", { name: "Protected over time" }).getByRole("row");
  expect(await days.nth(1).innerText()).toMatch(/\s5\s+3\s+60%$/);

  // From how many have nothing set up to who they are, and to the file of them.
  const missing = page.getByRole("link", { name: "2 Nothing set up" });
  expect(await saved(page, "CSV: Nothing set up")).toHaveLength(3);
  await missing.click();
  await seeHeading(page, "People");
  const people = page.getByRole("table").getByRole("rowheader");
  await expect.poll(() => people.count()).toBe(2);
  expect(await people.allInnerTexts()).toEqual([
    expect.stringContaining("=HYPERLINK(1) Omar"),
    expect.stringContaining("Lea Marsh"),
  ]);
  expect(await page.content()).not.toContain("Nobody Here");

  // Who asks for help, as a file too.
  await ask(world, kim as TestPerson);
  await page.goto("/admin");
  const asking = await saved(page, "CSV: Open help requests");
  expect(asking).toHaveLength(2);
  expect(asking[1]).toContain(",Kim Larsen,");
  await page.getByRole("link", { name: "1 Open help requests" }).click();
  await seeHeading(page, "Help requests");
  expect(await saved(page, "CSV: Open")).toEqual(asking);

  // Of one account type alone, on a phone.
  const phone = await world.phone();
  await phone.context().addCookies(await page.context().cookies());
  await phone.goto("/admin");
  await phone.getByRole("table", { name: "By account type" }).getByRole("link").nth(1).waitFor();
  await phone
    .getByRole("row", { name: /^client/ })
    .getByRole("link")
    .nth(1)
    .click();
  await seeHeading(phone, "People");
  await see(phone, "=HYPERLINK(1) Omar");
  expect(await phone.getByText("Lea Marsh").count()).toBe(0);

  // What came of sign-ins, and the events behind it.
  await page.goto("/admin");
  await page.getByRole("link", { name: "1 Wrong password" }).click();
  await seeHeading(page, "Audit trail");
  await see(page, "Wrong password at sign-in");
  await page.goto("/admin?range=365");
  const file = await saved(page, "CSV: Nothing set up");
  expect(file.slice(1).some((line) => line.includes("'=HYPERLINK(1) Omar"))).toBe(true);
  expect(file.join("\n")).not.toMatch(/(^|,)"?=/m);
});

test("[BY-8] the front page speaks the reader's language, and runs from right to left where that does", async () => {
  const world = await serve();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true, language: "ar" });
  const page = await world.phone();
  await givePassword(page, ada.person.email, ada.password);
  await page.locator("[name=code]").fill(world.oathtool(ada));
  await page.waitForURL("**/account");
  await page.goto("/admin");
  await seeHeading(page, "مدى الاعتماد");
  expect(await page.evaluate(() => [document.dir, document.documentElement.scrollWidth - innerWidth])).toEqual([
    "rtl",
    0,
  ]);
  await see(page, "المستخدمون المحميون: 1 من 1");
});
