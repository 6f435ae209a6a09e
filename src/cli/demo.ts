// `npm run demo`: the real program with a made-up organisation of 200 people, in a folder that goes when it stops.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addAuthenticator } from "../authenticators/totp/actions.ts";
import { readConfig } from "../config.ts";
import { newId } from "../kernel/ids.ts";
import type { Needs } from "../opening.ts";
import { addOrganisation, claimTheFirstRun } from "../organisations/actions.ts";
import { encodeBase32 } from "../otp/index.ts";
import { hashPassword } from "../passwords/actions.ts";
import { addPerson, keyOf } from "../people/actions.ts";
import { startPolicy } from "../policy/actions.ts";
import { type Policy, policyOfNewOrganisation } from "../policy/rules.ts";
import { type PreparedCodes, prepareCodes, storeCodes } from "../recovery-codes/actions.ts";
import { serve } from "../serve.ts";
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

const config = readConfig({
  ...process.env,
  COUNTERSIGN_DATA: data,
  COUNTERSIGN_DATABASE_URL: "",
  COUNTERSIGN_KEYS: "",
  COUNTERSIGN_KEY_FILE: "",
  COUNTERSIGN_URL: "",
  COUNTERSIGN_LOG_LEVEL: "warn",
});
const running = await serve(config);
await makeUp(running.needs);
process.stdout.write(words(running.needs.site.origin));
await toldToStop();
await running.stop();

async function makeUp(needs: Needs): Promise<void> {
  // One hash serves all: two hundred would take ten seconds and show nothing more.
  const passwordHash = await hashPassword(needs, password);
  const codes = await prepareCodes(needs);
  await needs.db.transaction(async (tx) => {
    await claimTheFirstRun(tx, needs.clock);
    const organisation = await addOrganisation(tx, needs, { name, accent: "teal" });
    await startPolicy(tx, needs.clock, organisation.id, policy);
    const crowd = Array.from({ length: 200 - characters.length }, (_, i) => invented(i));
    for (const one of [...characters, ...crowd]) {
      const added = await addPerson(tx, needs, organisation.id, { ...one, status: "active", passwordHash });
      if (added.outcome !== "added") throw new Error(`${one.email}: ${added.outcome}`);
      if (one.enrolled) await enrol(tx, needs, keyOf(added.person), codes);
    }
  });
}

async function enrol(
  tx: Parameters<typeof addAuthenticator>[0],
  needs: Needs,
  key: ReturnType<typeof keyOf>,
  codes: PreparedCodes,
): Promise<void> {
  const id = newId(needs);
  await addAuthenticator(tx, needs, key, { id, name: "Authenticator app", secret, confirmedBy: 0 });
  await storeCodes(tx, needs, key, { ...codes, id: newId(needs) });
}

function invented(i: number) {
  const first = firstNames[i % firstNames.length] as string;
  const last = lastNames[Math.floor(i / firstNames.length) % lastNames.length] as string;
  const screenName = `${first}.${last}`.toLowerCase() + (i < 200 ? "" : i);
  return {
    email: `${screenName}@${domains[i % domains.length]}`,
    screenName,
    displayName: `${first} ${last}`,
    accountType: accountTypes[i % 7 === 0 ? 2 : i % 3 === 0 ? 1 : 0] as string,
    enrolled: i % 5 < 3,
  };
}

function words(origin: string): string {
  const width = Math.max(...characters.map(({ email }) => email.length));
  const lines = characters.map(({ email, about }) => `  ${email.padEnd(width)}  ${about}`);
  return `
${name} is at ${origin}/sign-in - made up, and gone when you stop it (Ctrl-C).

${lines.join("\n")}

  Everybody's password:  ${password}
  Key for your authenticator app (type it in, 'time based'):  ${encodeBase32(secret).match(/.{4}/g)?.join(" ")}

`;
}
