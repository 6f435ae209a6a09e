// `countersign adoption …`: how many people are protected, and what came of sign-ins, as the console's front page has it.
import type { Operations } from "../client/index.ts";
import { writeInto } from "./files.ts";
import { withApi } from "./reaching.ts";
import { dispatch, organisationOption, readArguments, type Subcommands, type Terminal, Usage } from "./terminal.ts";

const subcommands: Subcommands = { show, download };

type Query = NonNullable<Operations["GET /adoption.csv"]["query"]>;

const tables = ["numbers", "days", "types", "domains", "applications", "methods", "grace", "sign-ins"] as const;
const ranges = ["30", "90", "365", "all"] as const;

export const adoptionForms = {
  show: {
    usage: "adoption show [--range DAYS] [--organisation SLUG]",
    about: "Show how many people are protected; with --json by account type, domain, application and day.",
  },
  download: {
    usage: "adoption download TABLE [FILE] [--range DAYS] [--organisation SLUG]",
    about: `Write one table of it as CSV; DAYS is 30, 90, 365 or all. TABLE: ${tables.join(", ")}.`,
  },
};

export const adoption = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

const options = { ...organisationOption, range: { type: "string" } } as const;

/** In days, up to today. */
function rangeIn(text: string | undefined): Query["range"] {
  if (text === undefined) return undefined;
  return ranges.find((range) => range === text) ?? wrong(`--range is one of ${ranges.join(", ")}.`);
}

function wrong(why: string): never {
  throw new Usage(why);
}

async function show(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, options);
  const range = rangeIn(values.range);
  await withApi(at, values.organisation, async (api) => {
    const found = await api.call("GET /adoption", { query: { range } });
    const { present, openHelpRequests } = found;
    at.result(
      found,
      present === null
        ? "Nothing was counted yet: the server counts within a few minutes of its start."
        : [
            `${present.protected} of ${present.people} people who may sign in are protected, as of ${present.countedAt}.`,
            `Required of ${present.required.people}, of whom ${present.required.protected} are protected.`,
            `Few recovery codes left: ${present.recoveryCodes.few}. Never used one: ${present.recoveryCodes.unused}.`,
            `Help requests open: ${openHelpRequests}.`,
          ].join("\n"),
    );
  });
}

async function download(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, options, 2);
  const [name, file] = positionals;
  const of = tables.find((table) => table === name) ?? wrong(`TABLE is one of ${tables.join(", ")}.`);
  const range = rangeIn(values.range);
  await withApi(at, values.organisation, async (api) =>
    writeInto(at, file, await api.stream("GET /adoption.csv", { query: { of, range } })),
  );
}
