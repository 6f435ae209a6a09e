// Where a person is signed in and which browsers they trust, on their page, each with the button that ends it.
import type { Visitor } from "../access/actions.ts";
import type { ListedBrowser, ListedSession } from "../access/browsers.ts";
import { Badge, Button, describeUserAgent, Form, Muted, Section, Table, TimeStamp, TwoLine } from "../ui/index.ts";
import { proofWords } from "./history-words.ts";
import { personAddress } from "./people-views.tsx";
import type { PersonOverview } from "./person.ts";

interface BrowsersProps {
  visitor: Visitor;
  overview: PersonOverview;
  sessions: ListedSession[];
  trustedBrowsers: ListedBrowser[];
  now: number;
}

export function TrustedBrowsers({ visitor, overview: { person, policy }, trustedBrowsers, now }: BrowsersProps) {
  const may = visitor.roles.has("administrator");
  return (
    <Section title="Trusted browsers" description="On these the second step is not asked for.">
      <Table
        caption="Trusted browsers"
        columns={[
          { label: "Browser", header: true },
          { label: "Last used" },
          { label: "Until" },
          { label: "Actions", actions: true },
        ]}
        rows={trustedBrowsers.map((browser) => ({
          cells: [
            <Device browser={browser} />,
            <TimeStamp at={browser.lastUsedAt} now={now} />,
            <TimeStamp at={browser.expiresAt} now={now} />,
            may ? (
              <EndButton
                action={`${personAddress(person)}/trusted-browsers/${browser.id}/end`}
                browser={browser}
                words="End trust"
              />
            ) : null,
          ],
        }))}
        empty={<Muted>{policy.trustBrowsers.allowed ? "None." : "The policy lets nobody trust a browser."}</Muted>}
      />
    </Section>
  );
}

export function Sessions({ visitor, overview: { person }, sessions, now }: BrowsersProps) {
  const may = visitor.roles.has("administrator");
  return (
    <Section
      title="Sessions"
      description="Where this person is signed in."
      actions={
        may && sessions.length > 0 ? (
          <Form action={`${personAddress(person)}/sign-out`}>
            <Button>Sign out everywhere</Button>
          </Form>
        ) : null
      }
    >
      <Table
        caption="Sessions"
        columns={[
          { label: "Browser", header: true },
          { label: "Proof" },
          { label: "Last used" },
          { label: "Actions", actions: true },
        ]}
        rows={sessions.map((session) => ({
          cells: [
            <Device browser={session} current={session.id === visitor.session.id} />,
            proofWords(session.proofs),
            <TimeStamp at={session.lastUsedAt} now={now} />,
            may ? (
              <EndButton
                action={`${personAddress(person)}/sessions/${session.id}/end`}
                browser={session}
                words="End session"
              />
            ) : null,
          ],
        }))}
        empty={<Muted>Not signed in anywhere.</Muted>}
      />
    </Section>
  );
}

function Device({ browser, current = false }: { browser: ListedBrowser; current?: boolean }) {
  return (
    <TwoLine
      main={
        <>
          {describeUserAgent(browser.userAgent)}
          {current ? (
            <>
              {" "}
              <Badge kind="info">This session</Badge>
            </>
          ) : null}
        </>
      }
      sub={browser.address}
    />
  );
}

function EndButton({ action, browser, words }: { action: string; browser: ListedBrowser; words: string }) {
  return (
    <Form action={action}>
      <Button label={`${words}: ${describeUserAgent(browser.userAgent)}, ${browser.address}`}>{words}</Button>
    </Form>
  );
}
