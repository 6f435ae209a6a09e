// `countersign doctor`: looks at everything that operators get wrong, and says what to do.
import { existsSync, statSync } from "node:fs";
import { latestEvent } from "../audit/actions.ts";
import { sampleSecrets } from "../authenticators/totp/actions.ts";
import { type Config, readConfig } from "../config.ts";
import { hour } from "../kernel/clock.ts";
import { countUnsent } from "../mail/actions.ts";
import { failureWords, type SmtpError } from "../mail/rules.ts";
import { databaseFile, keyFile, type Needs } from "../opening.ts";
import { firstRunIsOver } from "../organisations/actions.ts";
import { plural } from "../ui/index.ts";
import { Refusal, readArguments, type Terminal, withInstallation } from "./terminal.ts";

interface Finding {
  check: string;
  /** `note`: works, but look at it. */
  state: "good" | "note" | "bad";
  says: string;
}

export async function doctor(args: string[], at: Terminal): Promise<void> {
  readArguments(args, {});
  const config = readConfig(process.env);
  const findings: Finding[] = [address(config), key(config)];
  try {
    await withInstallation(async (needs) => findings.push(...(await database(needs, config))), { anyKey: true });
  } catch (error) {
    findings.push({ check: "database", state: "bad", says: `can't be opened: ${(error as Error).message}` });
  }
  const signs = { good: "ok  ", note: "note", bad: "BAD " };
  at.result({ findings }, findings.map(({ check, state, says }) => `${signs[state]}  ${check}: ${says}`).join("\n"));
  if (findings.some(({ state }) => state === "bad")) throw new Refusal("unhealthy", "Something needs your attention.");
}

function address({ origin, host }: Config): Finding {
  const check = "address";
  const { protocol, hostname } = new URL(origin);
  if (protocol === "https:") return { check, state: "good", says: `${origin}; cookies are Secure` };
  const local = hostname === "localhost" || hostname.startsWith("127.") || hostname === "[::1]";
  if (local && (host === "127.0.0.1" || host === "::1" || host === "localhost")) {
    return {
      check,
      state: "note",
      says: `${origin} is for trying out; set COUNTERSIGN_URL to an https address before people use it`,
    };
  }
  return {
    check,
    state: "bad",
    says: `${origin} sends passwords in the clear: put a TLS proxy in front and set COUNTERSIGN_URL to its https address`,
  };
}

function key(config: Config): Finding {
  const check = "key";
  if (config.keys && "text" in config.keys) return { check, state: "good", says: "from COUNTERSIGN_KEYS" };
  const file = keyFile(config);
  if (!config.keys && config.databaseUrl) {
    return { check, state: "bad", says: "none is given: set COUNTERSIGN_KEYS or COUNTERSIGN_KEY_FILE" };
  }
  if (!existsSync(file)) {
    return config.keys
      ? { check, state: "bad", says: `COUNTERSIGN_KEY_FILE: there is no file ${file}` }
      : { check, state: "note", says: `${file} is made at first start` };
  }
  if ((statSync(file).mode & 0o077) !== 0)
    return { check, state: "bad", says: `others can read ${file}: chmod 600 it` };
  return { check, state: "good", says: `${file}; keep its backup apart from the database's` };
}

async function database(needs: Needs, config: Config): Promise<Finding[]> {
  const where = config.databaseUrl ? "PostgreSQL" : databaseFile(config);
  const findings: Finding[] = [{ check: "database", state: "good", says: `${where}; schema is this program's` }];
  const over = await firstRunIsOver(needs.db);
  findings.push({ check: "first run", state: over ? "good" : "note", says: over ? "done" : "not done yet" });
  findings.push(await secrets(needs), ...(await clock(needs)), ...(await mail(needs, config)));
  return findings;
}

/** A key that was exchanged or damaged shows only here and at everybody's next code. */
async function secrets(needs: Needs): Promise<Finding> {
  const check = "stored secrets";
  const { looked, opened } = await sampleSecrets(needs.db, needs.sealer);
  if (looked === 0) return { check, state: "good", says: "none yet" };
  if (opened === looked) return { check, state: "good", says: `${looked} looked at, all open with this key` };
  return {
    check,
    state: "bad",
    says: `${looked - opened} of ${looked} looked at do not open with this key: bring the right one back`,
  };
}

/** Says hello to the mail server, password included. */
async function mail({ db, post }: Needs, config: Config): Promise<Finding[]> {
  const check = "mail";
  const { waiting, givenUp } = await countUnsent(db);
  const counts = `${plural(waiting, "letter")} on the way, ${givenUp} given up`;
  if (!config.mail) {
    return [{ check, state: "note", says: `no server: set COUNTERSIGN_SMTP_URL; ${counts}` }];
  }
  const where = `${config.mail.host}:${config.mail.port}`;
  try {
    await post.verify();
    return [{ check, state: givenUp > 0 ? "note" : "good", says: `${where} answers; ${counts}` }];
  } catch (error) {
    return [{ check, state: "bad", says: `${where}: ${failureWords(error as SmtpError)} ${counts}` }];
  }
}

/** A clock that is wrong by minutes refuses everybody's codes. */
async function clock({ db, clock }: Needs): Promise<Finding[]> {
  const check = "clock";
  const latest = await latestEvent(db);
  const ahead = latest === undefined ? 0 : latest - clock.now();
  if (ahead <= 0)
    return [
      { check, state: "good", says: `${new Date(clock.now()).toISOString()}; codes need it right to the half minute` },
    ];
  return [
    {
      check,
      state: ahead > hour ? "bad" : "note",
      says: `was set back: the newest record is ${Math.round(ahead / 1000)} s ahead of now`,
    },
  ];
}
