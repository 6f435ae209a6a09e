// What can't be read or reached is refused: never taken for nothing, never let past, and never explained to outsiders.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { invite } from "../../src/invitations/actions.ts";
import { second } from "../../src/kernel/clock.ts";
import { keyOf } from "../../src/people/actions.ts";
import { digestOf } from "../../src/policy/actions.ts";
import { startPostgres } from "../support/postgres.ts";
import { type Answer, type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";
import { execute, raw } from "./programs.ts";

const source = { address: "192.0.2.1", userAgent: "" };
const otherKey = Buffer.alloc(32, 9).toString("base64");
const ownKey = Buffer.alloc(32, 7).toString("base64");

const begin = (world: World, who: TestPerson, client: Client = world.client()) =>
  client.api("POST", "/sign-ins", { login: who.person.email, password: who.password });
async function answer(world: World, who: TestPerson, code: string, method = "totp"): Promise<Answer> {
  const [signIn] = await world.signIns(who, 1);
  return world.client().api("POST", "/sign-ins/current/answers", { method, code }, `SignIn ${signIn}`);
}
const count = async (world: World, table: string) =>
  (await world.needs.db.list(() => raw(`select 1 from ${table}`))).length;

describe.each(dialects)("on %s, a sealed secret", (dialect) => {
  let world: World;
  let kim: TestPerson;
  let lee: TestPerson;
  beforeEach(async () => {
    world = await createWorld({ dialect });
    kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    lee = await world.addPerson({ email: "lee@acme.example", enrolled: true });
  });
  afterEach(() => world.close());

  const damage: [how: string, sql: (of: { kim: string; lee: string }) => string][] = [
    [
      "moved to another person's row",
      ({ kim, lee }) =>
        `update authenticators set sealed_secret = (select sealed_secret from authenticators where person_id = '${kim}') where person_id = '${lee}'`,
    ],
    [
      "under another id",
      ({ lee }) => `update authenticators set id = '00000000-0000-7000-8000-000000000000' where person_id = '${lee}'`,
    ],
    [
      "with its end cut off",
      ({ lee }) =>
        `update authenticators set sealed_secret = substr(sealed_secret, 1, length(sealed_secret) - 1) where person_id = '${lee}'`,
    ],
    [
      "of no bytes",
      ({ lee }) => `update authenticators set sealed_secret = substr(sealed_secret, 1, 0) where person_id = '${lee}'`,
    ],
  ];
  test.each(damage)("%s can't be verified: no code is accepted, and it is not taken for none", async (_how, sql) => {
    await execute(world.needs.db, sql({ kim: kim.person.id, lee: lee.person.id }));
    expect((await begin(world, lee)).json.step).toBe("second-step");
    for (const code of [world.code(kim), world.code(lee), "000000"]) {
      expect(await answer(world, lee, code)).toMatchObject({ status: 503, json: { code: "second-step-unavailable" } });
    }
    expect(await count(world, "sessions")).toBe(0);
    expect(await count(world, "throttles where kind = 'second-step'")).toBe(0);
    const [signIn] = await world.signIns(lee, 1);
    const setUp = await world.client().api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${signIn}`);
    expect(setUp).toMatchObject({ status: 409, json: { code: "wrong-step" } });

    // The other person is not affected, and a recovery code leads out of it.
    expect((await answer(world, kim, world.code(kim))).json.step).toBe("done");
    expect((await answer(world, lee, lee.recoveryCodes[0] as string, "recovery-code")).json.step).toBe("set-up");
  });

  test("that came with a row of somebody else's helps neither of them", async () => {
    await execute(
      world.needs.db,
      `update authenticators set person_id = '${lee.person.id}' where person_id = '${kim.person.id}'`,
    );
    expect(await answer(world, lee, world.code(kim))).toMatchObject({ status: 401, json: { code: "wrong-code" } });
    expect((await answer(world, lee, world.code(lee))).json.step).toBe("done");
  });

  test("that is pending for one person can't be confirmed by another", async () => {
    const [a, b] = await Promise.all(["a", "b"].map((name) => world.addPerson({ email: `${name}@acme.example` })));
    const begun = await Promise.all(
      [a, b].map(async (who) => {
        const [signIn] = await world.signIns(who as TestPerson, 1);
        const { json } = await world.client().api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${signIn}`);
        return { signIn, secret: json.secret as string };
      }),
    );
    await execute(
      world.needs.db,
      `update enrolments set sealed_secret = (select sealed_secret from enrolments where person_id = '${a?.person.id}') where person_id = '${b?.person.id}'`,
    );
    const { signIn } = begun[1] as { signIn: string };
    const confirmed = await world
      .client()
      .api("POST", "/sign-ins/current/enrolment/confirmation", { code: "123456" }, `SignIn ${signIn}`);
    expect(confirmed).toMatchObject({ status: 409, json: { code: "nothing-pending" } });
  });

  test("under a key that the ring has not is asked for, refused, and got round with a recovery code", async () => {
    const wrong = await createWorld({ beside: world, environment: { COUNTERSIGN_KEYS: otherKey } });
    const begun = await begin(wrong, kim);
    expect(begun).toMatchObject({ status: 201, json: { step: "second-step" } });
    const bearer = `SignIn ${begun.json.signIn}`;
    const send = (method: string, code: string, token = bearer) =>
      wrong.client().api("POST", "/sign-ins/current/answers", { method, code }, token);
    expect(await send("totp", world.code(kim))).toMatchObject({
      status: 503,
      json: { code: "second-step-unavailable" },
    });
    const used = await send("recovery-code", kim.recoveryCodes[0] as string);
    expect(used).toMatchObject({ status: 200, json: { step: "set-up" } });
    expect(await count(wrong, "sessions")).toBe(0);
    await wrong.close();

    // With the key back, beside a newer one, everything is as it was.
    const both = await createWorld({ beside: world, environment: { COUNTERSIGN_KEYS: `${otherKey},${ownKey}` } });
    expect((await answer(both, kim, world.code(kim))).json.step).toBe("done");
    await both.close();
  });
});

