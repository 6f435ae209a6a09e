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
import type { Words } from "../../words/index.ts";
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

/** For administrators. */
export function TestedPage({ visitor, provider, result }: { visitor: Visitor; provider: Provider; result: Tested }) {
  const { test: say } = useWords().consoleProviderForms;
  const here = `/admin/single-sign-on/${provider.id}`;
  const good = result.outcome === "came-back" && result.address === "good";
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/single-sign-on"
      title={say.title(provider.name)}
      notices={
        result.outcome === "failed" ? (
          <Notice kind="danger" title={say.failed}>
            {failureWords(result.code, say)}
          </Notice>
        ) : (
          <Notice kind={good ? "success" : "warning"} title={good ? say.good : say.nobodyNew}>
            {say.nothingDone}
          </Notice>
        )
      }
    >
      {result.outcome === "came-back" ? <CameBack result={result} exempts={provider.exempts} /> : null}
      <Actions>
        <Button kind="primary" href={here}>
          {say.backTo(provider.name)}
        </Button>
        <Button href={`${here}/test`}>{say.again}</Button>
      </Actions>
    </AppFrame>
  );
}

function CameBack({ result, exempts }: { result: Extract<Tested, { outcome: "came-back" }>; exempts: boolean }) {
  const { test: say } = useWords().consoleProviderForms;
  return (
    <>
      <Section title={say.whatBecomes}>
        <DataList
          items={[
            { term: say.address, value: say.addresses[result.address] },
            { term: say.name, value: result.name ?? say.noName },
            { term: say.accountType, value: result.accountType },
            {
              term: say.evidence,
              value: exempts ? say.evidences[result.evidence] : say.staysOn,
            },
            {
              term: say.time,
              value: result.tellsTime ? say.tellsTime : say.noTime,
            },
          ]}
        />
      </Section>
      <Section title={say.cameBack}>
        <Table
          caption={say.claims}
          columns={[{ label: say.claim, header: true }, { label: say.value }]}
          rows={result.claims.map(([name, value]) => ({
            cells: [<Badge>{name}</Badge>, <code>{value}</code>],
          }))}
        />
      </Section>
    </>
  );
}

const failureWords = (code: string, { failures, otherFailure }: Words["consoleProviderForms"]["test"]): string =>
  Object.hasOwn(failures, code) ? failures[code as keyof typeof failures] : otherFailure(code);
