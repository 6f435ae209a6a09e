// `countersign application …`: lists, adds and removes applications, and gives them new secrets, on the machine itself.
import {
  addWrittenApplication,
  type KnownApplication,
  knownApplications,
  removeKnownApplication,
  renewSecret,
} from "../admin/applications/actions.ts";
import { showApplication } from "../admin/applications/api-shapes.ts";
import { connectionOf } from "../admin/applications/connecting.ts";
import { addedKinds, kindWords, readAddedKind, troublesIn } from "../admin/applications/words.ts";
import { takesPart } from "../applications/rules.ts";
import type { Needs } from "../opening.ts";
import type { Organisation } from "../organisations/rules.ts";
import { words } from "../words/index.ts";
import {
  commandLine,
  confirmed,
  dispatch,
  organisationOption,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
  withOrganisation,
} from "./terminal.ts";

const subcommands: Subcommands = { list, add, secret, remove };

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

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const known = await knownApplications(needs, organisation.id);
    const lines = known.map(({ application: one }) =>
      [one.name, kindWords(one.kind), state(one, needs.clock.now()), one.note].join("\t").trimEnd(),
    );
    at.result(
      { applications: known.map((one) => showApplication(one, needs, organisation)) },
      lines.length === 0 ? "There are no applications yet." : lines.join("\n"),
    );
  });
}

async function add(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    {
      ...organisationOption,
      kind: { type: "string" },
      return: { type: "string", multiple: true },
      host: { type: "string", multiple: true },
      "after-sign-out": { type: "string", multiple: true },
      "back-channel": { type: "string" },
      public: { type: "boolean" },
      enrol: { type: "boolean" },
      "not-yet": { type: "boolean" },
      from: { type: "string" },
      note: { type: "string" },
    },
    1,
  );
  const [name] = positionals;
  const kind = readAddedKind(values.kind ?? "");
  if (!name || !kind) throw new Usage(`Give the NAME and --kind with one of ${addedKinds.join(", ")}.`);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const added = await addWrittenApplication(needs, { organisation, by: byCommand(organisation) }, kind, {
      name,
      takesPart: values["not-yet"] || values.from ? "not-yet" : "yes",
      takesPartFrom: values.from ?? null,
      note: values.note ?? "",
      redirectAddresses: values.return,
      hosts: values.host,
      afterSignOutAddresses: values["after-sign-out"],
      backChannelAddress: values["back-channel"],
      client: values.public ? "public" : undefined,
      unknownPeople: values.enrol ? "enrol" : undefined,
    });
    if (added.outcome !== "added")
      throw new Refusal(
        added.reason,
        troublesIn(added.errors)
          .map(({ message }) => message)
          .join("\n"),
      );
    const facts = connectionOf(needs.site, organisation, added.application);
    const { application: made, clientId, secret: shown } = added;
    at.result(
      { application: await document(needs, organisation, made.id), secret: shown ?? null },
      [
        `${made.name} was added.${shown === undefined ? "" : " Its secret is shown here alone."}`,
        ...(clientId === undefined ? [] : [`Client ID: ${clientId}`]),
        ...(shown === undefined ? [] : [`Client secret: ${shown}`]),
        ...facts.map(({ name, value }) => `${words.en.consoleApplications.facts[name]}: ${value}`),
      ].join("\n"),
    );
  });
}

async function secret(args: string[], at: Terminal): Promise<void> {
  await withOne(args, async (needs, organisation, { application: one }, yes) => {
    if (!(await confirmed(`Give ${one.name} a new secret? The old one is void at once.`, yes)))
      throw new Refusal("not-confirmed", "Nothing was changed.");
    const { secret: shown } = await renewSecret(needs, byCommand(organisation), one.id);
    at.result(
      { application: await document(needs, organisation, one.id), secret: shown },
      `${one.name} has a new secret, shown here alone.\nClient secret: ${shown}`,
    );
  });
}

async function remove(args: string[], at: Terminal): Promise<void> {
  await withOne(args, async (needs, organisation, known, yes) => {
    const { name, id } = known.application;
    if (!(await confirmed(`Remove ${name}? Nobody gets there from here any more.`, yes)))
      throw new Refusal("not-confirmed", "Nothing was changed.");
    const removed = showApplication(known, needs, organisation);
    await removeKnownApplication(needs, byCommand(organisation), id);
    at.result({ removed }, `${name} is removed.`);
  });
}

async function withOne(
  args: string[],
  work: (needs: Needs, organisation: Organisation, known: KnownApplication, yes: boolean | undefined) => Promise<void>,
): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const [name] = positionals;
  if (!name) throw new Usage("Give the application's NAME.");
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const known = await knownApplications(needs, organisation.id);
    const found = known.find((one) => one.application.name === name);
    if (!found) throw new Refusal("not-found", `There is no application called '${name}'.`);
    await work(needs, organisation, found, values.yes);
  });
}

async function document(needs: Needs, organisation: Organisation, id: string) {
  const known = await knownApplications(needs, organisation.id);
  return showApplication(known.find((one) => one.application.id === id) as KnownApplication, needs, organisation);
}

const byCommand = ({ id }: Organisation) => ({ organisation: id, actor: null, source: commandLine });

function state(one: KnownApplication["application"], now: number): string {
  if (!one.active) return "switched off";
  if (takesPart(one, now)) return "takes part";
  const from = one.participation.takesPart === "not-yet" ? one.participation.from : null;
  return from === null ? "not yet" : `not yet, from ${from}`;
}
