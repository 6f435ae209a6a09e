// Countersign within an application that keeps its own people and passwords: what its word opens, and what it does not.
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { editPerson } from "../../src/admin/editing.ts";
import { askForExport, exportsOf } from "../../src/admin/exporting/actions.ts";
import { disablePerson, enablePerson } from "../../src/admin/standing.ts";
import { createApp } from "../../src/app.tsx";
import { minute } from "../../src/kernel/clock.ts";
import { addressIn } from "../../src/organisations/actions.ts";
import { decodeBase32 } from "../../src/otp/base32.ts";
import { totp } from "../../src/otp/index.ts";
import type { Role } from "../../src/people/rules.ts";
import { type EmbeddedWorld, embedCountersign, url } from "../support/embedded.ts";
import { connectTo, link } from "../support/single-sign-on.ts";
import { dialects, type TestPerson } from "../support/world.ts";

let open: EmbeddedWorld | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});
async function embed(options: Parameters<typeof embedCountersign>[0] = {}) {
  open = await embedCountersign(options);
  const { world } = open;
  return { ...open, now: () => world.clock.now(), code: (secret: Buffer) => totp({ secret, at: world.clock.now() }) };
}
const kim = { id: 7, email: "kim@shop.example", displayName: "Kim" };
const decoded = (location: string | null) => decodeURIComponent(location ?? "");

describe.each(dialects)("on %s", (dialect) => {
  test("the first time a second step is set up, the next time its code is asked", async () => {
    const { browser, now, code, world } = await embed({ dialect });
    const first = browser();
    const vouched = await first.vouch(kim, { resume: "/orders?page=2" });
    expect(vouched).toMatchObject({ outcome: "set-up", redirect: "/auth/set-up" });
    expect(await first.session()).toBeUndefined();
    const { secret, location } = await first.setUp(now);
    expect(location).toBe("/auth/back-to-application?to=%2Forders%3Fpage%3D2");
    expect((await first.get(location as string)).location).toBe(`${url}/orders?page=2`);
    expect(await first.session()).toMatchObject({
      person: { id: "7", email: "kim@shop.example", displayName: "Kim" },
      amr: ["pwd", "otp", "mfa"],
      secondFactorAt: now(),
    });

    world.clock.advance(30_000);
    const second = browser();
    expect(await second.vouch(kim, { resume: "/orders" })).toMatchObject({
      outcome: "second-step",
      redirect: "/auth/sign-in",
    });
    expect((await second.get("/auth/sign-in")).text).toContain('action="/auth/sign-in/code"');
    expect((await second.form("/auth/sign-in/code", { code: "000000" })).status).toBe(401);
    expect(await second.session()).toBeUndefined();
    expect((await second.form("/auth/sign-in/code", { code: code(secret) })).location).toBe(
      "/auth/back-to-application?to=%2Forders",
    );
    expect(await second.session()).toMatchObject({ person: { id: "7" } });
  });

  test("one who is vouched for twice at the same instant is one person", async () => {
    const { browser, world } = await embed({ dialect });
    const both = await Promise.all([browser().vouch(kim), browser().vouch(kim)]);
    expect(both.map(({ outcome }) => outcome)).toEqual(["set-up", "set-up"]);
    const { db } = world.needs;
    expect(await db.list((query) => query.selectFrom("people").select("id"))).toHaveLength(1);
    expect(await db.list((query) => query.selectFrom("vouched_people").select("name"))).toEqual([{ name: "7" }]);
  });
});

test("a session lasts as long as any, and ends with a sign-out", async () => {
  const { browser, now, world, countersign } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  for (let i = 0; i < 10; i++) {
    world.clock.advance(30 * minute);
    expect(await one.session()).toBeDefined();
  }
  const before = new Map(one.cookies);
  one.keep((await countersign.signOut(one.asking())).headers);
  expect([...one.cookies.keys()]).toEqual([]);
  for (const [name, value] of before) one.cookies.set(name, value);
  expect(await one.session()).toBeUndefined();
});

