// Scopes of API keys, attacked: every operation with a key of every scope but its own, with keys that have ended, with
// another organisation's, on people above them, and on providers whose word would let anybody in.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeKey } from "../../src/api-keys/actions.ts";
import { scopeFor } from "../../src/api-keys/operations.ts";
import { isPowerful, type Scope, scopes, scopesOfOrganisation } from "../../src/api-keys/rules.ts";
import { authenticatorsOf } from "../../src/authenticators/totp/actions.ts";
import { day } from "../../src/kernel/clock.ts";
import type { Person } from "../../src/people/actions.ts";
import { ask } from "../support/help.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { answerTo, isApi, methodOf, pathOf, requestOf, routesOf } from "./matrix/calls.ts";
import { type Caller, type Cast, createCast, otherHost } from "./matrix/cast.ts";
import { type Route, requestFor, situationOf } from "./matrix/requests.ts";

const source = { address: "192.0.2.1", userAgent: "" };

async function keyOf(world: World, person: Person, wanted: readonly Scope[], own = true): Promise<string> {
  const owner = { organisation: person.organisation_id, person: own ? person : null };
  const made = await world.needs.db.transaction((tx) =>
    makeKey(
      tx,
      world.needs,
      owner,
      { name: "Job", scopes: wanted, days: 90 },
      { allowed: scopes, actor: person.id, source },
    ),
  );
  if (made.outcome !== "made") throw new Error(made.outcome);
  return made.text;
}

