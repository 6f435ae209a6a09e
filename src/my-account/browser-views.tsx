// The lists of trusted browsers and of sessions.
import type { ListedBrowser } from "../access/browsers.ts";
import {
  Actions,
  Badge,
  Button,
  describeUserAgent,
  Form,
  Muted,
  RelativeTime,
  Section,
  Table,
  TwoLine,
  useWords,
} from "../ui/index.ts";
import type { OwnSession } from "./browsers.ts";

export interface TrustedBrowsersProps {
  trustedBrowsers: ListedBrowser[];
  /** The id of this browser's own trust, where it has one. */
  trustedHere?: string | undefined;
  now: number;
}

export function TrustedBrowsersSection({ trustedBrowsers, now, trustedHere }: TrustedBrowsersProps) {
  const words = useWords();
  const { security } = words;
  return (
    <Section id="trusted-browsers" title={security.trustedBrowsers} description={security.trustedBrowsersText}>
      <Table
        caption={security.trustedBrowsers}
        columns={[
          { label: security.browser, header: true },
          { label: security.lastUsed },
          { label: security.until },
          { label: security.endTrust, actions: true },
        ]}
        rows={trustedBrowsers.map((browser) => ({
          id: `trusted-browser-${browser.id}`,
          cells: [
            <Device browser={browser} here={browser.id === trustedHere} />,
            <RelativeTime at={browser.lastUsedAt} now={now} />,
            <RelativeTime at={browser.expiresAt} now={now} />,
            <Form action={`/account/security/trusted-browsers/${browser.id}/removal`}>
              <Button label={security.endTrustIn(describeUserAgent(browser.userAgent, words), browser.address)}>
                {security.endTrust}
              </Button>
            </Form>,
          ],
        }))}
        empty={<Muted>{security.noTrustedBrowsers}</Muted>}
      />
    </Section>
  );
}

export function SessionsSection({ sessions, now }: { sessions: OwnSession[]; now: number }) {
  const words = useWords();
  const { security } = words;
  return (
    <Section id="sessions" title={security.sessions}>
      <Table
        caption={security.sessions}
        columns={[
          { label: security.browser, header: true },
          { label: security.signedIn },
          { label: security.lastUsed },
          { label: security.signOut, actions: true },
        ]}
        rows={sessions.map((session) => ({
          id: `session-${session.id}`,
          cells: [
            <Device browser={session} here={session.current} />,
            <RelativeTime at={session.createdAt} now={now} />,
            <RelativeTime at={session.lastUsedAt} now={now} />,
            session.current ? null : (
              <Form action={`/account/security/sessions/${session.id}/removal`}>
                <Button label={security.signOutOf(describeUserAgent(session.userAgent, words), session.address)}>
                  {security.signOut}
                </Button>
              </Form>
            ),
          ],
        }))}
      />
      {sessions.length > 1 ? (
        <Form action="/account/security/sessions/removal">
          <Actions>
            <Button>{security.signOutElsewhere}</Button>
          </Actions>
        </Form>
      ) : null}
    </Section>
  );
}

function Device({ browser, here }: { browser: ListedBrowser; here: boolean }) {
  const words = useWords();
  const device = describeUserAgent(browser.userAgent, words);
  return (
    <TwoLine
      main={
        <>
          {device} {here ? <Badge kind="info">{words.security.thisBrowser}</Badge> : null}
        </>
      }
      sub={browser.address}
    />
  );
}