test("where a browser goes on is on the application's own origin, whatever was asked for", async () => {
  const { browser, now } = await embed();
  const zoo = [
    ...["//evil.example", "/\\evil.example", "\\evil.example", "https://evil.example", "https:evil.example"],
    ...["javascript:alert(1)", "/a\r\nset-cookie: x=y", "/\t/evil.example", "@evil.example", ".evil.example", ""],
    ...["https://shop.example@evil.example", "https://shop.example.evil.example/", "https://shop.example:8443/"],
    ...[
      "／／evil.example",
      "/bücher",
      "orders",
      7,
      null,
      undefined,
      ["/a", "//evil.example"],
      { toString: () => "//e" },
    ],
  ];
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  for (const resume of zoo) {
    const other = browser();
    const again = await other.vouch(kim, { resume });
    expect(again.outcome).toBe("second-step");
  }
  for (const resume of zoo) {
    const back = await one.get(`/auth/back-to-application?${new URLSearchParams({ to: String(resume) })}`);
    expect(new URL(back.location as string).origin).toBe(url);
    expect(back.location).toMatch(/^https:\/\/shop\.example\/[!-~]*$/);
  }
  for (const odd of ["/%2F%2Fevil.example", "/@evil.example", "/.//evil.example", "/%5Cevil.example"]) {
    const back = await one.get(`/auth/back-to-application?${new URLSearchParams({ to: odd })}`);
    expect(new URL(back.location as string).origin).toBe(url);
  }
});

test("the session of another person in this browser ends as soon as somebody else gives a password", async () => {
  const { browser, now } = await embed();
  const shared = browser();
  await shared.vouch(kim);
  await shared.setUp(now);
  const kims = shared.asking();
  const vouched = await shared.vouch({ id: 8, email: "lee@shop.example" });
  expect(vouched.outcome).toBe("set-up");
  expect(await shared.session()).toBeUndefined();
  expect(await (open as EmbeddedWorld).countersign.session(kims)).toBeUndefined();
});

test("a token that somebody planted beforehand is not what anybody is signed in by", async () => {
  const { browser, now } = await embed();
  const attacker = browser();
  await attacker.vouch({ id: 9, email: "eve@shop.example" });
  const victim = browser();
  for (const [name, value] of attacker.cookies) victim.cookies.set(name, value);
  await victim.vouch(kim);
  await victim.setUp(now);
  expect((await victim.session())?.person.id).toBe("7");
  expect(await attacker.session()).toBeUndefined();
});

test("who is disabled, by an administrator or at the application, is out at once", async () => {
  const { browser, now, world, countersign } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  expect(await countersign.endSessions({ id: 7 })).toBe(1);
  expect(await one.session()).toBeUndefined();
  world.clock.advance(30_000);
  await one.vouch(kim);
  const { db } = world.needs;
  await db.transaction((tx) => tx.list((query) => query.updateTable("people").set({ status: "disabled" })));
  expect((await one.get("/auth/sign-in")).text).not.toContain("/auth/sign-in/code");
  expect(await one.vouch(kim)).toMatchObject({ outcome: "refused", because: "disabled" });
});

test("who was disabled by an administrator and is enabled again comes in as before, set up already or not", async () => {
  const { browser, now, world, code } = await embed();
  const one = browser();
  await one.vouch(kim);
  const { secret } = await one.setUp(now);
  const lee = { id: 8, email: "lee@shop.example" };
  await browser().vouch(lee);
  const { organisation, needs } = world;
  const people = await needs.db.list((query) => query.selectFrom("people").select(["id", "email"]));
  for (const { id: person } of people) {
    const boss = await world.addPerson({ email: `boss-${person}@shop.example`, administrator: true, enrolled: true });
    const by = {
      organisation: organisation.id,
      actor: boss.person.id,
      source: { address: "192.0.2.1", userAgent: "" },
    };
    await disablePerson(needs, { ...by, person });
    await enablePerson(needs, { ...by, person });
  }
  world.clock.advance(30_000);
  expect(await one.session()).toBeUndefined();
  expect(await one.vouch(kim)).toMatchObject({ outcome: "second-step" });
  await one.form("/auth/sign-in/code", { code: code(secret) });
  expect(await one.session()).toMatchObject({ person: { id: "7" } });
  expect(await browser().vouch(lee)).toMatchObject({ outcome: "set-up" });
});

