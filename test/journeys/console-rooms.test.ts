// The console's rooms beside people and policy speak the language of whoever administers, and so do the failures on the way.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { languages, words } from "../../src/words/index.ts";
import { signInByForm } from "../support/account.ts";
import { ask } from "../support/help.ts";
import { leftInEnglish } from "../support/left-in-english.ts";
import { type Answer, type Client, createWorld, type World } from "../support/world.ts";

let world: World;
let admin: Client;
type Open = (accept: Record<string, string>) => Promise<Answer>;
const pages = new Map<string, Open>();

beforeAll(async () => {
  world = await createWorld({});
  const ada = await world.addPerson({
    email: "ada@acme.example",
    displayName: "Ada Byron",
    administrator: true,
    operator: true,
    enrolled: true,
  });
  admin = world.client();
  await signInByForm(world, admin, ada);
  await everyPage(await whatIsThere());
}, 60_000);
afterAll(() => world?.close());

const nowhere = "00000000-0000-7000-8000-000000000000";
const idIn = (location: string | null): string => /\/([\w-]{36})(?:\?|$)/.exec(location ?? "")?.[1] ?? "";
const made = async (path: string, fields: Record<string, string>): Promise<string> => {
  const { status, location, text } = await admin.form(path, fields);
  const id = location ? idIn(location) : /\/admin\/[\w-]+\/([\w-]{36})"/.exec(text)?.[1];
  if (status >= 400 || !id) throw new Error(`${path}: ${status}`);
  return id;
};

const provider = {
  ...{
    name: "Acme ID",
    issuer: "https://login.acme.example",
    clientId: "c",
    clientSecret: "s",
    domains: "acme.example",
  },
  ...{ exempts: "yes", addsPeople: "yes", nameClaim: "name", accountType: "staff", amr: "mfa hwk", maxAge: "60" },
};
const wiki = { name: "Wiki", takesPart: "not-yet", takesPartFrom: "2099-01-01", note: "9", active: "yes" };
const north = { name: "North", slug: "north", accent: "blue", administrator: "noa@north.example" };

async function whatIsThere() {
  const [openid, duo, hook, idp, organisation] = [
    await made("/admin/applications/new/openid", {
      ...{
        ...wiki,
        redirectAddresses: "https://wiki.acme.example/in",
        afterSignOutAddresses: "https://wiki.acme.example/",
      },
      ...{ backChannelAddress: "https://wiki.acme.example/out", client: "confidential" },
    }),
    await made("/admin/applications/new/duo", {
      ...{ ...wiki, name: "VPN", takesPart: "yes", redirectAddresses: "https://vpn.acme.example/in" },
      unknownPeople: "enrol",
    }),
    await made("/admin/webhooks/new", { url: "https://siem.acme.example/in", which: "all" }),
    await made("/admin/single-sign-on/new", provider),
    await made("/admin/organisations/new", north),
  ];
  const kim = await world.addPerson({ email: "kim@acme.example", displayName: "Kim Larsen", enrolled: true });
  const request = await ask(world, kim, "9");
  return { openid, duo, hook, idp, organisation, request };
}

