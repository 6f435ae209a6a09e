// Who is at the other end of a request that the provider works on, and which application it is about.
import { AsyncLocalStorage } from "node:async_hooks";
import { applicationByName } from "../../applications/finding.ts";
import type { Application } from "../../applications/rules.ts";
import type { Database } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import type { Source } from "../../kernel/source.ts";
import type { Organisation } from "../../organisations/rules.ts";
import type { Session } from "../../sessions/actions.ts";

export interface ArtifactNeeds {
  db: Database;
  clock: Clock;
  random: Random;
}

/** Who is at the other end of the request that the provider works on. */
export interface Presence {
  token: string | undefined;
  session: Session | undefined;
  source: Source;
}

export const presence = new AsyncLocalStorage<Presence>();

/** One of this organisation's that may be entered now. */
export async function openIdApplication(
  needs: ArtifactNeeds,
  organisation: Organisation,
  clientId: string,
): Promise<{ application: Application; secretHash: Uint8Array | null } | undefined> {
  const found = await applicationByName(needs.db, "client", clientId);
  if (!found || found.suspended || found.application.organisation !== organisation.id) return undefined;
  return found.application.kind === "openid" ? found : undefined;
}
