// `countersign application …`: what people sign in to through us.
import { addedKinds, kindWords, readAddedKind } from "../admin/applications/words.ts";
import type { Application, Client } from "../client/index.ts";
import { withApi } from "./reaching.ts";
import {
  called,
  confirmed,
  dispatch,
  organisationOption,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
  yesOrNo,
} from "./terminal.ts";

const subcommands: Subcommands = { list, add, show, change, secret, remove };

export const applicationForms = {
  list: {
    usage: "application list [--organisation SLUG]",
    about: "List applications, and which of them take part in two-factor sign-in.",
  },
  add: {
    usage:
      "application add NAME --kind KIND [--return ADDRESS]… [--host HOST]… [--after-sign-out ADDRESS]… [--back-channel ADDRESS] [--public] [--enrol] [--not-yet] [--from DAY] [--note WORDS] [--organisation SLUG]",
    about: "Add one (openid, forward-auth, duo) and print what its settings ask for; its secret is printed here alone.",
  },
  show: {
    usage: "application show NAME [--organisation SLUG]",
    about: "Show one: whether it takes part, and what its settings ask for. Its secret is never shown.",
  },
  change: {
    usage:
      "application change NAME [--rename NAME] [--return ADDRESS]… [--host HOST]… [--after-sign-out ADDRESS]… [--back-channel ADDRESS] [--enrol YES/NO] [--takes-part YES/NO] [--from DAY] [--note WORDS] [--active YES/NO] [--organisation SLUG]",
    about: "Change one, or switch it on or off; what is not given stays, and - stands for none.",
  },
  secret: {
    usage: "application secret NAME [--yes] [--organisation SLUG]",
    about: "Give it a new secret; the old one is void at once. Asks first; --yes does not.",
  },
  remove: {
    usage: "application remove NAME [--yes] [--organisation SLUG]",
    about: "Remove it, for good. Asks first; --yes does not.",
  },
};

export const application = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

const facts: Record<string, string> = {
  issuer: "Issuer",
  discovery: "Discovery address",
  authorization: "Authorization address",
  token: "Token address",
  signOut: "Sign-out address",
  apiHost: "API host name",
  nginx: "nginx asks at",
  otherProxies: "Caddy and Traefik ask at",
};

const text = { type: "string" } as const;
const several = { type: "string", multiple: true } as const;
const options = {
  ...{ ...organisationOption, return: several, host: several, "after-sign-out": several, "back-channel": text },
  ...{ from: text, note: text },
} as const;

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withApi(at, values.organisation, async (api) => {
    const { applications } = await api.call("GET /applications");
    const lines = applications.map((one) => [one.name, kindWords(one.kind), state(one), one.note].join("\t").trimEnd());
    at.result({ applications }, lines.length === 0 ? "There are no applications yet." : lines.join("\n"));
  });
}

async function add(args: string[], at: Terminal): Promise<void> {
  const flags = { public: { type: "boolean" }, enrol: { type: "boolean" }, "not-yet": { type: "boolean" } } as const;
  const { values, positionals } = readArguments(args, { ...options, ...flags, kind: text }, 1);
  const [name] = positionals;
  const kind = readAddedKind(values.kind ?? "");
  if (!name || !kind) throw new Usage(`Give the NAME and --kind with one of ${addedKinds.join(", ")}.`);
  await withApi(at, values.organisation, async (api) => {
    const body = {
      ...{ name, kind, takesPartFrom: values.from, note: values.note },
      takesPart: values["not-yet"] || values.from ? ("not-yet" as const) : ("yes" as const),
      redirectAddresses: values.return,
      hosts: values.host,
      afterSignOutAddresses: values["after-sign-out"],
      backChannelAddress: values["back-channel"],
      client: values.public ? ("public" as const) : undefined,
      unknownPeople: values.enrol ? ("enrol" as const) : undefined,
    };
    const added = await api.call("POST /applications", { body });
    const { application: made, secret: shown } = added;
    at.result(
      added,
      [
        `${made.name} was added.${shown === null ? "" : " Its secret is shown here alone."}`,
        ...(made.clientId === null ? [] : [`Client ID: ${made.clientId}`]),
        ...(shown === null ? [] : [`Client secret: ${shown}`]),
        ...connection(made),
      ].join("\n"),
    );
  });
}

