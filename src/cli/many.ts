// `countersign person bulk|download`: one thing done to many people, and all who fit as a file.
import { setTimeout as pause } from "node:timers/promises";
import type { BulkChange, Client, Operations } from "../client/index.ts";
import { writeInto } from "./files.ts";
import { findPerson } from "./people.ts";
import { withApi } from "./reaching.ts";
import { readOverride } from "./standing.ts";
import {
  confirmed,
  organisationOption,
  progressLine,
  Refusal,
  readArguments,
  type Terminal,
  Usage,
} from "./terminal.ts";

const filterUsage =
  "[--search WORDS] [--type TYPE] [--domain DOMAIN] [--status STATUS] [--requirement LEVEL] [--second-factor STATE] [--few-codes] [--locked]";

export const manyForms = {
  download: {
    usage: `person download [FILE] ${filterUsage} [--organisation SLUG]`,
    about: "Write everybody who fits into a file for spreadsheets (CSV), or to standard output.",
  },
  bulk: {
    usage: `person bulk ACT [LOGIN]… [--everybody] ${filterUsage} [--to TYPE] [--level LEVEL] [--until DATE] [--reason WORDS] [--yes] [--organisation SLUG]`,
    about:
      "Do one thing to the people named or to all who fit: account-type, override, disable, enable, unlock, sign-out, reset, invite. Says first what would come of it and asks; --yes does not.",
  },
};

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const filters = {
  ...{ search: text, type: text, domain: text, status: text, requirement: text, "second-factor": text },
  ...{ "few-codes": flag, locked: flag },
} as const;
type Values = { [Name in keyof typeof filters]?: string | boolean | undefined };
type Body = Operations["POST /people/bulk"]["body"];
type Filter = NonNullable<Body["filter"]>;

const acts = ["account-type", "override", "disable", "enable", "unlock", "sign-out", "reset", "invite"] as const;

/** What is not there is told by whoever is asked. */
function filterIn(values: Values): Filter {
  const { search, type, domain, status, requirement, locked } = values;
  const given = {
    ...{ search, type, domain, status, requirement, secondFactor: values["second-factor"] },
    ...{ codes: values["few-codes"] ? "few" : undefined, locked: locked ? "yes" : undefined },
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Filter;
}

export async function download(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, ...filters }, 1);
  await withApi(at, values.organisation, async (api) =>
    writeInto(at, positionals[0], await api.stream("GET /people.csv", { query: filterIn(values) })),
  );
}

export async function bulk(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(
    args,
    {
      ...{ ...organisationOption, ...filters, everybody: flag, to: text, level: text, until: text, reason: text },
      yes: flag,
    },
    301,
  );
  const [name, ...logins] = positionals;
  const action = acts.find((act) => act === name);
  if (!action) throw new Usage(`ACT is one of ${acts.join(", ")}.`);
  const filter = filterIn(values);
  const isFiltered = Object.keys(filter).length > 0 || values.everybody === true;
  if (isFiltered === logins.length > 0)
    throw new Usage("Name people, or choose them by a filter, or say --everybody; one of these.");
  const override = action === "override" ? overrideIn(values) : {};
  const how = { action, reason: values.reason, accountType: values.to, ...override };
  await withApi(at, values.organisation, async (api) => {
    const who = isFiltered ? { filter } : { people: await idsOf(api, logins) };
    const foreseen = await api.call("POST /people/bulk", { body: { ...how, ...who, dryRun: true } });
    if (!("wouldBeDone" in foreseen)) throw new Error("a dry run was done");
    const left = leftOutWords(foreseen.leftOut);
    const question = `Do '${action}' to ${foreseen.wouldBeDone} of ${foreseen.people}?${left}`;
    if (!(await confirmed(question, values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    const count = isFiltered ? { count: foreseen.people } : {};
    const begun = (await api.call("POST /people/bulk", { body: { ...how, ...who, ...count } })) as BulkChange;
    const done = await finished(api, begun);
    const still = done.waiting > 0 ? `, ${done.waiting} still to come: the server goes on with them` : "";
    at.result(done, `${done.done} of ${done.people} done${still}.${leftOutWords(done.leftOut)}`);
  });
}

function overrideIn({ level = "", reason, until }: { level?: string; reason?: string; until?: string }) {
  const wanted = readOverride(level, reason, until);
  return wanted === null ? { level: "policy" as const } : wanted;
}

const idsOf = async (api: Client, logins: string[]): Promise<string[]> => {
  const ids: string[] = [];
  for (const login of logins) ids.push((await findPerson(api, login)).id);
  return ids;
};

const leftOutWords = (leftOut: BulkChange["leftOut"]): string =>
  leftOut.map(({ why, people }) => `\n  ${people} left out: ${why}`).join("");

const every = 500;
/** Nothing came of it for so long: nobody works on it. */
const patience = 20_000;

async function finished(api: Client, begun: BulkChange): Promise<BulkChange> {
  const line = progressLine();
  let now = begun;
  for (let idle = 0; now.waiting > 0 && idle < patience; ) {
    await pause(every);
    const before = now.waiting;
    now = await api.call("GET /people/bulk/{bulk}", { path: { bulk: now.id } });
    idle = now.waiting < before ? 0 : idle + every;
    line.update(`${now.people - now.waiting} of ${now.people}`);
  }
  line.end();
  return now;
}
