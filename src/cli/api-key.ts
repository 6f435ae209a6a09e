// `countersign api-key …`: lists the API keys of an organisation and its people, and ends them.
import { allKeys, endAnyKey } from "../api-keys/actions.ts";
import { showKey } from "../api-keys/api-shapes.ts";
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

const subcommands: Subcommands = { list, end };

export const apiKeyForms = {
  list: {
    usage: "api-key list [--organisation SLUG]",
    about: "List the API keys that count, the organisation's own and its people's, the newest first.",
  },
  end: {
    usage: "api-key end ID [--yes] [--organisation SLUG]",
    about: "End one, whosever it is; it opens nothing from the next request on. Asks first; --yes does not.",
  },
};

export const apiKey = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const keys = (await allKeys(needs.db, organisation.id, needs.clock)).map(({ key, owner }) => ({
      ...showKey(key),
      owner,
    }));
    const lines = keys.map(({ id, name, owner, scopes, expiresAt }) =>
      [id, name, owner ?? "the organisation's", scopes.join(" "), `until ${expiresAt.slice(0, 10)}`].join("\t"),
    );
    at.result({ apiKeys: keys }, lines.length === 0 ? "There are no API keys." : lines.join("\n"));
  });
}

async function end(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const [id] = positionals;
  if (!id) throw new Usage("Give the key's ID, as 'countersign api-key list' shows it.");
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const found = (await allKeys(needs.db, organisation.id, needs.clock)).find(({ key }) => key.id === id);
    if (!found) throw noSuchKey(id);
    const called = `${found.key.name} (${found.owner ?? "the organisation's"})`;
    if (!(await confirmed(`End ${called}? Whatever uses it is refused from now on.`, values.yes)))
      throw new Refusal("not-confirmed", "Nothing was changed.");
    const which = { organisation: organisation.id, id };
    const by = { actor: null, source: commandLine };
    if (!(await needs.db.transaction((tx) => endAnyKey(tx, needs, which, by)))) throw noSuchKey(id);
    at.result({ ended: { ...showKey(found.key), owner: found.owner } }, `${called} has ended.`);
  });
}

const noSuchKey = (id: string) => new Refusal("not-found", `There is no API key '${id}'.`);
