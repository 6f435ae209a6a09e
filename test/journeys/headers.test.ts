// What every answer carries and no page holds; which cookies are set; who is believed to have sent a request, and from where.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../src/app.tsx";
import { openTheFirstRun } from "../../src/organisations/actions.ts";
import { takesNoCookies } from "../../src/protocols/openid-provider/pages.tsx";
import { Client, createWorld, password, type TestPerson, type World } from "../support/world.ts";
import { answerTo, everyCall, methodOf, pathOf, requestOf, routesOf } from "./matrix/calls.ts";
import { type Caller, type Cast, createCast } from "./matrix/cast.ts";
import { inline, isKept, unprotected, unsafe } from "./matrix/protection.ts";
import { type Route, requestFor, situationOf } from "./matrix/requests.ts";
import { readTable } from "./matrix/table.ts";
import { listen, request } from "./matrix/wire.ts";

const worlds: World[] = [];
const open = async (...options: Parameters<typeof createWorld>): Promise<World> => {
  const world = await createWorld(...options);
  worlds.push(world);
  return world;
};
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

describe.each([
  { origin: "http://localhost:8080", callers: ["nobody", "half", "trusted", "administrator"] },
  { origin: "https://login.acme.example", callers: ["set-up", "person"] },
] as const)("at $origin", ({ origin, callers }) => {
  let cast: Cast;
  beforeAll(async () => {
    cast = await createCast({ origin });
  });
  afterAll(() => cast.world.close());

  test("every answer to anybody carries what protects it, and its cookies are ours alone", {
    timeout: 60_000,
  }, async () => {
    const troubles: string[] = [];
    for await (const { route, caller, answer } of everyCall(cast, callers)) {
      const say = (what: string) => void troubles.push(`${route} as ${caller.name}: ${what}`);
      unprotected(answer.headers, origin).forEach(say);
      unsafe(answer.headers, origin).forEach(say);
      if (!isKept(route)) {
        if (answer.headers.get("cache-control") !== "no-store")
          say(`cache-control ${answer.headers.get("cache-control")}`);
      } else if (
        route.includes("/assets/") &&
        !/max-age=31536000, immutable/.test(answer.headers.get("cache-control") ?? "")
      )
        say("is not kept");
      if (answer.headers.get("content-type")?.startsWith("text/html")) inline(answer.text).forEach(say);
    }
    expect(troubles).toEqual([]);
  });

  test("refusals carry it too", async () => {
    const client = cast.world.client();
    const refused = [
      await client.get("/no/such/page"),
      await client.get("/api/v1/no-such-thing"),
      await client.form("/sign-in", { login: "kim", password: "wrong" }),
      await client.form("/sign-in", { login: "kim" }, { "sec-fetch-site": "cross-site" }),
      await client.api("POST", "/sign-ins", { login: 1 }),
      await client.send("POST", "/sign-in", "a".repeat(20_000), {
        "content-type": "application/x-www-form-urlencoded",
        "content-length": "20000",
      }),
      await client.send("POST", "/sign-in", "a", { "content-type": "text/plain" }),
      await client.send("OPTIONS", "/sign-in"),
    ];
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 401, 403, 400, 413, 415, 405]);
    for (const { headers, text } of refused) {
      expect(unprotected(headers, origin)).toEqual([]);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(inline(text)).toEqual([]);
    }
  });
});

test("an answer of 500 carries it too, and says nothing of what went wrong", async () => {
  const world = await open();
  const broken = { ...world.needs.db, first: () => Promise.reject(new TypeError("select secret from people")) };
  const app = createApp({ ...world.needs, db: broken });
  for (const path of ["/sign-in", "/api/v1/me"]) {
    const answer = await new Client(app, world.origin).get(path);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/secret|TypeError|people/);
    expect(unprotected(answer.headers, world.origin)).toEqual([]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  }
});

