// What a found API key leaves behind, or reaches around a corner: work that goes on after it has ended, what its maker's new
// password leaves standing, and a policy that asks less of those whom no key acts on.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { workOffDue } from "../../src/admin/bulk/working.ts";
import { workOffDue as importDue } from "../../src/admin/import/working.ts";
import type { Transaction } from "../../src/database/database.ts";
import { createWorld, dialects, password, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let eve: TestPerson;
  let bearer: string;
  let byEve: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "required" } });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    eve = await world.addPerson({ email: "eve@acme.example", administrator: true, enrolled: true });
    ({ bearer } = await world.client().signIn(world, ada));
    ({ bearer: byEve } = await world.client().signIn(world, eve));
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown, as = bearer) =>
    world.client().api(method, path, body, as.startsWith("cs_") ? `Bearer ${as}` : as);
  const make = async (scopes: string[], path = "/api-keys") => {
    const made = await call("POST", path, { name: "Job", scopes });
    if (made.status !== 201) throw new Error(made.text);
    return made.json.key as string;
  };
  const owners = ["/api-keys", "/me/api-keys"];
  const outcome = async (answer: ReturnType<typeof call>) => {
    const { status, json } = await answer;
    return [status, json?.code];
  };
  const write = (change: Parameters<Transaction["list"]>[0]) => world.needs.db.transaction((tx) => tx.list(change));
  const end = (key: string) => call("DELETE", `/api-keys/${key.slice(3, 25)}`, undefined, byEve);

  test("what a key began for many stops when the key is ended", async () => {
    for (const [i, path] of owners.entries()) {
      const kim = await world.addPerson({ email: `kim${i}@acme.example`, enrolled: true });
      const key = await make(["bulk:people", "read:people"], path);
      const begun = await call("POST", "/people/bulk", { action: "disable", people: [kim.person.id] }, key);
      expect([begun.status, begun.json.done]).toEqual([200, 1]);
      // As if the process had stopped before it came to them.
      await call("POST", `/people/${kim.person.id}/enable`, {}, byEve);
      await write((query) =>
        query
          .updateTable("bulk_changes")
          .set({ due_at: world.clock.now(), finished_at: null })
          .where("id", "=", begun.json.id),
      );
      await write((query) =>
        query.updateTable("bulk_change_people").set({ outcome: null }).where("bulk_change_id", "=", begun.json.id),
      );
      expect((await end(key)).status).toBe(204);
      await workOffDue(world.needs);
      const { json } = await call("GET", `/people/bulk/${begun.json.id}`, undefined, byEve);
      expect([json.done, json.leftOut[0]?.reason]).toEqual([0, "no-longer-administrator"]);
      expect((await call("GET", `/people/${kim.person.id}`, undefined, byEve)).json.status).toBe("active");
    }
  });

  test("what a key began to bring in from a file stops when the key is ended", async () => {
    for (const [i, path] of owners.entries()) {
      const key = await make(["import:people", "read:people"], path);
      const file = `email\nnew${i}@acme.example\n`;
      const headers = { authorization: `Bearer ${key}`, "content-type": "text/csv" };
      const begun = await world.client().send("POST", "/api/v1/people/import", file, headers);
      expect([begun.status, begun.json.added]).toEqual([200, 1]);
      const left = { line: 2, email: `late${i}@acme.example`, displayName: "Late" };
      await write((query) =>
        query.insertInto("import_portions").values({
          ...{ organisation_id: world.organisation.id, import_id: begun.json.id },
          ...{ number: 0, lines: JSON.stringify([left]) },
        }),
      );
      await write((query) =>
        query
          .updateTable("imports")
          .set({ due_at: world.clock.now(), finished_at: null, lines: 2 })
          .where("id", "=", begun.json.id),
      );
      expect((await end(key)).status).toBe(204);
      await importDue(world.needs);
      const { json } = await call("GET", `/people/import/${begun.json.id}`, undefined, byEve);
      expect([json.added, json.leftOut]).toEqual([1, 1]);
    }
  });

  test("a powerful key of the organisation ends with its maker's password, an ordinary one does not", async () => {
    const powerful = await make(["read:people", "write:webhooks"]);
    const ordinary = await make(["read:people"]);
    const shown = async () => (await call("GET", "/api-keys", undefined, byEve)).json.apiKeys.length;
    const everybodys = async () => (await call("GET", "/api-keys?whose=everybody", undefined, byEve)).json.apiKeys;
    expect((await call("GET", "/people", undefined, powerful)).status).toBe(200);
    expect([await shown(), (await everybodys()).length]).toEqual([2, 2]);
    expect((await everybodys()).map(({ owner }: { owner: unknown }) => owner)).toEqual([null, null]);
    const chosen = { currentPassword: password, newPassword: "nine green bottles in a row" };
    expect((await call("POST", "/me/password", chosen)).status).toBe(200);
    expect(await outcome(call("GET", "/people", undefined, powerful))).toEqual([401, "bad-key"]);
    expect((await call("GET", "/people", undefined, ordinary)).status).toBe(200);
    expect([await shown(), (await everybodys()).length]).toEqual([1, 1]);
  });

  test("a key asks less of nobody who holds a role, whichever rule says so", async () => {
    const hal = await world.addPerson({ email: "hal@help.example", helper: true, accountType: "client" });
    for (const path of owners) {
      const key = await make(["read:policy", "write:policy"], path);
      const policy = (await call("GET", "/policy", undefined, key)).json;
      const save = (change: object, as = key) => outcome(call("PUT", "/policy", { ...policy, ...change }, as));
      const rule = (domain: string, subdomains = false) => ({ domains: [{ domain, subdomains, level: "off" }] });
      for (const less of [
        { organisation: "off" },
        { organisation: "optional" },
        { accountTypes: { staff: "off" } },
        { accountTypes: { client: "optional" } },
        rule("acme.example"),
        rule("help.example"),
        rule("example", true),
        // Everybody else by name is one of them by none.
        { ...rule("help.example"), addresses: [{ email: "kim@help.example", level: "required" }] },
      ])
        expect([less, ...(await save(less))]).toEqual([less, 403, "not-by-key"]);
      expect((await save(rule("elsewhere.example")))[0]).toBe(200);
      // Who holds roles is asked for as much as before, by rules of their own.
      const people = [ada, eve, hal].map(({ person }) => ({ email: person.email, level: "required" }));
      expect((await save({ organisation: "off", addresses: people }))[0]).toBe(200);
      expect((await save({ addresses: [] }))[0]).toBe(200);
      // A person may ask less of them, and a key more.
      expect((await save({ organisation: "optional" }, bearer))[0]).toBe(200);
      expect((await save({}))[0]).toBe(200);
    }
  });
});
