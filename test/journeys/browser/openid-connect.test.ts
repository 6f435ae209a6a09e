// People who come from applications that speak OpenID Connect, in a real browser; the applications are those of examples/.
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import type { Participation } from "../../../src/applications/rules.ts";
import { type Example, freePort, startExample } from "../../support/examples.ts";
import { lookAround } from "../../support/looking.ts";
import { addOpenIdApplication, issuerAt, secretOf } from "../../support/openid.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import { codeOverlay, giveCode, press, see, seeHeading, signIn } from "../../support/visiting.ts";
import { dialects, type TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();
const running: Example[] = [];
afterEach(async () => {
  for (const example of running.splice(0)) {
    await example.stop();
    expect(example.troubles()).toBe("");
  }
});

const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes", enrolled: true };

/** An application, and its API, both on another host than ours; the address of its first page. */
async function application(
  world: ServedWorld,
  client: string,
  participation: Participation = { takesPart: "yes" },
): Promise<string> {
  const [port, apiPort] = [await freePort(), await freePort()];
  const address = `http://127.0.0.1:${port}`;
  await addOpenIdApplication(world, client, {
    redirectAddresses: [`${address}/callback`],
    afterSignOutAddresses: [`${address}/`],
    participation,
  });
  await addOpenIdApplication(world, `${client}-api`, { redirectAddresses: [] });
  const common = (name: string) => ({ ISSUER: issuerAt(world), CLIENT_ID: name, CLIENT_SECRET: secretOf(name) });
  const api = { ...common(`${client}-api`), ACCEPTS: client, PORT: String(apiPort) };
  running.push(await startExample("resource-server/server.mjs", api));
  const app = { ...common(client), ADDRESS: address, PORT: String(port), API: `http://127.0.0.1:${apiPort}` };
  running.push(await startExample("openid-connect/app.mjs", app));
  return address;
}

/** At the sign-in page that the browser was led to. */
async function typePassword(page: Page, who: TestPerson): Promise<void> {
  await page.getByLabel("Screen name or e-mail").fill(who.person.screen_name);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test.each(dialects)(
  "[BY-10] an application by OpenID Connect: password and code here, then back there, and out again (%s)",
  async (dialect) => {
    const world = await serve({ dialect });
    const kim = await world.addPerson(kimIs);
    const app = await application(world, "wiki");
    const page = await world.phone();
    await page.goto(app);
    await page.getByText("Sign in with Countersign").click();
    await seeHeading(page, "Sign in to Acme");
    await typePassword(page, kim);
    await codeOverlay(page).waitFor();
    await giveCode(page, world.oathtool(kim));
    // Over redirects that follow a form, which our security policy holds to our own host.
    await see(page, "Hello Kim Reyes");
    await see(page, "Signed in by urn:countersign:2fa (pwd, otp, mfa)");
    expect(new URL(page.url()).origin).toBe(app);
    // Another one lets them in without a question.
    const other = await application(world, "ledger");
    await page.goto(other);
    await page.getByText("Sign in with Countersign").click();
    await see(page, "Hello Kim Reyes");
    // Leaving one leaves us, too.
    await page.getByText("Leave").click();
    await see(page, "Sign in with Countersign");
    expect(new URL(page.url()).origin).toBe(other);
    await page.goto(`${world.origin}/account`);
    await seeHeading(page, "Sign in to Acme");
  },
);

test("without scripts it works the same", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const app = await application(world, "wiki");
  const page = await world.desktop({ scripts: false });
  await page.goto(`${app}/sign-in`);
  await typePassword(page, kim);
  await giveCode(page, world.oathtool(kim));
  await press(page, "Continue");
  await see(page, "Hello Kim Reyes");
});

test("[DI-5] an application that takes no part yet asks for the password alone; the next one asks for the code", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const wiki = await application(world, "wiki", { takesPart: "not-yet", from: null });
  const ledger = await application(world, "ledger");
  const page = await world.desktop();
  await page.goto(`${wiki}/sign-in`);
  await typePassword(page, kim);
  await see(page, "Signed in by urn:countersign:pwd (pwd)");
  await page.goto(`${ledger}/sign-in`);
  // The password was given: it is not asked for again.
  await codeOverlay(page).waitFor();
  await giveCode(page, world.oathtool(kim));
  await see(page, "Signed in by urn:countersign:2fa (pwd, otp, mfa)");
});

test("an API asks for a second factor, and the application goes and gets it (RFC 9470)", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  const app = await application(world, "wiki", { takesPart: "not-yet", from: null });
  const page = await world.phone();
  await page.goto(`${app}/sign-in`);
  await typePassword(page, kim);
  await see(page, "Signed in by urn:countersign:pwd (pwd)");
  await page.getByText("Payments").click();
  await codeOverlay(page).waitFor();
  await giveCode(page, world.oathtool(kim));
  await see(page, `Here you are, ${kim.person.id}.`);
  expect(new URL(page.url()).origin).toBe(app);
});

test("the pages in between can be read by everybody, and a person may stay", async () => {
  const world = await serve();
  const kim = await world.addPerson(kimIs);
  await addOpenIdApplication(world, "wiki");
  const page = await world.desktop();
  const { pathname } = new URL(issuerAt(world));
  await lookAround(page, async (look) => {
    await signIn(world, page, kim);
    await page.goto(`${pathname}/sign-out?client_id=wiki`);
    await seeHeading(page, "Sign out of Acme?");
    await look("asked whether to sign out");
    await page.getByText("Stay signed in").click();
    await seeHeading(page, "Profile");
    await page.goto(`${pathname}/authorize?client_id=wiki&redirect_uri=https%3A%2F%2Fevil.example&response_type=code`);
    await see(page, "redirect_uri");
    await look("a request that can't be answered");
    await page.goto(`${pathname}/sign-out?client_id=wiki`);
    await press(page, "Sign out");
    await see(page, "You are signed out.");
  });
});