test("over a real socket it is the same, and nothing tells what serves it", async () => {
  const cast = await createCast();
  const wire = await listen(cast);
  const own = { host: wire.host, connection: "close" };
  const asset = cast.world.app.routes.find(({ path }) => path.startsWith("/assets/"))?.path;
  for (const path of [
    "/sign-in",
    "/account",
    "/no/such/page",
    "/api/v1/me",
    "/api/openapi.json",
    "/health/live",
    asset,
  ]) {
    for (const method of ["GET", "HEAD", "POST", "DELETE"]) {
      const answer = await wire.send(
        request(`${method} ${path} HTTP/1.1`, { ...own, "content-type": "text/plain" }, ""),
      );
      expect({ path, method, troubles: unprotected(answer.headers, cast.world.origin) }).toEqual({
        path,
        method,
        troubles: [],
      });
      const kept = path === asset && (method === "GET" || method === "HEAD");
      expect(answer.headers.get("cache-control")).toBe(kept ? "public, max-age=31536000, immutable" : "no-store");
    }
  }
  await wire.stop();
  await cast.world.close();
});

describe("a request from somewhere else", () => {
  let cast: Cast;
  beforeAll(async () => {
    cast = await createCast();
  });
  afterAll(() => cast.world.close());

  const elsewhere: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: "http://localhost:8080" },
    { "sec-fetch-site": "" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:8081" },
    { origin: "http://localhost:8080.evil.example" },
  ];

  test("changes nothing, whatever it is sent to, and whoever's browser sends it", { timeout: 60_000 }, async () => {
    const troubles: string[] = [];
    for (const route of routesOf(cast).filter((one) => methodOf(one) !== "GET" && !ofPrograms(one))) {
      for (const caller of [cast.callers.administrator, cast.callers.half]) {
        for (const headers of elsewhere) {
          const { status, text } = await answerTo(cast, asSentFrom(route, caller, headers));
          if (status !== 403 || !/another site/.test(text))
            troubles.push(`${route} from ${JSON.stringify(headers)}: ${status}`);
        }
      }
    }
    expect(troubles).toEqual([]);
    expect(await cast.reset()).toEqual([]);
  });

  test("of the same name over plain http is from somewhere else, where the site is https", async () => {
    const world = await open({ origin: "https://login.acme.example" });
    const client = world.client();
    const send = (origin: string) =>
      client.send("POST", "/sign-in", "login=kim", { "content-type": "application/x-www-form-urlencoded", origin });
    expect((await send("http://login.acme.example")).status).toBe(403);
    expect((await send("https://login.acme.example")).status).toBe(401);
  });

  test("reads nothing by being asked for with a simple form", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const sent = {
        method: "POST",
        headers: { "content-type": type, host: "localhost:8080" },
        body: '{"login":"kim","password":"x"}',
      };
      expect((await answerTo(cast, new Request(`${cast.world.origin}/api/v1/sign-ins`, sent))).status).toBe(415);
    }
  });

  test("is one's own where the browser says so in either way", { timeout: 60_000 }, async () => {
    const troubles: string[] = [];
    for (const { route, words } of readTable().filter(({ route }) => methodOf(route) !== "GET" && !ofPrograms(route))) {
      const wanted = words.administrator.split("/")[0];
      if (wanted !== "does" && wanted !== "data") continue;
      const signs: Record<string, string>[] = [{ "sec-fetch-site": "none" }, { origin: cast.world.origin }];
      for (const headers of signs) {
        const { status } = await answerTo(cast, asSentFrom(route, cast.callers.administrator, headers));
        if (status >= 400) troubles.push(`${route} from ${JSON.stringify(headers)}: ${status}`);
        await cast.reset();
      }
    }
    expect(troubles).toEqual([]);
  });

  test("that may come from anywhere, because it takes no cookies, does nothing with any", async () => {
    const routes = routesOf(cast).filter(ofPrograms);
    expect(routes.length).toBe(4);
    for (const route of routes) {
      const signs: Record<string, string> = { "sec-fetch-site": "cross-site" };
      const [with_, without] = [cast.callers.administrator, cast.callers.nobody].map((caller) =>
        answerTo(cast, asSentFrom(route, caller, signs)),
      );
      expect([route, (await with_)?.text]).toEqual([route, (await without)?.text]);
    }
    expect(await cast.reset()).toEqual([]);
  });

  /** Called by programs with credentials of their own: a browser's cookies count for nothing there. */
  const ofPrograms = (route: Route): boolean => methodOf(route) !== "GET" && takesNoCookies(pathOf(route));

  /** The request that the caller's own page would send, with other signs of where it came from. */
  function asSentFrom(route: Route, caller: Caller, signs: Record<string, string>): Request {
    const sent = requestFor(route).sends?.(situationOf(cast, caller)) ?? {};
    const things = /\/people\/|\/help-requests\//.test(route)
      ? { ...cast.kim.things, ...requestFor(route).names?.(cast) }
      : (caller.things ?? cast.kim.things);
    const made = requestOf(cast, route, caller, { means: "cookie", things, sent });
    made.headers.delete("sec-fetch-site");
    for (const [name, value] of Object.entries(signs)) made.headers.set(name, value);
    return made;
  }
});

