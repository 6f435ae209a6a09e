// `countersign key …`: a new key while the server runs, and what each key of the ring seals.
import { join } from "node:path";
import { readConfig } from "../config.ts";
import { holdServingLock } from "../database/serving-lock.ts";
import { day, second } from "../kernel/clock.ts";
import { longestWait, type Rotation, type RotationProgress, resealOnly, rotateKeys } from "../keys/actions.ts";
import { type KeyUse, keysInUse, rowsUnder } from "../keys/resealing.ts";
import type { Server } from "../keys/servers.ts";
import { keyFile } from "../opening.ts";
import { rotateSigningKeys } from "../protocols/openid-provider/keys.ts";
import { listedAfter } from "../protocols/openid-provider/rules.ts";
import { plural } from "../ui/index.ts";
import {
  commandLine,
  dispatch,
  organisationOption,
  progressLine,
  Refusal,
  readArguments,
  type Subcommands,
  type Terminal,
  Usage,
  withInstallation,
  withOrganisation,
} from "./terminal.ts";

const subcommands: Subcommands = { rotate, "rotate-signing": rotateSigning, list };

export const keyForms = {
  rotate: {
    usage: "key rotate [--retire] [--reseal] [--wait SECONDS]",
    about:
      "Make a new key, seal every stored secret with it while the server runs, and keep the old keys; --retire drops those under which nothing is left, --reseal makes no key.",
  },
  "rotate-signing": {
    usage: "key rotate-signing [--organisation SLUG]",
    about:
      "Have new keys sign what applications are told by OpenID Connect, at once; the old ones stay listed for a week.",
  },
  list: { usage: "key list", about: "The keys of the ring by name: which one seals, and how many rows each holds." },
};

export const key = (args: string[], at: Terminal): Promise<void> => dispatch(subcommands, args, at);

/** What a command can't change is changed by hand, in an order that keeps every server able to read. */
const byHand = `The key ring comes from COUNTERSIGN_KEYS, which no command can change. By hand:
  1. Make a key (head -c 32 /dev/urandom | base64), put it behind the others in COUNTERSIGN_KEYS, and restart every server.
  2. Put it in front of the others, and restart every server: from now on it seals.
  3. 'countersign key rotate --reseal' with the same COUNTERSIGN_KEYS seals what is stored with it.
  4. Once 'countersign key list' shows no rows under the old key, take that out, and restart every server.`;

async function rotate(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, {
    retire: { type: "boolean" },
    reseal: { type: "boolean" },
    wait: { type: "string" },
  });
  const { retire = false, reseal = false } = values;
  if (values.wait !== undefined && !/^\d{1,5}$/.test(values.wait)) throw new Usage("--wait is a number of seconds.");
  const wait = values.wait === undefined ? longestWait : Number(values.wait) * second;
  if (retire && reseal) throw new Usage("Give --retire or --reseal, not both.");
  const config = readConfig(process.env);
  if (config.keys && "text" in config.keys && !reseal) throw new Refusal("keys-in-environment", byHand);
  await withInstallation(async (needs) => {
    const lock = holdServingLock(join(config.data, "rotating.lock"), "another rotation is under way");
    const line = progressLine();
    let told = "";
    const progress: RotationProgress = {
      waitingFor(servers) {
        const words = `Waiting until every server knows the new key: ${servers.map(serverWords).join(", ")}`;
        if (words !== told) line.say(words);
        told = words;
      },
      resealed: (rows) => line.update(`${rows} sealed anew`),
    };
    try {
      const done = reseal
        ? await resealOnly(needs, progress, wait)
        : await rotateKeys(needs, keyFile(config), { retire, wait, source: commandLine }, progress);
      line.end();
      conclude(done, at, await keysInUse(needs.db, needs.sealer.keys));
    } finally {
      line.end();
      lock.release();
    }
  });
}

function conclude(done: Rotation, at: Terminal, uses: KeyUse[]): void {
  if (done.outcome === "servers-behind") {
    throw new Refusal(
      "servers-behind",
      `${done.servers.map(serverWords).join(", ")}: still without the key ${done.key} as it should be. Give every server the same key file (or the same COUNTERSIGN_KEYS) and run this again; it goes on from here, and no server is cut off.`,
    );
  }
  const { sealing, resealed } = done;
  const lost = resealed.unreadable.length;
  if (done.outcome === "left-behind") {
    throw new Refusal(
      "left-behind",
      `The old keys stay: ${lost > 0 ? `${plural(lost, "row")} can't be opened (${resealed.unreadable.slice(0, 3).map(rowWords).join("; ")})` : "rows were sealed with them until just now"}. Run this again when that is mended.`,
    );
  }
  const { added = null, retired } = done;
  const words = [
    added ? `New key: ${added}.` : `Sealing key: ${sealing}.`,
    `${plural(resealed.rows, "row")} sealed anew.`,
    ...(lost > 0
      ? [
          `${plural(lost, "row")} can't be opened by any key: ${resealed.unreadable.slice(0, 3).map(rowWords).join("; ")}.`,
        ]
      : []),
    ...(retired.length > 0
      ? [`Dropped: ${retired.join(", ")}. Backups made before need it: keep it apart for as long as you keep those.`]
      : []),
    ...(retired.length === 0 && uses.length > 1
      ? ["The old keys are still in the ring; 'countersign key rotate --retire' drops them."]
      : []),
    "Back the key ring up again, apart from the database.",
  ];
  at.result({ sealing, added, retired, resealed: resealed.rows, unreadable: resealed.unreadable }, words.join("\n"));
}

async function rotateSigning(args: string[], at: Terminal): Promise<void> {
  const { values } = readArguments(args, organisationOption);
  await withOrganisation(values.organisation, async (needs, { id: organisation }) => {
    const keys = await rotateSigningKeys(needs, { organisation, actor: null, source: commandLine });
    if (!keys) throw new Refusal("changed-meanwhile", "Somebody else exchanged them just now. Nothing was changed.");
    at.result(
      { keys },
      `${keys.join(" and ")} sign from now on. The old keys stay listed for ${listedAfter / day} days, for what they signed.`,
    );
  });
}

async function list(args: string[], at: Terminal): Promise<void> {
  readArguments(args, {});
  await withInstallation(
    async (needs) => {
      const uses = await keysInUse(needs.db, needs.sealer.keys);
      const keys = uses.map((use) => ({ ...use, total: rowsUnder(use) }));
      const lines = keys.map(({ key, known, seals, rows, total }) => {
        const where = Object.entries(rows).map(([table, n]) => `${table} ${n}`);
        return [key, seals ? "seals" : known ? "opens" : "NOT IN THE RING", plural(total, "row"), where.join(", ")]
          .join("\t")
          .trimEnd();
      });
      at.result({ keys }, lines.join("\n"));
    },
    { anyKey: true },
  );
}

const serverWords = ({ host, process }: Server): string => `the server on ${host} (process ${process})`;
const rowWords = ({ table, key }: { table: string; key: string[] }): string => `${table} ${key.join("/")}`;
