// Walks through the whole product and stops at every page and every state of it that looks different.
import type { Page } from "playwright-core";
import { minute } from "../../src/kernel/clock.ts";
import type { ServedWorld } from "./served-world.ts";
import { confirm, download, giveCode, givePassword, setUp, signIn } from "./visiting.ts";
import { password } from "./world.ts";

/** Called at every stop. */
export type Look = (name: string, page: Page) => Promise<void>;
export type Walk = (world: ServedWorld, page: Page, look: Look) => Promise<void>;

const day = 24 * 60 * minute;
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name }).first().waitFor();
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function signingIn(world: ServedWorld, page: Page, look: Look): Promise<void> {
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
  await page.goto("/sign-in");
  await look("sign-in", page);
  await givePassword(page, "kim", "not the password of kim");
  await heading(page, /^Sign in to/);
  await look("sign-in, wrong password", page);
  await page.goto("/sign-in?because=second-factor-required");
  await look("sign-in, asked since", page);

  await givePassword(page, "kim", kim.password);
  await heading(page, "Enter your code");
  await look("second step", page);
  await giveCode(page, "000000");
  await page.getByText("4 tries left").waitFor();
  await look("second step, wrong code", page);
  await page.getByRole("link", { name: "Use a recovery code instead" }).click();
  await heading(page, "Use a recovery code");
  await look("recovery code", page);
  await page.getByLabel("Recovery code", { exact: true }).fill("AAAA-AAAA-AAAA-AAAA");
  await press(page, "Continue");
  await page.getByText("3 tries left").waitFor();
  await look("recovery code, wrong", page);
  await page.getByLabel("Recovery code", { exact: true }).fill(kim.recoveryCodes[0] as string);
  await press(page, "Continue");
  await heading(page, "Scan this code");
  await look("set-up after a recovery code", page);
  await confirm(page, "000000");
  await page.getByText("That code does not match").waitFor();
  await look("set-up, wrong code", page);
  await setUp(world, page);
  await look("recovery codes", page);
  await download(page);
  await page.getByText("Downloaded.").waitFor();
  await look("recovery codes, downloaded", page);
  await page.goto("/set-up");
  await look("recovery codes, shown before", page);

  await page.context().clearCookies();
  for (let i = 0; i < 5; i++) await givePassword(page, "nobody", "not a password");
  await givePassword(page, "nobody", "not a password");
  await page.getByText(/wait|Too many/i).first().waitFor();
  await look("sign-in, waiting (429)", page);
}

async function settingUp(world: ServedWorld, page: Page, look: Look): Promise<void> {
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim" });
  await givePassword(page, "kim", kim.password);
  await heading(page, "Scan this code");
  await look("set-up, required", page);
  await press(page, "Cancel");
  await world.setPolicy({ bindsFrom: { days: 5 } });
  await givePassword(page, "kim", kim.password);
  await heading(page, "Set up two-factor authentication");
  await look("set-up, offered", page);
  await page.getByRole("button", { name: /^Not now/ }).click();
  await heading(page, "Profile");
  await look("profile, needed from a day", page);
}

async function strayingOff(world: ServedWorld, page: Page, look: Look): Promise<void> {
  await page.goto("/no/such/page");
  await look("404", page);
  await page.goto("/invitation?token=used");
  await look("410", page);
  await world.setPolicy({ organisation: "optional" });
  await signIn(world, page, await world.addPerson({ email: "kim@acme.example" }));
  await page.goto("/admin/people");
  await look("403", page);
  await page.goto("/api/docs");
  await look("API document", page);
}

async function firstSteps(world: ServedWorld, page: Page, look: Look): Promise<void> {
  await page.goto("/first-run");
  await look("first run", page);
  await page.getByLabel("Organisation").fill("Acme");
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Your e-mail").fill("ada@acme.example");
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await press(page, "Continue");
  await page.locator(".error").waitFor();
  await look("first run, common password", page);

  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const { bearer } = await world.client().signIn(world, ada);
  const added = await world.client().api("POST", "/people", { email: "kim@acme.example", displayName: "Kim Reyes" }, bearer);
  await page.goto(added.json.invitation.url);
  await look("invitation", page);
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await press(page, "Continue");
  await page.locator(".error").waitFor();
  await look("invitation, common password", page);
}

async function ownAccount(world: ServedWorld, page: Page, look: Look): Promise<void> {
  await world.setPolicy({ organisation: "optional" });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes" });
  await signIn(world, page, kim);
  await look("profile, off", page);
  await page.getByLabel("Screen name").fill("kim@acme");
  await press(page, "Save names");
  await page.locator(".error").waitFor();
  await look("profile, bad name", page);
  await page.goto("/account/security");
  await look("security, off", page);
  await page.getByRole("link", { name: "Enable two-factor authentication" }).click();
  await heading(page, "Enable two-factor authentication");
  await look("enable, password", page);
  await page.getByLabel("Your password").fill("not the password");
  await press(page, "Continue");
  await page.getByText("That is not your password.").waitFor();
  await look("enable, wrong password", page);
  await page.getByLabel("Your password").fill(kim.password);
  await press(page, "Continue");
  await heading(page, "Scan this code");
  await look("enable, scan", page);
  await confirm(page, "000000");
  await page.getByText("That code does not match").waitFor();
  await look("enable, wrong code", page);
  await setUp(world, page);
  await look("enable, recovery codes", page);
  await download(page);
  await press(page, "Continue");
  await page.getByText("Two-factor authentication is on.").waitFor();
  await look("security, on", page);
}

