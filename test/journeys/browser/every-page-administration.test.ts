// Every page of administration, in every state: no violation of WCAG 2.2 AA, nothing to scroll sideways, no error.
import { test } from "vitest";
import { minute } from "../../../src/kernel/clock.ts";
import { lookAround } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, giveCode, givePassword, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

test("[BY-14] people", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    const ada = await world.addPerson({
      email: "ada@acme.example",
      displayName: "Ada Byron",
      administrator: true,
      enrolled: true,
    });
    const kim = await world.addPerson({
      email: "kim.larsen@a-long-name-of-a-company.example",
      displayName: "Kim Larsen",
      enrolled: true,
    });
    await world.addPerson({ email: "omar@acme.example", displayName: "Omar Quay", accountType: "client" });
    const elsewhere = await world.phone();
    await givePassword(elsewhere, kim.person.email, kim.password);
    await elsewhere.getByLabel(/^Remember this browser/).check();
    await giveCode(elsewhere, world.oathtool(kim));
    await seeHeading(elsewhere, "Profile");
    await signIn(world, page, ada);
    await page.goto("/admin/people");
    await look("people");
    await page.locator("table summary").nth(1).click();
    await look("people, menu");
    await page.goto("/admin/people?search=zzz");
    await look("people, nobody found");
    await page.goto("/admin/people/new");
    await look("add person");
    await page.getByLabel("E-mail").fill("kim.larsen@a-long-name-of-a-company.example");
    await page.getByLabel("Name", { exact: true }).fill("Pat Dune");
    await press(page, "Add person");
    await see(page, "Somebody here has this e-mail address already.");
    await look("add person, address taken");
    await page.getByLabel("E-mail").fill("pat@acme.example");
    await press(page, "Add person");
    await seeHeading(page, "Invitation link");
    await look("invitation link");
    await follow(page, "Go to Pat Dune");
    await seeHeading(page, "Pat Dune");
    await look("person, invited");
    await page.goto(`/admin/people/${ada.person.id}`);
    await look("person, oneself");
    await page.goto(`/admin/people/${kim.person.id}`);
    await look("person, with a trusted browser and a session");
    await page.goto(`/admin/people/${kim.person.id}/reset`);
    await look("reset warning");
    await press(page, "Reset two-factor authentication");
    await see(page, "was reset");
    await look("person, reset");
    await page.goto("/admin?range=90");
    await page.getByText("Show the numbers").first().click();
    await look("adoption");
    await page.goto("/admin/audit");
    await look("audit trail");
    await page.goto("/admin/audit?what=policy.changed&from=2027-01-01");
    await look("audit trail, nothing fits");
  });
});

test("[BY-14] policy", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    await world.setPolicy({
      accountTypes: { client: "optional" },
      domains: [{ domain: "north.example", subdomains: true, level: "required" }],
    });
    const ada = await world.addPerson({
      email: "ada@acme.example",
      displayName: "Ada Byron",
      administrator: true,
      enrolled: true,
    });
    await world.addPerson({ email: "omar@tide.example", displayName: "Omar Quay", accountType: "client" });
    await signIn(world, page, ada);
    await page.goto("/admin/policy");
    await look("policy");
    await page.getByLabel("New domain or address").fill("no rule at all");
    await press(page, "Add rule");
    await see(page, "This is no domain and no e-mail address.");
    await look("policy, a rule that is none");
    await page.getByLabel("New domain or address").fill("south.example");
    await press(page, "Add rule");
    await see(page, "You have changes that are not saved yet");
    await look("policy, unsaved");
    await press(page, "Add many");
    await seeHeading(page, "Rules for domains and addresses");
    await look("rules");
    await page.getByLabel("Rules", { exact: true }).fill("a.example off\nno rule at all");
    await press(page, "Take these lines");
    await see(page, "Nothing was added. Mend the lines below.");
    await look("rules, a line that is none");
    await page.goto("/admin/policy/account-types");
    await page.getByLabel("Name").fill("Big Boss");
    await press(page, "Add type");
    await see(page, "Use small letters");
    await look("account types");
    await page.goto("/admin/policy");
    await page.getByLabel("client", { exact: true }).selectOption("Required");
    await page.getByLabel("Let people trust their browser").uncheck();
    await press(page, "Save");
    await seeHeading(page, "Before you save");
    await look("policy, preview");
    await page.getByRole("link", { name: "Show: Newly required" }).click();
    await seeHeading(page, "Newly required");
    await look("policy, a group");
    await page.goBack();
    await press(page, "Confirm and save");
    await see(page, "Saved. It holds");
    await look("policy, saved");
    world.clock.advance(20 * minute);
    await page.reload();
    await look("policy, locked");
  });
});
