// People of other systems, brought here as those systems hand them over: they sign in with what they had.
import { execFileSync } from "node:child_process";
import { createHash, pbkdf2Sync, scryptSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { hashSync } from "@node-rs/argon2";
import { hashSync as bcryptSync } from "@node-rs/bcrypt";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NotReadable } from "../../src/admin/moving/coming.ts";
import { lookAtMoving, moveIn, type Report } from "../../src/admin/moving/moving.ts";
import { type Format, readMoving } from "../../src/admin/moving/reading.ts";
import { commandLine } from "../../src/cli/terminal.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { type Client, createWorld, dialects, type World } from "../support/world.ts";

const file = (name: string) => readFileSync(new URL(`../support/moving/${name}`, import.meta.url), "utf8");
const known = JSON.parse(file("better-auth-known.json"));

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const operator = () => ({ organisation: world.organisation.id, actor: null, source: commandLine });

async function bring(text: string, { secret, format }: { secret?: string; format?: Format } = {}): Promise<Report> {
  const read = await readMoving({ bytes: bytes(text), format, secret });
  return moveIn(world.needs, { ...operator(), ...read });
}

/** By another program's reckoning. */
function oathtool(hex: string, { digits = 6, period = 30, hash = "sha1" } = {}): string {
  const now = new Date(world.clock.now()).toISOString().slice(0, 19).replace("T", " ");
  const args = [`--totp=${hash}`, "-d", String(digits), "-s", `${period}s`, "-N", `${now} UTC`, hex];
  return execFileSync("oathtool", args).toString().trim();
}

async function signIn(
  login: string,
  password: string,
  code: string,
  method = "totp",
): Promise<Client["api"] extends (...args: never[]) => Promise<infer A> ? A : never> {
  const client = world.client();
  const begun = await client.api("POST", "/sign-ins", { login, password });
  expect(begun).toMatchObject({ status: 201, json: { step: "second-step" } });
  return client.api("POST", "/sign-ins/current/answers", { method, code }, `SignIn ${begun.json.signIn}`);
}

const hashOf = async (screenName: string): Promise<string> => {
  const rows = await world.needs.db.list((query) =>
    query.selectFrom("people").select("password_hash").where("screen_name_normal", "=", screenName),
  );
  return rows[0]?.password_hash ?? "";
};

const notesOf = (report: Report) =>
  Object.fromEntries(report.lines.map((line) => [line.who, line.notes.map(({ code }) => code)]));

describe("what the real programs hand over", () => {
  test("better-auth: the old password, the old app and a backup code open the account; the hash is ours afterwards", async () => {
    await expect(bring(file("better-auth.json"))).rejects.toMatchObject({ reason: "secret-needed" });
    await expect(bring(file("better-auth.json"), { secret: "another" })).rejects.toMatchObject({
      reason: "wrong-secret",
    });
    const report = await bring(file("better-auth.json"), { secret: known.secret });
    expect(report.counts).toMatchObject({ added: 2, passwords: 2, authenticators: 1, recoveryCodes: 10 });
    const base32 = new URL(known.uri).searchParams.get("secret") as string;
    const hex = Buffer.from(execFileSync("base32", ["-d"], { input: base32.padEnd(56, "=") })).toString("hex");
    expect(await hashOf("kim")).toMatch(/^\$scrypt-nfkc\$ln=14,r=16,p=1\$/);
    const done = await signIn("kim@acme.example", "kim's old pass phrase", oathtool(hex));
    expect(done).toMatchObject({ status: 200, json: { step: "done" } });
    expect(await hashOf("kim")).toMatch(/^\$argon2id\$/);
    world.clock.advance(60_000);
    const lost = await signIn("kim", "kim's old pass phrase", known.codes[3], "recovery-code");
    expect(lost).toMatchObject({ status: 200, json: { step: "set-up", recoveryCodesLeft: 9 } });
    const again = await signIn("kim", "kim's old pass phrase", known.codes[3], "recovery-code");
    expect(again.status).toBe(401);
  });

  test("django-otp: every hash of its own is checked; other lengths and periods are kept", async () => {
    const report = await bring(file("django-otp.json"));
    expect(report.counts).toMatchObject({ added: 5, passwords: 4, authenticators: 3, recoveryCodes: 2, refused: 0 });
    expect(notesOf(report)).toMatchObject({ "max@acme.example": ["clock-drift"], "ned@acme.example": ["unconfirmed"] });
    const kim = await signIn("kim", "kim's old pass phrase", oathtool("3132333435363738393031323334353637383930"));
    expect(kim.status).toBe(200);
    const eight = { digits: 8, period: 60 };
    const lou = await signIn(
      "lou",
      "lou's old pass phrase",
      oathtool("00112233445566778899aabbccddeeff00112233", eight),
    );
    expect(lou.status).toBe(200);
    const max = await signIn("max", "max's old pass phrase", oathtool("ffeeddccbbaa99887766554433221100ffeeddcc"));
    expect(max.status).toBe(200);
    world.clock.advance(60_000);
    expect((await signIn("kim", "kim's old pass phrase", "X7RFS2KA", "recovery-code")).status).toBe(200);
    const ned = await world.client().api("POST", "/sign-ins", { login: "ned", password: "ned's old pass phrase" });
    expect(ned).toMatchObject({ status: 201, json: { step: "set-up" } });
    const oda = await world.client().api("POST", "/sign-ins", { login: "oda", password: "" });
    expect(oda.status).toBe(401);
    for (const name of ["kim", "lou", "max"]) expect(await hashOf(name)).toMatch(/^\$argon2id\$v=19\$m=64,/);
  });
});

