// Gives trust to a browser, recognises it, and ends it. A token that was used before ends the whole series.
import { record } from "../audit/actions.ts";
import type { Queries, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { Clock } from "../kernel/clock.ts";
import { equalBytes } from "../kernel/hashing.ts";
import type { Random } from "../kernel/random.ts";
import type { Source } from "../kernel/source.ts";
import { isTokenId, mintToken, type PresentedToken } from "../kernel/tokens.ts";
import type { PersonKey } from "../people/actions.ts";
import { judgeTrust, parallelGrace, type TrustPolicy, trustEnd } from "./rules.ts";
import * as store from "./store.ts";

type Needs = { clock: Clock; random: Random };

/** What the browser keeps; `until` in ms since the epoch. */
export interface TrustToken {
  token: string;
  until: number;
}

export async function trustBrowser(
  tx: Transaction,
  needs: Needs,
  key: PersonKey,
  { policy, source }: { policy: TrustPolicy; source: Source },
): Promise<TrustToken | undefined> {
  if (!policy.allowed) return undefined;
  const at = needs.clock.now();
  const until = trustEnd(at, policy);
  const { id, token, hash } = mintToken(needs);
  await tx.run(store.insert, { ...key, id, hash, at, expiresAt: until, ...source });
  await record(tx, needs, {
    organisation: key.organisation,
    name: "trusted-browser.added",
    actor: key.person,
    person: key.person,
    source,
    details: { until },
  });
  return { token, until };
}

export type Recognition =
  /** `next` replaces the token; without it (a parallel tab) the browser keeps what its other tab received. */
  | { outcome: "trusted"; id: string; next?: TrustToken }
  | { outcome: "not-trusted" }
  | { outcome: "stolen"; id: string };

/** Whether this browser is trusted for this very person. */
export async function recogniseBrowser(
  tx: Transaction,
  needs: Needs,
  key: PersonKey,
  { presented, policy, source }: { presented: PresentedToken | undefined; policy: TrustPolicy; source: Source },
): Promise<Recognition> {
  if (!presented) return { outcome: "not-trusted" };
  const row = await tx.first(store.getLocked, { ...key, id: presented.id });
  if (!row) return { outcome: "not-trusted" };
  const now = needs.clock.now();
  const state = { createdAt: row.created_at, rotatedAt: row.rotated_at, expiresAt: row.expires_at };
  const verdict = judgeTrust({ ...state, presented: whichToken(row, presented) }, policy, now);
  if (verdict === "over") return { outcome: "not-trusted" };
  if (verdict === "valid-in-grace") return { outcome: "trusted", id: row.id };
  if (verdict === "valid") {
    const next = mintToken(needs, row.id);
    const rotated = await tx.first(store.claimRotation, {
      ...key,
      id: row.id,
      hash: presented.hash,
      nextHash: next.hash,
      at: now,
      address: source.address,
    });
    // The row is locked, so nobody was faster; if it could be, its trust would be none.
    return rotated
      ? { outcome: "trusted", id: row.id, next: { token: next.token, until: row.expires_at } }
      : { outcome: "not-trusted" };
  }
  await tx.run(store.remove, { ...key, id: row.id });
  await record(tx, needs, {
    organisation: key.organisation,
    name: "trusted-browser.stolen",
    actor: null,
    person: key.person,
    outcome: "refused",
    source,
  });
  return { outcome: "stolen", id: row.id };
}

/** Whose trust this token is, without using it up; for counting guesses apart. Looked up by itself, whoever was typed. */
export async function heldTrust(
  queries: Queries,
  { clock }: { clock: Clock },
  organisation: string,
  presented: PresentedToken | undefined,
): Promise<{ id: string; person: string } | undefined> {
  const row = presented && (await queries.first(store.get, { organisation, id: presented.id }));
  if (!row || row.expires_at <= clock.now()) return undefined;
  const which = whichToken(row, presented);
  const inGrace = which === "previous" && Math.abs(clock.now() - row.rotated_at) <= parallelGrace;
  return which === "current" || inGrace ? { id: row.id, person: row.person_id } : undefined;
}

export function trustedBrowsersOf(queries: Queries, key: PersonKey) {
  return queries.all(store.getAll, { ...key });
}

/** @returns false where the person has no such trusted browser */
export async function endTrust(
  tx: Transaction,
  needs: Needs,
  key: PersonKey,
  { id, actor, source }: { id: string; actor: string | null; source: Source },
): Promise<boolean> {
  if (!isTokenId(id) || (await tx.run(store.remove, { ...key, id })) === 0) return false;
  await record(tx, needs, {
    organisation: key.organisation,
    name: "trusted-browser.ended",
    actor,
    person: key.person,
    source,
    details: { trustedBrowser: id },
  });
  return true;
}

/** With a new password, changed authenticators, new codes or a reset: part of that change, recorded by it. */
export async function endAllTrust(tx: Transaction, key: PersonKey): Promise<number> {
  return tx.run(store.removeAll, { ...key });
}

/** What a policy that forbids or shortens trust would not have given. */
export async function removeTrustByPolicy(
  tx: Transaction,
  { clock }: { clock: Clock },
  organisation: string,
  policy: TrustPolicy,
): Promise<number> {
  const now = clock.now();
  const before = policy.allowed ? now - trustEnd(0, policy) : Number.MAX_SAFE_INTEGER;
  return tx.run(store.removeGivenBefore, { organisation, before });
}

export async function removeExpired(tx: Transaction, organisation: string, before: number): Promise<number> {
  return tx.run(store.removeExpired, { organisation, before });
}

type Tokens = Pick<Tables["trusted_browsers"], "token_hash" | "previous_token_hash">;

function whichToken(
  { token_hash, previous_token_hash }: Tokens,
  { hash }: PresentedToken,
): "current" | "previous" | "other" {
  if (equalBytes(token_hash, hash)) return "current";
  return previous_token_hash && equalBytes(previous_token_hash, hash) ? "previous" : "other";
}