test("the application's own id is who somebody is; the address follows it", async () => {
  const { browser, now, world } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  await one.vouch({ id: 7, email: "kim.lee@shop.example", displayName: "Kim Lee" });
  const person = await world.needs.db.list((query) => query.selectFrom("people").select(["email", "display_name"]));
  expect(person).toEqual([{ email: "kim.lee@shop.example", display_name: "Kim Lee" }]);
  // The former address is another's from now on, with nothing of hers.
  expect(await browser().vouch({ id: 8, email: "kim@shop.example" })).toMatchObject({ outcome: "set-up" });
  expect(await browser().vouch({ id: 8, email: "kim.lee@shop.example" })).toMatchObject({ because: "address-taken" });
  expect(await browser().vouch({ id: 12, email: "kim.lee@shop.example" })).toMatchObject({ because: "address-taken" });
});

test("what was set up on its word goes when its owner is given a role, with a letter; what was set up here stays", async () => {
  const { browser, now, world } = await embed();
  const { needs } = world;
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  const [person] = await needs.db.list((query) => query.selectFrom("people").selectAll());
  const boss = await world.addPerson({ email: "boss@shop.example", administrator: true, enrolled: true });
  const lee = await world.addPerson({ email: "lee@shop.example", enrolled: true });
  const give = (id: string, roles: Partial<Record<Role, boolean>>) =>
    editPerson(needs, {
      ...{ organisation: world.organisation.id, actor: boss.person.id, person: id, changes: { roles } },
      source: { address: "192.0.2.1", userAgent: "" },
    });
  const left = async (id: string) =>
    (await needs.db.list((query) => query.selectFrom("people").select("authenticators").where("id", "=", id)))[0];
  await give(person?.id as string, { helper: true });
  await give(lee.person.id, { helper: true });
  expect([await left(person?.id as string), await left(lee.person.id)]).toEqual([
    { authenticators: 0 },
    { authenticators: 1 },
  ]);
  const codes = await needs.db.list((query) => query.selectFrom("recovery_codes").select("person_id").distinct());
  expect(codes.map(({ person_id }) => person_id)).not.toContain(person?.id);
  const letters = await needs.db.list((query) =>
    query.selectFrom("outbox").select(["kind", "person_id"]).where("kind", "=", "second-factor.reset"),
  );
  expect(letters).toEqual([{ kind: "second-factor.reset", person_id: person?.id }]);
  // Out, and its word sets nothing up again.
  expect(await one.session()).toBeUndefined();
  expect(await one.vouch(kim)).toMatchObject({ outcome: "refused", because: "disabled" });
  // A role that goes takes nothing away.
  await give(lee.person.id, { helper: false });
  expect(await left(lee.person.id)).toEqual({ authenticators: 1 });
});

