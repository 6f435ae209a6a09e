// In every language on the narrowest phone: no page is wider than it, and no word runs out of its button.
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Language, languages } from "../../../src/words/index.ts";
import { useBrowser } from "../../support/served-world.ts";
import { signIn } from "../../support/visiting.ts";

const { serve } = useBrowser();

const narrow = { width: 320, height: 640 };

/** What is wider than what shows it. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const boxes = document.querySelectorAll<HTMLElement>(
      "html, dialog, .button, .badge, .notice, .box, h1, h2, label, legend, .hint, .error, dt, dd, td",
    );
    const page = document.documentElement;
    return (
      [...boxes]
        .filter(
          (box) => !box.closest(".visually-hidden") && box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0,
        )
        // The navigation scrolls by itself, and an open menu may stand over its box's edge; the page may do neither.
        .filter(
          (box) => box === page || !(getComputedStyle(box).display === "inline" || box.querySelector("nav, .menu")),
        )
        .map((box) => `${box.tagName} "${box.innerText.slice(0, 40)}" ${box.scrollWidth} > ${box.clientWidth}`)
    );
  });

/** What a menu opens on has to be reached as well. */
const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLDetailsElement>("details.menu")].flatMap((menu) => {
      menu.open = true;
      const { left, right } = (menu.querySelector("ul") as HTMLElement).getBoundingClientRect();
      menu.open = false;
      return left < 0 || right > innerWidth ? [`menu from ${left} to ${right}`] : [];
    }),
  );

/** The same browser asks for pages in another language from here on. */
async function speak(page: Page, language: Language): Promise<void> {
  await page.unrouteAll();
  await page.route("**/*", (route, request) =>
    route.continue({ headers: { ...request.headers(), "accept-language": language } }),
  );
}

async function wideIn(page: Page, paths: string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const foreign: string[] = [];
  // English is looked at on every page by others.
  for (const language of languages.filter((one) => one !== "en")) {
    await speak(page, language);
    for (const path of paths) {
      await page.goto(path);
      const wide = [...(await tooWide(page)), ...(await outside(page))];
      if (wide.length > 0) found[`${language} ${path}`] = wide;
      const spoken = (await page.locator("html").getAttribute("lang")) as Language;
      if (spoken !== language) foreign.push(`${path} speaks ${spoken}, not ${language}`);
    }
  }
  expect(foreign).toEqual([]);
  return found;
}

test("[BY-14] every page of one's own account and of the console fits on 320 px in every language", async () => {
  const world = await serve({ name: "Nordseeforschungsgesellschaft" });
  const ada = await world.addPerson({
    ...{ email: "ada@acme.example", screenName: "ada", displayName: "Ada Winterbottom-Featherstonehaugh" },
    ...{ administrator: true, enrolled: true },
  });
  const page = await world.desktop({ locale: "en" });
  await signIn(world, page, ada);
  await page.setViewportSize(narrow);
  const pages = await page
    .locator("nav a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(pages.length).toBeGreaterThan(8);
  expect(await tooWide(page)).toEqual([]);
  await page.locator("h1").evaluate((heading) => {
    heading.textContent = "Wort".repeat(30);
    heading.style.overflowWrap = "normal";
  });
  expect((await tooWide(page)).join()).toContain("HTML");
  const further = ["/account/security/activity", "/account/security/authenticators/new", "/account/security/enable"];
  expect(await wideIn(page, [...pages, ...further])).toEqual({});
});

test("[BY-14] the pages behind the console's lists fit on 320 px in every language", async () => {
  const world = await serve({ name: "Nordseeforschungsgesellschaft" });
  const named = { displayName: "Kim Winterbottom-Featherstonehaugh", enrolled: true };
  const kim = await world.addPerson({ email: "kim.winterbottom@nordseeforschung.example", ...named });
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const page = await world.desktop({ locale: "en" });
  await signIn(world, page, ada);
  await page.setViewportSize(narrow);
  const person = `/admin/people/${kim.person.id}`;
  const policy = ["/admin/policy/rules", "/admin/policy/account-types"];
  const people = [person, `${person}/edit`, `${person}/reset`, "/admin/people/new", "/admin/people/import"];
  expect(await wideIn(page, [...people, ...policy])).toEqual({});
});

test("[BY-14] on a usual phone the console fits too, and a short heading's menu opens within the window", async () => {
  const world = await serve({ name: "Harbour Research" });
  const bo = await world.addPerson({ email: "bo@acme.example", displayName: "Bo" });
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const page = await world.desktop({ locale: "en" });
  await signIn(world, page, ada);
  await page.setViewportSize({ width: 390, height: 844 });
  const person = `/admin/people/${bo.person.id}`;
  await page.goto(person);
  const beside = await page
    .locator(".page-head > *")
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top));
  expect(Math.abs(Number(beside[0]) - Number(beside[1]))).toBeLessThan(20);
  expect(await outside(page)).toEqual([]);
  const withMenus = ["/admin/people", "/admin/audit", person];
  expect(await wideIn(page, ["/admin", ...withMenus])).toEqual({});
  // On a tablet it is no wider than its words ask for, and below what opened it.
  for (const [width, path] of [768, 880].flatMap((wide) => withMenus.map((one) => [wide, one] as const))) {
    await page.setViewportSize({ width, height: 1024 });
    await page.goto(path);
    expect(await outside(page)).toEqual([]);
    const menu = page.locator(".page-head .menu");
    await menu.locator("summary").click();
    const [opener, list] = [await menu.locator("summary").boundingBox(), await menu.locator("ul").boundingBox()];
    expect(list?.width).toBeLessThan(400);
    expect((list?.x ?? 0) + (list?.width ?? 0)).toBeGreaterThan(opener?.x ?? 9999);
    expect(list?.x).toBeLessThan((opener?.x ?? 0) + (opener?.width ?? 0));
  }
});

test("[BY-14] a long date and the organisation's name fit on 320 px", async () => {
  const world = await serve({ name: "Harbour Research" });
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const page = await world.desktop({ locale: "en" });
  await signIn(world, page, ada);
  await page.setViewportSize(narrow);
  await speak(page, "es");
  await page.goto("/account/security/activity");
  for (const time of await page.locator("time").all())
    await time.evaluate((element) => {
      element.textContent = "28 de septiembre de 2026, 12:00";
    });
  expect(await tooWide(page)).toEqual([]);
  const name = page.locator(".brand-name");
  expect(await name.evaluate((element) => element.scrollHeight <= element.clientHeight + 1)).toBe(true);
});

test("[BY-14] the pages before signing in fit on 320 px in every language", async () => {
  const world = await serve({ name: "Nordseeforschungsgesellschaft" });
  const page = await world.desktop({ locale: "en" });
  await page.setViewportSize(narrow);
  expect(await wideIn(page, ["/sign-in", "/forgot-password", "/invitation?token=gone"])).toEqual({});
  const lin = await world.addPerson({ email: "lin@acme.example", screenName: "lin", enrolled: true });
  await speak(page, "en");
  await page.goto("/sign-in");
  await page.getByLabel("Screen name or e-mail").fill("lin");
  await page.getByLabel("Password", { exact: true }).fill(lin.password);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  expect(await wideIn(page, ["/sign-in", "/sign-in/recovery-code", "/sign-in/help"])).toEqual({});
});
