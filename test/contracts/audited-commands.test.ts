// Whatever a command does leaves an event: each is run once, and looked behind.

import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fingerprintOf } from "../../src/admin/exporting/rules.ts";
import { readConfig } from "../../src/config.ts";
import { standing } from "../../src/help-requests/actions.ts";
import { sha256 } from "../../src/kernel/hashing.ts";
import { newId } from "../../src/kernel/ids.ts";
import { open } from "../../src/opening.ts";
import { organisationCalled } from "../../src/organisations/actions.ts";
import type { Organisation } from "../../src/organisations/rules.ts";
import { personByLogin } from "../../src/people/actions.ts";
import { type Login, readLogin } from "../../src/people/rules.ts";
import { pixel } from "../journeys/matrix/requests.ts";
import { run, startProgram } from "../support/commands.ts";

let folder: string;
let env: Record<string, string>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-audited-"));
  env = { PATH: process.env.PATH ?? "", COUNTERSIGN_DATA: join(folder, "data"), COUNTERSIGN_LOG_LEVEL: "error" };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** Keys are made in a browser alone: this one is put there. */
function apiKey(): string {
  const db = new DatabaseSync(join(folder, "data", "countersign.sqlite"));
  const id = "A".repeat(22);
  try {
    db.prepare(
      `insert into api_keys (organisation_id, id, name, scopes, secret_hash, created_at, expires_at)
       select id, ?, 'Job', 'read:people', x'00', ?, ? from organisations limit 1`,
    ).run(id, Date.now(), Date.now() + 86_400_000);
  } finally {
    db.close();
  }
  return id;
}

/** What only people at a browser bring about: their session's browser, their call for help, a letter nobody took. */
async function visits(): Promise<Record<"browser" | "approved" | "declined" | "letter", string>> {
  const needs = await open(readConfig(env));
  try {
    const { id: organisation } = (await organisationCalled(needs.db)) as Organisation;
    const personAt = (text: string) => personByLogin(needs.db, organisation, readLogin(text) as Login);
    const [kim, ana] = [await personAt("kim@acme.example"), await personAt("ana@acme.example")];
    if (!kim || !ana) throw new Error("nobody there");
    const browser = "B".repeat(22);
    const [approved, declined, letter] = ["C".repeat(22), "D".repeat(22), newId(needs)];
    const at = Date.now();
    const db = new DatabaseSync(join(folder, "data", "countersign.sqlite"));
    db.prepare(
      `insert into trusted_browsers (organisation_id, id, person_id, token_hash, rotated_at, created_at, last_used_at,
        expires_at, user_agent, address) values (?, ?, ?, x'00', ?, ?, ?, ?, '', '192.0.2.1')`,
    ).run(organisation, browser, kim.id, at, at, at, at + 86_400_000);
    for (const [id, person] of [
      [approved, kim],
      [declined, ana],
    ] as const)
      db.prepare(
        `insert into help_requests (organisation_id, id, person_id, message, asked_at, address, user_agent, status, standing,
          cancel_token_hash) values (?, ?, ?, 'lost', ?, '192.0.2.1', '', 'open', ?, x'00')`,
      ).run(organisation, id, person.id, at, await standing(needs.db, person));
    db.prepare(
      `insert into outbox (organisation_id, id, person_id, recipient, kind, details, created_at, tries)
        values (?, ?, ?, ?, 'person.disabled', '{}', ?, 9)`,
    ).run(organisation, letter, kim.id, kim.email, at);
    db.close();
    return { browser, approved, declined, letter };
  } finally {
    await needs.db.close();
  }
}