async function everyPage(ids: Awaited<ReturnType<typeof whatIsThere>>): Promise<void> {
  const get = (...paths: string[]) => {
    for (const path of paths) pages.set(path, (accept) => admin.get(path, accept));
  };
  const form = (path: string, fields: Record<string, string>) =>
    pages.set(`${path} ${JSON.stringify(fields)}`, (accept) => admin.form(path, fields, accept));

  get("/admin/organisation", "/admin/organisation?done=saved", "/admin/organisation?done=logo");
  const looks: Record<string, string>[] = [{ name: "" }, { name: "9", accent: "x" }, { name: "9", language: "x" }];
  for (const wrong of looks) form("/admin/organisation", { accent: "blue", ...wrong });

  const one = `/admin/organisations/${ids.organisation}`;
  get("/admin/organisations", "/admin/organisations?done=removed", "/admin/organisations/new", `${one}/removal`);
  get(one, ...["saved", "suspended", "resumed"].map((done) => `${one}?done=${done}`));
  form(`${one}/host-name`, { hostName: "no host" });
  form(`${one}/removal`, { name: "9" });
  for (const [field, value] of Object.entries({ name: "", slug: "N O", administrator: "x", hostName: "_" }))
    form("/admin/organisations/new", { ...north, [field]: value });
  get(`/admin/organisations/${nowhere}`);

  get("/admin/mail", "/admin/mail?done=again", "/admin/mail?after=x");
  const events = ["?about=kim", "?what=sign-in&outcome=refused", "?from=9&what=9", "?who=nobody"];
  get("/admin/audit", "/admin/audit?after=x", ...events.map((query) => `/admin/audit${query}`));
  get("/admin/api-keys", "/admin/api-keys/new", "/admin/help-requests", `/admin/help-requests/${ids.request}`);
  get(`/admin/help-requests/${nowhere}`, "/admin/nothing");

  const applications = "/admin/applications";
  get(applications, `${applications}?done=removed`, `${applications}/new`, `${applications}/${nowhere}`);
  for (const id of [ids.openid, ids.duo])
    get(...["", "?done=saved", "?done=added", "/edit", "/removal"].map((more) => `${applications}/${id}${more}`));
  for (const kind of ["openid", "duo", "forward-auth"]) {
    get(`${applications}/new/${kind}`);
    form(`${applications}/new/${kind}`, { name: "", takesPart: "not-yet", takesPartFrom: "9", note: "9".repeat(301) });
    form(`${applications}/new/${kind}`, { ...wiki, takesPartFrom: "2020-01-01", redirectAddresses: "x", hosts: "_" });
    form(`${applications}/new/${kind}`, {
      ...{ ...wiki, redirectAddresses: "https://wiki.acme.example/in", hosts: "wiki.acme.example" },
      ...{ client: "public", afterSignOutAddresses: "x", backChannelAddress: "x" },
    });
  }
  form(`${applications}/${ids.openid}/edit`, { ...wiki, seen: "else" });
  form(`${applications}/${ids.openid}/secret`, {});

  const hook = `/admin/webhooks/${ids.hook}`;
  get("/admin/webhooks", "/admin/webhooks?done=removed", "/admin/webhooks/new", `/admin/webhooks/${nowhere}`);
  get(hook, ...["changed", "on", "off", "again"].map((done) => `${hook}?done=${done}`));
  get(`${hook}?only=given-up`, `${hook}?after=x`, `${hook}/change`, `${hook}/removal`);
  form("/admin/webhooks/new", { url: "x" });
  form("/admin/webhooks/new", { url: "https://siem.acme.example/", which: "chosen" });
  form(`${hook}/test`, {});
  form(`${hook}/secret`, {});

  const idp = `/admin/single-sign-on/${ids.idp}`;
  get("/admin/single-sign-on", "/admin/single-sign-on?done=removed", "/admin/single-sign-on/new");
  get(idp, ...["connected", "changed", "on", "off"].map((done) => `${idp}?done=${done}`), `${idp}/change`);
  get(`${idp}/removal`, `/admin/single-sign-on/${nowhere}`);
  for (const [field, value] of [
    ...Object.entries({ name: "", issuer: "x", clientId: "", clientSecret: "é", domains: "x", nameClaim: "" }),
    ...Object.entries({ typeClaim: "\u0007", accountType: "x", types: "9", amr: "\u0007", acr: "\u0007", maxAge: "x" }),
  ])
    form("/admin/single-sign-on/new", { ...provider, [field]: value });
  form("/admin/single-sign-on/new", { ...provider, domains: "", onlyWay: "yes" });
  form("/admin/single-sign-on/new", { ...provider, domains: "other.example" });
  form("/admin/single-sign-on/new", { ...provider, name: "9" });
  form(`${idp}/change`, { ...provider, seen: "else" });
}

