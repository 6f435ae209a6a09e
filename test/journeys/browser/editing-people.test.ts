// An administrator edits people: what is asked of one person alone, a changed address, an account that is disabled; and a
// helper, who only looks.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import {
  codeOverlay,
  follow,
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
const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes" };

/** By the row's menu in the list of people. */
async function choose(page: Page, who: string, what: string): Promise<void> {
  await follow(page, "People");
  const row = page.getByRole("row", { name: new RegExp(who) });
  await row.locator("summary").click();
  await row.getByRole("link", { name: what, exact: true }).click();
}

test("[PM-3] 'Two-factor authentication' under Actions > Edit overrides the person's own setting, both ways", async () => {
  const world = await serve({ policy: { organisation: "optional" } });
  const [ada, kim] = [await world.addPerson(adaIs), await world.addPerson({ ...kimIs, enrolled: true })];
  const lee = await world.addPerson({ email: "lee@acme.example", screenName: "lee", displayName: "Lee Wu" });
  const [desk, phone] = [await world.desktop(), await world.phone()];
  // As they chose for themselves: Kim turned it on, Lee did not.
  expect(await isAsked(phone, "kim", kim.password)).toBe(true);
  await press(phone, "Cancel");
  expect(await isAsked(phone, "lee", lee.password)).toBe(false);

  await signIn(world, desk, ada);
  await choose(desk, "Lee Wu", "Edit");
  await seeHeading(desk, "Edit Lee Wu");
  const setting = desk.getByRole("radiogroup", { name: "Two-factor authentication" });
  expect(await setting.getByLabel("As the policy says").isChecked()).toBe(true);
  await setting.getByLabel("Required").check();
  await press(desk, "Save");
  await see(desk, "Say in a few words why it is not as the policy says.");
  await desk.getByLabel("Reason").fill("Handles the payroll");
  await press(desk, "Save");
  await see(desk, "Saved.");
  await see(desk, /^Required, because an administrator set it for this person/);
  await see(desk, "Two-factor authentication set to required: Handles the payroll");
  // Lee's session is too little from the next request on.
  await phone.goto("/account");
  await see(phone, "Acme now asks for a second step. Please sign in again.");
  await givePassword(phone, "lee", lee.password);
  await seeHeading(phone, "Scan this code");
  await press(phone, "Cancel");

  await choose(desk, "Kim Reyes", "Edit");
  await setting.getByLabel("Off").check();
  await desk.getByLabel("Reason").fill("Broken arm");
  await press(desk, "Save");
  await see(desk, "Saved.");
  expect(await isAsked(phone, "kim", kim.password)).toBe(false);
  await signOut(phone);

  // And back to what the policy says.
  await choose(desk, "Kim Reyes", "Edit");
  expect(await setting.getByLabel("Off").isChecked()).toBe(true);
  await setting.getByLabel("As the policy says").check();
  await press(desk, "Save");
  await see(desk, "Saved.");
  expect(await isAsked(phone, "kim", kim.password)).toBe(true);
});

test("[DI-2] a changed address is judged anew: the administrator sees which rule no longer holds before saving", async () => {
  const world = await serve({
    policy: { organisation: "optional", domains: [{ domain: "acme.example", subdomains: false, level: "required" }] },
  });
  const [ada, kim] = [await world.addPerson(adaIs), await world.addPerson(kimIs)];
  const [desk, phone] = [await world.desktop(), await world.phone()];
  await givePassword(phone, "kim", kim.password);
  await seeHeading(phone, "Scan this code");
  await press(phone, "Cancel");

  await signIn(world, desk, ada);
  await choose(desk, "Kim Reyes", "Edit");
  await desk.getByLabel("E-mail").fill("kim@partner.example");
  await press(desk, "Save");
  await seeHeading(desk, "Check before saving");
  await see(desk, "Two-factor authentication changes from required to optional");
  await see(desk, /^Required, because acme.example is a required domain/);
  const lost = desk.locator("dl > div", { hasText: "Would no longer hold" });
  expect(await lost.locator("dd").innerText()).toBe("The rule for the domain acme.example: required");
  // Nothing is saved yet.
  await givePassword(phone, "kim@acme.example", kim.password);
  await seeHeading(phone, "Scan this code");
  await press(phone, "Cancel");
  await press(desk, "Save changes");
  await see(desk, "Saved.");
  await see(desk, "kim@partner.example");
  await givePassword(phone, "kim@partner.example", kim.password);
  await seeHeading(phone, "Profile");
});

