// `countersign account-type …`: the organisation's own list of account types.
import { accountTypeWords } from "../admin/policy/account-type-words.ts";
import { addAccountType, countedAccountTypes, removeAccountType } from "../policy/account-types.ts";
import { plural } from "../ui/index.ts";
import {
  commandLine,
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
  list,
  add: (args, at) => change(args, at, { verb: addAccountType, done: "added", said: "is on the list." }),
  remove: (args, at) => change(args, at, { verb: removeAccountType, done: "removed", said: "is off the list." }),
};

export const accountTypeForms = {
  list: {
    usage: "account-type list [--organisation SLUG]",
    about: "List the account types, and how many people are of each.",
  },
  add: { usage: "account-type add NAME [--organisation SLUG]", about: "Put an account type on the list." },
  remove: {
    usage: "account-type remove NAME [--organisation SLUG]",
    about: "Take off the list what nobody is of and the policy does not name.",
  },
};

export const accountType = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withOrganisation(values.organisation, async (needs, { id }) => {
    const accountTypes = await countedAccountTypes(needs.db, id);
    const lines = accountTypes.map(({ name, people }) => `${name}\t${plural(people, "person", "people")}`);
    at.result({ accountTypes }, lines.join("\n"));
  });
}

type Outcome = keyof typeof accountTypeWords;
type Verb = (...given: Parameters<typeof addAccountType>) => Promise<{ outcome: string }>;

async function change(
  args: string[],
  at: Terminal,
  { verb, done, said }: { verb: Verb; done: string; said: string },
): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const [name] = positionals;
  if (!name) throw new Usage("Give the NAME of the account type.");
  await withOrganisation(values.organisation, async (needs, { id: organisation }) => {
    const about = { organisation, actor: null, source: commandLine, name };
    const { outcome } = await needs.db.transaction((tx) => verb(tx, needs, about));
    if (outcome !== done) throw new Refusal(outcome, accountTypeWords[outcome as Outcome]);
    at.result({ outcome, name }, `${name} ${said}`);
  });
}
