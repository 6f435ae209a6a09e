// An import that sends invitations by mail: the letters stand or fall with the people they are for.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signInByForm } from "../support/account.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const mail = { COUNTERSIGN_SMTP_URL: "smtp://127.0.0.1:9", COUNTERSIGN_MAIL_FROM: "no-reply@acme.example" };
const file = "email,displayName\nlee@new.example,Lee Wu\nkim@acme.example,Kim Reyes\nmo@new.example,Mo\n";

const lettersOf = async (world: World) =>
  (await world.needs.db.list((query) => query.selectFrom("outbox").select(["kind", "recipient", "sealed_link"])))
    .filter(({ kind }) => kind === "person.invited")
    .map(({ recipient, sealed_link }) => `${recipient} ${sealed_link ? "with a link" : ""}`)
    .sort();

describe.each(dialects)("an import that invites, on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect, environment: mail });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    await world.addPerson({ email: "kim@acme.example" });
  });
  afterEach(() => world.close());

  test("writes one letter to each who is added, with a link, and none to who was there", async () => {
    const client = world.client();
    const { bearer } = await client.signIn(world, ada);
    const send = (query: string, text = file) =>
      client.send("POST", `/api/v1/people/import${query}`, text, { authorization: bearer, "content-type": "text/csv" });
    expect((await send("?invite=yes&dryRun=yes")).json).toMatchObject({ imported: false, added: 2, invited: 2 });
    expect(await lettersOf(world)).toEqual([]);
    expect((await send("?invite=yes", `${file}not an address,X\n`)).status).toBe(400);
    expect(await lettersOf(world)).toEqual([]);
    expect((await send("?invite=yes")).json).toMatchObject({ imported: true, added: 2, changed: 1, invited: 2 });
    const written = ["lee@new.example with a link", "mo@new.example with a link"];
    expect(await lettersOf(world)).toEqual(written);
    // Again there is nobody to add, and so nobody to write to.
    expect((await send("?invite=yes")).json).toMatchObject({ added: 0, invited: 0 });
    expect(await lettersOf(world)).toEqual(written);
    expect((await send("?invite=maybe")).status).toBe(400);
  });

  test("on the page: the box is ticked once, and the check says how many letters there will be", async () => {
    const client = world.client();
    await signInByForm(world, client, ada);
    expect((await client.get("/admin/people/import")).text).toContain("Invite them by mail");
    const send = (fields: Record<string, string>) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      return client.send("POST", "/admin/people/import", body, { "sec-fetch-site": "same-origin" });
    };
    const checked = await send({ text: file, invite: "yes" });
    expect(checked.text).toMatch(/Invited by mail<\/dt><dd>2 people/);
    expect(checked.text).toContain('name="invite" value="yes"');
    const done = await send({ text: file, invite: "yes", confirmed: "yes" });
    expect(done).toMatchObject({ status: 303 });
    expect((await client.get(done.headers.get("location") ?? "")).text).toContain("2 invitations on the way");
    expect(await lettersOf(world)).toHaveLength(2);
  });
});

test("where there is no mail server nobody is imported by mistake, and the page says why", async () => {
  const world = await createWorld();
  const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
  const client = world.client();
  const { bearer } = await client.signIn(world, ada);
  const answer = await client.send("POST", "/api/v1/people/import?invite=yes", file, {
    authorization: bearer,
    "content-type": "text/csv",
  });
  expect(answer).toMatchObject({ status: 409, json: { code: "no-mail-server" } });
  expect((await client.api("GET", "/people?search=lee", undefined, bearer)).json.people).toEqual([]);
  await world.close();
});
