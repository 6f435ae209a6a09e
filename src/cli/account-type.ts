// `countersign account-type …`: the organisation's own list of account types.
import { plural } from "../ui/index.ts";
import { withApi } from "./reaching.ts";
import { dispatch, organisationOption, readArguments, type Subcommands, type Terminal, Usage } from "./terminal.ts";

const subcommands: Subcommands = { list, add, remove };

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
  await withApi(at, values.organisation, async (api) => {
    const document = await api.call("GET /account-types");
    const lines = document.accountTypes.map(({ name, people }) => `${name}\t${plural(people, "person", "people")}`);
    at.result(document, lines.join("\n"));
  });
}

async function add(args: string[], at: Terminal): Promise<void> {
  const { name, organisation } = named(args);
  await withApi(at, organisation, async (api) => {
    await api.call("POST /account-types", { body: { name } });
    at.result({ outcome: "added", name }, `${name} is on the list.`);
  });
}

async function remove(args: string[], at: Terminal): Promise<void> {
  const { name, organisation } = named(args);
  await withApi(at, organisation, async (api) => {
    await api.call("DELETE /account-types/{name}", { path: { name } });
    at.result({ outcome: "removed", name }, `${name} is off the list.`);
  });
}

function named(args: string[]): { name: string; organisation: string | undefined } {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const [name] = positionals;
  if (!name) throw new Usage("Give the NAME of the account type.");
  return { name, organisation: values.organisation };
}
