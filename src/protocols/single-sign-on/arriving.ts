// What becomes of somebody an identity provider has vouched for: signed in as the person they are linked with, added, or
// asked to show first that the account here is theirs.

import { endSignInsOf } from "../../access/actions.ts";
import type { Destination } from "../../access/destination.ts";
import { endKeysOf } from "../../api-keys/actions.ts";
import { knowsScreenNames } from "../../applications/finding.ts";
import { record } from "../../audit/actions.ts";
import { removeAllAuthenticators } from "../../authenticators/totp/actions.ts";
import type { Transaction } from "../../database/database.ts";
import { dropPending } from "../../enrolment/actions.ts";
import {
  type How,
  identitiesOf,
  identityOf,
  linkIdentity,
  noteIdentityUse,
  prepareLink,
  type Told,
} from "../../identities/actions.ts";
import { noteArrival, type Provider } from "../../identity-providers/actions.ts";
import { isVerified, type Said, serves, showsEvidence } from "../../identity-providers/rules.ts";
import { withdrawInvitations } from "../../invitations/actions.ts";
import type { Source } from "../../kernel/source.ts";
import { keyOf, type Person, personByLogin, personLocked, proveAddress, removePassword } from "../../people/actions.ts";
import { addUnderFreeName } from "../../people/free-names.ts";
import { type Address, readAddress } from "../../people/rules.ts";
import { forgetGuesses } from "../../proofs/actions.ts";
import { removeCodes } from "../../recovery-codes/actions.ts";
import { endOtherSessions } from "../../sessions/actions.ts";
import { afterProvider } from "../../sign-in/actions.ts";
import type { Progress, SignInNeeds } from "../../sign-in/climbing.ts";
import { endAllTrust } from "../../trusted-browsers/actions.ts";
import { followProvider, toldBy } from "./following.ts";
import type { Refusal } from "./rules.ts";
import type { Claims } from "./speaking.ts";

export type Arrived =
  | { outcome: "progress"; progress: Progress }
  /** The account has an owner already, who has to show that both are one. */
  | { outcome: "link"; token: string; until: number }
  | { outcome: "refused"; why: Refusal; person?: string };

export interface Arrival {
  provider: Provider;
  claims: Claims;
  said: Said;
  destination: Destination;
  /** The same as it travels. */
  fields: Record<string, string>;
  trustedBrowser: string | undefined;
  source: Source;
}

/** In a transaction of its own, which may run twice. */
export async function arrive(tx: Transaction, needs: SignInNeeds, arrival: Arrival): Promise<Arrived> {
  const { provider, claims } = arrival;
  const key = { organisation: provider.organisation, provider: provider.id, subject: claims.sub };
  const identity = await identityOf(tx, key);
  if (!identity) return arriveFirst(tx, needs, arrival);
  const person = await personLocked(tx, { organisation: provider.organisation, person: identity.person_id });
  if (!person || person.status === "disabled") return refused("disabled", person);
  // An administrator may have ended the link while this waited for the person.
  if (!(await noteIdentityUse(tx, needs, key))) return refused("clash", person);
  if (person.address_proven_at === null && speaksFor(provider, claims, person))
    await proveAddress(tx, needs, keyOf(person));
  await followProvider(tx, needs, { ...arrival, identity, person });
  return goOn(tx, needs, arrival, keyOf(person).person);
}

/** Whether the provider says that the address which somebody has here is theirs. */
function speaksFor(provider: Provider, { email, email_verified }: Claims, person: Person): boolean {
  const address = typeof email === "string" ? readAddress(email) : undefined;
  return (
    address?.normal === person.email_normal && serves(provider, address.normal) && isVerified(provider, email_verified)
  );
}

async function arriveFirst(tx: Transaction, needs: SignInNeeds, arrival: Arrival): Promise<Arrived> {
  const { provider, claims } = arrival;
  const { organisation } = provider;
  const address = typeof claims.email === "string" ? readAddress(claims.email) : undefined;
  if (!address) return refused("noAddress");
  // Before anything is looked up: what is not proven must not tell who is here.
  if (!serves(provider, address.normal)) return refused("otherDomain");
  if (!isVerified(provider, claims.email_verified)) return refused("unverified");
  const found = await personByLogin(tx, organisation, { kind: "address", normal: address.normal });
  const holder = found && (await personLocked(tx, keyOf(found)));
  if (!holder) return provider.settings.addsPeople ? add(tx, needs, arrival, address) : refused("unknown");
  if (holder.status === "disabled") return refused("disabled", holder);
  // While this waited for them they were given another one.
  if (holder.email_normal !== address.normal) return refused("clash", holder);
  // Somebody else there, or at another provider, comes in as this person.
  if ((await identitiesOf(tx, keyOf(holder))).length > 0 && !isOwned(holder)) return refused("clash", holder);
  if (await isLinkedAt(tx, holder, provider.id)) return refused("clash", holder);
  if (isOwned(holder)) {
    const wanted = {
      organisation,
      provider: provider.id,
      subject: claims.sub,
      person: holder.id,
      email: address.shown,
    };
    const link = await prepareLink(tx, needs, { ...wanted, destination: JSON.stringify(arrival.fields) });
    return { outcome: "link", ...link };
  }
  await wipe(tx, needs, holder, arrival);
  await proveAddress(tx, needs, keyOf(holder));
  return link(tx, needs, arrival, { person: holder.id, email: address.shown, how: "address-proven" });
}

