// Several organisations in one installation: what operators do with them, how a request finds its own, and that none sees
// anything of another.
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { minute } from "../../src/kernel/clock.ts";
import { beginRemoval, finishRemovals } from "../../src/organisations/register.ts";
import { keyOf } from "../../src/people/actions.ts";
import { raw } from "../contracts/programs.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const password = "tea at three in the reeds";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let otto: TestPerson;
  let client: Client;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    otto = await world.addPerson({ email: "otto@acme.example", administrator: true, operator: true, enrolled: true });
    client = world.client();
    ({ bearer } = await client.signIn(world, otto));
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown) => client.api(method, path, body, bearer);
  const add = async (more: object = {}) =>
    (await call("POST", "/organisations", { name: "Beta", administrator: { email: "bo@beta.example" }, ...more })).json;
  const events = async (organisation: string) =>
    (
      await world.needs.db.list((query) =>
        query.selectFrom("audit_events").selectAll().where("organisation_id", "=", organisation).orderBy("id"),
      )
    ).map(({ name, actor_id, address, details }) => ({ name, actor: actor_id, address, details }));
  const rowsOf = async (organisation: string): Promise<Record<string, number>> => {
    const tables = await world.needs.db.list(() =>
      raw<{ name: string }>(
        dialect === "sqlite"
          ? "select m.name from sqlite_schema m join pragma_table_info(m.name) c on c.name = 'organisation_id' where m.type = 'table'"
          : "select table_name as name from information_schema.columns where column_name = 'organisation_id' and table_schema = current_schema()",
      ),
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await world.needs.db.list(() =>
        raw<{ n: number }>(`select count(*) as n from ${name} where organisation_id = '${organisation}'`),
      );
      if (Number(row?.n) > 0) counts[name] = Number(row?.n);
    }
    return counts;
  };

  test("an operator adds one; its first administrator joins by the link, and is in that one alone", async () => {
    const { organisation, invitation } = await add();
    expect(organisation).toMatchObject({ name: "Beta", slug: "beta", hostName: null, status: "active" });
    expect(invitation.url).toMatch(/^http:\/\/localhost:8080\/o\/beta\?to=%2Finvitation%3Ftoken%3D/);

    const bo = world.client();
    const chosen = await bo.get(invitation.url.slice(world.origin.length));
    expect([chosen.status, chosen.location?.startsWith("/invitation?token=")]).toEqual([303, true]);
    const page = await bo.get(chosen.location as string);
    expect(page.text).toContain("Welcome to Beta");
    const token = new URLSearchParams(chosen.location?.split("?")[1]).get("token") as string;
    const joined = await bo.form("/invitation", { token, password });
    expect([joined.status, joined.location]).toEqual([303, "/set-up"]);
    expect((await bo.get("/set-up")).text).toContain("Beta");

    const [person] = await world.needs.db.list((query) =>
      query.selectFrom("people").selectAll().where("organisation_id", "=", organisation.id),
    );
    expect(person).toMatchObject({ email: "bo@beta.example", administrator: 1, operator: 0, status: "active" });
    // Whoever reads the new organisation's history learns nothing of the operator.
    for (const event of (await events(organisation.id)).slice(0, 3)) {
      expect(event).toMatchObject({ actor: null, address: "operator" });
    }
    expect(await events(world.organisation.id)).toContainEqual(
      expect.objectContaining({ name: "organisation.added", actor: otto.person.id }),
    );
  });

  test("one that can't be added leaves nothing behind", async () => {
    await add();
    const before = await world.needs.db.list((query) => query.selectFrom("organisations").select("id"));
    const wanted = { name: "Gamma", administrator: { email: "gus@gamma.example" } };
    for (const [more, status, code] of [
      [{ name: " " }, 400, "bad-organisation-name"],
      [{ slug: "beta" }, 409, "slug-taken"],
      [{ slug: "../beta" }, 400, "bad-slug"],
      [{ hostName: "no host" }, 400, "bad-host-name"],
      [{ hostName: "localhost:8080" }, 400, "bad-host-name"],
      [{ accent: "pink" }, 400, "bad-accent"],
      [{ administrator: { email: "nobody" } }, 400, "bad-address"],
    ] as const) {
      expect(await call("POST", "/organisations", { ...wanted, ...more })).toMatchObject({ status, json: { code } });
    }
    expect(await world.needs.db.list((query) => query.selectFrom("organisations").select("id"))).toEqual(before);
    // A name that is taken by chance gives way where it was not asked for.
    expect((await add()).organisation.slug).toMatch(/^beta-[0-9a-f]{6}$/);
  });

  test("one that is added by a clock that was set back takes nobody's place", async () => {
    world.clock.advance(-minute);
    await add();
    expect((await world.client().get("/sign-in")).text).toContain("Sign in to Acme");
  });

  test("of two who ask for the same host name at once, one gets it", async () => {
    const wanted = (n: number) => ({
      name: `Twin ${n}`,
      hostName: "twin.example",
      administrator: { email: "t@twin.example" },
    });
    const answers = await Promise.all([1, 2, 3].map((n) => call("POST", "/organisations", wanted(n))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  test("none takes the installation's own host name, and an operator does not move their own organisation", async () => {
    const own = new URL(world.needs.site.origin).hostname;
    const site = world.needs.site as { origin: string };
    site.origin = "http://login.acme.example:8080";
    try {
      const refused = await call("POST", "/organisations", {
        name: "Beta",
        hostName: "Login.Acme.example",
        administrator: { email: "bo@beta.example" },
      });
      expect(refused).toMatchObject({ status: 409, json: { code: "host-taken" } });
      const { organisation } = await add({ name: "Elsewhere" });
      const path = `/organisations/${organisation.id}`;
      expect((await call("PATCH", path, { hostName: "login.acme.example" })).json.code).toBe("host-taken");
    } finally {
      site.origin = `http://${own}:8080`;
    }
    const moved = await call("PATCH", `/organisations/${world.organisation.id}`, { hostName: "lgin.acme.example" });
    expect(moved).toMatchObject({ status: 409, json: { code: "own-organisation" } });
    expect((await call("GET", "/organisations")).status).toBe(200);
  });

  test("a host name that one claims is its alone: neither cookie nor header leads elsewhere from there", async () => {
    await add();
    const { organisation } = await add({ name: "Hosted", hostName: "Login.Hosted.Example" });
    expect(organisation.hostName).toBe("login.hosted.example");
    const title = async (host: string | undefined, path: string, cookie?: string) => {
      const browser = world.client(host ? { host } : {});
      if (cookie) browser.cookies.set("countersign-organisation", cookie);
      const { status, text } = await browser.get(path);
      return status === 200 ? /Sign in to ([^<]*)/.exec(text)?.[1] : status;
    };
    expect(await title(undefined, "/sign-in")).toBe("Acme");
    expect(await title(undefined, "/sign-in", "beta")).toBe("Beta");
    expect(await title("login.hosted.example", "/sign-in", "beta")).toBe("Hosted");
    expect(await title("LOGIN.hosted.example:443", "/sign-in", "acme")).toBe("Hosted");
    expect(await title("login.hosted.example", "/o/beta")).toBe(404);
    // One with a host name of its own is nowhere else, and what names nothing chooses nothing.
    expect(await title(undefined, "/o/hosted")).toBe(404);
    expect(await title(undefined, "/sign-in", "hosted")).toBe("Acme");
    for (const odd of ["nobody", "BETA", "beta%00", "x".repeat(500), "../beta"]) {
      expect(await title(undefined, "/sign-in", odd)).toBe("Acme");
      expect(await title(undefined, `/o/${encodeURIComponent(odd)}`)).toBe(404);
    }

    const named = (host: string | undefined, slug: string) =>
      world
        .client(host ? { host } : {})
        .send("POST", "/api/v1/sign-ins", JSON.stringify({ login: "otto@acme.example", password: otto.password }), {
          "content-type": "application/json",
          "countersign-organisation": slug,
        });
    expect((await named(undefined, "acme")).status).toBe(201);
    expect(await named(undefined, "beta")).toMatchObject({ status: 401, json: { code: "wrong-credentials" } });
    // A program must never send its password to another organisation than the one it means.
    for (const [host, slug] of [
      [undefined, "nobody"],
      [undefined, "hosted"],
      [undefined, ""],
      ["login.hosted.example", "acme"],
    ] as const) {
      expect(await named(host, slug)).toMatchObject({ status: 404, json: { code: "not-found" } });
    }
    expect((await named("login.hosted.example", "hosted")).status).toBe(401);
  });

  test("choosing leads only to pages of our own", async () => {
    await add();
    for (const to of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/a\r\nb"]) {
      const { location } = await world.client().get(`/o/beta?${new URLSearchParams({ to })}`);
      expect(location).toBe("/sign-in");
    }
    const { headers } = await world.client().get("/o/beta");
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^countersign-organisation=beta; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/),
    ]);
  });

  test("a session, a sign-in and a trusted browser of one are worth nothing in another, though the person has the same address", async () => {
    const { organisation } = await add();
    const beta = { ...world.organisation, id: organisation.id, slug: "beta" };
    const kims = [
      await world.addPerson({ email: "kim@both.example", enrolled: true }),
      await world.addPerson({ email: "kim@both.example", enrolled: true, organisation: beta }),
    ] as const;
    const browser = world.client();
    await browser.form("/sign-in", { login: "kim@both.example", password: kims[0].password });
    const half = browser.cookies.get("countersign-sign-in") as string;
    await browser.form("/sign-in/code", { code: world.code(kims[0]), trustBrowser: "yes" });
    expect((await browser.get("/account")).status).toBe(200);

    await browser.get("/o/beta");
    expect((await browser.get("/account")).location).toMatch(/^\/sign-in/);
    expect((await browser.get("/api/v1/me")).status).toBe(401);
    const begun = await browser.form("/sign-in", { login: "kim@both.example", password: kims[1].password });
    expect(begun.location).toBe("/sign-in");
    expect((await browser.get("/sign-in")).text).toContain("Enter your code");
    const other = world.client();
    other.cookies.set("countersign-organisation", "beta").set("countersign-sign-in", half);
    expect((await other.form("/sign-in/code", { code: world.code(kims[0]) })).status).toBe(410);
    // The app of one is no second factor in the other.
    expect((await browser.form("/sign-in/code", { code: world.code(kims[0]) })).status).toBe(401);

    await browser.get("/o/acme");
    expect((await browser.get("/account")).status).toBe(200);
  });

  test("suspended, nobody of it is let in from the very next request on, in another process too; resumed, all is as before", async () => {
    const { organisation } = await add();
    const beta = { ...world.organisation, id: organisation.id, slug: "beta" };
    const kim = await world.addPerson({ email: "kim@beta.example", enrolled: true, organisation: beta });
    const beside = await createWorld({ beside: world });
    const browser = beside.client();
    await browser.get("/o/beta");
    await browser.form("/sign-in", { login: "kim@beta.example", password: kim.password });
    await browser.form("/sign-in/code", { code: world.code(kim) });
    expect((await browser.get("/account")).status).toBe(200);
    const half = beside.client();
    await half.get("/o/beta");
    await half.form("/sign-in", { login: "kim@beta.example", password: kim.password });
    world.clock.advance(30_000);

    const path = `/organisations/${organisation.id}`;
    expect(await call("PATCH", path, { status: "suspended" })).toMatchObject({ json: { status: "suspended" } });
    const pages = [
      await browser.get("/account"),
      await browser.get("/sign-in"),
      await half.form("/sign-in/code", { code: world.code(kim) }),
      await half.form("/sign-in", { login: "kim@beta.example", password: kim.password }),
      await half.get("/invitation?token=x"),
    ];
    for (const { status, text } of pages) {
      expect(status).toBe(403);
      expect(text).toContain("Beta is suspended");
    }
    for (const [method, at] of [
      ["GET", "/me"],
      ["POST", "/sign-ins"],
      ["GET", "/session"],
      ["DELETE", "/session"],
    ] as const) {
      const answer = await browser.api(method, at, method === "POST" ? { login: "kim", password: "x" } : undefined);
      expect(answer).toMatchObject({ status: 403, json: { code: "organisation-suspended" } });
    }
    expect(await rowsOf(organisation.id)).toMatchObject({ sessions: 1, sign_ins: 1 });
    // Everybody else goes on.
    expect((await call("GET", "/me")).status).toBe(200);

    expect((await call("PATCH", path, { status: "active" })).status).toBe(200);
    expect((await browser.get("/account")).status).toBe(200);
    expect((await half.form("/sign-in/code", { code: world.code(kim) })).status).toBe(303);
    const names = (await events(organisation.id)).map(({ name }) => name);
    expect(names.filter((name) => /suspended|resumed/.test(name))).toEqual([
      "organisation.suspended",
      "organisation.resumed",
    ]);
    await beside.close();
  });

  test("removed, it is out of reach at once, everything of it goes, and only the operator's own history tells of it", async () => {
    const { organisation } = await add({ hostName: "beta.example" });
    const beta = { ...world.organisation, id: organisation.id };
    const people: TestPerson[] = [];
    for (let i = 0; i < 3; i++) {
      people.push(await world.addPerson({ email: `kim${i}@beta.example`, enrolled: true, organisation: beta }));
    }
    const at = { host: "beta.example" };
    const { bearer: theirs } = await world.client(at).signIn(world, people[0] as TestPerson);
    const kept = await rowsOf(world.organisation.id);
    expect(Object.keys(await rowsOf(organisation.id)).length).toBeGreaterThan(8);

    const path = `/organisations/${organisation.id}`;
    expect(await call("DELETE", path, { name: "beta!" })).toMatchObject({ status: 400 });
    expect((await call("DELETE", path, { name: "Beta" })).status).toBe(204);
    expect(await rowsOf(organisation.id)).toEqual({});
    expect(await world.needs.db.list((query) => query.selectFrom("organisations").select("slug"))).toEqual([
      { slug: "acme" },
    ]);
    expect((await world.client(at).api("GET", "/me", undefined, theirs)).status).toBe(401);
    expect((await world.client(at).get("/sign-in")).text).toContain("Sign in to Acme");
    expect((await call("DELETE", path, { name: "Beta" })).status).toBe(404);
    expect((await call("GET", path)).status).toBe(404);
    expect(await events(world.organisation.id)).toContainEqual(
      expect.objectContaining({ name: "organisation.removed", actor: otto.person.id }),
    );
    const { audit_events: after, audit_waiting: waiting, ...rest } = await rowsOf(world.organisation.id);
    const { audit_events: before, audit_waiting: waited, ...restBefore } = kept;
    expect(rest).toEqual(restBefore);
    expect([after, waiting]).toEqual([(before as number) + 1, (waited as number) + 1]);
    // Its names are free again.
    expect((await add({ hostName: "beta.example" })).organisation.slug).toBe("beta");
  });

  test("a removal that stopped half-way is out of reach all the same, and is finished by the housekeeping", async () => {
    const { organisation } = await add();
    const beta = { ...world.organisation, id: organisation.id };
    for (let i = 0; i < 5; i++) await world.addPerson({ email: `kim${i}@beta.example`, organisation: beta });
    await world.needs.db.transaction((tx) => beginRemoval(tx, organisation.id));
    expect(await finishRemovals(world.needs, 1)).toBe(false);
    expect((await world.client({ host: `REMOVED-${organisation.id}` }).get("/sign-in")).text).toContain("to Acme");
    expect((await world.client().get(`/o/${organisation.id}`)).status).toBe(404);
    expect((await call("GET", "/organisations")).json.organisations).toHaveLength(1);
    expect((await call("PATCH", `/organisations/${organisation.id}`, { status: "active" })).status).toBe(404);
    expect(await finishRemovals(world.needs)).toBe(true);
    expect(await rowsOf(organisation.id)).toEqual({});
  });

  test("the operator's own can be neither suspended nor removed, and nothing of such a request stands", async () => {
    const path = `/organisations/${world.organisation.id}`;
    for (const [method, body] of [
      ["PATCH", { status: "suspended", hostName: "acme.example" }],
      ["DELETE", { name: "Acme" }],
    ] as const) {
      expect(await call(method, path, body)).toMatchObject({ status: 409, json: { code: "own-organisation" } });
    }
    expect((await call("GET", path)).json).toMatchObject({ status: "active", hostName: null });
    expect((await client.get(`/admin${path}/removal`)).status).toBe(303);
    const browser = await signedInBrowser();
    expect((await browser.get(`/admin${path}/removal`)).status).toBe(409);
    expect((await browser.form(`/admin${path}/suspension`, {})).status).toBe(409);
  });

  test("operators act with a fresh proof only, and only while they are operators", async () => {
    world.clock.advance(20 * minute);
    const wanted = { name: "Late", administrator: { email: "late@late.example" } };
    expect(await call("POST", "/organisations", wanted)).toMatchObject({
      status: 403,
      json: { code: "step-up-required" },
    });
    expect((await call("GET", "/organisations")).status).toBe(200);
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ operator: 0 }).where("id", "=", otto.person.id)),
    );
    expect(await call("GET", "/organisations")).toMatchObject({ status: 403, json: { code: "operators-only" } });
  });

  test("the list is paged by short name, both ways", async () => {
    for (let i = 0; i < 5; i++) await add({ name: `Org ${i}` });
    const first = (await call("GET", "/organisations?limit=4")).json;
    expect(first.organisations.map(({ slug }: { slug: string }) => slug)).toEqual(["acme", "org-0", "org-1", "org-2"]);
    const second = (await call("GET", `/organisations?limit=4&after=${first.next}`)).json;
    expect(second.organisations.map(({ slug }: { slug: string }) => slug)).toEqual(["org-3", "org-4"]);
    expect(second.next).toBeNull();
    const browser = await signedInBrowser();
    expect((await browser.get("/admin/organisations?before=org-1")).text).not.toContain("org-3");
    expect((await browser.get("/admin/organisations")).text).toContain("localhost:8080/o/org-3");
  });

  test("administrators change name, accent and logo of their own; the logo is drawn anew and served by its hash", async () => {
    const { json } = await call("PATCH", "/organisation", { name: "Acme & Sons", accent: "plum" });
    expect(json).toMatchObject({ name: "Acme & Sons", accent: "plum", slug: "acme", logo: null });
    expect((await world.client().get("/sign-in")).text).toMatch(/data-accent="plum"[\s\S]*Sign in to Acme &amp; Sons/);
    for (const [body, code] of [
      [{ name: "" }, "bad-organisation-name"],
      [{ accent: "pink" }, "bad-accent"],
      [{ slug: "other" }, "invalid"],
    ] as const) {
      expect(await call("PATCH", "/organisation", body)).toMatchObject({ status: 400, json: { code } });
    }

    const picture = await sharp({ create: { width: 900, height: 300, channels: 4, background: "#07f8" } })
      .withExif({ IFD0: { Copyright: "canary of the camera" } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.set("picture", new Blob([new Uint8Array(picture)], { type: "image/png" }), "logo.png");
    const browser = await signedInBrowser();
    const sent = await browser.send("POST", "/admin/organisation/logo", form, { "sec-fetch-site": "same-origin" });
    expect(sent.location).toBe("/admin/organisation?done=logo");
    const address = /src="(\/logo\?v=[0-9a-f]{16})"/.exec((await world.client().get("/sign-in")).text)?.[1] as string;
    const response = await world.app.request(`${world.origin}${address}`);
    const served = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get("content-type")).toBe("image/webp");
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(await sharp(served).metadata()).toMatchObject({ format: "webp", width: 480, height: 160, hasAlpha: true });
    expect(served.includes("canary")).toBe(false);
    for (const other of ["/logo", "/logo?v=0123456789abcdef", `${address}0`]) {
      expect((await world.client().get(other)).status).toBe(404);
    }
    // Of another organisation it is nothing, and it stays while this one is suspended.
    await add();
    const beta = world.client();
    await beta.get("/o/beta");
    expect((await beta.get(address)).status).toBe(404);
    const bad = new FormData();
    bad.set("picture", new Blob(["<svg xmlns='http://www.w3.org/2000/svg'/>"], { type: "image/png" }), "logo.png");
    const refused = await browser.send("POST", "/admin/organisation/logo", bad, { "sec-fetch-site": "same-origin" });
    expect([refused.status, /We can&#39;t use that file/.test(refused.text)]).toEqual([400, true]);
    expect((await call("DELETE", "/organisation/logo")).status).toBe(204);
    expect((await world.client().get(address)).status).toBe(404);
    const changes = (await events(world.organisation.id)).filter(({ name }) => name === "organisation.changed");
    expect(changes.map(({ details }) => JSON.parse(details).changed)).toEqual(["name accent", "logo", "logo"]);
  });

  async function signedInBrowser(): Promise<Client> {
    world.clock.advance(30_000);
    const browser = world.client();
    await browser.form("/sign-in", { login: otto.person.email, password: otto.password });
    await browser.form("/sign-in/code", { code: world.code(otto) });
    return browser;
  }
});

test("a link within an organisation leads to where it is reached", async () => {
  const world = await createWorld({ origin: "https://login.acme.example" });
  const { addressIn } = await import("../../src/organisations/actions.ts");
  const [path, host] = [await world.addOrganisation("Path", null), await world.addOrganisation("Host", "host.example")];
  const at = (organisation: { id: string }, to = "/invitation?token=a") =>
    addressIn(world.needs.db, world.needs.site, organisation.id, to);
  expect(await at(world.organisation)).toBe("https://login.acme.example/invitation?token=a");
  expect(await at(path)).toBe("https://login.acme.example/o/path?to=%2Finvitation%3Ftoken%3Da");
  expect(await at(path, "/sign-in")).toBe("https://login.acme.example/o/path");
  expect(await at(host)).toBe("https://host.example/invitation?token=a");
  const kim = await world.addPerson({ email: "kim@host.example", organisation: host });
  expect(keyOf(kim.person).organisation).toBe(host.id);
  await world.close();
});
