// The pages on the way back from an identity provider.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { Provider } from "../../identity-providers/actions.ts";
import type { Organisation } from "../../organisations/rules.ts";
import {
  Actions,
  Badge,
  Button,
  DataList,
  Form,
  Links,
  Notice,
  Page,
  Section,
  Table,
  useWords,
} from "../../ui/index.ts";
import type { Refusal } from "./rules.ts";
import type { Tested } from "./testing.ts";

export function RefusedPage({
  organisation,
  provider,
  why,
}: {
  organisation: Organisation;
  provider: string;
  why: Refusal;
}) {
  const { singleSignOn } = useWords();
  const said = singleSignOn.refused[why];
  return (
    <Page kind="card" title={singleSignOn.refusedTitle} organisation={organisation}>
      <Notice kind="warning">{typeof said === "string" ? said : said(provider)}</Notice>
      <Button kind="primary" href="/sign-in" full>
        {singleSignOn.again}
      </Button>
    </Page>
  );
}

interface LinkProps {
  organisation: Organisation;
  provider: Provider;
  email: string;
}

export function ProvePage({ organisation, provider, email, address }: LinkProps & { address: string }) {
  const { singleSignOn, shared } = useWords();
  return (
    <Page
      kind="card"
      title={singleSignOn.linkTitle(provider.name)}
      lead={singleSignOn.linkProve(provider.name, email)}
      organisation={organisation}
    >
      <Button kind="primary" href={address} full>
        {singleSignOn.linkSignIn}
      </Button>
      <Links items={[{ label: shared.cancel, href: "/sign-in" }]} />
    </Page>
  );
}

export function LinkPage({ organisation, provider, email }: LinkProps) {
  const { singleSignOn, shared } = useWords();
  return (
    <Page
      kind="card"
      title={singleSignOn.linkTitle(provider.name)}
      lead={singleSignOn.linkAsk(provider.name, email)}
      organisation={organisation}
    >
      <Form action="/single-sign-on/link">
        <Button kind="primary">{singleSignOn.linkNow}</Button>
      </Form>
      <Links items={[{ label: shared.cancel, href: "/account" }]} />
    </Page>
  );
}

const addressWords = {
  good: "It may be used: the provider serves its domain and says that it is verified.",
  none: "The provider tells no e-mail address. Nobody new can come in: let it send the claim 'email'.",
  "other-domain": "Its domain is none of those that this provider serves, so it would be refused.",
  unverified:
    "The provider does not say that it is verified ('email_verified'), so it would be refused. Where the provider only hands out addresses of its own, tick that it vouches for them.",
};

const evidenceWords = {
  shown: "This sign-in showed what you ask for.",
  missing: "This sign-in did not show what you ask for: our own second step would follow.",
  "not-asked": "You ask for none: every sign-in through this provider counts.",
};

/** For administrators, as the whole console, in English. */
export function TestedPage({ visitor, provider, result }: { visitor: Visitor; provider: Provider; result: Tested }) {
  const here = `/admin/single-sign-on/${provider.id}`;
  const good = result.outcome === "came-back" && result.address === "good";
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/single-sign-on"
      title={`Test of ${provider.name}`}
      notices={
        result.outcome === "failed" ? (
          <Notice kind="danger" title="The test did not come through">
            {failureWords(result.code)}
          </Notice>
        ) : (
          <Notice
            kind={good ? "success" : "warning"}
            title={
              good
                ? "The provider answered, and its answer is good"
                : "The provider answered, but nobody new could come in"
            }
          >
            Nobody was signed in, linked or added by this test.
          </Notice>
        )
      }
    >
      {result.outcome === "came-back" ? <CameBack result={result} exempts={provider.exempts} /> : null}
      <Actions>
        <Button kind="primary" href={here}>
          Back to {provider.name}
        </Button>
        <Button href={`${here}/test`}>Test again</Button>
      </Actions>
    </AppFrame>
  );
}

function CameBack({ result, exempts }: { result: Extract<Tested, { outcome: "came-back" }>; exempts: boolean }) {
  return (
    <>
      <Section title="What would become of it">
        <DataList
          items={[
            { term: "E-mail address", value: addressWords[result.address] },
            { term: "Name", value: result.name ?? "None told: new people are called by their address." },
            { term: "Account type of new people", value: result.accountType },
            {
              term: "Evidence",
              value: exempts
                ? evidenceWords[result.evidence]
                : "2FA stays on for those who come through this provider.",
            },
            {
              term: "Time of sign-in",
              value: result.tellsTime
                ? "The provider tells it ('auth_time'), so people without a password can confirm dangerous acts there."
                : "The provider did not tell it ('auth_time') this time. If it does not when it is asked, people without a password can't confirm dangerous acts.",
            },
          ]}
        />
      </Section>
      <Section title="What came back">
        <Table
          caption="Claims"
          columns={[{ label: "Claim", header: true }, { label: "Value" }]}
          rows={result.claims.map(([name, value]) => ({
            cells: [<Badge>{name}</Badge>, <code>{value}</code>],
          }))}
        />
      </Section>
    </>
  );
}

function failureWords(code: string): string {
  switch (code) {
    case "access_denied":
      return "The provider did not sign you in, or you stopped there.";
    case "invalid_client":
      return "The provider does not know this client ID, or the client secret is wrong.";
    case "redirect_uri_mismatch":
      return "The provider does not know our redirect address. Copy it from the provider's page here.";
    case "OAUTH_TIMEOUT":
      return "The provider did not answer in time.";
    default:
      return `The provider can't be reached from this server, or its answer is not as it should be (${code}).`;
  }
}
