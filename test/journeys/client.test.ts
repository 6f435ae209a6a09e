// The typed client: calls, problems, pages, waits; where its token goes, and where it never shows.
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CountersignError, createClient, problemIn, Unreachable } from "../../src/client/index.ts";
import { createWorld, type World } from "../support/world.ts";

const key = `cs_${"a".repeat(22)}_${"b".repeat(43)}`;

describe("against the API itself", () => {
  let world: World;
  let bearer: string;
  beforeAll(async () => {
    world = await createWorld({ policy: { organisation: "optional" } });
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    for (let i = 0; i < 7; i++) await world.addPerson({ email: `p${i}@acme.example` });
    ({ session: bearer } = await world.client().signIn(world, ada));
  });
  afterAll(() => world.close());

  const client = (token = bearer) =>
    createClient({
      ...{ url: "http://localhost", token },
      fetch: async (request) => world.app.fetch(request, { incoming: { socket: { remoteAddress: "192.0.2.1" } } }),
    });

  test("it calls by name, with path, query and body, and returns what the type says", async () => {
    const { people } = await client().call("GET /people", { query: { login: "ada@acme.example" } });
    expect(people.map((one) => one.administrator)).toEqual([true]);
    const id = people[0]?.id as string;
    const person = await client().call("GET /people/{id}", { path: { id } });
    expect(person.authenticators.length).toBe(1);
    const added = await client().call("POST /people", { body: { email: "new@acme.example" } });
    expect(added.person.status).toBe("invited");
    expect(await client().call("DELETE /people/{id}", { path: { id: added.person.id } })).toBeUndefined();
    const { status, headers } = await client().ask("GET /policy");
    expect([status, headers.get("etag")]).toEqual([200, expect.stringMatching(/^"\d+"$/)]);
  });

  test("it goes through every page, and streams files", async () => {
    const emails: string[] = [];
    for await (const one of client().each("GET /people", "people", { query: { limit: 3 } })) emails.push(one.email);
    expect(emails.sort()).toEqual(["ada@acme.example", ...Array.from({ length: 7 }, (_, i) => `p${i}@acme.example`)]);
    const pages = [];
    for await (const page of client().pages("GET /people", { query: { limit: 3 } })) pages.push(page.people.length);
    expect(pages).toEqual([3, 3, 2]);
    const bytes = await client().stream("GET /people.csv");
    expect((await new Response(bytes).text()).split("\n").length).toBeGreaterThan(8);
    const imported = await client().call("POST /people/import", {
      ...{ query: { dryRun: "yes" }, file: "email\nq@acme.example\n", type: "text/csv" },
    });
    expect(imported.added).toBe(1);
  });

  test("a refusal is a problem with its code, and holds nothing that was sent", async () => {
    const refused = await client(key)
      .call("GET /people", { query: { search: "s3cret" } })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CountersignError);
    expect(refused).toMatchObject({ code: "bad-key", status: 401, operation: "GET /people" });
    expect(problemIn(refused)?.title).toMatch(/^This API key is unknown/);
    const wrong = await client()
      .call("POST /people", { body: { email: "no" } })
      .catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: "bad-address", status: 400 });
    for (const thing of [refused, wrong, client(key)])
      for (const secret of [key, bearer, "s3cret"])
        expect(
          `${inspect(thing, { depth: 9, showHidden: true })} ${JSON.stringify(thing)} ${String((thing as Error).stack)}`,
        ).not.toContain(secret);
  });

  test("nothing in an address leads to another operation", async () => {
    for (const id of ["", ".", ".."])
      await expect(client().call("GET /people/{id}", { path: { id } })).rejects.toThrow(TypeError);
    const seen: string[] = [];
    const recording = createClient({
      url: "https://login.acme.example/auth/",
      fetch: async (request) => {
        seen.push(request.url);
        return Response.json({ people: [] });
      },
    });
    await recording.call("GET /people/{id}", { path: { id: "../policy?x=1#y" } });
    await recording.call("GET /people", { query: { search: "a&b=c", after: undefined } });
    expect(seen).toEqual([
      "https://login.acme.example/auth/api/v1/people/..%2Fpolicy%3Fx%3D1%23y",
      "https://login.acme.example/auth/api/v1/people?search=a%26b%3Dc",
    ]);
  });
});

