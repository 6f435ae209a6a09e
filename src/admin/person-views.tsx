// One person's page: who they are, what is required of them, what they have set up, and what happened lately.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import type { ListedBrowser, ListedSession } from "../access/browsers.ts";
import { AppFrame } from "../access/frame.tsx";
import type { ShownIdentity } from "../identities/actions.ts";
import type { Person } from "../people/actions.ts";
import { explain } from "../policy/words.ts";
import { codesInSet, few } from "../recovery-codes/rules.ts";
import {
  Badge,
  Button,
  DataList,
  describeUserAgent,
  Form,
  Menu,
  Muted,
  Notice,
  Section,
  Table,
  TimeStamp,
  TwoLine,
} from "../ui/index.ts";
import { eventSentence } from "./history-words.ts";
import { Address, mayActOn, personAddress, RequirementBadge, StatusBadge, standingItems } from "./people-views.tsx";
import { type PastEvent, type PersonOverview, shownEvents } from "./person.ts";
import { Sessions, TrustedBrowsers } from "./person-browsers-views.tsx";
import { IdentitiesSection } from "./single-sign-on/views.tsx";
import { roleWords } from "./words.ts";

export interface PersonPageProps {
  identities: ShownIdentity[];
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
  edited: "Saved.",
  disabled: "The account is disabled. All sessions and trusted browsers of this person have ended.",
  enabled: "The account is enabled again.",
  unlocked: "Unlocked. The next try does not have to wait.",
  "trust-ended": "That browser is not trusted any more.",
};

export function PersonPage(props: PersonPageProps) {
  const { visitor, overview, now, done, overlay } = props;
  const { person } = overview;
  const may = mayActOn(visitor, person);
  const words = done === undefined || !Object.hasOwn(doneWords, done) ? undefined : doneWords[done];
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={person.display_name}
      lead={<a href="/admin/people">All people</a>}
      notices={words ? <Notice kind="success">{words}</Notice> : undefined}
      overlay={overlay}
      actions={may ? <PersonMenu person={person} locked={overview.locked} /> : undefined}
    >
      <Facts overview={overview} may={may} now={now} />
      <SecondFactor overview={overview} own={visitor.person.id === person.id} may={may} now={now} />
      <IdentitiesSection person={person.id} identities={props.identities} now={now} mayUnlink={may} />
      <TrustedBrowsers {...props} />
      <Sessions {...props} />
      <History history={props.history} now={now} />
    </AppFrame>
  );
}

function PersonMenu({ person, locked }: { person: Person; locked: boolean }) {
  return (
    <>
      <Button href={`${personAddress(person)}/edit`}>Edit</Button>
      <Menu label={person.display_name} text="More" items={standingItems(person, locked)} />
    </>
  );
}

function Facts({ overview: { person, locked }, may, now }: { overview: PersonOverview; may: boolean; now: number }) {
  const linked = person.status !== "disabled" && may;
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
          { term: "Roles", value: roleWords(person) || "None" },
          {
            term: "Status",
            value: (
              <>
                <StatusBadge status={person.status} />
                {locked ? (
                  <>
                    {" "}
                    <Badge kind="warning">Has to wait after wrong tries</Badge>
                  </>
                ) : null}
              </>
            ),
          },
          {
            term: "Address proven",
            value:
              person.address_proven_at === null ? (
                "Not yet: nobody has followed a link mailed there"
              ) : (
                <TimeStamp at={person.address_proven_at} now={now} />
              ),
          },
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

interface SecondFactorProps {
  overview: PersonOverview;
  own: boolean;
  may: boolean;
  now: number;
}

function SecondFactor({ overview, own, may, now }: SecondFactorProps) {
  const { person, requirement, authenticators, recoveryCodes } = overview;
  return (
    <Section
      title="Two-factor authentication"
      description={explain(requirement, "administrator")}
      actions={<RequirementBadge requirement={requirement} authenticators={authenticators.length} />}
    >
      <OverrideNote person={person} now={now} />
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
      ) : may && (authenticators.length > 0 || recoveryCodes) ? (
        <Button kind="danger" href={`${personAddress(person)}/reset`}>
          Reset two-factor authentication
        </Button>
      ) : null}
    </Section>
  );
}

/** Also after it has ended: whoever wonders what changed finds it here. */
function OverrideNote({ person, now }: { person: Person; now: number }) {
  const { override_level: level, override_reason: reason, override_until: until } = person;
  if (level === null) return null;
  const over = until !== null && until <= now;
  return (
    <p>
      {over ? "An administrator had set it to " : "An administrator set it to "}
      {level}
      {until === null ? null : (
        <>
          {" "}
          until <TimeStamp at={until} />
        </>
      )}
      {reason === null ? "." : `: ${reason}`}
    </p>
  );
}

const ownDoing: Record<string, string> = { "command line": "Command line", housekeeping: "By itself, in time" };

function History({ history, now }: { history: PastEvent[]; now: number }) {
  return (
    <Section title="History" description={`The last ${shownEvents} events about this person.`}>
      <Table
        caption="History"
        columns={[{ label: "What", header: true }, { label: "From" }, { label: "When" }]}
        rows={history.map((event) => ({
          cells: [
            <TwoLine main={eventSentence(event)} sub={event.by ? `by ${event.by}` : undefined} />,
            ownDoing[event.address] ?? <TwoLine main={describeUserAgent(event.userAgent)} sub={event.address} />,
            <TimeStamp at={event.at} now={now} />,
          ],
        }))}
        empty={<Muted>Nothing yet.</Muted>}
      />
    </Section>
  );
}
