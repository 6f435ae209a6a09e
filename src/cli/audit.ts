// `countersign audit …`: whether what happened still stands as it was recorded, and the same as a file.
import { type Finding, type Head, type Verified, verifyChain } from "../audit/chain/verifying.ts";
import { hour } from "../kernel/clock.ts";
import type { Needs } from "../opening.ts";
import { organisationById, organisationIds } from "../organisations/actions.ts";
import type { Organisation } from "../organisations/rules.ts";
import { plural } from "../ui/index.ts";
import { exportEvents, listEvents } from "./audit-export.ts";
import {
  dispatch,
  findOrganisation,
  progressLine,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
  withInstallation,
} from "./terminal.ts";

const subcommands: Subcommands = { verify, list: listEvents, export: exportEvents };

export const auditForms = {
  verify: {
    usage: "audit verify [--head SEQ:HASH]… [--organisation SLUG]",
    about:
      "Find every event and link that was changed, removed, added or reordered; --head is an end noted earlier, by which the chain has to come.",
  },
  list: {
    usage:
      "audit list [--who LOGIN] [--about LOGIN] [--what EVENT] [--from DAY] [--to DAY] [--where ADDRESS] [--outcome OUTCOME] [--after CURSOR] [--organisation SLUG]",
    about: "List what happened, the newest first, 50 at a time.",
  },
  export: {
    usage:
      "audit export [FILE] [--form FORM] [--who LOGIN] [--about LOGIN] [--what EVENT] [--from DAY] [--to DAY] [--where ADDRESS] [--outcome OUTCOME] [--organisation SLUG]",
    about:
      "Write what happened, the newest first, into a new file or to standard output: as JSON lines (jsonl) or for spreadsheets (csv).",
  },
};

export const audit = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

/** More are counted, not kept. */
const mostListed = 1000;

async function verify(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, {
    organisation: { type: "string" },
    head: { type: "string", multiple: true },
  });
  const noted = (values.head ?? []).map(readHead);
  if (at.server) throw new Usage("'audit verify' works on the machine of the installation alone: leave --url out.");
  await withInstallation(async (needs) => {
    const all = values.organisation === undefined ? await everyOrganisation(needs) : [];
    const chosen = all.length > 0 ? all : [await findOrganisation(needs, values.organisation)];
    if (noted.length > 0 && chosen.length > 1) throw new Usage("Say of which --organisation the --head is.");
    const documents = [];
    const lines: string[] = [];
    let findings = 0;
    for (const organisation of chosen) {
      const { verified, listed } = await verifyOne(needs, organisation, noted, at);
      const { head, links, waiting, waitingSince, removed, late } = verified;
      findings += verified.findings;
      documents.push({
        organisation: organisation.slug,
        whole: verified.findings === 0,
        head: head ? headWords(head) : null,
        links,
        waiting,
        waitingSince: waitingSince === undefined ? null : timeWords(waitingSince),
        removed,
        late: late.events,
        findings: verified.findings,
        first: listed,
      });
      lines.push(...concluded(organisation, verified, needs.clock.now()));
    }
    at.result({ whole: findings === 0, organisations: documents }, lines.join("\n"));
    if (findings > 0)
      throw new Refusal("not-whole", `${plural(findings, "finding")}: the audit trail was tampered with.`);
  });
}

async function verifyOne(
  needs: Needs,
  organisation: Organisation,
  noted: Head[],
  at: Terminal,
): Promise<{ verified: Verified; listed: object[] }> {
  const line = progressLine();
  const listed: object[] = [];
  const verified = await verifyChain(needs.db, needs.sealer, {
    organisation: organisation.id,
    noted,
    found(finding) {
      line.end();
      const words = findingWords(finding);
      at.print(`${organisation.slug}: ${words}`);
      const { at: moment, ...rest } = finding;
      const when = moment === undefined ? {} : { at: timeWords(moment) };
      if (listed.length < mostListed) listed.push({ ...rest, ...when, words });
    },
    progress: (events) => line.update(`${organisation.slug}: ${events} looked at`),
  });
  line.end();
  return { verified, listed };
}

