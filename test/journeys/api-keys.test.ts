// API keys: what their scopes open, what no key opens, and what ends them.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closedBecause, scopeFor } from "../../src/api-keys/operations.ts";
import { day, hour, minute } from "../../src/kernel/clock.ts";
import { keyOf, removePassword } from "../../src/people/actions.ts";
import { createWorld, dialects, password, type TestPerson, type World } from "../support/world.ts";
import { routesOf } from "./matrix/calls.ts";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let eve: TestPerson;
  let kim: TestPerson;
  let bearer: string;
  let byEve: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "required" } });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    eve = await world.addPerson({ email: "eve@acme.example", administrator: true, enrolled: true });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    ({ bearer } = await world.client().signIn(world, ada));
    ({ bearer: byEve } = await world.client().signIn(world, eve));
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown, as = bearer) =>
    world.client().api(method, path, body, as);
  const make = async (scopes: string[], path = "/me/api-keys", as = bearer, more: object = {}): Promise<string> => {
    const made = await call("POST", path, { name: "Job", scopes, ...more }, as);
    expect([made.status, made.json.title]).toEqual([201, undefined]);
    return made.json.key;
  };
  const by = (key: string, method: string, path: string, body?: unknown) => call(method, path, body, `Bearer ${key}`);
  const outcome = async (answer: ReturnType<typeof call>) => {
    const { status, json } = await answer;
    return [status, json?.code];
  };
  const events = (name: string) =>
    world.needs.db.list((query) => query.selectFrom("audit_events").selectAll().where("name", "=", name).orderBy("id"));

  test("a key is shown once, kept as a hash, listed without it, and told by mail", async () => {
    const made = await call("POST", "/me/api-keys", { name: " Nightly  job ", scopes: ["read:people"] });
    expect(made.json.key).toMatch(/^cs_[\w-]{22}_[\w-]{43}$/);
    expect(made.json.apiKey).toMatchObject({ name: "Nightly job", scopes: ["read:people"], lastUsedAt: null });
    expect(Date.parse(made.json.apiKey.expiresAt) - world.clock.now()).toBe(90 * day);
    const secret = made.json.key.slice(-43);
    const rows = await world.needs.db.list((query) => query.selectFrom("api_keys").selectAll());
    expect(JSON.stringify([rows, (await call("GET", "/me/api-keys")).json, world.logged])).not.toContain(secret);
    const letters = await world.needs.db.list((query) =>
      query.selectFrom("outbox").selectAll().where("kind", "=", "api-key.added"),
    );
    expect(letters.map(({ person_id }) => person_id)).toEqual([ada.person.id]);
    expect(JSON.stringify(letters)).not.toContain(secret);
    expect((await by(made.json.key, "GET", "/people")).status).toBe(200);
    world.clock.advance(30_000);
    await by(made.json.key, "GET", "/people");
    const [listed] = (await call("GET", "/me/api-keys")).json.apiKeys;
    expect(Date.parse(listed.lastUsedAt)).toBe(world.clock.now() - 30_000);
    expect((await call("DELETE", `/me/api-keys/${listed.id}`)).status).toBe(204);
    expect(await outcome(by(made.json.key, "GET", "/people"))).toEqual([401, "bad-key"]);
    expect((await call("GET", "/me/api-keys")).json.apiKeys).toEqual([]);
  });

  test("it gets in as Bearer and as the password of Basic, whatever the name", async () => {
    const key = await make(["read:people"]);
    const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;
    for (const header of [`Bearer ${key}`, `bearer ${key}`, basic(`job:${key}`), basic(`:${key}`)])
      expect([header, (await call("GET", "/people", undefined, header)).status]).toEqual([header, 200]);
    const wrong = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
    for (const header of [
      `Bearer ${wrong}`,
      basic(`job:${wrong}`),
      basic(`${key}:job`),
      basic(key),
      `SignIn ${key}`,
      "Bearer cs_",
      `Bearer ${key}x`,
    ])
      expect([header, (await call("GET", "/people", undefined, header)).status]).toEqual([header, 401]);
  });

  test("each scope opens what it says, and nothing opens to another", async () => {
    const reading = await make(["read:people", "read:policy", "read:applications", "read:me"]);
    for (const path of [
      "/people",
      `/people/${kim.person.id}`,
      "/people.csv",
      "/policy",
      "/policy/explanation?login=kim@acme.example",
      "/account-types",
      "/applications",
      "/me",
    ])
      expect([path, (await by(reading, "GET", path)).status]).toEqual([path, 200]);
    expect((await by(reading, "GET", "/me")).json.email).toBe("ada@acme.example");
    expect(await outcome(by(reading, "POST", "/people", { email: "new@acme.example" }))).toEqual([
      403,
      "scope-missing",
    ]);
    const writing = await make(["write:people", "write:applications", "write:policy"]);
    expect(await outcome(by(writing, "GET", "/people"))).toEqual([403, "scope-missing"]);
    expect((await by(writing, "POST", "/people", { email: "new@acme.example" })).status).toBe(201);
    expect((await by(writing, "PATCH", `/people/${kim.person.id}`, { displayName: "Kim L" })).status).toBe(200);
    expect((await by(writing, "POST", `/people/${kim.person.id}/disable`, {})).status).toBeLessThan(300);
    expect((await by(writing, "POST", "/account-types", { name: "guest" })).status).toBe(201);
    const shop = { name: "Shop", kind: "openid", redirectAddresses: ["https://shop.example/cb"] };
    expect((await by(writing, "POST", "/applications", shop)).status).toBe(201);
    const [added] = await events("application.added");
    expect(JSON.parse(added?.details as string).apiKey).toBe(writing.slice(3, 25));
  });

  test("no key changes roles or whoever holds one, makes keys, or gets to pages, sessions and set-ups", async () => {
    for (const path of ["/me/api-keys", "/api-keys"]) {
      const scopes = ["write:people", "read:people"];
      const key = await make(scopes, path);
      const target = `/people/${kim.person.id}`;
      for (const change of [{ administrator: true }, { helper: true }, { operator: true }])
        expect(await outcome(by(key, "PATCH", target, change))).toEqual([403, "not-by-key"]);
      const added = { email: "root@acme.example", administrator: true };
      expect(await outcome(by(key, "POST", "/people", added))).toEqual([403, "not-by-key"]);
      expect(await outcome(by(key, "PATCH", `/people/${eve.person.id}`, { email: "x@evil.example" }))).toEqual([
        403,
        "not-by-key",
      ]);
      expect(await outcome(by(key, "POST", `/people/${eve.person.id}/disable`, {}))).toEqual([403, "not-by-key"]);
      const missing = "scope-missing";
      const never = "not-by-key";
      for (const [method, closed, code] of [
        ["POST", "/me/api-keys", never],
        ["POST", "/api-keys", never],
        ["GET", "/api-keys", missing],
        ["DELETE", `${target}/second-factor`, missing],
        ["PUT", `${target}/override`, missing],
        ["DELETE", target, missing],
        ["GET", "/session", never],
        ["POST", "/session/proofs", never],
        ["GET", "/me/sessions", never],
        ["PATCH", "/me", never],
        ["POST", "/policy/preview", missing],
        ["GET", "/help-requests", missing],
        ["GET", "/organisations", missing],
        ["DELETE", `/organisations/${world.organisation.id}`, never],
      ] as const)
        expect([closed, ...(await outcome(by(key, method, closed, method === "GET" ? undefined : {})))]).toEqual([
          closed,
          403,
          code,
        ]);
      for (const page of ["/account", "/admin/people", "/account/security", "/admin/api-keys"]) {
        const answer = await world.client().get(page, { authorization: `Bearer ${key}` });
        expect([page, answer.status, answer.location?.split("?")[0]]).toEqual([page, 303, "/sign-in"]);
      }
      const forward = {
        authorization: `Bearer ${key}`,
        "x-original-url": "https://wiki.acme.example/",
        "x-original-method": "GET",
      };
      expect((await world.client().get("/api/authz/auth-request", forward)).status).toBe(403);
      expect((await world.client().get("/people", { cookie: `countersign-session=${key}` })).status).not.toBe(200);
    }
  });

  test("a link by which somebody chooses a password is no key's to see: it goes by letter alone", async () => {
    for (const path of ["/me/api-keys", "/api-keys"]) {
      const key = await make(["write:people"], path);
      // Where nothing carries it: of who has not joined yet it is told, of who has there is none.
      const added = await by(key, "POST", "/people", { email: `new${path.length}@acme.example` });
      expect(added.json.invitation).toMatchObject({ mailed: false, url: expect.stringContaining("token=") });
      const again = await by(key, "POST", `/people/${added.json.person.id}/invitation`, {});
      expect([again.status, again.json.url]).toEqual([201, expect.stringContaining("token=")]);
      const refused = await by(key, "POST", `/people/${kim.person.id}/invitation`, {});
      expect([refused.status, refused.json.code, refused.text.includes("token=")]).toEqual([
        409,
        "no-mail-server",
        false,
      ]);
    }
    const letters = await createWorld({
      beside: world,
      environment: { COUNTERSIGN_SMTP_URL: "smtp://127.0.0.1:9", COUNTERSIGN_MAIL_FROM: "no-reply@acme.example" },
    });
    const key = await make(["write:people"], "/api-keys");
    const through = (method: string, path: string, body: object, as = `Bearer ${key}`) =>
      letters.client().api(method, path, body, as);
    const added = await through("POST", "/people", { email: "next@acme.example" });
    for (const id of [kim.person.id, added.json.person.id]) {
      const made = await through("POST", `/people/${id}/invitation`, {});
      expect([made.status, made.json.mailed, made.json.url]).toEqual([201, true, null]);
    }
    expect(added.json.invitation).toMatchObject({ mailed: true, url: null });
    expect((await through("POST", `/people/${kim.person.id}/invitation`, {}, bearer)).json.url).toContain("token=");
    await letters.close();
  });

  test("a key writes no rule that asks less of one who holds a role, and any other", async () => {
    await call("PATCH", `/people/${kim.person.id}`, { helper: true });
    const lee = await world.addPerson({ email: "lee@acme.example" });
    // One who came through a provider has no password, and is an administrator all the same.
    await world.needs.db.transaction((tx) => removePassword(tx, keyOf(eve.person)));
    for (const path of ["/me/api-keys", "/api-keys"]) {
      const key = await make(["read:policy", "write:policy"], path);
      const policy = (await by(key, "GET", "/policy")).json;
      const write = (email: string, level: string) =>
        outcome(by(key, "PUT", "/policy", { ...policy, addresses: [{ email, level }] }));
      for (const { person } of [eve, kim, ada])
        for (const level of ["off", "optional"])
          expect([person.email, await write(person.email, level)]).toEqual([person.email, [403, "not-by-key"]]);
      expect((await write(eve.person.email, "required"))[0]).toBe(200);
      expect((await write(lee.person.email, "off"))[0]).toBe(200);
    }
    // A person may, as by an override.
    const policy = (await call("GET", "/policy")).json;
    const addresses = [{ email: kim.person.email, level: "optional" }];
    expect((await call("PUT", "/policy", { ...policy, addresses })).status).toBe(200);
  });

  test("what is opened is a route that there is, and every other JSON route is closed", () => {
    const routes = routesOf({ world } as never).filter((route) => route.includes(" /api/v1/"));
    const id = "01890000-0000-7000-8000-000000000000";
    const filled = (route: string) => {
      const [method, path] = route.split(" ") as [string, string];
      return [method, path.replace("/api/v1", "").replace(/:name/, "x").replace(/:\w+/g, id)] as const;
    };
    const closed = routes.filter((route) => scopeFor(...filled(route)) === undefined);
    // Sign-ins ask for no session, so that a key is not even looked at there.
    expect(closed.filter((route) => closedBecause(...filled(route)) === undefined)).toEqual(
      routes.filter((route) => route.includes("/api/v1/sign-ins")),
    );
    const never =
      /\/sign-ins|\/session( |\/proofs|$)|^(?!GET \/api\/v1\/me$)\w+ \/api\/v1\/me(\/|$)|^POST .*\/(api-keys|people\/moving)$|^DELETE .*\/organisations\/|\/exports(\/|$)/;
    expect(closed).toEqual(routes.filter((route) => never.test(route)));
  });

  test("a key has no more than its owner, and ends when the owner is disabled, loses a role or has another password", async () => {
    expect(
      await outcome(
        call(
          "POST",
          "/me/api-keys",
          { name: "x", scopes: ["read:people"] },
          (await world.client().signIn(world, kim)).bearer,
        ),
      ),
    ).toEqual([400, "bad-key-settings"]);
    const key = await make(["read:people"]);
    expect((await call("POST", `/people/${ada.person.id}/disable`, {}, byEve)).status).toBeLessThan(300);
    expect(await outcome(by(key, "GET", "/people"))).toEqual([401, "bad-key"]);
    await call("POST", `/people/${ada.person.id}/enable`, {}, byEve);
    expect(await outcome(by(key, "GET", "/people"))).toEqual([401, "bad-key"]);

    world.clock.advance(30_000);
    ({ bearer } = await world.client().signIn(world, ada));
    const another = await make(["read:people"]);
    await call("PATCH", `/people/${ada.person.id}`, { administrator: false }, byEve);
    expect(await outcome(by(another, "GET", "/people"))).toEqual([401, "bad-key"]);
    await call("PATCH", `/people/${ada.person.id}`, { administrator: true }, byEve);
    expect(await outcome(by(another, "GET", "/people"))).toEqual([401, "bad-key"]);

    world.clock.advance(30_000);
    ({ bearer } = await world.client().signIn(world, ada));
    const reset = await make(["read:me"]);
    await call("DELETE", `/people/${ada.person.id}/second-factor`, {}, byEve);
    expect(await outcome(by(reset, "GET", "/me"))).toEqual([401, "bad-key"]);

    const third = await make(["read:people"], "/me/api-keys", byEve);
    const changed = await call(
      "POST",
      "/me/password",
      { currentPassword: password, newPassword: "nine green bottles in a row" },
      byEve,
    );
    expect(changed.status).toBe(200);
    expect(await outcome(by(third, "GET", "/people"))).toEqual([401, "bad-key"]);
    await by(third, "GET", "/people");
    expect((await events("api-key.refused")).length).toBe(1);
    world.clock.advance(2 * hour);
    await by(third, "GET", "/people");
    expect((await events("api-key.refused")).length).toBe(2);
  });

  test("an organisation's key outlives who made it, ends when its time is over, and is another organisation's never", async () => {
    const key = await make(["read:people", "write:people"], "/api-keys", bearer, { days: 365 });
    await call("POST", `/people/${ada.person.id}/disable`, {}, byEve);
    expect((await by(key, "GET", "/people")).status).toBe(200);
    expect((await by(key, "POST", "/people", { email: "new@acme.example" })).status).toBe(201);
    const [added] = (await events("person.added")).slice(-1);
    expect([added?.actor_id, JSON.parse(added?.details as string).apiKey]).toEqual([
      key.slice(3, 25),
      key.slice(3, 25),
    ]);
    const other = await world.addOrganisation("Other", "other.example");
    expect(other.id).toBeDefined();
    const elsewhere = await world.client({ host: "other.example" }).api("GET", "/people", undefined, `Bearer ${key}`);
    expect([elsewhere.status, elsewhere.json.code]).toEqual([401, "bad-key"]);
    world.clock.advance(365 * day - minute);
    expect((await by(key, "GET", "/people")).status).toBe(200);
    world.clock.advance(minute);
    expect(await outcome(by(key, "GET", "/people"))).toEqual([401, "bad-key"]);
  });

  test("one is made only right after a second factor, with a name, scopes and a length that can be", async () => {
    const bad = async (body: object, field: string) => {
      const { status, json } = await call("POST", "/me/api-keys", { name: "Job", scopes: ["read:me"], ...body });
      expect([body, status, json.code, json.errors?.[0]?.field]).toEqual([body, 400, "bad-key-settings", field]);
    };
    await bad({ name: " " }, "name");
    await bad({ name: "x\u202e" }, "name");
    await bad({ scopes: [] }, "scopes");
    for (const days of [0, 366, -1]) await bad({ days }, "days");
    expect((await call("POST", "/me/api-keys", { name: "Job", scopes: ["root"] })).status).toBe(400);
    for (let i = 0; i < 20; i++) await make(["read:me"]);
    expect(await outcome(call("POST", "/me/api-keys", { name: "Job", scopes: ["read:me"] }))).toEqual([
      409,
      "too-many-keys",
    ]);
    world.clock.advance(16 * minute);
    expect(await outcome(call("POST", "/me/api-keys", { name: "Job", scopes: ["read:me"] }))).toEqual([
      403,
      "step-up-required",
    ]);
    await world.setPolicy({ organisation: "optional" });
    const lea = await world.addPerson({ email: "lea@acme.example", administrator: true });
    const { bearer: byLea } = await world.client().signIn(world, lea);
    for (const path of ["/me/api-keys", "/api-keys"])
      expect(await outcome(call("POST", path, { name: "Job", scopes: ["read:people"] }, byLea))).toEqual([
        403,
        "second-factor-first",
      ]);
  });
});
