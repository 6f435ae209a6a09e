import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addInvitedPerson, listPeople } from "../../src/admin/people.ts";
import { changeNames, personLocked } from "../../src/people/actions.ts";
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
