// The list of applications, and the page of one of them.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { type Application, takesPart } from "../../applications/rules.ts";
import { type ListedApplication, usesKeptFor } from "../../applications/uses.ts";
import { startOfDay } from "../../kernel/days.ts";
import {
  Actions,
  absoluteDate,
  Badge,
  Button,
  CopyField,
  DataList,
  EmptyState,
  Form,
  Notice,
  Overlay,
  plural,
  Section,
  Table,
  TimeStamp,
  TwoLine,
} from "../../ui/index.ts";
import { hasSecret, type KnownApplication } from "./actions.ts";
import { clientWords, type Fact } from "./connecting.ts";
import type { Written } from "./reading.ts";
import { kindWords } from "./words.ts";

const pageOf = (id: string): string => `/admin/applications/${id}`;

const AddButton = () => (
  <Button kind="primary" href="/admin/applications/new">
    Add application
  </Button>
);

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
  const some = known.length > 0;
  const notYet = known.filter(({ application }) => !takesPart(application, now)).length;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/applications"
      title="Applications"
      lead={some ? counted(known.length - notYet, notYet) : undefined}
      wide
      notices={
        removed ? <Notice kind="success">The application was removed. Nobody gets there from here.</Notice> : null
      }
      actions={some ? <AddButton /> : undefined}
    >
      <Table
        caption="Applications"
        columns={[
          { label: "Name", header: true },
          { label: "Two-factor sign-in" },
          { label: "Last sign-in", narrow: true },
          { label: "Last 30 days" },
        ]}
        rows={known.map(({ application }) => ({
          cells: [
            <TwoLine
              main={<a href={pageOf(application.id)}>{application.name}</a>}
              sub={application.active ? kindWords[application.kind] : `${kindWords[application.kind]}, switched off`}
            />,
            <Participation application={application} now={now} />,
            <LastUse application={application} now={now} />,
            <Uses {...application} />,
          ],
        }))}
        empty={
          <EmptyState title="No applications yet" actions={<AddButton />}>
            An application is something that people sign in to through Countersign: by OpenID Connect, behind a proxy,
            or by the Duo protocol. Each takes part in two-factor sign-in from its first day, or not yet, as you say.
          </EmptyState>
        }
      />
    </AppFrame>
  );
}

function counted(yes: number, notYet: number): string {
  const part = (count: number) => plural(count, "application takes part", "applications take part");
  if (notYet === 0) return `${part(yes)} in two-factor sign-in.`;
  return `${part(yes)} in two-factor sign-in, ${notYet} not yet.`;
}

function Participation({ application, now }: { application: Application; now: number }) {
  const { participation, note } = application;
  if (takesPart(application, now)) return <Badge kind="success">Takes part</Badge>;
  const from = participation.takesPart === "not-yet" ? participation.from : null;
  const sub = [from === null ? "" : `From ${absoluteDate(startOfDay(from))}`, note].filter(Boolean).join(": ");
  return <TwoLine main={<Badge kind="warning">Not yet</Badge>} sub={sub || undefined} />;
}

function LastUse({ application, now }: { application: ListedApplication; now: number }) {
  const { lastUsedAt, createdAt } = application;
  if (lastUsedAt !== undefined) return <TimeStamp at={lastUsedAt} now={now} />;
  return <span class="muted">{createdAt < now - usesKeptFor ? "Not in a year" : "Never"}</span>;
}

const Uses = ({ withSecondFactor, without }: { withSecondFactor: number; without: number }) =>
  withSecondFactor + without === 0 ? (
    <span class="muted">No sign-ins</span>
  ) : (
    <TwoLine main={`${withSecondFactor} with a second factor`} sub={`${without} without`} />
  );

