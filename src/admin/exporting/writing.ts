// Writes an export: a line of JSON that says what it is, one a person, and one that says how many there were; sealed to its
// recipients as it is written, so that it is in the clear nowhere.
import { secretsOf } from "../../authenticators/totp/actions.ts";
import type { Queries } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { organisationById } from "../../organisations/actions.ts";
import { encodeBase32 } from "../../otp/index.ts";
import { rolesOf } from "../../people/rules.ts";
import { exportFormat, exportVersion } from "../moving/formats/countersign.ts";
import * as store from "./store.ts";

type PersonListed = Pick<
  Tables["people"],
  | "id"
  | "email"
  | "screen_name"
  | "display_name"
  | "account_type"
  | "language"
  | "status"
  | "password_hash"
  | "administrator"
  | "helper"
  | "operator"
  | "created_at"
>;

type Needs = { db: Queries; clock: Clock; sealer: Sealer };

/** Whose people, and whether it is taken on the machine itself, where also a suspended organisation's can be. */
interface Wanted {
  organisation: string;
  onMachine: boolean;
}

/** People that are in memory at once; so few that whoever signs in meanwhile waits for a few ms. */
const pageOfPeople = 25;

/** Lets everybody else in: an embedded database answers, and a key seals, without a turn of the event loop. */
const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The file, as fast as it is taken off; what it is made of is in memory a page at a time. */
export async function sealedExport(
  needs: Needs,
  wanted: Wanted,
  recipients: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  const { Encrypter } = await import("age-encryption");
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const lines = linesOf(needs, wanted);
  const plain = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return encrypter.encrypt(plain);
}

/** Whether each is a key of age, its checksum included. */
export async function areRecipients(recipients: readonly string[]): Promise<boolean> {
  const { Encrypter } = await import("age-encryption");
  try {
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    await encrypter.encrypt("");
    return true;
  } catch {
    return false;
  }
}

async function* linesOf(needs: Needs, wanted: Wanted): AsyncGenerator<string, void> {
  const { db, clock } = needs;
  const { organisation } = wanted;
  const { name, slug } = (await organisationById(db, organisation)) ?? { name: "", slug: "" };
  const madeAt = new Date(clock.now()).toISOString();
  const head = { format: exportFormat, version: exportVersion, madeAt, organisation: { name, slug } };
  yield `${JSON.stringify(head)}\n`;
  let written = 0;
  for (let after = ""; ; ) {
    await othersTurn();
    const page = await db.list(store.people(organisation, after, pageOfPeople));
    await requireStillOpen(db, wanted);
    if (page.length > 0) yield await linesOfPeople(needs, organisation, page);
    written += page.length;
    if (page.length < pageOfPeople) break;
    after = page.at(-1)?.id ?? "";
  }
  await requireStillOpen(db, wanted);
  yield `${JSON.stringify({ people: written })}\n`;
}

/**
 * A file is taken for as long as the line is slow. Who is suspended meanwhile gets no further; and of who is removed the
 * people go a portion at a time, so that a file with some of them would end as one with all.
 */
async function requireStillOpen(queries: Queries, { organisation, onMachine }: Wanted): Promise<void> {
  const status = (await organisationById(queries, organisation))?.status ?? "removed";
  if (status === "removed") throw new Error("the organisation was removed while it was exported");
  if (status !== "active" && !onMachine) throw new Error("the organisation was suspended while it was exported");
}

async function linesOfPeople(
  { db, sealer }: Needs,
  organisation: string,
  page: readonly PersonListed[],
): Promise<string> {
  const ids = page.map(({ id }) => id);
  const apps = Map.groupBy(await db.list(store.authenticators(organisation, ids)), (one) => one.person_id);
  const sets = new Map((await db.list(store.codeSets(organisation, ids))).map((one) => [one.person_id, one]));
  const codes = Map.groupBy(await db.list(store.unusedCodes(organisation, ids)), (one) => one.set_id);
  const lines = page.map((person) => {
    // An operator's keys open every organisation's register: nobody of this one gets them, whoever consented.
    const bare = person.operator === 1;
    const own = bare ? [] : (apps.get(person.id) ?? []);
    const secrets = secretsOf(sealer, own);
    const authenticators = own.map(({ name, algorithm, digits, period }, i) => {
      const secret = secrets[i];
      const base32 = secret === undefined ? null : encodeBase32(secret);
      secret?.fill(0);
      return { name, secret: base32, algorithm, digits, period };
    });
    const set = bare ? undefined : sets.get(person.id);
    const hashes = set === undefined ? [] : (codes.get(set.id) ?? []).map(({ hash }) => base64(hash)).sort();
    return JSON.stringify({
      email: person.email,
      screenName: person.screen_name,
      displayName: person.display_name,
      accountType: person.account_type,
      language: person.language,
      status: person.status,
      roles: [...rolesOf(person)],
      addedAt: new Date(person.created_at).toISOString(),
      passwordHash: bare ? null : person.password_hash,
      authenticators,
      recoveryCodes:
        set === undefined || hashes.length === 0
          ? null
          : { form: set.form, hashing: set.hashing, salt: base64(set.salt), hashes },
    });
  });
  return `${lines.join("\n")}\n`;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
