// docs/routes.md, called: every route as everybody, from the same start each time.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  answerTo,
  type Called,
  call,
  callRoute,
  callRouteAs,
  credentials,
  isApi,
  methodOf,
  pathOf,
  routesOf,
} from "./matrix/calls.ts";
import { type Caller, type Cast, callerNames, createCast, type Things } from "./matrix/cast.ts";
import { fill, knownRoutes, requestFor } from "./matrix/requests.ts";
import { readTable } from "./matrix/table.ts";

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});
afterAll(async () => {
  expect(cast.world.logged.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
  await cast.world.close();
});

test("every route has a row, and every row is a route's", async () => {
  const rows = readTable().map(({ route }) => route);
  const routes = routesOf(cast);
  expect(new Set(rows).size).toBe(rows.length);
  expect(rows.filter((route) => !routes.includes(route))).toEqual([]);
  // As they would stand in the table, if what they do is what they are meant to do.
  const missing: string[] = [];
  for (const route of routes.filter((one) => !rows.includes(one))) {
    const words: string[] = [];
    for (const name of callerNames) words.push((await callRoute(cast, route, name)).word);
    missing.push(`| ${methodOf(route)} | \`${pathOf(route)}\` | ${words.join(" | ")} |`);
  }
  expect(missing).toEqual([]);
  expect(knownRoutes.filter((route) => !routes.includes(route))).toEqual([]);
});

describe.each(callerNames)("%s", (name) => {
  test("gets what the table says, leaves no trace where refused, touches and sees nothing of others", {
    timeout: 60_000,
  }, async () => {
    const troubles: string[] = [];
    for (const { route, words } of readTable()) {
      const { word, calls } = await callRoute(cast, route, name);
      if (word !== words[name]) troubles.push(`${route}: ${word}, not ${words[name]}`);
      for (const call of calls) {
        troubles.push(...touched(call).map((what) => `${route} touches ${what}`));
        troubles.push(...(await shown(call)).map((what) => `${route} shows ${what}`));
      }
    }
    expect(troubles).toEqual([]);
  });
});

describe("another organisation's administrator, who is told apart by short name alone,", () => {
  test.each([
    ["gets what one at another host name gets here, whatever was chosen", "choosingHere", "other, here"],
    ["gets what one at another host name gets there, with this one's ids", "atHome", "other, at home"],
  ] as const)("%s", { timeout: 60_000 }, async (_what, stranger, column) => {
    const troubles: string[] = [];
    for (const { route, words } of readTable()) {
      // Which sign-in a browser is shown is no secret, and anybody may choose another.
      if (route === "GET /o/:slug") continue;
      const { word, calls } = await callRouteAs(cast, route, cast.strangers[stranger]);
      // An address that names the organisation itself is this one's, whatever the browser has chosen.
      const expected = words[route.includes(" /openid/") ? "other, here" : column];
      if (word !== expected) troubles.push(`${route}: ${word}, not ${expected}`);
      for (const call of calls) {
        troubles.push(...touched(call).map((what) => `${route} touches ${what}`));
        troubles.push(...(await shown(call)).map((what) => `${route} shows ${what}`));
      }
    }
    expect(troubles).toEqual([]);
  });

  test("reaches nothing by an address that mixes their own ids with this one's", { timeout: 60_000 }, async () => {
    const troubles: string[] = [];
    let mixed = 0;
    for (const caller of [cast.strangers.atHome, cast.callers["other, at home"]]) {
      const own = caller.things as Things;
      for (const route of routesOf(cast).filter((one) => one.includes("/:"))) {
        const path = pathOf(route);
        const named = (Object.keys(own) as (keyof Things)[]).filter(
          (thing) => thing !== "slug" && fill(path, { ...own, [thing]: "x" }) !== fill(path, own),
        );
        for (let choice = 1; choice < 2 ** named.length; choice++) {
          const foreign = named.filter((_, i) => (choice >> i) % 2 === 1);
          const things = { ...own, ...Object.fromEntries(foreign.map((thing) => [thing, cast.kim.things[thing]])) };
          for (const means of isApi(route) ? (["cookie", "token"] as const) : (["cookie"] as const)) {
            const made = await call(cast, route, { caller, means, things });
            mixed++;
            if (made.word !== "404" && made.word !== "403")
              troubles.push(`${route} with this one's ${foreign.join(" and ")}: ${made.word}`);
            troubles.push(...touched(made).map((what) => `${route} touches ${what}`));
            troubles.push(...(await shown(made)).map((what) => `${route} shows ${what}`));
          }
        }
      }
    }
    expect(troubles).toEqual([]);
    expect(mixed).toBeGreaterThan(80);
  });
});

test("an administrator reaches what is a person's only by that person's address", async () => {
  const { administrator } = cast.callers;
  const address = `/people/${cast.lou.person.id}`;
  const { session, browser } = cast.kim.things;
  for (const path of [`${address}/sessions/${session}`, `${address}/trusted-browsers/${browser}`]) {
    expect((await send("DELETE", `/api/v1${path}`, administrator)).status).toBe(404);
    expect((await send("POST", `/admin${path}/end`, administrator)).status).toBe(404);
  }
  expect(await cast.reset()).toEqual([]);
});

test("no address answers to another method than its own", { timeout: 60_000 }, async () => {
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "PROPFIND", "X"];
  const routes = routesOf(cast).filter((route) => !route.includes("/assets/"));
  const { operator } = cast;
  const { nobody } = cast.callers;
  const troubles: string[] = [];
  for (const path of new Set(routes.map(pathOf))) {
    const address = fill(path, cast.kim.things);
    const own = routes.filter((route) => matches(pathOf(route), address)).map(methodOf);
    for (const method of methods) {
      if (own.includes(method) || (method === "HEAD" && own.includes("GET"))) continue;
      const { status, text, headers } = await send(method, address, operator);
      const allowed = headers
        .get("allow")
        ?.split(", ")
        .filter((one) => one !== "HEAD");
      if (status !== 405 || allowed?.join() !== [...new Set(own)].sort().join())
        troubles.push(`${method} ${address}: ${status}, allowed ${allowed}`);
      if (method === "HEAD" && text !== "") troubles.push(`${method} ${address}: a body`);
      const asNobody = (await send(method, address, nobody)).status;
      if (![303, 401, 404, 405].includes(asNobody)) troubles.push(`${method} ${address} as nobody: ${asNobody}`);
    }
  }
  expect(troubles).toEqual([]);
  expect(await cast.reset()).toEqual([]);
});