describe("documented formats", () => {
  const salt = Buffer.from("0123456789abcdef");
  const b64 = (raw: Uint8Array) => Buffer.from(raw).toString("base64");
  const bare = (raw: Uint8Array) => b64(raw).replace(/=+$/, "");

  test("Keycloak: argon2 and PBKDF2, text and base32 secrets, recovery codes by their hash; passkeys are told of", async () => {
    const argon = hashSync("kim's old pass phrase", {
      memoryCost: 7168,
      timeCost: 5,
      parallelism: 1,
      salt,
      outputLen: 32,
    });
    const value = Buffer.from(argon.split("$").at(-1) as string, "base64");
    const credential = (type: string, data: object, secret: object) => ({
      type,
      credentialData: JSON.stringify(data),
      secretData: JSON.stringify(secret),
    });
    const more = { hashLength: ["32"], memory: ["7168"], type: ["id"], version: ["1.3"], parallelism: ["1"] };
    const code = "K7RWP2LQX9TA";
    const realm = {
      realm: "old",
      users: [
        {
          username: "kim",
          email: "kim@acme.example",
          firstName: "Kim",
          lastName: "Larsen",
          enabled: true,
          credentials: [
            credential(
              "password",
              { hashIterations: 5, algorithm: "argon2", additionalParameters: more },
              { value: b64(value), salt: b64(salt), additionalParameters: {} },
            ),
            credential(
              "otp",
              { subType: "totp", digits: 6, counter: 0, period: 30, algorithm: "HmacSHA256" },
              { value: "DJmQfC73VGFhw7D4QJ8B" },
            ),
            credential(
              "recovery-authn-codes",
              { hashIterations: 1, algorithm: "SHA-512", totalCodes: 1, remainingCodes: 1 },
              { codes: [{ number: 1, encodedHashedValue: createHash("sha512").update(code).digest("base64") }] },
            ),
            credential("webauthn", {}, {}),
          ],
        },
        {
          username: "lou@acme.example",
          enabled: true,
          credentials: [
            credential(
              "password",
              { hashIterations: 27500, algorithm: "pbkdf2-sha256" },
              { value: b64(pbkdf2Sync("lou's old pass phrase", salt, 27_500, 64, "sha256")), salt: b64(salt) },
            ),
            credential(
              "otp",
              { subType: "hotp", digits: 6, counter: 7, algorithm: "HmacSHA1" },
              { value: "DJmQfC73VGFhw7D4QJ8C" },
            ),
          ],
        },
        { username: "max", email: "max@acme.example", enabled: false, credentials: [] },
        { username: "service-account-x", enabled: true, serviceAccountClientId: "x", credentials: [] },
      ],
    };
    const report = await bring(JSON.stringify(realm));
    expect(report.counts).toMatchObject({ added: 2, refused: 1, passwords: 2, authenticators: 1, recoveryCodes: 1 });
    expect(notesOf(report)).toEqual({
      "kim@acme.example": ["passkeys-stay"],
      "lou@acme.example": ["hotp"],
      "max@acme.example": ["disabled-there"],
    });
    const hex = Buffer.from("DJmQfC73VGFhw7D4QJ8B").toString("hex");
    expect((await signIn("kim", "kim's old pass phrase", oathtool(hex, { hash: "sha256" }))).status).toBe(200);
    expect((await signIn("kim", "kim's old pass phrase", "k7rw-p2lq-x9ta", "recovery-code")).status).toBe(200);
    const lou = await world
      .client()
      .api("POST", "/sign-ins", { login: "lou@acme.example", password: "lou's old pass phrase" });
    expect(lou).toMatchObject({ status: 201, json: { step: "set-up" } });
  });

  test("Authelia: its people with every digest it knows, then its TOTP export by their names", async () => {
    const secret = Buffer.from("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c", "hex");
    const dots = (text: string) => text.replaceAll("+", ".");
    const users = `# Users\nusers:\n  kim:\n    disabled: false\n    displayname: "Kim Larsen"\n    password: "${hashSync("kim's old pass phrase", { memoryCost: 65536, timeCost: 3, parallelism: 4 })}"\n    email: kim@acme.example\n    groups:\n      - admins\n  lou:\n    displayname: Lou\n    password: '$scrypt$ln=16,r=8,p=1$${bare(salt)}$${bare(scryptSync("lou's old pass phrase", salt, 32, { N: 65536, r: 8, p: 1, maxmem: 2 ** 28 }))}'\n    email: lou@acme.example\n  max:\n    displayname: Max\n    password: '$pbkdf2-sha512$310000$${dots(bare(salt))}$${dots(bare(pbkdf2Sync("max's old pass phrase", salt, 310_000, 64, "sha512")))}'\n    email: max@acme.example\n  ned:\n    displayname: Ned\n    password: '${bcryptSync("ned's old pass phrase", 10)}'\n    email: ned@acme.example\n  oda:\n    displayname: Oda\n    password: '$6$rounds=50000$abcdefgh$${"a".repeat(86)}'\n    email: oda@acme.example\n  pia:\n    displayname: Pia\n    disabled: true\n    password: ''\n    email: pia@acme.example\n`;
    const report = await bring(users);
    expect(report.counts).toMatchObject({ added: 5, passwords: 4, refused: 1 });
    expect(notesOf(report)).toMatchObject({
      "oda@acme.example": ["unknown-hash"],
      "pia@acme.example": ["disabled-there"],
    });
    const totp = `# yaml-language-server: $schema=https://www.authelia.com/schemas/v4.39/json-schema/exports.totp.json\ntotp_configurations:\n  - created_at: 2024-01-02T03:04:05Z\n    last_used_at: 2024-02-02T03:04:05Z\n    username: kim\n    issuer: auth.acme.example\n    algorithm: SHA512\n    digits: 8\n    period: 60\n    secret: ${encodeBase32(secret)}\n  - username: nobody\n    issuer: auth.acme.example\n    algorithm: SHA1\n    digits: 6\n    period: 30\n    secret: ${encodeBase32(secret)}\n`;
    const second = await bring(totp);
    expect(second.counts).toMatchObject({ completed: 1, refused: 1, authenticators: 1 });
    expect(notesOf(second)).toMatchObject({ nobody: ["not-here"] });
    const code = oathtool(secret.toString("hex"), { digits: 8, period: 60, hash: "sha512" });
    expect((await signIn("kim", "kim's old pass phrase", code)).status).toBe(200);
    for (const name of ["lou", "max", "ned"]) {
      const client = world.client();
      expect((await client.api("POST", "/sign-ins", { login: name, password: "something else" })).status).toBe(401);
      expect(
        (await client.api("POST", "/sign-ins", { login: name, password: `${name}'s old pass phrase` })).status,
      ).toBe(201);
      expect(await hashOf(name)).toMatch(/^\$argon2id\$v=19\$m=64,/);
    }
  }, 60_000);

  test("otpauth lists and Google Authenticator's address: by line, with what is not taken and why", async () => {
    for (const email of ["kim@acme.example", "lou@acme.example", "alice@google.com"]) await world.addPerson({ email });
    const secret = Buffer.from("3132333435363738393031323334353637383930", "hex");
    const base32 = encodeBase32(secret);
    const list = [
      `otpauth://totp/Old%20Shop:kim%40acme.example?secret=${base32}&issuer=Old%20Shop&algorithm=SHA256&digits=8&period=60`,
      "",
      `otpauth://hotp/Old:lou@acme.example?secret=${base32}&counter=1`,
      `otpauth://totp/Old:lou@acme.example?secret=${base32}&digits=9`,
      "otpauth://totp/Old:lou@acme.example?secret=AAAA",
      "otpauth://totp/Old:lou@acme.example?secret=0189",
      `otpauth://totp/Old:nobody@acme.example?secret=${base32}`,
      "otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZSABKAEwAhABGAEgACjr4JKK%2B%2F%2F%2F%2F%2F8B",
      "otpauth-migration://offline?data=AAAA",
      base32,
    ].join("\n");
    const report = await bring(list);
    expect(report.lines.map(({ line, outcome, notes }) => [line, outcome, notes[0]?.code])).toEqual([
      [1, "complete", undefined],
      [3, "refused", "hotp"],
      [4, "refused", "bad-settings"],
      [5, "refused", "short-secret"],
      [6, "refused", "bad-secret"],
      [7, "add", undefined],
      [8, "complete", "weak-secret"],
      [9, "refused", "unreadable"],
      [10, "refused", "unreadable"],
    ]);
    expect(JSON.stringify(report)).not.toContain(base32);
    const code = oathtool(secret.toString("hex"), { digits: 8, period: 60, hash: "sha256" });
    expect((await signIn("kim", "a quiet harbour at dawn", code)).status).toBe(200);
    const alice = oathtool(Buffer.from("Hello!\xde\xad\xbe\xef", "latin1").toString("hex"));
    expect((await signIn("alice@google.com", "a quiet harbour at dawn", alice)).status).toBe(200);
  });

  test("a hash that would take minutes or gigabytes is not taken, and who comes with it chooses a password", async () => {
    const hash = (text: string) => `"${text}"`;
    const tail = `${bare(salt)}$${bare(Buffer.alloc(32, 1))}`;
    const rows = [
      `$argon2id$v=19$m=4194304,t=1,p=1$${tail}`,
      `$argon2id$v=19$m=65536,t=4000,p=1$${tail}`,
      `$scrypt$ln=24,r=8,p=1$${tail}`,
      `$scrypt$ln=10,r=8,p=4000$${tail}`,
      `$pbkdf2-sha256$i=900000000$${tail}`,
      `$2b$31$${"a".repeat(53)}`,
    ].map((text, i) => `p${i}@acme.example,${hash(text)}`);
    const report = await bring(`email,passwordHash\n${rows.join("\n")}\n`);
    expect(report.counts).toMatchObject({ added: 6, passwords: 0 });
    expect(report.lines.map(({ notes }) => notes.map(({ code }) => code))).toEqual(rows.map(() => ["costly-hash"]));
  });

  test("a file that is none of its format says so, and changes nothing", async () => {
    for (const [text, format, reason] of [
      ["hello", undefined, "unknown-format"],
      ["{}", undefined, "unknown-format"],
      ["[1,2", "keycloak", "not-of-format"],
      ["users: [", "authelia", "not-of-format"],
      ["a: &a [1]\nusers: {x: [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]}", "authelia", "not-of-format"],
      ["\u{feff}email,password\nkim@acme.example,secret\n", "csv", "not-of-format"],
      ["age-encryption.org/v1\n-> X25519", undefined, "sealed"],
    ] as const) {
      const reading = readMoving({ bytes: bytes(text), format });
      await expect(reading, text).rejects.toMatchObject({ reason });
      await expect(reading).rejects.toBeInstanceOf(NotReadable);
    }
  });
});