/** Something that was given up on its way to the only webhook, and a link of kim with the only identity provider. */
function beforehand(command: string): void {
  const db = new DatabaseSync(join(folder, "data", "countersign.sqlite"));
  const at = Date.now();
  if (command === "webhook again")
    db.prepare(
      `insert into webhook_deliveries (organisation_id, id, webhook_id, event_id, created_at, tries, failure)
        select organisation_id, '01890000-0000-7000-8000-000000000001', id, '01890000-0000-7000-8000-000000000002', ?, 9, 'gone'
        from webhooks limit 1`,
    ).run(at);
  if (command === "export withdraw" || command === "export agree") {
    const ana = "from people where email = 'ana@acme.example'";
    const known = db.prepare(`select password_version ${ana}`).get() as { password_version: number };
    // She has no authenticator: her password alone.
    const setUp = sha256(String(known.password_version)).toString("hex");
    db.prepare(
      `insert into exports
        (organisation_id, id, recipients, fingerprint, asked_at, administrator_id, administrator_at, administrator_set_up)
        select organisation_id, ?, ?, ?, ?, id, ?, ? ${ana}`,
    ).run(
      ...[exportOf(command === "export agree" ? 2 : 1), JSON.stringify([ageRecipient])],
      ...[fingerprintOf([ageRecipient]), at, at, setUp],
    );
  }
  if (command === "person unlink")
    db.prepare(
      `insert into identities (organisation_id, provider_id, subject, person_id, email, linked_at, last_used_at)
        select p.organisation_id, p.id, 'kim', k.id, k.email, ?, ? from identity_providers p, people k
        where k.email = 'kim@acme.example' limit 1`,
    ).run(at, at);
  db.close();
}

const ageRecipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
const exportOf = (number: number) => `01890000-0000-7000-8000-00000000000${number}`;

/** In an order in which each has something to do, with the event that tells of it. */
const acts = (): [command: string, words: string[], event: string][] => {
  const policy = file("policy.json", JSON.stringify({ ...JSON.parse(current()), helpRequests: false }));
  const people = file("people.csv", "email,displayName\nlou@acme.example,Lou\n");
  const logo = join(folder, "logo.png");
  writeFileSync(logo, pixel);
  const moving = file("moving.txt", "otpauth://totp/Old:max@acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n");
  return [
    ["person add", ["kim@acme.example"], "person.added"],
    ["person import", [people], "people.import-begun"],
    ["import", [moving], "people.moved-in"],
    ["export ask", ["--recipient", ageRecipient], "export.asked"],
    ["export withdraw", [exportOf(1)], "export.withdrawn"],
    ["export agree", [exportOf(2), "--fingerprint", fingerprintOf([ageRecipient])], "export.agreed"],
    ["export download", [exportOf(2), join(folder, "export.age")], "export.taken"],
    ["person override", ["kim", "off", "--reason", "on leave"], "second-factor.overridden"],
    ["person disable", ["kim", "--yes"], "person.disabled"],
    ["person enable", ["kim"], "person.enabled"],
    ["person unlock", ["kim"], "person.unlocked"],
    ["person change", ["kim", "--name", "Kim Larsen"], "person.profile-changed"],
    ["person invite", ["kim"], "person.invited"],
    ["person bulk", ["unlock", "lou@acme.example", "--yes"], "people.bulk-change-begun"],
    ["person sign-out", ["kim"], "session.others-ended"],
    ["person distrust", ["kim", "BROWSER"], "trusted-browser.ended"],
    ["help-request approve", ["APPROVED", "--yes"], "help-request.approved"],
    ["help-request decline", ["DECLINED", "--yes"], "help-request.declined"],
    ["mail again", ["LETTER"], "letter.sent-again"],
    ["person delete", ["lou@acme.example", "--yes"], "person.deleted"],
    ["organisation change", ["--accent", "teal"], "organisation.changed"],
    ["organisation logo", [logo], "organisation.changed"],
    ["webhook add", ["https://siem.example/", "--event", "installation.restored"], "webhook.added"],
    ["webhook change", ["https://siem.example/", "--event", "person.disabled"], "webhook.changed"],
    ["webhook secret", ["https://siem.example/"], "webhook.secret-replaced"],
    ["webhook again", ["https://siem.example/"], "webhook.sent-again"],
    ["webhook remove", ["https://siem.example/", "--yes"], "webhook.removed"],
    ["person reset", ["kim", "--yes"], "second-factor.reset"],
    ["organisation add", ["Beta", "--administrator", "bo@beta.example"], "organisation.added"],
    ["organisation suspend", ["beta"], "organisation.suspended"],
    ["organisation resume", ["beta"], "organisation.resumed"],
    ["organisation host", ["beta", "beta.example"], "organisation.address-changed"],
    ["organisation remove", ["beta", "--yes"], "organisation.removed"],
    ["account-type add", ["guest"], "account-type.added"],
    ["account-type remove", ["guest"], "account-type.removed"],
    ["application add", ["Wiki", "--kind", "openid", "--return", "https://wiki.example/back"], "application.added"],
    ["application change", ["Wiki", "--note", "moved"], "application.changed"],
    ["application secret", ["Wiki", "--yes"], "application.secret-replaced"],
    ["application remove", ["Wiki", "--yes"], "application.removed"],
    [
      "identity-provider add",
      ["Okta", "--issuer", "https://acme.okta.example", "--client-id", "us"],
      "identity-provider.connected",
    ],
    ["identity-provider change", ["Okta", "--rename", "Login"], "identity-provider.changed"],
    ["person unlink", ["kim", "Login"], "identity.unlinked"],
    ["identity-provider remove", ["Login", "--yes"], "identity-provider.removed"],
    ["key rotate-signing", [], "signing-keys.rotated"],
    ["api-key end", [apiKey(), "--yes"], "api-key.ended"],
    ["policy set", [policy, "--yes"], "policy.changed"],
    ["key rotate", [], "installation.key-rotated"],
    ["restore", [join(folder, "backup"), "--replace", "--yes"], "installation.restored"],
  ];
};

