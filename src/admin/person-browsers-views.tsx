// Where a person is signed in and which browsers they trust, on their page, each with the button that ends it.
import type { Visitor } from "../access/actions.ts";
import type { ListedBrowser, ListedSession } from "../access/browsers.ts";
import {
  Badge,
  Button,
  describeUserAgent,
  Form,
  Muted,
  Section,
  Table,
  TimeStamp,
  TwoLine,
  useWords,
} from "../ui/index.ts";
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
  const spoken = useWords();
  const { consoleShared: common, consolePerson: say } = spoken;
  const may = visitor.roles.has("administrator");
  return (
    <Section title={say.trustedBrowsers} description={say.trustedBrowsersText}>
      <Table
        caption={say.trustedBrowsers}
        columns={[
          { label: say.browser, header: true },
          { label: common.lastUsed },
          { label: say.until },
          { label: common.actions, actions: true },
        ]}
        rows={trustedBrowsers.map((browser) => ({
          cells: [
            <Device browser={browser} />,
            <TimeStamp at={browser.lastUsedAt} now={now} />,
            <TimeStamp at={browser.expiresAt} now={now} />,
            may ? (
              <EndButton
                action={`${personAddress(person)}/trusted-browsers/${browser.id}/end`}
                text={say.endTrust}
                label={say.endTrustIn(describeUserAgent(browser.userAgent, spoken), browser.address)}
              />
            ) : null,
          ],
        }))}
        empty={<Muted>{policy.trustBrowsers.allowed ? say.noTrustedBrowsers : say.trustForbidden}</Muted>}
      />
    </Section>
  );
}

export function Sessions({ visitor, overview: { person }, sessions, now }: BrowsersProps) {
  const spoken = useWords();
  const { consoleShared: common, consolePerson: say } = spoken;
  const may = visitor.roles.has("administrator");
  return (
    <Section
      title={say.sessions}
      description={say.sessionsText}
      actions={
        may && sessions.length > 0 ? (
          <Form action={`${personAddress(person)}/sign-out`}>
            <Button>{common.signOutEverywhere}</Button>
          </Form>
        ) : null
      }
    >
      <Table
        caption={say.sessions}
        columns={[
          { label: say.browser, header: true },
          { label: say.proof },
          { label: common.lastUsed },
          { label: common.actions, actions: true },
        ]}
        rows={sessions.map((session) => ({
          cells: [
            <Device browser={session} current={session.id === visitor.session.id} />,
            proofWords(session.proofs, spoken),
            <TimeStamp at={session.lastUsedAt} now={now} />,
            may ? (
              <EndButton
                action={`${personAddress(person)}/sessions/${session.id}/end`}
                text={say.endSession}
                label={say.endSessionOf(describeUserAgent(session.userAgent, spoken), session.address)}
              />
            ) : null,
          ],
        }))}
        empty={<Muted>{say.notSignedIn}</Muted>}
      />
    </Section>
  );
}

function Device({ browser, current = false }: { browser: ListedBrowser; current?: boolean }) {
  const spoken = useWords();
  return (
    <TwoLine
      main={
        <>
          {describeUserAgent(browser.userAgent, spoken)}
          {current ? (
            <>
              {" "}
              <Badge kind="info">{spoken.consolePerson.thisSession}</Badge>
            </>
          ) : null}
        </>
      }
      sub={browser.address}
    />
  );
}

function EndButton({ action, text, label }: { action: string; text: string; label: string }) {
  return (
    <Form action={action}>
      <Button label={label}>{text}</Button>
    </Form>
  );
}
