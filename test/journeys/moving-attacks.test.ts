// Files that were made to do harm: to the process that reads them, to whoever is named in them, to whoever reads the report.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readUpload } from "../../src/admin/moving/apart.ts";
import { coming } from "../../src/admin/moving/coming.ts";
import { lookAtMoving, moveIn, type Report } from "../../src/admin/moving/moving.ts";
import { type Format, readMoving } from "../../src/admin/moving/reading.ts";
import { writeOne } from "../../src/admin/moving/writing.ts";
import { commandLine } from "../../src/cli/terminal.ts";
import { readPasswordHash } from "../../src/kernel/password-hashes.ts";
import { encodeBase32 } from "../../src/otp/index.ts";
import { prepareBroughtCodes, prepareCodes, storeCodes, unusedCodes } from "../../src/recovery-codes/actions.ts";
import { createWorld, dialects, type World } from "../support/world.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
/** So many of a piece, each with its number. */
const many = (howMany: number, piece: (i: number) => string): string =>
  Array.from({ length: howMany }, (_, i) => piece(i)).join("");
const read = (text: string, format?: Format) => readMoving({ bytes: bytes(text), format });

describe("a file that is read", () => {
  test.each<[string, string, Format]>([
    ["many rows of nobody", `{"auth_user":[],"otp_totp_totpdevice":[${many(300_000, () => "{},")}{}]}`, "django-otp"],
    ["many rows of one table", `[${many(60_000, () => '{"model":"a.b"},')}{"model":"auth.user"}]`, "django-otp"],
    [
      "many people of one number, with many devices",
      `{"auth_user":[${many(20_000, () => '{"id":1},')}{}],"otp_totp_totpdevice":[${many(20_000, () => '{"user":1,"key":"00"},')}{}]}`,
      "django-otp",
    ],
    [
      "many devices of one number, with many codes",
      `{"auth_user":[{"id":1,"email":"k@a.example"}],"otp_static_staticdevice":[${many(20_000, () => '{"user":1,"id":1},')}{}],"otp_static_statictoken":[${many(15_000, () => '{"device":1,"token":"abcdefgh"},')}{}]}`,
      "django-otp",
    ],
    [
      "a line of many names above many short ones",
      `# user\n${many(60_000, (i) => `${i},`)}\n${many(60_000, () => "x\n")}# account\nx\n`,
      "better-auth",
    ],
    ["many names in YAML", `users:\n${many(50_000, (i) => ` a${i}:\n`)}`, "authelia"],
  ])("takes time as it is long, with %s", async (_, text, format) => {
    const began = performance.now();
    await read(text, format);
    // Each took minutes, while nobody else was answered.
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test.each([
    ["maps as keys of maps", "? ".repeat(8000)],
    ["maps as names of people", `users:\n  ${"? ".repeat(8000)}`],
    ["a map as one person's name", "users:\n  {a: {b: c}}: {email: kim@a.example}\n"],
    ["lists as keys", `users:\n  ${"? [".repeat(5000)}`],
  ])("is refused at once, with %s in YAML", async (_, text) => {
    await expect(read(text, "authelia")).rejects.toMatchObject({ reason: "not-of-format" });
  });

  test("is read with names that are numbers or truths in YAML", async () => {
    const { people } = await read("users:\n  123: {email: a@a.example}\n  true: {email: b@a.example}\n", "authelia");
    expect(people.map(({ email }) => email)).toEqual(["a@a.example", "b@a.example"]);
  });

  test("holds what is no text where text belongs, and is read all the same", async () => {
    const odd = '{"toString":1,"valueOf":1}';
    const keycloak = (credential: string) =>
      `{"realm":"x","users":[{"username":"kim","email":"kim@a.example","credentials":[${credential}]}]}`;
    const device = (fields: string) =>
      `{"auth_user":[{"id":1,"email":"kim@a.example"}],"otp_totp_totpdevice":[{"user":1,"key":"${"00".repeat(20)}",${fields}}]}`;
    for (const text of [
      keycloak(`{"type":"otp","credentialData":{"algorithm":${odd}},"secretData":{"value":"12345678901234567890"}}`),
      keycloak(`{"type":"password","credentialData":{"algorithm":${odd},"hashIterations":${odd}},"secretData":{}}`),
      keycloak(
        `{"type":"password","credentialData":{"algorithm":"argon2","additionalParameters":{"type":[${odd}],"memory":[${odd}]}},"secretData":{}}`,
      ),
      `{"auth_user":[{"id":${odd},"email":"kim@a.example","password":${odd},"is_active":${odd}}]}`,
      ...["t0", "drift", "confirmed", "digits", "step"].map((name) => device(`"${name}":${odd}`)),
    ]) {
      const { people } = await read(text);
      expect(people).toHaveLength(1);
      expect(people[0]).toMatchObject({ email: "kim@a.example" });
    }
  });

  test("of one person has ten authenticators at most, in however many lines", async () => {
    const world = await createWorld();
    const secret = (i: number) => encodeBase32(Buffer.alloc(20, i + 1));
    const text = many(40, (i) => `otpauth://totp/kim@acme.example?secret=${secret(i)}\n`);
    const by = { organisation: world.organisation.id, actor: null, source: commandLine };
    const report = await moveIn(world.needs, { ...by, ...(await read(text)) });
    expect(report.counts).toMatchObject({ added: 1, authenticators: 10 });
    expect(report.lines[0]?.notes).toEqual([{ code: "too-many" }]);
    const again = await moveIn(world.needs, { ...by, ...(await read(text)) });
    expect(again.counts).toMatchObject({ unchanged: 1, authenticators: 0 });
    await world.close();
  });
});

describe("a file that came over the network", () => {
  test("gets to its end, however little time each request has", async () => {
    const world = await createWorld();
    const text = many(90, (i) => `otpauth://totp/p${i}@acme.example?secret=${encodeBase32(Buffer.alloc(20, i + 1))}\n`);
    const by = { organisation: world.organisation.id, actor: null, source: commandLine };
    const waiting: number[] = [];
    for (let i = 0; i < 5; i++)
      waiting.push((await moveIn(world.needs, { ...by, ...(await read(text)), pace: { within: 0 } })).waiting);
    expect(waiting).toEqual([65, 40, 15, 0, 0]);
    const last = await moveIn(world.needs, { ...by, ...(await read(text)) });
    expect(last.counts).toMatchObject({ added: 0, unchanged: 90 });
    await world.close();
  });

  test("is read beside everything else, and is not one of more people than anybody has", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 20);
    const upload = { bytes: bytes(`{"realm":"x","users":[${many(300_000, () => "{},")}{}]}`) };
    await expect(readUpload("acme", upload)).rejects.toMatchObject({ reason: "too-large" });
    clearInterval(timer);
    // Where it is read in between, there is not one.
    expect(turns).toBeGreaterThan(3);
    const good = await readUpload("acme", {
      bytes: bytes(
        many(400, (i) => `otpauth://totp/p${i}@a.example?secret=${encodeBase32(Buffer.alloc(20, i % 250))}\n`),
      ),
    });
    expect(good).toMatchObject({ format: "otpauth" });
    expect(good.people).toHaveLength(400);
    await expect(readUpload("acme", { bytes: bytes("hello") })).rejects.toMatchObject({ reason: "unknown-format" });
  });

  test("waits for those of its own organisation, which takes no more than its turn", async () => {
    const file = {
      bytes: bytes(many(400, (i) => `otpauth://totp/p${i}@a.example?secret=${encodeBase32(Buffer.alloc(20, 1))}\n`)),
    };
    const all = ["acme", "acme", "acme", "other"].map((organisation) => readUpload(organisation, file));
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
      ...["fulfilled", "fulfilled", "rejected", "fulfilled"],
    ]);
    await expect(all[2]).rejects.toMatchObject({ code: "busy", status: 503 });
  });

  test("is written when those before it are, two of an organisation waiting at most; others are not kept from it", async () => {
    const world = await createWorld();
    const other = await world.addOrganisation("Other", "other.example");
    const at = (organisation: string) => ({ organisation, actor: null, source: commandLine });
    const text = `email,recoveryCodes\n${many(3, (i) => `p${i}@acme.example,"abcdefgh abcdefg${i}"\n`)}`;
    const file = await read(text);
    const moving = [...Array(5).fill(world.organisation.id), other.id].map((id) =>
      moveIn(world.needs, { ...at(id), ...file }),
    );
    const came = await Promise.allSettled(moving);
    expect(came.map((one) => (one.status === "fulfilled" ? one.value.counts.added : one.reason.code))).toEqual([
      ...[3, 0, 0, "busy", "busy", 3],
    ]);
    await world.close();
  });

  test("does not go out of memory but its own", async () => {
    // Lists in lists, of which every level is a thing of its own.
    const upload = { bytes: bytes(`users: ${"[".repeat(200_000)}`), format: "authelia" as const };
    await expect(readUpload("acme", upload)).rejects.toMatchObject({
      reason: expect.stringMatching(/^(too-large|not-of-format)$/),
    });
  });
});