describe("where a sign-in leads", () => {
  const away = [
    ...[
      "https://evil.example",
      "//evil.example",
      "///evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "/\t/evil.example",
      "/\n/evil.example",
    ],
    ...[
      "https:evil.example",
      "https:/evil.example",
      "javascript:alert(1)",
      "data:text/html,x",
      "/ /evil.example",
      "\u2028//evil.example",
      ".evil.example",
    ],
    ...[
      "@evil.example",
      "%2f%2fevil.example",
      "/%0d%0aLocation:https://evil.example",
      "/..//evil.example",
      "/.//evil.example",
      "/account\r\nSet-Cookie: a=b",
    ],
    ...[
      "http://localhost:8080@evil.example",
      "/\\/evil.example",
      "/\u3000/evil.example",
      "\uff0f\uff0fevil.example",
      `/${"/".repeat(600)}evil.example`,
    ],
  ];

  let world: World;
  let kim: TestPerson;
  beforeAll(async () => {
    world = await createWorld({ policy: { organisation: "optional" } });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    await world.addPerson({ email: "lou@acme.example" });
  });
  afterAll(() => world.close());

  test.each(away)("%j leads nobody away", async (resume) => {
    world.clock.advance(30_000);
    const query = `?${new URLSearchParams({ resume })}`;
    const staysHere = (location: string | null) => {
      const url = new URL(location as string, world.origin);
      expect(url.origin).toBe(world.origin);
      expect(location).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
    };

    const client = world.client();
    const page = await client.get(`/sign-in${query}`);
    const kept = /name="resume" value="([^"]*)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&") ?? "/account";
    staysHere(kept);
    for (const sent of [resume, kept]) {
      staysHere(
        (await world.client().form("/sign-in", { login: "lou@acme.example", password, resume: sent })).location,
      );
      await client.form("/sign-in", { login: "kim@acme.example", password, resume: sent });
      staysHere((await client.form("/sign-in/code", { code: world.code(kim) })).location);
      world.clock.advance(30_000);
    }
    staysHere((await client.get(`/sign-in${query}`)).location);
    staysHere((await client.get(`/sign-in/confirm${query}`)).location);
    world.clock.advance(16 * 60_000);
    const confirming = await client.get(`/sign-in/confirm${query}`);
    expect(confirming.status).toBe(200);
    expect(confirming.text).not.toMatch(/(href|action)="[^"]*evil/);
    staysHere((await client.form("/sign-in/confirm", { code: world.code(kim), resume })).location);
  });

  test("asking for a page without being signed in comes back to that page and no other", async () => {
    const { location } = await world.client().get("/account?done=//evil.example&next=https://evil.example");
    expect(location).toBe(
      `/sign-in?${new URLSearchParams({ resume: "/account?done=//evil.example&next=https://evil.example" })}`,
    );
  });
});

