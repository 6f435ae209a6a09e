// What administrators do about one person beside a reset: edit, override, disable, unlock, delete; and what helpers may.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day } from "../../src/kernel/clock.ts";
import { signInByForm } from "../support/account.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("people on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let ben: TestPerson;
  let kim: TestPerson;
  let client: Client;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "optional" } });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    ben = await world.addPerson({ email: "ben@acme.example", administrator: true, enrolled: true });
    kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
    client = world.client();
    bearer = (await client.signIn(world, ada)).bearer;
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown, token = bearer) => client.api(method, path, body, token);
  const of = (who: TestPerson, more = "") => `/people/${who.person.id}${more}`;
  const begin = (who: TestPerson) =>
    world.client().api("POST", "/sign-ins", { login: who.person.email, password: who.password });
  const letters = () =>
    world.needs.db.list((query) => query.selectFrom("outbox").select(["kind", "recipient", "person_id"]));
  const events = async (who: TestPerson) =>
    (
      await world.needs.db.list((query) =>
        query.selectFrom("audit_events").select(["name", "details"]).where("person_id", "=", who.person.id),
      )
    ).map(({ name, details }) => ({ name, ...JSON.parse(details) }));

  test("[PM-3] an override wins over the person's own setting both ways, binds at once, and ends by itself", async () => {
    const lee = await world.addPerson({ email: "lee@acme.example" });
    expect((await begin(lee)).json.step).toBe("done");
    expect((await begin(kim)).json.step).toBe("second-step");
    const session = (await world.client().signIn(world, lee)).bearer;

    const until = new Date(world.clock.now() + 2 * day).toISOString();
    expect((await call("PUT", of(lee, "/override"), { level: "required", reason: "handles payroll" })).status).toBe(
      204,
    );
    expect((await call("PUT", of(kim, "/override"), { level: "off", reason: "broken arm", until })).status).toBe(204);
    expect((await world.client().api("GET", "/session", undefined, session)).json.code).toBe("second-factor-required");
    expect((await begin(lee)).json.step).toBe("set-up");
    expect((await begin(kim)).json.step).toBe("done");
    expect((await call("GET", of(kim))).json).toMatchObject({
      override: { level: "off", reason: "broken arm", until },
      requirement: { level: "off", because: { kind: "person" } },
    });
    expect(await letters()).toContainEqual({
      kind: "second-factor.overridden",
      recipient: "kim@acme.example",
      person_id: kim.person.id,
    });

    world.clock.advance(2 * day - 1);
    expect((await begin(kim)).json.step).toBe("done");
    world.clock.advance(1);
    expect((await begin(kim)).json.step).toBe("second-step");
    bearer = (await client.signIn(world, ada)).bearer;
    expect((await call("DELETE", of(lee, "/override"))).status).toBe(204);
    expect((await begin(lee)).json.step).toBe("done");
  });

  test("an override needs a reason and an end that is to come", async () => {
    const put = (body: object) => call("PUT", of(kim, "/override"), body);
    expect((await put({ level: "off", reason: " " })).json.code).toBe("reason-missing");
    const until = new Date(world.clock.now()).toISOString();
    expect((await put({ level: "off", reason: "x", until })).json.code).toBe("end-in-the-past");
    expect((await put({ level: "sometimes", reason: "x" })).status).toBe(400);
    expect((await call("GET", of(kim))).json.override).toBeNull();
  });

  test("[DI-2] a changed address is judged anew: foreseen before, and so afterwards; old links stop, both addresses are told", async () => {
    await world.setPolicy({
      organisation: "optional",
      domains: [{ domain: "acme.example", subdomains: false, level: "required" }],
      addresses: [{ email: "kim@partner.example", level: "off" }],
    });
    const link = (await call("POST", of(kim, "/invitation"))).json.url as string;
    const foreseen = await call("GET", of(kim, "/requirement?email=Kim@Partner.example"));
    expect(foreseen.json).toMatchObject({
      before: { level: "required", because: { kind: "domain", of: "acme.example" } },
      after: { level: "off", because: { kind: "address", of: "kim@partner.example" } },
      lost: [{ kind: "domain", of: "acme.example", level: "required" }],
      gained: [{ kind: "address", of: "kim@partner.example", level: "off" }],
    });
    expect((await begin(kim)).json.step).toBe("second-step");
    expect((await call("PATCH", of(kim), { email: "Kim@Partner.example" })).json).toMatchObject({
      email: "Kim@Partner.example",
      requirement: { level: "off" },
    });
    const login = { login: "kim@partner.example", password: kim.password };
    expect((await world.client().api("POST", "/sign-ins", login)).json.step).toBe("done");
    expect((await world.client().get(new URL(link).pathname + new URL(link).search)).status).toBe(410);
    const told = (await letters()).filter(({ kind }) => kind === "person.address-changed");
    expect(told.map(({ recipient }) => recipient).sort()).toEqual(["Kim@Partner.example", "kim@acme.example"]);
  });

  test("[DI-2] by the pages nothing is saved before what the rules say was shown, and only what was shown", async () => {
    await world.setPolicy({
      organisation: "optional",
      domains: [{ domain: "acme.example", subdomains: false, level: "required" }],
    });
    const admin = world.client();
    world.clock.advance(30_000);
    await signInByForm(world, admin, ada);
    const path = `/admin/people/${kim.person.id}/edit`;
    const fields = {
      email: "kim@partner.example",
      screenName: "kim",
      displayName: "Kim Larsen",
      accountType: "staff",
      override: "policy",
      reason: "",
      until: "",
    };
    const [, seen = ""] = /name="seen" value="([^"]+)"/.exec((await admin.get(path)).text) ?? [];
    Object.assign(fields, { seen });
    const shown = await admin.form(path, fields);
    expect(shown.text).toContain("Check before saving");
    expect(shown.text).toContain("The rule for the domain acme.example: required");
    expect((await admin.form(path, { ...fields, confirmed: "kim@other.example staff" })).text).toContain(
      "Check before saving",
    );
    expect((await call("GET", of(kim))).json.email).toBe("kim@acme.example");
    const [, confirmed = ""] = /name="confirmed" value="([^"]+)"/.exec(shown.text) ?? [];
    expect(await admin.form(path, { ...fields, confirmed })).toMatchObject({ status: 303 });
    expect((await call("GET", of(kim))).json.email).toBe("kim@partner.example");
  });

  test("edits names, type and roles, all or nothing, and records what changed", async () => {
    const changed = await call("PATCH", of(kim), { displayName: "Kim Reyes", accountType: "client", helper: true });
    expect(changed.json).toMatchObject({ displayName: "Kim Reyes", accountType: "client", helper: true });
    const names = (await events(kim)).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["person.profile-changed", "person.account-type-changed", "person.roles-changed"]),
    );
    const taken = await call("PATCH", of(kim), { displayName: "Nobody", email: "ben@acme.example" });
    expect(taken).toMatchObject({ status: 409, json: { code: "address-taken" } });
    expect((await call("PATCH", of(kim), { displayName: "Nobody", accountType: "Big Boss" })).json.code).toBe(
      "unknown-account-type",
    );
    expect((await call("GET", of(kim))).json.displayName).toBe("Kim Reyes");
    expect((await call("GET", "/people?search=reyes")).json.people).toHaveLength(1);
  });

  test("takes account types of the organisation's own list", async () => {
    expect((await call("PATCH", of(kim), { accountType: "guest" })).json.code).toBe("unknown-account-type");
    expect((await call("PATCH", of(kim), { accountType: "client" })).status).toBe(200);
  });

  test("a disabled person is out from the next request on, by every way in; enabled, all is as it was", async () => {
    const theirs = await world.client().signIn(world, kim);
    const link = (await call("POST", of(kim, "/invitation"))).json.url as string;
    const halfWay = (await begin(kim)).json.signIn;
    expect((await call("POST", of(kim, "/disable"), { reason: "left" })).status).toBe(204);
    expect((await world.client().api("GET", "/session", undefined, theirs.bearer)).status).toBe(401);
    const answer = { method: "totp", code: world.code(kim, 1) };
    expect((await world.client().api("POST", "/sign-ins/current/answers", answer, `SignIn ${halfWay}`)).status).toBe(
      410,
    );
    expect((await begin(kim)).json.code).toBe("wrong-credentials");
    expect((await world.client().get(new URL(link).pathname + new URL(link).search)).status).toBe(410);
    expect((await call("POST", of(kim, "/invitation"))).json.code).toBe("person-disabled");
    expect((await call("POST", of(kim, "/enable"))).status).toBe(204);
    expect((await begin(kim)).json.step).toBe("second-step");
    expect((await events(kim)).filter(({ name }) => /abled$/.test(name))).toEqual([
      { name: "person.disabled", reason: "left" },
      { name: "person.enabled" },
    ]);
  });

  test("unlocking lifts the waits after wrong passwords and codes", async () => {
    for (let i = 0; i < 5; i++)
      await world.client().api("POST", "/sign-ins", { login: "kim", password: "not this one at all" });
    expect((await begin(kim)).status).toBe(429);
    expect((await call("GET", of(kim))).json.locked).toBe(true);
    expect((await call("POST", of(kim, "/unlock"))).status).toBe(204);
    expect((await call("GET", of(kim))).json.locked).toBe(false);
    expect((await begin(kim)).json.step).toBe("second-step");
  });

  test("a deleted person is gone with all that was theirs; what happened stays on record", async () => {
    const theirs = await world.client().signIn(world, kim);
    expect((await call("DELETE", of(kim))).status).toBe(204);
    expect((await world.client().api("GET", "/session", undefined, theirs.bearer)).status).toBe(401);
    expect((await call("GET", of(kim))).status).toBe(404);
    expect((await call("GET", "/people?search=larsen")).json.people).toEqual([]);
    expect((await begin(kim)).json.code).toBe("wrong-credentials");
    expect(await events(kim)).toContainEqual({ name: "person.deleted", screenName: "kim", email: "kim@acme.example" });
    expect((await call("POST", "/people", { email: "kim@acme.example" })).status).toBe(201);
  });

  const acts: [string, string, unknown?][] = [
    ["PATCH", "", { displayName: "Me" }],
    ["DELETE", ""],
    ["PUT", "/override", { level: "off", reason: "me" }],
    ["DELETE", "/override"],
    ["POST", "/disable", {}],
    ["POST", "/enable"],
    ["POST", "/unlock"],
    ["DELETE", "/second-factor"],
    ["POST", "/invitation"],
  ];

  test("nobody does any of it to themselves, nor an administrator to an operator", async () => {
    const olga = await world.addPerson({
      email: "olga@acme.example",
      administrator: true,
      operator: true,
      enrolled: true,
    });
    for (const [method, path, body] of acts) {
      expect((await call(method, of(ada, path), body)).json.code, path).toBe("not-yourself");
      expect((await call(method, of(olga, path), body)).json.code, path).toBe("operators-only");
    }
    expect((await call("PATCH", of(kim), { operator: true })).json.code).toBe("operators-only");
    const operator = (await world.client().signIn(world, olga)).bearer;
    expect((await call("PATCH", of(kim), { operator: true }, operator)).json.operator).toBe(true);
  });

  test("each of it asks for a fresh proof", async () => {
    world.clock.advance(16 * 60_000);
    for (const [method, path, body] of acts)
      expect((await call(method, of(kim, path), body)).json.code, path).toBe("step-up-required");
  });

  test("of two administrators who disable, demote or delete each other at the same instant one remains", async () => {
    const others = (await world.client().signIn(world, ben)).bearer;
    const answers = await Promise.all([
      call("POST", of(ben, "/disable")),
      call("PATCH", of(ada), { administrator: false }, others),
      call("DELETE", of(ada), undefined, others),
    ]);
    const active = await world.needs.db.list((query) =>
      query.selectFrom("people").select("id").where("administrator", "=", 1).where("status", "=", "active"),
    );
    expect(active).toHaveLength(1);
    // Who lost the role first may be deleted then, by the one who is left; the other is refused.
    const [byAda, ...byBen] = answers.map(({ status }) => status < 300);
    expect(byAda && byBen.some(Boolean)).toBe(false);
  });

  test("a helper looks at people and changes nothing, by pages or JSON", async () => {
    const hal = await world.addPerson({ email: "hal@acme.example", helper: true, enrolled: true });
    const browser = world.client();
    await signInByForm(world, browser, hal);
    const list = await browser.get("/admin/people");
    expect(list.text).toContain("Kim Larsen");
    expect(list.text).not.toContain('href="/admin/policy"');
    expect(list.text).not.toContain("/admin/people/new");
    const page = (await browser.get(`/admin/people/${kim.person.id}`)).text;
    expect(page).not.toMatch(/action="\/admin/);
    for (const word of ["/edit", "/reset", "/disable", "/delete"]) {
      expect(page).not.toContain(`${kim.person.id}${word}"`);
      expect((await browser.get(`/admin/people/${kim.person.id}${word}`)).status).toBe(403);
    }
    world.clock.advance(30_000);
    const token = (await world.client().signIn(world, hal)).bearer;
    for (const [method, path, body] of acts)
      expect((await call(method, of(kim, path), body, token)).json.code, path).toBe("administrators-only");
    expect((await call("GET", "/policy", undefined, token)).json.code).toBe("administrators-only");
    // From the next request on without the role.
    expect((await call("PATCH", of(hal), { helper: false })).status).toBe(200);
    expect((await call("GET", "/people", undefined, token)).json.code).toBe("helpers-only");
  });

  test("imports a file as a whole or not at all, and says beforehand what would come of it, line by line", async () => {
    const send = (text: string, query = "", type = "text/csv") =>
      client.send("POST", `/api/v1/people/import${query}`, text, { authorization: bearer, "content-type": type });
    const good = [
      "email,displayName,accountType",
      'lee@acme.example,"Wu, Lee",client',
      "KIM@acme.example,Kim Reyes,",
      "ben@acme.example,,",
    ].join("\r\n");
    const dry = await send(good, "?dryRun=yes");
    expect(dry.json).toMatchObject({ imported: false, added: 1, changed: 1, unchanged: 1, invited: 0, errors: [] });
    expect((await call("GET", "/people?search=lee")).json.people).toEqual([]);

    const bad = `${good}\r\nnot an address,X,\r\nlee@ACME.example,Twice,\r\nmo@acme.example,Mo,Big Boss`;
    expect((await send(bad, "?dryRun=yes")).json.errors.map(({ line }: { line: number }) => line)).toEqual([5, 6, 7]);
    expect(await send(bad)).toMatchObject({ status: 400, json: { code: "import-refused" } });
    expect((await call("GET", "/people?search=lee")).json.people).toEqual([]);
    expect((await send("name\r\nx", "?dryRun=yes")).json.errors).toHaveLength(1);
    expect((await send(`email,displayName\n"${"open"}`, "?dryRun=yes")).json.errors).toHaveLength(1);
    expect((await send(good, "", "application/json")).status).toBe(415);
    expect((await send("x".repeat(1024 * 1024 + 1))).status).toBe(413);

    expect((await send(good)).json).toMatchObject({ imported: true, added: 1, changed: 1, unchanged: 1 });
    const [lee] = (await call("GET", "/people?search=lee")).json.people;
    expect(lee).toMatchObject({ displayName: "Wu, Lee", accountType: "client", status: "invited", screenName: "lee" });
    expect((await call("GET", of(kim))).json).toMatchObject({ displayName: "Kim Reyes", accountType: "staff" });
    expect((await send(good)).json).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    // What was downloaded can be imported as it is.
    const file = await client.api("GET", "/people.csv", undefined, bearer);
    expect((await send(file.text, "?dryRun=yes")).json).toMatchObject({ added: 0, changed: 0, errors: [] });
    expect((await send(`email,displayName\nada@acme.example,Somebody else`)).status).toBe(400);
  });
});