describe("what could not be checked any more", () => {
  const salt = Buffer.alloc(16, 7).toString("base64").replace(/=+$/, "");
  const hash = Buffer.alloc(32, 7).toString("base64").replace(/=+$/, "");

  test("is no password: argon2 with less memory than its lanes need", () => {
    expect(readPasswordHash(`$argon2id$v=19$m=1,t=1,p=16$${salt}$${hash}`)).toEqual({ outcome: "unknown" });
    expect(readPasswordHash(`$argon2id$v=19$m=8,t=1,p=1$${salt}$${hash}`).outcome).toBe("read");
  });

  test("are no recovery codes of an export; the same one twice is one", async () => {
    const person = (hashing: string) =>
      [
        { format: "countersign-export", version: 1 },
        {
          email: "kim@a.example",
          authenticators: [{ secret: encodeBase32(Buffer.alloc(20, 5)) }],
          recoveryCodes: { form: "own", hashing, salt, hashes: [hash, `${hash}=`, hash] },
        },
        { people: 1 },
      ]
        .map((line) => JSON.stringify(line))
        .join("\n");
    const bad = await read(person("m=1,t=1,p=16"));
    expect(bad.people[0]?.notes).toEqual([{ code: "codes-unreadable" }]);
    const good = await read(person("m=64,t=1,p=1"));
    const world = await createWorld();
    const by = { organisation: world.organisation.id, actor: null, source: commandLine };
    expect((await moveIn(world.needs, { ...by, ...good })).counts).toMatchObject({ added: 1, recoveryCodes: 1 });
    await world.close();
  });
});

