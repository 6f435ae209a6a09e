// A lost phone: asking for help, the administrator's decision, and a new authenticator.
import { afterEach, beforeEach, expect, test } from "vitest";
import { hour, minute } from "../../../src/kernel/clock.ts";
import { lettersOf, notMeLink } from "../../support/help.ts";
import { lookAround } from "../../support/looking.ts";
import { deliver, Mailbox } from "../../support/mailbox.ts";
import { type ServedWorld, useBrowser } from "../../support/served-world.ts";
import {
  codeOverlay,
  follow,
  giveCode,
  givePassword,
  press,
  saveCodes,
  see,
  seeHeading,
  setUp,
  signIn,
} from "../../support/visiting.ts";
import type { TestPerson } from "../../support/world.ts";

const { serve } = useBrowser();
let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await Mailbox.open();
});
afterEach(() => mailbox.stop());

const kimIs = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Larsen", enrolled: true };
const adaIs = { email: "ada@acme.example", displayName: "Ada Byron", administrator: true, enrolled: true };

async function askForHelp(page: Awaited<ReturnType<ServedWorld["phone"]>>, who: TestPerson, message: string) {
  await givePassword(page, who.person.screen_name, who.password);
  await follow(page, "I lost my phone");
  await seeHeading(page, "Ask for help");
  await page.getByLabel("What happened?").fill(message);
  await press(page, "Ask for help");
  await seeHeading(page, "Your request was sent");
}

test("[DI-7] who lost the phone asks for help from the sign-in; an administrator looks, approves, and the next sign-in leads to set-up", async () => {
  const world = await serve({ environment: mailbox.environment });
  const [kim, ada] = [await world.addPerson(kimIs), await world.addPerson(adaIs)];
  const page = await world.phone();
  await signIn(world, page, kim);
  await page.context().clearCookies();
  world.nextStep();

  await askForHelp(page, kim, "My phone fell into the harbour. Call me at the desk: 4711.");
  await see(page, "You get an e-mail once they have decided.");
  await see(page, "If they approve, sign in with your password within 24 hours");
  // Asked, and no further in than before.
  await page.goto("/account");
  await seeHeading(page, /^Sign in to/);

  const desk = await world.desktop();
  await signIn(world, desk, ada);
  await follow(desk, "Help requests");
  await see(desk, "My phone fell into the harbour.");
  expect(await desk.getByRole("link", { name: "Help requests 1", exact: true }).count()).toBe(1);
  await follow(desk, "Kim Larsen");
  await seeHeading(desk, "Help for Kim Larsen");
  await see(desk, "Call me at the desk: 4711.");
  await see(desk, "Make sure that it is really this person");
  for (const fact of ["Last sign-in", "Trusted browsers", "Authenticators", "Recovery codes", "unchanged since"])
    await see(desk, fact);
  await desk.getByLabel("Note").fill("Called her at the desk.");
  await press(desk, "Approve");
  await see(desk, "can set up a new authenticator until");
  await see(desk, "Called her at the desk.");

  // Both are told, and the person can still undo it.
  const told = await lettersOf(world);
  expect(told.map(({ kind, person }) => [kind, person])).toEqual([
    ["help-request.asked", kim.person.id],
    ["help-request.waiting", ada.person.id],
    ["help-request.approved", kim.person.id],
  ]);
  expect(told.every(({ link }) => link?.startsWith(world.origin))).toBe(true);
  await deliver(world);
  expect(mailbox.latest("ada@acme.example", "A request for help waits").text).toContain("Kim Larsen");
  expect(mailbox.latest("kim@acme.example", "Your request for help was approved").text).toContain(
    "Called her at the desk.",
  );

  world.nextStep();
  await givePassword(page, "kim", kim.password);
  await see(page, "Your request for help was approved");
  await press(page, "Set up a new authenticator");
  await seeHeading(page, "Scan this code");
  await see(
    page,
    "Your request for help was approved. Until the new authenticator is confirmed, the old one keeps working.",
  );
  const secret = await setUp(world, page);
  expect(await saveCodes(page)).toHaveLength(10);
  await seeHeading(page, "Profile");

  // The old app is worth nothing, the new one signs in, and there is no second pass.
  await page.context().clearCookies();
  world.nextStep();
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Enter your code");
  expect(await page.getByText("was approved").count()).toBe(0);
  await giveCode(page, world.oathtool(kim));
  await see(page, "4 tries left");
  await giveCode(page, world.oathtool(secret));
  await seeHeading(page, "Profile");
});

test("[DI-7] an administrator who is not convinced declines, and the second of two is told who was faster", async () => {
  const world = await serve({ environment: mailbox.environment });
  const [kim, ada] = [await world.addPerson(kimIs), await world.addPerson(adaIs)];
  const eve = await world.addPerson({ ...adaIs, email: "eve@acme.example", displayName: "Eve Moore" });
  const page = await world.phone();
  await askForHelp(page, kim, "");
  const [adas, eves] = [await world.desktop(), await world.desktop()];
  for (const [desk, who] of [
    [adas, ada],
    [eves, eve],
  ] as const) {
    await signIn(world, desk, who);
    await desk.goto("/admin/help-requests");
    await follow(desk, "Kim Larsen");
    await seeHeading(desk, "Help for Kim Larsen");
  }
  await adas.getByLabel("Note").fill("That was not her voice.");
  await press(adas, "Decline");
  await see(adas, "Declined. Kim Larsen was told by e-mail.");
  await press(eves, "Approve");
  await see(eves, "Ada Byron was faster: this request was declined just now.");
  expect((await lettersOf(world)).at(-1)).toMatchObject({
    kind: "help-request.declined",
    person: kim.person.id,
    details: { note: "That was not her voice." },
  });
  await deliver(world);
  expect(mailbox.latest("kim@acme.example", "Your request for help was declined").text).toContain(
    "That was not her voice.",
  );
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Enter your code");
  expect(await page.getByText("was approved").count()).toBe(0);
});

