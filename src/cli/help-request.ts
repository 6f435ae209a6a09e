// `countersign help-request …`: what people who lost their second factor ask for.
import type { HelpRequest } from "../client/index.ts";
import { writeInto } from "./files.ts";
import { withApi } from "./reaching.ts";
import {
  confirmed,
  dispatch,
  organisationOption,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
} from "./terminal.ts";

const subcommands: Subcommands = {
  list,
  show,
  download,
  approve: (args, at) => decide("approval", args, at),
  decline: (args, at) => decide("decline", args, at),
};

export const helpRequestForms = {
  list: {
    usage: "help-request list [--decided] [--after CURSOR] [--organisation SLUG]",
    about: "List the open requests, the longest waiting first, or those that are over, the latest first.",
  },
  show: {
    usage: "help-request show ID [--organisation SLUG]",
    about: "Show one, with what is known of the person, to tell them from somebody who has stolen their password.",
  },
  download: {
    usage: "help-request download [FILE] [--decided] [--organisation SLUG]",
    about: "Write all open requests, or all that are over, as CSV; without FILE to standard output.",
  },
  approve: {
    usage: "help-request approve ID [--note WORDS] [--yes] [--organisation SLUG]",
    about:
      "Let the person set up a new authenticator after the password, once within 24 hours. Asks first; --yes does not.",
  },
  decline: {
    usage: "help-request decline ID [--note WORDS] [--yes] [--organisation SLUG]",
    about: "Decline one; the person reads the note. Asks first; --yes does not.",
  },
};

export const helpRequest = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

const line = (one: HelpRequest): string =>
  [one.id, one.person.email, one.status, one.askedAt.slice(0, 16).replace("T", " "), one.message].join("\t").trimEnd();

async function list(args: string[], at: Terminal): Promise<void> {
  const options = { ...organisationOption, decided: { type: "boolean" }, after: { type: "string" } } as const;
  const { values } = readArguments(args, options);
  const query = { status: values.decided ? ("decided" as const) : ("open" as const), after: values.after };
  await withApi(at, values.organisation, async (api) => {
    const page = await api.call("GET /help-requests", { query });
    const lines = page.helpRequests.map(line);
    if (page.next) lines.push(`More: --after ${page.next}`);
    at.result(page, lines.length === 0 ? "Nobody waits for help." : lines.join("\n"));
  });
}

async function download(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, decided: { type: "boolean" } }, 1);
  const query = { status: values.decided ? ("decided" as const) : ("open" as const) };
  await withApi(at, values.organisation, async (api) =>
    writeInto(at, positionals[0], await api.stream("GET /help-requests.csv", { query })),
  );
}

async function show(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const id = named(positionals);
  await withApi(at, values.organisation, async (api) => {
    const one = await api.call("GET /help-requests/{id}", { path: { id } });
    const { known } = one;
    const day = (time: string | null) => time?.slice(0, 10) ?? "never";
    const facts = [
      `${one.person.displayName} (${one.person.email}): ${one.status}`,
      `asked\t${one.askedAt} from ${one.address}`,
      `says\t${one.message}`,
      `last signed in\t${day(known.lastSignInAt)}; from this network ${day(known.networkSeenAt)}, with this browser ${day(known.browserSeenAt)}`,
      `address since\t${day(known.addressSince)}; password since ${day(known.passwordChangedAt)}`,
      `authenticators\t${known.authenticators.map(({ name }) => name).join(", ") || "none"}; ${known.recoveryCodesLeft} recovery codes left`,
      `other requests\t${known.otherRequests}`,
    ];
    at.result(one, facts.join("\n"));
  });
}

async function decide(verb: "approval" | "decline", args: string[], at: Terminal): Promise<void> {
  const options = { ...organisationOption, note: { type: "string" }, yes: { type: "boolean" } } as const;
  const { values, positionals } = readArguments(args, options, 1);
  const id = named(positionals);
  const body = values.note === undefined ? {} : { note: values.note };
  await withApi(at, values.organisation, async (api) => {
    const path = { id };
    const { person } = await api.call("GET /help-requests/{id}", { path });
    const question =
      verb === "approval"
        ? `Let whoever knows the password of ${person.email} set up a new authenticator, once within 24 hours?`
        : `Decline what ${person.email} asks for?`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    const decided = await api.call(`POST /help-requests/{id}/${verb}`, { path, body });
    const words = verb === "approval" ? "may set up a new authenticator within 24 hours" : "was declined";
    at.result({ helpRequest: decided }, `${person.email} ${words}.`);
  });
}

function named([id]: string[]): string {
  if (!id) throw new Usage("Give the request's ID, as 'countersign help-request list' shows it.");
  return id;
}
