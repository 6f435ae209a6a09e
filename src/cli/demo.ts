// `npm run demo`: the real program with a made-up organisation of 200 people, in a folder that goes when it stops.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { record } from "../audit/actions.ts";
import type { AuditEvent, EventName } from "../audit/events.ts";
import { addAuthenticator } from "../authenticators/totp/actions.ts";
import { BadSetting, readConfig } from "../config.ts";
import { day, hour, minute } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Needs } from "../opening.ts";
import { addOrganisation, claimTheFirstRun } from "../organisations/actions.ts";
import { encodeBase32, timeStep } from "../otp/index.ts";
import { hashPassword } from "../passwords/actions.ts";
import { addPerson, keyOf, noteSignIn } from "../people/actions.ts";
import { startPolicy } from "../policy/actions.ts";
import { type Policy, policyOfNewOrganisation } from "../policy/rules.ts";
import { markSaved, type PreparedCodes, prepareCodes, storeCodes } from "../recovery-codes/actions.ts";
import { serve } from "../serve.ts";
import { trustBrowser } from "../trusted-browsers/actions.ts";
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

const browsers = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
];
/** Addresses for examples (RFC 5737). */
const from = (i: number) => ({ address: `198.51.100.${10 + (i % 200)}`, userAgent: browsers[i % 3] as string });

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
    for (const [i, one] of [...characters, ...crowd()].entries()) {
      const joined = at(needs, now - (100 - (i % 90)) * day);
      const added = await addPerson(tx, joined, organisation.id, { ...one, status: "active", passwordHash });
      if (added.outcome !== "added") throw new Error(`${one.email}: ${added.outcome}`);
      const key = keyOf(added.person);
      await tell(tx, joined, key, "person.added");
      if (one.enrolled) await enrol(tx, at(needs, now - (100 - (i % 90)) * day + hour), key, codes);
      if (i === 0) await liveAsAda(tx, needs, key);
      // The others came by in the last three weeks, each on a few days.
      else if (one.enrolled)
        for (let ago = 20 - (i % 4); ago > 0; ago -= 4 + (i % 6)) await signIn(tx, needs, key, ago, i);
    }
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

async function enrol(tx: Transaction, needs: Needs, key: Key, codes: PreparedCodes): Promise<void> {
  const confirmedBy = timeStep(needs.clock.now());
  await addAuthenticator(tx, needs, key, { id: newId(needs), name: "Authenticator app", secret, confirmedBy });
  await storeCodes(tx, needs, key, { ...codes, id: newId(needs) });
  await markSaved(tx, needs, key);
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
    enrolled: i % 5 < 3,
  };
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
