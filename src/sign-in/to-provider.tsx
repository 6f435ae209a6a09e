// The way from the sign-in page to an identity provider.
import type { Context } from "hono";
import type { Destination } from "../access/destination.ts";
import { answerPage } from "../access/language.tsx";
import type { Web } from "../access/web.ts";
import { readCookie } from "../http/cookies.ts";
import { waitingLink } from "../identities/actions.ts";
import type { Serving } from "../identity-providers/actions.ts";
import { readToken } from "../kernel/tokens.ts";
import type { Organisation } from "../organisations/rules.ts";
import { Button, Links, Page, useWords } from "../ui/index.ts";
import { doorFor, doorsOf, wayTo } from "./doors.ts";
import { SignInPage } from "./first-page.tsx";
import type { SignInWebNeeds } from "./web.ts";

interface Leaving {
  /** What was typed. */
  login: string;
  destination: Destination;
}

/** To where the company of this address signs its people in. */
export async function leaveByAddress(c: Context<Web>, needs: SignInWebNeeds, { login, destination }: Leaving) {
  const { organisation, words } = c.var;
  const door = await doorFor(needs.db, organisation.id, login);
  if (door) return leave(c, door, { login, destination });
  const { typeAddress, notServed } = words.singleSignOn;
  return answerPage(
    c,
    <SignInPage
      organisation={organisation}
      login={login.slice(0, 320)}
      destination={destination}
      error={login.includes("@") ? notServed : typeAddress}
      doors={await doorsOf(needs.db, organisation.id)}
    />,
    400,
  );
}

export function leave(c: Context<Web>, provider: Serving, { login, destination }: Leaving) {
  const address = wayTo(provider.id, destination, { login: login.trim().slice(0, 320) });
  // By itself, where the browser does as it is told.
  c.header("refresh", `0; url=${address}`);
  return answerPage(c, <LeavingPage organisation={c.var.organisation} provider={provider} address={address} />);
}

/** Whom an identity provider has vouched for in this browser. */
export async function linkingIn(c: Context<Web>, needs: SignInWebNeeds): Promise<string | undefined> {
  const presented = readToken(readCookie(c, needs.site, "identity-link"));
  return presented && (await waitingLink(needs.db, needs, c.var.organisation.id, presented))?.person_id;
}

interface LeavingPageProps {
  organisation: Organisation;
  provider: { name: string };
  /** From `wayTo`. */
  address: string;
}

/** A page of its own: a form of ours may not lead to another site. */
function LeavingPage({ organisation, provider, address }: LeavingPageProps) {
  const { singleSignOn, signIn } = useWords();
  return (
    <Page
      kind="card"
      title={singleSignOn.leavingTitle(provider.name)}
      lead={singleSignOn.leavingLead(provider.name)}
      organisation={organisation}
    >
      <Button kind="primary" href={address} full>
        {singleSignOn.goOn(provider.name)}
      </Button>
      <Links items={[{ label: signIn.back, href: "/sign-in" }]} />
    </Page>
  );
}
