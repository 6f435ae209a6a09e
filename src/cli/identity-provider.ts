// `countersign identity-provider …`: lists, shows, connects, changes and removes identity providers.
import type { Client, IdentityProvider } from "../client/index.ts";
import { withApi } from "./reaching.ts";
import {
  called,
  confirmed,
  dispatch,
  organisationOption,
  Refusal,
  readArguments,
  readSecret,
  type Subcommands,
  type Terminal,
  Usage,
  yesOrNo,
} from "./terminal.ts";

const subcommands: Subcommands = { list, show, add, change, remove };

const settings =
  "[--domain DOMAIN]… [--exempts YES/NO] [--only-way YES/NO] [--adds-people YES/NO] [--vouches YES/NO] [--name-claim CLAIM] [--type-claim CLAIM] [--type-of VALUE=TYPE]… [--type TYPE] [--amr METHOD]… [--acr LEVEL]… [--max-age MINUTES]";

export const identityProviderForms = {
  list: {
    usage: "identity-provider list [--organisation SLUG]",
    about: "List the identity providers through which people come in.",
  },
  show: {
    usage: "identity-provider show NAME [--organisation SLUG]",
    about: "Show one: what it is trusted with, and the address to enter there. Its secret is never shown.",
  },
  add: {
    usage: `identity-provider add NAME --issuer ADDRESS --client-id ID [--secret] ${settings} [--organisation SLUG]`,
    about:
      "Connect one; it is off until 'identity-provider change NAME --active yes'. --secret reads the client secret from standard input or a prompt.",
  },
  change: {
    usage: `identity-provider change NAME [--active YES/NO] [--rename NAME] [--client-id ID] [--secret] [--drop-secret] ${settings} [--organisation SLUG]`,
    about: "Change one, turn it on or off; what is not given stays, and - stands for none.",
  },
  remove: {
    usage: "identity-provider remove NAME [--yes] [--organisation SLUG]",
    about: "Remove one and everybody's links with it, for good; the people stay. Asks first; --yes does not.",
  },
};

export const identityProvider = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

const options = {
  ...organisationOption,
  "client-id": { type: "string" },
  secret: { type: "boolean" },
  domain: { type: "string", multiple: true },
  exempts: { type: "string" },
  "only-way": { type: "string" },
  "adds-people": { type: "string" },
  vouches: { type: "string" },
  "name-claim": { type: "string" },
  "type-claim": { type: "string" },
  "type-of": { type: "string", multiple: true },
  type: { type: "string" },
  amr: { type: "string", multiple: true },
  acr: { type: "string", multiple: true },
  "max-age": { type: "string" },
} as const;

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withApi(at, values.organisation, async (api) => {
    const { identityProviders } = await api.call("GET /identity-providers");
    const lines = identityProviders.map((one) =>
      [one.name, state(one), one.issuer, one.domains.join(" ") || "everybody"].join("\t"),
    );
    at.result({ identityProviders }, lines.length === 0 ? "There are no identity providers yet." : lines.join("\n"));
  });
}

async function show(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const name = named(positionals);
  await withApi(at, values.organisation, async (api) => tell(at, await oneCalled(api, name)));
}

async function add(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...options, issuer: { type: "string" } }, 1);
  const name = named(positionals);
  const { issuer, "client-id": clientId } = values;
  if (!issuer || !clientId) throw new Usage("Give --issuer and --client-id as the provider shows them.");
  const { evidence, ...given } = settingsIn(values);
  await withApi(at, values.organisation, async (api) => {
    const clientSecret = values.secret ? await readSecret("Client secret: ") : undefined;
    const accountType = given.accountType ?? (await usualType(api));
    const proof = evidence && { evidence: { amr: [], acr: [], maxAge: null, ...evidence } };
    const body = { ...given, ...proof, name, issuer, clientId, clientSecret, accountType };
    await tell(at, await api.call("POST /identity-providers", { body }), `${name} is connected, and off for now.`);
  });
}

