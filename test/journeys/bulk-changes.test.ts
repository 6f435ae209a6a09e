// One act on many people: what is done to each is what the single act does, and whoever may not be touched is left out.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bulkChangeOf, choose, confirm, foresee } from "../../src/admin/bulk/choosing.ts";
import { lease, portion, removeOld, workOffDue } from "../../src/admin/bulk/working.ts";
import { deletePerson, disablePerson } from "../../src/admin/standing.ts";
import { keepWorkingOff } from "../../src/admin/working-off.ts";
import { day } from "../../src/kernel/clock.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const environment = { COUNTERSIGN_SMTP_URL: "smtp://127.0.0.1:9", COUNTERSIGN_MAIL_FROM: "no-reply@acme.example" };
const source = { address: "192.0.2.7", userAgent: "" };

describe.each(dialects)("many people on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let client: Client;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "optional" }, environment });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    client = world.client();
    bearer = (await client.signIn(world, ada)).bearer;
  });
  afterEach(() => world.close());

  const bulk = (body: object, token = bearer) => client.api("POST", "/people/bulk", body, token);
  const add = (name: string, more: Partial<Parameters<World["addPerson"]>[0]> = {}) =>
    world.addPerson({ email: `${name}@acme.example`, screenName: name, displayName: `${name} Doe`, ...more });
  const ids = (...who: TestPerson[]) => who.map(({ person }) => person.id);
  const rowOf = async (who: TestPerson) =>
    (await world.needs.db.list((query) => query.selectFrom("people").selectAll().where("id", "=", who.person.id)))[0];
  const events = (name: string) =>
    world.needs.db.list((query) =>
      query
        .selectFrom("audit_events")
        .select(["person_id", "actor_id", "details", "address"])
        .where("name", "=", name)
        .orderBy("id"),
    );
  const letters = async (kind: string) =>
    (await world.needs.db.list((query) => query.selectFrom("outbox").select("recipient").where("kind", "=", kind)))
      .map(({ recipient }) => recipient)
      .sort();

  test("each is changed as by the single act, with an event each and one for the whole; again there is nothing to do", async () => {
    const [kim, lee, mo] = [await add("kim"), await add("lee"), await add("mo", { accountType: "client" })];
    const sent = { action: "account-type", accountType: "client", people: ids(kim, lee, mo, ada) };
    const done = await bulk(sent);
    expect(done).toMatchObject({ status: 200, json: { people: 4, done: 2, waiting: 0 } });
    expect(done.json.finishedAt).not.toBeNull();
    expect(done.json.leftOut).toEqual([
      expect.objectContaining({ reason: "already", people: 1 }),
      expect.objectContaining({ reason: "yourself", people: 1 }),
    ]);
    expect((await rowOf(kim))?.account_type).toBe("client");
    expect((await rowOf(ada))?.account_type).toBe("staff");
    const single = await events("person.account-type-changed");
    expect(single.map(({ person_id }) => person_id).sort()).toEqual(ids(kim, lee).sort());
    expect(new Set(single.map(({ actor_id, address }) => `${actor_id} ${address}`))).toEqual(
      new Set([`${ada.person.id} 192.0.2.1`]),
    );
    const [whole] = await events("people.bulk-change-begun");
    expect(JSON.parse(whole?.details ?? "")).toMatchObject({
      action: "account-type",
      people: 4,
      accountType: "client",
      by: "names",
    });
    expect((await bulk(sent)).json).toMatchObject({ done: 0, people: 4 });
    expect(await events("person.account-type-changed")).toHaveLength(2);
    expect((await bulk({ ...sent, accountType: "nobody-has-this" })).json.code).toBe("unknown-account-type");
  });

  test("two-factor authentication is set for many, each is told by mail, and goes back to what the policy says", async () => {
    const [kim, lee] = [await add("kim"), await add("lee")];
    const people = ids(kim, lee);
    const set = { action: "override", level: "required", people };
    expect((await bulk(set)).json.code).toBe("reason-missing");
    expect((await bulk({ ...set, reason: " " })).json.code).toBe("reason-missing");
    expect((await bulk({ action: "override", people })).json.code).toBe("level-missing");
    expect((await bulk({ ...set, reason: "Audit", until: "2020-01-01T00:00:00Z" })).json.code).toBe("end-in-the-past");
    const given = { ...set, reason: "Audit", until: "2027-09-01T00:00:00Z" };
    expect((await bulk(given)).json).toMatchObject({ done: 2 });
    expect(await rowOf(kim)).toMatchObject({
      override_level: "required",
      override_reason: "Audit",
      override_until: Date.UTC(2027, 8, 1),
    });
    expect(await letters("second-factor.overridden")).toEqual(["kim@acme.example", "lee@acme.example"]);
    expect((await bulk(given)).json).toMatchObject({ done: 0, leftOut: [{ reason: "already", people: 2 }] });
    expect((await bulk({ action: "override", level: "policy", people })).json).toMatchObject({ done: 2 });
    expect((await rowOf(lee))?.override_level).toBeNull();
  });

  test("disabled ones are out from the next request on, and enabled again as they were", async () => {
    const [kim, lee] = [await add("kim"), await add("lee", { status: "invited" })];
    const session = (await world.client().signIn(world, kim)).bearer;
    const off = { action: "disable", people: ids(kim, lee), reason: "Project over" };
    expect((await bulk(off)).json).toMatchObject({ done: 2 });
    expect((await world.client().api("GET", "/me", undefined, session)).status).toBe(401);
    expect(JSON.parse((await events("person.disabled"))[0]?.details ?? "")).toEqual({ reason: "Project over" });
    expect((await bulk(off)).json).toMatchObject({ done: 0 });
    expect((await bulk({ action: "enable", people: ids(kim, lee, ada) })).json).toMatchObject({ done: 2 });
    expect((await rowOf(kim))?.status).toBe("active");
  });

  test("a reset asks for a reason, takes everything away, and tells each by mail", async () => {
    const [kim, lee] = [await add("kim", { enrolled: true }), await add("lee")];
    const wanted = { action: "reset", people: ids(kim, lee, ada) };
    expect((await bulk(wanted)).json.code).toBe("reason-missing");
    const done = await bulk({ ...wanted, reason: "Phones recalled" });
    expect(done.json).toMatchObject({ done: 1 });
    expect(done.json.leftOut.map(({ reason }: { reason: string }) => reason)).toEqual(["already", "yourself"]);
    expect((await client.api("GET", `/people/${kim.person.id}`, undefined, bearer)).json).toMatchObject({
      authenticators: [],
      recoveryCodes: null,
    });
    expect(await letters("second-factor.reset")).toEqual(["kim@acme.example"]);
    expect((await bulk({ ...wanted, reason: "again" })).json).toMatchObject({ done: 0 });
  });

  test("whoever guessed wrongly may try again, whoever is signed in is out, whoever is invited gets another letter", async () => {
    const [kim, lee, ivy] = [await add("kim"), await add("lee"), await add("ivy", { status: "invited" })];
    for (let i = 0; i < 7; i++) await client.api("POST", "/sign-ins", { login: "kim", password: "wrong" });
    const all = ids(kim, lee, ivy, ada);
    expect((await bulk({ action: "unlock", people: all })).json).toMatchObject({ done: 1 });
    expect((await events("person.unlocked")).map(({ person_id }) => person_id)).toEqual(ids(kim));
    const session = (await world.client().signIn(world, lee)).bearer;
    expect((await bulk({ action: "sign-out", people: all })).json).toMatchObject({ done: 1 });
    expect((await world.client().api("GET", "/me", undefined, session)).status).toBe(401);
    expect((await bulk({ action: "sign-out", people: all })).json).toMatchObject({ done: 0 });
    expect((await bulk({ action: "invite", people: all })).json).toMatchObject({ done: 1 });
    expect(await letters("person.invited")).toEqual(["ivy@acme.example"]);
  });

  test("everybody who fits a filter: only where so many fit as were expected, and a dry run tells", async () => {
    for (const name of ["kim", "lee", "mo"]) await add(name, { accountType: "client" });
    const filter = { type: "client" };
    expect((await bulk({ action: "disable", filter })).json.code).toBe("invalid");
    expect((await bulk({ action: "disable", filter, people: ids(ada), count: 3 })).json.code).toBe("invalid");
    expect((await bulk({ action: "disable", filter, dryRun: true })).json).toEqual({
      people: 3,
      wouldBeDone: 3,
      leftOut: [],
    });
    await add("pat", { accountType: "client" });
    expect(await bulk({ action: "disable", filter, count: 3 })).toMatchObject({
      status: 409,
      json: { code: "others-by-now", count: 4 },
    });
    expect(await events("person.disabled")).toEqual([]);
    expect((await bulk({ action: "disable", filter, count: 4 })).json).toMatchObject({ done: 4 });
    expect((await bulk({ action: "disable", filter: { type: "nobodys" }, count: 0 })).json.code).toBe("nobody-chosen");
  });

  test("ids of another organisation, and of nobody, are passed over: nothing is told of them and nothing done", async () => {
    const other = await world.addOrganisation("Other", "other.example");
    const olga = await world.addPerson({ email: "olga@other.example", organisation: other });
    const kim = await add("kim");
    const people = [...ids(kim, olga), "nobody", "00000000-0000-7000-8000-000000000000", kim.person.id];
    const done = await bulk({ action: "disable", people });
    expect(done.json).toMatchObject({ people: 1, done: 1, leftOut: [] });
    expect((await rowOf(olga))?.status).toBe("active");
    expect((await bulk({ action: "disable", people: ids(olga) })).json.code).toBe("nobody-chosen");
    // Nor is what was done here anybody's business there.
    const oda = await world.addPerson({
      email: "oda@other.example",
      organisation: other,
      administrator: true,
      enrolled: true,
    });
    const there = world.client({ host: "other.example" });
    const theirs = (await there.signIn(world, oda)).bearer;
    for (const path of ["", "/left-out.csv"])
      expect((await there.api("GET", `/people/bulk/${done.json.id}${path}`, undefined, theirs)).status).toBe(404);
  });

  test("an operator is touched by no administrator, and nobody is let in who is none", async () => {
    const [otto, kim] = [await add("otto", { operator: true, administrator: true }), await add("kim")];
    for (const [action, more] of [
      ["disable", {}],
      ["sign-out", {}],
      ["account-type", { accountType: "staff" }],
      ["override", { level: "off", reason: "x" }],
    ] as const) {
      const done = await bulk({ action, people: ids(otto), ...more });
      expect(done.json).toMatchObject({ done: 0, leftOut: [{ reason: "operator", people: 1 }] });
    }
    expect((await rowOf(otto))?.status).toBe("active");
    const hal = await add("hal", { helper: true });
    for (const who of [hal, kim]) {
      const token = (await world.client().signIn(world, who)).bearer;
      expect((await bulk({ action: "disable", people: ids(kim) }, token)).status).toBe(403);
    }
    expect((await rowOf(kim))?.status).toBe("active");
  });

  test("a request does the first ones, the rest is worked off: each once, by one process at a time, from where it stopped", async () => {
    const many = 4 * portion + 20;
    const added: TestPerson[] = [];
    for (let i = 0; i < many; i++) added.push(await add(`p${i}`, { accountType: "client" }));
    const begun = await bulk({ action: "disable", filter: { type: "client" }, count: many });
    expect(begun.json).toMatchObject({ people: many, done: 4 * portion, waiting: 20, finishedAt: null });
    const gone = (
      await world.needs.db.list((query) =>
        query.selectFrom("bulk_change_people").select("person_id").where("outcome", "is", null),
      )
    ).map(({ person_id }) => person_id);
    await deletePerson(world.needs, {
      organisation: world.organisation.id,
      actor: null,
      source,
      person: gone[3] as string,
    });
    // Two processes look at the same instant.
    await Promise.all([workOffDue(world.needs), workOffDue(world.needs)]);
    const after = (await client.api("GET", `/people/bulk/${begun.json.id}`, undefined, bearer)).json;
    expect(after).toMatchObject({ done: many - 1, waiting: 0, leftOut: [{ reason: "gone", people: 1 }] });
    expect(after.finishedAt).not.toBeNull();
    expect(await events("person.disabled")).toHaveLength(many - 1);
    const file = await client.api("GET", `/people/bulk/${begun.json.id}/left-out.csv`, undefined, bearer);
    expect(file.text.split("\r\n")).toHaveLength(3);
    expect(file.text).toContain(`gone,was deleted meanwhile,${gone[3]}`);
    expect(await workOffDue(world.needs)).toBe(false);
  });

  test("confirmed twice at the same instant it is begun once, and only for exactly those who were looked at", async () => {
    const [kim, lee] = [await add("kim"), await add("lee")];
    const by = { organisation: world.organisation.id, actor: ada.person.id, source };
    const chosen = { filter: { search: "doe" } };
    const id = await choose(world.needs, { ...by, action: "disable", chosen });
    const looked = await bulkChangeOf(world.needs.db, world.organisation.id, id);
    // One goes, another comes: as many fit as before, but not the same.
    await deletePerson(world.needs, { ...by, person: lee.person.id });
    const mo = await add("mo");
    const first = await confirm(world.needs, { ...by, bulk: looked, seen: looked.digest, details: {} });
    expect(first).toMatchObject({ outcome: "others-by-now", bulk: { people: 2 } });
    expect((await rowOf(kim))?.status).toBe("active");
    const bulk = await bulkChangeOf(world.needs.db, world.organisation.id, id);
    const again = () => confirm(world.needs, { ...by, bulk, seen: bulk.digest, details: {} });
    expect(await Promise.all([again(), again()])).toEqual([{ outcome: "begun" }, { outcome: "begun" }]);
    expect(await events("people.bulk-change-begun")).toHaveLength(1);
    expect((await events("person.disabled")).map(({ person_id }) => person_id).sort()).toEqual(ids(kim, mo).sort());
  });

  test("whoever chooses again and again leaves only the latest few unconfirmed", async () => {
    const kim = await add("kim");
    const by = { organisation: world.organisation.id, actor: ada.person.id, source };
    const made: string[] = [];
    for (let i = 0; i < 8; i++)
      made.push(await choose(world.needs, { ...by, action: "enable", chosen: { ids: ids(kim) } }));
    const kept = await world.needs.db.list((query) => query.selectFrom("bulk_changes").select("id").orderBy("id"));
    expect(kept.map((row) => row.id)).toEqual(made.slice(-5));
  });

  test("what a process left lying is taken up by another once its time is over", async () => {
    const kim = await add("kim");
    const begun = await bulk({ action: "disable", people: ids(kim) });
    const at = world.clock.now();
    await world.needs.db.transaction(async (tx) => {
      await tx.list((query) => query.updateTable("bulk_changes").set({ due_at: at + lease, finished_at: null }));
      await tx.list((query) => query.updateTable("bulk_change_people").set({ outcome: null }));
      await tx.list((query) => query.updateTable("people").set({ status: "active" }).where("id", "=", kim.person.id));
    });
    expect(await workOffDue(world.needs)).toBe(false);
    world.clock.advance(lease);
    expect(await workOffDue(world.needs)).toBe(true);
    expect((await rowOf(kim))?.status).toBe("disabled");
    const row = await client.api("GET", `/people/bulk/${begun.json.id}`, undefined, bearer);
    expect(row.json).toMatchObject({ done: 1, waiting: 0 });
    // What came of it is kept for a month.
    const remove = () => world.needs.db.transaction((tx) => removeOld(tx, world.organisation.id, world.clock.now()));
    expect(await remove()).toBe(0);
    world.clock.advance(31 * day);
    expect(await remove()).toBe(1);
    expect(await world.needs.db.list((query) => query.selectFrom("bulk_change_people").selectAll())).toEqual([]);
  });

  test("a process looks for what is to be done by itself, and stops when it is told to", async () => {
    const many = 4 * portion + 3;
    for (let i = 0; i < many; i++) await add(`p${i}`, { accountType: "client" });
    const begun = await bulk({
      action: "override",
      level: "off",
      reason: "x",
      filter: { type: "client" },
      count: many,
    });
    expect(begun.json.waiting).toBe(3);
    const worker = keepWorkingOff(world.needs);
    const progress = () => client.api("GET", `/people/bulk/${begun.json.id}`, undefined, bearer);
    await vi.waitFor(async () => expect((await progress()).json).toMatchObject({ done: many, waiting: 0 }), 10_000);
    await worker.stop();
  });

  test("whoever confirmed it and is disabled meanwhile has no say any more: the rest is left out", async () => {
    const ben = await add("ben", { administrator: true, enrolled: true });
    const many = 4 * portion + 5;
    for (let i = 0; i < many; i++) await add(`p${i}`, { accountType: "client" });
    const begun = await bulk({ action: "disable", filter: { type: "client" }, count: many });
    const by = { organisation: world.organisation.id, actor: ben.person.id, source };
    await disablePerson(world.needs, { ...by, person: ada.person.id });
    await workOffDue(world.needs);
    const token = (await world.client().signIn(world, ben)).bearer;
    expect((await client.api("GET", `/people/bulk/${begun.json.id}`, undefined, token)).json).toMatchObject({
      done: 4 * portion,
      leftOut: [{ reason: "no-longer-administrator", people: 5 }],
    });
    const act = { action: "disable", details: {} } as const;
    const refused = foresee(world.needs, { ...by, actor: ada.person.id }, act, ids(ben));
    await expect(refused).rejects.toMatchObject({ code: "administrators-only" });
  });

  test("two administrators who disable everybody at the same instant: one of them is left", async () => {
    const ben = await add("ben", { administrator: true, enrolled: true });
    for (let i = 0; i < 8; i++) await add(`a${i}`, { administrator: true });
    const other = (await world.client().signIn(world, ben)).bearer;
    const everybody = { action: "disable", filter: {}, count: 10 };
    const both = await Promise.all([bulk(everybody), bulk(everybody, other)]);
    expect(both.map(({ status }) => status).sort()).not.toEqual([500, 500]);
    const left = await world.needs.db.list((query) =>
      query
        .selectFrom("people")
        .select("id")
        .where("organisation_id", "=", world.organisation.id)
        .where("status", "=", "active")
        .where("administrator", "=", 1),
    );
    expect(left).toHaveLength(1);
    expect(ids(ada, ben)).toContain(left[0]?.id);
  });
});
