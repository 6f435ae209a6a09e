import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sorts } from "../../src/admin/list-filters.ts";
import { type ListWanted, listPeople, type PeoplePage } from "../../src/admin/listing.ts";
import { addInvitedPerson } from "../../src/admin/people.ts";
import { peopleFile } from "../../src/admin/people-file.ts";
import { readCsv } from "../../src/http/spreadsheets.ts";
import { changeNames, keyOf, type Person, personLocked } from "../../src/people/actions.ts";
import { getByScreenName, setOverride } from "../../src/people/store.ts";
import { consumeCode } from "../../src/recovery-codes/actions.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

const by = { actor: null, source: { address: "command line", userAgent: "" } };
const first = ["Anna", "Bela", "Chidi", "Dora", "Émile", "Fatma", "Gösta"];
const last = ["Larsen", "Lar", "Öztürk", "Smith-Jones", "O'Brien", "Wu"];

describe.each(dialects)("the list of people on %s", (dialect) => {
  let world: World;
  let organisation: string;
  beforeAll(async () => {
    world = await createWorld({ dialect });
    organisation = world.organisation.id;
    for (let i = 0; i < 42; i++) {
      const displayName = `${first[i % first.length]} ${last[i % last.length]}`;
      await addInvitedPerson(world.needs, {
        organisation,
        ...by,
        email: `p${i}@${i % 2 ? "acme" : "partner"}.example`,
        displayName,
      });
    }
    const other = await world.addOrganisation("Other", "other.example");
    await world.addPerson({ email: "anna.larsen@other.example", displayName: "Anna Larsen", organisation: other });
  });
  afterAll(() => world.close());

  async function walk(search: string, limit: number): Promise<string[][]> {
    const pages: string[][] = [];
    let after: string | undefined;
    do {
      const page = await listPeople(world.needs, { organisation, search, limit, ...(after ? { after } : {}) });
      pages.push(page.people.map(({ person }) => person.screen_name));
      after = page.next;
    } while (after);
    return pages;
  }

  test.each([
    ["", 42],
    ["lar", 14],
    ["anna lar", 2],
    ["partner", 21],
    ["p", 42],
    ["öztürk", 7],
    ["OZTURK", 7],
    ["emile", 6],
    ["jones", 7],
    ["o'b", 7],
  ])("searching for '%s' finds each of %i once, on pages of any length", async (search, count) => {
    const all = (await walk(search, 200)).flat();
    expect(new Set(all).size).toBe(count);
    for (const limit of [1, 5, 7, 42]) {
      const pages = await walk(search, limit);
      expect(pages.flat()).toEqual(all);
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    }
  });

  test.each(["", "p", "lar"])("'%s' can be walked back the same way", async (search) => {
    const forward = await walk(search, 4);
    const backward: string[][] = [];
    let page = await listPeople(world.needs, { organisation, search, limit: 4 });
    while (page.next) page = await listPeople(world.needs, { organisation, search, limit: 4, after: page.next });
    for (;;) {
      backward.unshift(page.people.map(({ person }) => person.screen_name));
      if (!page.previous) break;
      page = await listPeople(world.needs, { organisation, search, limit: 4, before: page.previous });
    }
    expect(backward.flat()).toEqual(forward.flat().slice(-backward.flat().length));
    expect(new Set(backward.flat()).size).toBe(forward.flat().length);
  });

  test("whoever was renamed is found by the new names and no longer by the old ones", async () => {
    const [found] = (await listPeople(world.needs, { organisation, search: "p3@acme" })).people;
    if (!found) throw new Error("not found");
    const key = { organisation, person: found.person.id };
    await world.needs.db.transaction(async (tx) => {
      const person = await personLocked(tx, key);
      if (person) await changeNames(tx, world.needs, person, { email: "zoe@new.example", displayName: "Zoë Hahn" });
    });
    const emails = async (search: string) =>
      (await listPeople(world.needs, { organisation, search })).people.map(({ person }) => person.email);
    expect(await emails("p3@acme")).toEqual([]);
    for (const search of ["zoe", "hahn", "new.example", "p3"])
      expect(await emails(search)).toContain("zoe@new.example");
    expect(await emails("dora smith p3")).toEqual([]);
  });

  test("each is listed with what is required and how many authenticators are set up", async () => {
    await world.setPolicy({ organisation: "optional", accountTypes: { client: "required" }, bindsFrom: { days: 14 } });
    await world.addPerson({ email: "kim@acme.example", displayName: "Kim", accountType: "client", enrolled: true });
    const [kim] = (await listPeople(world.needs, { organisation, search: "kim" })).people;
    expect(kim).toMatchObject({ authenticators: 1, requirement: { level: "optional", because: { of: "client" } } });
    const { id } = kim?.person ?? { id: "" };
    const at = world.clock.now() - 15 * 86_400_000;
    await world.needs.db.transaction((tx) =>
      tx.list((query) =>
        query
          .insertInto("first_meetings")
          .values({ organisation_id: organisation, person_id: id, rule: "account-type:client", met_at: at }),
      ),
    );
    const people = (await listPeople(world.needs, { organisation })).people;
    expect(people.find(({ person }) => person.id === id)?.requirement.level).toBe("required");
    expect(people.filter(({ authenticators }) => authenticators > 0)).toHaveLength(1);
  });
});