/** Whether somebody has ever shown here that the account is theirs. */
const isOwned = ({ status, password_hash, authenticators }: Person): boolean =>
  status === "active" && (password_hash !== null || authenticators > 0);

const isLinkedAt = async (tx: Transaction, person: Person, provider: string): Promise<boolean> =>
  (await identitiesOf(tx, keyOf(person))).some((identity) => identity.provider === provider);

/** Whatever somebody may have prepared under the address before its owner came. */
async function wipe(
  tx: Transaction,
  needs: SignInNeeds,
  person: Person,
  { provider, source }: Pick<Arrival, "provider" | "source">,
): Promise<void> {
  const key = keyOf(person);
  await removePassword(tx, key);
  const authenticators = await removeAllAuthenticators(tx, key);
  await removeCodes(tx, key);
  await dropPending(tx, person);
  await withdrawInvitations(tx, key);
  const trustedBrowsers = await endAllTrust(tx, key);
  const sessions = await endOtherSessions(tx, key);
  await endKeysOf(tx, key);
  await endSignInsOf(tx, person);
  await forgetGuesses(tx, person);
  await record(tx, needs, {
    organisation: key.organisation,
    name: "identity.address-proven",
    actor: person.id,
    person: person.id,
    source,
    details: {
      provider: provider.id,
      password: person.password_hash !== null,
      authenticators,
      trustedBrowsers,
      sessions,
    },
  });
}

async function add(tx: Transaction, needs: SignInNeeds, arrival: Arrival, address: Address): Promise<Arrived> {
  const { provider, claims, source } = arrival;
  const { organisation } = provider;
  const { displayName, accountType } = await toldBy(tx, provider, claims);
  // Where people come from any domain, what stands before the @ is theirs to choose: it must not be a name that an
  // application knows somebody else by.
  const chosen = provider.domains.length === 0 && (await knowsScreenNames(tx, organisation));
  const { local } = address;
  const added = await addUnderFreeName(tx, needs, organisation, {
    email: address.shown,
    screenName: chosen ? `${local.slice(0, 50)}-${needs.random.bytes(5).toString("hex")}` : local,
    ...(displayName === undefined ? {} : { displayName }),
    ...(accountType === undefined ? {} : { accountType }),
    status: "active",
    addressProven: true,
  });
  if (added.outcome !== "added") return refused("noAddress");
  const { id: person, display_name: name, account_type: type } = added.person;
  const details = { provider: provider.id };
  await record(tx, needs, { organisation, name: "person.added", actor: null, person, source, details });
  return link(tx, needs, arrival, { person, email: address.shown, how: "added", told: { name, type } });
}

async function link(
  tx: Transaction,
  needs: SignInNeeds,
  arrival: Arrival,
  { person, email, how, told }: { person: string; email: string; how: How; told?: Told },
): Promise<Arrived> {
  const { provider, claims, source } = arrival;
  const key = { organisation: provider.organisation, provider: provider.id, subject: claims.sub };
  const linked = await linkIdentity(tx, needs, { ...key, person, email, how, told, source });
  return linked ? goOn(tx, needs, arrival, person) : refused("clash");
}

async function goOn(tx: Transaction, needs: SignInNeeds, arrival: Arrival, person: string): Promise<Arrived> {
  const { provider, said, destination, trustedBrowser, source } = arrival;
  const now = (await personLocked(tx, { organisation: provider.organisation, person })) as Person;
  await noteArrival(tx, needs, provider, { evidence: showsEvidence(provider.settings.evidence, said) });
  const progress = await afterProvider(tx, needs, now, {
    destination,
    source,
    arrival: { provider: provider.id, said },
    ...(trustedBrowser ? { trustedBrowser } : {}),
  });
  return { outcome: "progress", progress };
}

const refused = (why: Refusal, person?: Person): Arrived => ({
  outcome: "refused",
  why,
  ...(person ? { person: person.id } : {}),
});
