// Approves or declines a request, once, whoever else is about to. Approval gives the pass; both sides are told.

import { record } from "../audit/actions.ts";
import type { Database, Transaction } from "../database/database.ts";
import { notFound, Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { mintToken } from "../kernel/tokens.ts";
import { addressIn } from "../organisations/actions.ts";
import { keyOf, type Person, personLocked, personOf } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import { policyOf } from "../policy/actions.ts";
import { endLapsed, endOvertaken, type HelpRequest, standing } from "./actions.ts";
import { requestOf } from "./finding.ts";
import { cancellationPath, type LetterNeeds, tellPerson } from "./letters.ts";
import { mayDecide, passLength, readNote } from "./rules.ts";
import * as store from "./store.ts";

export interface Decision {
  organisation: string;
  request: string;
  /** null where nobody is behind it: the organisation's own key, or the command line. */
  decider: Person | null;
  /** As the history names them. */
  actor?: string | null;
  verdict: "approved" | "declined";
  note?: string | undefined;
  source: Source;
}

export type Decided =
  | { outcome: "decided" }
  /** Somebody was faster: it stands as `request` says. */
  | { outcome: "already-over"; request: HelpRequest; by: Person | undefined };

/** @throws Problem `not-found`, `not-yourself`, `administrators-only`, `operators-only`, `not-by-key`, `help-not-offered` */
export async function decide(needs: LetterNeeds & { db: Database }, decision: Decision): Promise<Decided> {
  const { organisation } = decision;
  return needs.db.transaction(async (tx) => {
    const before = await requestOf(tx, organisation, decision.request);
    const asker = await personLocked(tx, { organisation, person: before.person_id });
    if (!asker) throw notFound("help request");
    // Read again: rights may have been taken away, or given to the asker, since the page was opened.
    await requireMayDecide(tx, decision, asker);
    const { policy } = await policyOf(tx, organisation);
    if (decision.verdict === "approved" && !policy.helpRequests) throw helpNotOffered();

    const present = await standing(tx, asker);
    await endOvertaken(tx, needs, asker, present, decision.source);
    await endLapsed(tx, needs, asker, decision.source);
    if (await claim(tx, needs, decision, { asker, present })) return { outcome: "decided" };
    const request = await requestOf(tx, organisation, decision.request);
    const by =
      request.decided_by === null ? undefined : await personOf(tx, { organisation, person: request.decided_by });
    return { outcome: "already-over", request, by };
  });
}

async function requireMayDecide(tx: Transaction, { decider, source }: Decision, asker: Person): Promise<void> {
  if (source.apiKey !== undefined && rolesOf(asker).size > 0) throw new Problem("not-by-key", 403, peopleAlone);
  if (decider === null) return;
  const now = await personOf(tx, keyOf(decider));
  const may = now ? mayDecide(now, asker) : "administrators-only";
  if (may !== "may") throw new Problem(may, 403, ({ consoleHelp }) => consoleHelp.notToDecide[may]);
}

const peopleAlone = "Who asks here holds a role: that is decided by people, not by API keys.";

async function claim(
  tx: Transaction,
  needs: LetterNeeds,
  { organisation, request, decider, actor = decider?.id ?? null, verdict, note, source }: Decision,
  { asker, present }: { asker: Person; present: string },
): Promise<boolean> {
  const at = needs.clock.now();
  const link = verdict === "approved" ? mintToken(needs, request) : undefined;
  const passUntil = verdict === "approved" ? at + passLength : null;
  const noted = readNote(note ?? "") || null;
  const claimed = await tx.first(store.claimDecision, {
    organisation,
    id: request,
    status: verdict,
    by: decider?.id ?? null,
    at,
    note: noted,
    passUntil,
    approvalHash: link?.hash ?? null,
    standing: present,
  });
  if (!claimed) return false;
  await record(tx, needs, {
    organisation,
    name: `help-request.${verdict}`,
    actor,
    person: asker.id,
    source,
    details: { request, note: noted, ...(passUntil === null ? {} : { until: passUntil }) },
  });
  await tellPerson(tx, needs, asker, {
    kind: `help-request.${verdict}`,
    details: { at, note: noted, ...(passUntil === null ? {} : { until: passUntil }) },
    ...(link ? { link: await addressIn(tx, needs.site, organisation, cancellationPath(link.token)) } : {}),
  });
  return true;
}

export const helpNotOffered = (): Problem =>
  new Problem("help-not-offered", 403, ({ problems }) => problems.helpNotOffered);
