// `countersign policy …`: reads, previews, replaces, explains and tests the policy, on the machine itself.
import { changePolicy, explanationFor, requireListed } from "../admin/policy/actions.ts";
import { type Preview, preview } from "../admin/policy/preview.ts";
import { showPreview } from "../admin/policy/preview-shapes.ts";
import { refusalOf } from "../admin/policy/refusing.ts";
import { groups } from "../admin/policy/rules.ts";
import { differences, groupTitles } from "../admin/policy/words.ts";
import { systemClock } from "../kernel/clock.ts";
import type { Problem } from "../kernel/problem.ts";
import type { Needs } from "../opening.ts";
import { policyOf, type StoredPolicy } from "../policy/actions.ts";
import { showRequirement } from "../policy/api-shapes.ts";
import { readPolicy, UnreadablePolicy } from "../policy/document.ts";
import { readExamples, tryExamples, UnreadableExamples } from "../policy/examples.ts";
import type { Policy } from "../policy/rules.ts";
import { explain } from "../policy/words.ts";
import { plural } from "../ui/index.ts";
import { readGiven } from "./files.ts";
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
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const { policy: stored } = await policyOf(needs.db, organisation.id);
    at.result(stored, JSON.stringify(stored, null, 2));
  });
}

async function previewFile(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const after = readFile(positionals[0]);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const seen = await look(needs, organisation.id, after);
    at.result(seen.document, seen.words);
  });
}

async function set(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, yes: { type: "boolean" } }, 1);
  const after = readFile(positionals[0]);
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const seen = await look(needs, organisation.id, after);
    if (seen.refusal) throw new Refusal(seen.refusal.code, seen.refusal.publicMessage);
    at.print(`${seen.words}\n`);
    if (!(await confirmed("Save this policy?", values.yes))) throw new Refusal("not-confirmed", "Nothing was changed.");
    const changed = await changePolicy(needs, {
      organisation: organisation.id,
      actor: null,
      source: commandLine,
      policy: after,
      // What was looked at, and nothing that somebody else saved meanwhile.
      isShown: (version) => version === seen.stored.version,
    });
    if (changed.outcome !== "saved")
      throw new Refusal("changed-meanwhile", "Somebody else changed the policy meanwhile. Nothing was changed.");
    at.result({ version: changed.stored.version, ...seen.document }, "Saved. It holds from now on, for everybody.");
  });
}

async function explainPerson(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, { ...organisationOption, application: { type: "string" } }, 1);
  const [login] = positionals;
  if (!login) throw new Usage("Give the person's screen name or e-mail address.");
  await withOrganisation(values.organisation, async (needs, organisation) => {
    const { person, requirement } = await explanationFor(needs, organisation.id, login, values.application);
    const explanation = explain(requirement, "administrator");
    at.result(
      {
        person: { id: person.id, email: person.email },
        application: values.application ?? null,
        requirement: { ...showRequirement(requirement), explanation },
      },
      explanation,
    );
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
    : await withOrganisation(values.organisation, async (needs, organisation) => {
        return (await policyOf(needs.db, organisation.id)).policy;
      });
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
  stored: StoredPolicy;
  refusal: Problem | undefined;
  document: object;
  words: string;
}

async function look(needs: Needs, organisation: string, after: Policy): Promise<Seen> {
  const stored = await policyOf(needs.db, organisation);
  try {
    await requireListed(needs.db, organisation, after);
  } catch (error) {
    if (error instanceof UnreadablePolicy) throw new Refusal("invalid", `That policy can't be used: ${error.message}.`);
    throw error;
  }
  const change = { organisation, before: stored.policy, after };
  const found = await preview(needs, change, shownPeople);
  const refusal = await refusalOf(needs.db, needs, change, { actor: null, source: commandLine });
  const changes = differences(stored.policy, after);
  const document = { changes, ...showPreview(found, found.first), refused: refusal?.code ?? null };
  const words = [
    changes.length === 0 ? "Nothing changes." : "What changes:",
    ...changes.slice(0, shownPeople).map(({ what, before, after: then }) => `  ${what}: ${before} -> ${then}`),
    ...(changes.length > shownPeople ? [`  and ${plural(changes.length - shownPeople, "more change")}`] : []),
    `Of ${plural(found.people, "person", "people")}:`,
    ...groups.flatMap((group) => groupLines(found, group)),
    ...(refusal ? [refusal.publicMessage] : []),
  ].join("\n");
  return { stored, refusal, document, words };
}

function groupLines({ counts, first }: Preview, group: (typeof groups)[number]): string[] {
  const { people } = first[group];
  const more = counts[group] - people.length;
  return [
    `  ${groupTitles[group]}: ${counts[group]}`,
    ...people.map(({ person, after }) => `    ${person.email}: ${explain(after, "administrator")}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

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
