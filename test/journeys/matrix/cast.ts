// The people of the matrix, each brought by real requests into the state in which they call.
import { knownApplication } from "../../../src/admin/applications/actions.ts";
import { choose } from "../../../src/admin/bulk/choosing.ts";
import { askForExport, exportsOf } from "../../../src/admin/exporting/actions.ts";
import { importPeople } from "../../../src/admin/import/importing.ts";
import { keysOf, makeKey } from "../../../src/api-keys/actions.ts";
import { scopes } from "../../../src/api-keys/rules.ts";
import { addApplication } from "../../../src/applications/actions.ts";
import { applicationCalled } from "../../../src/applications/finding.ts";
import { addAuthenticator, authenticatorsOf } from "../../../src/authenticators/totp/actions.ts";
import { decide } from "../../../src/help-requests/deciding.ts";
import { linkIdentity } from "../../../src/identities/actions.ts";
import { connectProvider } from "../../../src/identity-providers/actions.ts";
import { invite } from "../../../src/invitations/actions.ts";
import { askForAddress } from "../../../src/invitations/address-changes.ts";
import { newId } from "../../../src/kernel/ids.ts";
import { claimTheFirstRun, organisationCalled, setLogo } from "../../../src/organisations/actions.ts";
import type { Organisation } from "../../../src/organisations/rules.ts";
import { totp } from "../../../src/otp/index.ts";
import { disable, keyOf, type Person, setOverride } from "../../../src/people/actions.ts";
import { setPicture } from "../../../src/people/pictures/actions.ts";
import { type Address, readAddress } from "../../../src/people/rules.ts";
import { listAccountType } from "../../../src/policy/account-types.ts";
import { digestOf } from "../../../src/policy/actions.ts";
import { keepDraft } from "../../../src/policy/drafts.ts";
import { policyOfNewOrganisation } from "../../../src/policy/rules.ts";
import { sessionsOf } from "../../../src/sessions/actions.ts";
import { trustedBrowsersOf } from "../../../src/trusted-browsers/actions.ts";
import { addWebhook, deliveriesOf, webhooksOf } from "../../../src/webhooks/actions.ts";
import { giveUpWaiting, insert as insertDelivery } from "../../../src/webhooks/deliveries/store.ts";
import { shownSecret } from "../../support/account.ts";
import { ask, notMeLink } from "../../support/help.ts";
import { addOpenIdApplication } from "../../support/openid.ts";
import { usualSettings } from "../../support/single-sign-on.ts";
import { type Client, createWorld, type TestPerson, type World, type WorldOptions } from "../../support/world.ts";
import { type Difference, effects, putBack, type Snapshot, takeSnapshot } from "./snapshot.ts";

export const callerNames = [
  "nobody",
  "half",
  "set-up",
  "trusted",
  "person",
  "helper",
  "administrator",
  "other, here",
  "other, at home",
] as const;
export type CallerName = (typeof callerNames)[number];

/** What is one person's, as addresses name it. */
export interface Things {
  person: string;
  authenticator: string;
  /** Not the one they are using. */
  session: string;
  browser: string;
  /** Open. */
  helpRequest: string;
  /** Somebody else's, of which only operators have a say. */
  organisation: string;
  /** Short name of their own. */
  slug: string;
  /** Of their organisation. */
  application: string;
  /** API keys: their own, and their organisation's. */
  ownKey: string;
  organisationKey: string;
  /** One that was given up. */
  letter: string;
  /** About this person, not confirmed yet. */
  bulk: string;
  /** Of a file that changed nothing. */
  import: string;
  /** Of their organisation, asked for by the operator. */
  export: string;
  /** An identity provider of their organisation, which they are linked with. */
  provider: string;
  /** Of their organisation, and something that was given up on its way there. */
  webhook: string;
  delivery: string;
}

