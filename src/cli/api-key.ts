// `countersign api-key …`: lists the API keys of an organisation and its people, and ends them.
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

const everybodys = { query: { whose: "everybody" } } as const;

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withApi(at, values.organisation, async (api) => {
    const { apiKeys } = await api.call("GET /api-keys", everybodys);
    const lines = apiKeys.map(({ id, name, owner, scopes, expiresAt }) =>
      [id, name, owner ?? "the organisation's", scopes.join(" "), `until ${expiresAt.slice(0, 10)}`].join("\t"),
    );
    at.result({ apiKeys }, lines.length === 0 ? "There are no API keys." : lines.join("\n"));
  });
}

async function end(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const [id] = positionals;
  if (!id) throw new Usage("Give the key's ID, as 'countersign api-key list' shows it.");
  await withApi(at, values.organisation, async (api) => {
    const { apiKeys } = await api.call("GET /api-keys", everybodys);
    const found = apiKeys.find((key) => key.id === id);
    if (!found) throw new Refusal("not-found", `There is no API key '${id}'.`);
    const called = `${found.name} (${found.owner ?? "the organisation's"})`;
    if (!(await confirmed(`End ${called}? Whatever uses it is refused from now on.`, values.yes)))
      throw new Refusal("not-confirmed", "Nothing was changed.");
    await api.call("DELETE /api-keys/{id}", { path: { id } });
    at.result({ ended: found }, `${called} has ended.`);
  });
}
