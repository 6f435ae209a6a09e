// One person's page: who they are, what is required of them, what they have set up, and what happened lately.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import type { ListedBrowser, ListedSession } from "../access/browsers.ts";
import { AppFrame } from "../access/frame.tsx";
import { explain } from "../policy/words.ts";
import { codesInSet, few } from "../recovery-codes/rules.ts";
import {
  Badge,
  Button,
  DataList,
  describeUserAgent,
  Form,
  Muted,
  Notice,
  Section,
  Table,
  TimeStamp,
  TwoLine,
} from "../ui/index.ts";
import { eventSentence, proofWords } from "./history-words.ts";
import { Address, personAddress, RequirementBadge, StatusBadge } from "./people-views.tsx";
import { type PastEvent, type PersonOverview, shownEvents } from "./person.ts";

export interface PersonPageProps {
  visitor: Visitor;
  overview: PersonOverview;
  sessions: ListedSession[];
  trustedBrowsers: ListedBrowser[];
  history: PastEvent[];
  now: number;
  done?: string | undefined;
  overlay?: Child;
}

const doneWords: Record<string, string> = {
  reset: "Two-factor authentication was reset. All sessions and trusted browsers of this person have ended.",
  "signed-out": "Signed out everywhere.",
  "session-ended": "The session has ended.",
  "trust-ended": "That browser is not trusted any more.",
};

export function PersonPage(props: PersonPageProps) {
  const { visitor, overview, now, done, overlay } = props;
  const { person } = overview;
  const words = done === undefined || !Object.hasOwn(doneWords, done) ? undefined : doneWords[done];
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={person.display_name}
      lead={<a href="/admin/people">All people</a>}
      notices={words ? <Notice kind="success">{words}</Notice> : undefined}
      overlay={overlay}
    >
      <Facts overview={overview} own={visitor.person.id === person.id} now={now} />
      <SecondFactor overview={overview} own={visitor.person.id === person.id} now={now} />
      <TrustedBrowsers {...props} />
      <Sessions {...props} />
      <History history={props.history} now={now} />
    </AppFrame>
  );
}

function Facts({ overview: { person }, own, now }: { overview: PersonOverview; own: boolean; now: number }) {
  const linked = person.status !== "disabled" && !own;
  return (
    <Section
      title="Account"
      actions={
        linked ? (
          <Form action={`${personAddress(person)}/invitation`}>
            <Button>{person.status === "invited" ? "New invitation link" : "New password link"}</Button>
          </Form>
        ) : null
      }
    >
      <DataList
        items={[
          { term: "E-mail", value: <Address email={person.email} /> },
          { term: "Screen name", value: person.screen_name },
          { term: "Account type", value: person.account_type },
          { term: "Administrator", value: person.administrator === 1 ? "Yes" : "No" },
          { term: "Status", value: <StatusBadge status={person.status} /> },
          { term: "Added", value: <TimeStamp at={person.created_at} now={now} /> },
          {
            term: "Last sign-in",
            value: person.last_sign_in_at === null ? "Never" : <TimeStamp at={person.last_sign_in_at} now={now} />,
          },
        ]}
      />
    </Section>
  );
}

function SecondFactor({ overview, own, now }: { overview: PersonOverview; own: boolean; now: number }) {
  const { person, requirement, authenticators, recoveryCodes } = overview;
  return (
    <Section
      title="Two-factor authentication"
      description={explain(requirement, "administrator")}
      actions={<RequirementBadge requirement={requirement} authenticators={authenticators.length} />}
    >
      {authenticators.length === 0 ? (
        <p>Not set up.</p>
      ) : (
        <Table
          caption="Authenticators"
          columns={[{ label: "Authenticator", header: true }, { label: "Added" }, { label: "Last used" }]}
          rows={authenticators.map(({ name, createdAt, lastUsedAt }) => ({
            cells: [
              name,
              <TimeStamp at={createdAt} now={now} />,
              lastUsedAt === null ? "Never" : <TimeStamp at={lastUsedAt} now={now} />,
            ],
          }))}
        />
      )}
      {recoveryCodes ? (
        <p>
          {recoveryCodes.left} of {codesInSet} recovery codes left
          {recoveryCodes.left <= few ? (
            <>
              {" "}
              <Badge kind="warning">Few left</Badge>
            </>
          ) : null}
        </p>
      ) : null}
      {own ? (
        <Muted>
          This is you. Your own two-factor authentication is under <a href="/account/security">Security</a>; only
          another administrator can reset it.
        </Muted>
      ) : (
        <Button kind={authenticators.length > 0 ? "danger" : "secondary"} href={`${personAddress(person)}/reset`}>
          Reset two-factor authentication
        </Button>
      )}
    </Section>
  );
}

function TrustedBrowsers({ overview: { person, policy }, trustedBrowsers, now }: PersonPageProps) {
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
            <EndButton
              action={`${personAddress(person)}/trusted-browsers/${browser.id}/end`}
              browser={browser}
              words="End trust"
            />,
          ],
        }))}
        empty={<Muted>{policy.trustBrowsers.allowed ? "None." : "The policy lets nobody trust a browser."}</Muted>}
      />
    </Section>
  );
}

function Sessions({ visitor, overview: { person }, sessions, now }: PersonPageProps) {
  return (
    <Section
      title="Sessions"
      description="Where this person is signed in."
      actions={
        sessions.length > 0 ? (
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
            <EndButton
              action={`${personAddress(person)}/sessions/${session.id}/end`}
              browser={session}
              words="End session"
            />,
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

function History({ history, now }: { history: PastEvent[]; now: number }) {
  return (
    <Section title="History" description={`The last ${shownEvents} events about this person.`}>
      <Table
        caption="History"
        columns={[{ label: "What", header: true }, { label: "From" }, { label: "When" }]}
        rows={history.map((event) => ({
          cells: [
            <TwoLine main={eventSentence(event)} sub={event.by ? `by ${event.by}` : undefined} />,
            event.address === "command line" ? (
              "Command line"
            ) : (
              <TwoLine main={describeUserAgent(event.userAgent)} sub={event.address} />
            ),
            <TimeStamp at={event.at} now={now} />,
          ],
        }))}
        empty={<Muted>Nothing yet.</Muted>}
      />
    </Section>
  );
}
