// 'This was not me': whoever holds the link of a letter ends the request and its pass, until a new authenticator is there.
import { endSignInsOf } from "../access/actions.ts";
import { record } from "../audit/actions.ts";
import type { Database, Queries, Transaction } from "../database/database.ts";
import { equalBytes } from "../kernel/hashing.ts";
import { Problem } from "../kernel/problem.ts";
import type { Source } from "../kernel/source.ts";
import { readToken } from "../kernel/tokens.ts";
import { type Person, personLocked, personOf } from "../people/actions.ts";
import { goodAfterUse, type HelpRequest, standing } from "./actions.ts";
import { type LetterNeeds, tellDeciders, tellPerson } from "./letters.ts";
import * as store from "./store.ts";

type Needs = LetterNeeds & { db: Database };

/** What the link is about, while it can still undo something; looking changes nothing. @throws Problem `help-request-over` */
export async function readCancellation(needs: Needs, organisation: string, token: string): Promise<HelpRequest> {
  const request = await requestOfLink(needs.db, organisation, token);
  const person = request && (await personOf(needs.db, { organisation, person: request.person_id }));
  if (!request || !person || !(await canEnd(needs.db, needs, request, person))) throw requestOver();
  return request;
}

/** @throws Problem `help-request-over`: also for the slower of two */
export async function cancelRequest(
  needs: Needs,
  { organisation, token, source }: { organisation: string; token: string; source: Source },
): Promise<void> {
  await needs.db.transaction(async (tx) => {
    const linked = await requestOfLink(tx, organisation, token);
    const person = linked && (await personLocked(tx, { organisation, person: linked.person_id }));
    // Read again behind the lock: only then nothing can come in between.
    const request = linked && (await tx.first(store.get, { organisation, id: linked.id }));
    if (!request || !person || !(await canEnd(tx, needs, request, person))) throw requestOver();
    await end(tx, needs, request, person, source);
  });
}

async function end(
  tx: Transaction,
  needs: Needs,
  { id, status }: HelpRequest,
  person: Person,
  source: Source,
): Promise<void> {
  const organisation = person.organisation_id;
  if (!(await tx.first(store.claimCancellation, { organisation, id }))) throw requestOver();
  // Whoever asked has the password, and may be on the way in at this very moment.
  await endSignInsOf(tx, person);
  await record(tx, needs, {
    organisation,
    name: "help-request.cancelled",
    // Who holds a mailed link is not signed in.
    actor: null,
    person: person.id,
    source,
    details: { request: id, was: status },
  });
  await tellPerson(tx, needs, person, { kind: "help-request.cancelled", details: { at: needs.clock.now() } });
  await tellDeciders(tx, needs, { request: id, asker: person, kind: "help-request.disowned" });
}

async function requestOfLink(queries: Queries, organisation: string, token: string): Promise<HelpRequest | undefined> {
  const presented = readToken(token);
  const request = presented && (await queries.first(store.get, { organisation, id: presented.id }));
  if (!presented || !request) return undefined;
  const { cancel_token_hash, approval_token_hash } = request;
  const fits = [cancel_token_hash, approval_token_hash].some(
    (hash) => hash !== null && equalBytes(hash, presented.hash),
  );
  return fits ? request : undefined;
}

async function canEnd(
  queries: Queries,
  { clock }: Pick<Needs, "clock">,
  request: HelpRequest,
  person: Person,
): Promise<boolean> {
  const { status, pass_until, pass_used_at } = request;
  if (status === "open") return true;
  if (status !== "approved") return false;
  if (pass_used_at === null) return (pass_until ?? 0) > clock.now();
  // Used: what it led to is not yet confirmed while everything stands as it did.
  return pass_used_at > clock.now() - goodAfterUse && request.standing === (await standing(queries, person));
}

const requestOver = (): Problem => new Problem("help-request-over", 410, ({ problems }) => problems.helpOver);
