// 'Test connection': a real sign-in at the provider in the administrator's browser, and what would become of it. Nobody is
// signed in, linked or added by it.
import type { Visitor } from "../../access/actions.ts";
import { record } from "../../audit/actions.ts";
import type { Provider } from "../../identity-providers/actions.ts";
import {
  accountTypeOf,
  isVerified,
  nameOf,
  noEvidenceAsked,
  type Said,
  serves,
  showsEvidence,
} from "../../identity-providers/rules.ts";
import type { Source } from "../../kernel/source.ts";
import { readAddress } from "../../people/rules.ts";
import type { Claims } from "./speaking.ts";
import type { VisitNeeds } from "./visits.ts";

export type Tested =
  | { outcome: "failed"; code: string }
  | {
      outcome: "came-back";
      claims: [name: string, value: string][];
      address: "good" | "none" | "other-domain" | "unverified";
      name: string | undefined;
      accountType: string;
      evidence: "shown" | "missing" | "not-asked";
      /** Whether it says when it last asked for a proof: without it nobody can confirm anything by it. */
      tellsTime: boolean;
    };

const longestValue = 300;

export function tested(provider: Provider, back: { failure: string } | { claims: Claims; said: Said }): Tested {
  if ("failure" in back) return { outcome: "failed", code: back.failure };
  const { claims, said } = back;
  const { evidence } = provider.settings;
  return {
    outcome: "came-back",
    claims: Object.entries(claims)
      .slice(0, 60)
      .map(([name, value]) => [
        name.slice(0, 100),
        (typeof value === "string" ? value : JSON.stringify(value)).slice(0, longestValue),
      ]),
    address: addressOf(provider, claims),
    name: nameOf(provider.settings, claims),
    accountType: accountTypeOf(provider.settings, claims),
    evidence: noEvidenceAsked(evidence) ? "not-asked" : showsEvidence(evidence, said) ? "shown" : "missing",
    tellsTime: said.authTime !== null,
  };
}

function addressOf(
  provider: Provider,
  { email, email_verified }: Claims,
): "good" | "none" | "other-domain" | "unverified" {
  const address = typeof email === "string" ? readAddress(email) : undefined;
  if (!address) return "none";
  if (!serves(provider, address.normal)) return "other-domain";
  return isVerified(provider, email_verified) ? "good" : "unverified";
}

export async function recordTest(
  needs: VisitNeeds,
  { organisation, id }: Provider,
  { person }: Visitor,
  { code, source }: { code?: string; source: Source },
): Promise<void> {
  await needs.db.transaction((tx) =>
    record(tx, needs, {
      organisation,
      name: "single-sign-on.tested",
      actor: person.id,
      person: null,
      outcome: code === undefined ? "done" : "refused",
      source,
      details: { provider: id, ...(code === undefined ? {} : { code }) },
    }),
  );
}