test("[DI-7] the link 'this was not me' cancels the request, and the pass with it", async () => {
  const world = await serve({ environment: mailbox.environment });
  const [kim, ada] = [await world.addPerson(kimIs), await world.addPerson(adaIs)];
  const thief = await world.desktop();
  await askForHelp(thief, kim, "Please be quick.");
  const desk = await world.desktop();
  await signIn(world, desk, ada);
  await desk.goto("/admin/help-requests");
  await follow(desk, "Kim Larsen");
  await press(desk, "Approve");
  await see(desk, "can set up a new authenticator until");

  const page = await world.phone();
  await deliver(world);
  const { text } = mailbox.latest("kim@acme.example", "Your request for help was approved");
  await page.goto(/https?:\S+\/help-requests\/cancellation\?\S+/.exec(text)?.[0] as string);
  await seeHeading(page, "Was this not you?");
  await press(page, "This was not me: cancel the request");
  await seeHeading(page, "The request is cancelled");
  await givePassword(thief, "kim", kim.password);
  await seeHeading(thief, "Enter your code");
  expect(await thief.getByText("was approved").count()).toBe(0);
  await desk.reload();
  await see(desk, "Kim Larsen cancelled this request by the link in the e-mail.");
});

test("[DI-7] all of it works without scripts, and deciding asks for a fresh proof", async () => {
  const world = await serve();
  const [kim, ada] = [await world.addPerson(kimIs), await world.addPerson(adaIs)];
  const page = await world.phone({ scripts: false });
  await askForHelp(page, kim, "Stolen.");
  const desk = await world.desktop({ scripts: false });
  await givePassword(desk, ada.person.email, ada.password);
  await codeOverlay(desk).getByLabel("Six-digit code").fill(world.oathtool(ada));
  await press(desk, "Continue");
  await seeHeading(desk, "Profile");
  world.clock.advance(20 * minute);
  await desk.goto("/admin/help-requests");
  await follow(desk, "Kim Larsen");
  await see(desk, "Confirm it's you to decide");
  expect(await desk.getByRole("button", { name: "Approve" }).count()).toBe(0);
  await follow(desk, "Confirm");
  await desk.getByLabel("Code from your authenticator app").fill(world.oathtool(ada));
  await press(desk, "Continue");
  await seeHeading(desk, "Help for Kim Larsen");
  await press(desk, "Approve");
  await see(desk, "can set up a new authenticator until");

  await givePassword(page, "kim", kim.password);
  await press(page, "Set up a new authenticator");
  await seeHeading(page, "Scan this code");
});

test("where policy takes no requests, the second step does not offer it", async () => {
  const world = await serve({ policy: { helpRequests: false } });
  const kim = await world.addPerson(kimIs);
  const page = await world.phone();
  await givePassword(page, "kim", kim.password);
  await seeHeading(page, "Enter your code");
  expect(await page.getByText("I lost my phone").count()).toBe(0);
  await page.goto("/sign-in/help");
  await see(page, "does not take requests for help");
});

test("every page of it: no violation of WCAG 2.2 AA, nothing to scroll sideways", async () => {
  const world = await serve();
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    const [kim, ada] = [await world.addPerson(kimIs), await world.addPerson(adaIs)];
    const elsewhere = await world.phone();
    await givePassword(elsewhere, "kim", kim.password);
    await elsewhere.getByLabel(/^Remember this browser/).check();
    await giveCode(elsewhere, world.oathtool(kim));
    await seeHeading(elsewhere, "Profile");
    world.nextStep();

    await givePassword(page, "kim", kim.password);
    await seeHeading(page, "Enter your code");
    await follow(page, "I lost my phone");
    await look("asking for help");
    await page.getByLabel("What happened?").fill(`Lost it.\n${"A-word-that-does-not-end".repeat(20)}`);
    await press(page, "Ask for help");
    await look("help asked for");
    await givePassword(page, "kim", kim.password);
    await follow(page, "I lost my phone");
    await see(page, "You have asked for help already");
    await look("asking for help again");
    await page.goto(await notMeLink(world));
    await look("this was not me");

    await page.context().clearCookies();
    await signIn(world, page, ada);
    await page.goto("/admin/help-requests");
    await look("help requests");
    await follow(page, "Kim Larsen");
    await look("a help request");
    world.clock.advance(20 * minute);
    await page.reload();
    await look("a help request, locked");
    await follow(page, "Confirm");
    await giveFreshCode();
    await press(page, "Approve");
    await see(page, "can set up a new authenticator until");
    await look("a help request, approved");

    await page.context().clearCookies();
    await givePassword(page, "kim", kim.password);
    await see(page, "was approved");
    await look("second step with a pass");
    await page.goto(await notMeLink(world, "help-request.approved"));
    await press(page, "This was not me: cancel the request");
    await look("request cancelled");
    await page.goto("/help-requests/cancellation?token=x");
    await look("nothing to cancel");
    world.clock.advance(hour);
    await signIn(world, page, ada);
    await page.goto("/admin/help-requests");
    await look("help requests, one decided");

    async function giveFreshCode() {
      await page.getByLabel("Code from your authenticator app").fill(world.oathtool(ada));
      await seeHeading(page, "Help for Kim Larsen");
    }
  });
});