describe("whether a login exists", () => {
  test("is told by no word, status or header, and takes the same work", async () => {
    const world = await open();
    const given: string[] = [];
    const { hasher } = world.needs;
    const app = createApp({
      ...world.needs,
      hasher: {
        ...hasher,
        verify: (encoded, typed) => {
          given.push(typed);
          return hasher.verify(encoded, typed);
        },
      },
    });
    await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
    await world.addPerson({ email: "ivy@acme.example", screenName: "ivy", status: "invited" });
    const said = async (login: string, how: "form" | "json", typed: string) => {
      const client = new Client(app, world.origin, { address: `192.0.2.${given.length}` });
      const { status, text, headers } =
        how === "form"
          ? await client.form("/sign-in", { login, password: typed })
          : await client.api("POST", "/sign-ins", { login, password: typed });
      return {
        status,
        text: text.replaceAll(login, "…"),
        headers: [...headers].filter(([name]) => name !== "content-length"),
      };
    };
    for (const typed of ["wrong", "", "a".repeat(2000)]) {
      for (const how of ["form", "json"] as const) {
        const before = given.length;
        const known = await said("kim@acme.example", how, typed);
        expect(known.status).toBe(401);
        for (const login of ["sam@acme.example", "ivy@acme.example", "nobody", "not an address@", "\u{1f600}"]) {
          expect(await said(login, how, typed)).toEqual(known);
        }
        expect(given.length - before).toBe(6);
        // Past every wait.
        world.clock.advance(60 * 60_000);
      }
    }
  });

  test("is not told by having to wait either", async () => {
    const world = await open();
    await world.addPerson({ email: "kim@acme.example", screenName: "kim", enrolled: true });
    const statuses = async (login: string) => {
      const client = world.client({ address: login === "kim" ? "192.0.2.7" : "192.0.2.8" });
      const all: [number, string | null][] = [];
      for (let i = 0; i < 7; i++) {
        const { status, headers } = await client.form("/sign-in", { login, password: "wrong" });
        all.push([status, headers.get("retry-after")]);
      }
      return all;
    };
    const known = await statuses("kim");
    expect(known.at(-1)).toEqual([429, "30"]);
    expect(await statuses("tim")).toEqual(known);
  });
});

