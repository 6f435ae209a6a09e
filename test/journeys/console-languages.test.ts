// The console speaks the language of whoever administers: nothing English is left on its pages but what people wrote.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Language, languageNames, languages } from "../../src/words/index.ts";
import { signInByForm } from "../support/account.ts";
import { textsOf } from "../support/left-in-english.ts";
import { settingsForm } from "../support/policy-form.ts";
import { type Answer, type Client, createWorld, type TestPerson, type World } from "../support/world.ts";

let world: World;
let admin: Client;
let pages: Map<string, (accept: Record<string, string>) => Promise<Answer>>;

beforeAll(async () => {
  world = await createWorld({
    policy: { organisation: "optional", domains: [{ domain: "north.example", subdomains: true, level: "required" }] },
  });
  const add = (email: string, more = {}) => world.addPerson({ email, ...more });
  const ada = await add("ada@acme.example", { displayName: "Ada Byron", administrator: true, enrolled: true });
  const kim = await add("kim@north.example", { displayName: "Kim Larsen", enrolled: true });
  const lee = await add("lee@acme.example", { displayName: "Lee Park", accountType: "client", helper: true });
  await add("noa@acme.example", { displayName: "Noa Reyes", status: "invited" });
  world.clock.advance(30_000);
  admin = world.client();
  await signInByForm(world, admin, ada);
  await whatHappens({ kim, lee });
  pages = await everyPage({ ada, kim });
}, 60_000);
afterAll(() => world?.close());

/** So that lists, histories and previews have something to say. */
async function whatHappens({ kim, lee }: { kim: TestPerson; lee: TestPerson }): Promise<void> {
  await world.client().signIn(world, kim);
  await admin.form(`/admin/people/${lee.person.id}/disable`, { reason: "" });
  await admin.form(`/admin/people/${lee.person.id}/enable`, {});
  const page = await admin.get(`/admin/people/${lee.person.id}/edit`);
  const [, seen = ""] = /name="seen" value="([^"]+)"/.exec(page.text) ?? [];
  const who = { email: "lee@acme.example", screenName: "lee", displayName: "Lee Park", accountType: "client" };
  const override = { override: "required", reason: "9", until: "2027-05-01", helper: "yes" };
  const saved = await admin.form(`/admin/people/${lee.person.id}/edit`, { ...who, ...override, seen });
  expect(saved.status).toBe(303);
  const rule = { act: "add", newRule: "acme.example", newLevel: "required", trustDays: "1", binds: "days" };
  const kept = await admin.form("/admin/policy", { ...settingsForm, organisation: "off", ...rule });
  expect(kept.status).toBe(303);
}

async function everyPage({ ada, kim }: Record<"ada" | "kim", TestPerson>): Promise<typeof pages> {
  const person = `/admin/people/${kim.person.id}`;
  const found = new Map<string, (accept: Record<string, string>) => Promise<Answer>>();
  const get = (path: string) => found.set(path, (accept) => admin.get(path, accept));
  const form = (path: string, fields: Record<string, string>) =>
    found.set(`${path} ${JSON.stringify(fields)}`, (accept) => admin.form(path, fields, accept));
  const list = "/admin/people";
  for (const path of [list, "?search=zzz", "?search=zzz&status=active", "?status=disabled", "?done=deleted"])
    get(path === list ? path : list + path);
  for (const why of ["nobody-chosen", "nothing-chosen", "too-many-people", "no-mail-server"])
    get(`${list}?several=${why}`);
  for (const done of ["reset", "signed-out", "session-ended", "edited", "disabled", "enabled", "unlocked"])
    get(`${person}?done=${done}`);
  for (const more of ["", "/reset", "/disable", "/enable", "/unlock", "/delete", "/edit"]) get(person + more);
  get(`${list}/${ada.person.id}`);
  get(`${list}/${ada.person.id}/reset`);
  get(`${list}/${ada.person.id}/edit`);
  get(`${list}/00000000-0000-7000-8000-000000000000`);
  get(`${list}/new`);
  const nobody = { email: "x", screenName: "@", displayName: "", accountType: "staff" };
  form(`${list}/new`, nobody);
  form(`${list}/new`, { ...nobody, email: "kim@north.example" });
  form(`${list}/new`, { ...nobody, email: "y@acme.example" });
  form(`${person}/invitation`, {});
  const [, seen = ""] = /name="seen" value="([^"]+)"/.exec((await admin.get(`${person}/edit`)).text) ?? [];
  const edited = { email: "kim@acme.example", screenName: "kim", displayName: "Kim Larsen", accountType: "client" };
  form(`${person}/edit`, { ...edited, override: "policy", seen });
  form(`${person}/edit`, { ...edited, override: "off", reason: "", seen });
  form(`${person}/edit`, { ...edited, override: "off", reason: "9", until: "2020-01-01", seen });
  form(`${person}/edit`, { ...edited, seen: "else" });
  for (const action of ["account-type", "override", "disable", "enable", "unlock", "sign-out", "reset"]) {
    const bulk = (await admin.form(`${list}/bulk`, { action, who: "everyone" })).location as string;
    get(bulk);
    form(bulk, { step: "confirm", seen: "else", reason: "9" });
    if (action === "override") form(bulk, { step: "details", level: "off", reason: "" });
  }
  form(`${list}/bulk/x`, {});
  get(`${list}/import`);
  for (const text of [
    "name\nx",
    "email,screenName,accountType,language\nx\nkim@north.example,@\nz@acme.example,z,nil\nq@acme.example,q,staff,xx\nada@acme.example,a",
    "email,displayName\nnew@acme.example,Kim Larsen",
  ])
    found.set(`${list}/import ${text}`, (accept) => {
      const upload = new FormData();
      upload.set("file", new File([text], "people.csv", { type: "text/csv" }));
      return admin.send("POST", `${list}/import`, upload, { "sec-fetch-site": "same-origin", ...accept });
    });
  for (const done of ["", "?done=saved", "?done=same", "?done=discarded", "?done=again", "?done=changed-meanwhile"])
    get(`/admin/policy${done}`);
  form("/admin/policy", { ...settingsForm, binds: "date", act: "preview" });
  form("/admin/policy", { ...settingsForm, act: "add", newRule: "no domain" });
  const types = "/admin/policy/account-types";
  for (const path of [types, `${types}?done=added`, "/admin/policy/rules", "/admin/policy/rules?search=north"])
    get(path);
  form(types, { name: "NO" });
  form(types, { name: "staff" });
  form(`${types}/removal`, { name: "staff" });
  form("/admin/policy/rules/many", { version: "1", lines: "x y z\n@\n-", level: "off", how: "add" });
  form("/admin/policy/rules/many", { version: "1", lines: "x", level: "", how: "" });
  get("/admin/policy/preview");
  for (const group of ["newlyRequired", "newlyFree", "withoutSetUp", "askedAtOnce", "askedAgain"])
    get(`/admin/policy/preview/people?group=${group}`);
  return found;
}