test.each([
  ["required", "/auth/set-up"],
  ["optional", "/auth/account/security/set-up"],
] as const)("a set-up that began on its word ends with nothing once its owner has a role (%s)", async (level, path) => {
  const { browser, now, world } = await embed();
  const { needs } = world;
  await world.setPolicy({ organisation: level });
  const one = browser();
  await one.vouch(kim);
  if (level === "optional") expect((await one.form("/auth/account/security/enable", {})).status).toBe(303);
  const page = await one.get(path);
  const secret = Buffer.from(decodeBase32(/data-copy="([A-Z2-7]{32})"/.exec(page.text)?.[1] as string) as Uint8Array);
  const [person] = await needs.db.list((query) => query.selectFrom("people").selectAll());
  const boss = await world.addPerson({ email: "boss@shop.example", administrator: true, enrolled: true });
  await editPerson(needs, {
    ...{ organisation: world.organisation.id, actor: boss.person.id, person: person?.id as string },
    ...{ changes: { roles: { administrator: true } }, source: { address: "192.0.2.1", userAgent: "" } },
  });
  await one.form(path, { code: totp({ secret, at: now() }) });
  const rows = await needs.db.list((query) => query.selectFrom("authenticators").select("person_id"));
  expect(rows.map(({ person_id }) => person_id)).toEqual([boss.person.id]);
});

test("an address is proven on its word where it says so, and only for that address", async () => {
  const { browser, world } = await embed();
  const proven = async () =>
    (await world.needs.db.list((query) => query.selectFrom("people").select("address_proven_at"))).map(
      ({ address_proven_at }) => address_proven_at !== null,
    );
  await browser().vouch(kim);
  expect(await proven()).toEqual([false]);
  await browser().vouch({ ...kim, emailVerified: "true" } as never);
  expect(await proven()).toEqual([false]);
  await browser().vouch({ ...kim, emailVerified: true });
  expect(await proven()).toEqual([true]);
  await browser().vouch(kim);
  expect(await proven()).toEqual([true]);
  await browser().vouch({ ...kim, email: "kim@next.example" });
  expect(await proven()).toEqual([false]);
  await browser().vouch({ ...kim, email: "kim@third.example", emailVerified: true });
  expect(await proven()).toEqual([true]);
});

test("its word opens nobody who has a password here or rules over others", async () => {
  const { browser, now, world } = await embed();
  const ruler = await world.addPerson({ email: "ruler@shop.example", administrator: true, enrolled: true });
  expect(await browser().vouch({ id: 1, email: "ruler@shop.example" })).toMatchObject({ because: "address-taken" });
  expect(ruler.person.password_hash).not.toBeNull();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  await world.needs.db.transaction((tx) =>
    tx.list((query) => query.updateTable("people").set({ administrator: 1 }).where("email", "=", kim.email)),
  );
  expect((await one.get("/auth/admin/people")).status).toBe(403);
  for (const id of ["", " 7", "7\n", "\u202e7", "x".repeat(201), null, undefined, {}, Number.NaN] as never[])
    expect((await browser().vouch({ id, email: "x@shop.example" })).outcome).not.toBe("done");
});

