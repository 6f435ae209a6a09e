// The whole console and one's own account in Arabic: from right to left, legible, and nothing out of reach.
import { expect, test } from "vitest";
import { words } from "../../../src/words/index.ts";
import { violations } from "../../support/looking.ts";
import { useBrowser } from "../../support/served-world.ts";
import { seeHeading } from "../../support/visiting.ts";

const { serve } = useBrowser();

test("[BY-14] every page that the navigation leads to runs from right to left in Arabic, and meets WCAG 2.2 AA", async () => {
  const world = await serve();
  const amal = await world.addPerson({
    ...{ email: "amal@acme.example", screenName: "amal", displayName: "أمل حداد" },
    ...{ administrator: true, enrolled: true },
  });
  await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen Jr.", enrolled: true });
  const { account, shared, signIn } = words.ar;
  const page = await world.desktop({ locale: "ar" });
  await page.goto("/sign-in");
  await page.getByLabel(signIn.login).fill("amal");
  await page.getByLabel(signIn.password, { exact: true }).fill(amal.password);
  await page.keyboard.press("Enter");
  await page.getByLabel(shared.code(6)).fill(world.oathtool(amal));
  await seeHeading(page, account.nav.profile);

  const places = await page
    .locator("nav a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(places.length).toBeGreaterThan(10);
  const found: Record<string, unknown> = {};
  for (const place of places) {
    await page.goto(place);
    const { direction, start } = await page.evaluate(() => ({
      direction: getComputedStyle(document.documentElement).direction,
      // The heading begins at the right: nothing of the page stands before it there.
      start: innerWidth - (document.querySelector("h1")?.getBoundingClientRect().right ?? 0) < innerWidth / 2,
    }));
    if (direction !== "rtl" || !start) found[`${place} runs`] = { direction, start };
    const troubles = await violations(page, { briefly: true });
    if (troubles.length > 0) found[place] = troubles;
  }
  expect(found).toEqual({});
});
