// `countersign policy …`: reads, previews, replaces, explains and tests the policy.
import { groups } from "../admin/policy/rules.ts";
import { differences, groupTitles } from "../admin/policy/words.ts";
import { type Client, CountersignError, type PolicyPreview } from "../client/index.ts";
import { systemClock } from "../kernel/clock.ts";
import { showRequirement } from "../policy/api-shapes.ts";
import { readPolicy, UnreadablePolicy } from "../policy/document.ts";
import { readExamples, tryExamples, UnreadableExamples } from "../policy/examples.ts";
import type { Policy } from "../policy/rules.ts";
import { explain } from "../policy/words.ts";
import { plural } from "../ui/index.ts";
import { readGiven } from "./files.ts";
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

const shownPeople = 20;

const subcommands: Subcommands = {
  show,
  set,
  preview: previewFile,
  explain: explainPerson,
  test,
};

export const policyForms = {
  show: { usage: "policy show [--organisation SLUG]", about: "Print the policy document." },
  preview: {
    usage: "policy preview FILE [--organisation SLUG]",
    about: "Say what a policy would change, and for whom; nothing is saved.",
  },
  set: {
    usage: "policy set FILE [--yes] [--organisation SLUG]",
    about: "The same, and save it. Asks first; --yes does not.",
  },
  explain: {
    usage: "policy explain LOGIN [--application NAME] [--organisation SLUG]",
    about: "Say what is required of a person, and why.",
  },
  test: {
    usage: "policy test FILE [--policy FILE] [--type TYPE] [--organisation SLUG]",
    about: "Try examples against the policy, or against a file; fails where one does.",
  },
};

export const policy = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

async function show(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withApi(at, values.organisation, async (api) => {
    const stored = await api.call("GET /policy");
    at.result(stored, JSON.stringify(stored, null, 2));
  });
}

async function previewFile(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const after = readFile(positionals[0]);
  await withApi(at, values.organisation, async (api) => {
    const seen = await look(api, after);
    at.result(seen.document, seen.words);
  });
}

async function set(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const after = readFile(positionals[0]);
  await withApi(at, values.organisation, async (api) => {
    const seen = await look(api, after);
    if (seen.refused) throw new Refusal(seen.refused.code, seen.refused.reason);
    at.print(`${seen.words}\n`);
    if (!(await confirmed("Save this policy?", values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    // What was looked at, and nothing that somebody else saved meanwhile.
    const put = { headers: { "if-match": seen.etag }, body: written(after) };
    const { headers } = await api.ask("PUT /policy", put).catch((error) => {
      throw error instanceof CountersignError && error.status === 412
        ? new Refusal("changed-meanwhile", "Somebody else changed the policy meanwhile. Nothing was changed.")
        : error;
    });
    const version = Number(headers.get("etag")?.replaceAll('"', ""));
    at.result({ version, ...seen.document }, "Saved. It holds from now on, for everybody.");
  });
}

async function explainPerson(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, application: { type: "string" } }, 1);
  const [login] = positionals;
  const { application } = values;
  if (!login) throw new Usage("Give the person's screen name or e-mail address.");
  await withApi(at, values.organisation, async (api) => {
    const query = { login, application };
    const { person, requirement } = await api.call("GET /policy/explanation", { query });
    at.result({ person, application: application ?? null, requirement }, requirement.explanation ?? "");
  });
}

async function test(args: string[], at: Terminal): Promise<void> {
  const options = { ...organisationOption, policy: { type: "string" }, type: { type: "string" } } as const;
  const { values, positionals } = readArguments(args, options, 1);
  const [file] = positionals;
  if (!file) throw new Usage("Give the file of examples.");
  const examples = readTexts(file, (text) => readExamples(text, values.type));
  // With a file there is no need of an installation: it runs wherever the two files are.
  const tested = values.policy
    ? readFile(values.policy)
    : await withApi(at, values.organisation, async (api) => readPolicy(await api.call("GET /policy")));
  const tried = tryExamples(tested, examples, systemClock.now());
  const failed = tried.filter(({ passed }) => !passed);
  const lines = failed.map(
    ({ line, text, requirement }) =>
      `${file}:${line}: ${text}\n  but it is ${requirement.level}. ${explain(requirement, "administrator")}`,
  );
  at.result(
    {
      passed: tried.length - failed.length,
      failed: failed.map(({ line, text, expected, requirement }) => ({
        line,
        text,
        expected,
        requirement: { ...showRequirement(requirement), explanation: explain(requirement, "administrator") },
      })),
    },
    [...lines, `${tried.length - failed.length} passed, ${failed.length} failed`].join("\n"),
  );
  if (failed.length > 0) throw new Refusal("examples-failed", `${plural(failed.length, "example")} failed.`);
}

interface Seen {
  /** Of what was looked at. */
  etag: string;
  refused: PolicyPreview["refused"];
  document: object;
  words: string;
}

async function look(api: Client, after: Policy): Promise<Seen> {
  const stored = await api.ask("GET /policy");
  const etag = stored.headers.get("etag") ?? "";
  const query = { limit: shownPeople };
  const previewed = await api.ask("POST /policy/preview", { query, body: written(after) });
  // Between the two, somebody may have saved.
  if (previewed.headers.get("etag") !== etag) return look(api, after);
  const { people, counts, groups: parts, refused } = previewed.body;
  const changes = differences(readPolicy(stored.body), after);
  const words = [
    changes.length === 0 ? "Nothing changes." : "What changes:",
    ...changes.slice(0, shownPeople).map(({ what, before, after: then }) => `  ${what}: ${before} -> ${then}`),
    ...(changes.length > shownPeople ? [`  and ${plural(changes.length - shownPeople, "more change")}`] : []),
    `Of ${plural(people, "person", "people")}:`,
    ...groups.flatMap((group) => groupLines(previewed.body, group)),
    ...(refused ? [refused.reason] : []),
  ].join("\n");
  return { etag, refused, document: { changes, people, counts, groups: parts, refused: refused?.code ?? null }, words };
}

function groupLines({ counts, groups: parts }: PolicyPreview, group: (typeof groups)[number]): string[] {
  const people = parts[group]?.people ?? [];
  const more = counts[group] - people.length;
  return [
    `  ${groupTitles[group]}: ${counts[group]}`,
    ...people.map(({ email, after }) => `    ${email}: ${after.explanation}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** As programs send it. */
const written = (policy: Policy) => JSON.parse(JSON.stringify(policy));

function readFile(file: string | undefined): Policy {
  if (!file) throw new Usage("Give the policy's file.");
  return readTexts(file, (text) => readPolicy(JSON.parse(text)));
}

/** @throws Refusal that names the file */
function readTexts<T>(file: string, read: (text: string) => T): T {
  const text = readGiven(file).toString("utf8");
  try {
    return read(text);
  } catch (error) {
    if (error instanceof UnreadablePolicy || error instanceof UnreadableExamples || error instanceof SyntaxError)
      throw new Refusal("invalid", `${file} can't be used: ${error.message}.`);
    throw error;
  }
}
