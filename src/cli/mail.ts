// `countersign mail …`: letters that are still on their way, or were given up.
import { withApi } from "./reaching.ts";
import { dispatch, organisationOption, readArguments, type Subcommands, type Terminal, Usage } from "./terminal.ts";

const subcommands: Subcommands = { list, again };

export const mailForms = {
  list: {
    usage: "mail list [--after CURSOR] [--organisation SLUG]",
    about: "List letters that are on their way or were given up, the newest first; never what they say.",
  },
  again: { usage: "mail again LETTER [--organisation SLUG]", about: "Send a letter again that was given up." },
};

export const mail = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, { ...organisationOption, after: { type: "string" } });
  await withApi(at, values.organisation, async (api) => {
    const page = await api.call("GET /mail", { query: { after: values.after, limit: 200 } });
    const lines = page.letters.map((one) =>
      [one.id, one.state, one.recipient, one.title, one.failure ?? ""].join("\t").trimEnd(),
    );
    if (page.next) lines.push(`More: --after ${page.next}`);
    at.result(page, lines.length === 0 ? "No letter is on its way." : lines.join("\n"));
  });
}

async function again(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const [letter] = positionals;
  if (!letter) throw new Usage("Give the LETTER's ID, as 'countersign mail list' shows it.");
  await withApi(at, values.organisation, async (api) => {
    await api.call("POST /mail/{letter}/again", { path: { letter } });
    at.result({ letter }, "On its way again.");
  });
}
