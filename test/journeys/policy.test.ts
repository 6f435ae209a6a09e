// Changing the policy: a draft that is previewed, and exactly what was previewed is saved.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { day, minute } from "../../src/kernel/clock.ts";
import { createSealer } from "../../src/kernel/sealing.ts";
import { saveSettings, settingsForm, shownIn } from "../support/policy-form.ts";
import { type Client, createWorld, dialects, type TestPerson, type World } from "../support/world.ts";

describe.each(dialects)("the policy on %s", (dialect) => {
  let world: World;
  let ada: TestPerson;
  let admin: Client;
  let bearer: string;
  beforeEach(async () => {
    world = await createWorld({ dialect, policy: { organisation: "optional" } });
    const add = (email: string, more = {}) => world.addPerson({ email, ...more });
    ada = await add("ada@acme.example", { displayName: "Ada Byron", administrator: true, enrolled: true });
    await add("kim@north.example", { displayName: '=Kim, "the" Tern' });
    await add("lab@lab.north.example", { enrolled: true });
    await add("omar@tide.example", { accountType: "client" });
    await add("gone@north.example", { status: "invited" });
    world.clock.advance(30_000);
    admin = world.client();
    ({ bearer } = await admin.signIn(world, ada));
    world.clock.advance(30_000);
    await admin.form("/sign-in", { login: "ada", password: ada.password });
    await admin.form("/sign-in/code", { code: world.code(ada) });
  });
  afterEach(() => world.close());

  const call = (method: string, path: string, body?: unknown) => world.client().api(method, path, body, bearer);
  const stored = async () => (await call("GET", "/policy")).json;
  const optional = { ...settingsForm, organisation: "optional" };

  test("nothing holds before it was confirmed, and discarding leaves no trace", async () => {
    const kept = await admin.form("/admin/policy", {
      ...optional,
      act: "add",
      newRule: "NORTH.example",
      newLevel: "required",
      newSubdomains: "yes",
    });
    expect(kept).toMatchObject({ status: 303, location: "/admin/policy#rules" });
    const page = await admin.get("/admin/policy");
    expect(page.text).toContain("north.example and its subdomains");
    expect(page.text).toContain("You have changes that are not saved yet");
    expect((await stored()).domains).toEqual([]);

    const preview = await admin.get("/admin/policy/preview");
    for (const words of ["Tern", "lab", "gone", "north.example is a required domain"])
      expect(preview.text).toContain(words);
    expect(preview.text).not.toContain("@tide.example");
    expect((await admin.form("/admin/policy/discard", {})).location).toBe("/admin/policy?done=discarded");
    expect((await admin.get("/admin/policy")).text).not.toContain("north.example");
    expect((await admin.form("/admin/policy/preview", shownIn(preview))).location).toBe(
      "/admin/policy?done=changed-meanwhile",
    );
    expect((await stored()).domains).toEqual([]);
  });

  test("what is confirmed is what was previewed: a draft that changed since is not saved", async () => {
    await admin.form("/admin/policy", { ...optional, organisation: "off", act: "preview" });
    const looked = shownIn(await admin.get("/admin/policy/preview"));
    await admin.form("/admin/policy", { ...optional, organisation: "required", act: "preview" });
    expect((await admin.form("/admin/policy/preview", looked)).location).toBe("/admin/policy?done=changed-meanwhile");
    expect((await stored()).organisation).toBe("optional");
    // Nor is somebody else's, nor one over a version that holds no more.
    const now = shownIn(await admin.get("/admin/policy/preview"));
    const bo = await world.addPerson({ email: "bo@acme.example", administrator: true });
    const other = world.client();
    await other.form("/sign-in", { login: "bo", password: bo.password });
    expect((await other.form("/admin/policy/preview", now)).location).toBe("/admin/policy?done=changed-meanwhile");
    expect((await call("PUT", "/policy", { ...(await stored()), helpRequests: false })).status).toBe(200);
    expect((await admin.form("/admin/policy/preview", now)).location).toBe("/admin/policy?done=changed-meanwhile");
    expect(await stored()).toMatchObject({ organisation: "optional", helpRequests: false });
  });

  test("of two confirmations at the same instant one saves", async () => {
    await admin.form("/admin/policy", { ...optional, organisation: "off", act: "preview" });
    const looked = shownIn(await admin.get("/admin/policy/preview"));
    const answers = await Promise.all([1, 2, 3].map(() => admin.form("/admin/policy/preview", looked)));
    const saved = answers.filter(({ location }) => location === "/admin/policy?done=saved");
    expect(saved).toHaveLength(1);
    expect((await call("GET", "/policy")).headers.get("etag")).toBe('"2"');
  });

  test("the whole document is on the page, and saved as it was filled in", async () => {
    const saved = await saveSettings(admin, {
      organisation: "optional",
      "type:client": "required",
      binds: "days",
      days: "14",
      trust: "",
      trustDays: "30",
      "authenticator:passkey": "",
      saveCodesFirst: "",
      helpRequests: "",
      newRule: "pat@tide.example",
      newLevel: "off",
    });
    expect(saved.location).toBe("/admin/policy?done=saved");
    expect(await stored()).toEqual({
      organisation: "optional",
      accountTypes: { client: "required" },
      domains: [],
      addresses: [{ email: "pat@tide.example", level: "off" }],
      bindsFrom: { days: 14 },
      trustBrowsers: { allowed: false, days: 30 },
      authenticators: ["totp"],
      saveCodesFirst: false,
      helpRequests: false,
    });
    expect((await saveSettings(admin, { version: "2", binds: "date", date: "2027-06-01" })).location).toContain(
      "saved",
    );
    expect(await stored()).toMatchObject({ accountTypes: {}, bindsFrom: { date: "2027-06-01" }, addresses: [{}] });
  });

  test("ten thousand rules are pasted as lines, found, taken away, and read back", async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `d${i}.example${i % 2 ? " off" : ""}`);
    const many = (text: string, how = "add") =>
      admin.form("/admin/policy/rules/many", { version: "1", lines: text, level: "required", how });
    expect((await many("# ours\n\n*.north.example optional\nkim@north.example, off")).location).toBe(
      "/admin/policy/rules",
    );
    const bad = await many("fine.example\nnot a rule at all\n-bad-.example off");
    expect(bad.status).toBe(400);
    expect(bad.text).toContain("Line 2, &#39;not a rule at all&#39;: has more than a name and a level.");
    expect(bad.text).toContain("Line 3");
    expect((await many(lines.join("\n"))).location).toBe("/admin/policy/rules");
    expect((await admin.get("/admin/policy/rules")).text).toContain("10,002 rules");
    const found = await admin.get("/admin/policy/rules?search=d9999");
    expect(found.text).toContain("1 rule found");
    expect(
      (await admin.form("/admin/policy/rules", { version: "1", act: "remove:d9999.example", search: "d9999" }))
        .location,
    ).toBe("/admin/policy/rules?search=d9999");
    const preview = await admin.get("/admin/policy/preview");
    expect(preview.text).toContain("more changes");
    expect((await admin.form("/admin/policy/preview", shownIn(preview))).location).toContain("saved");
    expect((await stored()).domains).toHaveLength(10_000);
    // The API takes what it gives, also where that is large.
    const document = await stored();
    expect((await call("PUT", "/policy", document)).status).toBe(200);
    expect((await admin.get("/admin/policy/rules.txt")).text).toContain("*.north.example optional\n");
  }, 60_000);

  test("the preview by API: counts, people in parts, one's own fate", async () => {
    const policy = await stored();
    const preview = (body: object, query = "") => call("POST", `/policy/preview${query}`, body);
    const { json } = await preview({
      ...policy,
      organisation: "required",
      domains: [{ domain: "tide.example", level: "off" }],
    });
    expect(json.counts).toEqual({ newlyRequired: 4, newlyFree: 0, withoutSetUp: 2, askedAtOnce: 0, askedAgain: 0 });
    expect(json.people).toBe(5);
    expect(json.groups.withoutSetUp.people.map((one: { email: string }) => one.email)).toEqual([
      "kim@north.example",
      "gone@north.example",
    ]);
    expect(json.you).toMatchObject({ signsInAgain: false, setUp: true, after: { level: "required" } });
    expect(json.refused).toBeNull();

    const first = await preview({ ...policy, organisation: "required" }, "?group=newlyRequired&limit=2");
    expect(Object.keys(first.json.groups)).toEqual(["newlyRequired"]);
    const next = first.json.groups.newlyRequired.next;
    const rest = await preview({ ...policy, organisation: "required" }, `?group=newlyRequired&limit=9&after=${next}`);
    expect(rest.json.groups.newlyRequired).toMatchObject({ next: null, people: { length: 3 } });
    expect((await preview(policy, "?after=nothing")).status).toBe(400);
    expect((await preview({ ...policy, accountTypes: { clint: "off" } })).json.title).toContain("'clint' is not in");
    expect(await stored()).toEqual(policy);
  });

  test("whose trust ends is asked at once, and told so beforehand", async () => {
    const found = await world.addPerson({ email: "lea@acme.example", enrolled: true });
    const browser = world.client();
    await browser.form("/sign-in", { login: "lea", password: found.password });
    await browser.form("/sign-in/code", { code: world.code(found), trustBrowser: "yes" });
    world.clock.advance(2 * minute);
    const policy = await stored();
    const asked = async (trustBrowsers: object) =>
      (await call("POST", "/policy/preview", { ...policy, trustBrowsers })).json.groups.askedAtOnce.people;
    expect(await asked({ allowed: false, days: 7 })).toMatchObject([{ email: "lea@acme.example" }]);
    expect(await asked({ allowed: true, days: 90 })).toEqual([]);
    expect(await asked({ allowed: true, days: 1 })).toEqual([]);
  });

  test("a group as a CSV file can't run a formula, and quotes what has to be quoted", async () => {
    await admin.form("/admin/policy", { ...optional, organisation: "required", act: "preview" });
    const csv = await admin.get("/admin/policy/preview/people.csv?group=withoutSetUp");
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = csv.text.split("\r\n");
    expect(lines).toHaveLength(5);
    expect(lines[1]).toBe(
      `kim@north.example,"'=Kim, ""the"" Tern",staff,active,no,required,"Required, because the organisation requires it of everyone."`,
    );
    expect((await admin.get("/admin/policy/preview/people?group=nobody")).status).toBe(404);
    expect((await admin.get("/admin/policy/preview/people.csv?group=nobody")).status).toBe(404);
  });

  test("a policy under which no administrator could sign in is refused, and says why", async () => {
    await world.setPolicy({ organisation: "off" });
    // The key that opens what administrators have set up is gone.
    await world.needs.db.transaction((tx) => tx.list((query) => query.deleteFrom("recovery_codes")));
    world.needs.sealer = createSealer([Buffer.alloc(32, 9)], world.needs.random);
    const policy = await stored();
    const refused = await call("PUT", "/policy", { ...policy, organisation: "required" });
    expect(refused).toMatchObject({ status: 409, json: { code: "locks-out-administrators" } });
    const preview = await call("POST", "/policy/preview", { ...policy, organisation: "optional" });
    expect(preview.json.refused).toMatchObject({ code: "locks-out-administrators" });
    await admin.form("/admin/policy", { ...settingsForm, act: "preview" });
    const shown = await admin.get("/admin/policy/preview");
    expect(shown.text).toContain("No administrator could sign in under this policy");
    expect((await admin.form("/admin/policy/preview", shownIn(shown))).status).toBe(409);
    expect((await stored()).organisation).toBe("off");
    // What leaves a way is saved: another administrator has nothing set up yet, and can.
    await world.addPerson({ email: "bo@acme.example", administrator: true });
    expect((await call("PUT", "/policy", { ...policy, organisation: "required" })).status).toBe(200);
  });

  test("no rule for one address asks less of whoever makes it, nor of an operator", async () => {
    await world.setPolicy({ organisation: "required" });
    const otto = { email: "otto@acme.example", administrator: true, operator: true, enrolled: true };
    const operator = await world.addPerson(otto);
    const policy = await stored();
    const exempting = (email: string) => ({ ...policy, addresses: [{ email, level: "off" }] });
    expect(await call("PUT", "/policy", exempting("ada@acme.example"))).toMatchObject({
      status: 403,
      json: { code: "not-yourself" },
    });
    const refused = { status: 403, json: { code: "operators-only" } };
    expect(await call("PUT", "/policy", exempting("otto@acme.example"))).toMatchObject(refused);
    const preview = await call("POST", "/policy/preview", exempting("otto@acme.example"));
    expect(preview.json.refused).toMatchObject({ code: "operators-only" });
    expect((await stored()).addresses).toEqual([]);
    // What does not ask less is for them to say, and so is what another administrator's address gets.
    expect(
      (await call("PUT", "/policy", { ...policy, addresses: [{ email: "ada@acme.example", level: "required" }] }))
        .status,
    ).toBe(200);
    await world.addPerson({ email: "bo@acme.example", administrator: true, enrolled: true });
    expect((await call("PUT", "/policy", exempting("bo@acme.example"))).status).toBe(200);
    const theirs = await world.client().signIn(world, operator);
    const both = [...exempting("bo@acme.example").addresses, { email: "ada@acme.example", level: "off" }];
    const saved = await world.client().api("PUT", "/policy", { ...policy, addresses: both }, theirs.bearer);
    expect(saved.status).toBe(200);
  });

  test("nor is a rule for one address taken away that asks more of them", async () => {
    const otto = { email: "otto@acme.example", administrator: true, operator: true, enrolled: true };
    const operator = await world.addPerson(otto);
    for (const [email, code] of [
      ["ada@acme.example", "not-yourself"],
      ["otto@acme.example", "operators-only"],
    ]) {
      const strict = { addresses: [{ email: email as string, level: "required" as const }] };
      await world.setPolicy({ organisation: "optional", ...strict });
      const without = { ...(await stored()), addresses: [] };
      expect(await call("PUT", "/policy", without)).toMatchObject({ status: 403, json: { code } });
      expect((await stored()).addresses).toHaveLength(1);
    }
    const theirs = await world.client().signIn(world, operator);
    const gone = await world.client().api("PUT", "/policy", { ...(await stored()), addresses: [] }, theirs.bearer);
    expect([gone.status, gone.json.code]).toEqual([403, "not-yourself"]);
  });

  test("a policy that allows nothing that can be set up is refused", async () => {
    const policy = await stored();
    const refused = await call("PUT", "/policy", { ...policy, authenticators: ["passkey"] });
    expect(refused).toMatchObject({ status: 400, json: { title: expect.stringContaining("lock out everybody") } });
  });

  test("account types: added, removed where nobody holds them and the policy does not name them", async () => {
    expect((await call("GET", "/account-types")).json.accountTypes).toEqual([
      { name: "client", people: 1 },
      { name: "staff", people: 4 },
    ]);
    expect((await call("POST", "/account-types", { name: "partner" })).status).toBe(201);
    expect((await call("POST", "/account-types", { name: "partner" })).json.code).toBe("account-type-taken");
    expect((await call("POST", "/account-types", { name: "Big Boss" })).json.code).toBe("bad-account-type");
    expect((await call("DELETE", "/account-types/staff")).json.code).toBe("account-type-held");
    const policy = await stored();
    await call("PUT", "/policy", { ...policy, accountTypes: { partner: "required" } });
    expect((await call("DELETE", "/account-types/partner")).json.code).toBe("account-type-in-policy");
    await call("PUT", "/policy", policy);
    const added = await call("POST", "/people", { email: "pa@acme.example", accountType: "vendor" });
    expect(added).toMatchObject({ status: 400, json: { code: "unknown-account-type" } });
    expect((await call("DELETE", "/account-types/partner")).status).toBe(204);
    expect((await call("DELETE", "/account-types/partner")).status).toBe(404);
    expect((await call("PUT", "/policy", { ...policy, accountTypes: { partner: "off" } })).status).toBe(400);
  });

  test("a type that is given to somebody while it is removed stays, or nobody gets it", async () => {
    for (let i = 0; i < 5; i++) {
      await call("POST", "/account-types", { name: `t${i}` });
      const [added, removed] = await Promise.all([
        call("POST", "/people", { email: `p${i}@acme.example`, accountType: `t${i}` }),
        call("DELETE", `/account-types/t${i}`),
      ]);
      expect([
        [201, 409],
        [400, 204],
        [409, 204],
      ]).toContainEqual([added.status, removed.status]);
      const types = (await call("GET", "/account-types")).json.accountTypes.map(({ name }: { name: string }) => name);
      expect(types.includes(`t${i}`)).toBe(added.status === 201);
    }
  });

  test("an organisation goes with its people and its list", async () => {
    const { id } = await world.addOrganisation("Other", "other.example");
    await world.addPerson({ email: "x@other.example", accountType: "guest", organisation: { id } as never });
    await world.needs.db.transaction((tx) =>
      tx.list((query) => query.deleteFrom("organisations").where("id", "=", id)),
    );
    const left = await world.needs.db.list((query) =>
      query.selectFrom("account_types").selectAll().where("organisation_id", "=", id),
    );
    expect(left).toEqual([]);
  });

  test("a draft is forgotten after a week", async () => {
    await admin.form("/admin/policy", { ...optional, organisation: "off", act: "preview" });
    world.clock.advance(8 * day);
    const again = world.client();
    await again.form("/sign-in", { login: "ada", password: ada.password });
    await again.form("/sign-in/code", { code: world.code(ada) });
    expect((await again.get("/admin/policy/preview")).location).toBe("/admin/policy?done=same");
  });
});
