// The list of applications, and the page of one of them.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { type Application, takesPart } from "../../applications/rules.ts";
import { type ListedApplication, usesKeptFor } from "../../applications/uses.ts";
import { startOfDay } from "../../kernel/days.ts";
import {
  Actions,
  Badge,
  Button,
  CopyField,
  DataList,
  EmptyState,
  Form,
  Notice,
  Overlay,
  Section,
  Table,
  TimeStamp,
  TwoLine,
  useWords,
} from "../../ui/index.ts";
import type { Words } from "../../words/index.ts";
import { hasSecret, type KnownApplication } from "./actions.ts";
import { clientWords, type Fact } from "./connecting.ts";
import type { Written } from "./reading.ts";
import { kindWords } from "./words.ts";

const pageOf = (id: string): string => `/admin/applications/${id}`;

function AddButton() {
  const { consoleApplications: say } = useWords();
  return (
    <Button kind="primary" href="/admin/applications/new">
      {say.add}
    </Button>
  );
}

export function ApplicationsPage({
  visitor,
  known,
  now,
  removed,
}: {
  visitor: Visitor;
  known: readonly KnownApplication[];
  now: number;
  removed: boolean;
}) {
  const words = useWords();
  const { consoleApplications: say } = words;
  const some = known.length > 0;
  const notYet = known.filter(({ application }) => !takesPart(application, now)).length;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/applications"
      title={say.title}
      lead={some ? counted(known.length - notYet, notYet, say) : undefined}
      wide
      notices={removed ? <Notice kind="success">{say.removed}</Notice> : null}
      actions={some ? <AddButton /> : undefined}
    >
      <Table
        caption={say.title}
        columns={[
          { label: say.name, header: true },
          { label: say.twoFactor },
          { label: say.lastSignIn, narrow: true },
          { label: say.lastDays },
        ]}
        rows={known.map(({ application }) => ({
          cells: [
            <TwoLine main={<a href={pageOf(application.id)}>{application.name}</a>} sub={kindIn(application, words)} />,
            <Participation application={application} now={now} />,
            <LastUse application={application} now={now} />,
            <Uses {...application} />,
          ],
        }))}
        empty={
          <EmptyState title={say.none} actions={<AddButton />}>
            {say.noneText}
          </EmptyState>
        }
      />
    </AppFrame>
  );
}

const kindIn = ({ kind, active }: Application, words: Words): string =>
  active ? kindWords(kind, words) : words.consoleApplications.off(kindWords(kind, words));

const counted = (yes: number, notYet: number, say: Words["consoleApplications"]): string =>
  notYet === 0 ? say.allTakePart(yes) : say.someTakePart(yes, notYet);

function Participation({ application, now }: { application: Application; now: number }) {
  const { consoleApplications: say, date } = useWords();
  const { participation, note } = application;
  if (takesPart(application, now)) return <Badge kind="success">{say.takesPart}</Badge>;
  const from = participation.takesPart === "not-yet" ? participation.from : null;
  const day = from === null ? undefined : date(startOfDay(from));
  const sub = day === undefined ? note : note ? say.fromDayWith(day, note) : say.fromDay(day);
  return <TwoLine main={<Badge kind="warning">{say.notYet}</Badge>} sub={sub || undefined} />;
}

function LastUse({ application, now }: { application: ListedApplication; now: number }) {
  const { consoleApplications: say } = useWords();
  const { lastUsedAt, createdAt } = application;
  if (lastUsedAt !== undefined) return <TimeStamp at={lastUsedAt} now={now} />;
  return <span class="muted">{createdAt < now - usesKeptFor ? say.notInAYear : say.never}</span>;
}

function Uses({ withSecondFactor, without }: { withSecondFactor: number; without: number }) {
  const { consoleApplications: say } = useWords();
  if (withSecondFactor + without === 0) return <span class="muted">{say.noSignIns}</span>;
  return <TwoLine main={say.withSecondFactor(withSecondFactor)} sub={say.without(without)} />;
}