export interface Caller {
  name: CallerName;
  /** Host name that is asked. */
  host: string;
  /** Their browser's cookies, without the prefix that https brings. */
  cookies: Record<string, string>;
  things: Things | undefined;
  /** The app shows its codes; the latest was not given yet. */
  who: TestPerson | undefined;
  /** Secret of the app that they are setting up. */
  pending: Buffer | undefined;
  /** Whose rows may change by what they do. Administrators: everybody's of their organisation. */
  acts: { persons: string[]; organisation: string | undefined };
  /** Whose people they may look at, beside those. */
  sees?: string;
}

export interface Cast {
  world: World;
  /** This organisation, and the other one at its own host name. */
  here: Organisation;
  other: Organisation;
  /** The version of this organisation's logo. */
  logo: string;
  callers: Record<CallerName, Caller>;
  /** Three more in a sign-in: one whose codes wait to be saved, one who is offered set-up, one whose call for help was heard. */
  saving: Caller;
  /**
   * An administrator of the third organisation, which has no host name: whose browser (or program) has chosen this one, and
   * who has chosen their own and names this one's people and things.
   */
  third: Organisation;
  strangers: { choosingHere: Caller; atHome: Caller };
  /** Looks after the installation, beside being an administrator here. */
  operator: Caller;
  offered: Caller;
  helped: Caller;
  /** Somebody who is signed in and calls nothing: whose things nobody but an administrator may touch. */
  kim: TestPerson & { things: Things };
  /** Gives login and password. */
  lou: TestPerson;
  /** Invited; has not joined. */
  ivy: TestPerson;
  /** Disabled, with something else asked of them than the policy says. */
  dan: TestPerson;
  invitation: string;
  /** What administrators have changed in the policy and not saved: the same each. */
  draft: { version: string; digest: string };
  /** The state in which this organisation's application is. */
  applicationSeen: string;
  /** Of the link 'this was not me' in the letter about kim's request. */
  cancellation: string;
  /** Of the link that confirms lou's next address. */
  addressChange: string;
  start: Snapshot;
  /** How many transactions the app has begun: without one, nothing is written. */
  transactions(): number;
  /** Puts everything back as it was when the cast was made. @returns what had come of it since */
  reset(): Promise<Difference[]>;
}

export const otherHost = "other.example";