describe("every operation", () => {
  let cast: Cast;
  let open: { route: Route; scope: Scope }[];
  let otto: Person;
  beforeAll(async () => {
    cast = await createCast();
    open = routesOf(cast)
      .filter(isApi)
      .flatMap((route) => {
        const path = pathOf(route).replace("/api/v1", "").replace(/:\w+/g, "0");
        const scope = scopeFor(methodOf(route), path);
        return scope === undefined ? [] : [{ route, scope }];
      });
    otto = cast.operator.who?.person as Person;
  });
  afterAll(() => cast.world.close());

  const withKey = (key: string, host = cast.operator.host): Caller => ({
    ...{ ...cast.operator, host },
    cookies: { "countersign-session": key },
  });
  const call = async (route: Route, caller: Caller) => {
    const known = requestFor(route);
    const sent = known.sends?.(situationOf(cast, caller)) ?? {};
    const things = { ...cast.kim.things, ...known.names?.(cast) };
    const { status, json } = await answerTo(cast, requestOf(cast, route, caller, { means: "token", things, sent }));
    return [status, json?.code];
  };
  const end = async () => void (await cast.reset());

  test("is refused to a key of every scope but its own, and changes nothing", { timeout: 60_000 }, async () => {
    expect(new Set(open.map(({ scope }) => scope)).size).toBe(scopes.length);
    for (const scope of scopes) {
      const key = await keyOf(
        cast.world,
        otto,
        scopes.filter((one) => one !== scope),
      );
      const transactions = cast.transactions();
      for (const { route } of open.filter((one) => one.scope === scope)) {
        expect([route, ...(await call(route, withKey(key)))]).toEqual([route, 403, "scope-missing"]);
      }
      // That it was used is written down once, and nothing else.
      expect(cast.transactions() - transactions).toBe(1);
      await end();
    }
  });

  test("is open to a key of its own scope alone", { timeout: 60_000 }, async () => {
    for (const { route, scope } of open) {
      const key = await keyOf(cast.world, otto, [scope]);
      const [status, code] = await call(route, withKey(key));
      expect([route, code === "scope-missing" || code === "administrators-only" || status === 401]).toEqual([
        route,
        false,
      ]);
      expect([route, (status as number) < 500]).toEqual([route, true]);
      await end();
    }
  });

  test("is refused to another organisation's key, to one that has ended, and to one whose time is over", {
    timeout: 60_000,
  }, async () => {
    const stranger = await keyOf(cast.world, otto, scopes);
    for (const { route } of open)
      expect([route, ...(await call(route, withKey(stranger, otherHost)))]).toEqual([route, 401, "bad-key"]);
    await end();
    const over = await keyOf(cast.world, otto, scopes);
    cast.world.clock.advance(90 * day);
    for (const { route } of open)
      expect([route, ...(await call(route, withKey(over)))]).toEqual([route, 401, "bad-key"]);
    cast.world.clock.advance(-90 * day);
    await end();
    for (const { route } of open)
      expect([route, ...(await call(route, withKey(over)))]).toEqual([route, 401, "bad-key"]);
  });

  test("by the organisation's own key works as by a person's, and operators' are closed to it", {
    timeout: 60_000,
  }, async () => {
    for (const { route, scope } of open) {
      if (!scopesOfOrganisation.includes(scope)) continue;
      const key = await keyOf(cast.world, otto, [scope], false);
      const [status, code] = await call(route, withKey(key));
      expect([route, status, ["administrators-only", "scope-missing", "internal"].includes(code as string)]).toEqual([
        route,
        status,
        false,
      ]);
      await end();
    }
    const everything = await keyOf(cast.world, otto, scopes, false);
    for (const { route, scope } of open)
      if (scope.endsWith(":organisations"))
        expect([route, ...(await call(route, withKey(everything)))]).toEqual([route, 403, "operators-only"]);
    await end();
  });
});

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let eve: TestPerson;
  let kim: TestPerson;
  let hal: TestPerson;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "required" } });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    eve = await world.addPerson({ email: "eve@acme.example", administrator: true, enrolled: true });
    hal = await world.addPerson({ email: "hal@acme.example", helper: true, enrolled: true });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    ({ bearer } = await world.client().signIn(world, eve));
  });
  afterEach(() => world.close());

  const api = (key: string, method: string, path: string, body?: unknown) =>
    world.client().api(method, path, body, key.startsWith("cs_") ? `Bearer ${key}` : key);
  const outcome = async (answer: ReturnType<typeof api>) => {
    const { status, json } = await answer;
    return [status, json?.code];
  };
  const both = async () => [
    await keyOf(world, ada.person, scopes),
    await keyOf(world, ada.person, scopesOfOrganisation, false),
  ];

  test("no key acts on somebody who holds a role, one by one or in bulk or from a file", async () => {
    const request = await ask(world, hal);
    for (const key of await both()) {
      for (const { person } of [eve, hal])
        for (const [method, path, body] of [
          ["PATCH", "", { displayName: "Mine" }],
          ["PATCH", "", { email: "x@evil.example" }],
          ["POST", "/invitation", undefined],
          ["POST", "/disable", {}],
          ["POST", "/unlock", undefined],
          ["DELETE", "/second-factor", {}],
          ["PUT", "/override", { level: "off", reason: "mine" }],
          ["DELETE", "/sessions", undefined],
          ["DELETE", "", undefined],
        ] as const)
          expect([method, path, ...(await outcome(api(key, method, `/people/${person.id}${path}`, body)))]).toEqual([
            method,
            path,
            403,
            "not-by-key",
          ]);
      expect(await outcome(api(key, "POST", `/help-requests/${request}/approval`, {}))).toEqual([403, "not-by-key"]);
      const all = [eve, hal, ada].map(({ person }) => person.id);
      for (const action of ["disable", "sign-out", "unlock"]) {
        const body = { action, people: [...all, kim.person.id] };
        const { json } = await api(key, "POST", "/people/bulk", { ...body, dryRun: true });
        const above = json.leftOut.find((one: { reason: string }) => one.reason === "holds-a-role");
        const yourself = json.leftOut.find((one: { reason: string }) => one.reason === "yourself");
        expect([action, (above?.people ?? 0) + (yourself?.people ?? 0)]).toEqual([action, 3]);
      }
      const { json: reset } = await api(key, "POST", "/people/bulk", { action: "reset", people: all, reason: "x" });
      expect([reset.done, reset.waiting]).toEqual([0, 0]);
      const file = "email,displayName\neve@acme.example,Mallory\n";
      const headers = { authorization: `Bearer ${key}`, "content-type": "text/csv" };
      const imported = await world.client().send("POST", "/api/v1/people/import", file, headers);
      expect([imported.status, imported.json.code, imported.text.includes("not by API keys")]).toEqual([
        400,
        "import-refused",
        true,
      ]);
    }
    for (const { person } of [ada, eve, hal])
      expect(
        (await authenticatorsOf(world.needs.db, { organisation: person.organisation_id, person: person.id })).length,
      ).toBe(1);
  });

  test("a key of that scope resets, overrides, unlocks and deletes whoever holds none, and the history names it", async () => {
    for (const key of await both()) {
      const lee = await world.addPerson({ email: `lee${key.slice(3, 8).toLowerCase()}@acme.example`, enrolled: true });
      const path = `/people/${lee.person.id}`;
      expect((await api(key, "PUT", `${path}/override`, { level: "optional", reason: "on the road" })).status).toBe(
        204,
      );
      expect((await api(key, "POST", `${path}/unlock`)).status).toBe(204);
      expect((await api(key, "DELETE", `${path}/second-factor`, { reason: "lost" })).status).toBe(204);
      expect((await api(key, "DELETE", path)).status).toBe(204);
      const events = await world.needs.db.list((query) =>
        query.selectFrom("audit_events").selectAll().where("person_id", "=", lee.person.id),
      );
      const names = events.filter(({ details }) => JSON.parse(details ?? "{}").apiKey === key.slice(3, 25));
      expect(names.map(({ name }) => name).sort()).toEqual([
        "person.deleted",
        "person.unlocked",
        "second-factor.overridden",
        "second-factor.reset",
      ]);
    }
  });

  test("no key lets an identity provider's word count for more", async () => {
    for (const [i, key] of (await both()).entries()) {
      const wanted = { name: `ID ${i}`, issuer: `https://id${i}.example`, clientId: "us", accountType: "staff" };
      const added = await api(key, "POST", "/identity-providers", { ...wanted, vouches: true, exempts: true });
      expect([added.status, added.json.active]).toEqual([201, false]);
      const path = `/identity-providers/${added.json.id}`;
      expect(await outcome(api(key, "PATCH", path, { active: true }))).toEqual([403, "not-by-key"]);
      expect((await api(key, "PATCH", path, { vouches: false, exempts: false })).status).toBe(200);
      expect(await outcome(api(key, "PATCH", path, { active: true }))).toEqual([403, "not-by-key"]);
      // A person turns it on; from then on a key renames it, exchanges its secret, or turns it off.
      expect((await api(bearer, "PATCH", path, { active: true })).status).toBe(200);
      for (const change of [
        { vouches: true },
        { exempts: true },
        { onlyWay: true, domains: ["acme.example"] },
        { domains: ["acme.example"] },
        { addsPeople: true },
        { clientId: "them" },
        { evidence: { amr: [], acr: [], maxAge: null }, exempts: true },
      ])
        expect([change, ...(await outcome(api(key, "PATCH", path, change)))]).toEqual([change, 403, "not-by-key"]);
      expect((await api(key, "PATCH", path, { name: `Login ${i}`, clientSecret: "another" })).status).toBe(200);
      expect((await api(key, "PATCH", path, { active: false })).json.active).toBe(false);
      expect((await api(key, "DELETE", path)).status).toBe(204);
    }
  });

  test("a powerful key of the organisation ends with the role of who made it, an ordinary one does not", async () => {
    const powerful = await keyOf(world, ada.person, ["read:people", "write:webhooks"], false);
    const ordinary = await keyOf(world, ada.person, ["read:people"], false);
    expect((await api(powerful, "GET", "/people")).status).toBe(200);
    await api(bearer, "PATCH", `/people/${ada.person.id}`, { administrator: false });
    expect(await outcome(api(powerful, "GET", "/people"))).toEqual([401, "bad-key"]);
    expect((await api(ordinary, "GET", "/people")).status).toBe(200);
    await api(bearer, "PATCH", `/people/${ada.person.id}`, { administrator: true });
    expect(await outcome(api(powerful, "GET", "/people"))).toEqual([401, "bad-key"]);
  });

  test("a powerful key lasts ninety days at most, and nobody gives away what is not theirs", async () => {
    const make = (path: string, body: object, as = bearer) =>
      outcome(api(as, "POST", path, { name: "Job", days: 90, ...body }));
    for (const scope of scopes.filter(isPowerful).filter((one) => one !== "write:organisations"))
      for (const path of ["/me/api-keys", "/api-keys"])
        expect([scope, ...(await make(path, { scopes: [scope], days: 91 }))]).toEqual([scope, 400, "bad-key-settings"]);
    expect((await make("/api-keys", { scopes: ["write:webhooks"] }))[0]).toBe(201);
    for (const scope of ["read:organisations", "write:organisations"])
      for (const path of ["/me/api-keys", "/api-keys"])
        expect([scope, ...(await make(path, { scopes: [scope] }))]).toEqual([scope, 400, "bad-key-settings"]);
    const { bearer: byHal } = await world.client().signIn(world, hal);
    for (const scope of ["write:people", "read:audit", "write:second-factors", "read:policy"])
      expect([scope, ...(await make("/me/api-keys", { scopes: [scope] }, byHal))]).toEqual([
        scope,
        400,
        "bad-key-settings",
      ]);
    expect((await make("/me/api-keys", { scopes: ["write:help-requests"] }, byHal))[0]).toBe(201);
  });

  test("a key ends the organisation's keys and nobody's own", async () => {
    const own = await keyOf(world, eve.person, ["read:me"]);
    const theirs = await keyOf(world, eve.person, ["read:people"], false);
    const key = await keyOf(world, ada.person, ["end:api-keys"]);
    expect((await api(key, "DELETE", `/api-keys/${own.slice(3, 25)}`)).status).toBe(404);
    expect((await api(key, "DELETE", `/api-keys/${theirs.slice(3, 25)}`)).status).toBe(204);
    expect((await api(own, "GET", "/me")).status).toBe(200);
    // Somebody who is signed in ends any.
    expect((await api(bearer, "DELETE", `/api-keys/${key.slice(3, 25)}`)).status).toBe(204);
  });
});
