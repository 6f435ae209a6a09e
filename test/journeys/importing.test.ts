// Imports of long files: judged as a whole, then written in portions by whoever is there, each line once.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { portionsAtOnce } from "../../src/admin/import/importing.ts";
import { lease, portion, removeOld, workOffDue } from "../../src/admin/import/working.ts";
import { deletePerson, disablePerson } from "../../src/admin/standing.ts";
import { keepWorkingOff } from "../../src/admin/working-off.ts";
import { day } from "../../src/kernel/clock.ts";
import { signInByForm } from "../support/account.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const environment = { COUNTERSIGN_SMTP_URL: "smtp://127.0.0.1:9", COUNTERSIGN_MAIL_FROM: "no-reply@acme.example" };
const source = { address: "192.0.2.7", userAgent: "" };
const head = "email,displayName,screenName,accountType";
const atOnce = portion * portionsAtOnce;

describe.each(dialects)("an import on %s", (dialect) => {
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

  const send = (lines: string[], query = "", token = bearer) =>
    client.send("POST", `/api/v1/people/import${query}`, [head, ...lines].join("\n"), {
      authorization: token,
      "content-type": "text/csv",
    });
  const look = (id: string, token = bearer) => client.api("GET", `/people/import/${id}`, undefined, token);
  const everybody = () => world.needs.db.list((query) => query.selectFrom("people").selectAll().orderBy("id"));
  const called = async (email: string) => (await everybody()).find((one) => one.email === email);
  const events = (name: string) =>
    world.needs.db.list((query) => query.selectFrom("audit_events").selectAll().where("name", "=", name).orderBy("id"));
  const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, i) => `p${from + i}@new.example,,,`);

  test("a request writes the first ones and names where to ask; the rest follows by itself, each line once", async () => {
    const many = atOnce + portion + 7;
    const begun = await send(numbered(many));
    expect(begun).toMatchObject({ status: 202, json: { imported: false, added: atOnce, waiting: portion + 7 } });
    expect(begun.headers.get("location")).toBe(`/api/v1/people/import/${begun.json.id}`);
    expect(await everybody()).toHaveLength(atOnce + 1);
    // Two processes look at the same instant.
    await Promise.all([workOffDue(world.needs), workOffDue(world.needs)]);
    const done = (await look(begun.json.id)).json;
    expect(done).toMatchObject({ imported: true, added: many, waiting: 0, leftOut: 0, errors: [] });
    expect(done.finishedAt).not.toBeNull();
    expect(await everybody()).toHaveLength(many + 1);
    expect(await events("person.added")).toHaveLength(many);
    expect(await events("people.import-begun")).toMatchObject([{ actor_id: ada.person.id, person_id: null }]);
    const found = await client.api("GET", `/people?search=p${many - 1}`, undefined, bearer);
    expect(found.json.people).toMatchObject([{ displayName: `p${many - 1}`, status: "invited", accountType: "staff" }]);
    expect(await workOffDue(world.needs)).toBe(false);
    // The same again changes nothing.
    expect((await send(numbered(many))).json).toMatchObject({ imported: true, added: 0, unchanged: many });
    // What came of it is kept for a month, and nothing of the lines.
    expect(await world.needs.db.list((query) => query.selectFrom("import_portions").selectAll())).toEqual([]);
    const remove = () => world.needs.db.transaction((tx) => removeOld(tx, world.organisation.id, world.clock.now()));
    expect(await remove()).toBe(0);
    world.clock.advance(31 * day);
    expect([await remove(), await remove(), await remove()]).toEqual([1, 1, 0]);
  });

  test("one wrong line anywhere, and nothing of a long file is written", async () => {
    const lines = [...numbered(3 * portion), "kim@acme.example,Larsen, Kim,staff,x"];
    const refused = await send(lines);
    expect(refused).toMatchObject({ status: 400, json: { code: "import-refused" } });
    expect(refused.json.errors).toEqual([
      { field: `line ${3 * portion + 2}`, message: expect.stringContaining("more cells") },
    ]);
    expect(await everybody()).toHaveLength(1);
    for (const table of ["imports", "import_portions"] as const)
      expect(await world.needs.db.list((query) => query.selectFrom(table).selectAll())).toEqual([]);
  });

  test("what somebody else did meanwhile is found again: the line is left out and says why, the others are written", async () => {
    const names = ["lee", "mo", "nan", "otto"];
    for (const name of names)
      await world.addPerson({ email: `${name}@acme.example`, screenName: name, displayName: name });
    const begun = await send([
      ...numbered(atOnce),
      "lee@acme.example,Lee Wu,,client",
      "mo@acme.example,Mo Wu,momo,",
      "nan@acme.example,Nan Wu,,",
      "otto@acme.example,Otto Wu,otto2,",
      "new@acme.example,New,newcomer,",
      "other@acme.example,Other,,",
    ]);
    // Changes come first, so these are done; what is still to come are the last of those who are added.
    expect(begun.json).toMatchObject({ changed: 4, waiting: 6 });
    expect(await called("lee@acme.example")).toMatchObject({ display_name: "Lee Wu", account_type: "client" });
    expect(await called("otto@acme.example")).toMatchObject({ screen_name: "otto2" });
    expect((await client.api("GET", "/people?search=nan wu", undefined, bearer)).json.people).toHaveLength(1);
    expect((await client.api("GET", "/people?search=momo", undefined, bearer)).json.people).toHaveLength(1);
    await world.addPerson({ email: "other@acme.example" });
    await workOffDue(world.needs);
    expect((await look(begun.json.id)).json).toMatchObject({
      ...{ imported: true, added: atOnce + 1, changed: 4, waiting: 0, leftOut: 1 },
      errors: [{ line: atOnce + 7, message: "Somebody has this e-mail address or screen name by now." }],
    });
    expect((await everybody()).filter(({ email }) => email === "other@acme.example")).toHaveLength(1);
  });

  test("changes that wait are asked about again under the lock: deleted, renamed, taken, made operator, type gone", async () => {
    const people = ["lee", "mo", "nan", "otto", "pia"];
    const who: Record<string, TestPerson> = {};
    for (const name of people)
      who[name] = await world.addPerson({ email: `${name}@acme.example`, screenName: name, displayName: name });
    const id = (name: string) => (who[name] as TestPerson).person.id;
    const begun = await send(people.map((name) => `${name}@acme.example,${name} Wu,${name}${name},`));
    expect(begun.json).toMatchObject({ changed: 5 });
    // As if a process had been stopped before it wrote any of them.
    const lines = people.map((name, i) => ({
      ...{ line: i + 2, person: id(name), email: `${name}@acme.example` },
      ...{ displayName: `${name} Li`, screenName: `${name}-li`, ...(name === "pia" ? { accountType: "gone" } : {}) },
    }));
    const at = world.clock.now();
    await world.needs.db.transaction(async (tx) => {
      const key = { organisation_id: world.organisation.id, import_id: begun.json.id };
      await tx.list((query) => query.updateTable("imports").set({ due_at: at + lease, finished_at: null, changed: 0 }));
      await tx.list((query) =>
        query.insertInto("import_portions").values({ ...key, number: 0, lines: JSON.stringify(lines) }),
      );
      await tx.list((query) => query.updateTable("people").set({ operator: 1 }).where("id", "=", id("otto")));
      await tx.list((query) =>
        query.updateTable("people").set({ email_normal: "mo2@acme.example" }).where("id", "=", id("mo")),
      );
    });
    await deletePerson(world.needs, { organisation: world.organisation.id, actor: null, source, person: id("lee") });
    await world.addPerson({ email: "x@acme.example", screenName: "nan-li" });
    expect(await workOffDue(world.needs)).toBe(false);
    world.clock.advance(lease);
    expect(await workOffDue(world.needs)).toBe(true);
    const done = (await look(begun.json.id, (await client.signIn(world, ada)).bearer)).json;
    expect(done.errors.map(({ line }: { line: number }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(done.errors.map(({ message }: { message: string }) => message)).toEqual([
      "This person was deleted meanwhile.",
      "This person has another e-mail address by now.",
      "Somebody else has this screen name by now.",
      "Only an operator of this installation may change this person.",
      "There is no account type 'gone' any more.",
    ]);
    expect(await called("otto@acme.example")).toMatchObject({ display_name: "otto Wu" });
  });

  test("whoever began it and is no administrator any more has no say: the rest is left out", async () => {
    const ben = await world.addPerson({ email: "ben@acme.example", administrator: true, enrolled: true });
    const begun = await send(numbered(atOnce + 5));
    await disablePerson(world.needs, {
      ...{ organisation: world.organisation.id, actor: ben.person.id, source },
      person: ada.person.id,
    });
    await workOffDue(world.needs);
    const token = (await client.signIn(world, ben)).bearer;
    expect((await look(begun.json.id, token)).json).toMatchObject({ added: atOnce, waiting: 0, leftOut: 5 });
    expect(await everybody()).toHaveLength(atOnce + 2);
  });

  test("a line with which it does not work is left out, and keeps no other waiting", async () => {
    const begun = await send(numbered(atOnce + 3));
    await world.needs.db.transaction(async (tx) => {
      const [kept] = await tx.list((query) => query.selectFrom("import_portions").selectAll());
      const lines = JSON.parse(kept?.lines as string);
      lines[1].email = "broken";
      await tx.list((query) => query.updateTable("import_portions").set({ lines: JSON.stringify(lines) }));
    });
    await workOffDue(world.needs);
    expect((await look(begun.json.id)).json).toMatchObject({
      ...{ imported: true, added: atOnce + 2, waiting: 0, leftOut: 1 },
      errors: [{ line: atOnce + 3, message: "This line could not be saved." }],
    });
  });

  test("names that nobody asked for give way to those that were asked for, however many are called alike", async () => {
    const many = Array.from({ length: 70 }, (_, i) => `info@d${i}.example,,,`);
    const done = await send([...many, "x@acme.example,X,info,", "y@acme.example,Y,info3,"]);
    expect(done.json).toMatchObject({ imported: true, added: 72, leftOut: 0 });
    expect(await called("x@acme.example")).toMatchObject({ screen_name: "info" });
    expect(await called("y@acme.example")).toMatchObject({ screen_name: "info3" });
    expect(await called("info@d0.example")).toMatchObject({ screen_name: "info2", display_name: "info" });
    expect(new Set((await everybody()).map((one) => one.screen_name_normal)).size).toBe(73);
  });

  test("an operator is changed by no administrator, and that is said beforehand", async () => {
    await world.addPerson({ email: "otto@acme.example", operator: true, administrator: true });
    const dry = await send(["otto@acme.example,Mallory,,"], "?dryRun=yes");
    expect(dry.json.errors).toEqual([
      { line: 2, message: "Only an operator of this installation may change this person." },
    ]);
    expect((await send(["otto@acme.example,Mallory,,"])).status).toBe(400);
  });

  test("letters of a long file are written with the people they are for, by whoever goes on with it", async () => {
    const begun = await send(numbered(atOnce + 9), "?invite=yes");
    expect(begun.json).toMatchObject({ added: atOnce, invited: atOnce, waiting: 9 });
    const worker = keepWorkingOff(world.needs);
    await vi.waitFor(async () => expect((await look(begun.json.id)).json.invited).toBe(atOnce + 9), 10_000);
    await worker.stop();
    const letters = await world.needs.db.list((query) =>
      query.selectFrom("outbox").select(["recipient", "sealed_link"]),
    );
    const invitations = letters.filter(
      ({ recipient, sealed_link }) => recipient.endsWith("@new.example") && sealed_link,
    );
    expect(new Set(invitations.map(({ recipient }) => recipient)).size).toBe(atOnce + 9);
  });

  test("how far it is, is nobody's business elsewhere", async () => {
    const begun = await send(numbered(1));
    const other = await world.addOrganisation("Other", "other.example");
    const oda = await world.addPerson({
      ...{ email: "oda@other.example", organisation: other, administrator: true, enrolled: true },
    });
    const there = world.client({ host: "other.example" });
    const theirs = (await there.signIn(world, oda)).bearer;
    expect((await there.api("GET", `/people/import/${begun.json.id}`, undefined, theirs)).status).toBe(404);
    for (const id of ["x", "00000000-0000-7000-8000-000000000000"]) expect((await look(id)).status).toBe(404);
  });

  test("a file that is not UTF-8 is refused in words that name what to do, by program and on the page", async () => {
    const bytes = Buffer.from("email,displayName\njorg@acme.example,J\xf6rg M\xfcller\n", "latin1");
    const answer = await client.send("POST", "/api/v1/people/import", bytes as never, {
      authorization: bearer,
      "content-type": "text/csv",
    });
    expect(answer).toMatchObject({ status: 400, json: { code: "bad-encoding" } });
    const browser = world.client();
    world.clock.advance(30_000);
    await signInByForm(world, browser, ada);
    const body = new FormData();
    body.set("file", new File([bytes], "people.csv", { type: "text/csv" }));
    const page = await browser.send("POST", "/admin/people/import", body, { "sec-fetch-site": "same-origin" });
    expect(page.status).toBe(400);
    expect(page.text).toContain("This file is not UTF-8. Save it as &#39;CSV UTF-8&#39;");
    expect(await called("jorg@acme.example")).toBeUndefined();
  });
});
