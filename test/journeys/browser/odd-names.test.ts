// Names that people really have, and names that somebody might try: pages, pictures and files carry them unharmed.
import { expect, test } from "vitest";
import { useBrowser } from "../../support/served-world.ts";
import {
  codesShown,
  confirm,
  download,
  giveCode,
  givePassword,
  press,
  scan,
  see,
  seeHeading,
} from "../../support/visiting.ts";

const { serve } = useBrowser();

const organisation = 'Söhne & Co: 100% 🔐 "x"';
const screenNames = [
  "kim:larsen",
  "100% Kim",
  "%41dministrator",
  "🔐 kim",
  "kim&secret=AAAA",
  "kim?issuer=Other#x",
  '"kim" <b>x</b>',
  "Кім 金 ‏كيم",
];

test.each(screenNames)("the screen name %s", async (screenName) => {
  const world = await serve({ name: organisation });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName, displayName: `<i>${screenName}</i>` });
  const page = await world.phone();
  await givePassword(page, screenName, kim.password);
  await seeHeading(page, "Scan this code");
  await see(page, `${organisation} asks for a second step at sign-in.`);

  const { address, secret } = await scan(page);
  const url = new URL(address);
  const noColons = (name: string) => name.replace(/\s*:\s*/g, " ");
  expect(url.protocol + url.host).toBe("otpauth:totp");
  expect(url.searchParams.getAll("secret")).toEqual([secret]);
  expect(url.searchParams.getAll("issuer")).toEqual([noColons(organisation)]);
  // The format has no room for colons in names: the only one parts the issuer from the account.
  expect(decodeURIComponent(url.pathname)).toBe(`/${noColons(organisation)}:${noColons(screenName)}`);
  await confirm(page, world.oathtool(secret));

  const codes = await codesShown(page);
  const file = await download(page);
  expect(file.name).toBe("sohne-co-100-x-recovery-codes.txt");
  expect(file.text.split("\n").slice(0, 2)).toEqual([`Recovery codes for ${organisation}`, `Account: ${screenName}`]);
  for (const code of codes) expect(file.text).toContain(code);
  await press(page, "Continue");

  await seeHeading(page, "Profile");
  expect(await page.title()).toBe(`Profile · ${organisation}`);
  expect(await page.getByLabel("Screen name").inputValue()).toBe(screenName);
  expect(await page.getByLabel("Display name").inputValue()).toBe(`<i>${screenName}</i>`);
  expect(await page.locator("b, i").count()).toBe(0);
});

test("without scripts the file has the same name and the same words", async () => {
  const world = await serve({ name: organisation });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: '"kim" <b>x</b>' });
  const page = await world.phone({ scripts: false });
  await givePassword(page, "kim@acme.example", kim.password);
  await confirm(page, world.oathtool((await scan(page)).secret));
  await seeHeading(page, "Save your recovery codes");
  const file = await download(page);
  expect(file.name).toBe("sohne-co-100-x-recovery-codes.txt");
  expect(file.text.split("\n").slice(0, 2)).toEqual([`Recovery codes for ${organisation}`, 'Account: "kim" <b>x</b>']);
});

test("administrators see them as they are", async () => {
  const world = await serve({ name: organisation });
  const ada = await world.addPerson({
    email: "ada@acme.example",
    screenName: "ada",
    administrator: true,
    enrolled: true,
  });
  for (const [i, screenName] of screenNames.entries()) {
    await world.addPerson({ email: `kim${i}@acme.example`, screenName, displayName: `<script>alert(${i})</script>` });
  }
  const page = await world.desktop();
  await givePassword(page, "ada", ada.password);
  await giveCode(page, world.oathtool(ada));
  await seeHeading(page, "Profile");
  await page.goto("/admin/people");
  for (const [i, screenName] of screenNames.entries()) {
    const row = page.getByRole("row").filter({ hasText: `kim${i}@acme.example` });
    expect(await row.getByRole("rowheader").innerText()).toBe(`<script>alert(${i})</script>\n${screenName}`);
  }
  await page.getByRole("link", { name: "<script>alert(0)</script>" }).click();
  await page.getByRole("heading", { name: "<script>alert(0)</script>" }).waitFor();
});
