// Tells applications that a session has ended, however it did (OpenID Connect Back-Channel Logout 1.0): looks for sessions
// that are gone, so that nothing that ends one has to know of it.
import { setTimeout as pause } from "node:timers/promises";
import { activeApplication, namesOf } from "../../applications/finding.ts";
import { openIdSettings } from "../../applications/settings.ts";
import { minute, second } from "../../kernel/clock.ts";
import { organisationById } from "../../organisations/actions.ts";
import { idleLength } from "../../sessions/rules.ts";
import { createProviders, type ProviderNeeds, type Providers } from "./providers.ts";
import { mayBeTold, sidOf, waitAfterTelling } from "./rules.ts";
import * as store from "./store.ts";

const looksEvery = 2 * second;
const afterTrouble = 10 * second;
/** A process that took an entry has it to itself for so long. */
const lease = minute;
/** An application gets this long to answer. */
const answersWithin = 5 * second;

export function keepTelling(needs: ProviderNeeds): { stop(): Promise<void> } {
  const providers = createProviders(needs);
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      let wait = looksEvery;
      try {
        await tellDue(needs, providers);
      } catch (error) {
        needs.log.error({ err: error }, "applications could not be told of ended sessions");
        wait = afterTrouble;
      }
      await pause(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** One round. @returns how many were told */
export async function tellDue(needs: ProviderNeeds, providers: Providers = createProviders(needs)): Promise<number> {
  const now = needs.clock.now();
  const due = await needs.db.all(store.getToTell, { now, idleSince: now - idleLength });
  const told = await Promise.all(due.map((entry) => tellOne(needs, providers, entry)));
  return told.filter(Boolean).length;
}

async function tellOne(
  needs: ProviderNeeds,
  providers: Providers,
  due: (typeof store.getToTell)["row"],
): Promise<boolean> {
  const { db, clock, log } = needs;
  const { organisation_id: organisation, session_id: session, application_id: application } = due;
  const key = { organisation, session, application };
  const claimed = await db.transaction((tx) =>
    tx.first(store.claimTelling, { ...key, tries: due.tries, nextTryAt: clock.now() + lease }),
  );
  if (!claimed) return false;
  try {
    const told = await tell(needs, providers, due);
    await db.transaction((tx) => tx.run(store.removeEntry, key));
    return told;
  } catch (error) {
    const wait = waitAfterTelling(claimed.tries);
    log.warn({ err: error, application, again: wait !== undefined }, "an application was not told of an ended session");
    await db.transaction(async (tx) => {
      if (wait === undefined) await tx.run(store.removeEntry, key);
      else await tx.run(store.postponeTelling, { ...key, tries: claimed.tries, nextTryAt: clock.now() + wait });
    });
    return false;
  }
}

/** @returns false where there is nobody to tell any more */
async function tell(
  needs: ProviderNeeds,
  providers: Providers,
  { organisation_id, session_id, application_id, person_id }: (typeof store.getToTell)["row"],
): Promise<boolean> {
  const { db, site } = needs;
  const organisation = await organisationById(db, organisation_id);
  const application = await activeApplication(db, organisation_id, application_id);
  if (organisation?.status !== "active" || !application) return false;
  const { backChannelAddress } = openIdSettings(application);
  if (backChannelAddress === null || !mayBeTold(backChannelAddress, site)) return false;
  const name = (await namesOf(db, organisation_id, application_id)).find(({ kind }) => kind === "client")?.name;
  const provider = await providers(organisation);
  const client = name === undefined ? undefined : await provider.Client.find(name);
  if (!client) return false;
  const token = new provider.IdToken({ sub: person_id }, { client } as never);
  (token as unknown as { mask: object }).mask = { sub: null };
  token.set("events", { "http://schemas.openid.net/event/backchannel-logout": {} });
  token.set("jti", needs.random.bytes(16).toString("base64url"));
  token.set("sid", sidOf(session_id, client.clientId));
  const { status } = await fetch(backChannelAddress, {
    method: "POST",
    // Wherever it would lead: the address was set by an administrator, another one was not.
    redirect: "manual",
    signal: AbortSignal.timeout(answersWithin),
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ logout_token: await token.issue({ use: "logout" } as never) }),
  });
  if (status !== 200 && status !== 204) throw new Error(`it answered ${status}`);
  return true;
}
