// Nobody comes to more than they hold: administrators not to an operator's account, helpers not to an administrator's;
// and the last who holds a role keeps it.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { minute, second } from "../../src/kernel/clock.ts";
import { keyOf, personOf } from "../../src/people/actions.ts";
import { ask, half } from "../support/help.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("roles on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let otto: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    otto = await world.addPerson({ email: "otto@acme.example", administrator: true, operator: true, enrolled: true });
  });
  afterEach(() => world.close());

  async function signedIn(who: TestPerson) {
    world.clock.advance(30 * second);
    const client = world.client();
    const { session, bearer } = await client.signIn(world, who);
    client.cookies.set("countersign-session", session);
    const call = (method: string, path: string, body?: unknown) => client.api(method, path, body, bearer);
    return { client, call };
  }

  const thief = async (who: TestPerson) => {
    const client = world.client();
    return client.api("POST", "/sign-ins/current/pass", {}, await half(client, who));
  };

  test("an administrator lets no operator set up anew, on no way", async () => {
    const { call } = await signedIn(ada);
    expect(await call("DELETE", `/people/${otto.person.id}/second-factor`, {})).toMatchObject({
      status: 403,
      json: { code: "operators-only" },
    });
    const id = await ask(world, otto);
    expect(await call("POST", `/help-requests/${id}/approval`, {})).toMatchObject({
      status: 403,
      json: { code: "operators-only" },
    });
    expect((await thief(otto)).status).toBe(410);
    const olga = await world.addPerson({
      email: "olga@acme.example",
      administrator: true,
      operator: true,
      enrolled: true,
    });
    expect((await (await signedIn(olga)).call("POST", `/help-requests/${id}/approval`, {})).status).toBe(200);
  });

  test("an administrator signs no operator out, but themselves and others", async () => {
    await signedIn(otto);
    const { call } = await signedIn(ada);
    const out = (who: TestPerson) => call("DELETE", `/people/${who.person.id}/sessions`);
    expect(await out(otto)).toMatchObject({ status: 403, json: { code: "operators-only" } });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    expect((await out(kim)).status).toBeLessThan(300);
    expect((await out(ada)).status).toBeLessThan(300);
  });

  test("two operators who take the role from each other at the same instant leave one", async () => {
    for (let round = 0; round < 6; round++) {
      const [a, b] = await Promise.all(
        ["a", "b"].map((name) =>
          world.addPerson({
            email: `${name}${round}@acme.example`,
            administrator: true,
            operator: true,
            enrolled: true,
          }),
        ),
      );
      const two = [(a as TestPerson).person.id, (b as TestPerson).person.id];
      await world.needs.db.transaction((tx) =>
        tx.list((query) => query.updateTable("people").set({ operator: 0 }).where("id", "not in", two)),
      );
      const first = await signedIn(a as TestPerson);
      const second = await signedIn(b as TestPerson);
      await Promise.all([
        first.call("PATCH", `/people/${two[1]}`, { operator: false }),
        second.call("PATCH", `/people/${two[0]}`, { operator: false }),
      ]);
      const left = await world.needs.db.list((query) =>
        query.selectFrom("people").select("email").where("operator", "=", 1),
      );
      expect(left.length).toBeGreaterThan(0);
    }
  });

  test("the last operator keeps the role and the account", async () => {
    const olga = await world.addPerson({
      email: "olga@acme.example",
      administrator: true,
      operator: true,
      enrolled: true,
    });
    const { call } = await signedIn(otto);
    expect((await call("PATCH", `/people/${olga.person.id}`, { operator: false })).status).toBe(200);
    const other = await signedIn(olga);
    expect((await other.call("PATCH", `/people/${otto.person.id}`, { operator: false })).json.code).toBe(
      "operators-only",
    );
    expect((await personOf(world.needs.db, keyOf(otto.person)))?.operator).toBe(1);
  });

  test("a disabled person's approved request is worth nothing once they are enabled again", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const { call } = await signedIn(ada);
    const id = await ask(world, kim);
    expect((await call("POST", `/help-requests/${id}/approval`, {})).status).toBe(200);
    expect((await call("POST", `/people/${kim.person.id}/disable`, { reason: "stolen account" })).status).toBe(204);
    world.clock.advance(minute);
    expect((await call("POST", `/people/${kim.person.id}/enable`)).status).toBe(204);
    expect((await thief(kim)).status).toBe(410);
  });

  test("what a helper approved lets nobody in who became an administrator meanwhile", async () => {
    const hal = await world.addPerson({ email: "hal@acme.example", helper: true, enrolled: true });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const { call } = await signedIn(ada);
    const helping = await signedIn(hal);
    const id = await ask(world, kim);
    expect((await helping.call("POST", `/help-requests/${id}/approval`, {})).status).toBe(200);
    expect((await call("PATCH", `/people/${kim.person.id}`, { administrator: true })).status).toBe(200);
    expect((await thief(kim)).status).toBe(410);
  });

  test("a form that was opened earlier gives no role back and takes no override away", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example", administrator: true, enrolled: true });
    const bea = await world.addPerson({ email: "bea@acme.example", administrator: true, enrolled: true });
    const first = await signedIn(ada);
    const other = await signedIn(bea);
    const path = `/admin/people/${kim.person.id}/edit`;
    const [, seen = ""] = /name="seen" value="([^"]+)"/.exec((await first.client.get(path)).text) ?? [];
    expect((await other.call("PATCH", `/people/${kim.person.id}`, { administrator: false })).status).toBe(200);
    const override = { level: "required", reason: "was phished" };
    expect((await other.call("PUT", `/people/${kim.person.id}/override`, override)).status).toBe(204);

    const fields = { email: "kim@acme.example", screenName: kim.person.screen_name, accountType: "staff" };
    const form = { ...fields, displayName: "Kim Larsen", administrator: "yes", override: "policy", seen };
    const refused = await first.client.form(path, form);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain("Somebody else changed this person while the form was open");
    expect(await personOf(world.needs.db, keyOf(kim.person))).toMatchObject({
      administrator: 0,
      override_level: "required",
      display_name: kim.person.display_name,
    });
    // Without a word of what was seen nothing is changed either.
    expect((await first.client.form(path, { ...form, seen: "" })).status).toBe(409);
    const [, anew = ""] = /name="seen" value="([^"]+)"/.exec(refused.text) ?? [];
    const again = { ...fields, displayName: "Kim Larsen", override: "required", reason: "was phished", seen: anew };
    expect((await first.client.form(path, again)).status).toBe(303);
  });
});
