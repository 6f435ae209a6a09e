// `countersign doctor`: looks at everything that operators get wrong, and says what to do.
import { existsSync, statSync } from "node:fs";
import { latestEvent } from "../audit/actions.ts";
import { type Config, readConfig } from "../config.ts";
import { databaseTime, durabilityOf } from "../database/durability.ts";
import { hour, second } from "../kernel/clock.ts";
import { readKeyRing } from "../kernel/sealing.ts";
import { readKeyFile } from "../keys/key-file.ts";
import { sampleSealed } from "../keys/resealing.ts";
import { serversNow } from "../keys/servers.ts";
import { countUnsent } from "../mail/actions.ts";
import { failureWords, type SmtpError } from "../mail/rules.ts";
import { databaseFile, keyFile, type Needs } from "../opening.ts";
import { firstRunIsOver } from "../organisations/actions.ts";
import { plural } from "../ui/index.ts";
import { aheadOfHere } from "./network-time.ts";
import { Refusal, readArguments, type Terminal, withInstallation } from "./terminal.ts";

interface Finding {
  check: string;
  /** `note`: works, but look at it. */
  state: "good" | "note" | "bad";
  says: string;
}

export async function doctor(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, { ntp: { type: "string" } });
  const config = readConfig(process.env);
  const findings: Finding[] = [address(config), ...proxies(config), key(config)];
  try {
    await withInstallation(async (needs) => findings.push(...(await database(needs, config))), { anyKey: true });
  } catch (error) {
    findings.push({ check: "database", state: "bad", says: `can't be opened: ${(error as Error).message}` });
  }
  if (values.ntp !== undefined) findings.push(await networkTime(values.ntp));
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

/** The program itself speaks no TLS: with https something stands before it. */
function proxies({ origin, trustedProxies }: Config): Finding[] {
  if (!origin.startsWith("https:")) return [];
  const check = "proxy";
  if (trustedProxies.rules.length > 0) return [{ check, state: "good", says: "its word on who calls is taken" }];
  return [
    {
      check,
      state: "note",
      says: "set COUNTERSIGN_TRUSTED_PROXIES to the address that it connects from; without it everybody seems to come from there",
    },
  ];
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
  try {
    const { next } = readKeyRing(readKeyFile(file));
    if (next) {
      const says = `${file}: a new key waits to be used: run 'countersign key rotate' again to finish`;
      return { check, state: "note", says };
    }
  } catch (error) {
    return { check, state: "bad", says: `${file}: ${(error as Error).message}` };
  }
  return { check, state: "good", says: `${file}; keep its backup apart from the database's` };
}

async function database(needs: Needs, config: Config): Promise<Finding[]> {
  const where = config.databaseUrl ? "PostgreSQL" : databaseFile(config);
  const findings: Finding[] = [{ check: "database", state: "good", says: `${where}; schema is this program's` }];
  const over = await firstRunIsOver(needs.db);
  findings.push({ check: "first run", state: over ? "good" : "note", says: over ? "done" : "not done yet" });
  findings.push(await durability(needs), await secrets(needs), ...(await servers(needs)));
  findings.push(...(await clock(needs)), ...(await mail(needs, config)));
  return findings;
}

/** What was acknowledged, a used code for one, must not be undone by a power cut. */
async function durability({ db }: Needs): Promise<Finding> {
  const check = "durability";
  const settings = await durabilityOf(db);
  const worst = settings.some(({ state }) => state === "bad")
    ? "bad"
    : settings.some(({ state }) => state === "risky")
      ? "note"
      : "good";
  const shown = settings.map(({ name, value }) => `${name} ${value}`).join(", ");
  const why =
    worst === "bad"
      ? ": after a power cut used codes work again, or the database is lost"
      : worst === "note"
        ? ": safe on file systems alone that never write half a page"
        : "";
  return { check, state: worst, says: `${shown}${why}` };
}

/** A key that was exchanged or damaged shows only here and at everybody's next code. */
async function secrets({ db, sealer }: Needs): Promise<Finding> {
  const check = "stored secrets";
  const columns = await sampleSealed(db, sealer);
  const looked = columns.reduce((sum, column) => sum + column.looked, 0);
  if (looked === 0) return { check, state: "good", says: "none yet" };
  const closed = columns.filter((column) => column.opened < column.looked);
  if (closed.length === 0) return { check, state: "good", says: `${looked} looked at, all open with this key ring` };
  const where = closed.map(({ table, looked, opened }) => `${looked - opened} of ${looked} in ${table}`).join(", ");
  return {
    check,
    state: "bad",
    says: `do not open with this key ring: ${where}; 'countersign key list' names the keys`,
  };
}

/** Processes with other keys than these seal what others can't open. */
async function servers({ db, clock, sealer }: Needs): Promise<Finding[]> {
  const check = "servers";
  const now = await serversNow(db, clock);
  if (now.length === 0) return [{ check, state: "good", says: "none is running" }];
  const odd = now.filter(({ keys }) => keys.join(" ") !== sealer.keys.join(" "));
  const count = plural(now.length, "process", "processes");
  if (odd.length === 0) return [{ check, state: "good", says: `${count}, with this key ring` }];
  const who = odd.map(({ host, process }) => `${host} (process ${process})`).join(", ");
  return [{ check, state: "bad", says: `of ${count}, these have another key ring: ${who}` }];
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
  if (ahead > 0) {
    const says = `was set back: the newest record is ${Math.round(ahead / 1000)} s ahead of now`;
    return [{ check, state: ahead > hour ? "bad" : "note", says }];
  }
  const there = await databaseTime(db);
  const off = there === undefined ? 0 : there - clock.now();
  if (Math.abs(off) > mayBeOff) return [{ check, state: "bad", says: `the database's machine is ${offBy(off)}` }];
  const compared = there === undefined ? "" : "; the database's machine agrees";
  const says = `${new Date(clock.now()).toISOString()}; codes need it right to the half minute${compared}`;
  return [{ check, state: "good", says }];
}

/** Of the thirty seconds of a step. */
const mayBeOff = 5 * second;

const offBy = (ms: number): string => `${Math.abs(ms / 1000).toFixed(1)} s ${ms > 0 ? "ahead of" : "behind"} this one`;

async function networkTime(given: string): Promise<Finding> {
  const check = "time server";
  const [, host = given, port] = /^([^:]+):(\d+)$/.exec(given) ?? [];
  const ahead = await aheadOfHere(host, port === undefined ? undefined : Number(port));
  if (ahead === undefined) return { check, state: "note", says: `${given} did not answer within 2 s` };
  return { check, state: Math.abs(ahead) > mayBeOff ? "bad" : "good", says: `${given} is ${offBy(ahead)}` };
}
