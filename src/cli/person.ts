// `countersign person …`: what an administrator does about people.
import { CountersignError } from "../client/index.ts";
import { accountForms, change, invite, remove } from "./account.ts";
import { browserForms, distrust, identities, sessions, signOut, trustedBrowsers, unlink } from "./browsers.ts";
import { importFile } from "./import.ts";
import { bulk, download, manyForms } from "./many.ts";
import { about, showPerson as show } from "./people.ts";
import { withApi } from "./reaching.ts";
import { disableOrEnable, override, showPerson, standingForms, unlock } from "./standing.ts";
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
  add,
  list,
  download,
  import: importFile,
  bulk,
  show: showPerson,
  change,
  invite,
  disable: (args, at) => disableOrEnable("disable", args, at),
  enable: (args, at) => disableOrEnable("enable", args, at),
  unlock,
  override,
  reset,
  delete: remove,
  sessions,
  "sign-out": signOut,
  "trusted-browsers": trustedBrowsers,
  distrust,
  identities,
  unlink,
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
  download: manyForms.download,
  import: {
    usage: "person import FILE [--invite] [--dry-run] [--organisation SLUG]",
    about:
      "Add and change people from a CSV file, once every line of it is good; --invite mails those who are added; --dry-run only says what would come of it.",
  },
  bulk: manyForms.bulk,
  show: standingForms.show,
  change: accountForms.change,
  invite: accountForms.invite,
  disable: standingForms.disable,
  enable: standingForms.enable,
  unlock: standingForms.unlock,
  override: standingForms.override,
  reset: {
    usage: "person reset LOGIN [--reason WORDS] [--yes] [--organisation SLUG]",
    about: "Remove a person's second factor, trusted browsers and sessions. Asks first; --yes does not.",
  },
  delete: accountForms.delete,
  ...browserForms,
};

export const person = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

/** Where the command line says it in words of its own. */
const refusals: Record<string, string> = {
  "bad-screen-name": "A screen name has 1 to 64 characters and no '@'; give another one with --screen-name.",
  "unknown-account-type":
    "The organisation has no such account type; 'countersign account-type list' shows which it has.",
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
  await withApi(at, values.organisation, async (api) => {
    const body = {
      ...{ email, screenName: values["screen-name"], displayName: values.name, accountType: values.type },
      administrator: values.administrator,
    };
    const { person: invited, invitation } = await api.call("POST /people", { body }).catch((error) => {
      const words = error instanceof CountersignError ? refusals[error.code] : undefined;
      throw words === undefined ? error : new Refusal(error.code, words);
    });
    const { url, mailed } = invitation;
    const how = !mailed ? "Hand over this link" : "The server mails them a link, and this one opens the same";
    at.result(
      { person: show({ ...invited, administrator: invited.administrator }), invitation },
      // A key is not told what a letter carries.
      url === null
        ? `${invited.displayName} is invited. The server mails them a link; it works once.`
        : `${invited.displayName} is invited. ${how}; it works once:\n\n  ${url}\n`,
    );
  });
}

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, {
    ...organisationOption,
    search: { type: "string" },
    after: { type: "string" },
  });
  await withApi(at, values.organisation, async (api) => {
    const page = await api.call("GET /people", { query: { limit: 200, search: values.search, after: values.after } });
    const people = page.people.map((one) => ({
      ...show(one),
      requirement: one.requirement.level,
      authenticators: one.authenticators,
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
    at.result({ people, next: page.next }, lines.join("\n"));
  });
}

async function reset(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    { ...organisationOption, reason: { type: "string" }, yes: { type: "boolean" } },
    1,
  );
  await about(at, positionals[0], values.organisation, async (api, found) => {
    const question = `Remove every authenticator, recovery code, trusted browser and session of ${found.email}?`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    const body = values.reason === undefined ? {} : { reason: values.reason };
    await api.call("DELETE /people/{id}/second-factor", { path: { id: found.id }, body });
    at.result(
      { reset: show(found) },
      `The second factor of ${found.email} is gone. Where the policy asks for one, the next sign-in sets it up anew.`,
    );
  });
}
