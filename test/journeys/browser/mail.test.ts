// Letters as people get them: each security change is told, and links lead where they should.
import { afterEach, beforeEach, expect, test } from "vitest";
import { minute } from "../../../src/kernel/clock.ts";
import { lookAround } from "../../support/looking.ts";
import { deliver, linkIn, Mailbox } from "../../support/mailbox.ts";
import { useBrowser } from "../../support/served-world.ts";
import {
  codesShown,
  confirm,
  follow,
  giveCode,
  givePassword,
  giveRecoveryCode,
  press,
  saveCodes,
  scan,
  see,
  seeHeading,
  setUp,
  signIn,
  signOut,
} from "../../support/visiting.ts";

const { serve } = useBrowser();
let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await Mailbox.open();
});
afterEach(() => mailbox.stop());

const newPassword = "nine green bottles in a row";

test("[BY-6] a person is told by e-mail of every security change, and what to do if it was not them", async () => {
  const world = await serve({ environment: mailbox.environment, policy: { organisation: "optional" } });
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen" });
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const page = await world.desktop();
  const told = async (subject: string, ...words: string[]) => {
    await deliver(world);
    const mail = mailbox.latest("kim@acme.example", subject);
    for (const expected of ["Hello Kim Larsen,", "When:", "Tell your administrator.", ...words])
      expect(mail.text).toContain(expected);
    mailbox.mails.length = 0;
  };

  // On.
  await signIn(world, page, kim);
  await follow(page, "Security");
  await follow(page, "Enable two-factor authentication");
  await page.getByLabel("Your password").fill(kim.password);
  await press(page, "Continue");
  const { secret } = await scan(page);
  await confirm(page, world.oathtool(secret));
  await seeHeading(page, "Save your recovery codes");
  const codes = await codesShown(page);
  await saveCodes(page);
  await deliver(world);
  expect(mailbox.to("kim@acme.example").map(({ subject }) => subject)).toContain("New recovery codes were made · Acme");
  await told("An authenticator app was set up", "Chrome on");

  // A browser is trusted.
  world.nextStep();
  await signOut(page);
  await givePassword(page, "kim", kim.password);
  await page.getByLabel(/^Remember this browser/).check();
  await giveCode(page, world.oathtool(secret));
  await seeHeading(page, "Profile");
  await told("A browser is trusted now", "no code is asked for there until");

  // New codes.
  await follow(page, "Security");
  await follow(page, "Generate new recovery codes");
  await page.getByLabel("Your password").fill(kim.password);
  await press(page, "Continue");
  await seeHeading(page, "Save your recovery codes");
  const newer = await saveCodes(page);
  expect(newer).not.toEqual(codes);
  await told("New recovery codes were made");

  // A recovery code is used, and an authenticator set up anew.
  await page.context().clearCookies();
  await givePassword(page, "kim", kim.password);
  await follow(page, "Use a recovery code instead");
  await giveRecoveryCode(page, newer[0] as string);
  const next = await setUp(world, page);
  await saveCodes(page);
  await seeHeading(page, "Profile");
  await told("A recovery code was used", "9 codes left");

  // The password, and the address.
  await page.getByLabel("Current password").fill(kim.password);
  await page.getByLabel("New password").fill(newPassword);
  await press(page, "Change password");
  await see(page, "Your password was changed.");
  await told("Your password was changed", "/forgot-password");
  await page.getByLabel("E-mail address").fill("kim@next.example");
  await page.getByLabel("Your password").fill(newPassword);
  await press(page, "Change e-mail");
  await see(page, "We sent a letter to the new address.");
  await see(page, "kim@next.example waits for you to confirm it");
  // Taken back, and asked for again.
  await press(page, "Keep my present address");
  await see(page, "Your address stays as it is.");
  await page.getByLabel("E-mail address").fill("kim@next.example");
  await page.getByLabel("Your password").fill(newPassword);
  await press(page, "Change e-mail");
  await see(page, "kim@next.example waits for you to confirm it");
  await deliver(world);
  const link = linkIn(mailbox.latest("kim@next.example", "Confirm your new e-mail address"));
  const elsewhere = await world.phone();
  await elsewhere.goto(link);
  await press(elsewhere, "Confirm this address");
  await see(elsewhere, "kim@next.example is your e-mail address from now on.");
  await deliver(world);
  expect(mailbox.latest("kim@next.example", "Your e-mail address was changed").text).toContain("kim@next.example");
  await told("Your e-mail address was changed", "from kim@acme.example to kim@next.example");

  // Off.
  world.nextStep();
  await follow(page, "Security");
  await follow(page, "Disable");
  await page.getByLabel("Code from your authenticator app").fill(world.oathtool(next));
  await press(page, "Disable");
  await see(page, "Two-factor authentication is off.");
  await deliver(world);
  expect(mailbox.latest("kim@next.example").text).toContain("your password alone is enough");

  // Reset by somebody else.
  const admin = await world.desktop();
  await signIn(world, admin, ada);
  await admin.goto(`/admin/people/${kim.person.id}/reset`);
  await press(admin, "Reset two-factor authentication");
  await see(admin, "was reset");
  await deliver(world);
  expect(mailbox.latest("kim@next.example", "Two-factor authentication was reset").text).toContain(
    "By: an administrator",
  );
});

