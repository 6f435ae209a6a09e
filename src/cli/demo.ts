// `npm run demo`: the real program with a made-up organisation of 200 people, in a folder that goes when it stops.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record } from "../audit/actions.ts";
import type { AuditEvent, EventName } from "../audit/events.ts";
import { addAuthenticator } from "../authenticators/totp/actions.ts";
import { BadSetting, readConfig } from "../config.ts";
import { askForHelp } from "../help-requests/actions.ts";
import { day, hour, minute } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Needs } from "../opening.ts";
import { addOrganisation, claimTheFirstRun } from "../organisations/actions.ts";
import { encodeBase32, timeStep } from "../otp/index.ts";
import { hashPassword } from "../passwords/actions.ts";
import { addPerson, keyOf, noteSignIn } from "../people/actions.ts";
import { startPolicy } from "../policy/actions.ts";
import { type Policy, policyOfNewOrganisation } from "../policy/rules.ts";
import { consumeCode, markSaved, type PreparedCodes, prepareCodes, storeCodes } from "../recovery-codes/actions.ts";
import { serve } from "../serve.ts";
import { trustBrowser } from "../trusted-browsers/actions.ts";
import { datesOf, sourceOf as from, type Life, liveThrough } from "./demo-history.ts";
import { toldToStop } from "./serve-command.ts";

const name = "Harbour Research";
const password = "a quiet harbour at dawn";
const policy: Policy = {
  ...policyOfNewOrganisation,
  organisation: "required",
  accountTypes: { client: "optional", guest: "off" },
  domains: [{ domain: "northwind.example", subdomains: true, level: "required" }],
};
const accountTypes = ["staff", "client", "guest"];
const domains = ["harbour.example", "northwind.example", "lab.northwind.example", "tidewater.example"];
const firstNames =
  "Ada Ben Cleo Dana Elif Finn Gita Hugo Ines Jonas Kim Leila Milo Nora Omar Pia Quinn Rosa Sami Tara".split(" ");
const lastNames = "Quay Marsh Tern Dune Reef Sands Wharf Locke Bay Stone".split(" ");

interface Character {
  email: string;
  displayName: string;
  accountType: string;
  administrator?: boolean;
  enrolled: boolean;
  about: string;
}

const characters: Character[] = [
  {
    email: "ada@harbour.example",
    displayName: "Ada Quay",
    accountType: "staff",
    administrator: true,
    enrolled: true,
    about: "administrator, second factor set up",
  },
  {
    email: "kim@harbour.example",
    displayName: "Kim Tern",
    accountType: "staff",
    enrolled: false,
    about: "staff: has to set up a second factor at sign-in",
  },
  {
    email: "omar@tidewater.example",
    displayName: "Omar Reef",
    accountType: "client",
    enrolled: false,
    about: "client: a second factor is optional",
  },
  {
    email: "gita@tidewater.example",
    displayName: "Gita Bay",
    accountType: "guest",
    enrolled: false,
    about: "guest: signs in with the password alone",
  },
];

const secret = Buffer.from("countersign demo key");
const data = mkdtempSync(join(tmpdir(), "countersign-demo-"));
process.on("exit", () => rmSync(data, { recursive: true, force: true }));

const running = await started();
const recoveryCode = await makeUp(running.needs);
process.stdout.write(words(running.needs.site.origin, recoveryCode));
await toldToStop();
await running.stop();