export async function createCast(options: WorldOptions = {}): Promise<Cast> {
  const policy = { organisation: "optional", accountTypes: { client: "required" } } as const;
  // A mail server is set up; nobody here sends what waits for it.
  const mail = { COUNTERSIGN_SMTP_URL: "smtp://127.0.0.1:9", COUNTERSIGN_MAIL_FROM: "no-reply@acme.example" };
  const world = await createWorld({ ...options, policy, environment: { ...mail, ...options.environment } });
  const { needs, clock } = world;
  const { db } = needs;
  let transactions = 0;
  needs.db = {
    ...db,
    transaction(body) {
      transactions++;
      return db.transaction(body);
    },
  };
  const here = world.organisation;
  const other = await world.addOrganisation("Other", otherHost, policy);
  const third = await world.addOrganisation("Third", null, policy);
  await db.transaction((tx) => claimTheFirstRun(tx, clock));
  const body = Buffer.from("RIFF....WEBP");
  await db.transaction((tx) => setLogo(tx, here.id, { type: "image/webp", body }));
  const logo = (await organisationCalled(db, here.slug))?.logo as string;
  const host = new URL(world.origin).host;

  const enrolled = (
    name: string,
    more: { administrator?: boolean; helper?: boolean; operator?: boolean; organisation?: Organisation } = {},
  ) => addWithTwoApps(world, { email: `${name}@acme.example`, screenName: name, displayName: `Dr ${name}`, ...more });
  const [kim, lou, pat, harry, hugo] = [
    await enrolled("kim"),
    await enrolled("lou"),
    await enrolled("pat"),
    await enrolled("harry"),
    await enrolled("hugo"),
  ];
  const ada = await enrolled("ada", { administrator: true });
  const tess = await enrolled("tess", { administrator: true });
  const hal = await enrolled("hal", { helper: true });
  const otto = await enrolled("otto", { administrator: true, operator: true });
  const tina = await enrolled("tina", { administrator: true, organisation: third });
  const olga = await enrolled("olga", { administrator: true, organisation: other });
  const sue = await world.addPerson({
    email: "sue@acme.example",
    screenName: "sue",
    displayName: "Dr sue",
    accountType: "client",
  });
  const sam = await world.addPerson({
    email: "sam@acme.example",
    screenName: "sam",
    displayName: "Dr sam",
    accountType: "client",
  });
  const oscar = await world.addPerson({ email: "oscar@acme.example", screenName: "oscar", displayName: "Dr oscar" });
  const ivy = await world.addPerson({
    email: "ivy@acme.example",
    screenName: "ivy",
    displayName: "Dr ivy",
    status: "invited",
  });

  const dan = await world.addPerson({ email: "dan@acme.example", screenName: "dan", displayName: "Dr dan" });
  await db.transaction(async (tx) => {
    await disable(tx, keyOf(dan.person));
    await setOverride(tx, keyOf(dan.person), { level: "off", reason: "on leave", until: null });
  });

  const visit = async (who: TestPerson, at: string, how: "with a code" | "with the password alone" = "with a code") => {
    const client = world.client({ host: at });
    if (who.person.organisation_id === third.id) await client.get(`/o/${third.slug}`);
    await signInTwice(world, client, who);
    if (how === "with the password alone")
      await client.form("/sign-in", { login: who.person.email, password: who.password });
    const things = await thingsOf(world, who, client, third);
    if (how === "with the password alone") return { client, things };
    await client.form("/account/security/authenticators/new", { name: "Third" });
    return { client, things, pending: shownSecret((await client.get("/account/security/set-up")).text) };
  };
  const begin = async (who: TestPerson) => {
    const client = world.client();
    await client.form("/sign-in", { login: who.person.email, password: who.password });
    return client;
  };

  // The latest come first: nobody's proof is older than a few minutes, nobody's sign-in is over.
  const kims = await visit(kim, host);
  const [pats, hals] = [await visit(pat, host), await visit(hal, host)];
  const [adas, olgas] = [await visit(ada, host), await visit(olga, otherHost)];
  const [ottos, tinas] = [await visit(otto, host), await visit(tina, host)];
  const tesss = await visit(tess, host, "with the password alone");
  const [harrys, sues, sams] = [await begin(harry), await begin(sue), await begin(sam)];
  const kimsHelp = await ask(world, kim);
  const cancellation = new URL(await notMeLink(world), world.origin).searchParams.get("token") as string;
  const decision = {
    decider: ada.person,
    verdict: "approved",
    source: { address: "192.0.2.1", userAgent: "" },
  } as const;
  await decide(needs, { organisation: here.id, request: await ask(world, hugo), ...decision });
  const hugos = await begin(hugo);
  const pending = shownSecret((await sues.get("/set-up")).text);
  const confirmed = shownSecret((await sams.get("/set-up")).text);
  await sams.form("/set-up", { code: totp({ secret: confirmed, at: clock.now() }) });
  await world.setPolicy({ ...policy, bindsFrom: { days: 5 }, organisation: "required" });
  const oscars = await begin(oscar);
  await world.setPolicy(policy);
  await db.transaction((tx) => tx.list((query) => query.deleteFrom("first_meetings")));
  const drafted = { ...policyOfNewOrganisation, ...policy, helpRequests: false };
  await db.transaction(async (tx) => {
    await listAccountType(tx, needs, here.id, "partner");
    for (const { person } of [ada, tess, olga, tina])
      await keepDraft(tx, needs, keyOf(person), { policy: drafted, version: 1 });
  });
  const { token: invitation } = await db.transaction((tx) =>
    invite(tx, needs, keyOf(ivy.person), {
      purpose: "join",
      actor: ada.person.id,
      source: { address: "192.0.2.1", userAgent: "" },
    }),
  );
  const nextAddress = readAddress("lou@next.example") as Address;
  const { token: addressChange } = await db.transaction((tx) => askForAddress(tx, needs, lou.person, nextAddress));
  await db.transaction(async (tx) => {
    for (const { person } of [ada, hal, pat, tess, olga, tina]) await askForAddress(tx, needs, person, nextAddress);
  });
  await addOpenIdApplication(world, "wiki");
  clock.advance(30_000);

  const caller = (
    name: CallerName,
    client: Client | undefined,
    who?: TestPerson,
    more: Partial<Caller> = {},
  ): Caller => ({
    name,
    host,
    cookies: plainCookies(client),
    things: undefined,
    who,
    pending: undefined,
    acts: { persons: who ? [who.person.id] : [], organisation: undefined },
    ...more,
  });
  const rules = (who: TestPerson) => ({ persons: [], organisation: who.person.organisation_id });
  const callers: Cast["callers"] = {
    nobody: caller("nobody", undefined),
    half: caller("half", harrys, harry),
    "set-up": caller("set-up", sues, sue, { pending }),
    trusted: caller("trusted", tesss.client, tess, { things: tesss.things, acts: rules(tess) }),
    person: caller("person", pats.client, pat, { ...pats }),
    helper: caller("helper", hals.client, hal, { ...hals, sees: here.id }),
    administrator: caller("administrator", adas.client, ada, { ...adas, acts: rules(ada) }),
    "other, here": caller("other, here", olgas.client, undefined),
    "other, at home": caller("other, at home", olgas.client, olga, { ...olgas, host: otherHost, acts: rules(olga) }),
  };

  const atHome = caller("other, at home", tinas.client, tina, { ...tinas, acts: rules(tina) });
  const cookies = { ...atHome.cookies, "countersign-organisation": here.slug };
  const choosingHere = { ...caller("other, here", tinas.client, undefined), cookies };

  // A server over this database would try them at once, and that would look like something that a request did.
  await db.transaction((tx) => tx.list((query) => query.updateTable("outbox").set({ next_try_at: null })));
  const start = await takeSnapshot(db);
  return {
    world,
    here,
    other,
    third,
    logo,
    callers,
    saving: caller("set-up", sams, sam),
    strangers: { choosingHere, atHome },
    operator: caller("administrator", ottos.client, otto, { ...ottos, acts: rules(otto) }),
    offered: caller("set-up", oscars, oscar),
    helped: caller("half", hugos, hugo),
    kim: { ...kim, things: { ...kims.things, helpRequest: kimsHelp } },
    lou,
    ivy,
    dan,
    invitation,
    draft: { version: "1", digest: digestOf(JSON.stringify(drafted)) },
    applicationSeen: (await knownApplication(needs, here.id, kims.things.application)).seen,
    cancellation,
    addressChange,
    start,
    transactions: () => transactions,
    async reset() {
      const after = await takeSnapshot(db);
      await putBack(db, start, after);
      return effects(start, after);
    },
  };
}

