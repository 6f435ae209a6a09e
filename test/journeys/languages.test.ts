// Everybody is written to in a language of their own: the one they chose, or else the organisation's.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day } from "../../src/kernel/clock.ts";
import { remindOfDeadlines } from "../../src/letters/reminders.ts";
import { enqueue } from "../../src/mail/actions.ts";
import { keyOf } from "../../src/people/actions.ts";
import { type Language, languages, words } from "../../src/words/index.ts";
import { deliver, Mailbox } from "../support/mailbox.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("on %s", (dialect) => {
  let mailbox: Mailbox;
  let world: World;
  let ada: TestPerson;
  let client: Client;
  let bearer: string;
  beforeEach(async () => {
    mailbox = await Mailbox.open();
    world = await createWorld({ dialect, environment: mailbox.environment });
    ada = await world.addPerson({ email: "ada@acme.example", administrator: true, enrolled: true });
    client = world.client();
    ({ bearer } = await client.signIn(world, ada));
  });
  afterEach(async () => {
    await world.close();
    await mailbox.stop();
  });

  const call = (method: string, path: string, body?: unknown) => client.api(method, path, body, bearer);
  const changesIn = async (name: string) =>
    (
      await world.needs.db.list((query) => query.selectFrom("audit_events").select("details").where("name", "=", name))
    ).map(({ details }) => JSON.parse(details).changed as string);
  const letterTo = async (address: string, subject = "") => {
    await deliver(world);
    return mailbox.latest(address, subject);
  };

  test("[BY-14] letters are in the language that the person chose", async () => {
    expect((await call("GET", "/me")).json.language).toBeNull();
    expect((await call("PATCH", "/me", { language: "de" })).json.language).toBe("de");
    await call("POST", "/me/password", { currentPassword: ada.password, newPassword: "nine green bottles in a row" });
    const mail = await letterTo("ada@acme.example", "Ihr Passwort wurde geändert · Acme");
    expect(mail.html).toContain('<html lang="de">');
    expect(mail.text).toContain("Guten Tag, ada!");
    expect(mail.text).toContain("Das Passwort Ihres Kontos bei Acme wurde geändert.");
    expect(mail.text).toMatch(/Wann: \d+\. \p{L}+ \d{4}, \d\d:\d\d UTC\n.*Mit: Chrome unter Linux/su);
    expect(mail.text).toContain("Wählen Sie ein neues Passwort: http://localhost:8080/account");
    expect(mail.text).not.toMatch(/\b(your|the|you)\b/i);
  });

  test("who chose none is written to in the organisation's, from the invitation on", async () => {
    expect((await call("PATCH", "/organisation", { language: "fr" })).json.language).toBe("fr");
    await call("POST", "/people", { email: "lou@acme.example", displayName: "Lou" });
    const mail = await letterTo("lou@acme.example");
    expect(mail.subject).toBe("Vous êtes invité · Acme");
    expect(mail.html).toContain('<html lang="fr">');
    expect(mail.text).toMatch(/Choisir un mot de passe: http:.*token=/);
    expect(mail.text).toMatch(/une seule fois, jusqu’au \d/);
    // One who is given a language is invited in it.
    const { json } = await call("POST", "/people", { email: "eva@acme.example", language: "es" });
    expect(json.person).toMatchObject({ email: "eva@acme.example", language: "es" });
    expect((await letterTo("eva@acme.example")).subject).toBe("Tiene una invitación · Acme");
    // And after a change of mind in the organisation's again.
    const { id } = json.person;
    expect((await call("PATCH", `/people/${id}`, { language: null })).json.language).toBeNull();
    await call("POST", `/people/${id}/invitation`);
    expect((await letterTo("eva@acme.example")).subject).toBe("Vous êtes invité · Acme");
    expect(await changesIn("person.profile-changed")).toEqual(["language"]);
  });

  test("a file of people may name their languages", async () => {
    const send = (text: string) =>
      client.send("POST", "/api/v1/people/import", text, { "content-type": "text/csv", authorization: bearer });
    const file = "email,displayName,language\nkim@acme.example,Kim,de\nlee@acme.example,Lee,\n";
    expect((await send(file)).json).toMatchObject({ added: 2 });
    const people = (await call("GET", "/people")).json.people as { email: string; language: string | null }[];
    const languageOf = (email: string) => people.find((one) => one.email === email)?.language;
    expect([languageOf("kim@acme.example"), languageOf("lee@acme.example")]).toEqual(["de", null]);
    expect((await send("email,language\nkim@acme.example,de\n")).json).toMatchObject({ unchanged: 1 });
    expect((await send("email,language\nkim@acme.example,es\n")).json).toMatchObject({ changed: 1 });
    const refused = await send("email,language\nkim@acme.example,tlh\n");
    expect([refused.status, refused.json.code]).toEqual([400, "import-refused"]);
    expect(JSON.stringify(refused.json)).toContain("The language is one of: en, de, fr, es, ja, ar.");
  });

  test("what is no language of ours is refused, and changes nothing", async () => {
    for (const language of ["tlh", "", "DE", "de-AT", 7, ["de"], "constructor"]) {
      expect((await call("PATCH", "/me", { language })).status).toBe(400);
      expect((await call("PATCH", "/organisation", { language })).status).toBe(400);
    }
    expect((await call("PATCH", "/organisation", { language: null })).status).toBe(400);
    expect((await call("GET", "/me")).json.language).toBeNull();
    expect((await call("GET", "/organisation")).json.language).toBe("en");
  });

  test("an event is recorded only where the language changed", async () => {
    await call("PATCH", "/me", { language: "de" });
    await call("PATCH", "/me", { language: "de" });
    await call("PATCH", "/organisation", { language: "es" });
    await call("PATCH", "/organisation", { language: "es" });
    expect(await changesIn("person.profile-changed")).toEqual(["language"]);
    expect(await changesIn("organisation.changed")).toEqual(["language"]);
  });

  test.each(languages)("every kind of letter can be written in %s, with all its facts", async (language: Language) => {
    await call("PATCH", "/me", { language });
    const now = world.clock.now();
    const details = {
      ...{ at: now, until: now + day, address: "192.0.2.7", userAgent: "Firefox/1 Windows NT", own: false, left: 7 },
      ...{ name: "Pixel", former: "a@acme.example", to: "b@acme.example", reason: "Lost", level: "required" },
      ...{ note: "Call us", bindsFrom: now + day },
    };
    const { titles } = words[language].letters;
    const kinds = Object.keys(titles) as (keyof typeof titles)[];
    const { organisation, person } = keyOf(ada.person);
    await world.needs.db.transaction(async (tx) => {
      for (const kind of kinds) await enqueue(tx, world.needs, { organisation, person, kind, details });
    });
    // Twenty at a time.
    while ((await deliver(world)) > 0);
    for (const kind of kinds) {
      const { apart, direction } = words[language];
      const mail = mailbox.latest("ada@acme.example", `${titles[kind]} · ${apart("Acme")}`);
      expect(mail.html).toContain(`<html lang="${language}"${direction === "rtl" ? ' dir="rtl"' : ""}>`);
      expect(mail.text).toContain(words[language].letters.footer.slice(0, 20));
      expect(mail.text).not.toMatch(/undefined|NaN|null|\[object|=>/);
      if (language !== "en")
        expect([kind, mail.text]).toEqual([kind, expect.not.stringMatching(/\b(the|your|you)\b/i)]);
    }
  });

  test("whose login it is can't be told from the language of a refusal", async () => {
    await world.addPerson({ email: "eva@acme.example", language: "es" });
    const texts = new Set<string>();
    for (const login of ["eva@acme.example", "ada@acme.example", "nobody@acme.example"]) {
      const answer = await world.client().form("/sign-in", { login, password: "wrong" }, { "accept-language": "de" });
      expect(answer.status).toBe(401);
      expect(answer.text).toContain('<html lang="de"');
      texts.add(answer.text.replaceAll(login, "LOGIN"));
    }
    expect(texts.size).toBe(1);
  });

  test("programs are answered in English, whatever they and their people speak", async () => {
    await call("PATCH", "/me", { language: "de" });
    await call("PATCH", "/organisation", { language: "fr" });
    const refused = await client.send(
      "POST",
      "/api/v1/me/email",
      JSON.stringify({ email: "x@y.example", password: "no" }),
      {
        ...{ "content-type": "application/json", authorization: bearer, "accept-language": "es" },
      },
    );
    expect(refused.json).toMatchObject({ code: "wrong-password", title: "That is not your password." });
    expect((await call("GET", "/session")).json.requirement.explanation).toMatch(/^Required, because /);
  });

  test("a failure is a page in its reader's language", async () => {
    const get = (path: string) => client.get(path, { "accept-language": "de", cookie: "" });
    const missing = await get("/nowhere");
    expect(missing.text).toContain('<html lang="de"');
    expect(missing.text).toContain("Diese Seite gibt es nicht.");
    const over = await get("/invitation?token=gone");
    expect(over.text).toContain("Diese Einladung gilt nicht mehr");
    const logo = await get("/logo?v=none");
    expect(logo.text).toContain('<html lang="de"');
    expect(logo.text).toContain("Dieses Logo gibt es nicht.");
  });

  test("a reminder names the day as its reader would write it", async () => {
    await world.setPolicy({ organisation: "required", bindsFrom: { days: 5 } });
    const { person } = await world.addPerson({ email: "kim@acme.example", language: "de" });
    const met = { organisation_id: world.organisation.id, person_id: person.id, rule: "organisation" };
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.insertInto("first_meetings").values({ ...met, met_at: world.clock.now() })),
    );
    await remindOfDeadlines(world.needs, world.organisation.id);
    const mail = await letterTo("kim@acme.example");
    expect(mail.text).toMatch(/ab dem \d+\. \p{L}+ \d{4}, \d\d:\d\d UTC \(in 5 Tagen\)/u);
  });
});
