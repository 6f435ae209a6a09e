// Single sign-on as people meet it, with a real OpenID provider of somebody else's: connected in the console, tried out, and
// come through.
import { afterEach, expect, test } from "vitest";
import { recordRefusal } from "../../../src/protocols/single-sign-on/visits.ts";
import { lookAround } from "../../support/looking.ts";
import { type CompanyProvider, companyProvider, signInThere } from "../../support/openid-provider.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import {
  codeOverlay,
  follow,
  giveCode,
  givePassword,
  isAsked,
  press,
  see,
  seeHeading,
  signIn,
} from "../../support/visiting.ts";

const { serve } = useBrowser();
const company: CompanyProvider[] = [];
afterEach(async () => {
  for (const provider of company.splice(0)) await provider.close();
});

const staff = {
  kim: { name: "Kim Larsen", email: "kim@acme.example" },
  lee: { name: "Lee Wong", email: "lee@acme.example" },
  ada: { name: "Ada Byron", email: "ada@acme.example" },
};

/** Connected by an administrator in the console, tried out, and turned on. */
async function connected(world: ServedWorld, more: { onlyWay?: boolean; addsPeople?: boolean } = {}) {
  const provider = await companyProvider(staff);
  company.push(provider);
  const ada = await world.addPerson({
    email: "ada@acme.example",
    displayName: "Ada Byron",
    administrator: true,
    enrolled: true,
  });
  const page = await world.desktop();
  await signIn(world, page, ada);
  await follow(page, "Single sign-on");
  await follow(page, "Connect a provider");
  await page.getByLabel("Name", { exact: true }).fill("Acme ID");
  await page.getByLabel("Issuer").fill(provider.issuer);
  await page.getByLabel("Client ID").fill(provider.clientId);
  await page.getByLabel("Client secret").fill(provider.clientSecret);
  await page.getByLabel("E-mail domains it serves").fill("acme.example");
  if (more.onlyWay) await page.getByLabel("Only single sign-on for these domains").check();
  if (more.addsPeople) await page.getByLabel("Add people who come for the first time").check();
  expect(await page.getByLabel("When single sign-on is on, 2FA is off here").isChecked()).toBe(true);
  await press(page, "Connect");
  await seeHeading(page, "Acme ID");
  provider.register(await page.getByRole("textbox", { name: "Redirect address" }).inputValue());
  await follow(page, "Test connection");
  await signInThere(page, "ada");
  await see(page, "The provider answered, and its answer is good");
  await follow(page, "Back to Acme ID");
  await press(page, "Turn on");
  await see(page, "Turned on. People can come in through it.");
  return { provider, ada, page };
}

async function comeThrough(world: ServedWorld, who: keyof typeof staff) {
  const page = await world.phone();
  await page.goto("/sign-in");
  await page.getByLabel("Screen name or e-mail").fill(staff[who].email);
  await press(page, "Use single sign-on");
  await signInThere(page, who);
  return page;
}

test("[IN-8] with single sign-on on, whoever comes through it is not asked for a second factor here, and everybody else is", async () => {
  const world = await serve();
  await connected(world, { addsPeople: true });
  const page = await comeThrough(world, "kim");
  await seeHeading(page, "Profile");
  await see(page, "Kim Larsen");
  // With a password it is asked for as before.
  const lee = await world.addPerson({ email: "lee@acme.example", enrolled: true });
  expect(await isAsked(await world.phone(), lee.person.email, lee.password)).toBe(true);
});

test("[FX-2] the 2FA tab of whoever comes through the provider says who handles it, and offers no set-up", async () => {
  const world = await serve();
  await connected(world, { addsPeople: true });
  const page = await comeThrough(world, "kim");
  await seeHeading(page, "Profile");
  expect(await page.getByText("Enable two-factor authentication").count()).toBe(0);
  await page.goto("/account/security");
  await see(page, "You sign in with Acme ID, which handles the second step. There is nothing to set up here.");
  await see(page, "Off, because your identity provider handles it");
  expect(await page.getByText("Enable two-factor authentication").count()).toBe(0);
  await page.goto("/account/security/enable");
  expect(await page.getByRole("dialog").count()).toBe(0);
});