test("[FX-5] [BY-5] a disabled person is out at once; enabled again they come in as before; deleted they are gone", async () => {
  const world = await serve();
  const [ada, kim] = [await world.addPerson(adaIs), await world.addPerson({ ...kimIs, enrolled: true })];
  const [desk, phone] = [await world.desktop(), await world.phone()];
  await signIn(world, phone, kim);
  await signIn(world, desk, ada);
  await choose(desk, "Kim Reyes", "Disable");
  const question = desk.getByRole("dialog", { name: "Disable this account?" });
  await question.getByLabel("Reason").fill("Left the company");
  await question.getByRole("button", { name: "Disable" }).click();
  await see(desk, "The account is disabled.");
  await phone.reload();
  await seeHeading(phone, "Sign in to Acme");
  await givePassword(phone, "kim", kim.password);
  await see(phone, /do not|don't|wrong/i);

  await choose(desk, "Kim Reyes", "Enable");
  await press(desk, "Enable");
  await see(desk, "The account is enabled again.");
  world.nextStep();
  await givePassword(phone, "kim", kim.password);
  await codeOverlay(phone).waitFor();

  await choose(desk, "Kim Reyes", "Delete");
  await press(desk, "Delete");
  await see(desk, "The person was deleted.");
  expect(await desk.getByRole("row", { name: /Kim Reyes/ }).count()).toBe(0);
});

test("a helper sees people and nothing to change them with", async () => {
  const world = await serve();
  const hal = await world.addPerson({
    ...adaIs,
    email: "hal@acme.example",
    screenName: "hal",
    administrator: false,
    helper: true,
  });
  await world.addPerson({ ...kimIs, enrolled: true });
  const desk = await world.desktop();
  await signIn(world, desk, hal);
  const places = await desk.getByRole("navigation", { name: "Main" }).getByRole("link").allInnerTexts();
  expect(places).toEqual(["Profile", "Security", "People", "Help requests"]);
  await follow(desk, "People");
  expect(await desk.getByRole("link", { name: "Add person" }).count()).toBe(0);
  await follow(desk, "Kim Reyes");
  await seeHeading(desk, "Kim Reyes");
  const buttons = await desk.getByRole("main").getByRole("button").allInnerTexts();
  expect(buttons).toEqual([]);
});

test("the pages that edit people can be used by everybody, on a phone and in the dark", async () => {
  const world = await serve({
    policy: { domains: [{ domain: "acme.example", subdomains: false, level: "optional" }] },
  });
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    const ada = await world.addPerson({ ...adaIs, operator: true });
    const kim = await world.addPerson({ ...kimIs, enrolled: true });
    await signIn(world, page, ada);
    await page.goto(`/admin/people/${kim.person.id}/edit`);
    await look("edit");
    await page.getByLabel("Off").check();
    await press(page, "Save");
    await look("edit, reason missing");
    await page.getByLabel("Reason").fill("Broken arm");
    await page.getByLabel("Last day").fill("2099-12-31");
    await press(page, "Save");
    await see(page, "Saved.");
    await look("person, overridden");
    await page.goto(`/admin/people/${kim.person.id}/edit`);
    await page.getByLabel("E-mail").fill("kim@partner.example");
    await page.getByLabel("As the policy says").check();
    await press(page, "Save");
    await seeHeading(page, "Check before saving");
    await look("check before saving");
    for (const act of ["disable", "enable", "unlock", "delete"]) {
      await page.goto(`/admin/people/${kim.person.id}/${act}`);
      await look(act);
    }
    await page.goto("/admin/people?requirement=optional&status=active&sort=email");
    await page.getByText("Filters and order (2 in use)").click();
    await look("people, filtered");
    await page.goto("/admin/people/import");
    await look("import");
    await page.getByLabel("File").setInputFiles({
      name: "people.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("email,displayName\nlee@acme.example,Lee Wu\nnobody,Nobody\n"),
    });
    await press(page, "Check the file");
    await see(page, "That is no e-mail address we can use.");
    await look("import, with an error");
    await follow(page, "Choose another file");
    await page.getByLabel("File").setInputFiles({
      name: "people.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("email,displayName\nlee@acme.example,Lee Wu\n"),
    });
    await press(page, "Check the file");
    await see(page, "Nothing is saved yet.");
    await look("import, to be confirmed");
    await press(page, "Import");
    await see(page, "1 person added, 0 people changed.");
    await look("imported");
    await follow(page, "Show who is invited");
    await see(page, "Lee Wu");
    await page.goto("/admin/people");
    await page.locator("table summary").last().click();
    await look("people, menu");
  });
});
