// What a step of a sign-in is judged by besides the person, read in one statement after the person was locked.
import type { Authenticator } from "../authenticators/totp/actions.ts";
import type { Transaction } from "../database/database.ts";
import { organisationSuspended } from "../organisations/actions.ts";
import type { PersonKey } from "../people/actions.ts";
import { type PolicyRow, readStored } from "../policy/actions.ts";
import type { Policy } from "../policy/rules.ts";
import type { ThrottleRow } from "../throttle/actions.ts";
import * as store from "./store.ts";

export interface Standing {
  policy: Policy;
  authenticators: Authenticator[];
  /** Of the second step's throttle; none where nothing is counted. */
  throttle: ThrottleRow | undefined;
}

type Row = (typeof store.getStanding)["row"];

/** @throws Problem `organisation-suspended`, `policy-unreadable` */
export async function standingOf(tx: Transaction, key: PersonKey): Promise<Standing> {
  return readStanding(tx, key.organisation, await tx.all(store.getStanding, { ...key }));
}

/** @param rows of a person that there is. @throws Problem as above */
export async function readStanding(tx: Transaction, organisation: string, rows: Row[]): Promise<Standing> {
  const [first] = rows;
  if (first?.organisation_status !== "active") throw organisationSuspended();
  const { failures, blocked_until, recent, throttled_at } = first;
  return {
    policy: (await readStored(tx, organisation, first.digest === null ? undefined : (first as PolicyRow))).policy,
    authenticators: first.id === null ? [] : (rows as Authenticator[]),
    throttle:
      failures === null ? undefined : ({ failures, blocked_until, recent, updated_at: throttled_at } as ThrottleRow),
  };
}