/** What people wrote, and what is written alike everywhere. */
const names = [
  ...Object.values(languageNames),
  ...["Ada Byron", "Kim Larsen", "Lee Park", "Noa Reyes", "Acme", "example.com", "name@example.com", "*.example.com"],
  ...["Chrome", "Linux", "CSV UTF-8", "CSV", "UTF-8", "UTC", "MiB", "NIST", "API", "ID", "Webhook", "Webhooks"],
  ...["email", "displayName", "screenName", "accountType", "language", "staff", "client", "partner"],
  ...["off", "optional", "required", "Cookie", "ada", "kim", "lee", "noa", "new", "Authenticator app"],
].sort((a, b) => b.length - a.length);
const isWritten = (text: string): boolean => /^[\w.+-]*@?[\w-]+(\.[\w-]+)+$|^http|^@[\w.]+$/.test(text);

const bare = (text: string): string => {
  const without = text.replace(/[\w.+-]+@[\w.-]+|\b(?:[\w-]+\.)+example\b|[a-z]{2}(?:, [a-z]{2})+/g, "");
  return names.reduce((left, name) => left.replaceAll(name, ""), without);
};

describe.each(languages.filter((language) => language !== "en"))("in %s", (language) => {
  test("[BY-14] every page of people and policy says which language it is in, and is in that alone", async () => {
    const left: Record<string, string[]> = {};
    for (const [where, open] of pages) {
      const [page, english] = [await open(accepting(language)), await open(accepting("en"))];
      expect([where, page.status]).toEqual([where, english.status]);
      const [, html = ""] = /<html([^>]*)>/.exec(page.text) ?? [];
      expect([where, html]).toEqual([where, expect.stringContaining(`lang="${language}"`)]);
      expect([where, html.includes('dir="rtl"')]).toEqual([where, language === "ar"]);
      const texts = leftInEnglish(page, english, language);
      if (texts.length > 0) left[where] = texts;
    }
    expect(left).toEqual({});
  }, 60_000);
});

const accepting = (language: Language) => ({ "accept-language": language });

function leftInEnglish(page: Answer, english: Answer, language: Language): string[] {
  const there = new Set(textsOf(english.text));
  const foreign = language === "ja" || language === "ar";
  return textsOf(page.text).filter((text) => {
    if (isWritten(text)) return false;
    const own = bare(text);
    const same = there.has(text) && (foreign ? /[A-Za-z]{3}/.test(own) : /[A-Za-z]{2,}( [A-Za-z]{2,}){2}/.test(own));
    return same || (foreign && /[A-Za-z]{2,} [A-Za-z]{2,}/.test(own));
  });
}

test("[BY-14] an administrator's own language counts for the console, whatever the browser asks for", async () => {
  const own = await world.addPerson({ email: "own@acme.example", administrator: true, enrolled: true, language: "ar" });
  world.clock.advance(30_000);
  const client = world.client();
  await signInByForm(world, client, own);
  const { text } = await client.get("/admin/people", accepting("de"));
  expect(text).toContain('<html lang="ar" dir="rtl"');
});
