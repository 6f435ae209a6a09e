// `countersign person sessions|sign-out|trusted-browsers|distrust|identities|unlink`: where a person is signed in, what is
// trusted for them, and who they are elsewhere.
import { about, showPerson as shown } from "./people.ts";
import { organisationOption, readArguments, type Terminal, Usage } from "./terminal.ts";

export const browserForms = {
  sessions: { usage: "person sessions LOGIN [--organisation SLUG]", about: "List where a person is signed in." },
  "sign-out": {
    usage: "person sign-out LOGIN [--session ID] [--organisation SLUG]",
    about: "Sign a person out everywhere, or end one session, by the ID that 'person sessions' shows.",
  },
  "trusted-browsers": {
    usage: "person trusted-browsers LOGIN [--organisation SLUG]",
    about: "List the browsers on which a person is not asked for the second step.",
  },
  distrust: {
    usage: "person distrust LOGIN ID [--organisation SLUG]",
    about: "End the trust in one browser, by the ID that 'person trusted-browsers' shows.",
  },
  identities: {
    usage: "person identities LOGIN [--organisation SLUG]",
    about: "List who a person is at identity providers.",
  },
  unlink: {
    usage: "person unlink LOGIN PROVIDER [--organisation SLUG]",
    about: "End a person's link with an identity provider, by its name, and the sessions that came through it.",
  },
};

const shortTime = (time: string): string => time.slice(0, 16).replace("T", " ");

export async function sessions(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  await about(at, positionals[0], values.organisation, async (api, { id, email }) => {
    const document = await api.call("GET /people/{id}/sessions", { path: { id } });
    const lines = document.sessions.map((one) =>
      [one.id, shortTime(one.lastUsedAt), one.address, one.amr.join(" "), one.userAgent].join("\t"),
    );
    at.result(document, lines.length === 0 ? `${email} is signed in nowhere.` : lines.join("\n"));
  });
}

export async function signOut(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, session: { type: "string" } }, 1);
  const { session } = values;
  await about(at, positionals[0], values.organisation, async (api, person) => {
    const { id } = person;
    if (session === undefined) await api.call("DELETE /people/{id}/sessions", { path: { id } });
    else await api.call("DELETE /people/{id}/sessions/{session}", { path: { id, session } });
    const words = session === undefined ? "is signed out everywhere" : "is signed out of that session";
    at.result({ signedOut: shown(person), session: session ?? null }, `${person.email} ${words}.`);
  });
}

export async function trustedBrowsers(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  await about(at, positionals[0], values.organisation, async (api, { id, email }) => {
    const document = await api.call("GET /people/{id}/trusted-browsers", { path: { id } });
    const lines = document.trustedBrowsers.map((one) =>
      [one.id, `until ${one.expiresAt.slice(0, 10)}`, one.address, one.userAgent].join("\t"),
    );
    at.result(document, lines.length === 0 ? `No browser is trusted for ${email}.` : lines.join("\n"));
  });
}

export async function distrust(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 2);
  const [login, browser] = positionals;
  if (!browser) throw new Usage("Give the person and the browser's ID, as 'person trusted-browsers' shows it.");
  await about(at, login, values.organisation, async (api, person) => {
    await api.call("DELETE /people/{id}/trusted-browsers/{browser}", { path: { id: person.id, browser } });
    at.result({ person: shown(person), ended: browser }, `That browser is not trusted for ${person.email} any more.`);
  });
}

export async function identities(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  await about(at, positionals[0], values.organisation, async (api, { id, email }) => {
    const document = await api.call("GET /people/{id}/identities", { path: { id } });
    const lines = document.identities.map((one) =>
      [one.providerName, one.email, `last used ${shortTime(one.lastUsedAt)}`].join("\t"),
    );
    at.result(document, lines.length === 0 ? `No identity provider is linked with ${email}.` : lines.join("\n"));
  });
}

export async function unlink(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 2);
  const [login, name] = positionals;
  if (!name) throw new Usage("Give the person and the identity provider's NAME.");
  await about(at, login, values.organisation, async (api, person) => {
    const { id } = person;
    const known = await api.call("GET /people/{id}/identities", { path: { id } });
    const provider = known.identities.find((one) => one.providerName === name || one.provider === name)?.provider;
    if (provider === undefined) throw new Usage(`${person.email} is not linked with '${name}'.`);
    await api.call("DELETE /people/{id}/identities/{provider}", { path: { id, provider } });
    at.result({ person: shown(person), unlinked: name }, `${person.email} is not linked with ${name} any more.`);
  });
}