test("[DI-4] single sign-on people are not asked, also who had set a second factor up: from the moment they link it", async () => {
  const world = await serve();
  const lee = await world.addPerson({ email: "lee@acme.example", displayName: "Lee Wong", enrolled: true });
  const { page: console } = await connected(world);
  const page = await comeThrough(world, "lee");
  await seeHeading(page, "Link to Acme ID");
  await follow(page, "Sign in to link");
  await page.getByLabel("Screen name or e-mail").fill(lee.person.email);
  await page.getByLabel("Password", { exact: true }).fill(lee.password);
  await press(page, "Sign in");
  await giveCode(page, world.oathtool(lee));
  await seeHeading(page, "Link to Acme ID");
  await press(page, "Link and continue");
  await seeHeading(page, "Profile");
  const next = await comeThrough(world, "lee");
  await seeHeading(next, "Profile");
  // The exemption is withdrawn: the code is asked for at the very next click.
  await follow(console, "Change");
  await console.getByLabel("When single sign-on is on, 2FA is off here").uncheck();
  await press(console, "Save");
  await see(console, "It holds from everybody's next click.");
  world.nextStep();
  await next.goto("/account/security");
  await codeOverlay(next).waitFor();
  await giveCode(next, world.oathtool(lee));
  await seeHeading(next, "Security");
});

test("where only single sign-on is left, an address leads to the provider, and whoever has no password confirms there", async () => {
  const world = await serve();
  await connected(world, { onlyWay: true, addsPeople: true });
  const page = await world.desktop();
  await givePassword(page, "kim@acme.example", "whatever it was");
  await signInThere(page, "kim");
  await seeHeading(page, "Profile");
  await see(page, "You sign in with Acme ID and have no password here.");
  await page.getByLabel("E-mail address").fill("kim.l@acme.example");
  await press(page, "Change e-mail");
  await seeHeading(page, "Confirm that it is you");
  await follow(page, "Continue with Acme ID");
  // It asks anew, although they are signed in there.
  await signInThere(page, "kim");
  await seeHeading(page, "Profile");
  await page.getByLabel("E-mail address").fill("kim.l@acme.example");
  await press(page, "Change e-mail");
  await page.waitForURL(/done=email/);
});

test("every page of it can be read by everybody", async () => {
  const world = await serve();
  const { page: console } = await connected(world, { addsPeople: true });
  await lookAround(console, async (look) => {
    await console.goto("/admin/single-sign-on");
    await look("providers");
    await follow(console, "Acme ID");
    const { organisation } = world;
    const id = new URL(console.url()).pathname.split("/").at(-1) as string;
    const refusal = {
      why: "answer",
      code: "OAUTH_INVALID_RESPONSE",
      source: { address: "192.0.2.1", userAgent: "" },
    } as const;
    await world.needs.db.transaction((tx) =>
      recordRefusal(tx, world.needs, { organisation: organisation.id, id }, refusal),
    );
    await console.reload();
    await see(console, "Nobody known here");
    await look("one provider");
    await follow(console, "Remove");
    await look("removal");
    await console.goto("/admin/single-sign-on/new");
    await look("connect");
    await console.getByLabel("Name", { exact: true }).fill("Acme ID");
    await console.getByLabel("Issuer").fill("https://id.example");
    await console.getByLabel("Client ID").fill("x");
    await press(console, "Connect");
    await see(console, "Another identity provider is called that.");
    await look("connect, refused");
    await console.goto("/admin/single-sign-on");
    await follow(console, "Acme ID");
    await follow(console, "Test connection");
    await see(console, "The provider answered, and its answer is good");
    await look("tested");
  });
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    await page.goto("/sign-in");
    await look("sign-in");
    await page.getByLabel("Screen name or e-mail").fill("kim@other.example");
    await press(page, "Use single sign-on");
    await see(page, "There is no single sign-on for that address here.");
    await look("sign-in, no such domain");
    await page.goto("/single-sign-on/link");
    await see(page, "This took too long");
    await look("refused");
  });
});