test("when it ends somebody's sessions, what they consented to ends as well", async () => {
  const { browser, countersign, world } = await embed();
  await browser().vouch(kim);
  await world.needs.db.transaction((tx) =>
    tx.list((query) => query.updateTable("people").set({ administrator: 1 }).where("email", "=", kim.email)),
  );
  const [person] = await world.needs.db.list((query) => query.selectFrom("people").select("id"));
  const { id: organisation } = world.organisation;
  const source = { address: "192.0.2.1", userAgent: "" };
  const asKim = { organisation, about: organisation, actor: person?.id ?? "", source, side: "administrator" } as const;
  await askForExport(world.needs, asKim, ["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]);
  await countersign.endSessions({ id: 7 });
  const [asked] = await exportsOf(world.needs.db, organisation);
  expect(asked?.ended_at).toBe(world.clock.now());
});

test("its word does not go on opening somebody whose address an identity provider has proven since", async () => {
  const { browser, world } = await embed();
  await browser().vouch(kim);
  const [person] = await world.needs.db.list((query) => query.selectFrom("people").selectAll());
  const provider = await connectTo(world, { issuer: "https://id.example", clientId: "x", clientSecret: "y" });
  await link(world, provider, { person } as TestPerson, "kim-1");
  const moved = { ...kim, email: "eve@shop.example" };
  for (const known of [kim, moved])
    expect(await browser().vouch(known)).toMatchObject({ outcome: "refused", because: "address-taken" });
  expect(await world.needs.db.list((query) => query.selectFrom("people").select("email"))).toEqual([
    { email: "kim@shop.example" },
  ]);
});

test("a session on its word is nothing to a program that is not within the application", async () => {
  const { browser, now, world } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  expect((await one.get("/auth/account/security")).status).toBe(200);
  const app = createApp(world.needs);
  const asked = await app.request(`${url}/account/security`, { headers: one.headers });
  expect(asked.headers.get("location")).toMatch(/^\/sign-in/);
  const api = await app.request(`${url}/api/v1/session`, { headers: one.headers });
  expect(api.status).toBe(401);
  expect((await app.request(`${url}/back-to-application?to=/`, { headers: one.headers })).status).toBe(404);
});

test("no password can be asked for, chosen or changed by who has none here", async () => {
  const { browser, now, world } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  const fields = { currentPassword: "", newPassword: "a quiet harbour at dawn", repeated: "a quiet harbour at dawn" };
  await one.form("/auth/account/password", { ...fields, password: "" });
  await one.form("/auth/account/email", { email: "evil@shop.example", password: "" });
  await browser().form("/auth/forgotten-password", { login: kim.email });
  await browser().form("/auth/forgotten", { login: kim.email });
  const { db } = world.needs;
  expect(await db.list((query) => query.selectFrom("people").select(["email", "password_hash"]))).toEqual([
    { email: kim.email, password_hash: null },
  ]);
  expect(await db.list((query) => query.selectFrom("invitations").select("id"))).toEqual([]);
});

test("what the application keeps is said in the person's language", async () => {
  const { browser, now, world } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  for (const [language, words] of [
    ["en", "API keys are for people who sign in here"],
    ["de", "API-Schlüssel sind für Personen"],
    ["fr", "Les clés d’API sont réservées"],
    ["es", "Las claves de API son para"],
  ] as const) {
    await world.needs.db.transaction((tx) => tx.list((query) => query.updateTable("people").set({ language })));
    const answer = await one.form("/auth/account/api-keys/new", { name: "Mine", days: "30", "scope-read:me": "yes" });
    expect([language, answer.status]).toEqual([language, 403]);
    expect(answer.text).toContain(words);
    expect(answer.text).toContain("Tea shop");
  }
});

test("what wants a fresh proof asks for a code, and for the application's password where there is none", async () => {
  const { browser, now, code, world, countersign } = await embed();
  await world.setPolicy({ organisation: "optional" });
  const one = browser();
  expect(await one.vouch(kim)).toMatchObject({ outcome: "done", redirect: "/auth/back-to-application?to=%2F" });
  expect(await one.session()).toMatchObject({ amr: ["pwd"], secondFactorAt: null });
  // Long after the password: the application is asked for it, and leads back.
  world.clock.advance(20 * minute);
  const enable = await one.get("/auth/account/security/enable");
  expect(enable.location).toBe("/auth/sign-in/confirm?resume=%2Faccount%2Fsecurity%2Fenable");
  const asked = await one.get(enable.location as string);
  const login = new URL((await one.get(asked.location as string)).location as string);
  expect(login.pathname).toBe("/login");
  expect(login.searchParams.get("resume")).toBe("/auth/account/security/enable");
  await one.vouch(kim, { resume: login.searchParams.get("resume") });
  expect((await one.get("/auth/account/security/enable")).text).not.toContain('type="password"');

  // A page of the application that asks for a second factor leads to set-up, and to the code later on.
  const needed = await countersign.requireSecondFactor(one.asking(), { resume: "/pay" });
  expect(needed).toMatchObject({ outcome: "redirect" });
  const begun = await one.get((needed as { redirect: string }).redirect);
  expect(begun.location).toBe("/auth/set-up");
  const { secret, location } = await one.setUp(now);
  expect(location).toBe("/auth/back-to-application?to=%2Fpay");
  expect(await countersign.requireSecondFactor(one.asking())).toMatchObject({ outcome: "given" });
  world.clock.advance(20 * minute);
  const stale = await countersign.requireSecondFactor(one.asking(), { resume: "/pay", fresh: true });
  const confirm = (stale as { redirect: string }).redirect;
  expect(decoded(confirm)).toContain("/auth/sign-in/confirm?resume=/back-to-application");
  const raised = await one.form("/auth/sign-in/confirm", {
    code: code(secret),
    resume: "/back-to-application?to=/pay",
  });
  expect(raised.location).toBe("/auth/back-to-application?to=/pay");
  expect(await countersign.requireSecondFactor(one.asking(), { fresh: true })).toMatchObject({ outcome: "given" });
  // A code makes nobody's password younger.
  expect((await one.session())?.vouchedAt).toBeLessThan(now() - 15 * minute);
  // Such a session stays one on the application's word, however often it climbs.
  const sessions = await world.needs.db.list((query) => query.selectFrom("sessions").select("vouched_by"));
  expect(sessions.every(({ vouched_by }) => vouched_by !== null)).toBe(true);
  expect(sessions).toHaveLength(1);
});

test("no API key is made on its word, which a key would outlive", async () => {
  const { browser, now, world } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  expect((await one.get("/auth/account/security")).text).not.toContain("/auth/account/api-keys");
  const form = { name: "Mine", scopes: "account:read", "scope-account:read": "yes", expiresIn: "30" };
  expect((await one.form("/auth/account/api-keys/new", form)).status).not.toBe(201);
  expect(await world.needs.db.list((query) => query.selectFrom("api_keys").select("id"))).toEqual([]);
});

test("an application or organisation that is closed lets nobody in and nobody stay", async () => {
  const { browser, now, world } = await embed();
  const one = browser();
  await one.vouch(kim);
  await one.setUp(now);
  const { db } = world.needs;
  await db.transaction((tx) => tx.list((query) => query.updateTable("applications").set({ status: "disabled" })));
  expect(await one.session()).toBeUndefined();
  expect((await one.get("/auth/account/security")).status).toBe(303);
  expect(await browser().vouch(kim)).toMatchObject({ because: "unavailable" });
  await db.transaction((tx) => tx.list((query) => query.updateTable("applications").set({ status: "active" })));
  expect(await one.session()).toBeDefined();
  await db.transaction((tx) => tx.list((query) => query.updateTable("organisations").set({ status: "suspended" })));
  expect(await one.session()).toBeUndefined();
  expect(await browser().vouch(kim)).toMatchObject({ because: "unavailable" });
});

test("a requirement that comes meanwhile holds from the next request", async () => {
  const { browser, world } = await embed();
  await world.setPolicy({ organisation: "optional" });
  const one = browser();
  await one.vouch(kim);
  expect(await one.session()).toBeDefined();
  await world.setPolicy({ organisation: "required" });
  expect(await one.session()).toBeUndefined();
});

test("every entry is counted once, and a climb of the same session is none", async () => {
  const { browser, now, world, countersign } = await embed();
  await world.setPolicy({ organisation: "optional" });
  const one = browser();
  await one.vouch(kim);
  await one.vouch(kim);
  await browser().vouch(kim);
  const asked = await countersign.requireSecondFactor(one.asking(), { resume: "/pay" });
  await one.get((asked as { redirect: string }).redirect);
  await one.setUp(now);
  expect(await one.session()).toMatchObject({ amr: ["pwd", "otp", "mfa"] });
  const uses = await world.needs.db.list((query) => query.selectFrom("application_days").selectAll());
  const sum = (of: "without" | "with_second_factor") => uses.reduce((all, row) => all + Number(row[of]), 0);
  expect([sum("without"), sum("with_second_factor")]).toEqual([3, 0]);
});

test("a browser that its owner trusts is not asked again, and proves nothing anew by it", async () => {
  const { browser, now, code, world } = await embed();
  const one = browser();
  await one.vouch(kim);
  const { secret } = await one.setUp(now);
  world.clock.advance(30_000);
  const own = browser();
  await own.vouch(kim);
  await own.form("/auth/sign-in/code", { code: code(secret), trustBrowser: "yes" });
  const again = browser();
  for (const [name, value] of own.cookies) if (name.includes("trusted")) again.cookies.set(name, value);
  expect(await again.vouch(kim)).toMatchObject({ outcome: "done" });
  expect(await again.session()).toMatchObject({ amr: ["pwd"], secondFactorAt: null });
  const elsewhere = browser();
  for (const [name, value] of again.cookies) if (name.includes("trusted")) elsewhere.cookies.set(name, value);
  expect(await elsewhere.vouch({ id: 8, email: "lee@shop.example" })).toMatchObject({ outcome: "set-up" });
  expect(await again.vouch(kim, { secondFactor: true })).toMatchObject({ outcome: "second-step" });
});

test("who gives up, or gives too many wrong codes, is at the application again, and nobody is signed in", async () => {
  const { browser, now, world } = await embed();
  const first = browser();
  await first.vouch(kim);
  await first.setUp(now);
  world.clock.advance(30_000);
  const one = browser();
  await one.vouch(kim, { resume: "/orders" });
  expect((await one.form("/auth/sign-in/cancel", {})).location).toBe("/auth/back-to-application?to=%2Forders");
  await one.vouch(kim);
  for (let i = 0; i < 4; i++) expect((await one.form("/auth/sign-in/code", { code: "000000" })).status).toBe(401);
  const last = await one.form("/auth/sign-in/code", { code: "000000" });
  expect(last.location).toBe("/auth/sign-in?because=wrong-codes");
  const back = await one.get((await one.get(last.location as string)).location as string);
  expect(back.location).toMatch(/^https:\/\/shop\.example\/login\?resume=%2Fauth%2Faccount/);
  expect(await one.session()).toBeUndefined();
});

describe("below a path", () => {
  const hostile = `x" href="/evil" action='/evil' <a href="/evil">&quot; href=`;
  const attributes = /([^\s"=<>]+)="([^"]*)"/g;
  const leading = ["href", "src", "action", "formaction"];

  test("every page has all of its own addresses there, whatever people are called", async () => {
    const { browser, now, world } = await embed({ organisation: "Tea shop" });
    const one = browser();
    const looked: string[] = [];
    const look = async (path: string) => {
      const { text } = await one.get(path);
      const rest = text.replace(attributes, "");
      // What the edge relies on: no quotation mark but those around values.
      expect(rest, path).not.toContain('"');
      const leads = [...text.matchAll(attributes)].filter(([, name]) => leading.includes(name as string));
      expect(leads.filter(([, , to]) => /^\/(?!auth\/)/.test(to as string))).toEqual([]);
      expect(text).not.toContain("/auth/evil");
      looked.push(text);
    };
    await one.vouch({ ...kim, displayName: hostile });
    await look("/auth/set-up");
    await one.setUp(now);
    for (const path of ["", "/enable", "/codes", "/authenticators/new", "/disable"])
      await look(`/auth/account/security${path}`);
    await look("/auth/nowhere");
    await look("/auth/api/docs");
    await look("/auth/sign-in/confirm?resume=/account/security");
    expect(looked.some((text) => text.includes("href=&quot;/evil&quot;"))).toBe(true);
    const ruler = await world.addPerson({ email: "ada@shop.example", administrator: true, enrolled: true });
    const ada = browser();
    const form = { login: "ada@shop.example", password: ruler.password, resume: "/admin/people" };
    expect((await ada.get("/auth/admin/people")).location).toBe("/auth/sign-in?resume=%2Fadmin%2Fpeople");
    expect((await ada.get("/auth/sign-in?resume=%2Fadmin%2Fpeople")).text).toContain('action="/auth/sign-in"');
    expect((await ada.form("/auth/sign-in", form)).location).toBe("/auth/sign-in");
    expect((await ada.form("/auth/sign-in/code", { code: world.code(ruler) })).location).toBe("/auth/admin/people");
    one.cookies.clear();
    for (const [name, value] of ada.cookies) one.cookies.set(name, value);
    for (const path of ["people", "policy", "organisation", "mail", "applications"]) await look(`/auth/admin/${path}`);
    // A session of a person's own is none of the application's.
    expect(await ada.session()).toBeUndefined();
  });

  test("letters, the API's description and its own paths know the prefix", async () => {
    const { browser, world } = await embed();
    const site = { origin: url, path: "/auth" };
    expect(await addressIn(world.needs.db, site, world.organisation.id, "/account")).toBe(`${url}/auth/account`);
    const described = JSON.parse((await browser().get("/auth/api/openapi.json")).text);
    expect(described.servers).toEqual([{ url: `${url}/auth` }]);
    expect((await browser().get("/sign-in")).status).toBe(404);
    expect((await browser().get("/auth/../sign-in")).status).toBe(404);
    for (const gone of ["/oauth/v1/authorize", "/forward-auth", "/api/verify", "/.well-known/openid-configuration"])
      expect((await browser().get(`/auth${gone}`)).status).toBe(404);
  });

  test("what is ours is answered under Node's own server, and the rest is the application's", async () => {
    const { countersign } = await embed();
    const server = createServer((request, response) => {
      // As frameworks do that cut their own prefix off.
      if (request.url?.startsWith("/auth")) {
        Object.assign(request, { originalUrl: request.url, url: request.url.slice("/auth".length) || "/" });
      }
      countersign.node(request, response, (error) => response.end(error ? `failed: ${error}` : "the application"));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const get = (path: string) =>
      new Promise<string>((resolve) => {
        const asked = request({ port, path, headers: { host: "shop.example" } }, async (answer) =>
          resolve(`${answer.statusCode} ${await text(answer)}`),
        );
        asked.end();
      });
    try {
      expect(await get("/auth/health/live")).toBe('200 {"status":"live"}');
      for (const path of ["/", "/orders", "/authors", "/auth/../orders", "/auth/%2e%2e/orders", "//auth/health/live"])
        expect(await get(path)).toBe("200 the application");
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

test("at the root, what is ours is told apart from what is the application's", async () => {
  const { countersign, browser } = await embed({ mountedAt: undefined });
  const ours = [
    "/sign-in",
    "/sign-in/code",
    "/set-up",
    "/account/security",
    "/api/v1/session",
    "/assets/x.css",
    "/admin",
  ];
  const theirs = ["/", "/orders", "/api/orders", "/api", "/login", "/.well-known/security.txt", "/signin", "/oauth"];
  expect(ours.filter((path) => !countersign.handles(path))).toEqual([]);
  expect(theirs.filter((path) => countersign.handles(path))).toEqual([]);
  const one = browser();
  expect(await one.vouch(kim)).toMatchObject({ redirect: "/set-up" });
  expect((await one.get("/set-up")).text).toContain('action="/set-up"');
});

test.each([
  [{ mountedAt: "auth" }, /^mountedAt/],
  [{ mountedAt: "//evil" }, /^mountedAt/],
  [{ signIn: "https://evil.example/login" }, /^signIn/],
  [{ signIn: "//evil.example" }, /^signIn/],
  [{ confirm: "login" }, /^confirm/],
  [{ url: "https://shop.example/path" }, /^url is/],
  [{ keys: "short" }, /^keys/],
  [{ mail: { url: "http://x", from: "a@shop.example" } }, /^mail\.url/],
])("an option that can't be used is named: %j", async (options, says) => {
  await expect(embedCountersign(options)).rejects.toThrow(says);
});