describe.each(dialects)("what stays as it is, on %s", (dialect) => {
  let own: World;
  beforeEach(async () => {
    own = await createWorld({ dialect });
  });
  afterEach(() => own.close());

  const base32 = encodeBase32(Buffer.alloc(20, 5));
  const csv = `email,displayName,secret,recoveryCodes\nkim@acme.example,Kim,${base32},abcd-efgh-1 ijkl-mnop-2\nlou@acme.example,Lou,${base32},\n`;
  const read = () => readMoving({ bytes: bytes(csv) });
  const snapshot = async () =>
    own.needs.db.list((query) =>
      query.selectFrom("people").select(["email", "authenticators", "codes_left", "password_version"]).orderBy("email"),
    );

  test("a look keeps nothing; the same file twice changes nothing; an interrupted one is finished by bringing it again", async () => {
    const by = { organisation: own.organisation.id, actor: null, source: commandLine };
    const { people, format } = await read();
    const before = await snapshot();
    expect((await lookAtMoving(own.needs, by, { people })).counts).toMatchObject({
      added: 2,
      authenticators: 2,
      recoveryCodes: 2,
    });
    expect(await snapshot()).toEqual(before);
    await moveIn(own.needs, { ...by, people: people.slice(0, 1), format });
    const rest = await moveIn(own.needs, { ...by, people, format });
    expect(rest.counts).toMatchObject({ added: 1, unchanged: 1 });
    const after = await snapshot();
    expect((await moveIn(own.needs, { ...by, people, format })).counts).toMatchObject({
      added: 0,
      completed: 0,
      unchanged: 2,
    });
    expect(await snapshot()).toEqual(after);
  });

  test("two at the same instant bring everybody once", async () => {
    const by = { organisation: own.organisation.id, actor: null, source: commandLine };
    const { people, format } = await read();
    await Promise.all([1, 2].map(() => moveIn(own.needs, { ...by, people, format })));
    expect(await snapshot()).toMatchObject([{ authenticators: 1, codes_left: 2 }, { authenticators: 1 }]);
  });

  test("nobody's own authenticator, codes or password is replaced, nobody of another organisation touched, nobody with a role given anything by an administrator", async () => {
    const ada = await own.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    await own.addPerson({ email: "kim@acme.example", enrolled: true });
    await own.addPerson({ email: "lou@acme.example", helper: true });
    const beta = await own.addOrganisation("Beta", "beta.example");
    await own.addPerson({ email: "kim@acme.example", organisation: beta });
    const before = await snapshot();
    const by = {
      organisation: own.organisation.id,
      actor: ada.person.id,
      source: { address: "192.0.2.1", userAgent: "" },
    };
    const report = await moveIn(own.needs, { ...by, ...(await read()) });
    expect(notesOf(report)).toEqual({
      "kim@acme.example": ["authenticator-kept", "codes-kept"],
      "lou@acme.example": ["has-role"],
    });
    expect(report.counts).toMatchObject({ added: 0, completed: 0, unchanged: 1, refused: 1 });
    expect(await snapshot()).toEqual(before);
  });

  test("no secret of a file is in the trail, the outbox, the log or the report", async () => {
    const by = { organisation: own.organisation.id, actor: null, source: commandLine };
    const report = await moveIn(own.needs, { ...by, ...(await read()) });
    const kept: string[] = [JSON.stringify(report), ...own.logged];
    for (const table of [
      "audit_events",
      "outbox",
      "webhook_deliveries",
      "people",
      "authenticators",
      "recovery_codes",
      "recovery_code_sets",
    ] as const)
      kept.push(JSON.stringify(await own.needs.db.list((query) => query.selectFrom(table).selectAll())));
    for (const canary of [base32, "abcd-efgh-1", "ABCDEFGH1", Buffer.alloc(20, 5).toString("hex")])
      expect(kept.join("\n")).not.toContain(canary);
    const names = (await own.needs.db.list((query) => query.selectFrom("audit_events").select("name"))).map(
      ({ name }) => name,
    );
    expect(names).toEqual(
      expect.arrayContaining(["people.moved-in", "person.added", "authenticator.imported", "recovery-codes.imported"]),
    );
  });
});

