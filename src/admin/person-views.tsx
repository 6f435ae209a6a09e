// One person's page: who they are, what is required of them, what they have set up, and what happened lately.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import type { ListedBrowser, ListedSession } from "../access/browsers.ts";
import { AppFrame } from "../access/frame.tsx";
import type { ShownIdentity } from "../identities/actions.ts";
import type { Person } from "../people/actions.ts";
import type { Level } from "../policy/rules.ts";
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
  useWords,
  Woven,
} from "../ui/index.ts";
import { words } from "../words/index.ts";
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

export function PersonPage(props: PersonPageProps) {
  const spoken = useWords();
  const { consolePerson: say } = spoken;
  const { visitor, overview, now, done, overlay } = props;
  const { person } = overview;
  const may = mayActOn(visitor, person);
  const told = done !== undefined && isDone(done) ? say.done[done] : undefined;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={person.display_name}
      lead={<a href="/admin/people">{say.allPeople}</a>}
      notices={told ? <Notice kind="success">{told}</Notice> : undefined}
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

const isDone = (done: string): done is keyof typeof words.en.consolePerson.done =>
  Object.hasOwn(words.en.consolePerson.done, done);

function PersonMenu({ person, locked }: { person: Person; locked: boolean }) {
  const spoken = useWords();
  const { consoleShared: common } = spoken;
  return (
    <>
      <Button href={`${personAddress(person)}/edit`}>{common.edit}</Button>
      <Menu label={person.display_name} text={common.more} items={standingItems(person, locked, spoken)} />
    </>
  );
}

function Facts({ overview: { person, locked }, may, now }: { overview: PersonOverview; may: boolean; now: number }) {
  const spoken = useWords();
  const { consoleShared: common, consolePerson: say } = spoken;
  const linked = person.status !== "disabled" && may;
  return (
    <Section
      title={say.account}
      actions={
        linked ? (
          <Form action={`${personAddress(person)}/invitation`}>
            <Button>{person.status === "invited" ? say.newInvitationLink : say.newPasswordLink}</Button>
          </Form>
        ) : null
      }
    >
      <DataList
        items={[
          { term: common.email, value: <Address email={person.email} /> },
          { term: common.screenName, value: person.screen_name },
          { term: common.accountType, value: person.account_type },
          { term: say.roles, value: roleWords(person, spoken) || common.none },
          {
            term: common.status,
            value: (
              <>
                <StatusBadge status={person.status} />
                {locked ? (
                  <>
                    {" "}
                    <Badge kind="warning">{say.hasToWait}</Badge>
                  </>
                ) : null}
              </>
            ),
          },
          {
            term: say.addressProven,
            value:
              person.address_proven_at === null ? say.notProven : <TimeStamp at={person.address_proven_at} now={now} />,
          },
          { term: common.added, value: <TimeStamp at={person.created_at} now={now} /> },
          {
            term: common.lastSignIn,
            value: person.last_sign_in_at === null ? common.never : <TimeStamp at={person.last_sign_in_at} now={now} />,
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
  const spoken = useWords();
  const { consoleShared: common, consolePerson: say, account } = spoken;
  const { person, requirement, authenticators, recoveryCodes } = overview;
  return (
    <Section
      title={common.twoFactor}
      description={explain(requirement, "administrator", spoken)}
      actions={<RequirementBadge requirement={requirement} authenticators={authenticators.length} />}
    >
      <OverrideNote person={person} now={now} />
      {authenticators.length === 0 ? (
        <p>{say.notSetUp}</p>
      ) : (
        <Table
          caption={say.authenticators}
          columns={[{ label: say.authenticator, header: true }, { label: common.added }, { label: common.lastUsed }]}
          rows={authenticators.map(({ name, createdAt, lastUsedAt }) => ({
            cells: [
              name,
              <TimeStamp at={createdAt} now={now} />,
              lastUsedAt === null ? common.never : <TimeStamp at={lastUsedAt} now={now} />,
            ],
          }))}
        />
      )}
      {recoveryCodes ? (
        <p>
          {say.codesLeft(recoveryCodes.left, codesInSet)}
          {recoveryCodes.left <= few ? (
            <>
              {" "}
              <Badge kind="warning">{common.fewLeft}</Badge>
            </>
          ) : null}
        </p>
      ) : null}
      {own ? (
        <Muted>
          <Woven sentence={say.own} parts={[<a href="/account/security">{account.nav.security}</a>]} />
        </Muted>
      ) : may && (authenticators.length > 0 || recoveryCodes) ? (
        <Button kind="danger" href={`${personAddress(person)}/reset`}>
          {common.resetSecondFactor}
        </Button>
      ) : null}
    </Section>
  );
}

/** Also after it has ended: whoever wonders what changed finds it here. */
function OverrideNote({ person, now }: { person: Person; now: number }) {
  const { consolePerson, requirement, moment } = useWords();
  const say = consolePerson.override;
  const { override_level: level, override_reason: reason, override_until: until } = person;
  if (level === null) return null;
  const said = Object.hasOwn(requirement.saying, level) ? requirement.saying[level as Level] : level;
  const over = until !== null && until <= now;
  const set = until === null ? say.set(said) : (over ? say.hadSetUntil : say.setUntil)(said, moment(until));
  return <p>{reason === null ? say.stated(set) : say.withReason(set, reason)}</p>;
}

function History({ history, now }: { history: PastEvent[]; now: number }) {
  const spoken = useWords();
  const { consolePerson: say } = spoken;
  const ownDoing: Record<string, string> = { "command line": say.commandLine, housekeeping: say.byItself };
  return (
    <Section title={say.history} description={say.historyText(shownEvents)}>
      <Table
        caption={say.history}
        columns={[{ label: say.what, header: true }, { label: say.from, whole: true }, { label: say.when }]}
        rows={history.map((event) => ({
          cells: [
            <TwoLine main={eventSentence(event, spoken)} sub={event.by ? say.by(event.by) : undefined} />,
            ownDoing[event.address] ?? (
              <TwoLine main={describeUserAgent(event.userAgent, spoken)} sub={event.address} />
            ),
            <TimeStamp at={event.at} now={now} />,
          ],
        }))}
        empty={<Muted>{say.nothingYet}</Muted>}
      />
    </Section>
  );
}