function concluded({ slug }: Organisation, verified: Verified, now: number): string[] {
  const { head, links, waiting, waitingSince, removed, late, findings } = verified;
  const kept =
    waitingSince !== undefined && now - waitingSince > hour
      ? [
          `${slug}: events have waited to be chained since ${timeWords(waitingSince)}: does nothing serve? Else the log says what keeps them. Until then nothing shows whether they are changed.`,
        ]
      : [];
  if (!head) return [`${slug}: nothing is chained yet${waiting > 0 ? `, ${waiting} wait` : ""}.`, ...kept];
  const lines = [
    `${slug}: ${plural(links, "event")} ${findings === 0 ? "whole and in order" : "looked at"}${waiting > 0 ? `, ${waiting} of the last moments not chained yet` : ""}.`,
  ];
  lines.push(...kept);
  if (removed > 0)
    lines.push(`${slug}: ${plural(removed, "event")} were removed when their time was over, as its checkpoint says.`);
  if (late.events > 0) {
    lines.push(
      `${slug}: ${plural(late.events, "event")} came into the chain more than an hour after their own time, first ${late.first}: a clock that was wrong, or rows put in by hand.`,
    );
  }
  return [...lines, `${slug}: head ${headWords(head)}`];
}

const headWords = ({ seq, hash }: Head): string => `${seq}:${hash}`;

function readHead(text: string): Head {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Usage("--head is SEQ:HASH, as 'audit verify' prints it.");
  return { seq: Number(seq), hash: hash.toLowerCase() };
}

async function everyOrganisation(needs: Needs): Promise<Organisation[]> {
  const found: Organisation[] = [];
  for (const id of await organisationIds(needs.db)) {
    const organisation = await organisationById(needs.db, id);
    if (organisation) found.push(organisation);
  }
  return found;
}

const faults: Record<Finding["what"], (where: string, event: string) => string> = {
  "event-changed": (where, event) =>
    `${event} was changed after it was chained, or is not the one that was chained (${where})`,
  "event-removed": (where, event) => `${event} was removed (${where})`,
  "event-added": (_, event) => `${event} was added to the database: it is not in the chain and never waited for it`,
  "waiting-though-chained": (where, event) =>
    `${event} was put among those that wait, though it is in the chain (${where})`,
  "link-changed": (where, event) => `the link of ${event} was changed (${where})`,
  "links-removed": (where) => `links were removed (${where})`,
  "link-unprovable": (where, event) => `${event} can't be proven, because the link before it is gone (${where})`,
  "end-removed": (where) => `the end of the chain was cut off (${where})`,
  "head-changed": (where) => `the chain's recorded end is not the end of the chain (${where})`,
  "checkpoint-changed": (where) => `the checkpoint that says what was removed is not the program's own (${where})`,
  "key-missing": (where, event) => `the key of ${event} is gone or can't be opened (${where})`,
  "other-than-noted": (where) => `the chain is another one than when its end was noted (${where})`,
  "noted-before-checkpoint": (where) =>
    `the noted end lies in the part that was removed, so nothing can be said of it (${where})`,
};

/** Which one, and when: 'number 12: event 0193… (person.disabled, 2026-11-22T08:00:00.000Z)'. */
function findingWords({ what, seq, through, event, name, at }: Finding): string {
  const when = at === undefined ? undefined : timeWords(at);
  const known = [name, when].filter((one) => one !== undefined).join(", ");
  const where =
    seq === undefined
      ? "it waited to be chained"
      : through === undefined || through === seq
        ? `number ${seq}`
        : `numbers ${seq} to ${through}`;
  // Whoever changed rows must not rule the terminal of who looks.
  return faults[what](where, `event ${event}${known ? ` (${known})` : ""}`).replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    "\ufffd",
  );
}

/** Also of what somebody wrote there that is no moment: the look has to go on. */
const timeWords = (at: number): string => (Math.abs(at) <= latest ? new Date(at).toISOString() : `no moment: ${at}`);
/** Of what JavaScript can say; ms. */
const latest = 8.64e15;