describe.each(dialects)("on %s, a policy that can't be read", (dialect) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ dialect });
  });
  afterEach(() => world.close());

  const document = `(select document from policies)`;
  test.each([
    ["is no JSON", "update policies set document = '{'"],
    ["is empty", "update policies set document = ''"],
    ["is null", "update policies set document = 'null'"],
    ["is a list", "update policies set document = '[]'"],
    ["lacks everything", "update policies set document = '{}'"],
    ["has a level that there is not", `update policies set document = replace(${document}, '"required"', '"none"')`],
    ["is long and another than its digest says", `update policies set document = document || '${" ".repeat(5000)}'`],
    ["is gone", "delete from policies"],
  ])("because it %s lets nobody in and nobody on", async (_why, sql) => {
    const { db } = world.needs;
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const lee = await world.addPerson({ email: "lee@acme.example" });
    const [signIn] = await world.signIns(kim, 1);
    const [fresh] = await world.signIns(lee, 1);
    const { bearer } = await world.client().signIn(world, kim);
    world.clock.advance(60 * second);
    const [policy] = await db.list(() => raw<{ document: string }>("select document from policies"));
    const invitation = await db.transaction((tx) =>
      invite(tx, world.needs, keyOf(lee.person), { purpose: "join", actor: null, source }),
    );
    await execute(db, sql);
    const before = await count(world, "sessions");

    const client = world.client();
    const refused = { status: 503, json: { code: "policy-unreadable" } };
    for (let i = 0; i < 7; i++) expect(await begin(world, kim)).toMatchObject(refused);
    expect(await begin(world, lee)).toMatchObject(refused);
    const code = { method: "totp", code: world.code(kim) };
    expect(await client.api("POST", "/sign-ins/current/answers", code, `SignIn ${signIn}`)).toMatchObject(refused);
    expect(await client.api("POST", "/sign-ins/current/enrolment", {}, `SignIn ${fresh}`)).toMatchObject(refused);
    expect(await client.api("POST", "/sign-ins/current/enrolment/postponement", {}, `SignIn ${fresh}`)).toMatchObject(
      refused,
    );
    expect(await client.api("GET", "/session", undefined, bearer)).toMatchObject(refused);
    expect(await client.api("GET", "/me", undefined, bearer)).toMatchObject(refused);
    expect(
      (await client.form("/invitation", { token: invitation.token, password: "a quiet harbour at dusk" })).status,
    ).toBe(503);
    expect((await client.form("/sign-in", { login: "kim", password: kim.password })).status).toBe(503);
    expect(client.cookies.size).toBe(0);
    expect(await count(world, "sessions")).toBe(before);

    // Once it is mended, nothing was lost: neither the code, nor the invitation, nor the right passwords.
    await execute(db, "delete from policies");
    await execute(
      db,
      `insert into policies values ('${world.organisation.id}', '${policy?.document}', '${digestOf(policy?.document ?? "")}', 1, 0)`,
    );
    expect((await client.api("GET", "/session", undefined, bearer)).status).toBe(200);
    expect((await client.api("POST", "/sign-ins/current/answers", code, `SignIn ${signIn}`)).json.step).toBe("done");
    expect((await begin(world, kim)).json.step).toBe("second-step");
    expect(
      (await client.form("/invitation", { token: invitation.token, password: "a quiet harbour at dusk" })).status,
    ).toBe(303);
  });
});

