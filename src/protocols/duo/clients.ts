// Which application is asking, by what it signs with the secret that it shares with us.
import { applicationByName } from "../../applications/finding.ts";
import type { Application } from "../../applications/rules.ts";
import { type DuoSettings, duoSettings, secretContext } from "../../applications/settings.ts";
import type { Database } from "../../database/database.ts";
import type { Clock } from "../../kernel/clock.ts";
import { sha256 } from "../../kernel/hashing.ts";
import type { Sealer } from "../../kernel/sealing.ts";
import { whenAsked } from "../../kernel/when-asked.ts";
import { addressIn } from "../../organisations/actions.ts";
import { algorithm, lastsNoLongerThanAllowed, leeway } from "./rules.ts";
import * as store from "./store.ts";

export type ClientNeeds = { db: Database; clock: Clock; sealer: Sealer; site: { origin: string } };

export interface DuoClient {
  id: string;
  application: Application;
  settings: DuoSettings;
  secret: Uint8Array;
  /** The address that it knows us by, without a path. */
  origin: string;
}

/** Loaded for the first who asks: not every organisation has such an application. */
const jose = whenAsked(() => import("jose"));

type Claims = Record<string, unknown>;

/** An application that may ask now: active, of this protocol, of an organisation that is not suspended. */
export async function findClient(needs: ClientNeeds, id: string): Promise<DuoClient | undefined> {
  if (!/^[A-Z0-9]{20}$/.test(id)) return undefined;
  const found = await applicationByName(needs.db, "client", id);
  if (found?.application.kind !== "duo" || found.suspended || !found.sealedSecret) return undefined;
  const { application, sealedSecret } = found;
  const secret = needs.sealer.unseal(sealedSecret, secretContext(application.organisation, application.id));
  const address = await addressIn(needs.db, needs.site, application.organisation, "/sign-in");
  return { id, application, settings: duoSettings(application), secret, origin: new URL(address).origin };
}

/** What it signed, where signature, issuer, audience and times are good. */
export async function readSigned(
  { clock }: Pick<ClientNeeds, "clock">,
  client: DuoClient,
  text: string,
  audience: string,
): Promise<Claims | undefined> {
  const now = clock.now();
  const { errors, jwtVerify } = await jose();
  try {
    const { payload } = await jwtVerify(text, client.secret, {
      algorithms: [algorithm],
      issuer: client.id,
      audience,
      clockTolerance: leeway,
      currentDate: new Date(now),
      requiredClaims: ["exp"],
    });
    return lastsNoLongerThanAllowed(payload, now) ? payload : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Whether this assertion (RFC 7523, 3) is the client's, for this address of ours, and was not used before. */
export async function acceptAssertion(
  needs: ClientNeeds,
  client: DuoClient,
  text: string,
  path: string,
): Promise<boolean> {
  const claims = await readSigned(needs, client, text, client.origin + path);
  const name = claims?.jti;
  if (!claims || claims.sub !== client.id || typeof name !== "string" || name.length < 1 || name.length > 200)
    return false;
  const { organisation, id: application } = client.application;
  const expiresAt = ((claims.exp as number) + leeway) * 1000;
  const claimed = await needs.db.transaction((tx) =>
    tx.first(store.claimAssertion, { organisation, application, hash: sha256(name), expiresAt }),
  );
  return claimed !== undefined;
}

/** The token of an answer; good for five minutes. */
export async function signToken(
  { clock }: Pick<ClientNeeds, "clock">,
  client: DuoClient,
  claims: Claims,
): Promise<string> {
  const now = Math.floor(clock.now() / 1000);
  const { SignJWT } = await jose();
  return new SignJWT({ ...claims, iss: `${client.origin}/oauth/v1/token`, aud: client.id, iat: now, exp: now + 300 })
    .setProtectedHeader({ alg: algorithm, typ: "JWT" })
    .sign(client.secret);
}