describe("where it is told to wait", () => {
  const told = (status: number, after: string | null, code = "wait") =>
    new Response(JSON.stringify({ type: "urn:x", title: "Wait.", status, code }), {
      status,
      headers: { "content-type": "application/problem+json", ...(after === null ? {} : { "retry-after": after }) },
    });
  const tries = async (operation: "GET /me" | "POST /webhooks/{id}/test", answers: Response[], more: object = {}) => {
    const waits: number[] = [];
    let asked = 0;
    const client = createClient({
      ...{ url: "http://localhost:1", token: key, ...more },
      pause: async (ms) => void waits.push(ms),
      fetch: async () => answers[asked++] ?? Response.json({ done: true }),
    });
    const path = { path: { id: "1" } };
    const outcome = await (operation === "GET /me" ? client.call(operation) : client.call(operation, path)).catch(
      (error: CountersignError) => [error.code, error.retryAfter],
    );
    return { outcome, waits, asked };
  };

  test("it waits as long as it is told, twice at most, and goes on", async () => {
    expect(await tries("GET /me", [told(429, "2"), told(503, "5")])).toEqual({
      outcome: { done: true },
      waits: [2000, 5000],
      asked: 3,
    });
    expect(await tries("GET /me", [told(429, "1"), told(429, "1"), told(429, "1")])).toEqual({
      outcome: ["wait", 1],
      waits: [1000, 1000],
      asked: 3,
    });
  });

  test("it does not wait for long, for ever, or where nobody said for how long", async () => {
    expect((await tries("GET /me", [told(429, "31")])).outcome).toEqual(["wait", 31]);
    expect((await tries("GET /me", [told(503, null)])).asked).toBe(1);
    expect((await tries("GET /me", [told(429, "soon")])).asked).toBe(1);
    expect((await tries("GET /me", [told(429, "1")], { retries: 0 })).asked).toBe(1);
  });

  test("what may have been done already is not done twice", async () => {
    expect((await tries("POST /webhooks/{id}/test", [told(503, "1", "unavailable")])).asked).toBe(1);
    expect((await tries("POST /webhooks/{id}/test", [told(429, "1")])).asked).toBe(2);
  });
});

describe("where its token goes", () => {
  test("over https, or to this machine, and to no address that is none", () => {
    for (const url of [
      "http://login.acme.example",
      "http://192.0.2.1",
      "http://127.0.0.1.evil.example",
      "ftp://x",
      "x",
    ])
      expect(() => createClient({ url, token: key })).toThrow(TypeError);
    for (const url of ["https://user:pass@login.acme.example", "https://login.acme.example/?a=1"])
      expect(() => createClient({ url, token: key })).toThrow(TypeError);
    for (const url of ["https://login.acme.example", "http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:1"])
      expect(() => createClient({ url, token: key })).not.toThrow();
  });

  test("not where an answer leads, and what is no answer of ours is told apart", async () => {
    const answering = (answer: Response) =>
      createClient({ url: "https://login.acme.example", token: key, fetch: async () => answer });
    const elsewhere = new Response(null, { status: 302, headers: { location: "https://evil.example/" } });
    await expect(answering(elsewhere).call("GET /me")).rejects.toMatchObject({ code: "unreadable", status: 302 });
    const page = new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "content-type": "text/html" } });
    await expect(answering(page).call("GET /me")).rejects.toMatchObject({ code: "unreadable", status: 502 });
    const closed = createClient({ url: "http://127.0.0.1:9", token: key });
    const gone = await closed.call("GET /me").catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(Unreachable);
    expect(inspect(gone, { depth: 9 })).not.toContain(key);
  });
});