const doneWords: Record<string, string> = {
  added: "The application was added.",
  saved: "Saved. It holds from the next request on.",
};

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
  const { application, clientId } = known;
  const said = done === undefined ? undefined : doneWords[done];
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/applications"
      title={application.name}
      overlay={overlay}
      notices={
        <>
          {said ? <Notice kind="success">{said}</Notice> : null}
          {application.active ? null : (
            <Notice kind="warning">It is switched off: nobody can sign in to it. 'Change' switches it on.</Notice>
          )}
        </>
      }
      actions={<Button href={`${pageOf(application.id)}/edit`}>Change</Button>}
    >
      <Section title="Overview">
        <DataList
          items={[
            { term: "Connects by", value: kindWords[application.kind] },
            { term: "Two-factor sign-in", value: <Participation application={application} now={now} /> },
            ...(application.note && takesPart(application, now) ? [{ term: "Note", value: application.note }] : []),
            { term: "Last sign-in", value: <LastUse application={application} now={now} /> },
            { term: "Last 30 days", value: <Uses {...application} /> },
            { term: "Added", value: <TimeStamp at={application.createdAt} /> },
          ]}
        />
      </Section>
      {application.kind === "embedded" ? null : (
        <Section title="Connection" description="What its settings ask for. Nothing here is secret.">
          {clientId === undefined ? null : <CopyField label="Client ID" name="clientId" value={clientId} />}
          {facts.map(({ name, label, value }) => (
            <CopyField label={label} name={name} value={value} />
          ))}
          <DataList items={settingsOf(application, written)} />
        </Section>
      )}
      {hasSecret(application) ? (
        <Section
          title="Secret"
          description="Its secret was shown when it was made, and is shown never again. A new one makes the old one void at once: have the application's settings open."
        >
          <Form action={`${pageOf(application.id)}/secret`}>
            <Button>New secret</Button>
          </Form>
        </Section>
      ) : null}
      <Section
        title="Remove"
        description="Nobody gets there from here any more, and its counts go. To stop for a while, switch it off instead."
        danger
      >
        <Button kind="danger" href={`${pageOf(application.id)}/removal`}>
          Remove application
        </Button>
      </Section>
    </AppFrame>
  );
}

function settingsOf(application: Application, written: Written): { term: Child; value: Child }[] {
  const { redirectAddresses, afterSignOutAddresses = [], backChannelAddress, hosts, unknownPeople } = written;
  const runs = clientWords(application);
  return [
    ...(hosts ? [{ term: "Hosts", value: <Lines of={hosts} /> }] : []),
    ...(redirectAddresses ? [{ term: "Return addresses", value: <Lines of={redirectAddresses} /> }] : []),
    ...(afterSignOutAddresses.length > 0
      ? [{ term: "After sign-out", value: <Lines of={afterSignOutAddresses} /> }]
      : []),
    ...(backChannelAddress ? [{ term: "Back-channel address", value: backChannelAddress }] : []),
    ...(runs ? [{ term: "Runs", value: runs }] : []),
    ...(unknownPeople
      ? [
          {
            term: "People not known here",
            value: unknownPeople === "enrol" ? "Set up a second factor there and then" : "Are refused",
          },
        ]
      : []),
  ];
}

/** Only return addresses can be none. */
const Lines = ({ of }: { of: readonly string[] }) => (
  <ul>
    {(of.length > 0 ? of : ["None: nobody signs in to it; it asks about tokens"]).map((line) => (
      <li>{line}</li>
    ))}
  </ul>
);

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
  const [first] = facts;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/applications"
      title={isNew ? `${application.name} was added` : `New secret of ${application.name}`}
    >
      <Section
        title="For its settings"
        description="The secret is shown only now. Countersign keeps no copy that anybody can read."
      >
        {clientId === undefined ? null : <CopyField label="Client ID" name="clientId" value={clientId} />}
        <CopyField label="Client secret" name="secret" value={secret} />
        {first ? <CopyField label={first.label} name={first.name} value={first.value} /> : null}
        <Actions>
          <Button kind="primary" href={pageOf(application.id)}>
            Go to {application.name}
          </Button>
        </Actions>
      </Section>
    </AppFrame>
  );
}

export function RemovalOverlay({ application }: { application: Application }) {
  return (
    <Overlay
      id="removal"
      width="medium"
      title={<>Remove {application.name}?</>}
      lead="This can't be undone: its client ID and its secret are never given again."
      cancel={{ href: pageOf(application.id) }}
    >
      <Form action={`${pageOf(application.id)}/removal`}>
        <Button kind="danger">Remove application</Button>
      </Form>
    </Overlay>
  );
}
