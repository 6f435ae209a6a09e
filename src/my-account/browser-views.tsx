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
} from "../ui/index.ts";
import type { OwnSession } from "./browsers.ts";

export interface TrustedBrowsersProps {
  trustedBrowsers: ListedBrowser[];
  /** The id of this browser's own trust, where it has one. */
  trustedHere?: string | undefined;
  now: number;
}

export function TrustedBrowsersSection({ trustedBrowsers, now, trustedHere }: TrustedBrowsersProps) {
  return (
    <Section
      id="trusted-browsers"
      title="Trusted browsers"
      description="On these you are not asked for a code for a time."
    >
      <Table
        caption="Trusted browsers"
        columns={[
          { label: "Browser", header: true },
          { label: "Last used" },
          { label: "Until" },
          { label: "End trust", actions: true },
        ]}
        rows={trustedBrowsers.map((browser) => ({
          id: `trusted-browser-${browser.id}`,
          cells: [
            <Device browser={browser} here={browser.id === trustedHere} />,
            <RelativeTime at={browser.lastUsedAt} now={now} />,
            <RelativeTime at={browser.expiresAt} now={now} />,
            <Form action={`/account/security/trusted-browsers/${browser.id}/removal`}>
              <Button label={`End trust in ${describeUserAgent(browser.userAgent)}, ${browser.address}`}>
                End trust
              </Button>
            </Form>,
          ],
        }))}
        empty={<Muted>No trusted browsers.</Muted>}
      />
    </Section>
  );
}

export function SessionsSection({ sessions, now }: { sessions: OwnSession[]; now: number }) {
  return (
    <Section id="sessions" title="Where you are signed in">
      <Table
        caption="Where you are signed in"
        columns={[
          { label: "Browser", header: true },
          { label: "Signed in" },
          { label: "Last used" },
          { label: "Sign out", actions: true },
        ]}
        rows={sessions.map((session) => ({
          id: `session-${session.id}`,
          cells: [
            <Device browser={session} here={session.current} />,
            <RelativeTime at={session.createdAt} now={now} />,
            <RelativeTime at={session.lastUsedAt} now={now} />,
            session.current ? null : (
              <Form action={`/account/security/sessions/${session.id}/removal`}>
                <Button label={`Sign out ${describeUserAgent(session.userAgent)}, ${session.address}`}>Sign out</Button>
              </Form>
            ),
          ],
        }))}
      />
      {sessions.length > 1 ? (
        <Form action="/account/security/sessions/removal">
          <Actions>
            <Button>Sign out everywhere else</Button>
          </Actions>
        </Form>
      ) : null}
    </Section>
  );
}

function Device({ browser, here }: { browser: ListedBrowser; here: boolean }) {
  const device = describeUserAgent(browser.userAgent);
  return (
    <TwoLine
      main={
        <>
          {device} {here ? <Badge kind="info">This browser</Badge> : null}
        </>
      }
      sub={browser.address}
    />
  );
}
