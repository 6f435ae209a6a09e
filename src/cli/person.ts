// `countersign person …`: what an administrator does about people, on the machine itself.
import { listPeople } from "../admin/listing.ts";
import { addInvitedPerson } from "../admin/people.ts";
import { resetSecondFactor } from "../admin/second-factor.ts";
import { importFile } from "./import.ts";
import { findPerson as find, showPerson as show } from "./people.ts";
import { disableOrEnable, override, showPerson, standingForms, unlock } from "./standing.ts";
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

const subcommands: Subcommands = {
  add,
  list,
  import: importFile,
  show: showPerson,
  disable: (args, at) => disableOrEnable("disable", args, at),
  enable: (args, at) => disableOrEnable("enable", args, at),
  unlock,
  override,
  reset,
};

export const personForms = {
  add: {
    usage: "person add EMAIL [--name NAME] [--screen-name NAME] [--type TYPE] [--administrator] [--organisation SLUG]",
    about: "Add a person and print the link by which they choose a password.",
  },
  list: {
    usage: "person list [--search WORDS] [--after CURSOR] [--organisation SLUG]",
    about: "List people by screen name, 200 at a time.",
  },
  import: {
    usage: "person import FILE [--invite] [--dry-run] [--organisation SLUG]",
    about:
      "Add and change people from a CSV file, once every line of it is good; --invite mails those who are added; --dry-run only says what would come of it.",
  },
  ...standingForms,
  reset: {
    usage: "person reset LOGIN [--reason WORDS] [--yes] [--organisation SLUG]",
    about: "Remove a person's second factor, trusted browsers and sessions. Asks first; --yes does not.",
  },
};

export const person = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

const refusals: Record<string, string> = {
  "bad-address": "That is no e-mail address we can use.",
  "bad-screen-name": "A screen name has 1 to 64 characters and no '@'; give another one with --screen-name.",
  "bad-display-name": "A name has 1 to 100 characters.",
  "unknown-account-type":
    "The organisation has no such account type; 'countersign account-type list' shows which it has.",
  "address-taken": "Somebody has this address already.",
  "screen-name-taken": "Somebody has this screen name already; give another one with --screen-name.",
};

async function add(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    {
      ...organisationOption,
      "screen-name": { type: "string" },
      name: { type: "string" },
      type: { type: "string" },
      administrator: { type: "boolean" },
    },
    1,
  );
  const email = positionals[0];
  if (!email) throw new Usage("Give the person's e-mail address.");
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const added = await addInvitedPerson(needs, {
      organisation: organisation.id,
      actor: null,
      source: commandLine,
      email,
      screenName: values["screen-name"],
      displayName: values.name,
      accountType: values.type,
      administrator: values.administrator ?? false,
    });
    if (added.outcome !== "added")
      throw new Refusal(added.outcome, refusals[added.outcome] ?? "That person can't be added.");
    const { person: invited, invitation } = added;
    at.result(
      {
        person: show(invited),
        invitation: {
          url: invitation.url,
          expiresAt: new Date(invitation.until).toISOString(),
          mailed: invitation.mailed,
        },
      },
      `${invited.display_name} is invited. ${invitation.mailed ? "The server mails them a link, and this one opens the same" : "Hand over this link"}; it works once:\n\n  ${invitation.url}\n`,
    );
  });
}

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, {
    ...organisationOption,
    search: { type: "string" },
    after: { type: "string" },
  });
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const page = await listPeople(needs, {
      organisation: organisation.id,
      limit: 200,
      ...(values.search ? { search: values.search } : {}),
      ...(values.after ? { after: values.after } : {}),
    });
    const people = page.people.map((listed) => ({
      ...show(listed.person),
      requirement: listed.requirement.level,
      authenticators: listed.authenticators,
    }));
    const lines = people.map((one) =>
      [
        one.email,
        one.screenName,
        one.accountType,
        one.status,
        one.authenticators > 0 ? "set up" : "not set up",
        one.requirement,
      ].join("\t"),
    );
    if (page.next) lines.push(`More: --after ${page.next}`);
    at.result({ people, next: page.next ?? null }, lines.join("\n"));
  });
}

async function reset(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    { ...organisationOption, reason: { type: "string" }, yes: { type: "boolean" } },
    1,
  );
  const login = positionals[0];
  if (!login) throw new Usage("Give the person's screen name or e-mail address.");
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const found = await find(needs, organisation.id, login);
    const question = `Remove every authenticator, recovery code, trusted browser and session of ${found.email}?`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    await resetSecondFactor(needs, {
      organisation: organisation.id,
      person: found.id,
      actor: null,
      source: commandLine,
      reason: values.reason ?? null,
    });
    at.result(
      { reset: show(found) },
      `The second factor of ${found.email} is gone. Where the policy asks for one, the next sign-in sets it up anew.`,
    );
  });
}
