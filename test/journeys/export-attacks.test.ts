// What a thief, a wicked administrator or a mistake could make of an export: consents that outlive their giver's, keys that
// seal nothing, files that look whole and are not, and a server that does nothing else meanwhile.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { agreeToExport, askForExport, takeExport } from "../../src/admin/exporting/actions.ts";
import { fingerprintOf } from "../../src/admin/exporting/rules.ts";
import { moveIn } from "../../src/admin/moving/moving.ts";
import { readMoving } from "../../src/admin/moving/reading.ts";
import { exporting } from "../../src/cli/exporting.ts";
import { commandLine, type Terminal } from "../../src/cli/terminal.ts";
import { beginRemoval, setSuspended } from "../../src/organisations/register.ts";
import { addPerson } from "../../src/people/actions.ts";
import { createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

const keyPair = execFileSync("age-keygen", { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const recipient = /public key: (age1\w+)/.exec(keyPair)?.[1] as string;

let world: World;
let ada: TestPerson;
let bearer: string;
const begin = async (dialect: "sqlite" | "postgres" = "sqlite") => {
  world = await createWorld({ dialect });
  ada = await administrator("ada");
  ({ bearer } = await world.client().signIn(world, ada));
};
afterEach(() => world.close());

const administrator = (name: string, more: object = {}) =>
  world.addPerson({ email: `${name}@acme.example`, administrator: true, enrolled: true, ...more });
const api = (method: string, path: string, body?: unknown, by = bearer) => world.client().api(method, path, body, by);
const ask = async () => (await api("POST", "/organisation/exports", { recipients: [recipient] })).json;
const machine = () => {
  const { id: organisation } = world.organisation;
  return { organisation, about: organisation, actor: null, source: commandLine, side: "operator" } as const;
};
const agree = ({ id, fingerprint }: { id: string; fingerprint: string }) =>
  agreeToExport(world.needs, machine(), id, fingerprint);
const addPeople = (howMany: number) =>
  world.needs.db.transaction(async (tx) => {
    for (let i = 0; i < howMany; i++)
      await addPerson(tx, world.needs, world.organisation.id, { email: `p${i}@acme.example`, status: "active" });
  });

async function opened(file: ReadableStream<Uint8Array>): Promise<Buffer> {
  const sealed: Uint8Array[] = [];
  for await (const part of file) sealed.push(part);
  const folder = mkdtempSync(join(tmpdir(), "countersign-export-attacks-"));
  writeFileSync(join(folder, "keys.txt"), keyPair);
  const plain = execFileSync("age", ["-d", "-i", join(folder, "keys.txt")], { input: Buffer.concat(sealed) });
  rmSync(folder, { recursive: true, force: true });
  return plain;
}

describe.each(dialects)("a consent ends with what its giver proved themselves by, on %s", (dialect) => {
  beforeEach(() => begin(dialect));

  test("an administrator's, by another password, a reset or another authenticator", async () => {
    const zoe = await administrator("zoe");
    const { bearer: zoes } = await world.client().signIn(world, zoe);

    const first = await ask();
    await agree(first);
    const next = "a loud harbour at dusk";
    const changed = await api("POST", "/me/password", { currentPassword: ada.password, newPassword: next });
    expect(changed.status).toBeLessThan(300);
    expect(await api("POST", `/organisation/exports/${first.id}/file`, {}, zoes)).toMatchObject({
      status: 409,
      json: { code: "export-not-agreed" },
    });
    await expect(takeExport(world.needs, machine(), first.id)).rejects.toMatchObject({ code: "export-not-agreed" });

    world.clock.advance(60_000);
    ({ bearer } = await world.client().signIn(world, { ...ada, password: next }));
    const second = await ask();
    const reset = await api("DELETE", `/people/${ada.person.id}/second-factor`, undefined, zoes);
    expect(reset.status).toBeLessThan(300);
    await expect(agree(second)).rejects.toMatchObject({ code: "export-over" });
  });

  test("an operator's of another organisation as well; whoever lost the role is not consented with", async () => {
    const beta = await world.addOrganisation("Beta", "beta.example");
    const otto = await administrator("otto", { organisation: beta, operator: true, email: "otto@beta.example" });
    const client = world.client({ host: "beta.example" });
    const { bearer: ottos } = await client.signIn(world, otto);
    const path = `/organisations/${world.organisation.id}/exports`;
    const asked = await client.api("POST", path, { recipients: [recipient] }, ottos);
    const consent = { fingerprint: asked.json.fingerprint };
    expect(await api("POST", `/organisation/exports/${asked.json.id}/consent`, consent)).toMatchObject({
      status: 200,
      json: { state: "agreed" },
    });
    const body = { currentPassword: otto.password, newPassword: "a loud harbour at dusk" };
    expect((await client.api("POST", "/me/password", body, ottos)).status).toBeLessThan(300);
    expect((await api("POST", `/organisation/exports/${asked.json.id}/file`, {})).status).toBe(409);

    const own = await ask();
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.updateTable("people").set({ administrator: 0 }).where("id", "=", ada.person.id)),
    );
    await expect(agree(own)).rejects.toMatchObject({ code: "export-over" });
  });
});

describe.each(dialects)("a consent ends, and does not come back, on %s", (dialect) => {
  beforeEach(() => begin(dialect));

  const stateOf = async (id: string, by = bearer) => {
    const { json } = await api("GET", "/organisation/exports", undefined, by);
    return (json.exports as { id: string; state: string }[]).find((one) => one.id === id)?.state;
  };
  const withdrawals = () =>
    world.needs.db.list((query) =>
      query
        .selectFrom("audit_events")
        .select(["organisation_id", "actor_id"])
        .where("name", "=", "export.withdrawn")
        .orderBy("id"),
    );

  test("when its giver signs out everywhere else, or an administrator signs them out", async () => {
    const { id: organisation } = world.organisation;
    const zoe = await administrator("zoe");
    const first = await ask();
    expect((await api("DELETE", "/me/sessions")).status).toBe(200);
    expect(await stateOf(first.id)).toBe("withdrawn");
    await expect(agree(first)).rejects.toMatchObject({ code: "export-over" });
    const second = await ask();
    await agree(second);
    expect((await api("DELETE", `/people/${zoe.person.id}/sessions`)).status).toBe(204);
    expect(await stateOf(second.id)).toBe("agreed");
    const { bearer: again } = await world.client().signIn(world, await administrator("yan"));
    expect((await api("DELETE", `/people/${ada.person.id}/sessions`, undefined, again)).status).toBe(204);
    expect(await stateOf(second.id, again)).toBe("withdrawn");
    expect((await withdrawals()).map((row) => row.organisation_id)).toEqual([organisation, organisation]);
    const letters = await world.needs.db.list((query) =>
      query.selectFrom("outbox").select("recipient").where("kind", "=", "export.withdrawn"),
    );
    expect(letters.map(({ recipient: to }) => to.split("@")[0]).sort()).toEqual(["ada", "ada", "yan", "zoe", "zoe"]);
  });

  test("when its giver loses the role, also where they get it back, or is disabled for a while", async () => {
    const zoe = await administrator("zoe");
    const { bearer: zoes } = await world.client().signIn(world, zoe);
    const path = `/people/${ada.person.id}`;
    const first = await ask();
    await agree(first);
    for (const administrator of [false, true])
      expect((await api("PATCH", path, { administrator }, zoes)).status).toBe(200);
    expect(await stateOf(first.id, zoes)).toBe("withdrawn");
    await expect(takeExport(world.needs, machine(), first.id)).rejects.toMatchObject({ code: "export-over" });
    world.clock.advance(60_000);
    ({ bearer } = await world.client().signIn(world, ada));
    const second = await ask();
    await agree(second);
    for (const act of ["disable", "enable"])
      expect((await api("POST", `${path}/${act}`, {}, zoes)).status).toBeLessThan(300);
    expect(await stateOf(second.id, zoes)).toBe("withdrawn");
  });

  test("an operator's as well, in both histories; in that of the people it names nobody", async () => {
    const beta = await world.addOrganisation("Beta", "beta.example");
    const otto = await administrator("otto", { organisation: beta, operator: true, email: "otto@beta.example" });
    const client = world.client({ host: "beta.example" });
    const { bearer: ottos } = await client.signIn(world, otto);
    const path = `/organisations/${world.organisation.id}/exports`;
    const { id } = (await client.api("POST", path, { recipients: [recipient] }, ottos)).json;
    expect((await client.api("DELETE", "/me/sessions", undefined, ottos)).status).toBe(200);
    expect(await stateOf(id)).toBe("withdrawn");
    expect(new Set((await withdrawals()).map((row) => `${row.organisation_id} ${row.actor_id}`))).toEqual(
      new Set([`${world.organisation.id} null`, `${beta.id} ${otto.person.id}`]),
    );
  });
});

describe("what is handed over", () => {
  beforeEach(() => begin());

  test("goes to no key that anybody could open, and to no other export's", async () => {
    const low = [
      "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
      "age1qyqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqj7vrya",
      "age1ur4h5lpmgxu2u9jku0a0r87ydtdqnr0tnsetrlvxvgz3vh6fhqqqzyt4v9",
      "age1anlllllllllllllllllllllllllllllllllllllllllllllllals4n2t7m",
    ];
    const odd = [
      "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
      "ssh-ed25519 AAAAC3NzaC1lZDI1",
    ];
    for (const one of [...low, ...odd]) {
      const refused = await api("POST", "/organisation/exports", { recipients: [recipient, one] });
      expect(refused).toMatchObject({ status: 400, json: { code: "bad-recipients" } });
    }
    const first = await ask();
    const other = fingerprintOf(["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"]);
    await expect(agree({ id: first.id, fingerprint: other })).rejects.toMatchObject({ code: "other-recipients" });
  });

  test("a secret key that was pasted with the public one is not sent back, nor kept anywhere", async () => {
    const browser = world.client();
    browser.cookies.set("countersign-session", bearer.slice("Bearer ".length));
    const page = await browser.form("/admin/organisation/exports", { recipients: keyPair });
    expect(page.status).toBe(400);
    const secret = /AGE-SECRET-KEY-\w+/.exec(keyPair)?.[0] as string;
    const answer = await api("POST", "/organisation/exports", { recipients: [secret] });
    const events = await world.needs.db.list((query) => query.selectFrom("audit_events").selectAll());
    for (const text of [page.text, answer.text, world.logged.join(), JSON.stringify(events)])
      expect(text).not.toContain(secret);
    // What is merely mistyped is.
    expect((await browser.form("/admin/organisation/exports", { recipients: "age1mistyped" })).text).toContain(
      "age1mistyped",
    );
  });

  test("lets everybody else be answered every few people", async () => {
    await addPeople(800);
    const { id, fingerprint } = await ask();
    await agree({ id, fingerprint });
    const { file } = await takeExport(world.needs, machine(), id);
    let turns = 0;
    let counting = true;
    const count = () => {
      turns++;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    for await (const _ of file);
    counting = false;
    expect(turns).toBeGreaterThan(25);
  });

  test("does not end as a whole one when the organisation is removed meanwhile", async () => {
    await addPeople(120);
    const { id, fingerprint } = await ask();
    await agree({ id, fingerprint });
    const { file } = await takeExport(world.needs, machine(), id);
    const reader = file.getReader();
    await reader.read();
    await world.needs.db.transaction((tx) => beginRemoval(tx, world.organisation.id));
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toThrow("was removed");
  });

  test("breaks off when the organisation is suspended meanwhile, but for whoever sits at the machine", async () => {
    await addPeople(120);
    const asAda = { ...machine(), actor: ada.person.id, side: "administrator" } as const;
    const suspend = (suspended: boolean) =>
      world.needs.db.transaction((tx) => setSuspended(tx, world.organisation.id, suspended));
    const rest = async (by: ReturnType<typeof machine> | typeof asAda) => {
      await suspend(false);
      const { id, fingerprint } = await ask();
      await agree({ id, fingerprint });
      const reader = (await takeExport(world.needs, by, id)).file.getReader();
      await reader.read();
      await suspend(true);
      while (!(await reader.read()).done);
    };
    await expect(rest(asAda)).rejects.toThrow("was suspended");
    await expect(rest(machine())).resolves.toBeUndefined();
  });

  test("is taken elsewhere with authenticators alone: a code of this moment counts there once more, and once", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const code = world.code(kim);
    await world.client().signIn(world, kim);
    const asked = await ask();
    await agree(asked);
    const plain = await opened((await takeExport(world.needs, machine(), asked.id)).file);
    const next = await createWorld();
    next.clock.set(world.clock.now());
    const by = { organisation: next.organisation.id, actor: null, source: commandLine };
    await moveIn(next.needs, { ...by, ...(await readMoving({ bytes: plain })) });
    const give = async (at: World) => {
      const begun = await at.client().api("POST", "/sign-ins", { login: "kim@acme.example", password: kim.password });
      const answer = { method: "totp", code };
      return (await at.client().api("POST", "/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`)).status;
    };
    expect([await give(world), await give(next), await give(next), await give(world)]).toEqual([401, 200, 401, 401]);
    await next.close();
  });

  test("holds an operator by name alone, and they are invited where it is brought", async () => {
    const otto = await administrator("otto", { operator: true });
    const kim = await world.addPerson({ email: "kim@acme.example", enrolled: true });
    const asked = await ask();
    await agree(asked);
    const plain = await opened((await takeExport(world.needs, machine(), asked.id)).file);
    const lines = plain
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const lineOf = ({ person }: TestPerson) => lines.find(({ email }) => email === person.email);
    expect(lineOf(otto)).toMatchObject({
      ...{ status: "active", roles: ["administrator", "operator"] },
      ...{ passwordHash: null, authenticators: [], recoveryCodes: null },
    });
    expect(lineOf(kim)).toMatchObject({
      ...{ passwordHash: expect.stringMatching(/^\$argon2id/), authenticators: [{ digits: 6 }] },
      recoveryCodes: { form: "own" },
    });
    expect(lines.at(-1)).toEqual({ people: 3 });
    const next = await createWorld();
    const by = { organisation: next.organisation.id, actor: null, source: commandLine };
    const report = await moveIn(next.needs, { ...by, ...(await readMoving({ bytes: plain })) });
    expect(report.counts).toMatchObject({ added: 3, passwords: 2, authenticators: 2, recoveryCodes: 20, refused: 0 });
    const statuses = await next.needs.db.list((query) =>
      query.selectFrom("people").select("status").where("email", "=", otto.person.email),
    );
    expect(statuses).toEqual([{ status: "invited" }]);
    await next.close();
  });

  test("can be stopped on the page by an administrator who has no second factor", async () => {
    await world.setPolicy({ organisation: "optional" });
    const plain = await world.addPerson({ email: "plain@acme.example", administrator: true });
    const { session } = await world.client().signIn(world, plain);
    const { id } = await ask();
    const browser = world.client();
    browser.cookies.set("countersign-session", session);
    const stopped = await browser.form(`/admin/organisation/exports/${id}/withdrawal`, {});
    expect(stopped).toMatchObject({ status: 303, location: "/admin/organisation/exports?done=withdrawn" });
    expect((await browser.form("/admin/organisation/exports", { recipients: recipient })).status).toBe(403);
  });

  test("is not lost to a folder that is not there, and nobody else may read the file on the machine", async () => {
    const folder = mkdtempSync(join(tmpdir(), "countersign-export-attacks-"));
    vi.stubEnv("COUNTERSIGN_DATA", world.config.data);
    vi.stubEnv("COUNTERSIGN_KEYS", Buffer.alloc(32, 7).toString("base64"));
    vi.stubEnv("COUNTERSIGN_URL", world.origin);
    const at = { result: () => {}, complain: () => {} } as unknown as Terminal;
    world.clock.set(Date.now());
    const { id, fingerprint } = await askForExport(world.needs, machine(), [recipient]);
    const { id: organisation } = world.organisation;
    const { id: actor } = ada.person;
    const source = { address: "192.0.2.1", userAgent: "" };
    const asAda = { organisation, about: organisation, actor, source, side: "administrator" } as const;
    await expect(exporting(["download", id, join(folder, "early.age")], at)).rejects.toMatchObject({
      code: "export-not-agreed",
    });
    expect(existsSync(join(folder, "early.age"))).toBe(false);
    await agreeToExport(world.needs, asAda, id, fingerprint);
    const nowhere = join(folder, "nowhere", "everybody.age");
    await expect(exporting(["download", id, nowhere], at)).rejects.toMatchObject({ code: "no-file" });
    const file = join(folder, "everybody.age");
    await exporting(["download", id, file], at);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(file).size).toBeGreaterThan(500);
    await expect(exporting(["download", id, file], at)).rejects.toMatchObject({ code: "file-exists" });
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
});
