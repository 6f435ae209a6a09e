// The shell lines of our pages, run as somebody would who copies them, and what the pages say that they print.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Step {
  commands: string;
  /** What the page shows right after them. */
  shown: string;
}

/** Every indented piece; what begins with `{` is an answer, up to the line that ends it. */
export function stepsOf(page: string): Step[] {
  const steps: Step[] = [];
  let commands: string[] = [];
  let shown: string[] | undefined;
  for (const line of indented(page)) {
    if (shown === undefined && line.startsWith("{")) shown = [];
    (shown ?? commands).push(line);
    if (shown === undefined || !isWhole(shown.join("\n"))) continue;
    steps.push({ commands: commands.join("\n"), shown: shown.join("\n") });
    [commands, shown] = [[], undefined];
  }
  if (shown !== undefined) throw new Error(`an answer has no end: ${shown.join("\n")}`);
  return [...steps, { commands: commands.join("\n"), shown: "" }];
}

/** With an empty line between two pieces. */
const indented = (page: string): string[] =>
  [...page.matchAll(/(?:^ {4}.*\n(?:\n(?= {4}))?)+/gm)].flatMap(([piece]) => piece.replace(/^ {4}/gm, "").split("\n"));

/** What `jq -r` prints stands behind it as a comment, or on the line under it. */
export const commentsOf = ({ commands }: Step): string[] =>
  [...commands.matchAll(/^(?!.*\$\().*jq -r [^#\n]*\n?# (.*)$/gm)].map(([, comment = ""]) => comment);

/**
 * One shell for all of it, from top to bottom: what was set stays, a refusal ends it.
 * @returns what each step printed
 */
export async function runSteps(steps: readonly Step[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-page-"));
  const mark = "---- next ----";
  const script = [prelude, ...steps.map(({ commands }) => `${commands}\necho; echo "${mark}"`)].join("\n");
  writeFileSync(join(folder, "page.sh"), script);
  const child = spawn("bash", ["page.sh"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let [out, complaints] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const [code] = await once(child, "close");
  const printed = out.split(mark).map((text) => text.trim());
  if (code !== 0)
    throw new Error(`stopped (${code}) in:\n${steps[printed.length - 1]?.commands}\n${printed.at(-1)}${complaints}`);
  return printed;
}

// Nobody waits for the next code here: of each key the first is the last step's, then this one's, then the next one's.
const prelude = `
set -euo pipefail
curl() { command curl --fail-with-body "$@"; }
oathtool() {
  local used="used-$(printf %s "\${!#}" | sha256sum | cut -c 1-16)" now
  while now=$(date +%s) && [ $((now % 30)) -gt 20 ]; do sleep 1; done
  echo >> "$used"
  command oathtool "$@" --now "@$((now + ($(wc -l < "$used") - 2) * 30))"
}
`;

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