/** Whether an address is one of a route's: a name such as 'new' can be an id as well. */
const matches = (path: string, address: string): boolean =>
  new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`).test(address);

test("nothing on the way to an address is passed twice", async () => {
  const cast = await createCast();
  const { app } = cast.world;
  const twice: string[] = [];
  const addresses = new Set(
    app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`),
  );
  expect(addresses.size).toBeGreaterThan(100);
  for (const address of addresses) {
    const [method = "", path = ""] = address.split(" ");
    const passed = app.router.match(method, path.replaceAll(/:\w+/g, "x"))[0].map(([[, route]]) => route);
    const middle = passed.filter((route) => route.method === "ALL").map((route) => route.path);
    // Written both as `/x` and as `/x/*`, which is `/x` too.
    for (const one of middle) if (middle.includes(`${one}/*`)) twice.push(`${address} by way of ${one}`);
  }
  expect(twice).toEqual([]);
  await cast.world.close();
});

test("HEAD answers as GET does, without a body and without an effect", async () => {
  const { operator } = cast;
  for (const route of routesOf(cast)) {
    if (!route.startsWith("GET ") || route.includes("/assets/")) continue;
    const path = fill(route.slice(4), operator.things ?? cast.kim.things);
    const [get, head] = [await send("GET", path, operator), await send("HEAD", path, operator)];
    expect({ path, status: head.status, text: head.text }).toEqual({ path, status: get.status, text: "" });
    expect(await cast.reset()).toEqual([]);
  }
});

const send = (method: string, path: string, caller: Caller) => {
  const { world } = cast;
  const headers = { host: caller.host, "sec-fetch-site": "same-origin", ...credentials(cast, caller, "cookie") };
  return answerTo(cast, new Request(`${world.origin}${path}`, { method, headers }));
};

/** Rows that this caller has no business with, and that changed. */
function touched({ route, caller, effects }: Called): string[] {
  const mine = new Set<unknown>([...caller.acts.persons, ...(requestFor(route).concerns?.(cast) ?? [])]);
  // Those that were there at the start, and those that came or went.
  const authenticators = [...(cast.start.get("authenticators") ?? []), ...effects.map(({ row }) => row)];
  const owners = new Map(authenticators.map((row) => [row.id, row.person_id]));
  const letters = new Set((cast.start.get("outbox") ?? []).map((row) => row.id));
  return effects.flatMap(({ table, row }) => {
    // A new letter may be for anybody: those who decide are told of what they may decide.
    if (table === "outbox" && !letters.has(row.id)) return [];
    const organisation = table === "organisations" ? row.id : row.organisation_id;
    if (organisation !== undefined && organisation === caller.acts.organisation) return [];
    const person = table === "people" ? row.id : (row.person_id ?? owners.get(row.authenticator_id));
    return mine.has(person) ? [] : [`${table} of ${person ?? "the organisation"}`];
  });
}

const told = [
  "people",
  "authenticators",
  "sessions",
  "trusted_browsers",
  "sign_ins",
  "enrolments",
  "invitations",
  "help_requests",
] as const;

/** What is told to this caller of people that are none of their business. */
async function shown({ route, caller, request, answer }: Called): Promise<string[]> {
  const mine = new Set<unknown>([...caller.acts.persons, ...(requestFor(route).concerns?.(cast) ?? [])]);
  const sent = decodeURIComponent(request.url) + (await request.clone().text());
  const text = `${answer.text} ${[...answer.headers.values()].join(" ")}`;
  return told.flatMap((table) =>
    (cast.start.get(table) ?? []).flatMap((row) => {
      if (row.organisation_id === (caller.sees ?? caller.acts.organisation) || mine.has(row.person_id ?? row.id))
        return [];
      const words = [row.id, row.email, row.display_name] as (string | undefined)[];
      return words
        .filter((word) => word && text.includes(word) && !sent.includes(word))
        .map((word) => `${word} (${table})`);
    }),
  );
}
