// What people see where something failed or has ended: whose page it is, why they are there, and where the button leads.
import { afterEach, expect, test } from "vitest";
import { shownCodes, shownSecret, signInByForm } from "../support/account.ts";
import { type Client, createWorld, type World, type WorldOptions } from "../support/world.ts";

let world: World;
afterEach(() => world.close());

async function start(options?: WorldOptions): Promise<Client> {
  world = await createWorld(options);
  return world.client();
}

const titleOf = (html: string) => /<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1];
const brandOf = (html: string) => /class="brand-name">(.*?)</.exec(html)?.[1];
const buttonsOf = (html: string) =>
  [...html.matchAll(/<a class="button[^"]*" href="([^"]*)">(.*?)<\/a>/g)].map(([, href, words]) => [words, href]);

test("a page that there is not carries the organisation's name and accent, and its button says where it leads", async () => {
  const client = await start({ name: "Harbour Research" });
  const lost = await client.get("/nothing");
  expect(lost.status).toBe(404);
  expect(brandOf(lost.text)).toBe("Harbour Research");
  expect(titleOf(lost.text)).toBe("Not found");
  expect(buttonsOf(lost.text)).toEqual([["Sign in", "/sign-in"]]);

  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  await signInByForm(world, client, kim);
  expect(buttonsOf((await client.get("/nothing")).text)).toEqual([["To your account", "/account"]]);
  const forbidden = await client.get("/admin/people");
  expect([forbidden.status, titleOf(forbidden.text), brandOf(forbidden.text)]).toEqual([
    403,
    "Not allowed",
    "Harbour Research",
  ]);
  expect(buttonsOf(forbidden.text)).toEqual([["To your account", "/account"]]);
});

test("a failure under another organisation's host name carries that one's name", async () => {
  const client = await start({ name: "Harbour Research" });
  await world.addOrganisation("Tidewater", "login.tidewater.example");
  expect(brandOf((await client.get("/nothing", { host: "login.tidewater.example" })).text)).toBe("Tidewater");
});

test("a used invitation says so in the organisation's name", async () => {
  const client = await start({ name: "Harbour Research" });
  const used = await client.get("/invitation?token=AAAAAAAAAAAAAAAAAAAAAA.AAAA");
  expect([used.status, titleOf(used.text), brandOf(used.text)]).toEqual([
    410,
    "This invitation is over",
    "Harbour Research",
  ]);
  expect(buttonsOf(used.text)).toEqual([["Sign in", "/sign-in"]]);
});

test("where the database can't be reached the page still comes, and offers to try again", async () => {
  const client = await start();
  await world.needs.db.close();
  const failed = await client.get("/sign-in?resume=%2Faccount%2Fsecurity");
  expect(failed.status).toBeGreaterThanOrEqual(500);
  expect(buttonsOf(failed.text)).toEqual([["Try again", "/sign-in?resume=%2Faccount%2Fsecurity"]]);
  expect((await client.get("/nothing")).status).toBe(404);
});

test("before the first run every page says 'Not set up yet' and offers nothing that leads back to it", async () => {
  const client = await start({ empty: true });
  for (const path of ["/account", "/sign-in", "/nothing"]) {
    const page = await client.get(path);
    expect([path, page.status, titleOf(page.text), buttonsOf(page.text)]).toEqual(
      path === "/nothing" ? [path, 404, "Not found", []] : [path, 503, "Not set up yet", []],
    );
  }
  expect((await client.get("/first-run")).text).not.toContain('class="button secondary"');
  expect((await client.api("GET", "/session")).json).toMatchObject({ status: 503, code: "not-set-up" });
  const told = world.logged.map((line) => JSON.parse(line));
  expect(told.filter(({ level }) => level > 20)).toEqual([]);
  expect(told.filter(({ msg, err }) => msg === "not set up yet" && err === undefined)).toHaveLength(3);
});

test("before the first run, on this very machine, every page leads to it", async () => {
  await start({ empty: true });
  const here = world.client({ address: "127.0.0.1" });
  for (const path of ["/account", "/sign-in"])
    expect(await here.get(path)).toMatchObject({ status: 303, location: "/first-run" });
  expect((await here.get("/first-run")).status).toBe(200);
  // A proxy on this machine speaks for somebody else, and so may a name that points here.
  expect((await here.get("/account", { "x-forwarded-for": "192.0.2.9" })).status).toBe(503);
  expect((await here.get("/account", { host: "rebound.example" })).status).toBe(503);
  expect((await here.form("/sign-in", { login: "ada" })).status).toBe(503);
  expect((await here.api("GET", "/session")).status).toBe(503);
});

test("the sign-in page says why one is there", async () => {
  const client = await start();
  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  // Who comes for the first time knows.
  expect((await client.get("/account")).location).toBe("/sign-in?resume=%2Faccount");
  await signInByForm(world, client, kim);
  const out = await client.form("/account/sign-out", {});
  expect((await client.get(out.location as string)).text).toContain("You are signed out.");

  world.clock.advance(30_000);
  await signInByForm(world, client, kim);
  world.clock.advance(2 * 60 * 60_000);
  const late = await client.get("/account/security");
  expect(late.location).toBe("/sign-in?resume=%2Faccount%2Fsecurity&because=session-ended");
  expect((await client.get(late.location as string)).text).toContain("Your session has ended. Sign in again.");
  expect((await client.get("/sign-in?because=something-else")).text).not.toContain('class="notice');
});

test("after a recovery code the end says what is gone, and the new authenticator has the plain name", async () => {
  const client = await start();
  const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  const elsewhere = world.client();
  await signInByForm(world, elsewhere, kim);
  world.clock.advance(30_000);
  await client.form("/sign-in", { login: "kim@acme.example", password: kim.password });
  await client.form("/sign-in/recovery-code", { code: kim.recoveryCodes[0] as string });

  kim.secret = shownSecret((await client.get("/set-up")).text);
  const saved = await client.form("/set-up", { code: world.code(kim) });
  expect(saved.text).toContain("The old one and your old recovery codes no longer work.");
  expect(saved.text).toContain('name="elsewhere" value="yes"');
  const done = await client.form("/set-up/done", {
    saved: "printed",
    elsewhere: "yes",
    codes: shownCodes(saved.text).join(" "),
  });
  const { text } = await client.get(done.location as string);
  expect(text).toContain("The old one and your old recovery codes no longer work");
  expect(text).toContain("You were signed out everywhere else.");
  const security = (await client.get("/account/security")).text;
  expect(security).toContain("Authenticator app");
  expect(security).not.toContain("Authenticator app 2");
});

test("a first set-up ends nothing elsewhere, and does not say so", async () => {
  const client = await start();
  const kim = await world.addPerson({ email: "kim@acme.example" });
  await client.form("/sign-in", { login: "kim@acme.example", password: kim.password });

  kim.secret = shownSecret((await client.get("/set-up")).text);
  const shown = await client.form("/set-up", { code: world.code(kim) });
  expect(shown.text).not.toContain('name="elsewhere"');
  const done = await client.form("/set-up/done", { saved: "printed" });
  expect(done.location).toBe("/account?done=enabled");
  expect((await client.get(done.location as string)).text).not.toContain("You were signed out");
});
