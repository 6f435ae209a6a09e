// Brings people of another system here, with what they sign in by: looks at first, then written a batch at a time. A file
// that is brought again changes nothing that is done, and does what is not.
import { setTimeout as pause } from "node:timers/promises";
import { record } from "../../audit/actions.ts";
import type { Queries } from "../../database/database.ts";
import type { SlowHasher } from "../../kernel/slow-hashing.ts";
import { createTurns } from "../../kernel/turns.ts";
import { keyOf } from "../../people/actions.ts";
import { accountTypesOf } from "../../policy/account-types.ts";
import { type PreparedCodes, prepareBroughtCodes } from "../../recovery-codes/actions.ts";
import { isAboveOperators, usualType } from "../import/judging.ts";
import { type InvitingNeeds, requireMailServer } from "../people.ts";
import type { By } from "../subject.ts";
import { type Coming, mostAuthenticators, type Note, note } from "./coming.ts";
import { type Codes, findComing, type Judged, judge, loginOf } from "./judging.ts";
import type { Format } from "./reading.ts";
import { type Choices, writeOne } from "./writing.ts";

export type MovingNeeds = InvitingNeeds & { hasher: SlowHasher };

/** What is said of a line; never a secret, and of who it is only what is surely a name. */
export interface ReportLine {
  line: number;
  who: string;
  outcome: Judged["outcome"];
  password: boolean;
  authenticators: number;
  recoveryCodes: number;
  notes: Note[];
}

export interface Counts {
  added: number;
  completed: number;
  unchanged: number;
  refused: number;
  passwords: number;
  authenticators: number;
  recoveryCodes: number;
  invited: number;
}

export interface Report {
  counts: Counts;
  lines: ReportLine[];
  /** People of the file that there was no time for: bring it again. */
  waiting: number;
}

/** People a transaction: whoever signs in meanwhile waits no longer than these take. */
const batch = 25;

/** Whoever signs in meanwhile. */
const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** One for each whom the file names, however many lines do; the others say with which they were taken. */
async function together(people: readonly Coming[]): Promise<{ people: Coming[]; further: ReportLine[] }> {
  const known = new Map<string, Coming>();
  const kept: Coming[] = [];
  const further: ReportLine[] = [];
  for (const [i, one] of people.entries()) {
    if (i % batch === batch - 1) await othersTurn();
    const login = one.refused ? undefined : loginOf(one);
    const key = login && `${login.kind} ${login.normal}`;
    const first = key === undefined ? undefined : known.get(key);
    if (!first) {
      const own = { ...one, authenticators: [...one.authenticators], notes: [...one.notes] };
      kept.push(own);
      if (key !== undefined) known.set(key, own);
      continue;
    }
    for (const app of one.authenticators)
      if (first.authenticators.length >= mostAuthenticators) note(first, "too-many");
      else if (!has(first, app.secret)) first.authenticators.push(app);
    if (first.codes.length === 0) [first.codes, first.codesAs] = [one.codes, one.codesAs];
    first.password ??= one.password;
    for (const { code } of one.notes) note(first, code);
    if (one.line !== first.line)
      further.push({ ...lineOf(one, nothing), notes: [{ code: "with-line", line: first.line }] });
  }
  return { people: kept, further };
}

const has = (one: Coming, secret: Uint8Array): boolean =>
  one.authenticators.some((known) => Buffer.from(known.secret).equals(secret));

/** What would come of it; nothing is kept. @throws Problem `administrators-only` */
export async function lookAtMoving(
  needs: Pick<MovingNeeds, "db" | "sealer">,
  by: By,
  file: { people: readonly Coming[]; told?: (done: number, of: number) => void },
): Promise<Report> {
  const { people, further } = await together(file.people);
  await isAboveOperators(needs.db, by);
  const types = await accountTypesOf(needs.db, by.organisation);
  const report: Report = { counts: noCounts(), lines: [], waiting: 0 };
  for (const [i, one] of people.entries()) {
    const judged = await look(needs.db, needs, by, one);
    put(report, one, { judged: withType(judged, one, types), invited: false });
    if (i % batch === batch - 1) {
      file.told?.(i + 1, people.length);
      await othersTurn();
    }
  }
  report.lines.push(...further);
  report.lines.sort((a, b) => a.line - b.line);
  return report;
}

const look = async (queries: Queries, needs: Pick<MovingNeeds, "sealer">, by: By, one: Coming): Promise<Judged> =>
  judge(queries, needs, by, one, await findComing(queries, by.organisation, one));

export interface Pace {
  /** ms of writing after which no further batch is begun. */
  within?: number;
  /** ms between two batches, in which another program gets the database. */
  between?: number;
  told?: (done: number, of: number) => void;
}

const turns = createTurns();
/** ms; somewhat more than a request that writes takes. */
const patience = 15_000;

type Moving = By & { people: readonly Coming[]; format: Format; inviting?: boolean; pace?: Pace };

/**
 * Brings them, as far as the pace allows. One file of an organisation at a time and two in all, for each keeps a place of the
 * queue for hashing busy.
 * @throws Problem `administrators-only`, `no-mail-server`, `busy`
 */
export const moveIn = (needs: MovingNeeds, moving: Moving): Promise<Report> =>
  turns.take(
    `organisation ${moving.organisation}`,
    () => turns.take("all", () => bringIn(needs, moving), { atOnce: 2, waiting: 8, patience }),
    { waiting: 2, patience },
  );