/** What changes nothing. */
const reading = [
  ...["serve", "person list", "person show", "organisation list", "account-type list", "application list"],
  ...["identity-provider list", "identity-provider show", "api-key list", "application show", "organisation show"],
  ...["person download", "person sessions", "person trusted-browsers", "person identities", "audit list", "mail list"],
  ...["adoption show", "adoption download"],
  ...["webhook list", "webhook show", "webhook deliveries", "help-request list", "help-request show"],
  "help-request download",
  // What is sent is no event of ours.
  "webhook test",
  ...["policy show", "policy preview", "policy explain", "policy test", "key list"],
  "export list",
  ...["audit verify", "audit export", "backup", "doctor", "help", "--version"],
  // Into another database, which is compared with this one row by row: an event of its own would be a difference.
  "migrate sqlite-to-postgres",
];

const query = <Row>(sql: string): Row[] => {
  const db = new DatabaseSync(join(folder, "data", "countersign.sqlite"), { readOnly: true });
  try {
    return db.prepare(sql).all() as Row[];
  } finally {
    db.close();
  }
};
const ids = () =>
  new Map(query<{ id: string; name: string }>("select id, name from audit_events").map((e) => [e.id, e.name]));
const current = (): string =>
  query<{ document: string }>("select document from policies limit 1")[0]?.document as string;

