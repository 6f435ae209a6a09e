// `countersign export …`: the operator's side of an export. Whoever has the machine has the keys, so that no further proof is
// asked of them; the other consent is an administrator's, given signed in.
import { open, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  type Acting,
  agreeToExport,
  askForExport,
  type Export,
  exportsOf,
  takeExport,
  withdrawExport,
} from "../admin/exporting/actions.ts";
import { consentFor, stateOf } from "../admin/exporting/rules.ts";
import {
  commandLine,
  dispatch,
  organisationOption,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
  withOrganisation,
} from "./terminal.ts";

const subcommands: Subcommands = { ask, agree, list, withdraw, download };

export const exportForms = {
  ask: {
    usage: "export ask --recipient AGE-KEY [--recipient AGE-KEY …] [--organisation SLUG]",
    about: "Ask for an export of all people, sealed to these public keys; an administrator has to consent.",
  },
  agree: {
    usage: "export agree ID --fingerprint FINGERPRINT [--organisation SLUG]",
    about: "Consent as the operator to the export that an administrator asked for.",
  },
  list: { usage: "export list [--organisation SLUG]", about: "List the last exports, with their keys and consents." },
  withdraw: { usage: "export withdraw ID [--organisation SLUG]", about: "Stop an export before it is taken." },
  download: {
    usage: "export download ID FILE [--organisation SLUG]",
    about: "Write the sealed file, once, when both have consented.",
  },
};

export const exporting = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

const actingOn = (organisation: string): Acting => ({
  ...{ organisation, about: organisation, actor: null, source: commandLine, side: "operator" },
});

async function ask(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, { ...organisationOption, recipient: { type: "string", multiple: true } });
  const { recipient: recipients = [] } = values;
  if (recipients.length === 0) throw new Usage("Give --recipient and a public key of age.");
  await withOrganisation(values.organisation, async (needs, { id, name }) => {
    const asked = await askForExport(needs, actingOn(id), recipients);
    at.result(
      { export: show(asked, needs.clock.now()) },
      `An administrator of ${name} has to consent within 24 hours. Read this fingerprint to them:\n\n  ${asked.fingerprint}\n\nThe export is ${asked.id}.`,
    );
  });
}

async function agree(args: string[], at: Terminal): Promise<void> {
  const options = { ...organisationOption, fingerprint: { type: "string" } } as const;
  const { values, positionals } = readArguments(args, options, 1);
  const [wanted] = positionals;
  const { fingerprint } = values;
  if (!wanted || !fingerprint) throw new Usage("Give the ID and the --fingerprint that an administrator read to you.");
  await withOrganisation(values.organisation, async (needs, { id }) => {
    const agreed = await agreeToExport(needs, actingOn(id), wanted, fingerprint);
    at.result(
      { export: show(agreed, needs.clock.now()) },
      "Both have consented: it can be taken once, within 24 hours.",
    );
  });
}

async function list(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withOrganisation(values.organisation, async (needs, { id }) => {
    const exports = (await exportsOf(needs.db, id)).map((one) => show(one, needs.clock.now()));
    const lines = exports.map((one) => [one.id, one.state, one.fingerprint, ...one.recipients].join("\t"));
    at.result({ exports }, lines.join("\n") || "No export was asked for.");
  });
}

async function withdraw(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 1);
  const [wanted] = positionals;
  if (!wanted) throw new Usage("Give the ID.");
  await withOrganisation(values.organisation, async (needs, { id }) => {
    await withdrawExport(needs, actingOn(id), wanted);
    at.result({ withdrawn: wanted }, "It is over; nothing was handed over.");
  });
}

async function download(args: string[], at: Terminal): Promise<void> {
  const { values, positionals } = readArguments(args, organisationOption, 2);
  const [wanted, given] = positionals;
  if (!wanted || !given) throw new Usage("Give the ID and the FILE to write.");
  const file = resolve(given);
  await withOrganisation(values.organisation, async (needs, { id }) => {
    // Before: the export is over once it is taken, and must not be so for a folder that is not there or a name that is.
    const into = await open(file, "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST")
        throw new Refusal("file-exists", `${file} is there already: give another name. Nothing was taken.`);
      throw new Refusal("no-file", `${file} can't be written (${error.code}). Nothing was taken.`);
    });
    try {
      const { file: sealed, fingerprint } = await takeExport(needs, actingOn(id), wanted);
      await pipeline(Readable.fromWeb(sealed as never), into.createWriteStream({ flush: true }));
      at.result({ file, fingerprint }, `${file} is written; its keys open it: age -d -i KEYS ${given}`);
    } catch (error) {
      await into.close().catch(() => {});
      await rm(file, { force: true });
      throw error;
    }
  });
}

const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const show = (one: Export, now: number) => ({
  id: one.id,
  state: stateOf(one, now),
  recipients: JSON.parse(one.recipients) as string[],
  fingerprint: one.fingerprint,
  askedAt: new Date(one.asked_at).toISOString(),
  until: new Date(Math.min(one.administrator_at ?? Infinity, one.operator_at ?? Infinity) + consentFor).toISOString(),
  administratorAt: time(one.administrator_at),
  operatorAt: time(one.operator_at),
});