/** Cookies as they are named over plain http; `send` knows the names of https. */
const plainCookies = (client: Client | undefined): Record<string, string> =>
  Object.fromEntries([...(client?.cookies ?? [])].map(([name, value]) => [name.replace(/^__Host-/, ""), value]));

/** So that one of them can be removed, and a picture. */
async function addWithTwoApps(world: World, wanted: Parameters<World["addPerson"]>[0]): Promise<TestPerson> {
  const { needs } = world;
  const added = await world.addPerson({ ...wanted, enrolled: true });
  const key = keyOf(added.person);
  await needs.db.transaction(async (tx) => {
    const secret = needs.random.bytes(20);
    await addAuthenticator(tx, needs, key, { id: newId(needs), name: "Tablet", secret, confirmedBy: 0 });
    await setPicture(tx, key, { type: "image/webp", body: Buffer.from("RIFF....WEBP") });
  });
  return added;
}

/** Twice, so that there is another session; the browser is trusted from the first time on. */
async function signInTwice(world: World, client: Client, who: TestPerson): Promise<void> {
  await client.form("/sign-in", { login: who.person.email, password: who.password });
  await client.form("/sign-in/code", { code: world.code(who), trustBrowser: "yes" });
  world.clock.advance(30_000);
  const trust = [...client.cookies].find(([name]) => name.endsWith("trusted-browser"));
  if (!trust) throw new Error(`${who.person.screen_name}'s browser is not trusted`);
  client.cookies.delete(trust[0]);
  await client.form("/sign-in", { login: who.person.email, password: who.password });
  const answered = await client.form("/sign-in/code", { code: world.code(who) });
  if (answered.status !== 303) throw new Error(`${who.person.screen_name} is not signed in: ${answered.status}`);
  client.cookies.set(...trust);
}

