// Examples of what a policy should say, one a line, as administrators keep them beside it:
//   kim@partner.example at Budget: required
import { startOfDay } from "../kernel/days.ts";
import { readAccountType, readAddress } from "../people/rules.ts";
import { type Application, type Level, type Policy, type Requirement, requirement } from "./rules.ts";

export interface Example {
  /** Counted from 1. */
  line: number;
  text: string;
  email: string;
  accountType: string;
  application: Application | undefined;
  /** ms since the epoch; without it, the moment of the test. */
  at: number | undefined;
  expected: Level;
}

export interface Tried extends Example {
  passed: boolean;
  requirement: Requirement;
}

export class UnreadableExamples extends Error {}

const form =
  /^(?<email>\S+?)(?:\s+as\s+(?<type>\S+?))?(?:\s+at\s+(?<application>.+?))?(?:\s+on\s+(?<date>\d{4}-\d\d-\d\d))?\s*:\s*(?<level>off|optional|required)$/;
const exempting = /^application\s+(?<name>.+?)\s*:\s*does not take part$/;

/**
 * Empty lines and what follows a # are passed over. @param usualType of those for whom a line names no account type
 * @throws UnreadableExamples that says which line
 */
export function readExamples(text: string, usualType = "staff"): Example[] {
  const exempt = new Set<string>();
  const examples: Example[] = [];
  for (const [i, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = i + 1;
    const words = written.replace(/(^|\s)#.*$/, "").trim();
    if (words === "") continue;
    const application = exempting.exec(words)?.groups?.name;
    if (application === undefined) examples.push(readExample(words, line, usualType, exempt));
    else exempt.add(application);
  }
  if (examples.length === 0) throw new UnreadableExamples("there is no example in it");
  return examples;
}

function readExample(text: string, line: number, usualType: string, exempt: ReadonlySet<string>): Example {
  const found = form.exec(text)?.groups;
  if (!found) {
    throw new UnreadableExamples(
      `line ${line} is not 'ADDRESS [as TYPE] [at APPLICATION] [on DATE]: off, optional or required'`,
    );
  }
  const email = readAddress(found.email ?? "")?.normal;
  if (email === undefined) throw new UnreadableExamples(`line ${line}: '${found.email}' is no e-mail address`);
  const accountType = readAccountType(found.type ?? usualType);
  if (accountType === undefined) throw new UnreadableExamples(`line ${line}: '${found.type}' is no account type`);
  const at = found.date === undefined ? undefined : startOfDay(found.date);
  if (Number.isNaN(at)) throw new UnreadableExamples(`line ${line}: '${found.date}' is no date`);
  const name = found.application;
  return {
    line,
    text,
    email,
    accountType,
    application: name === undefined ? undefined : { name, takesPart: !exempt.has(name) },
    at,
    expected: found.level as Level,
  };
}

export function tryExamples(policy: Policy, examples: readonly Example[], now: number): Tried[] {
  return examples.map((example) => {
    const { email, accountType, application, at = now, expected } = example;
    const judged = requirement(policy, { email, accountType }, application, at);
    return { ...example, passed: judged.level === expected, requirement: judged };
  });
}