test("every command that changes anything leaves its event, and the chain stays whole", {
  timeout: 300_000,
}, async () => {
  const init = startProgram(["init", "--organisation", "Acme", "--administrator", "ana@acme.example"], env);
  init.stdin?.end("a quiet harbour at dawn\n");
  expect((await once(init, "close"))[0]).toBe(0);
  expect([...ids().values()]).toEqual(expect.arrayContaining(["organisation.created", "person.added"]));
  expect((await run(["backup", join(folder, "backup")], env)).code).toBe(0);

  const done = acts();
  let found: Awaited<ReturnType<typeof visits>> | undefined;
  for (const [command, words, event] of done) {
    if (command === "person distrust") found = await visits();
    beforehand(command);
    const before = ids();
    const named = words.map((word) => found?.[word.toLowerCase() as keyof typeof found] ?? word);
    const ran = await run([...command.split(" "), ...named], env);
    expect({ command, code: ran.code, err: ran.code === 0 ? "" : ran.err }).toEqual({ command, code: 0, err: "" });
    const added = [...ids()].filter(([id]) => !before.has(id)).map(([, name]) => name);
    expect({ command, added }).toEqual({ command, added: expect.arrayContaining([event]) });
  }

  const [page = ""] = readFileSync(new URL("../../docs/command-line.md", import.meta.url), "utf8").split(
    "\n- `--json`",
  );
  const told = [...page.matchAll(/^\| `((?:--)?[a-z][a-z-]*(?: [a-z][a-z-]*)?)/gm)].map(
    ([, command]) => command as string,
  );
  expect(told.length).toBeGreaterThan(30);
  expect([...done.map(([command]) => command), "init", ...reading].sort()).toEqual(told.sort());
});

test("'audit verify' says that the chain is whole, and exits 1 with the event where it is not", {
  timeout: 60_000,
}, async () => {
  const url = await serveAMoment();
  expect(url).toBeTruthy();
  const whole = await run(["audit", "verify", "--json"], env);
  expect(whole).toMatchObject({
    code: 0,
    json: { whole: true, organisations: [{ organisation: "acme", findings: 0 }] },
  });
  const { head, links } = whole.json.organisations[0];
  expect(links).toBeGreaterThan(1);
  expect((await run(["audit", "verify", "--head", head], env)).code).toBe(0);
  expect((await run(["audit", "verify", "--head", `${links + 5}:${"0".repeat(64)}`], env)).code).toBe(1);
  expect((await run(["audit", "verify", "--head", "here"], env)).code).toBe(2);

  const out = await run(["audit", "export", "--what", "organisation"], env);
  expect(
    out.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).name),
  ).toContain("organisation.created");
  const csv = join(folder, "audit.csv");
  expect((await run(["audit", "export", csv], env)).code).toBe(0);
  expect(readFileSync(csv, "utf8")).toMatch(/^time,event,/);
  expect((await run(["audit", "export", csv], env)).err).toMatch(/is there already/);

  const db = new DatabaseSync(join(folder, "data", "countersign.sqlite"));
  const { id } = db.prepare("select id from audit_events where name = 'organisation.created'").get() as { id: string };
  db.prepare("update audit_events set address = '192.0.2.66' where id = ?").run(id);
  db.close();
  const tampered = await run(["audit", "verify"], env);
  expect(tampered.code).toBe(1);
  expect(tampered.out).toContain(`event ${id} (organisation.created, `);
  expect(tampered.err).toBe("1 finding: the audit trail was tampered with.\n");

  // Neither what is no moment nor what a terminal takes for an order keeps the rest from being told.
  const hostile = new DatabaseSync(join(folder, "data", "countersign.sqlite"));
  hostile.prepare("update audit_events set at = 9000000000000000, name = ? where id = ?").run("\u001b[2J\u001b[H", id);
  hostile.close();
  const told = await run(["audit", "verify"], env);
  expect(told.code).toBe(1);
  expect(told.out).toContain(`event ${id} (\ufffd[2J\ufffd[H, no moment: 9000000000000000)`);
  expect(told.out).not.toContain("\u001b");
  expect((await run(["audit", "verify", "--json"], env)).code).toBe(1);
});

/** Long enough for what waits to be chained. */
async function serveAMoment(): Promise<string> {
  const server = startProgram(["serve", "--json"], { ...env, PORT: "0" });
  const [line] = await once(server.stdout as NonNullable<typeof server.stdout>, "data");
  for (let i = 0; i < 100 && query("select 1 from audit_waiting").length > 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const exited = once(server, "exit");
  server.kill("SIGTERM");
  await exited;
  return JSON.parse(String(line)).listening;
}
