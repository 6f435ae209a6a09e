// An organisation takes its people along: two people consent, and they sign in at another installation with what they have.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { agreeToExport, askForExport, takeExport } from "../../src/admin/exporting/actions.ts";
import { moveIn } from "../../src/admin/moving/moving.ts";
import { readMoving } from "../../src/admin/moving/reading.ts";
import { commandLine } from "../../src/cli/terminal.ts";
import { restoring } from "../../src/copies/rules.ts";
import { hour } from "../../src/kernel/clock.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { addPerson } from "../../src/people/actions.ts";
import { oathtoolCode } from "../support/tools.ts";
import { createWorld, type DialectName, type TestPerson, type World } from "../support/world.ts";

let folder: string;
let keys: string;
let recipient: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-exporting-"));
  keys = join(folder, "keys.txt");
  const text = execFileSync("age-keygen", { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  writeFileSync(keys, text);
  recipient = /public key: (age1\w+)/.exec(text)?.[1] as string;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const worlds: World[] = [];
async function worldOn(dialect: DialectName): Promise<World> {
  const world = await createWorld({ dialect });
  worlds.push(world);
  return world;
}
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** By Debian's own `age`. */
const opened = (file: Uint8Array) =>
  execFileSync("age", ["-d", "-i", keys], {
    input: file,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["pipe", "pipe", "pipe"],
  });

const operatorOf = (world: World) => {
  const { id: organisation } = world.organisation;
  return { organisation, about: organisation, actor: null, source: commandLine, side: "operator" } as const;
};

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const api = (world: World, bearer: string, method: string, path: string, body?: unknown) =>
  world.client().api(method, path, body, bearer);

async function download(world: World, bearer: string, id: string): Promise<{ status: number; bytes: Buffer }> {
  const answer = await world.app.request(`${world.origin}/api/v1/organisation/exports/${id}/file`, {
    method: "POST",
    headers: { authorization: bearer, "content-type": "application/json", host: new URL(world.origin).host },
    body: "{}",
  });
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) };
}

const administrator = (world: World, name = "ada") =>
  world.addPerson({ email: `${name}@acme.example`, administrator: true, enrolled: true });

describe.each([
  ["sqlite", "postgres"],
  ["postgres", "sqlite"],
] as const)("from %s to %s, under another key ring", (from, to) => {
  test("people sign in with their old password and authenticator, and with each unused recovery code once", async () => {
    const [old, next] = [await worldOn(from), await worldOn(to)];
    const ada = await administrator(old);
    const kim = await old.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
    const [used, unused] = kim.recoveryCodes as [string, string];
    const spent = await begin(old, kim);
    await old
      .client()
      .api("POST", "/sign-ins/current/answers", { method: "recovery-code", code: used }, `SignIn ${spent}`);
    const { bearer } = await old.client().signIn(old, ada);
    const asked = await api(old, bearer, "POST", "/organisation/exports", { recipients: [recipient] });
    expect(asked).toMatchObject({ status: 201, json: { state: "waiting", recipients: [recipient] } });
    const { id, fingerprint } = asked.json;
    expect((await download(old, bearer, id)).status).toBe(409);
    await agreeToExport(old.needs, operatorOf(old), id, fingerprint);
    const { status, bytes } = await download(old, bearer, id);
    expect(status).toBe(200);
    expect(bytes.toString("latin1")).toMatch(/^age-encryption\.org\/v1\n/);

    const text = opened(bytes);
    const { people, format } = await readMoving({ bytes: text });
    expect(format).toBe("countersign");
    const by = { organisation: next.organisation.id, actor: null, source: commandLine };
    const report = await moveIn(next.needs, { ...by, people, format });
    expect(report.counts).toMatchObject({ added: 2, passwords: 2, authenticators: 2, recoveryCodes: 19, refused: 0 });
    const again = await moveIn(next.needs, { ...by, people, format });
    expect(again.counts).toMatchObject({ added: 0, unchanged: 2 });
    const rows = await next.needs.db.list((query) => query.selectFrom("people").select(["administrator", "operator"]));
    expect(rows.every(({ administrator, operator }) => administrator === 0 && operator === 0)).toBe(true);

    const code = oathtoolCode(encodeBase32(kim.secret), next.clock.now());
    expect(await answer(next, kim, "totp", code)).toMatchObject({ status: 200, json: { step: "done" } });
    next.clock.advance(60_000);
    expect((await answer(next, kim, "recovery-code", used)).status).toBe(401);
    expect(await answer(next, kim, "recovery-code", unused)).toMatchObject({
      status: 200,
      json: { recoveryCodesLeft: 8 },
    });
    expect((await answer(next, kim, "recovery-code", unused)).status).toBe(401);
  });
});