/** What people wrote, and what is written alike everywhere. */
const names = [
  ...["Ada Byron", "Kim Larsen", "Acme ID", "Acme", "North", "Wiki", "VPN", "Countersign", "noa", "staff", "client"],
  ...["acme", "north", "kim", "sign-in", "Authenticator app"],
  ...["Chrome", "Linux", "CSV", "JSON Lines", "JSON", "UTC", "MiB", "API", "ID", "PNG", "JPEG", "WebP", "PKCE", "SIEM"],
  ...["OpenID Connect", "Entra ID", "Google Workspace", "Okta", "Keycloak", "Standard Webhooks", "Webhooks", "Webhook"],
  ...["nginx", "Caddy", "Traefik", "Duo", "POST", "TLS", "2FA", "COUNTERSIGN_SMTP_URL", "COUNTERSIGN_URL", "localhost"],
  ...["Employees = staff", "email_verified", "auth_time", "mfa", "hwk", "amr", "acr", "groups", "name", "issuer"],
  ...["back-channel logout", "client ID", "client secret", "claim", "proxy", "http", "secret", "Single Sign-on"],
];

describe.each(languages.filter((language) => language !== "en"))("in %s", (language) => {
  test("[BY-14] every other page of the console says which language it is in, and is in that alone", async () => {
    const left: Record<string, string[]> = {};
    for (const [where, open] of pages) {
      const page = await open({ "accept-language": language });
      const english = await open({ "accept-language": "en" });
      expect([where, page.status]).toEqual([where, english.status]);
      const [, html = ""] = /<html([^>]*)>/.exec(page.text) ?? [];
      expect([where, html]).toEqual([where, expect.stringContaining(`lang="${language}"`)]);
      expect([where, html.includes('dir="rtl"')]).toEqual([where, language === "ar"]);
      const texts = leftInEnglish(page.text, { english: english.text, language, names });
      if (texts.length > 0) left[where] = texts;
    }
    expect(left).toEqual({});
  }, 60_000);
});

test("[BY-14] the first run speaks the browser's language, and so does what is wrong on its form", async () => {
  const empty = await createWorld({ empty: true });
  try {
    const here = empty.client({ address: "127.0.0.1" });
    const accept = { "accept-language": "ar" };
    const page = await here.get("/first-run", accept);
    expect(page.text).toContain('<html lang="ar" dir="rtl"');
    expect(page.text).toContain(words.ar.firstRun.heading);
    const typed = { organisation: "9", name: "9", email: "x", password: "a long one that nobody has 9" };
    const refused = await here.form("/first-run", typed, accept);
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(words.ar.firstRun.badEmail)]);
    const elsewhere = await empty.client().get("/first-run", accept);
    expect(elsewhere.text).toContain(words.ar.firstRun.token);
  } finally {
    await empty.close();
  }
});

test("[BY-14] what somebody wrote runs as they wrote it on an Arabic page, and the last sign-in is told with Arabic commas", async () => {
  const lin = await world.addPerson({ email: "lin@acme.example", enrolled: true });
  await signInByForm(world, world.client(), lin);
  await ask(world, lin, "My phone is gone.\nCall me!");
  const list = await admin.get("/admin/help-requests", { "accept-language": "ar" });
  const paths = new Set([...list.text.matchAll(/\/admin\/help-requests\/[\w-]{22}/g)].map(([path]) => path));
  const found = await Promise.all([...paths].map((path) => admin.get(path, { "accept-language": "ar" })));
  const page = found.find(({ text }) => text.includes("My phone is gone."))?.text ?? "";
  expect(page).toContain("\u2068My phone is gone.\u2069<br/>\u2068Call me!\u2069");
  const signedIn = page.slice(page.indexOf(words.ar.consoleHelp.lastSignIn)).slice(0, 300);
  expect(signedIn).toContain("Linux");
  expect(signedIn.slice(0, signedIn.indexOf("</dd>"))).not.toContain(",");
});
