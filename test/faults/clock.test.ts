// A server's clock that is an hour off and comes back, and the second in which 32 bits for the time run out.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, hour, minute, second } from "../../src/kernel/clock.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { oathtoolCode } from "../support/tools.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

/** 19 January 2038, 03:14:08 UTC. */
const overflow = 2 ** 31 * second;

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let kim: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  });
  afterEach(() => world.close());

  /** What the phone shows, whose clock is right. */
  const phone = (at: number) => oathtoolCode(encodeBase32(kim.secret), at);
  const answer = async (client: Client, code: string, trustBrowser = false): Promise<Answer> => {
    const [signIn] = await world.signIns(kim, 1);
    const body = { method: "totp", code, ...(trustBrowser ? { trustBrowser } : {}) };
    return client.api("POST", "/sign-ins/current/answers", body, `SignIn ${signIn}`);
  };

  test.each([
    ["forth", hour],
    ["back", -hour],
  ])(
    "a clock that goes an hour %s refuses phones that are right, and takes them as soon as it is right again",
    async (_way, off) => {
      const client = world.client();
      const right = world.clock.now();
      expect((await answer(client, phone(right))).status).toBe(200);

      world.clock.set(right + minute + off);
      const refused = await answer(client, phone(right + minute));
      expect(refused.json).toMatchObject({ status: 401, code: "wrong-code" });
      // Nobody's past codes are taken for present ones either.
      expect((await answer(client, phone(right))).json.code).toBe("wrong-code");

      world.clock.set(right + 2 * minute);
      expect((await answer(client, phone(right))).json.code).toBe("wrong-code");
      expect((await answer(client, phone(right + 2 * minute))).status).toBe(200);
      expect((await answer(client, phone(right + 2 * minute))).json.code).toBe("wrong-code");
    },
  );

  test("sessions, trust, codes and waits go over the end of 32 bits as over any second", async () => {
    world.clock.set(overflow - 20 * second);
    const client = world.client();
    const last = phone(overflow - 20 * second);
    const done = await answer(client, last, true);
    expect(done.status).toBe(200);
    const { session, trustedBrowser } = done.json;
    const status = async () => (await client.api("GET", "/session", undefined, `Bearer ${session}`)).status;

    world.clock.set(overflow + 10 * second);
    expect(await status()).toBe(200);
    expect((await answer(client, last)).json.code).toBe("wrong-code");
    expect((await answer(client, phone(overflow + 10 * second))).status).toBe(200);
    const trusted = await client.api("POST", "/sign-ins", {
      login: kim.person.email,
      password: kim.password,
      trustedBrowser,
    });
    expect(trusted.json.step).toBe("done");

    for (let wrong = 0; wrong < 5; wrong++) await answer(client, "12345x");
    const waits = await answer(client, "12345x");
    expect(waits.json.code).toBe("wait");
    expect(waits.json.retryAfter).toBeLessThanOrEqual(30);
    world.clock.advance(waits.json.retryAfter * second);
    expect((await answer(client, phone(world.clock.now()))).status).toBe(200);

    world.clock.set(overflow + day);
    expect(await status()).toBe(401);
    expect((await world.client().get("/health/ready")).status).toBe(200);
  });

  test("what is shown and written there bears the right date", async () => {
    await world.needs.db.transaction(async (tx) => {
      await tx.list((query) => query.updateTable("people").set({ administrator: 1 }).where("id", "=", kim.person.id));
    });
    world.clock.set(overflow + minute);
    const client = world.client();
    await client.form("/sign-in", { login: kim.person.email, password: kim.password });
    await client.form("/sign-in/code", { code: world.code(kim), trust: "yes" });
    const page = (await client.get("/account/security")).text;
    expect(page).toContain("2038");
    expect(page).not.toMatch(/19(01|70)|NaN|Invalid Date/);
    const person = (await client.get(`/admin/people/${kim.person.id}`)).text;
    expect(person).toContain("2038");
    expect(person).not.toMatch(/1901|NaN|Invalid Date/);
    const deadline = { organisation: "required" as const, bindsFrom: { date: "2038-03-01" } };
    await world.setPolicy(deadline);
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const { json } = await world.client().api("POST", "/sign-ins", { login: lee.person.email, password: lee.password });
    expect(json.step).toBe("offer-set-up");
    expect(JSON.stringify(json.requirement)).toContain("2038-03-01");
  });
});
