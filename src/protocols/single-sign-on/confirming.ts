// A fresh proof for those without a password: their identity provider has asked them anew, and says so.
import type { Visitor } from "../../access/actions.ts";
import { record } from "../../audit/actions.ts";
import { identityOf } from "../../identities/actions.ts";
import type { Provider } from "../../identity-providers/actions.ts";
import type { Said } from "../../identity-providers/rules.ts";
import type { Source } from "../../kernel/source.ts";
import { keyOf, personLocked } from "../../people/actions.ts";
import { raiseByProvider, type SessionToken } from "../../sessions/actions.ts";
import type { Claims } from "./speaking.ts";
import type { VisitNeeds } from "./visits.ts";

export type Confirmed = { outcome: "raised"; session: SessionToken } | { outcome: "somebodyElse" | "foreign" };

/** @param wanted.said with a time that lies after the person left for it */
export async function confirmWith(
  needs: VisitNeeds,
  provider: Provider,
  { person, session }: Visitor,
  { claims, said, source }: { claims: Claims; said: Said; source: Source },
): Promise<Confirmed> {
  const { organisation, id } = provider;
  // What one provider says does not stand for what another said before.
  if (session.provider_id !== id) return { outcome: "somebodyElse" };
  return needs.db.transaction(async (tx): Promise<Confirmed> => {
    await personLocked(tx, keyOf(person));
    const identity = await identityOf(tx, { organisation, provider: id, subject: claims.sub });
    if (identity?.person_id !== person.id) return { outcome: "somebodyElse" };
    const raised = await raiseByProvider(tx, needs, session, said);
    if (!raised) return { outcome: "foreign" };
    await record(tx, needs, {
      organisation,
      name: "session.stepped-up",
      actor: person.id,
      person: person.id,
      source,
      details: { proof: "provider", provider: id },
    });
    return { outcome: "raised", session: raised };
  });
}