async function begin(world: World, { person, password }: TestPerson): Promise<string> {
  const begun = await world.client().api("POST", "/sign-ins", { login: person.email, password });
  expect(begun.status).toBe(201);
  return begun.json.signIn;
}

const answer = async (world: World, who: TestPerson, method: string, code: string) => {
  const signIn = await begin(world, who);
  return world.client().api("POST", "/sign-ins/current/answers", { method, code }, `SignIn ${signIn}`);
};

describe("what can't be had", () => {
  let world: World;
  let ada: TestPerson;
  let bearer: string;
  beforeEach(async () => {
    world = await worldOn("sqlite");
    ada = await administrator(world);
    ({ bearer } = await world.client().signIn(world, ada));
  });

  const ask = async () => (await api(world, bearer, "POST", "/organisation/exports", { recipients: [recipient] })).json;
  const asOperator = async (organisation = world.organisation.id) => {
    const otto = await world.addPerson({
      ...{ email: "otto@acme.example", administrator: true, operator: true, enrolled: true },
    });
    const signedIn = await world.client().signIn(world, otto);
    const path = `/organisations/${organisation}/exports`;
    return {
      otto,
      bearer: signedIn.bearer,
      path,
      call: (method: string, rest: string, body?: unknown) =>
        api(world, signedIn.bearer, method, `${path}${rest}`, body),
    };
  };

  test("both consents by one person, whichever comes first", async () => {
    const { bearer: own, call } = await asOperator();
    const first = await api(world, own, "POST", "/organisation/exports", { recipients: [recipient] });
    const { id, fingerprint } = first.json;
    const both = await call("POST", `/${id}/consent`, { fingerprint });
    expect(both).toMatchObject({ status: 403, json: { code: "export-needs-another" } });
    const second = await call("POST", "", { recipients: [recipient] });
    const other = await api(world, own, "POST", `/organisation/exports/${second.json.id}/consent`, { fingerprint });
    expect(other).toMatchObject({ status: 403, json: { code: "export-needs-another" } });
    // Somebody else of that side may; the one that was asked for first is over.
    const agreed = await api(world, bearer, "POST", `/organisation/exports/${second.json.id}/consent`, { fingerprint });
    expect(agreed).toMatchObject({ status: 200, json: { state: "agreed" } });
    expect((await api(world, bearer, "POST", `/organisation/exports/${id}/consent`, { fingerprint })).json.code).toBe(
      "export-over",
    );
    expect((await download(world, own, second.json.id)).status).toBe(200);
  });

  test("a consent that is older than a day, a second time, at the same instant, or after it was withdrawn", async () => {
    const old = await ask();
    world.clock.advance(24 * hour);
    await expect(agreeToExport(world.needs, operatorOf(world), old.id, old.fingerprint)).rejects.toMatchObject({
      code: "export-over",
    });
    ({ bearer } = await world.client().signIn(world, ada));
    const late = await ask();
    world.clock.advance(23 * hour);
    await agreeToExport(world.needs, operatorOf(world), late.id, late.fingerprint);
    world.clock.advance(2 * hour);
    await expect(takeExport(world.needs, operatorOf(world), late.id)).rejects.toMatchObject({ code: "export-over" });

    ({ bearer } = await world.client().signIn(world, ada));
    const good = await ask();
    const agreeing = [1, 2].map(() => agreeToExport(world.needs, operatorOf(world), good.id, good.fingerprint));
    expect((await Promise.allSettled(agreeing)).filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const taking = await Promise.all([1, 2, 3].map(() => download(world, bearer, good.id)));
    expect(taking.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await download(world, bearer, good.id)).status).toBe(409);

    const gone = await ask();
    expect((await api(world, bearer, "DELETE", `/organisation/exports/${gone.id}`)).status).toBe(204);
    expect((await api(world, bearer, "DELETE", `/organisation/exports/${gone.id}`)).status).toBe(409);
    await expect(agreeToExport(world.needs, operatorOf(world), gone.id, gone.fingerprint)).rejects.toMatchObject({
      code: "export-over",
    });
  });

  test("for other keys than those that were agreed to, or for none", async () => {
    for (const recipients of [["age1nonsense"], [recipient.replace(/.$/, (last) => (last === "q" ? "p" : "q"))]]) {
      const refused = await api(world, bearer, "POST", "/organisation/exports", { recipients });
      expect(refused).toMatchObject({ status: 400, json: { code: "bad-recipients" } });
    }
    const { id } = await ask();
    await expect(
      agreeToExport(world.needs, operatorOf(world), id, "0123 4567 89ab cdef 0123 4567 89ab cdef"),
    ).rejects.toMatchObject({ code: "other-recipients" });
  });

  test("by another organisation, by an API key, without a fresh second factor, or by whoever lost the role meanwhile", async () => {
    const beta = await world.addOrganisation("Beta", "beta.example");
    const bo = await world.addPerson({
      ...{ email: "bo@beta.example", administrator: true, enrolled: true, organisation: beta },
    });
    const { id, fingerprint } = await ask();
    const elsewhere = world.client({ host: "beta.example" });
    const theirs = (await elsewhere.signIn(world, bo)).bearer;
    const path = `/organisation/exports/${id}`;
    expect((await elsewhere.api("POST", `${path}/consent`, { fingerprint }, theirs)).status).toBe(404);
    expect((await elsewhere.api("DELETE", path, undefined, theirs)).status).toBe(404);
    expect((await elsewhere.api("POST", `${path}/file`, {}, theirs)).status).toBe(404);
    expect((await elsewhere.api("GET", "/organisation/exports", undefined, theirs)).json.exports).toEqual([]);

    const made = await api(world, bearer, "POST", "/api-keys", { name: "Job", scopes: ["read:people"] });
    const key = `Bearer ${made.json.secret ?? made.json.key}`;
    for (const [method, at, body] of [
      ["GET", "/organisation/exports", undefined],
      ["POST", "/organisation/exports", { recipients: [recipient] }],
      ["POST", `${path}/consent`, { fingerprint }],
      ["POST", `${path}/file`, {}],
      ["DELETE", path, undefined],
    ] as const)
      expect(await api(world, key, method, at, body)).toMatchObject({ status: 403, json: { code: "not-by-key" } });

    await agreeToExport(world.needs, operatorOf(world), id, fingerprint);
    world.clock.advance(20 * 60_000);
    expect(await api(world, bearer, "POST", `${path}/file`, {})).toMatchObject({
      status: 403,
      json: { code: "step-up-required", proof: "second-factor" },
    });
    const zoe = await administrator(world, "zoe");
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ administrator: 0 }).where("id", "=", ada.person.id)),
    );
    const { bearer: zoes } = await world.client().signIn(world, zoe);
    expect(await api(world, zoes, "POST", `${path}/file`, {})).toMatchObject({
      status: 409,
      json: { code: "export-not-agreed" },
    });
    // With a password alone nobody asks.
    await world.setPolicy({ organisation: "optional" });
    const plain = await world.addPerson({ email: "plain@acme.example", administrator: true });
    const { bearer: plains } = await world.client().signIn(world, plain);
    expect(await api(world, plains, "POST", "/organisation/exports", { recipients: [recipient] })).toMatchObject({
      status: 403,
      json: { code: "step-up-required", proof: "second-factor" },
    });
  });

  test("out of a backup that is brought back", () => {
    expect(restoring(world.clock.now())("exports", { organisation_id: "a", id: "b", taken_at: null })).toBeUndefined();
  });

  test("no secret is in the history, the mail or the log, and every administrator is told of each step", async () => {
    await administrator(world, "zoe");
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const { call } = await asOperator();
    const { id, fingerprint } = await ask();
    expect((await call("POST", `/${id}/consent`, { fingerprint })).status).toBe(200);
    expect((await download(world, bearer, id)).status).toBe(200);
    const kept: string[] = [...world.logged];
    for (const table of ["audit_events", "outbox", "webhook_deliveries", "exports"] as const)
      kept.push(JSON.stringify(await world.needs.db.list((query) => query.selectFrom(table).selectAll())));
    const hashes = await world.needs.db.list((query) =>
      query.selectFrom("people").select("password_hash").where("id", "=", kim.person.id),
    );
    for (const canary of [encodeBase32(kim.secret), kim.recoveryCodes[0] as string, hashes[0]?.password_hash as string])
      expect(kept.join("\n")).not.toContain(canary);
    const letters = await world.needs.db.list((query) =>
      query.selectFrom("outbox").select(["kind", "recipient"]).where("kind", "like", "export.%"),
    );
    const told = (kind: string) =>
      letters.filter((letter) => letter.kind === kind).map((letter) => letter.recipient.split("@")[0]);
    for (const kind of ["export.asked", "export.agreed", "export.taken"])
      expect(told(kind).sort()).toEqual(["ada", "otto", "zoe"]);
    const other = await ask();
    expect((await call("DELETE", `/${other.id}`)).status).toBe(204);
    const happened = await world.needs.db.list((query) =>
      query.selectFrom("audit_events").select("name").where("name", "like", "export.%").orderBy("id"),
    );
    expect([...new Set(happened.map(({ name }) => name))]).toEqual([
      ...["export.asked", "export.agreed", "export.taken", "export.withdrawn"],
    ]);
  });

  test("more people than are in memory at once are all in it, and the operator's name is not in another's history", async () => {
    const beta = await world.addOrganisation("Beta", "beta.example");
    const bo = await world.addPerson({
      ...{ email: "bo@beta.example", administrator: true, enrolled: true, organisation: beta },
    });
    await world.needs.db.transaction(async (tx) => {
      for (let i = 0; i < 420; i++)
        await addPerson(tx, world.needs, beta.id, { email: `p${i}@beta.example`, status: "active" });
    });
    const { call } = await asOperator(beta.id);
    const asked = await call("POST", "", { recipients: [recipient] });
    expect(asked.status).toBe(201);
    const { id, fingerprint } = asked.json;
    const source = { address: "192.0.2.1", userAgent: "" };
    const asBo = { organisation: beta.id, about: beta.id, actor: bo.person.id, source, side: "administrator" } as const;
    await agreeToExport(world.needs, asBo, id, fingerprint);
    const { file } = await takeExport(world.needs, asBo, id);
    const lines = opened(await bytesOf(file))
      .toString("utf8")
      .trim()
      .split("\n");
    expect(lines).toHaveLength(423);
    expect(JSON.parse(lines.at(-1) as string)).toEqual({ people: 421 });
    expect(new Set(lines).size).toBe(423);
    const events = await world.needs.db.list((query) =>
      query.selectFrom("audit_events").select(["organisation_id", "actor_id"]).where("name", "=", "export.asked"),
    );
    expect(events.filter(({ organisation_id }) => organisation_id === beta.id)).toEqual([
      { organisation_id: beta.id, actor_id: null },
    ]);
    expect(events).toHaveLength(2);
  });

  test("the machine's side can't stand in for an administrator", async () => {
    const { organisation } = operatorOf(world);
    const posing = { ...operatorOf(world), side: "administrator" as const, about: organisation };
    await expect(askForExport(world.needs, posing, [recipient])).rejects.toMatchObject({ code: "operators-only" });
  });
});