describe("where a request comes from", () => {
  const seen = async (environment: Record<string, string>, peer: string, forwarded: Record<string, string>) => {
    const world = await open({ environment });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const client = world.client({ address: peer });
    await client.form("/sign-in", { login: "kim@acme.example", password }, forwarded);
    await client.form("/sign-in/code", { code: world.code(kim) }, forwarded);
    const { json } = await client.get("/api/v1/me/sessions", forwarded);
    return json.sessions[0].address as string;
  };
  const proxies = { COUNTERSIGN_TRUSTED_PROXIES: "10.0.0.0/8" };

  test("is where it comes from: what it says of itself is ignored", async () => {
    const claims = {
      "x-forwarded-for": "203.0.113.9",
      "x-real-ip": "203.0.113.9",
      forwarded: "for=203.0.113.9",
      "true-client-ip": "203.0.113.9",
    };
    expect(await seen({}, "198.51.100.4", claims)).toBe("198.51.100.4");
    expect(await seen(proxies, "198.51.100.4", claims)).toBe("198.51.100.4");
    expect(await seen({}, "127.0.0.1", claims)).toBe("127.0.0.1");
  });

  test("is what a trusted proxy saw, not what the client claimed to it", async () => {
    expect(await seen(proxies, "10.1.2.3", { "x-forwarded-for": "203.0.113.9" })).toBe("203.0.113.9");
    expect(await seen(proxies, "10.1.2.3", { "x-forwarded-for": "127.0.0.1, 203.0.113.9, 10.9.9.9" })).toBe(
      "203.0.113.9",
    );
    expect(await seen(proxies, "10.1.2.3", { "x-real-ip": "203.0.113.9" })).toBe("10.1.2.3");
  });

  test("guesses from many claimed addresses are counted as those of one", async () => {
    const world = await open();
    const client = world.client({ address: "198.51.100.4" });
    const statuses: number[] = [];
    for (let i = 0; i < 55; i++) {
      const headers = { "x-forwarded-for": `203.0.113.${i}` };
      statuses.push((await client.form("/sign-in", { login: `nobody${i}`, password: "wrong" }, headers)).status);
    }
    expect(statuses.slice(0, 50)).toEqual(Array(50).fill(401));
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("the first run", () => {
  const fields = { organisation: "Acme", name: "Ada", email: "ada@acme.example", password: "seven green bottles" };
  const begin = async () => {
    const world = await open({ empty: true });
    return { world, token: (await openTheFirstRun(world.needs)) as string };
  };

  const cases: [
    what: string,
    where: { address: string; host: string },
    headers: Record<string, string>,
    open: boolean,
  ][] = [
    ["at this machine", { address: "127.0.0.1", host: "localhost:8080" }, {}, true],
    ["at this machine by its number", { address: "127.0.0.1", host: "127.0.0.1:8080" }, {}, true],
    ["at this machine by version 6", { address: "::1", host: "[::1]:8080" }, {}, true],
    ["at this machine, mapped", { address: "::ffff:127.0.0.1", host: "LOCALHOST" }, {}, true],
    ["at another machine", { address: "192.0.2.1", host: "localhost:8080" }, {}, false],
    ["at another machine of the network", { address: "10.0.0.5", host: "10.0.0.1:8080" }, {}, false],
    [
      "through a page that renamed this machine",
      { address: "127.0.0.1", host: "rebound.evil.example:8080" },
      {},
      false,
    ],
    [
      "through a name that begins like this machine's",
      { address: "127.0.0.1", host: "localhost.evil.example" },
      {},
      false,
    ],
    [
      "through a number that begins like this machine's",
      { address: "127.0.0.1", host: "127.0.0.1.evil.example" },
      {},
      false,
    ],
    ["without a name", { address: "127.0.0.1", host: "" }, {}, false],
    [
      "through a proxy at this machine",
      { address: "127.0.0.1", host: "localhost:8080" },
      { "x-forwarded-for": "203.0.113.9" },
      false,
    ],
    [
      "through a proxy that says it otherwise",
      { address: "127.0.0.1", host: "localhost:8080" },
      { forwarded: "for=203.0.113.9" },
      false,
    ],
    [
      "through a proxy that tells the host",
      { address: "127.0.0.1", host: "localhost:8080" },
      { "x-forwarded-host": "login.acme.example" },
      false,
    ],
    [
      "through a proxy that tells the address",
      { address: "127.0.0.1", host: "localhost:8080" },
      { "x-real-ip": "127.0.0.1" },
      false,
    ],
    [
      "with a claim to be this machine",
      { address: "192.0.2.1", host: "localhost:8080" },
      { "x-forwarded-for": "127.0.0.1" },
      false,
    ],
  ];
  test.each(cases)("%s", async (_what, where, headers, isOpen) => {
    const { world, token } = await begin();
    const client = world.client(where);
    expect((await client.get("/first-run", headers)).status).toBe(isOpen ? 200 : 403);
    expect((await client.get(`/first-run?token=${token}`, headers)).status).toBe(200);
    const refused = isOpen ? undefined : await client.form("/first-run", fields, headers);
    if (refused) expect(refused).toMatchObject({ status: 403, text: expect.stringContaining("carries the token") });
    for (const wrong of [
      "x",
      `${token}x`,
      token.replace(/.$/, (end) => (end === "A" ? "B" : "A")),
      token.toLowerCase(),
    ]) {
      if (!isOpen) expect((await client.form("/first-run", { ...fields, token: wrong }, headers)).status).toBe(403);
    }
    const done = await client.form("/first-run", isOpen ? fields : { ...fields, token }, headers);
    expect(done).toMatchObject({ status: 303, location: "/set-up" });
    expect((await world.client(where).form("/first-run", { ...fields, token }, headers)).status).toBe(410);
    expect((await world.client(where).get("/first-run", headers)).status).toBe(410);
  });

  test("needs its token where the public address is another, for a proxy at this machine may say nothing of itself", async () => {
    const world = await open({ empty: true, origin: "https://login.acme.example" });
    const token = (await openTheFirstRun(world.needs)) as string;
    const client = world.client({ address: "127.0.0.1", host: "127.0.0.1:8080" });
    const own = { origin: world.origin };
    expect((await client.get("/first-run")).status).toBe(403);
    expect((await client.form("/first-run", fields, own)).status).toBe(403);
    expect((await client.form("/first-run", { ...fields, token }, own)).status).toBe(303);
  });

  test("can't be begun by another site's page, at this machine either", async () => {
    const { world } = await begin();
    const client = world.client({ address: "127.0.0.1" });
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }]) {
      expect((await client.form("/first-run", fields, headers)).status).toBe(403);
    }
    expect((await client.get("/account")).location).toBe("/first-run");
  });
});