describe.each(dialects)("a narrowed list on %s", (dialect) => {
  let world: World;
  let organisation: string;
  let wanted: { organisation: string };
  beforeAll(async () => {
    world = await createWorld({
      dialect,
      policy: { organisation: "optional", accountTypes: { client: "required", guest: "off" } },
    });
    organisation = world.organisation.id;
    wanted = { organisation };
    for (let i = 0; i < 60; i++) {
      await world.addPerson({
        email: `p${String(i).padStart(2, "0")}@${i % 3 ? "acme" : "sub.acme"}.example`,
        displayName: `${["Ann", "Bo", "Cy"][i % 3]} ${99 - i}`,
        accountType: ["staff", "client", "guest"][i % 3] as string,
        status: i % 20 === 7 ? "invited" : "active",
        enrolled: i % 5 === 0,
      });
    }
    // Reads like a domain, and is none.
    await world.addPerson({ email: "odd@other.example", displayName: "acme.example" });
    await world
      .addOrganisation("Other", "other.example")
      .then((other) => world.addPerson({ email: "p01@acme.example", organisation: other }));
  });
  afterAll(() => world.close());

  const names = (page: PeoplePage) => page.people.map(({ person }) => person.screen_name);

  /** Forwards to the end and back again, with pages that end before they are full. */
  async function walk(more: Partial<ListWanted>): Promise<string[]> {
    const forward: string[] = [];
    let page = await listPeople(world.needs, { ...wanted, ...more });
    for (;;) {
      forward.push(...names(page));
      if (!page.next) break;
      page = await listPeople(world.needs, { ...wanted, ...more, after: page.next });
    }
    const backward = names(page);
    while (page.previous) {
      page = await listPeople(world.needs, { ...wanted, ...more, before: page.previous });
      backward.unshift(...names(page));
    }
    expect(backward).toEqual(forward);
    return forward;
  }

  const fitting: [string, Partial<ListWanted>, (i: number) => boolean][] = [
    ["type", { type: "client" }, (i) => i % 3 === 1],
    ["domain", { domain: "acme.example" }, (i) => i % 3 > 0],
    ["status", { status: "invited" }, (i) => i % 20 === 7],
    ["requirement", { requirement: "required" }, (i) => i % 3 === 1],
    ["off", { requirement: "off" }, (i) => i % 3 === 2],
    ["set up", { secondFactor: "set-up" }, (i) => i % 5 === 0],
    ["both", { secondFactor: "missing", requirement: "required" }, (i) => i % 5 > 0 && i % 3 === 1],
    ["found and set up", { search: "ann", secondFactor: "set-up" }, (i) => i % 5 === 0 && i % 3 === 0],
    ["domain and type", { domain: "acme.example", type: "guest" }, (i) => i % 3 === 2],
    ["nobody", { codes: "few" }, () => false],
  ];
  test.each(fitting)("by %s holds those who fit, once each, on pages of any length", async (_, filters, fits) => {
    const expected = Array.from({ length: 60 }, (_one, i) => i)
      .filter(fits)
      .map((i) => `p${String(i).padStart(2, "0")}`);
    for (const paging of [{}, { limit: 4 }, { limit: 3, lookAt: 7 }]) {
      const found = await walk({ ...filters, ...paging });
      expect(found.filter((name) => name !== "odd").sort()).toEqual(expected);
    }
  });

  test("keeps its order, upwards and downwards", async () => {
    const all = (await listPeople(world.needs, { ...wanted, limit: 200 })).people.map(({ person }) => person);
    const keys = {
      screenName: (one: Person) => one.screen_name_normal,
      name: (one: Person) => one.sort_name,
      email: (one: Person) => one.email_normal,
      type: (one: Person) => `${one.account_type} ${one.sort_name} ${one.id}`,
      added: (one: Person) => one.id,
    };
    for (const sort of sorts) {
      const up = await walk({ sort, limit: 9 });
      expect(up).toHaveLength(61);
      const down = await walk({ sort, limit: 9, descending: true });
      expect(down).toEqual([...up].reverse());
      const key = (name: string) => keys[sort](all.find((one) => one.screen_name === name) as Person);
      expect(up).toEqual([...up].sort((a, b) => (key(a) < key(b) ? -1 : 1)));
    }
  });

  test("by throttle holds who has to wait, by codes who has few, by grace who may put it off", async () => {
    for (let i = 0; i < 5; i++)
      await world.client().api("POST", "/sign-ins", { login: "p04@acme.example", password: "not this one" });
    expect(await walk({ locked: "yes" })).toEqual(["p04"]);
    const { db } = world.needs;
    const person = await db.first(getByScreenName, { organisation, normal: "p10" });
    const key = keyOf(person as Person);
    const codes = await db.list((query) =>
      query.selectFrom("recovery_codes").select(["set_id", "hash"]).where("person_id", "=", key.person),
    );
    const useUp = (from: number, to: number) =>
      db.transaction(async (tx) => {
        for (const { set_id, hash } of codes.slice(from, to))
          await consumeCode(tx, world.needs, key, { set: set_id, hash: Buffer.from(hash) });
      });
    await useUp(0, 6);
    expect(await walk({ codes: "few" })).toEqual([]);
    await useUp(6, 7);
    expect(await walk({ codes: "few" })).toEqual(["p10"]);
    await world.setPolicy({
      organisation: "optional",
      accountTypes: { client: "required" },
      bindsFrom: { date: "2099-01-01" },
    });
    expect(await walk({ requirement: "grace" })).toHaveLength(20);
    expect(await walk({ requirement: "required" })).toEqual([]);
  });

  test("by what is asked of the few exceptions alone", async () => {
    await world.setPolicy({
      organisation: "required",
      accountTypes: {},
      addresses: [{ email: "p05@acme.example", level: "off" }],
    });
    const p08 = (await world.needs.db.first(getByScreenName, { organisation, normal: "p08" })) as Person;
    const override = { ...keyOf(p08), level: "off", reason: null, until: null };
    await world.needs.db.transaction((tx) => tx.run(setOverride, override));
    expect(await walk({ requirement: "off" })).toEqual(["p08", "p05"]);
    expect(await walk({ requirement: "off", limit: 1 })).toEqual(["p08", "p05"]);
    expect(await walk({ requirement: "off", type: "guest" })).toEqual(["p08", "p05"]);
    expect(await walk({ requirement: "off", secondFactor: "set-up" })).toEqual(["p05"]);
    expect(await walk({ requirement: "optional" })).toEqual([]);
    expect(await walk({ requirement: "required" })).toHaveLength(59);
    await world.needs.db.transaction((tx) => tx.run(setOverride, { ...override, until: 1 }));
    expect(await walk({ requirement: "off" })).toEqual(["p05"]);
  });

  test("as a file holds the same people, and nothing that a spreadsheet would run", async () => {
    await world.addPerson({ email: "eve@acme.example", displayName: '=cmd|"x",y' });
    const text = await peopleFile(world.needs, { ...wanted, type: "staff" }).text();
    const rows = readCsv(text);
    expect(rows[0]?.cells.slice(0, 3)).toEqual(["email", "screenName", "displayName"]);
    expect(rows).toHaveLength(1 + 22);
    expect(rows.find(({ cells }) => cells[0] === "eve@acme.example")?.cells[2]).toBe(`'=cmd|"x",y`);
  });
});