async function show(args: string[], at: Terminal): Promise<void> {
  await withOne(args, at, async (_api, one) => at.result({ application: one }, words(one).join("\n")));
}

async function change(args: string[], at: Terminal): Promise<void> {
  const more = { rename: text, enrol: text, "takes-part": text, active: text } as const;
  const { values, positionals } = readArguments(args, { ...options, ...more }, 1);
  const [name] = positionals;
  if (!name) throw new Usage("Give the application's NAME.");
  const [takesPart, active, enrol] = [
    yesOrNo("takes-part", values["takes-part"]),
    yesOrNo("active", values.active),
    yesOrNo("enrol", values.enrol),
  ];
  const none = (given: string | undefined) => (given === "-" ? null : given);
  const all = (given: string[] | undefined) => given?.filter((one) => one !== "-");
  const body = {
    name: values.rename,
    takesPart: takesPart === undefined ? undefined : takesPart ? ("yes" as const) : ("not-yet" as const),
    takesPartFrom: none(values.from),
    note: values.note === "-" ? "" : values.note,
    redirectAddresses: all(values.return),
    hosts: all(values.host),
    afterSignOutAddresses: all(values["after-sign-out"]),
    backChannelAddress: none(values["back-channel"]),
    unknownPeople: enrol === undefined ? undefined : enrol ? ("enrol" as const) : ("refuse" as const),
    status: active === undefined ? undefined : active ? ("active" as const) : ("disabled" as const),
  };
  await withApi(at, values.organisation, async (api) => {
    const { id } = await oneCalled(api, name);
    const application = await api.call("PATCH /applications/{id}", { path: { id }, body });
    at.result({ application }, [`${application.name} is changed.`, ...words(application)].join("\n"));
  });
}

async function secret(args: string[], at: Terminal): Promise<void> {
  await withOne(args, at, async (api, { id, name }, yes) => {
    if (!(await confirmed(`Give ${name} a new secret? The old one is void at once.`, yes)))
      throw new Refusal("not-confirmed", "Nothing was changed.");
    const made = await api.call("POST /applications/{id}/secret", { path: { id } });
    at.result(made, `${name} has a new secret, shown here alone.\nClient secret: ${made.secret}`);
  });
}

async function remove(args: string[], at: Terminal): Promise<void> {
  await withOne(args, at, async (api, removed, yes) => {
    if (!(await confirmed(`Remove ${removed.name}? Nobody gets there from here any more.`, yes)))
      throw new Refusal("not-confirmed", "Nothing was changed.");
    await api.call("DELETE /applications/{id}", { path: { id: removed.id } });
    at.result({ removed }, `${removed.name} is removed.`);
  });
}

async function withOne(
  args: string[],
  at: Terminal,
  work: (api: Client, application: Application, yes: boolean | undefined) => Promise<void>,
): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const [name] = positionals;
  if (!name) throw new Usage("Give the application's NAME.");
  await withApi(at, values.organisation, async (api) => work(api, await oneCalled(api, name), values.yes));
}

const oneCalled = async (api: Client, name: string): Promise<Application> =>
  called("application", (await api.call("GET /applications")).applications, name, "name");

const connection = ({ connection: told }: Application): string[] =>
  Object.entries(told).map(([name, value]) => `${facts[name] ?? name}: ${value}`);

const words = (one: Application): string[] => [
  `${one.name}: ${kindWords(one.kind)}, ${state(one)}`,
  ...(one.clientId === null ? [] : [`Client ID: ${one.clientId}`]),
  ...connection(one),
];

function state({ status, takesPartNow, takesPartFrom }: Application): string {
  if (status === "disabled") return "switched off";
  if (takesPartNow) return "takes part";
  return takesPartFrom === null ? "not yet" : `not yet, from ${takesPartFrom}`;
}
