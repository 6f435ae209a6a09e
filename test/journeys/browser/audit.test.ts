// The audit trail as an administrator reads it, and as a person reads their own part of it.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { record } from "../../../src/audit/actions.ts";
import { chainWaiting } from "../../../src/audit/chain/chaining.ts";
import { type Finding, verifyChain } from "../../../src/audit/chain/verifying.ts";
import { execute } from "../../contracts/programs.ts";
import { useBrowser } from "../../support/served-world.ts";
import { follow, givePassword, press, see, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

const rows = (page: Page) => page.getByRole("table", { name: "What happened" }).getByRole("row");

async function downloaded(page: Page, what: string): Promise<string> {
  await page.reload();
  await page.locator("summary", { hasText: "Download" }).click();
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: what }).click();
  return readFileSync(await (await saving).path(), "utf8");
}

test("[BY-7] an administrator finds out what happened, narrows it down, takes it along, and nobody changes it unseen", async () => {
  const world = await serve();
  const ada = await world.addPerson({
    email: "ada@acme.example",
    displayName: "Ada Byron",
    administrator: true,
    enrolled: true,
  });
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  const thief = await world.phone();
  for (let i = 0; i < 2; i++) {
    await givePassword(thief, "kim@acme.example", "not the right one");
    await see(thief, /password/i);
  }
  const page = await world.desktop();
  await signIn(world, page, ada);
  await page.goto(`/admin/people/${kim.person.id}/disable`);
  await page.getByLabel("Reason").fill("=1+1 left");
  await press(page, "Disable");
  await follow(page, "Audit trail");
  await seeHeading(page, "Audit trail");
  await see(page, "Account disabled: =1+1 left");
  await see(page, "Wrong password at sign-in");

  // Everything about Kim that was refused.
  await page.getByLabel("About whom").fill("kim@acme.example");
  await page.getByText("More filters").click();
  await page.getByLabel("Outcome").selectOption("Refused");
  await press(page, "Filter");
  await expect.poll(() => rows(page).count()).toBe(3);
  expect(await rows(page).nth(1).innerText()).toContain("Wrong password at sign-in");
  // What is in use shows.
  await page.getByLabel("Outcome").selectOption("Any");
  await page.getByLabel("What", { exact: true }).selectOption({ value: "person.disabled" });
  await press(page, "Filter");
  await expect.poll(() => rows(page).count()).toBe(2);
  expect(await rows(page).nth(1).innerText()).toMatch(/Kim Larsen[\s\S]*Ada Byron/);

  // The file has what the page has, and runs nothing.
  const csv = await downloaded(page, "Download as CSV");
  expect(csv.trim().split("\r\n")).toHaveLength(2);
  expect(csv).toContain("Ada Byron");
  expect(csv).not.toMatch(/(^|[,"])=/m);
  const [line] = (await downloaded(page, "Download as JSON lines")).trim().split("\n");
  expect(JSON.parse(line as string)).toMatchObject({ name: "person.disabled", details: { reason: "=1+1 left" } });

  // From an event to the person it is about.
  await page.getByRole("link", { name: "Kim Larsen" }).click();
  await seeHeading(page, "Kim Larsen");
  await follow(page, "Audit trail");
  await page.getByLabel("About whom").fill("nobody@acme.example");
  await press(page, "Filter");
  await see(page, "Nothing fits");
  await follow(page, "Show everything");
  await see(page, "Account disabled: =1+1 left");

  // Somebody with the database at hand makes it another reason: the chain says which event.
  await chainWaiting(world.needs);
  const findings: Finding[] = [];
  const looking = { organisation: world.organisation.id, found: (one: Finding) => void findings.push(one) };
  await verifyChain(world.needs.db, world.needs.sealer, looking);
  expect(findings).toEqual([]);
  await execute(world.needs.db, "update audit_events set details = '{}' where name = 'person.disabled'");
  await verifyChain(world.needs.db, world.needs.sealer, looking);
  expect(findings).toMatchObject([{ what: "event-changed", name: "person.disabled" }]);
});

test("[BY-7] a person reads all that is kept about their own account", async () => {
  const world = await serve();
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  const { organisation_id: organisation, id: person } = kim.person;
  const source = { address: "198.51.100.77", userAgent: "" };
  for (let i = 0; i < 60; i++) {
    const name = i === 0 ? "authenticator.renamed" : "session.stepped-up";
    await world.needs.db.transaction((tx) =>
      record(tx, world.needs, { organisation, name, actor: person, person, source }),
    );
  }
  const page = await world.phone();
  await signIn(world, page, kim);
  await follow(page, "Security");
  await follow(page, "Show all activity");
  await seeHeading(page, "All activity");
  await see(page, "Signed in");
  await follow(page, "Earlier");
  await see(page, "An authenticator app was renamed");
  await follow(page, "Back to the latest");
  await see(page, "Signed in");
});
