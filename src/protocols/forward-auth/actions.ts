// Lets signed-in people into applications behind a proxy, and answers the proxy's question about every single request.
import { type Behind, visitBehind } from "../../access/actions.ts";
import { applicationByName } from "../../applications/finding.ts";
import type { Application } from "../../applications/rules.ts";
import { noteEntry } from "../../applications/uses.ts";
import type { Database, Transaction } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import { equalBytes } from "../../kernel/hashing.ts";
import type { Random } from "../../kernel/random.ts";
import type { Source } from "../../kernel/source.ts";
import { mintToken, type PresentedToken, readToken } from "../../kernel/tokens.ts";
import { keyOf, personLocked } from "../../people/actions.ts";
import { stands } from "../../sessions/actions.ts";
import type { Target } from "./rules.ts";
import * as store from "./store.ts";

type Needs = { db: Database; clock: Clock; random: Random };

export type Answer =
  | { outcome: "let-in"; visitor: Behind; application: Application }
  /** To be led to the sign-in, or in there. */
  | { outcome: "sign-in"; application: Application }
  /** No application of ours, or one of an organisation that is suspended. */
  | { outcome: "refused" };

/** The application behind a host, with its organisation suspended or not. */
export async function applicationAt({ db }: Pick<Needs, "db">, host: string): Promise<Application | undefined> {
  const found = await applicationByName(db, "host", host);
  return found && !found.suspended && found.application.kind === "forward-auth" ? found.application : undefined;
}

/** Whether the bearer of this pass may open this address now: the session behind it is judged anew each time. */
export async function mayOpen(needs: Needs, target: Target, token: string | undefined): Promise<Answer> {
  const application = await applicationAt(needs, target.host);
  if (!application) return { outcome: "refused" };
  const { organisation } = application;
  const presented = readToken(token);
  const pass =
    presented && (await needs.db.first(store.getFor, { organisation, id: presented.id, application: application.id }));
  if (!pass || !isGood(pass, presented, needs.clock)) return { outcome: "sign-in", application };
  const visited = await visitBehind(needs, organisation, pass.session_id, application);
  if (visited.outcome !== "signed-in") return { outcome: "sign-in", application };
  return { outcome: "let-in", visitor: visited.visitor, application };
}

/**
 * Lets a visitor, whose session was judged for this application, into it: part of its own transaction, in which the session
 * has to stand still.
 * @param token the pass that the browser has, if any
 * @returns the new pass, where the browser needs one
 */
export async function enter(
  needs: Needs,
  {
    visitor,
    application,
    token,
    source,
  }: { visitor: Behind; application: Application; token: string | undefined; source: Source },
): Promise<{ outcome: "entered"; pass?: { token: string } } | { outcome: "session-ended" }> {
  const { organisation_id: organisation } = visitor.session;
  return needs.db.transaction(async (tx) => {
    await personLocked(tx, keyOf(visitor.person));
    if (!(await stands(tx, visitor.session))) return { outcome: "session-ended" };
    const kept = await keptPass(tx, needs, visitor, readToken(token));
    const minted = kept === undefined ? mintToken(needs) : undefined;
    const id = kept ?? (minted as { id: string }).id;
    const at = needs.clock.now();
    if (minted) {
      const { id: session, expires_at: expiresAt } = visitor.session;
      await tx.run(store.insert, { ...keyOf(visitor.person), id, session, hash: minted.hash, at, expiresAt });
    }
    const entry = { organisation, pass: id, application: application.id, at };
    if (await tx.first(store.insertEntryIfAbsent, entry)) {
      const secondFactor = visitor.session.second_factor_at !== null;
      await noteEntry(tx, needs, application, { person: visitor.person.id, secondFactor, source });
    }
    return { outcome: "entered", ...(minted ? { pass: { token: minted.token } } : {}) };
  });
}

/** The pass that is there already, where it is one of this very session. */
async function keptPass(
  tx: Transaction,
  { clock }: Needs,
  { session }: Behind,
  presented: PresentedToken | undefined,
): Promise<string | undefined> {
  if (!presented) return undefined;
  const pass = await tx.first(store.get, { organisation: session.organisation_id, id: presented.id });
  return pass && isGood(pass, presented, clock) && pass.session_id === session.id ? pass.id : undefined;
}

type Pass = NonNullable<(typeof store.get)["row"]>;
const isGood = (pass: Pass, presented: PresentedToken, clock: Clock): boolean =>
  equalBytes(pass.token_hash, presented.hash) && clock.now() < pass.expires_at;

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeExpired, { organisation, before });
}
