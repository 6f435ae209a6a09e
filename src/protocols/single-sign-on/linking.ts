// Links somebody at an identity provider with a person here, once that person has shown with password and second factor,
// given here since, that the account is theirs.
import type { Visit } from "../../access/actions.ts";
import type { Destination } from "../../access/destination.ts";
import { reaches } from "../../access/destination.ts";
import { consumeLink, linkIdentity, type WaitingLink } from "../../identities/actions.ts";
import type { Source } from "../../kernel/source.ts";
import type { PresentedToken } from "../../kernel/tokens.ts";
import { keyOf, type Person, personLocked, proveAddress } from "../../people/actions.ts";
import { readAddress } from "../../people/rules.ts";
import { type Session, stands } from "../../sessions/actions.ts";
import { isFresh } from "../../sessions/rules.ts";
import type { VisitNeeds } from "./visits.ts";

export const linkPath = "/single-sign-on/link";

export type Standing =
  | { presence: "proven"; session: Session }
  /** `destination`: what the person has to sign in for before the link is theirs to make. */
  | { presence: "to-prove"; destination: Destination }
  | { presence: "somebody-else" };

/** How a session stands to a link that waits. */
export function standing(link: WaitingLink, visited: Visit, person: Person, now: number): Standing {
  // A second factor also where policy lets them sleep at the moment.
  const wanted = { resume: linkPath, secondFactor: person.authenticators > 0, since: link.created_at };
  if (visited.outcome === "signed-out") return { presence: "to-prove", destination: wanted };
  const { visitor } = visited;
  const { session } = visitor;
  if (visitor.person.id !== link.person_id) return { presence: "somebody-else" };
  // Another identity provider's word is no proof of this account's own.
  const own = session.provider_id === null;
  if (visited.outcome !== "signed-in" || !own || !reaches(visitor, wanted))
    return { presence: "to-prove", destination: wanted };
  // As every act that does lasting harm where it is somebody else's: a code of the last minutes, not one of this morning.
  if (wanted.secondFactor && !isFresh(session.second_factor_at, now))
    return { presence: "to-prove", destination: { ...wanted, since: session.password_at + 1 } };
  return { presence: "proven", session };
}

/** Call it with what `standing` found proven. @returns the link's destination; `undefined` where nothing was linked */
export async function linkNow(
  needs: VisitNeeds,
  person: Person,
  { presented, session, source }: { presented: PresentedToken; session: Session; source: Source },
): Promise<{ destination: string } | undefined> {
  return needs.db.transaction(async (tx) => {
    const now = await personLocked(tx, keyOf(person));
    const link = await consumeLink(tx, needs, person.organisation_id, presented);
    if (!(await stands(tx, session))) return undefined;
    if (!link || link.person_id !== person.id || now?.status !== "active") return undefined;
    if (now.password_version !== person.password_version) return undefined;
    const { organisation_id: organisation, provider_id: provider, subject, email } = link;
    const how = "proven-here";
    if (!(await linkIdentity(tx, needs, { organisation, provider, subject, person: person.id, email, how, source })))
      return undefined;
    // The provider has said so before the link was prepared; the person may have another address since.
    if (readAddress(email)?.normal === now.email_normal) await proveAddress(tx, needs, keyOf(now));
    return { destination: link.destination };
  });
}