describe.each(dialects)("on %s", (dialect) => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld({ dialect });
  });
  afterEach(() => world.close());
  const operator = () => ({ organisation: world.organisation.id, actor: null, source: commandLine });
  const choices = { types: ["standard"], usual: "standard", inviting: false };

  test("codes that somebody made while a file's were hashed stay theirs; what came up meanwhile waits for the next time", async () => {
    const kim = await world.addPerson({ email: "kim@acme.example" });
    const key = { organisation: world.organisation.id, person: kim.person.id };
    const one = {
      ...coming(1),
      email: "kim@acme.example",
      authenticators: [
        { name: "", secret: Buffer.alloc(20, 5), settings: { algorithm: "SHA1" as const, digits: 6, period: 30 } },
      ],
      codes: ["abcd-efgh-1"],
    };
    const hashed = await prepareBroughtCodes(world.needs, one.codes, "brought");
    const later = await world.needs.db.transaction((tx) =>
      writeOne(tx, world.needs, operator(), one, { ...choices, codes: undefined }),
    );
    expect(later.judged).toMatchObject({ outcome: "refused", notes: [{ code: "meanwhile" }] });
    const own = await prepareCodes(world.needs);
    await world.needs.db.transaction((tx) => storeCodes(tx, world.needs, key, own));
    const written = await world.needs.db.transaction((tx) =>
      writeOne(tx, world.needs, operator(), one, { ...choices, codes: hashed }),
    );
    expect(written.judged).toMatchObject({ outcome: "complete", codes: undefined });
    expect((await unusedCodes(world.needs.db, key))?.hashes).toHaveLength(10);
  });

  test("codes alone are given to nobody, with an authenticator that came before or without; codes that come late are told by mail", async () => {
    const ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    const asAda = {
      organisation: world.organisation.id,
      actor: ada.person.id,
      source: { address: "192.0.2.1", userAgent: "" },
    };
    const secret = encodeBase32(Buffer.alloc(20, 5));
    const seen = await moveIn(world.needs, {
      ...operator(),
      ...(await read(`email,secret\nkim@acme.example,${secret}\n`)),
    });
    expect(seen.counts).toMatchObject({ added: 1, authenticators: 1 });
    const chosen = "email,recoveryCodes\nkim@acme.example,chosen-by-me-1 chosen-by-me-2\n";
    for (const by of [asAda, operator()]) {
      const planted = await moveIn(world.needs, { ...by, ...(await read(chosen)) });
      expect(planted.counts).toMatchObject({ completed: 0, unchanged: 1, recoveryCodes: 0 });
      expect(planted.lines[0]?.notes).toEqual([{ code: "codes-alone" }]);
    }
    const letters = () =>
      world.needs.db.list((query) =>
        query.selectFrom("outbox").select(["kind", "recipient"]).where("kind", "=", "recovery-codes.imported"),
      );
    const whole = (name: string) =>
      `email,secret,recoveryCodes\n${name}@acme.example,${secret},abcd-efgh-1 abcd-efgh-2\n`;
    expect((await moveIn(world.needs, { ...asAda, ...(await read(whole("lou"))) })).counts).toMatchObject({ added: 1 });
    expect(await letters()).toEqual([]);
    const late = await moveIn(world.needs, { ...asAda, ...(await read(whole("kim"))) });
    expect(late.counts).toMatchObject({ completed: 1, authenticators: 0, recoveryCodes: 2 });
    expect(await letters()).toEqual([{ kind: "recovery-codes.imported", recipient: "kim@acme.example" }]);
  });

  test("names with what no name holds: neither the database, nor a terminal, nor a page is given it", async () => {
    const secret = encodeBase32(Buffer.alloc(20, 9));
    const odd = ["%00", "%1b%5b2J", "%E2%80%AE", "%0A", "%ED%A0%80", "%F0%9F%92%A9", "%C2%9B31m", "%EF%BB%BF"];
    const text = [
      ...odd.flatMap((part) => [
        `otpauth://totp/a${part}b@acme.example?secret=${secret}`,
        `otpauth://totp/kim${part}?secret=${secret}`,
        `otpauth://totp/lou@acme.example?secret=${secret}&issuer=Shop${part}`,
      ]),
      `otpauth://totp/${"a".repeat(5000)}@acme.example?secret=${secret}`,
    ].join("\n");
    const found = await read(text);
    const look: Report = await lookAtMoving(world.needs, operator(), found);
    const report = await moveIn(world.needs, { ...operator(), ...found });
    expect(report.lines.map(({ outcome }) => outcome)).toEqual(look.lines.map(({ outcome }) => outcome));
    for (const { who } of report.lines) expect(who).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    const lines = [
      { format: "countersign-export", version: 1 },
      { email: "nul@acme.example", displayName: "a\u0000b\u202ec", screenName: "nul\u0000", language: "\u0000" },
      { email: "half@acme.example", displayName: "\ud800 half", screenName: "ha\udc00lf", accountType: "\u0000" },
      { email: "\u0000@acme.example", authenticators: [{ name: "\u0000\u202e", secret }] },
      { email: "own@acme.example", authenticators: [{ name: "\u0000\u202e", secret }] },
      { people: 4 },
    ];
    const second = await moveIn(world.needs, {
      ...operator(),
      ...(await read(lines.map((line) => JSON.stringify(line)).join("\n"))),
    });
    expect(second.counts).toMatchObject({ added: 3, refused: 1 });
    const kept = await world.needs.db.list((query) =>
      query.selectFrom("people").select(["email", "screen_name", "display_name"]),
    );
    const names = await world.needs.db.list((query) => query.selectFrom("authenticators").select("name"));
    for (const value of [...kept.flatMap((row) => Object.values(row)), ...names.map(({ name }) => name)])
      expect(value).not.toMatch(/[\p{Cc}\u202e\p{Cs}]/u);
  });
});
