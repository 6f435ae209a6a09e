// The audit trail as administrators read it: filters, pages and files, and that nobody else sees any of it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEvents } from "../../src/admin/audit/listing.ts";
import { record } from "../../src/audit/actions.ts";
import { day } from "../../src/kernel/clock.ts";
import { type Client, createWorld, dialects, startOfTests, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("the audit trail on %s", (dialect) => {
  let world: World;
  let ana: TestPerson;
  let kim: TestPerson;
  let client: Client;
  let bearer: string;
  beforeAll(async () => {
    world = await createWorld({ dialect });
    ana = await world.addPerson({ email: "ana@acme.example", administrator: true, enrolled: true, displayName: "Ana" });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true, displayName: "Kim Larsen" });
    client = world.client({ address: "192.0.2.50" });
    bearer = (await client.signIn(world, ana)).bearer;
    const stranger = world.client({ address: "198.51.100.9" });
    for (let i = 0; i < 3; i++)
      await stranger.api("POST", "/sign-ins", { login: "kim@acme.example", password: "not this one" });
    await client.api("POST", `/people/${kim.person.id}/disable`, { reason: "=HYPERLINK(left)" }, bearer);
    await client.api("POST", `/people/${kim.person.id}/enable`, {}, bearer);
    world.clock.advance(2 * day);
    bearer = (await client.signIn(world, ana)).bearer;
    await client.api("PATCH", `/people/${kim.person.id}`, { displayName: "Kim L." }, bearer);
  });
  afterAll(() => world.close());

  const list = (query = "") => client.api("GET", `/audit-events${query}`, undefined, bearer);
  const names = async (query = ""): Promise<string[]> =>
    (await list(query)).json.events.map(({ name }: { name: string }) => name);

  test("lists what happened, the newest first, with whom it is about and who did it", async () => {
    const { status, json } = await list();
    expect(status).toBe(200);
    expect(json.next).toBeNull();
    const times = json.events.map(({ at }: { at: string }) => at);
    expect(times).toEqual([...times].sort().reverse());
    const disabled = json.events.find(({ name }: { name: string }) => name === "person.disabled");
    expect(disabled).toMatchObject({
      outcome: "done",
      what: "Account disabled: =HYPERLINK(left)",
      actor: { id: ana.person.id, name: "Ana" },
      person: { id: kim.person.id, name: "Kim L." },
      address: "192.0.2.50",
      details: { reason: "=HYPERLINK(left)" },
    });
  });

  test("is narrowed down by who, about whom, what, when, where and outcome, and by several at once", async () => {
    const [first, later] = [startOfTests, startOfTests + 2 * day].map((at) => new Date(at).toISOString().slice(0, 10));
    expect(await names("?what=person.disabled")).toEqual(["person.disabled"]);
    expect(new Set(await names("?what=person"))).toEqual(
      new Set(["person.disabled", "person.enabled", "person.profile-changed"]),
    );
    expect(await names("?about=kim@acme.example&who=ana")).toEqual([
      "person.profile-changed",
      "person.enabled",
      "person.disabled",
    ]);
    expect(await names(`?about=${kim.person.id}&what=person&outcome=done&to=${first}`)).toEqual([
      "person.enabled",
      "person.disabled",
    ]);
    expect(await names(`?who=ana&from=${later}`)).toEqual(["person.profile-changed", "sign-in.completed"]);
    expect(await names("?where=198.51.100.9")).toEqual(Array(3).fill("sign-in.password-wrong"));
    expect(await names("?outcome=refused&where=192.0.2.50")).toEqual([]);
    expect(new Set(await names("?outcome=refused"))).toEqual(new Set(["sign-in.password-wrong"]));
    expect(await names("?who=nobody-of-this-name")).toEqual([]);
    expect((await names("?who=ana&what=sign-in.completed")).length).toBe(2);
  });

  test("says what it can't read instead of leaving it out", async () => {
    for (const query of ["?what=nothing", "?from=2027-02-30", "?to=yesterday", "?outcome=maybe", "?after=x"]) {
      expect((await list(query)).status).toBe(400);
    }
  });

  test("goes on from page to page without leaving out or repeating any", async () => {
    const whole = (await list()).json.events.map(({ id }: { id: string }) => id);
    for (const query of ["?limit=2", "?limit=2&who=ana", "?limit=2&what=person", "?limit=1&outcome=refused"]) {
      const seen: string[] = [];
      let after = "";
      do {
        const { json } = await list(`${query}${after}`);
        seen.push(...json.events.map(({ id }: { id: string }) => id));
        after = json.next === null ? "" : `&after=${json.next}`;
      } while (after !== "");
      const all = (await list(query.replace(/limit=\d&?/, ""))).json.events.map(({ id }: { id: string }) => id);
      expect(seen).toEqual(all);
      if (query === "?limit=2") expect(seen).toEqual(whole);
    }
  });

  test("ends a page early where a filter fits few of many, and goes on behind it", async () => {
    const { id: organisation } = await world.addOrganisation("Many", null);
    const source = { address: "203.0.113.4", userAgent: "" };
    for (let i = 0; i < 31; i++) {
      await world.needs.db.transaction((tx) =>
        record(tx, world.needs, {
          organisation,
          name: i === 0 ? "sign-in.cancelled" : "sign-in.completed",
          actor: null,
          person: null,
          source,
        }),
      );
    }
    const wanted = { organisation, where: "203.0.113.4", what: "sign-in.cancelled", lookAt: 10 };
    const looked: number[] = [];
    let page = await listEvents(world.needs.db, wanted);
    for (; page.next; page = await listEvents(world.needs.db, { ...wanted, after: page.next })) {
      expect(page.events).toEqual([]);
      looked.push(page.lookedAt as number);
    }
    expect(looked).toEqual([10, 10, 10]);
    expect(page.events).toHaveLength(1);
    expect((await listEvents(world.needs.db, { ...wanted, lookAt: 1000 })).events).toHaveLength(1);
  });

  test("is a file for spreadsheets in which nothing runs as a formula, and a document a line", async () => {
    const csv = await client.api("GET", "/audit-events.csv?what=person", undefined, bearer);
    expect(csv.headers.get("content-type")).toMatch(/^text\/csv/);
    const [head, ...lines] = csv.text.trim().split("\r\n");
    expect(head).toBe("time,event,outcome,what,who,whoId,about,aboutId,address,browser,details,id");
    expect(lines).toHaveLength(3);
    expect(csv.text).not.toMatch(/(^|[,"])=/m);
    const jsonl = await client.api("GET", "/audit-events.jsonl?what=person", undefined, bearer);
    const documents = jsonl.text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(documents).toEqual((await list("?what=person")).json.events);
  });

  test("shows everybody their own part of it, page by page, and nobody else's", async () => {
    const own = world.client();
    world.clock.advance(30_000);
    const { bearer: kims } = await own.signIn(world, kim);
    const seen: string[] = [];
    for (let next: string | null = ""; next !== null; ) {
      const { status, json } = await own.api("GET", `/me/activity?limit=2${next}`, undefined, kims);
      expect(status).toBe(200);
      seen.push(...json.events.map(({ name }: { name: string }) => name));
      next = json.next === null ? null : `&before=${json.next}`;
    }
    const { json } = await list(`?about=${kim.person.id}`);
    expect(seen).toEqual(json.events.map(({ name }: { name: string }) => name));
    expect(seen).toContain("person.disabled");
    expect((await own.api("GET", "/me/activity?before=x", undefined, kims)).status).toBe(400);
  });

  test("is for administrators alone, and for keys with the scope", async () => {
    const own = world.client();
    world.clock.advance(30_000);
    const { bearer: kims } = await own.signIn(world, kim);
    for (const path of ["/audit-events", "/audit-events.csv", "/audit-events.jsonl"]) {
      expect((await own.api("GET", path, undefined, kims)).status).toBe(403);
      expect((await world.client().api("GET", path)).status).toBe(401);
    }
    const key = async (scopes: string[]) => {
      const made = await client.api("POST", "/api-keys", { name: "Archive", scopes, days: 30 }, bearer);
      return `Bearer ${made.json.key}`;
    };
    const [reading, other] = [await key(["read:audit"]), await key(["read:people"])];
    for (const path of ["/audit-events", "/audit-events.csv", "/audit-events.jsonl"]) {
      expect((await world.client().api("GET", path, undefined, reading)).status).toBe(200);
      expect((await world.client().api("GET", path, undefined, other)).json.code).toBe("scope-missing");
    }
  });
});
