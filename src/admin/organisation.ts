// How an organisation looks: its name, accent, language and logo, changed by its own administrators.
import { record } from "../audit/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import { type DrawnPicture, drawPicture, keptType } from "../http/picture.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import { changeLooks, setLogo } from "../organisations/actions.ts";
import { requireLocked } from "../organisations/register.ts";
import { type Organisation, readOrganisationName } from "../organisations/rules.ts";
import { readLanguage } from "../words/index.ts";
import { isAccent } from "./organisations.ts";
import type { By } from "./people.ts";

type Needs = { db: Database; clock: Clock; random: Random };

export type LooksRefused =
  | { outcome: "bad-organisation-name" }
  | { outcome: "bad-accent" }
  | { outcome: "bad-language" };

export type LooksChanged = { outcome: "changed"; organisation: Organisation } | LooksRefused;

/** What is not given stays. The short name in addresses stays in any case: links lead there. */
export async function changeOrganisation(
  needs: Needs,
  by: By,
  wanted: { name?: string | undefined; accent?: string | undefined; language?: string | undefined },
): Promise<LooksChanged> {
  return needs.db.transaction(async (tx) => {
    const before = await requireLocked(tx, by.organisation);
    const name = readOrganisationName(wanted.name ?? before.name);
    if (name === undefined) return { outcome: "bad-organisation-name" };
    const accent = wanted.accent ?? before.accent;
    if (!isAccent(accent)) return { outcome: "bad-accent" };
    const language = readLanguage(wanted.language ?? before.language);
    if (language === undefined) return { outcome: "bad-language" };
    const after = { name, accent, language };
    const changed = (["name", "accent", "language"] as const).filter((one) => after[one] !== before[one]);
    if (changed.length > 0) {
      await changeLooks(tx, by.organisation, after);
      await recordChange(tx, needs, by, changed.join(" "));
    }
    return { outcome: "changed", organisation: { ...before, ...after } };
  });
}

/** @throws Problem `busy` */
export async function changeLogo(needs: Needs, by: By, upload: Uint8Array): Promise<DrawnPicture> {
  const drawn = await drawPicture(upload, "logo");
  if (drawn.outcome === "drawn") await keepLogo(needs, by, { type: keptType, body: drawn.body });
  return drawn;
}

export async function removeLogo(needs: Needs, by: By): Promise<void> {
  await keepLogo(needs, by, undefined);
}

async function keepLogo(needs: Needs, by: By, logo: { type: string; body: Buffer } | undefined): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const before = await requireLocked(tx, by.organisation);
    if (!logo && before.logo === null) return;
    await setLogo(tx, by.organisation, logo);
    await recordChange(tx, needs, by, "logo");
  });
}

const recordChange = (tx: Transaction, needs: Needs, by: By, changed: string): Promise<void> =>
  record(tx, needs, { ...by, name: "organisation.changed", person: null, details: { changed } });
