// What stands in a narrow column is read as it is written: no address is torn apart while there is room beside it.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { chainWaiting } from "../../../src/audit/chain/chaining.ts";
import { spread } from "../../../src/webhooks/delivering.ts";
import { useBrowser } from "../../support/served-world.ts";
import { press, seeHeading, signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

/** The words of tables that stand on more than one line. */
const torn = (page: Page): Promise<string[]> =>
  page.locator("table").evaluateAll((tables) =>
    tables.flatMap((table) => {
      const found: string[] = [];
      const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text; text = texts.nextNode())
        for (const word of (text.nodeValue ?? "").matchAll(/[^\s-]{3,}/g)) {
          const range = document.createRange();
          range.setStart(text, word.index);
          range.setEnd(text, word.index + word[0].length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (lines.size > 1 && !text.parentElement?.closest(".visually-hidden")) found.push(word[0]);
        }
      return found;
    }),
  );

test("[BY-11] the report of an import and a person's history keep addresses whole on a desktop", async () => {
  const world = await serve();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const page = await world.desktop();
  await signIn(world, page, ada);
  await page.goto("/admin/people/moving");
  const lines = [
    "email,passwordHash,secret,recoveryCodes",
    "zoe.akesson@tide.example,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,abcd-efgh-1 ijkl-mnop-2",
    "short@tide.example,,JBSWY3DP,",
    "ada@acme.example,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,",
  ];
  const file = { name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) };
  await page.getByLabel("File of the other system").setInputFiles(file);
  await press(page, "Check the file");
  await seeHeading(page, "Check what would be brought");
  expect(await torn(page)).toEqual([]);

  await page.goto(`/admin/people/${ada.person.id}`);
  const row = page.locator("tbody tr", { has: page.locator("td small") }).first();
  await row.locator("th").evaluate((what) => {
    what.textContent = "Went on to an application, without a second factor in that session";
  });
  await row.locator("td small").evaluate((address) => {
    address.textContent = "2001:db8:85a3:8d3:1319:8a2e:370:7348";
  });
  expect(await torn(page)).toEqual([]);
  // Very long ones break all the same.
  await row.locator("td small").evaluate((address) => {
    address.textContent = "x".repeat(200);
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("[BY-7] what opens further events of a webhook looks as if it opened, and the names stand whole in the list of deliveries", async () => {
  const world = await serve();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const page = await world.desktop();
  await signIn(world, page, ada);
  await page.goto("/admin/webhooks/new");
  const lines = await page
    .locator("main summary")
    .evaluateAll((all) => all.map((summary) => getComputedStyle(summary).textDecorationLine));
  expect(new Set(lines)).toEqual(new Set(["underline"]));
  await page.getByRole("textbox", { name: "Address" }).fill("https://siem.acme.example/");
  await press(page, "Add the webhook");
  await page.getByText("The webhook was added").first().waitFor();
  await chainWaiting(world.needs);
  expect(await spread(world.needs)).toBeGreaterThan(0);
  await page.goto("/admin/webhooks");
  await page.locator("main table a").click();
  await page.locator("tbody th").first().waitFor();
  expect(await torn(page)).toEqual([]);
});

test("[BY-8] the dates below a chart are read in Arabic's order", async () => {
  const world = await serve();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const page = await world.desktop();
  await signIn(world, page, ada);
  await page.route("**/*", (route, request) =>
    route.continue({ headers: { ...request.headers(), "accept-language": "ar" } }),
  );
  await page.goto("/admin");
  const date = page.locator(".plot .along span").last();
  const [day, year] = await date.evaluate((span) => {
    const words = (span.textContent ?? "").split(" ");
    return [0, words.length - 1].map((index) => {
      const from = words.slice(0, index).join(" ").length + (index > 0 ? 1 : 0);
      const range = document.createRange();
      range.setStart(span.firstChild as Text, from);
      range.setEnd(span.firstChild as Text, from + (words[index] as string).length);
      return range.getBoundingClientRect().left;
    });
  });
  expect(day).toBeGreaterThan(year as number);
});