async function thingsOf(
  { needs, organisation: here }: World,
  { person }: TestPerson,
  client: Client,
  third: Organisation,
): Promise<Things> {
  const key = keyOf(person);
  const current = [...client.cookies].find(([name]) => name.endsWith("session"))?.[1].split(".")[0];
  const sessions = await sessionsOf(needs.db, needs, key);
  return {
    person: person.id,
    authenticator: (await authenticatorsOf(needs.db, key)).find(({ name }) => name === "Tablet")?.id as string,
    session: sessions.find(({ id }) => id !== current)?.id as string,
    browser: (await trustedBrowsersOf(needs.db, key))[0]?.id as string,
    helpRequest: "AAAAAAAAAAAAAAAAAAAAAA",
    organisation: third.id,
    slug: here.slug,
    application: await applicationOf({ needs }, person.organisation_id),
    ownKey: await keyOfOwner({ needs }, person, "own"),
    organisationKey: await keyOfOwner({ needs }, person, "organisation"),
    letter: await giveUpLetter({ needs }, person),
    bulk: await choose(needs, {
      organisation: person.organisation_id,
      actor: person.id,
      source: { address: "192.0.2.1", userAgent: "" },
      action: "disable",
      chosen: { ids: [person.id] },
    }),
    import: (
      await importPeople(needs, {
        organisation: person.organisation_id,
        actor: null,
        source: { address: "192.0.2.1", userAgent: "" },
        text: `email\n${person.email}\n`,
      })
    ).row.id,
    export: await exportOf({ needs }, person.organisation_id),
    provider: await providerOf({ needs }, person),
    ...(await webhookOf({ needs }, person)),
  };
}

/** Whose private half nobody has. */
export const ageRecipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

async function exportOf({ needs }: Pick<World, "needs">, organisation: string): Promise<string> {
  const [known] = await exportsOf(needs.db, organisation);
  const source = { address: "command line", userAgent: "" };
  const asking = { organisation, about: organisation, actor: null, source, side: "operator" } as const;
  return (known ?? (await askForExport(needs, asking, [ageRecipient]))).id;
}

/** The organisation's own one, for what never happens here, with a delivery that was given up. */
async function webhookOf({ needs }: Pick<World, "needs">, { organisation_id: organisation, id: actor }: Person) {
  const source = { address: "192.0.2.1", userAgent: "" };
  const there = async () => (await webhooksOf(needs.db, organisation))[0]?.id;
  if (!(await there())) {
    await needs.db.transaction(async (tx) => {
      await addWebhook(tx, needs, {
        organisation,
        url: "https://127.0.0.1:9/",
        events: ["installation.restored"],
        actor,
        source,
      });
      const [hook] = await webhooksOf(tx, organisation);
      const given = {
        organisation,
        id: newId(needs),
        webhook: hook?.id as string,
        event: newId(needs),
        at: needs.clock.now(),
      };
      await tx.run(insertDelivery, given);
      await tx.run(giveUpWaiting, { organisation, webhook: given.webhook, failure: "Nothing listens there." });
    });
  }
  const webhook = (await there()) as string;
  const [delivery] = await deliveriesOf(needs.db, {
    organisation,
    webhook,
    after: undefined,
    only: undefined,
    limit: 1,
  });
  return { webhook, delivery: delivery?.id as string };
}

