import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adminApi } from "../../src/admin/api.ts";
import { adminPages } from "../../src/admin/pages.tsx";
import { resetSecondFactor } from "../../src/admin/second-factor.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { settingsForm, shownIn } from "../support/policy-form.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const commandLine = { address: "command line", userAgent: "" };

describe.each(dialects)("what administration withstands on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let kim: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
  });
  afterEach(() => world.close());

  async function signedIn(who: TestPerson, host?: string) {
    world.clock.advance(30_000);
    const client = world.client(host ? { host } : {});
    const { session, bearer } = await client.signIn(world, who);
    client.cookies.set("countersign-session", session);
    return { client, bearer };
  }

  /** Every route that the room has, with ids in its address. */
  function everyRoute(): [method: string, path: string][] {
    const pages = adminPages(world.needs).routes.map(({ method, path }) => [method, path]);
    const api = adminApi(world.needs).routes.map(({ method, path }) => [method, `/api/v1${path}`]);
    const routes = [...pages, ...api].filter(([method, path]) => method !== "ALL" && !path?.includes("*"));
    const fill = (path: string) => path.replace(":id", kim.person.id).replace(/:(session|browser)/, "a".repeat(22));
    return [
      ...new Map(routes.map(([method = "", path = ""]) => [`${method} ${path}`, [method, fill(path)]])).values(),
    ] as [string, string][];
  }

  const ask = (client: ReturnType<World["client"]>, method: string, path: string) => {
    const json = path.startsWith("/api/");
    const filled = path.endsWith("/override") ? '{"level":"off","reason":"x"}' : "{}";
    const body = method === "GET" || method === "DELETE" ? undefined : json ? filled : "";
    const type = json ? "application/json" : "application/x-www-form-urlencoded";
    return client.send(method, path, body, {
      "sec-fetch-site": "same-origin",
      ...(body === undefined ? {} : { "content-type": type }),
    });
  };

  test("nobody but an administrator gets anywhere", async () => {
    const { client } = await signedIn(kim);
    const stranger = world.client();
    const routes = everyRoute();
    expect(routes.length).toBeGreaterThan(20);
    for (const [method, path] of routes) {
      expect([path, (await ask(client, method, path)).status]).toEqual([path, 403]);
      const out = await ask(stranger, method, path);
      if (path.startsWith("/api/")) expect([path, out.status]).toEqual([path, 401]);
      else expect([path, out.status, out.location?.startsWith("/sign-in")]).toEqual([path, 303, true]);
    }
    expect((await signedIn(kim)).client).toBeDefined();
  });

  test("another organisation's administrator finds none of this one's people", async () => {
    const other = await world.addOrganisation("Other", "other.example");
    const bo = await world.addPerson({
      email: "bo@other.example",
      administrator: true,
      enrolled: true,
      organisation: other,
    });
    const { client } = await signedIn(bo, "other.example");
    for (const [method, path] of everyRoute().filter(([, path]) => path.includes(`/people/${kim.person.id}`))) {
      expect([method, path, (await ask(client, method, path)).status]).toEqual([method, path, 404]);
    }
    expect((await client.get("/admin/people")).text).not.toContain("acme.example");
    expect((await client.get("/admin/people?search=kim")).text).toContain("Nobody found");
    expect((await ask(client, "GET", "/api/v1/policy/explanation?login=kim@acme.example")).status).toBe(404);
    await signedIn(kim);
    // Their cookie is good for nothing here.
    const cookie = client.cookies.get("countersign-session") as string;
    const here = world.client();
    here.cookies.set("countersign-session", cookie);
    expect((await ask(here, "GET", "/api/v1/people")).status).toBe(401);
  });

  test("of two administrators who change the policy at the same time, the second is shown what holds now", async () => {
    const { client } = await signedIn(ada);
    const bo = await world.addPerson({ email: "bo@acme.example", administrator: true, enrolled: true });
    const other = (await signedIn(bo)).client;
    const previewed = async (who: Client, organisation: string) => {
      await who.form("/admin/policy", { ...settingsForm, organisation, act: "preview" });
      return shownIn(await who.get("/admin/policy/preview"));
    };
    const [first, second] = [await previewed(client, "optional"), await previewed(other, "off")];
    const answers = await Promise.all([
      client.form("/admin/policy/preview", first),
      other.form("/admin/policy/preview", second),
    ]);
    const outcomes = answers.map(({ location }) => location).sort();
    expect(outcomes).toEqual(["/admin/policy?done=changed-meanwhile", "/admin/policy?done=saved"]);
    const lost = answers[0]?.location?.endsWith("saved") ? other : client;
    const shown = await lost.get("/admin/policy?done=changed-meanwhile");
    expect(shown.text).toContain("Somebody else changed these settings meanwhile");
    expect(shown.text).toContain('name="version" value="2"');
    expect(shown.text).toMatch(new RegExp(`value="${lost === client ? "off" : "optional"}" checked`));
    expect((await lost.get("/admin/policy/preview")).location).toBe("/admin/policy?done=same");
    expect((await lost.form("/admin/policy", { ...settingsForm, organisation: "off" })).status).toBe(409);
  });

  test("no other values than the policy knows are saved", async () => {
    const { client } = await signedIn(ada);
    for (const wrong of [
      { organisation: "never" },
      { trustDays: "0" },
      { trustDays: "" },
      { trustDays: "366" },
      { trustDays: "Infinity" },
      { binds: "" },
      { binds: "days", days: "0" },
      { binds: "date", date: "2027-02-30" },
      { "type:client": "never" },
      { "authenticator:totp": "" },
    ]) {
      const fields = { ...settingsForm, organisation: "off", ...wrong };
      expect((await client.form("/admin/policy", fields)).status).toBe(400);
    }
    expect((await ask(client, "GET", "/api/v1/policy")).json.organisation).toBe("required");
  });

  test("every dangerous act asks for a fresh proof, and without it nothing happens", async () => {
    const { client, bearer } = await signedIn(ada);
    const invited = await client.api("POST", "/people", { email: "lee@acme.example" }, bearer);
    const of = (id: string) => `/admin/people/${id}`;
    const lee = invited.json.person.id;
    world.clock.advance(16 * 60_000);
    const pages: [method: "GET" | "POST", path: string, back: string][] = [
      ["GET", "/admin/people/new", "/admin/people/new"],
      ["POST", "/admin/people/new", "/admin/people/new"],
      ["POST", `${of(lee)}/invitation`, of(lee)],
      ["GET", `${of(kim.person.id)}/reset`, `${of(kim.person.id)}/reset`],
      ["POST", `${of(kim.person.id)}/reset`, `${of(kim.person.id)}/reset`],
      ["POST", "/admin/policy", "/admin/policy?done=again"],
      ["POST", "/admin/policy/preview", "/admin/policy/preview"],
      ["POST", "/admin/policy/rules", "/admin/policy/rules"],
      ["POST", "/admin/policy/rules/many", "/admin/policy/rules"],
      ["POST", "/admin/policy/account-types", "/admin/policy/account-types"],
      ["POST", "/admin/policy/account-types/removal", "/admin/policy/account-types"],
    ];
    for (const [method, path, back] of pages) {
      const location = `/sign-in/confirm?${new URLSearchParams({ resume: back })}`;
      expect([path, (await ask(client, method, path)).location]).toEqual([path, location]);
    }
    const policy = (await client.api("GET", "/policy", undefined, bearer)).json;
    const calls: [method: string, path: string, body?: unknown][] = [
      ["POST", "/people", { email: "mo@acme.example" }],
      ["POST", `/people/${lee}/invitation`],
      ["DELETE", `/people/${kim.person.id}/second-factor`],
      ["PUT", "/policy", { ...policy, organisation: "off" }],
      ["POST", "/account-types", { name: "guest" }],
      ["DELETE", "/account-types/client"],
    ];
    for (const [method, path, body] of calls) {
      const refused = await client.api(method, path, body, bearer);
      expect([path, refused.status, refused.json.code]).toEqual([path, 403, "step-up-required"]);
    }
    const locked = await client.get("/admin/policy");
    expect(locked.text).toContain("Confirm it&#39;s you to change these settings");
    expect(locked.text).toMatch(/<button[^>]*disabled[^>]*>Save/);
    expect((await client.api("GET", "/policy", undefined, bearer)).headers.get("etag")).toBe('"1"');
    expect((await client.api("GET", "/people?search=mo@", undefined, bearer)).json.people).toEqual([]);
    await signedIn(kim);
  });

  test("nobody resets their own second factor", async () => {
    const { client } = await signedIn(ada);
    expect((await client.get(`/admin/people/${ada.person.id}/reset`)).status).toBe(403);
    expect((await client.form(`/admin/people/${ada.person.id}/reset`, {})).status).toBe(403);
    const refused = await ask(client, "DELETE", `/api/v1/people/${ada.person.id}/second-factor`);
    expect(refused).toMatchObject({ status: 403, json: { code: "not-yourself" } });
    await signedIn(ada);
  });

  test("two resets at the same instant do what one does", async () => {
    const reset = {
      organisation: world.organisation.id,
      person: kim.person.id,
      actor: null,
      reason: null,
      source: commandLine,
    };
    const both = await Promise.all([resetSecondFactor(world.needs, reset), resetSecondFactor(world.needs, reset)]);
    expect(both.map(({ authenticators }) => authenticators).sort()).toEqual([0, 1]);
    const begun = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    expect(begun.json.step).toBe("set-up");
  });

  test("a reset ends a sign-in that is half-way, whatever it stands at", async () => {
    const { client: admin } = await signedIn(ada);
    const asked = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    const recovering = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    const settingUp = await world
      .client()
      .api(
        "POST",
        "/sign-ins/current/answers",
        { method: "recovery-code", code: kim.recoveryCodes[0] },
        `SignIn ${recovering.json.signIn}`,
      );
    const bearer = `SignIn ${settingUp.json.signIn}`;
    expect((await world.client().api("POST", "/sign-ins/current/enrolment", {}, bearer)).status).toBe(201);
    expect((await ask(admin, "DELETE", `/api/v1/people/${kim.person.id}/second-factor`)).status).toBe(204);
    const answers = [
      await world
        .client()
        .api(
          "POST",
          "/sign-ins/current/answers",
          { method: "totp", code: world.code(kim) },
          `SignIn ${asked.json.signIn}`,
        ),
      await world.client().api("POST", "/sign-ins/current/enrolment/confirmation", { code: "000000" }, bearer),
      await world.client().api("POST", "/sign-ins/current/enrolment", {}, bearer),
    ];
    expect(answers.map(({ status }) => status)).toEqual([410, 410, 410]);
    const left = await world.needs.db.list((query) => query.selectFrom("enrolments").select("id"));
    expect(left).toEqual([]);
  });

  test("no session comes out of a code that is given at the instant of the reset", async () => {
    const { client: admin } = await signedIn(ada);
    const begun = await world.client().api("POST", "/sign-ins", { login: "kim", password: kim.password });
    const [answered, reset] = await Promise.all([
      world
        .client()
        .api(
          "POST",
          "/sign-ins/current/answers",
          { method: "totp", code: world.code(kim), trustBrowser: true },
          `SignIn ${begun.json.signIn}`,
        ),
      ask(admin, "DELETE", `/api/v1/people/${kim.person.id}/second-factor`),
    ]);
    expect(reset.status).toBe(204);
    expect([200, 410]).toContain(answered.status);
    const { session, trustedBrowser } = answered.json;
    if (session) expect((await world.client().api("GET", "/session", undefined, `Bearer ${session}`)).status).toBe(401);
    const next = await world
      .client()
      .api("POST", "/sign-ins", { login: "kim", password: kim.password, trustedBrowser });
    expect(next.json.step).toBe("set-up");
  });

  test("another site's forms are refused", async () => {
    const { client } = await signedIn(ada);
    const paths = everyRoute().filter(([method, path]) => method !== "GET" && path.startsWith("/admin"));
    for (const [, path] of paths) {
      expect((await client.form(path, {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
      expect((await client.form(path, {}, { "sec-fetch-site": "same-site" })).status).toBe(403);
    }
    await signedIn(kim);
  });

  test("what is searched for is taken literally, and nothing sent breaks the list", async () => {
    await world.addPerson({ email: "sale@acme.example", screenName: "50%_off\\", displayName: "50%_off\\" });
    const { client, bearer } = await signedIn(ada);
    const search = async (text: string) => {
      const found = await client.api("GET", `/people?${new URLSearchParams({ search: text })}`, undefined, bearer);
      return found.json.people.map((person: { email: string }) => person.email);
    };
    for (const wild of ["%", "_", "*", "a%e", "k_m", "'", "\\", "' or 1=1 --", "\0", "\ud800", "\u{10ffff}", " , "]) {
      expect([wild, await search(wild)]).toEqual([wild, []]);
    }
    for (const literal of ["50%_off\\", "50%", "off\\", "SALE", "Sale@ACME"])
      expect(await search(literal)).toEqual(["sale@acme.example"]);
    expect(await search("acme.example kim")).toEqual(["kim@acme.example"]);
    const cursor = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    for (const after of [
      "x",
      "%00",
      "....",
      cursor(["\0"]),
      cursor([1]),
      cursor(["a", "b"]),
      cursor({}),
      "a".repeat(2000),
    ]) {
      expect([after, (await client.api("GET", `/people?after=${after}`, undefined, bearer)).status]).toEqual([
        after,
        400,
      ]);
    }
    for (const limit of ["0", "201", "1.5", "x", ""])
      expect((await client.api("GET", `/people?limit=${limit}`, undefined, bearer)).status).toBe(400);
    for (const id of ["%00", "x", "..%2f", "a".repeat(3000)]) {
      expect((await client.get(`/admin/people/${id}`)).status).toBe(404);
      expect((await client.api("DELETE", `/people/${kim.person.id}/sessions/${id}`, undefined, bearer)).status).toBe(
        404,
      );
    }
    expect((await client.get("/admin/people?after=x")).status).toBe(400);
  });

  test("hostile names are shown as they are, in the list, the page, the menu and the history", async () => {
    const hostile = '"><img src=x onerror=alert(1)>';
    const evil = await world.addPerson({
      email: "evil@acme.example",
      screenName: hostile,
      displayName: hostile,
      enrolled: true,
    });
    const { client } = await signedIn(ada);
    await client.form(`/admin/people/${evil.person.id}/reset`, { reason: hostile });
    for (const path of [
      "",
      `?search=${encodeURIComponent(hostile)}`,
      `/${evil.person.id}`,
      `/${evil.person.id}/reset`,
      `/${evil.person.id}?done=${hostile}`,
    ]) {
      const page = await client.get(`/admin/people${path}`);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain("<img");
      expect(page.text).toContain("&lt;img");
    }
  });

  test("an administrator is shown no secret, code or hash", async () => {
    const { client } = await signedIn(ada);
    const page = await client.get(`/admin/people/${kim.person.id}`);
    const json = await ask(client, "GET", `/api/v1/people/${kim.person.id}`);
    const secrets = [encodeBase32(kim.secret), kim.person.password_hash as string, ...kim.recoveryCodes];
    for (const secret of secrets) expect(page.text + json.text).not.toContain(secret);
    expect(json.text).not.toMatch(/hash|sealed|token|secret/i);
    expect(page.text).toContain("10 of 10 recovery codes left");
  });
});