test("a forgotten password, from the sign-in page to the second step, on a phone", async () => {
  const world = await serve({ environment: mailbox.environment });
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  const page = await world.phone();
  await lookAround(page, async (look) => {
    await page.goto("/sign-in");
    await look("sign-in");
    await follow(page, "Forgot your password?");
    await look("forgot");
    await page.getByLabel("Screen name or e-mail").fill("kim@acme.example");
    await press(page, "Send link");
    await seeHeading(page, "Look at your mail");
    await look("asked");
    await deliver(world);
    await page.goto(linkIn(mailbox.latest("kim@acme.example")));
    await seeHeading(page, "Choose another password");
    await look("choose");
    await page.getByLabel("New password").fill(newPassword);
    await press(page, "Continue");
    await giveCode(page, world.oathtool(kim));
    await seeHeading(page, "Profile");
    await page.getByLabel("E-mail address").fill("kim@next.example");
    await page.getByLabel("Your password").fill(newPassword);
    await press(page, "Change e-mail");
    await see(page, "kim@next.example waits for you to confirm it");
    await look("an address that waits");
  });
});

test("the console shows what waits and why; letters can be read in light and dark", async () => {
  const world = await serve({ environment: mailbox.environment });
  const ada = await world.addPerson({
    email: "ada@acme.example",
    displayName: "Ada",
    administrator: true,
    enrolled: true,
  });
  const page = await world.desktop();
  await lookAround(page, async (look) => {
    await signIn(world, page, ada);
    await follow(page, "Mail");
    await see(page, "Nothing waits");
    await look("mail, empty");
    mailbox.refuse = (address) => (address.startsWith("pat") ? "no such mailbox here" : undefined);
    await page.goto("/admin/people/new");
    await page.getByLabel("E-mail").fill("pat.dune@a-long-name-of-a-company.example");
    await page.getByLabel("Name", { exact: true }).fill("Pat Dune");
    await press(page, "Add person");
    await see(page, "A letter with a link is on its way");
    await look("invitation, mailed");
    await deliver(world);
    await page.goto("/admin/mail");
    await see(page, "The mail server refused the recipient: 550 no such mailbox here");
    await look("mail, waiting");
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("outbox").set({ next_try_at: null })),
    );
    await page.reload();
    await see(page, "Given up");
    await look("mail, given up");
    mailbox.refuse = () => undefined;
    await press(page, /^Send again/);
    await see(page, "The letter is on its way again.");
    await deliver(world);
    await page.reload();
    await see(page, "Nothing waits");
    world.clock.advance(minute);

    const mail = mailbox.latest("pat.dune@a-long-name-of-a-company.example");
    const letter = await world.phone({ scripts: false });
    await letter.setContent(mail.html);
    expect(await letter.getByRole("link", { name: "Choose a password" }).getAttribute("href")).toBe(linkIn(mail));
  });
});
