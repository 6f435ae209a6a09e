// The adoption numbers as administrators read them: the list behind each holds as many, and nobody else sees any of it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countEverything } from "../../src/admin/adoption/working.ts";
import { chainWaiting } from "../../src/audit/chain/chaining.ts";
import { day, minute } from "../../src/kernel/clock.ts";
import { execute } from "../contracts/programs.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("adoption on %s", (dialect) => {
  let world: World;
  let client: Client;
  let bearer: string;
  let kim: TestPerson;
  beforeAll(async () => {
    world = await createWorld({ dialect, policy: { accountTypes: { client: "optional" }, bindsFrom: { days: 14 } } });
    const ana = await world.addPerson({ email: "ana@acme.example", administrator: true, enrolled: true });
    for (let i = 0; i < 9; i++)
      await world.addPerson({
        email: `p${i}@${i % 3 === 0 ? "north" : "south"}.example`,
        displayName: `=cmd|'/C calc'!A${i}`,
        accountType: i % 4 === 0 ? "client" : "staff",
        status: i === 8 ? "invited" : "active",
        enrolled: i % 2 === 0,
      });
    kim = await world.addPerson({ email: "kim@acme.example", helper: true });
    const other = await world.addOrganisation("Other", "other.example");
    for (let i = 0; i < 5; i++)
      await world.addPerson({ email: `x${i}@north.example`, organisation: other, enrolled: true });
    client = world.client();
    await client.api("POST", "/sign-ins", { login: "kim@acme.example", password: "not this one" });
    // Kim meets the rule, and has two weeks from now on.
    await client.api("POST", "/sign-ins", { login: "kim@acme.example", password: kim.password });
    world.clock.advance(minute);
    bearer = (await client.signIn(world, ana)).bearer;
    // Two of them have passkeys, as far as the rows say.
    for (const [email, count] of [
      ["p0@north.example", 1],
      ["p2@south.example", 2],
    ] as const)
      await execute(
        world.needs.db,
        `update people set passkeys = 1, authenticators = ${count}, codes_left = 2 where email = '${email}'`,
      );
    await chainWaiting(world.needs);
    await countEverything(world.needs);
  });
  afterAll(() => world.close());

  const adoption = async (query = "") => {
    const { status, json } = await client.api("GET", `/adoption${query}`, undefined, bearer);
    expect(status).toBe(200);
    return json;
  };
  const listed = async (query: string): Promise<number> => {
    const { status, json } = await client.api("GET", `/people?${query}&limit=200`, undefined, bearer);
    expect(status).toBe(200);
    return json.people.length;
  };
  const csv = async (path: string): Promise<string[][]> => {
    const { text, headers } = await client.api("GET", path, undefined, bearer);
    expect(headers.get("content-type")).toContain("text/csv");
    return text
      .trim()
      .split("\r\n")
      .map((line) => line.split(","));
  };

  test("each number is as long as the list behind it", async () => {
    const { present } = await adoption();
    expect(present).toMatchObject({ people: 10, protected: 5, invited: 1, disabled: 0 });
    const active = "status=active";
    const behind: [number, string][] = [
      [present.people, active],
      [present.protected, `${active}&secondFactor=set-up`],
      [present.people - present.protected, `${active}&secondFactor=missing`],
      [present.invited, "status=invited"],
      [present.required.people - present.required.protected, `${active}&requirement=required&secondFactor=missing`],
      [present.secondFactors.app, `${active}&secondFactor=app`],
      [present.secondFactors.passkey, `${active}&secondFactor=passkey`],
      [present.secondFactors.both, `${active}&secondFactor=both`],
      [present.secondFactors.none, `${active}&secondFactor=missing`],
      [present.recoveryCodes.few, `${active}&codes=few`],
      [present.recoveryCodes.unused, `${active}&codes=unused`],
    ];
    for (const { accountType, people, protected: those } of present.accountTypes) {
      behind.push([people, `${active}&type=${accountType}`]);
      behind.push([those, `${active}&type=${accountType}&secondFactor=set-up`]);
    }
    for (const { domain, people, protected: those } of present.domains) {
      behind.push([people, `${active}&domain=${domain}`]);
      behind.push([people - those, `${active}&domain=${domain}&secondFactor=missing`]);
    }
    for (const { until, people, protected: those } of present.grace) {
      const query = `${active}&requirement=grace&until=${until ?? "first-sign-in"}`;
      behind.push([people, query], [people - those, `${query}&secondFactor=missing`]);
    }
    for (const [number, query] of behind) expect([query, await listed(query)]).toEqual([query, number]);
    expect(present.secondFactors).toEqual({ app: 3, passkey: 1, both: 1, none: 5 });
    expect(present.grace.map(({ until }: { until: string }) => until).sort()).toEqual(["2027-03-15", null].sort());
    expect(present.recoveryCodes).toEqual({ few: 2, unused: 3 });
  });

  test("sign-ins are there by day and outcome, and nothing of another organisation", async () => {
    const { signIns, days, from, to } = await adoption("?range=90");
    expect([from, to]).toEqual(["2026-12-02", "2027-03-01"]);
    expect(days).toEqual([{ day: "2027-03-01", people: 10, protected: 5 }]);
    expect(signIns).toEqual([
      {
        day: "2027-03-01",
        outcomes: {
          "sign-in.completed": 1,
          "sign-in.password-wrong": 1,
          "sign-in.code-wrong": 0,
          "sign-in.waiting": 0,
          "sign-in.cancelled": 0,
        },
      },
    ]);
  });

  test("comes as files, one for each table, in which nothing runs", async () => {
    expect(await csv("/adoption.csv?of=types")).toEqual([
      ["accountType", "people", "protected"],
      ["staff", "8", "3"],
      ["client", "2", "2"],
    ]);
    expect((await csv("/adoption.csv"))[1]).toEqual(["people", "10"]);
    expect((await csv("/adoption.csv?of=sign-ins"))[1]).toEqual(["2027-03-01", "1", "1", "0", "0", "0"]);
    for (const of of ["days", "domains", "applications", "methods", "grace"])
      expect((await csv(`/adoption.csv?of=${of}`))[0]?.length).toBeGreaterThan(1);
    const people = await csv("/people.csv?status=active&secondFactor=both");
    expect(people).toHaveLength(2);
    expect(people.flat().filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
    expect((await client.api("GET", "/adoption.csv?of=secrets", undefined, bearer)).status).toBe(400);
  });

  test("goes on from day to day, and what is read wrongly is refused", async () => {
    world.clock.advance(day + 6 * minute);
    const login = await client.signIn(
      world,
      await world.addPerson({ email: "bo@west.example", enrolled: true, administrator: true }),
    );
    bearer = login.bearer;
    await countEverything(world.needs);
    expect((await adoption()).days).toEqual([
      { day: "2027-03-01", people: 10, protected: 5 },
      { day: "2027-03-02", people: 11, protected: 6 },
    ]);
    for (const query of ["?range=31", "?range=-1", "?range="])
      expect((await client.api("GET", `/adoption${query}`, undefined, bearer)).status).toBe(400);
  });

  test("is for administrators, and for keys that may read people", async () => {
    const made = async (scopes: string[]) =>
      (await client.api("POST", "/me/api-keys", { name: scopes.join(), scopes }, bearer)).json.key as string;
    const [reading, auditing] = [await made(["read:people"]), await made(["read:audit"])];
    const programme = world.client();
    for (const path of ["/adoption", "/adoption.csv"]) {
      expect((await programme.api("GET", path, undefined, `Bearer ${reading}`)).status).toBe(200);
      expect((await programme.api("GET", path, undefined, `Bearer ${auditing}`)).status).toBe(403);
      expect((await programme.api("GET", path)).status).toBe(401);
    }
  });
});
