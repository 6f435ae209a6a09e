// Puts letters into the outbox, always within the transaction of what they tell of, so that neither stands without the other.
import type { Transaction } from "../database/database.ts";
import type { Clock } from "../kernel/clock.ts";
import { newId } from "../kernel/ids.ts";
import type { Random } from "../kernel/random.ts";
import type { Sealer } from "../kernel/sealing.ts";
import * as store from "./store.ts";

export interface Letter {
  organisation: string;
  /** Whom it is about or for. */
  person: string | null;
  /** An address; without it the person's own at the time of sending. */
  to?: string;
  /** What it says. */
  kind: string;
  /** For its words; never a secret. */
  details?: Record<string, string | number | boolean | null>;
  /** At most one letter of this name is ever written. */
  once?: string;
}

type Needs = { clock: Clock; random: Random };

export async function enqueue(tx: Transaction, needs: Needs, letter: Letter): Promise<void> {
  await insert(tx, needs, newId(needs), letter, null);
}

/** A letter with a link that must be in nobody's hands but the reader's: sealed until it is sent, and gone then. */
export async function enqueueWithLink(
  tx: Transaction,
  needs: Needs & { sealer: Sealer },
  letter: Letter,
  link: string,
): Promise<void> {
  const id = newId(needs);
  const sealed = needs.sealer.seal(Buffer.from(link), linkContext(letter.organisation, id));
  await insert(tx, needs, id, letter, sealed);
}

/** What ties a sealed link to its letter. */
export const linkContext = (organisation: string, id: string): string => JSON.stringify(["outbox", organisation, id]);

async function insert(
  tx: Transaction,
  { clock }: Needs,
  id: string,
  { organisation, person, to = "", kind, details = {}, once }: Letter,
  sealedLink: Buffer | null,
): Promise<void> {
  await tx.run(store.insertIfAbsent, {
    organisation,
    id,
    person,
    recipient: to,
    kind,
    details: JSON.stringify(details),
    sealedLink,
    once: once ?? null,
    at: clock.now(),
  });
}