describe("a database that is gone", () => {
  test("is a refusal for every request, and tells nothing of what is behind it", { timeout: 60_000 }, async () => {
    const server = await startPostgres();
    const world = await createWorld({ environment: { COUNTERSIGN_DATABASE_URL: server.url } });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const [signIn] = await world.signIns(kim, 1);
    const browser = world.client();
    await browser.form("/sign-in", { login: "kim", password: kim.password });
    expect(browser.cookies.has("countersign-sign-in")).toBe(true);
    const { bearer, session } = await world.client().signIn(world, kim);
    await server.stop();

    const client = world.client();
    const code = world.code(kim);
    const answers = await Promise.all([
      begin(world, kim),
      client.api("POST", "/sign-ins/current/answers", { method: "totp", code }, `SignIn ${signIn}`),
      client.api(
        "POST",
        "/sign-ins/current/answers",
        { method: "recovery-code", code: kim.recoveryCodes[0] },
        `SignIn ${signIn}`,
      ),
      client.api("GET", "/session", undefined, bearer),
      client.api("POST", "/session/proofs", { method: "totp", code }, bearer),
      client.api("GET", "/me", undefined, bearer),
      client.api("GET", "/people", undefined, bearer),
    ]);
    for (const { status, json, headers } of answers) {
      expect({ status, code: json.code }).toEqual({ status: 503, code: "unavailable" });
      expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    }
    browser.cookies.set("countersign-session", session);
    const pages = await Promise.all([
      browser.get("/sign-in"),
      browser.get("/account"),
      browser.get("/first-run"),
      browser.get("/invitation?token=x"),
      browser.form("/sign-in", { login: "kim", password: kim.password }),
      browser.form("/sign-in/code", { code }),
    ]);
    for (const { status, headers } of pages) {
      expect(status).toBe(503);
      expect(headers.get("content-type")).toMatch(/^text\/html/);
    }
    for (const { text } of [...answers, ...pages]) expect(text).not.toMatch(giveaway);
    expect((await client.get("/health/live")).status).toBe(200);
    expect((await client.get("/health/ready")).status).toBe(503);

    const secrets = [kim.password, code, session, signIn, kim.recoveryCodes[0]].map(String);
    for (const line of world.logged) for (const secret of secrets) expect(line).not.toContain(secret);
    await world.close();
  });

  test("because another program holds its file is a refusal for whoever has to write", {
    timeout: 60_000,
  }, async () => {
    const world = await createWorld({ dialect: "sqlite" });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const { bearer } = await world.client().signIn(world, kim);
    const other = new DatabaseSync(join(world.config.data, "countersign.sqlite"));
    other.exec("begin immediate");
    const [refused, read] = await Promise.all([
      begin(world, kim),
      world.client().api("GET", "/session", undefined, bearer),
    ]);
    expect(refused).toMatchObject({ status: 503, json: { code: "unavailable" } });
    expect(refused.text).not.toMatch(giveaway);
    expect(read.status).toBe(200);
    other.exec("rollback");
    other.close();
    expect((await begin(world, kim)).json.step).toBe("second-step");
    await world.close();
  });
});

/** What would tell an outsider how the house is built. */
const giveaway =
  /\bat .+:\d+:\d+|node_modules|\.ts\b|\.js:|select |insert |update |postgres|sqlite|kysely|ECONN|127\.0\.0\.1|\/tmp\//i;
