// Connects identity providers to a world of a test, and goes through them as a browser does.
import { linkIdentity } from "../../src/identities/actions.ts";
import { changeProvider, connectProvider, type Provider, providerById } from "../../src/identity-providers/actions.ts";
import type { ProviderSettings } from "../../src/identity-providers/rules.ts";
import type { MadeProvider } from "./identity-provider.ts";
import type { Answer, Client, TestPerson, World } from "./world.ts";

const by = { actor: null, source: { address: "192.0.2.1", userAgent: "" } };

export const usualSettings: ProviderSettings = {
  evidence: { amr: [], acr: [], maxAge: null },
  ...{ nameClaim: "name", typeClaim: "", types: {}, accountType: "staff", addsPeople: true, vouches: false },
};

export interface Connected {
  name?: string;
  domains?: string[];
  exempts?: boolean;
  onlyWay?: boolean;
  settings?: Partial<ProviderSettings>;
  active?: boolean;
}

type Of = Pick<MadeProvider, "issuer" | "clientId" | "clientSecret">;

export async function connectTo(world: World, of: Of, wanted: Connected = {}): Promise<Provider> {
  const { id: organisation } = world.organisation;
  const { settings, active = true, ...rest } = wanted;
  const typed = { name: "Acme ID", domains: ["acme.example"], exempts: true, onlyWay: false, ...rest };
  const whole = { ...usualSettings, ...settings };
  const id = await world.needs.db.transaction(async (tx) => {
    const connected = await connectProvider(tx, world.needs, {
      ...{ organisation, issuer: of.issuer, clientId: of.clientId, secret: of.clientSecret },
      ...{ ...typed, settings: whole, ...by },
    });
    if (connected.outcome !== "connected") throw new Error(connected.outcome);
    return connected.id;
  });
  const provider = (await providerById(world.needs.db, organisation, id)) as Provider;
  return active ? change(world, provider, { active: true }) : provider;
}

export async function change(
  world: World,
  provider: Provider,
  { settings, ...changed }: Partial<Omit<Provider, "settings">> & { settings?: Partial<ProviderSettings> },
): Promise<Provider> {
  const whole = { ...provider, ...changed, settings: { ...provider.settings, ...settings } };
  await world.needs.db.transaction((tx) => changeProvider(tx, world.needs, { ...whole, ...by }));
  return (await providerById(world.needs.db, provider.organisation, provider.id)) as Provider;
}

/** Links a person with a subject there, as if they had come before. */
export const link = (world: World, provider: Provider, { person }: TestPerson, subject: string) =>
  world.needs.db.transaction((tx) =>
    linkIdentity(tx, world.needs, {
      ...{ organisation: provider.organisation, provider: provider.id, subject, person: person.id },
      ...{ email: person.email, how: "proven-here", source: by.source },
    }),
  );

/** To the provider and back. @returns what we answer at the redirect address */
export async function comeThrough(
  browser: Client,
  made: MadeProvider,
  provider: Provider,
  query: Record<string, string> = {},
): Promise<Answer> {
  return browser.get(await backFrom(browser, made, provider, query));
}

/** The path with which the browser would come back. */
export async function backFrom(
  browser: Client,
  made: MadeProvider,
  provider: Provider,
  query: Record<string, string> = {},
): Promise<string> {
  const search = Object.keys(query).length === 0 ? "" : `?${new URLSearchParams(query)}`;
  const left = await browser.get(`/single-sign-on/at/${provider.id}${search}`);
  if (left.status !== 303) throw new Error(`not sent on: ${left.status} ${left.text.slice(0, 2000)}`);
  const back = new URL(await made.answerTo(left.location as string));
  return back.pathname + back.search;
}

export const eventsOf = async (world: World, name: string) =>
  (
    await world.needs.db.list((query) =>
      query.selectFrom("audit_events").selectAll().where("name", "=", name).orderBy("id"),
    )
  ).map((event) => ({ ...event, details: JSON.parse(event.details) as Record<string, unknown> }));