async function bringIn(
  needs: MovingNeeds,
  { people: all, format, inviting = false, pace = {}, ...by }: Moving,
): Promise<Report> {
  if (inviting) requireMailServer(needs);
  const { people, further } = await together(all);
  const { within = Number.POSITIVE_INFINITY, between = 0, told = () => {} } = pace;
  let spent = 0;
  const report: Report = { counts: noCounts(), lines: [], waiting: 0 };
  for (let i = 0; i < people.length; i += batch) {
    if (spent > within) {
      report.waiting = people.length - i;
      break;
    }
    if (i > 0 && between > 0) await pause(between);
    const some = people.slice(i, i + batch);
    const began = performance.now();
    // What is done already counts for nothing: else a long file that is brought again would never get beyond it.
    if (await moveSome(needs, by, { some, format, inviting }, report)) spent += performance.now() - began;
    told(Math.min(i + batch, people.length), people.length);
  }
  report.lines.push(...further.filter(() => report.waiting === 0));
  report.lines.sort((a, b) => a.line - b.line);
  return report;
}

/** One batch: as a whole, or not at all. @returns whether there was anything to do */
async function moveSome(
  needs: MovingNeeds,
  by: By,
  { some, format, inviting }: { some: Coming[]; format: Format; inviting: boolean },
  report: Report,
): Promise<boolean> {
  // Slow, so before the transaction; by what it looks like now.
  const prepared: { one: Coming; judged: Judged; codes: PreparedCodes | undefined }[] = [];
  for (const one of some) {
    const judged = await look(needs.db, needs, by, one);
    if (judged.outcome === "nothing" || judged.outcome === "refused") {
      put(report, one, { judged, invited: false });
      continue;
    }
    prepared.push({ one, judged, codes: judged.codes && (await prepare(needs, judged.codes)) });
  }
  if (prepared.length === 0) {
    await isAboveOperators(needs.db, by);
    return false;
  }
  // Those who are here in the order in which every act on several people locks them.
  const idOf = ({ judged }: { judged: Judged }) => (judged.person ? keyOf(judged.person).person : "\uffff");
  prepared.sort((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : a.one.line - b.one.line));
  const written = await needs.db.transaction(async (tx) => {
    await isAboveOperators(tx, by);
    const types = await accountTypesOf(tx, by.organisation);
    const choices: Choices = { types, usual: usualType(types), inviting };
    const part: Report = { counts: noCounts(), lines: [], waiting: 0 };
    for (const { one, codes } of prepared) {
      const { judged, invited } = await writeOne(tx, needs, by, one, { ...choices, codes });
      put(part, one, { judged: withType(judged, one, types), invited });
    }
    const { added, completed, passwords, authenticators, recoveryCodes } = part.counts;
    if (added + completed > 0)
      await record(tx, needs, {
        ...{ ...by, person: null, name: "people.moved-in" },
        details: { format, added, completed, passwords, authenticators, recoveryCodes },
      });
    return part;
  });
  report.lines.push(...written.lines);
  for (const name of Object.keys(report.counts) as (keyof Counts)[]) report.counts[name] += written.counts[name];
  return true;
}

async function prepare(needs: MovingNeeds, codes: Codes): Promise<PreparedCodes> {
  if (codes.as !== "kept") return prepareBroughtCodes(needs, codes.codes, codes.as);
  const none = await prepareBroughtCodes(needs, [], "brought");
  return { ...none, ...codes.set };
}

function put(report: Report, one: Coming, { judged, invited }: { judged: Judged; invited: boolean }): void {
  const { counts } = report;
  const line = lineOf(one, judged);
  report.lines.push(line);
  const tally = { add: "added", complete: "completed", nothing: "unchanged", refused: "refused" } as const;
  counts[tally[judged.outcome]]++;
  counts.passwords += line.password ? 1 : 0;
  counts.authenticators += line.authenticators;
  counts.recoveryCodes += line.recoveryCodes;
  counts.invited += invited ? 1 : 0;
}

function lineOf(one: Coming, { outcome, password, authenticators, codes, notes }: Judged): ReportLine {
  return {
    line: one.line,
    who: whoOf(one),
    outcome,
    password: password !== undefined,
    authenticators: authenticators.length,
    recoveryCodes: codes === undefined ? 0 : codes.as === "kept" ? codes.set.hashes.length : codes.codes.length,
    notes,
  };
}

/** A secret that slipped into another column must not be read out: only what is short and reads as a name is. */
function whoOf(one: Coming): string {
  const login = loginOf(one);
  if (login?.kind === "address") return login.normal;
  return login && login.normal.length <= 32 && !/^[a-z2-7]{16,}$/.test(login.normal) ? login.normal : "";
}

function withType(judged: Judged, { accountType }: Coming, types: string[]): Judged {
  const strange = judged.outcome === "add" && accountType !== undefined && !types.includes(accountType);
  return strange ? { ...judged, notes: [...judged.notes, { code: "no-such-type" }] } : judged;
}

const nothing: Judged = {
  ...{ outcome: "nothing", person: undefined, password: undefined, authenticators: [], codes: undefined },
  notes: [],
};

const noCounts = (): Counts => ({
  ...{ added: 0, completed: 0, unchanged: 0, refused: 0 },
  ...{ passwords: 0, authenticators: 0, recoveryCodes: 0, invited: 0 },
});
