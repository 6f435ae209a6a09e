// `countersign identity-provider …`: lists, shows, connects, changes and removes identity providers, on the machine itself.
import {
  type Acting,
  change,
  connect,
  type ListedProvider,
  listProviders,
  refusalOf,
  remove,
  typedOf,
} from "../admin/single-sign-on/actions.ts";
import { showProvider } from "../admin/single-sign-on/api-shapes.ts";
import { blank, type TypedProvider } from "../admin/single-sign-on/rules.ts";
import type { Needs } from "../opening.ts";
import type { Organisation } from "../organisations/rules.ts";
import { accountTypesOf } from "../policy/account-types.ts";
import {
  commandLine,
  confirmed,
  dispatch,
  organisationOption,
  Refusal,
  readArguments,
  readSecret,
  type Subcommands,
  type Terminal,
  Usage,
  withOrganisation,
} from "./terminal.ts";

const subcommands: Subcommands = { list, show, add, change: changeOne, remove: removeOne };

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
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const all = await listProviders(needs, organisation.id);
    const lines = all.map((one) => [one.name, state(one), one.issuer, one.domains.join(" ") || "everybody"].join("\t"));
    at.result(
      { identityProviders: await Promise.all(all.map((one) => showProvider(needs, one))) },
      lines.length === 0 ? "There are no identity providers yet." : lines.join("\n"),
    );
  });
}

async function show(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const name = named(positionals);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    await tell(needs, at, await called(needs, organisation, name));
  });
}

async function add(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...options, issuer: { type: "string" } }, 1);
  const name = named(positionals);
  const { issuer, "client-id": clientId } = values;
  if (!issuer || !clientId) throw new Usage("Give --issuer and --client-id as the provider shows them.");
  const given = settingsIn(values);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const clientSecret = values.secret ? await readSecret("Client secret: ") : "";
    const types = await accountTypesOf(needs.db, organisation.id);
    const accountType = types.includes("staff") ? "staff" : (types[0] ?? "staff");
    const typed: TypedProvider = { ...blank, accountType, ...given, name, issuer, clientId, clientSecret };
    const connected = await connect(needs, byCommand(organisation), typed);
    if (connected.outcome !== "connected") throw refused(connected);
    await tell(needs, at, await called(needs, organisation, connected.id), `${name} is connected, and off for now.`);
  });
}

async function changeOne(args: string[], at: Terminal): Promise<void> {
  const more = { active: { type: "string" }, rename: { type: "string" }, "drop-secret": { type: "boolean" } } as const;
  const { values, positionals } = readArguments(args, { ...options, ...more }, 1);
  const name = named(positionals);
  if (values.secret && values["drop-secret"]) throw new Usage("Give --secret or --drop-secret, not both.");
  const given = settingsIn(values);
  const turned = yesOrNo("active", values.active);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const { id } = await called(needs, organisation, name);
    const clientSecret = values.secret ? await readSecret("Client secret: ") : "";
    const changed = await change(needs, byCommand(organisation), id, (before) => ({
      ...typedOf(before),
      ...given,
      ...(values.rename === undefined ? {} : { name: values.rename }),
      ...(values["client-id"] === undefined ? {} : { clientId: values["client-id"] }),
      clientSecret,
      dropSecret: values["drop-secret"] ?? false,
      active: turned ?? before.active,
    }));
    if (changed.outcome !== "changed") throw refused(changed);
    const now = await called(needs, organisation, id);
    await tell(needs, at, now, `${now.name} is changed.`);
  });
}

async function removeOne(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const name = named(positionals);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const found = await called(needs, organisation, name);
    const question = `Remove ${found.name}? Nobody comes in through it any more, and everybody's link with it is gone.`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    const removed = await showProvider(needs, found);
    await remove(needs, byCommand(organisation), found.id);
    at.result({ removed }, `${found.name} is removed.`);
  });
}

function named([name]: string[]): string {
  if (!name) throw new Usage("Give the identity provider's NAME.");
  return name;
}

/** By its name or its id. @throws Refusal `not-found` */
async function called(needs: Needs, organisation: Organisation, name: string): Promise<ListedProvider> {
  const found = (await listProviders(needs, organisation.id)).find((one) => one.name === name || one.id === name);
  if (!found) throw new Refusal("not-found", `There is no identity provider called '${name}'.`);
  return found;
}

type Values = { [Name in Exclude<keyof typeof options, "organisation" | "secret">]?: string | string[] | undefined };

/** What was given of what a provider is trusted with. @throws Usage */
function settingsIn(values: Values): Partial<TypedProvider> {
  const text = (name: keyof Values) => (values[name] === "-" ? "" : (values[name] as string | undefined));
  const several = (name: keyof Values) => (values[name] as string[] | undefined)?.filter((one) => one !== "-");
  const answer = (name: keyof Values) => yesOrNo(name, values[name] as string | undefined);
  const maxAge = text("max-age");
  if (maxAge && !/^\d{1,6}$/.test(maxAge)) throw new Usage("--max-age is a number of minutes, or - for any.");
  const given: { [Name in keyof TypedProvider]?: TypedProvider[Name] | undefined } = {
    domains: several("domain"),
    exempts: answer("exempts"),
    onlyWay: answer("only-way"),
    addsPeople: answer("adds-people"),
    vouches: answer("vouches"),
    nameClaim: text("name-claim"),
    typeClaim: text("type-claim"),
    types: several("type-of")?.map(pair),
    accountType: text("type"),
    amr: several("amr"),
    acr: several("acr"),
    maxAge: maxAge === undefined ? undefined : maxAge === "" ? null : Number(maxAge),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function pair(text: string): [string, string] {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new Usage(`'${text}' is no VALUE=TYPE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function yesOrNo(name: string, text: string | undefined): boolean | undefined {
  if (text !== undefined && !/^(yes|no)$/i.test(text)) throw new Usage(`Say --${name} yes or --${name} no.`);
  return text === undefined ? undefined : text.toLowerCase() === "yes";
}

async function tell(needs: Needs, at: Terminal, one: ListedProvider, done?: string): Promise<void> {
  const shown = await showProvider(needs, one);
  const { settings: kept } = one;
  const evidence = [...kept.evidence.amr, ...kept.evidence.acr].join(" or ") || "a sign-in";
  const words = [
    ...(done === undefined ? [] : [done]),
    `${one.name}: ${state(one)}`,
    `Issuer: ${one.issuer}`,
    `Client ID: ${one.clientId}${one.hasSecret ? ", with a secret" : ", without a secret"}`,
    `Redirect address: ${shown.redirectAddress}`,
    `Domains: ${one.domains.join(" ") || "all"}${one.onlyWay ? ", which sign in through it alone" : ""}`,
    `Second factor: ${one.exempts ? `none here after ${evidence}${kept.evidence.maxAge === null ? "" : ` within ${kept.evidence.maxAge} minutes`}` : "asked for here"}`,
    `Adds people: ${kept.addsPeople ? `yes, as ${kept.accountType}` : "no"}`,
  ];
  at.result({ identityProvider: shown }, words.join("\n"));
}

const state = ({ active }: ListedProvider): string => (active ? "on" : "off");

const byCommand = ({ id }: Organisation): Acting => ({
  organisation: id,
  actor: null,
  source: commandLine,
  cameThrough: null,
});

function refused(outcome: Parameters<typeof refusalOf>[0]): Refusal {
  const { message } = refusalOf(outcome);
  return new Refusal(outcome.outcome === "bad" ? "invalid" : "identity-provider-taken", message);
}
