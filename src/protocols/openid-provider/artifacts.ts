// What the provider keeps, over our database: fingerprints in place of what bearers present, and nothing that is good for
// anything once the session behind it has ended or proves too little.
import { type Adapter, type AdapterPayload, errors } from "oidc-provider";
import { visitBehind } from "../../access/actions.ts";
import { applicationByName } from "../../applications/finding.ts";
import { openIdSettings } from "../../applications/settings.ts";
import { noteEntry } from "../../applications/uses.ts";
import { second } from "../../kernel/clock.ts";
import type { Organisation } from "../../organisations/rules.ts";
import { methodsReferences, readProofs } from "../../sessions/rules.ts";
import { clientOf } from "./clients.ts";
import { type ArtifactNeeds, openIdApplication, presence } from "./presence.ts";
import { fingerprint } from "./rules.ts";
import * as store from "./store.ts";

/** Kinds that a bearer is let in by: each is looked at together with the session that it comes from. */
const ofSessions = ["AuthorizationCode", "AccessToken", "RefreshToken", "Grant"];

export function artifactsOf(needs: ArtifactNeeds, organisation: Organisation): (kind: string) => Adapter {
  return (kind) => {
    if (kind === "Session") return sessionView();
    if (kind === "Client") return clientView(needs, organisation);
    return artifacts(needs, organisation, kind);
  };
}

function artifacts(needs: ArtifactNeeds, organisation: Organisation, kind: string): Adapter {
  const { db, clock } = needs;
  const keyOf = (bearer: string) => ({ organisation: organisation.id, kind, id: fingerprint(bearer) });

  return {
    ...nothing,
    async find(bearer) {
      const row = await db.first(store.get, { ...keyOf(bearer), now: clock.now() });
      if (!row) return undefined;
      const payload = { ...(JSON.parse(row.payload) as AdapterPayload), jti: bearer };
      if (ofSessions.includes(kind)) {
        const found = await openIdApplication(needs, organisation, payload.clientId ?? "");
        if (!found || row.session_id === null) return undefined;
        const visited = await visitBehind(needs, organisation.id, row.session_id, found.application);
        if (visited.outcome !== "signed-in" || visited.visitor.person.id !== payload.accountId) return undefined;
      }
      return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at / second) };
    },

    async upsert(bearer, payload, expiresIn = 0) {
      // Of a session that is raised on the way nothing is left by then; what the bearer presents is kept nowhere.
      const { jti: _jti, session: _session, returnTo: _returnTo, ...kept } = payload as Record<string, unknown>;
      const session = (payload.sessionUid as string | undefined) ?? presence.getStore()?.session?.id ?? null;
      const grant = kind === "Grant" ? bearer : payload.grantId;
      const row = {
        ...keyOf(bearer),
        session: ofSessions.includes(kind) ? session : null,
        grant: grant === undefined ? null : fingerprint(grant),
        payload: JSON.stringify(kept),
        expiresAt: clock.now() + expiresIn * second,
      };
      if (kind !== "AuthorizationCode") {
        await db.transaction((tx) => tx.run(store.put, row));
        return;
      }
      await enter(needs, organisation, payload, row);
    },

    async consume(bearer) {
      if (await db.transaction((tx) => tx.first(store.consume, { ...keyOf(bearer), now: clock.now() }))) return;
      // Somebody else presented it at the same moment: one of the two has stolen it.
      const row = await db.first(store.get, { ...keyOf(bearer), now: 0 });
      const { grantId } = row ? (JSON.parse(row.payload) as AdapterPayload) : {};
      if (grantId) await revoke(needs, organisation, grantId);
      throw new errors.InvalidGrant("it was used before");
    },

    async destroy(bearer) {
      await db.transaction((tx) => tx.run(store.remove, keyOf(bearer)));
    },

    revokeByGrantId: (grantId) => revoke(needs, organisation, grantId),
  };
}

/** All that came of one authorization; the grant itself with it. */
async function revoke({ db }: ArtifactNeeds, { id: organisation }: Organisation, grantId: string): Promise<void> {
  await db.transaction((tx) => tx.run(store.removeOfGrant, { organisation, grant: fingerprint(grantId) }));
}

/** Lets a person into an application: counted, recorded, and told of once the session ends. */
async function enter(
  needs: ArtifactNeeds,
  { id: organisation }: Organisation,
  payload: AdapterPayload,
  row: (typeof store.put)["params"],
): Promise<void> {
  const here = presence.getStore();
  const found = await applicationByName(needs.db, "client", payload.clientId ?? "");
  if (!here?.session || !found) throw new errors.AccessDenied();
  const { application } = found;
  const { session, source } = here;
  const secondFactor = session.second_factor_at !== null;
  await needs.db.transaction(async (tx) => {
    await tx.run(store.put, row);
    await noteEntry(tx, needs, application, { person: session.person_id, secondFactor, source });
    if (openIdSettings(application).backChannelAddress === null) return;
    const entry = { organisation, session: session.id, application: application.id };
    await tx.run(store.insertEntryIfAbsent, { ...entry, person: session.person_id, at: needs.clock.now() });
  });
}

/** The provider has no sessions: what it takes for one is ours, as it is at this very request. */
function sessionView(): Adapter {
  return {
    ...nothing,
    async find(id) {
      const session = presence.getStore()?.session;
      if (!session || session.id !== id) return undefined;
      return {
        jti: session.id,
        uid: session.id,
        kind: "Session",
        accountId: session.person_id,
        loginTs: Math.floor(session.password_at / second),
        amr: methodsReferences(readProofs(session.proofs)),
      };
    },
  };
}

function clientView(needs: ArtifactNeeds, organisation: Organisation): Adapter {
  return {
    ...nothing,
    async find(clientId) {
      const found = await openIdApplication(needs, organisation, clientId);
      return found && clientOf(clientId, found.application, found.secretHash);
    },
  };
}

const nothing: Adapter = {
  find: async () => undefined,
  findByUid: async () => undefined,
  findByUserCode: async () => undefined,
  upsert: async () => undefined,
  consume: async () => undefined,
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
};
