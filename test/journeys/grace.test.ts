// The days before a requirement binds: fixed when a person first meets it, to the second, whatever happens in between.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, minute, second } from "../../src/kernel/clock.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const days = 5;

describe.each(dialects)("a grace period on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  const opened: World[] = [];
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "required", bindsFrom: { days } } });
    opened.push(world);
    kim = await world.addPerson({ email: "kim@acme.example" });
  });
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  const begin = async (of = world) => {
    const client = of.client();
    const { location } = await client.form("/sign-in", { login: "kim@acme.example", password: kim.password });
    const page = await client.get("/set-up");
    return { client, location, page: page.status === 200 ? page.text : "" };
  };
  const offered = (page: string) => /Not now \((\d+) days? left\)/.exec(page)?.[1];

  test("[BY-3] counts down from the first sign-in, and binds to the second", async () => {
    const first = await begin();
    expect(offered(first.page)).toBe("5");
    expect((await first.client.form("/set-up/not-now", {})).location).toBe("/account");
    const met = world.clock.now();
    for (const [passed, left] of [
      [1, "4"],
      [2.5, "3"],
      [4, "1"],
    ] as const) {
      world.clock.set(met + passed * day);
      expect(offered((await begin()).page)).toBe(left);
    }
    world.clock.set(met + days * day - second);
    const last = await begin();
    expect(offered(last.page)).toBe("1");
    expect((await last.client.form("/set-up/not-now", {})).location).toBe("/account");
    expect((await last.client.get("/account")).status).toBe(200);

    world.clock.set(met + days * day);
    // What was begun before ends with the grace, from the very next request.
    expect((await last.client.get("/account")).location).toContain("because=second-factor-required");
    const after = await begin();
    expect(after.location).toBe("/set-up");
    expect(offered(after.page)).toBeUndefined();
    expect((await after.client.form("/set-up/not-now", {})).location).not.toBe("/account");
    expect((await after.client.get("/account")).location).toMatch(/^\/sign-in/);
    world.clock.set(met + days * day + second);
    expect(offered((await begin()).page)).toBeUndefined();
  });

  test("[BY-3] is the same after restarts, however often", async () => {
    const met = world.clock.now();
    await begin();
    for (const [at, left] of [
      [met + 3 * day, "2"],
      [met + days * day - second, "1"],
      [met + days * day + second, undefined],
    ] as const) {
      const again = await createWorld({ dialect, beside: world });
      opened.push(again);
      world.clock.set(at);
      expect(offered((await begin(again)).page)).toBe(left);
    }
  });

  test("who begins a sign-in in time and says 'Not now' too late is not let in", async () => {
    const met = world.clock.now();
    await begin();
    world.clock.set(met + days * day - second);
    const late = await begin();
    expect(offered(late.page)).toBe("1");
    world.clock.advance(2 * second);
    expect((await late.client.form("/set-up/not-now", {})).location).not.toBe("/account");
    expect((await late.client.get("/account")).location).toMatch(/^\/sign-in/);
  });

  test("is not renewed by a reset, another role or type, or leaving the rule and coming back", async () => {
    const met = world.clock.now();
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true });
    await begin();
    const change = (values: object) =>
      world.needs.db.transaction((tx) =>
        tx.list((query) => query.updateTable("people").set(values).where("id", "=", kim.person.id)),
      );
    const left = async () => offered((await begin()).page);
    world.clock.set(met + 3 * day);
    const admin = world.client();
    await admin.form("/sign-in", { login: "ada", password: ada.password });
    await admin.form("/set-up/not-now", {});
    expect((await admin.form(`/admin/people/${kim.person.id}/reset`, { reason: "" })).location).toContain("done=reset");
    expect(await left()).toBe("2");
    await change({ administrator: 1 });
    expect(await left()).toBe("2");
    // To a rule of another name, which requires as well.
    await world.setPolicy({ organisation: "off", accountTypes: { client: "required" } });
    await change({ account_type: "client" });
    expect(await left()).toBe("2");
    // Out, and in again.
    await world.setPolicy({ organisation: "off" });
    expect(await left()).toBeUndefined();
    world.clock.set(met + days * day - second);
    await world.setPolicy({});
    expect(await left()).toBe("1");
    world.clock.set(met + days * day);
    expect(await left()).toBeUndefined();
    expect((await begin()).location).toBe("/set-up");
  });

  test("is each person's own: who comes later has as many days", async () => {
    await begin();
    world.clock.advance(4 * day);
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const client = world.client();
    await client.form("/sign-in", { login: "lee", password: lee.password });
    expect(offered((await client.get("/set-up")).text)).toBe("5");
    expect(offered((await begin()).page)).toBe("1");
  });

  test("begins with the first look of a session that the rule came upon, and is kept", async () => {
    await world.setPolicy({ organisation: "optional", bindsFrom: null });
    const { client } = await begin();
    await client.form("/set-up/not-now", {});
    await world.setPolicy({ organisation: "required", bindsFrom: { days } });
    const meetings = () => world.needs.db.list((query) => query.selectFrom("first_meetings").select("met_at"));
    const met = world.clock.now();
    for (let i = 0; i < 4; i++) {
      const { json } = await client.api("GET", "/me");
      expect(Date.parse(json.requirement.bindsFrom)).toBe(met + days * day);
      expect(await meetings()).toEqual([{ met_at: met }]);
      world.clock.advance(20 * minute);
    }
    // A session that is not let in meets nothing.
    expect((await client.api("GET", "/me", undefined, "Bearer made.up")).status).toBe(401);
    world.clock.set(met + 4 * day);
    expect(offered((await begin()).page)).toBe("1");
    world.clock.set(met + days * day);
    expect((await begin()).location).toBe("/set-up");
  });

  test("a date binds everybody at its midnight", async () => {
    await world.setPolicy({ bindsFrom: { date: "2027-06-01" } });
    const midnight = Date.UTC(2027, 5, 1);
    world.clock.set(midnight - second);
    expect(offered((await begin()).page)).toBe("1");
    world.clock.set(midnight);
    expect((await begin()).location).toBe("/set-up");
    expect(offered((await begin()).page)).toBeUndefined();
  });
});
