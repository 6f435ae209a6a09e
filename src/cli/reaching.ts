// Where a command does its work: on the installation of this machine, or, with --url, on a server anywhere, by an API key.
// Either way through the typed client, so that a command is written once.
import { readFileSync, statSync } from "node:fs";
import { type Client, createClient } from "../client/index.ts";
import { readKeySettings } from "../config.ts";
import { firstOrganisation } from "../organisations/actions.ts";
import type { Server, Terminal } from "./terminal.ts";
import { findOrganisation, Refusal, readSecret, Usage, withInstallation } from "./terminal.ts";

/** @throws Usage, Refusal */
export async function withApi<T>(
  at: Terminal,
  organisation: string | undefined,
  work: (api: Client) => Promise<T>,
): Promise<T> {
  if (at.server) return work(clientOf(at.server, await readKey(at.server), organisation));
  return withInstallation(async (needs) => {
    const { apiOn } = await import("./installation-api.ts");
    return work(apiOn(needs, (await findOrganisation(needs, organisation)).id));
  });
}

/** The same for what an operator does: from the organisation that was made first, which keeps the history of it. */
export async function withOperatorsApi<T>(at: Terminal, work: (api: Client) => Promise<T>): Promise<T> {
  if (at.server) return withApi(at, undefined, work);
  return withInstallation(async (needs) => {
    const { apiOn } = await import("./installation-api.ts");
    const first = await firstOrganisation(needs.db);
    if (!first) throw new Refusal("not-set-up", "There is no organisation yet: run 'countersign init' first.");
    return work(apiOn(needs, first.id));
  });
}

function clientOf({ url }: Server, token: string, organisation: string | undefined): Client {
  try {
    return createClient({ url, token, ...(organisation === undefined ? {} : { organisation }) });
  } catch (error) {
    throw error instanceof TypeError ? new Usage(`--url: ${error.message}`) : error;
  }
}

/** Never from an argument: other people of the machine can read those. */
async function readKey({ keyFile }: Server): Promise<string> {
  const settings = readKeySettings(process.env);
  const file = keyFile ?? settings.keyFile;
  const text = file !== undefined ? readKeyFile(file) : (settings.key ?? (await readSecret("API key: ")));
  const key = text.trim();
  if (/^[\x21-\x7e]{20,500}$/.test(key)) return key;
  throw new Refusal("bad-key", "That is no API key. Give it in COUNTERSIGN_API_KEY, in a file, or at the prompt.");
}

function readKeyFile(file: string): string {
  try {
    if ((statSync(file).mode & 0o077) === 0) return readFileSync(file, "utf8");
  } catch (error) {
    throw new Refusal("no-file", `${file} can't be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
  throw new Refusal("key-file-open", `Others on this machine may read ${file}: chmod 600 it.`);
}