async function ownSecondFactor(world: ServedWorld, page: Page, look: Look): Promise<void> {
  await world.setPolicy({ organisation: "optional" });
  const kim = await world.addPerson({ email: "kim@acme.example", screenName: "kim", displayName: "Kim Reyes", enrolled: true });
  for (const code of kim.recoveryCodes.slice(0, 8)) await spend(world, kim.person.email, code);
  world.nextStep();
  await givePassword(page, "kim", kim.password);
  await page.getByLabel("Remember this browser").check();
  await giveCode(page, world.oathtool(kim));
  await heading(page, "Profile");
  world.nextStep();
  await world.client().signIn(world, kim);
  await page.goto("/account/security");
  await look("security, few codes, a trusted browser, two sessions", page);
  await page.getByRole("group").or(page.locator("summary")).first().click();
  await look("security, menu", page);
  for (const [name, button] of [["rename", "Rename"], ["replace", "Replace"]] as const) {
    await page.goto("/account/security");
    await page.locator("summary").first().click();
    await page.getByRole("link", { name: button }).click();
    await heading(page, new RegExp(button));
    await look(`security, ${name}`, page);
  }
  for (const link of ["Add another authenticator app", "Disable", "Generate new recovery codes"]) {
    await page.goto("/account/security");
    await page.getByRole("link", { name: link }).click();
    await page.getByRole("dialog").waitFor();
    await look(`security, ${link}`, page);
  }
  world.clock.advance(20 * minute);
  await page.goto("/account/security/authenticators/new");
  await heading(page, "Confirm that it is you");
  await look("confirm, code", page);
  await world.setPolicy({ organisation: "off" });
  await page.goto("/account/security");
  await look("security, asleep", page);
}

async function people(world: ServedWorld, page: Page, look: Look): Promise<void> {
  const ada = await world.addPerson({ email: "ada@acme.example", displayName: "Ada Byron", administrator: true, enrolled: true });
  const kim = await world.addPerson({ email: "kim.larsen@a-long-name-of-a-company.example", displayName: "Kim Larsen", enrolled: true });
  await world.addPerson({ email: "omar@acme.example", displayName: "Omar Quay", accountType: "client" });
  await world.client().signIn(world, kim);
  await signIn(world, page, ada);
  await page.goto("/admin/people");
  await look("people", page);
  await page.locator("summary").nth(1).click();
  await look("people, menu", page);
  await page.goto("/admin/people?search=zzz");
  await look("people, nobody found", page);
  await page.goto("/admin/people/new");
  await look("add person", page);
  await page.getByLabel("E-mail").fill("kim.larsen@a-long-name-of-a-company.example");
  await page.getByLabel("Name", { exact: true }).fill("Pat Dune");
  await press(page, "Add person");
  await page.locator(".error").waitFor();
  await look("add person, address taken", page);
  await page.getByLabel("E-mail").fill("pat@acme.example");
  await press(page, "Add person");
  await heading(page, "Invitation link");
  await look("invitation link", page);
  await page.getByRole("link", { name: "Go to Pat Dune" }).click();
  await heading(page, "Pat Dune");
  await look("person, invited", page);
  await page.goto(`/admin/people/${ada.person.id}`);
  await look("person, oneself", page);
  await page.goto(`/admin/people/${kim.person.id}/reset`);
  await look("reset warning", page);
  await press(page, "Reset two-factor authentication");
  await page.getByText("was reset").first().waitFor();
  await look("person, reset", page);
}

async function policy(world: ServedWorld, page: Page, look: Look): Promise<void> {
  await world.setPolicy({ accountTypes: { client: "optional" }, domains: [{ domain: "north.example", subdomains: true, level: "required" }] });
  const ada = await world.addPerson({ email: "ada@acme.example", displayName: "Ada Byron", administrator: true, enrolled: true });
  await signIn(world, page, ada);
  await page.goto("/admin/policy");
  await look("policy", page);
  await press(page, "Save");
  await page.getByText("Saved. It holds").waitFor();
  await look("policy, saved", page);
  world.clock.advance(20 * minute);
  await page.reload();
  await look("policy, locked", page);
}

/** Uses a recovery code up, and cancels the sign-in it was given in. */
async function spend(world: ServedWorld, login: string, code: string): Promise<void> {
  const client = world.client();
  const begun = await client.api("POST", "/sign-ins", { login, password });
  await client.api("POST", "/sign-ins/current/answers", { method: "recovery-code", code }, `SignIn ${begun.json.signIn}`);
  world.clock.advance(minute);
}

export const walks: Record<string, Walk> = { signingIn, settingUp, strayingOff, firstSteps, ownAccount, ownSecondFactor, people, policy };
export { day };
