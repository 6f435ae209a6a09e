// Countersign within an application that keeps its own people and passwords: what its word opens, and what it does not.
import { afterEach, describe, expect, test } from "vitest";
import { createApp } from "../../src/app.tsx";
import { minute } from "../../src/kernel/clock.ts";
import { totp } from "../../src/otp/index.ts";
import { type EmbeddedWorld, embedCountersign, url } from "../support/embedded.ts";
import { dialects } from "../support/world.ts";

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
  // Such a session stays one on the application's word, however often it climbs.
  const sessions = await world.needs.db.list((query) => query.selectFrom("sessions").select("vouched_by"));
  expect(sessions.every(({ vouched_by }) => vouched_by !== null)).toBe(true);
  expect(sessions).toHaveLength(1);
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
  const { browser, world } = await embed();
  await world.setPolicy({ organisation: "optional" });
  const one = browser();
  await one.vouch(kim);
  await one.vouch(kim);
  await browser().vouch(kim);
  const uses = await world.needs.db.list((query) => query.selectFrom("application_days").select("without"));
  expect(uses.reduce((sum, { without }) => sum + Number(without), 0)).toBe(2);
});
