// Applications by the JSON API: added, read, changed, given secrets, removed; and what their fields refuse.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { applicationByName } from "../../src/applications/finding.ts";
import { secretContext } from "../../src/applications/settings.ts";
import { noteEntry } from "../../src/applications/uses.ts";
import { day } from "../../src/kernel/clock.ts";
import { sha256 } from "../../src/kernel/hashing.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

const origin = "https://login.acme.example";
const openid = { name: "Shop", kind: "openid", redirectAddresses: ["https://shop.example/cb"] };
const proxied = { name: "Wiki", kind: "forward-auth", hosts: ["wiki.acme.example"] };
const duo = { name: "VPN", kind: "duo", redirectAddresses: ["https://vpn.example/duo"] };

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, origin });
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    ({ bearer } = await world.client().signIn(world, ada));
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown, as = bearer) =>
    world.client().api(method, path, body, as);
  const add = async (body: object) => {
    const added = await call("POST", "/applications", body);
    expect([added.status, added.json.code, added.json.title]).toEqual([201, undefined, undefined]);
    return added.json;
  };
  const events = async () =>
    (
      await world.needs.db.list((query) =>
        query
          .selectFrom("audit_events")
          .select(["name", "details"])
          .where("name", "like", "application.%")
          .orderBy("id"),
      )
    ).map(({ name }) => name);

  test("each kind is added with what its settings ask for, and its secret is shown once", async () => {
    const shop = await add(openid);
    expect(shop.application).toMatchObject({
      ...{
        name: "Shop",
        kind: "openid",
        takesPart: "yes",
        takesPartNow: true,
        status: "active",
        client: "confidential",
      },
      connection: {
        issuer: `${origin}/openid/acme`,
        discovery: `${origin}/openid/acme/.well-known/openid-configuration`,
      },
      ...{ lastSignInAt: null, signIns: { days: 30, withSecondFactor: 0, without: 0 } },
    });
    expect(shop.application.clientId).toMatch(/^[A-Z0-9]{20}$/);
    expect(shop.secret).toMatch(/^[A-Za-z0-9]{40}$/);
    const vpn = await add(duo);
    expect(vpn.application).toMatchObject({ unknownPeople: "refuse", connection: { apiHost: "login.acme.example" } });
    expect(vpn.application.clientId).toMatch(/^DI[A-Z0-9]{18}$/);
    const wiki = await add(proxied);
    expect(wiki).toMatchObject({ secret: null, application: { clientId: null, hosts: ["wiki.acme.example"] } });
    const phone = await add({ ...openid, name: "Phone", client: "public", redirectAddresses: ["com.acme.app:/cb"] });
    expect(phone).toMatchObject({ secret: null, application: { client: "public" } });

    const kept = async (clientId: string) => await applicationByName(world.needs.db, "client", clientId);
    const [ofShop, ofVpn] = [await kept(shop.application.clientId), await kept(vpn.application.clientId)];
    expect(Buffer.from(ofShop?.secretHash as Uint8Array)).toEqual(sha256(shop.secret));
    expect(ofShop?.sealedSecret).toBeNull();
    const context = secretContext(world.organisation.id, vpn.application.id);
    expect(world.needs.sealer.unseal(ofVpn?.sealedSecret as Uint8Array, context).toString()).toBe(vpn.secret);
    expect(ofVpn?.secretHash).toBeNull();
    expect((await kept(phone.application.clientId))?.secretHash).toBeNull();
    const shown = JSON.stringify([(await call("GET", "/applications")).json, world.logged]);
    for (const { secret } of [shop, vpn]) expect(shown).not.toContain(secret);
    expect(await events()).toEqual(Array(4).fill("application.added"));
  });

  test("an API that only asks about tokens has a secret and no return address", async () => {
    const { application, secret } = await add({ name: "Payments", kind: "openid", redirectAddresses: [] });
    expect(application).toMatchObject({ redirectAddresses: [], client: "confidential" });
    expect(secret).toMatch(/^[A-Za-z0-9]{40}$/);
    const path = `/applications/${application.id}`;
    expect((await call("PATCH", path, { note: "of the bank" })).json.redirectAddresses).toEqual([]);
  });

  test("a new secret takes the place of the old one, where there is one at all", async () => {
    const shop = await add(openid);
    const wiki = await add(proxied);
    const renewed = await call("POST", `/applications/${shop.application.id}/secret`);
    expect(renewed.status).toBe(201);
    expect(renewed.json.secret).not.toBe(shop.secret);
    const found = await applicationByName(world.needs.db, "client", shop.application.clientId);
    expect(Buffer.from(found?.secretHash as Uint8Array)).toEqual(sha256(renewed.json.secret));
    const none = await call("POST", `/applications/${wiki.application.id}/secret`);
    expect([none.status, none.json.code]).toEqual([409, "no-application-secret"]);
    expect((await events()).at(-1)).toBe("application.secret-replaced");
  });

  test("what is not given stays; who changes from an older state is told so", async () => {
    const { application } = await add(openid);
    const path = `/applications/${application.id}`;
    const before = await call("GET", path);
    const etag = before.headers.get("etag") as string;
    const change = (body: object, ifMatch?: string) =>
      world.client().api("PATCH", path, body, bearer, ifMatch === undefined ? {} : { "if-match": ifMatch });
    const changed = await change({ takesPart: "not-yet", takesPartFrom: "2027-04-01", note: "after Easter" }, etag);
    expect(changed.json).toMatchObject({
      ...{ name: "Shop", takesPart: "not-yet", takesPartFrom: "2027-04-01", takesPartNow: false, note: "after Easter" },
      redirectAddresses: openid.redirectAddresses,
    });
    const late = await change({ name: "Other" }, etag);
    expect([late.status, late.json.code]).toEqual([412, "changed-meanwhile"]);
    world.clock.set(Date.parse("2027-04-01T00:00:00Z"));
    const ada = await world.addPerson({ email: "eve@acme.example", administrator: true, enrolled: true });
    ({ bearer } = await world.client().signIn(world, ada));
    expect((await call("GET", path)).json).toMatchObject({ takesPart: "not-yet", takesPartNow: true });
    // Its day has come, and is not judged again when something else is changed.
    expect((await change({ status: "disabled" })).json).toMatchObject({
      status: "disabled",
      takesPartFrom: "2027-04-01",
    });
    expect(await applicationByName(world.needs.db, "client", application.clientId)).toBeUndefined();
    expect((await change({ takesPart: "yes" })).json).toMatchObject({ takesPart: "yes", takesPartFrom: null });
    expect((await call("DELETE", path)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
    // Its names are free again.
    await add(openid);
  });

  test("two who change it from the same state at the same moment: one is told", async () => {
    const { application } = await add(openid);
    const path = `/applications/${application.id}`;
    const etag = (await call("GET", path)).headers.get("etag") as string;
    const answers = await Promise.all(
      ["One", "Two"].map((name) => world.client().api("PATCH", path, { name }, bearer, { "if-match": etag })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  const zoo = [
    ...["", "callback", "//evil.example/cb", "/\\evil.example", "javascript:alert(1)", "https://user@shop.example/cb"],
    ...[
      "http://shop.example/cb",
      "https://shop.example/cb#f",
      "https://shop.example/a/../cb",
      "https://*.shop.example/",
    ],
    ...["https://shop.example/cb\r\nx: y", "https://bücher.example/cb", "com.acme.app:/cb", "https://shop.example\\cb"],
  ];
  const hosts = [
    ...[
      "",
      "wiki",
      "localhost",
      "127.0.0.1",
      "[::1]",
      "wiki.acme.example:0",
      "wiki.acme.example:99999",
      "*.acme.example",
    ],
    ...["https://wiki.acme.example", "wiki.acme.example/x", "wiki.acme.example@evil.example", "wiki.evil.example"],
    ...["wiki.acme.example.evil.example", "evilacme.example", "wiki acme.example", "wiki.acme.example\\x"],
  ];
  test("what can't be used is refused with words beside its field, and nothing is added", async () => {
    const refused = async (body: object, field: string) => {
      const { status, json } = await call("POST", "/applications", body);
      expect([body, status, json.code, json.errors?.map((one: { field: string }) => one.field)]).toEqual([
        ...[body, 400, "invalid", [field]],
      ]);
    };
    for (const address of zoo) {
      await refused({ ...duo, redirectAddresses: [address] }, "redirectAddresses");
      if (address === "") continue;
      await refused({ ...openid, redirectAddresses: [address] }, "redirectAddresses");
      await refused({ ...openid, afterSignOutAddresses: [address] }, "afterSignOutAddresses");
      await refused({ ...openid, backChannelAddress: address }, "backChannelAddress");
    }
    for (const none of [[], [""]])
      await refused({ ...openid, client: "public", redirectAddresses: none }, "redirectAddresses");
    for (const host of hosts) await refused({ ...proxied, hosts: [host] }, "hosts");
    await refused({ ...openid, name: " " }, "name");
    await refused({ ...openid, name: "x".repeat(61) }, "name");
    await refused({ ...openid, name: "Shop\u202e" }, "name");
    await refused({ ...openid, note: "x".repeat(301) }, "note");
    await refused({ ...openid, note: "not yet\u202e" }, "note");
    for (const takesPartFrom of ["2027-02-30", "tomorrow", "2027-03-01", "1999-01-01"])
      await refused({ ...openid, takesPart: "not-yet", takesPartFrom }, "takesPartFrom");
    await refused({ ...proxied, redirectAddresses: ["https://shop.example/cb"] }, "redirectAddresses");
    await refused({ ...openid, hosts: ["wiki.acme.example"] }, "hosts");
    await refused(
      { ...openid, redirectAddresses: Array.from({ length: 21 }, (_, i) => `https://a.example/${i}`) },
      "redirectAddresses",
    );
    for (const body of [
      { ...openid, kind: "embedded" },
      { ...openid, secret: "x" },
      { ...openid, takesPart: "no" },
    ])
      expect((await call("POST", "/applications", body)).status).toBe(400);
    expect((await call("GET", "/applications")).json).toEqual({ applications: [] });
  });

  test("a name or a host is one application's, and never where people sign in", async () => {
    await add(openid);
    await add({ ...proxied, hosts: ["Wiki.Acme.Example:443", "notes.acme.example:8443"] });
    expect((await call("GET", "/applications")).json.applications[1].hosts).toEqual([
      ...["notes.acme.example:8443", "wiki.acme.example"],
    ]);
    await world.addOrganisation("Other", "beta.acme.example");
    const conflict = async (body: object, code: string) => {
      const { status, json } = await call("POST", "/applications", body);
      expect([body, status, json.code]).toEqual([body, 409, code]);
    };
    await conflict({ ...openid }, "application-exists");
    for (const host of ["wiki.acme.example", "notes.acme.example:8443", "login.acme.example:8443", "beta.acme.example"])
      await conflict({ ...proxied, name: "Another", hosts: [host] }, "application-name-taken");
    // The other way round.
    const otto = await world.addPerson({
      email: "o@acme.example",
      administrator: true,
      operator: true,
      enrolled: true,
    });
    const { bearer: operator } = await world.client().signIn(world, otto);
    for (const hostName of ["wiki.acme.example", "notes.acme.example"]) {
      const body = { name: "Gamma", slug: "gamma", hostName, administrator: { email: "g@gamma.example" } };
      const { status, json } = await call("POST", "/organisations", body, operator);
      expect([status, json.code]).toEqual([409, "host-taken"]);
    }
  });

  test("the list counts the last 30 days and remembers the last sign-in for a year", async () => {
    const { application } = await add(openid);
    const ann = await world.addPerson({ email: "ann@acme.example" });
    const use = (secondFactor: boolean) =>
      world.needs.db.transaction((tx) =>
        noteEntry(
          tx,
          world.needs,
          { organisation: world.organisation.id, id: application.id },
          { person: ann.person.id, secondFactor, source: { address: "192.0.2.7", userAgent: "" } },
        ),
      );
    await use(true);
    await use(true);
    await use(false);
    const at = world.clock.now();
    const list = async () => (await call("GET", "/applications")).json.applications[0];
    expect(await list()).toMatchObject({
      ...{ lastSignInAt: new Date(at).toISOString(), signIns: { withSecondFactor: 2, without: 1 } },
    });
    world.clock.advance(40 * day);
    const eve = await world.addPerson({ email: "eve@acme.example", administrator: true, enrolled: true });
    ({ bearer } = await world.client().signIn(world, eve));
    expect(await list()).toMatchObject({
      ...{ lastSignInAt: new Date(at).toISOString(), signIns: { withSecondFactor: 0, without: 0 } },
    });
  });

  test("an explanation can be asked for an application", async () => {
    await add({ ...openid, takesPart: "not-yet" });
    const explained = async (application: string) =>
      call("GET", `/policy/explanation?${new URLSearchParams({ login: "ada@acme.example", application })}`);
    const { json } = await explained("Shop");
    expect(json.requirement).toMatchObject({ level: "off" });
    expect(json.requirement.explanation).toBe(
      "Off, because Shop does not take part yet; the organisation would say required.",
    );
    expect((await explained("Shed")).status).toBe(404);
  });

  test("another organisation's administrators see and change nothing of it", async () => {
    const { application } = await add(openid);
    const other = await world.addOrganisation("Other", null);
    const olga = await world.addPerson({
      email: "o@o.example",
      administrator: true,
      enrolled: true,
      organisation: other,
    });
    const client = world.client();
    await client.get(`/o/${other.slug}`);
    await client.form("/sign-in", { login: "o@o.example", password: olga.password });
    await client.form("/sign-in/code", { code: world.code(olga) });
    const path = `/admin/applications/${application.id}`;
    for (const page of [path, `${path}/edit`, `${path}/removal`]) expect((await client.get(page)).status).toBe(404);
    for (const page of [`${path}/edit`, `${path}/secret`, `${path}/removal`])
      expect((await client.form(page, { name: "Mine", redirectAddresses: "https://evil.example/" })).status).toBe(404);
    expect((await client.get("/admin/applications")).text).toContain("No applications yet");
  });
});