async function change(args: string[], at: Terminal): Promise<void> {
  const more = { active: { type: "string" }, rename: { type: "string" }, "drop-secret": { type: "boolean" } } as const;
  const { values, positionals } = readArguments(args, { ...options, ...more }, 1);
  const name = named(positionals);
  if (values.secret && values["drop-secret"]) throw new Usage("Give --secret or --drop-secret, not both.");
  const { evidence, ...given } = settingsIn(values);
  const active = yesOrNo("active", values.active);
  await withApi(at, values.organisation, async (api) => {
    const before = await oneCalled(api, name);
    const clientSecret = values.secret ? await readSecret("Client secret: ") : values["drop-secret"] ? null : undefined;
    const proof = evidence && { evidence: { ...before.evidence, ...evidence } };
    const body = { ...given, ...proof, name: values.rename, clientId: values["client-id"], clientSecret, active };
    const now = await api.call("PATCH /identity-providers/{id}", { path: { id: before.id }, body });
    await tell(at, now, `${now.name} is changed.`);
  });
}

async function remove(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const name = named(positionals);
  await withApi(at, values.organisation, async (api) => {
    const removed = await oneCalled(api, name);
    const question = `Remove ${removed.name}? Nobody comes in through it any more, and everybody's link with it is gone.`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    await api.call("DELETE /identity-providers/{id}", { path: { id: removed.id } });
    at.result({ removed }, `${removed.name} is removed.`);
  });
}

function named([name]: string[]): string {
  if (!name) throw new Usage("Give the identity provider's NAME.");
  return name;
}

const oneCalled = async (api: Client, name: string): Promise<IdentityProvider> =>
  called("identity provider", (await api.call("GET /identity-providers")).identityProviders, name, "name");

async function usualType(api: Client): Promise<string> {
  const { accountTypes } = await api.call("GET /account-types");
  const names = accountTypes.map(({ name }) => name);
  return names.includes("staff") ? "staff" : (names[0] ?? "staff");
}

type Values = { [Name in Exclude<keyof typeof options, "organisation" | "secret">]?: string | string[] | undefined };
type Settings = Partial<
  Pick<
    IdentityProvider,
    "domains" | "exempts" | "onlyWay" | "addsPeople" | "vouches" | "nameClaim" | "typeClaim" | "types" | "accountType"
  >
> & { evidence?: Partial<IdentityProvider["evidence"]> };

/** What was given of what a provider is trusted with. @throws Usage */
function settingsIn(values: Values): Settings {
  const text = (name: keyof Values) => (values[name] === "-" ? "" : (values[name] as string | undefined));
  const several = (name: keyof Values) => (values[name] as string[] | undefined)?.filter((one) => one !== "-");
  const answer = (name: keyof Values) => yesOrNo(name, values[name] as string | undefined);
  const maxAge = text("max-age");
  if (maxAge && !/^\d{1,6}$/.test(maxAge)) throw new Usage("--max-age is a number of minutes, or - for any.");
  const types = several("type-of")?.map(pair);
  const evidence = given({
    amr: several("amr"),
    acr: several("acr"),
    maxAge: maxAge === undefined ? undefined : maxAge === "" ? null : Number(maxAge),
  });
  return given({
    domains: several("domain"),
    exempts: answer("exempts"),
    onlyWay: answer("only-way"),
    addsPeople: answer("adds-people"),
    vouches: answer("vouches"),
    nameClaim: text("name-claim"),
    typeClaim: text("type-claim"),
    types: types && Object.fromEntries(types),
    accountType: text("type"),
    evidence: Object.keys(evidence).length === 0 ? undefined : evidence,
  }) as Settings;
}

const given = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

function pair(text: string): [string, string] {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new Usage(`'${text}' is no VALUE=TYPE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

async function tell(at: Terminal, one: IdentityProvider, done?: string): Promise<void> {
  const { evidence } = one;
  const proofs = [...evidence.amr, ...evidence.acr].join(" or ") || "a sign-in";
  const words = [
    ...(done === undefined ? [] : [done]),
    `${one.name}: ${state(one)}`,
    `Issuer: ${one.issuer}`,
    `Client ID: ${one.clientId}${one.hasSecret ? ", with a secret" : ", without a secret"}`,
    `Redirect address: ${one.redirectAddress}`,
    `Domains: ${one.domains.join(" ") || "all"}${one.onlyWay ? ", which sign in through it alone" : ""}`,
    `Second factor: ${one.exempts ? `none here after ${proofs}${evidence.maxAge === null ? "" : ` within ${evidence.maxAge} minutes`}` : "asked for here"}`,
    `Adds people: ${one.addsPeople ? `yes, as ${one.accountType}` : "no"}`,
  ];
  at.result({ identityProvider: one }, words.join("\n"));
}

const state = ({ active }: IdentityProvider): string => (active ? "on" : "off");