export function ApplicationPage({
  visitor,
  known,
  written,
  facts,
  now,
  done,
  overlay,
}: {
  visitor: Visitor;
  known: KnownApplication;
  written: Written;
  facts: readonly Fact[];
  now: number;
  done?: string | undefined;
  overlay?: Child;
}) {
  const words = useWords();
  const { consoleApplications: say } = words;
  const { application, clientId } = known;
  const said = done === "added" || done === "saved" ? say.done[done] : undefined;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/applications"
      title={application.name}
      overlay={overlay}
      notices={
        <>
          {said ? <Notice kind="success">{said}</Notice> : null}
          {application.active ? null : <Notice kind="warning">{say.switchedOff}</Notice>}
        </>
      }
      actions={<Button href={`${pageOf(application.id)}/edit`}>{say.change}</Button>}
    >
      <Section title={say.overview}>
        <DataList
          items={[
            { term: say.connectsBy, value: kindWords(application.kind, words) },
            { term: say.twoFactor, value: <Participation application={application} now={now} /> },
            ...(application.note && takesPart(application, now) ? [{ term: say.note, value: application.note }] : []),
            { term: say.lastSignIn, value: <LastUse application={application} now={now} /> },
            { term: say.lastDays, value: <Uses {...application} /> },
            { term: say.added, value: <TimeStamp at={application.createdAt} /> },
          ]}
        />
      </Section>
      {application.kind === "embedded" ? null : (
        <Section title={say.connection} description={say.connectionText}>
          {clientId === undefined ? null : <CopyField label={say.clientId} name="clientId" value={clientId} />}
          {facts.map(({ name, value }) => (
            <CopyField label={say.facts[name]} name={name} value={value} />
          ))}
          <DataList items={settingsOf(application, written, words)} />
        </Section>
      )}
      {hasSecret(application) ? (
        <Section title={say.secret} description={say.secretText}>
          <Form action={`${pageOf(application.id)}/secret`}>
            <Button>{say.newSecret}</Button>
          </Form>
        </Section>
      ) : null}
      <Section title={say.remove} description={say.removeText} danger>
        <Button kind="danger" href={`${pageOf(application.id)}/removal`}>
          {say.removeNow}
        </Button>
      </Section>
    </AppFrame>
  );
}

function settingsOf(application: Application, written: Written, words: Words): { term: Child; value: Child }[] {
  const { redirectAddresses, afterSignOutAddresses = [], backChannelAddress, hosts, unknownPeople } = written;
  const { consoleApplications: say } = words;
  const runs = clientWords(application, words);
  return [
    ...(hosts ? [{ term: say.hosts, value: <Lines of={hosts} /> }] : []),
    ...(redirectAddresses ? [{ term: say.returnAddresses, value: <Lines of={redirectAddresses} /> }] : []),
    ...(afterSignOutAddresses.length > 0
      ? [{ term: say.afterSignOut, value: <Lines of={afterSignOutAddresses} /> }]
      : []),
    ...(backChannelAddress ? [{ term: say.backChannel, value: backChannelAddress }] : []),
    ...(runs ? [{ term: say.runs, value: runs }] : []),
    ...(unknownPeople
      ? [
          {
            term: say.unknownPeople,
            value: say.unknown[unknownPeople],
          },
        ]
      : []),
  ];
}

/** Only return addresses can be none. */
function Lines({ of }: { of: readonly string[] }) {
  const { consoleApplications: say } = useWords();
  return (
    <ul>
      {(of.length > 0 ? of : [say.noAddresses]).map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}

/** Right after it was made: the only time that the secret is shown. */
export function SecretPage({
  visitor,
  application,
  clientId,
  secret,
  facts,
  isNew,
}: {
  visitor: Visitor;
  application: Application;
  clientId: string | undefined;
  secret: string;
  facts: readonly Fact[];
  isNew: boolean;
}) {
  const { consoleApplications: say } = useWords();
  const [first] = facts;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/applications"
      title={isNew ? say.wasAdded(application.name) : say.newSecretOf(application.name)}
    >
      <Section title={say.forItsSettings} description={say.shownOnce}>
        {clientId === undefined ? null : <CopyField label={say.clientId} name="clientId" value={clientId} />}
        <CopyField label={say.clientSecret} name="secret" value={secret} />
        {first ? <CopyField label={say.facts[first.name]} name={first.name} value={first.value} /> : null}
        <Actions>
          <Button kind="primary" href={pageOf(application.id)}>
            {say.goTo(application.name)}
          </Button>
        </Actions>
      </Section>
    </AppFrame>
  );
}

export function RemovalOverlay({ application }: { application: Application }) {
  const { consoleApplications: say } = useWords();
  return (
    <Overlay
      id="removal"
      width="medium"
      title={say.removeTitle(application.name)}
      lead={say.removeLead}
      cancel={{ href: pageOf(application.id) }}
    >
      <Form action={`${pageOf(application.id)}/removal`}>
        <Button kind="danger">{say.removeNow}</Button>
      </Form>
    </Overlay>
  );
}