/** What can't be used, such as a port that is taken, is said in one line. */
async function started() {
  try {
    return await serve(
      readConfig({
        ...process.env,
        COUNTERSIGN_DATA: data,
        COUNTERSIGN_DATABASE_URL: "",
        COUNTERSIGN_KEYS: "",
        COUNTERSIGN_KEY_FILE: "",
        COUNTERSIGN_URL: "",
        COUNTERSIGN_LOG_LEVEL: "warn",
      }),
    );
  } catch (error) {
    if (!(error instanceof BadSetting)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** @returns a recovery code of Ada's */
async function makeUp(needs: Needs): Promise<string> {
  // One hash serves all: two hundred would take ten seconds and show nothing more.
  const passwordHash = await hashPassword(needs, password);
  const codes = await prepareCodes(needs);
  const now = needs.clock.now();
  await needs.db.transaction(async (tx) => {
    await claimTheFirstRun(tx, needs.clock);
    const organisation = await addOrganisation(tx, needs, { name, accent: "teal" });
    await startPolicy(tx, needs.clock, organisation.id, policy);
    const lives: Life[] = [];
    for (const [i, one] of [...characters, ...crowd()].entries()) {
      const dates = datesOf(i, one.enrolled, now);
      const joined = at(needs, dates.joinedAt);
      const added = await addPerson(tx, joined, organisation.id, { ...one, status: "active", passwordHash });
      if (added.outcome !== "added") throw new Error(`${one.email}: ${added.outcome}`);
      const key = keyOf(added.person);
      await tell(tx, joined, key, "person.added");
      if (dates.enrolledAt !== undefined)
        await enrol(tx, at(needs, dates.enrolledAt), key, codes, i % 23 === 7 ? 8 : i % 4 === 3 ? 1 : 0);
      if (i === 0) await liveAsAda(tx, needs, key);
      lives.push({ person: added.person, ...dates });
    }
    await liveThrough(tx, needs, policy, lives);
    for (const { person } of lives.filter(({ enrolledAt }) => enrolledAt !== undefined).slice(30, 32))
      await askForHelp(tx, at(needs, now - 3 * hour), person, {
        message: "My phone fell into the harbour.",
        source: from(7),
      });
  });
  return codes.codes[0] as string;
}

type Transaction = Parameters<typeof addPerson>[0];
type Key = ReturnType<typeof keyOf>;

/** The same, at another time: everything that is made up has happened before now. */
function at(needs: Needs, when: number): Needs {
  return { ...needs, clock: { now: () => when } };
}

function tell(tx: Transaction, needs: Needs, key: Key, name: EventName, details: AuditEvent["details"] = {}, i = 0) {
  const { organisation, person } = key;
  return record(tx, needs, { organisation, actor: person, person, name, details, source: from(i) });
}

async function enrol(tx: Transaction, needs: Needs, key: Key, codes: PreparedCodes, used: number): Promise<void> {
  const confirmedBy = timeStep(needs.clock.now());
  await addAuthenticator(tx, needs, key, { id: newId(needs), name: "Authenticator app", secret, confirmedBy });
  const id = newId(needs);
  await storeCodes(tx, needs, key, { ...codes, id });
  await markSaved(tx, needs, key);
  // From the end: the first one is Ada's, and is printed.
  for (const hash of codes.hashes.slice(codes.hashes.length - used))
    await consumeCode(tx, needs, key, { set: id, hash });
  await tell(tx, needs, key, "recovery-codes.saved", { how: "downloaded" });
}

/** So many days ago, at an hour of the working day. */
async function signIn(tx: Transaction, needs: Needs, key: Key, daysAgo: number, i: number): Promise<void> {
  const when = needs.clock.now() - daysAgo * day - (i % 9) * hour;
  await noteSignIn(tx, key, when);
  await tell(tx, at(needs, when), key, "sign-in.completed", { proofs: "password totp" }, i);
}

/** Some history, and one browser that she trusts. */
async function liveAsAda(tx: Transaction, needs: Needs, key: Key): Promise<void> {
  const now = needs.clock.now();
  for (const daysAgo of [9, 5, 3]) await signIn(tx, needs, key, daysAgo, 1);
  await tell(tx, at(needs, now - 2 * day - minute), key, "sign-in.code-wrong", { method: "totp" });
  await signIn(tx, needs, key, 2, 0);
  await trustBrowser(tx, at(needs, now - 2 * day), key, { policy: policy.trustBrowsers, source: from(0) });
}

/** Everybody else: each name once. */
function crowd() {
  const known = new Set(characters.map(({ displayName }) => displayName));
  const names = lastNames.flatMap((last) => firstNames.map((first) => ({ first, last })));
  return names.filter(({ first, last }) => !known.has(`${first} ${last}`)).map(invented);
}

function invented({ first, last }: { first: string; last: string }, i: number) {
  const screenName = `${first}.${last}`.toLowerCase();
  return {
    email: `${screenName}@${domains[i % domains.length]}`,
    screenName,
    displayName: `${first} ${last}`,
    accountType: accountTypes[i % 7 === 0 ? 2 : i % 3 === 0 ? 1 : 0] as string,
    enrolled: (i * 7) % 10 < likely(i),
  };
}

/** Of ten: guests seldom protect themselves, and one office has only begun. */
function likely(i: number): number {
  if (i % 7 === 0) return 2;
  return (i % 3 === 0 ? 6 : 9) - (i % domains.length === 3 ? 3 : 0);
}

function words(origin: string, recoveryCode: string): string {
  const width = Math.max(...characters.map(({ email }) => email.length));
  const lines = characters.map(({ email, about }) => `  ${email.padEnd(width)}  ${about}`);
  return `
${name} is at ${origin}/sign-in - made up, and gone when you stop it (Ctrl-C).

${lines.join("\n")}

  Everybody's password:  ${password}
  Key for your authenticator app (type it in, 'time based'):  ${encodeBase32(secret).match(/.{4}/g)?.join(" ")}
  One of Ada's recovery codes (it works once):  ${recoveryCode}

`;
}