/** The organisation's own one, at which nobody answers; on, so that what it is asked for shows. */
async function providerOf({ needs }: Pick<World, "needs">, { organisation_id: organisation, id }: Person) {
  const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };
  const named = { name: "Acme ID", clientId: "us", exempts: true, onlyWay: false, settings: usualSettings };
  return needs.db.transaction(async (tx) => {
    const [there] = await tx.list((query) =>
      query.selectFrom("identity_providers").select("id").where("organisation_id", "=", organisation),
    );
    let provider = there?.id;
    if (!provider) {
      const wanted = { organisation, issuer: "http://127.0.0.1:9", secret: "s", domains: ["id.example"], ...named };
      const connected = await connectProvider(tx, needs, { ...wanted, ...by });
      if (connected.outcome !== "connected") throw new Error(connected.outcome);
      provider = connected.id;
    }
    const subject = { organisation, provider, subject: id, person: id, email: "x@id.example" };
    await linkIdentity(tx, needs, { ...subject, how: "proven-here", source: by.source });
    return provider;
  });
}

/** An OpenID Connect client of the organisation, always the same one. */
async function applicationOf({ needs }: Pick<World, "needs">, organisation: string): Promise<string> {
  const found = await applicationCalled(needs.db, organisation, "Wiki");
  if (found) return found.id;
  const settings = {
    ...{ redirectAddresses: ["https://wiki.example/cb"], afterSignOutAddresses: [], backChannelAddress: null },
    client: "confidential",
  };
  const added = await needs.db.transaction((tx) =>
    addApplication(tx, needs, {
      ...{ organisation, name: "Wiki", kind: "openid", participation: { takesPart: "yes" }, note: "", settings },
      ...{ names: [{ kind: "client", name: organisation }], actor: null },
      source: { address: "192.0.2.1", userAgent: "" },
    }),
  );
  if (added.outcome !== "added") throw new Error(added.outcome);
  return added.application.id;
}

async function keyOfOwner(
  { needs }: Pick<World, "needs">,
  person: Person,
  whose: "own" | "organisation",
): Promise<string> {
  const owner = { organisation: person.organisation_id, person: whose === "own" ? person : null };
  const [found] = whose === "own" ? [] : await keysOf(needs.db, owner, needs.clock);
  if (found) return found.id;
  const wanted = { name: "Job", scopes: ["read:people"], days: 365 };
  const by = { allowed: scopes, actor: person.id, source: { address: "192.0.2.1", userAgent: "" } };
  const made = await needs.db.transaction((tx) => makeKey(tx, needs, owner, wanted, by));
  if (made.outcome !== "made") throw new Error(made.outcome);
  return made.key.id;
}

/** One of the letters to a person that wait, given up; the others are not there, so that it is always the same one. */
async function giveUpLetter(
  { needs }: Pick<World, "needs">,
  { organisation_id: organisation, id: person }: Person,
): Promise<string> {
  const [letter, ...others] = await needs.db.list((query) =>
    query.selectFrom("outbox").select("id").where("organisation_id", "=", organisation).where("person_id", "=", person),
  );
  await needs.db.transaction(async (tx) => {
    const ids = others.map(({ id }) => id);
    if (ids.length > 0) await tx.list((query) => query.deleteFrom("outbox").where("id", "in", ids));
    await tx.list((query) =>
      query
        .updateTable("outbox")
        .set({ next_try_at: null, failure: "The mail server refused the recipient." })
        .where("id", "=", letter?.id as string),
    );
  });
  return letter?.id as string;
}