describe("over the API", () => {
  const list = "otpauth://totp/Old:kim@acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n";
  const send = (client: Client, authorization: string, query = "", type = "application/octet-stream") =>
    client.send("POST", `/api/v1/people/moving${query}`, list, { authorization, "content-type": type });

  test("an administrator with a fresh proof looks first and brings then; what came so goes when a role is given", async () => {
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    const client = world.client();
    const begun = await client.api("POST", "/sign-ins", { login: ada.person.email, password: ada.password });
    const answer = { method: "totp", code: world.code(ada) };
    const done = await client.api("POST", "/sign-ins/current/answers", answer, `SignIn ${begun.json.signIn}`);
    const bearer = `Bearer ${done.json.session}`;
    expect(await send(client, bearer, "?dryRun=yes")).toMatchObject({
      status: 200,
      json: {
        saved: false,
        format: "otpauth",
        added: 1,
        authenticators: 1,
        lines: [{ line: 1, who: "kim@acme.example", outcome: "add" }],
      },
    });
    expect((await send(client, bearer, "", "text/plain")).status).toBe(415);
    expect(await send(client, bearer, "?format=keycloak")).toMatchObject({
      status: 400,
      json: { code: "file-not-readable", reason: "not-of-format" },
    });
    expect(await send(client, bearer)).toMatchObject({ status: 200, json: { saved: true, added: 1, waiting: 0 } });
    expect(await send(client, bearer)).toMatchObject({ status: 200, json: { added: 0, unchanged: 1 } });
    const people = await client.api("GET", "/people?search=kim", undefined, bearer);
    const [kim] = people.json.people;
    const given = await client.api("PATCH", `/people/${kim.id}`, { helper: true }, bearer);
    expect(given.status).toBe(200);
    const rows = await world.needs.db.list((query) =>
      query.selectFrom("people").select("authenticators").where("id", "=", kim.id),
    );
    expect(rows).toEqual([{ authenticators: 0 }]);
    expect(await send(client, bearer)).toMatchObject({
      json: { refused: 1, lines: [{ notes: [{ code: "has-role" }] }] },
    });
    world.clock.advance(20 * 60_000);
    expect(await send(client, bearer)).toMatchObject({ status: 403, json: { code: "step-up-required" } });
  });
});
