// The audit trail as administrators read it: what happened, to whom, by whom and from where, the newest first.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { EventName } from "../../audit/events.ts";
import {
  Badge,
  Button,
  describeUserAgent,
  EmptyState,
  Field,
  Filters,
  Menu,
  Notice,
  Pager,
  SelectField,
  Table,
  TimeStamp,
  TwoLine,
  useWords,
} from "../../ui/index.ts";
import type { Words } from "../../words/index.ts";
import { eventSentence } from "../history-words.ts";
import { type AuditFilters, type EventGroup, eventGroups, eventNames, queryOf } from "./filters.ts";
import type { AuditPage, ListedEvent } from "./listing.ts";

export interface AuditPageProps {
  visitor: Visitor;
  filters: AuditFilters;
  unreadable: (keyof AuditFilters)[];
  page: AuditPage;
  /** Whether this is the first page. */
  first: boolean;
  now: number;
}

export const auditPath = "/admin/audit";

export function AuditPageView({ visitor, filters, unreadable, page, first, now }: AuditPageProps) {
  const words = useWords();
  const { consoleAudit: say } = words;
  const narrowed = Object.keys(filters).length > 0;
  return (
    <AppFrame
      visitor={visitor}
      current={auditPath}
      title={say.title}
      lead={say.lead}
      wide
      notices={
        unreadable.length > 0 ? (
          <Notice kind="warning">
            {say.leftOut(unreadable.map((name): string => say.fields[name]).reduce(words.consoleShared.enumerated))}
          </Notice>
        ) : undefined
      }
      actions={<Menu label={say.title} text={say.download} items={downloads(filters, words)} />}
    >
      <FilterForm filters={filters} narrowed={narrowed} />
      {page.lookedAt === undefined ? null : (
        <Notice kind="info">{say.lookedAt(page.lookedAt, words.consoleShared.next)}</Notice>
      )}
      <Table
        caption={say.happened}
        columns={[
          { label: say.what, header: true },
          { label: say.about },
          { label: say.by },
          { label: say.from },
          { label: say.when, narrow: true },
        ]}
        rows={page.events.map((event) => ({ id: event.id, cells: cells(event, now, words) }))}
        empty={<NothingFound narrowed={narrowed} />}
      />
      <Pager
        label={say.title}
        previous={first ? null : `${auditPath}${queryOf(filters)}`}
        next={page.next ? `${auditPath}${queryOf(filters, { after: page.next })}` : null}
      />
    </AppFrame>
  );
}

const downloads = (filters: AuditFilters, { consoleAudit: say }: Words) => [
  { label: say.downloadCsv, href: `${auditPath}/download.csv${queryOf(filters)}` },
  { label: say.downloadLines, href: `${auditPath}/download.jsonl${queryOf(filters)}` },
];

function FilterForm({ filters, narrowed }: { filters: AuditFilters; narrowed: boolean }) {
  const words = useWords();
  const { consoleAudit: say } = words;
  const more = [filters.who, filters.where, filters.outcome].filter((one) => one !== undefined).length;
  const text = { maxlength: 300, autocapitalize: "none", spellcheck: false } as const;
  return (
    <Filters action={auditPath} label={say.filterLabel}>
      <Field label={say.fields.about} name="about" value={filters.about ?? ""} {...text} />
      <SelectField label={say.fields.what} name="what" value={filters.what ?? ""} options={whatOptions(words)} />
      <Field label={say.fields.from} name="from" type="date" value={dayOf(filters.from)} />
      <Field label={say.fields.to} name="to" type="date" value={dayOf(filters.to)} />
      <Button kind="primary">{say.filter}</Button>
      {narrowed ? (
        <Button kind="link" href={auditPath}>
          {say.showEverything}
        </Button>
      ) : null}
      <details class="more-filters" open={more > 0}>
        <summary class="button link">{say.moreFilters}</summary>
        <div class="filters">
          <Field label={say.fields.who} name="who" value={filters.who ?? ""} {...text} />
          <Field label={say.fields.where} name="where" value={filters.where ?? ""} {...text} />
          <SelectField
            label={say.fields.outcome}
            name="outcome"
            value={filters.outcome ?? ""}
            options={[
              { value: "", label: say.any },
              { value: "done", label: say.done },
              { value: "refused", label: say.refused },
            ]}
          />
          <Button>{say.apply}</Button>
        </div>
      </details>
    </Filters>
  );
}

/** A moment of the API's stays in force, and shows as its day. */
const dayOf = (text: string | undefined): string => text?.slice(0, 10) ?? "";

const whatOptions = ({ consoleAudit, consoleAuditEvents }: Words) => {
  const groups: Record<EventGroup, string> = consoleAuditEvents.groups;
  const names: Record<EventName, string> = consoleAuditEvents.names;
  return [
    { value: "", label: consoleAudit.anything },
    ...eventGroups.flatMap((group) => [
      { value: group, label: groups[group] },
      ...eventNames
        .filter((name) => name.startsWith(`${group}.`))
        .map((name) => ({ value: name, label: `\u2003${names[name]}` })),
    ]),
  ];
};

function cells(event: ListedEvent, now: number, words: Words): Child[] {
  const { consoleAudit: say } = words;
  const ownDoing: Record<string, string> = { "command line": say.commandLine, housekeeping: say.byItself };
  return [
    <>
      {eventSentence(event, words)}
      {event.refused ? (
        <>
          {" "}
          <Badge kind="warning">{say.refused}</Badge>
        </>
      ) : null}
    </>,
    <Named one={event.person} missing={say.nobodyInParticular} />,
    event.actor === null ? (
      (ownDoing[event.address] ?? say.nobodySignedIn)
    ) : event.actor.id === event.person?.id ? (
      say.themselves
    ) : (
      <Named one={event.actor} missing="" />
    ),
    ownDoing[event.address] ?? <TwoLine main={event.address} sub={describeUserAgent(event.userAgent, words)} />,
    <TimeStamp at={event.at} now={now} />,
  ];
}

function Named({ one, missing }: { one: ListedEvent["person"]; missing: string }) {
  const { consoleAudit: say } = useWords();
  if (!one) return <>{missing}</>;
  if (one.name !== null) return <a href={`/admin/people/${one.id}`}>{one.name}</a>;
  return <TwoLine main={one.id.length === 36 ? say.somebodyDeleted : say.apiKey} sub={one.id} />;
}

function NothingFound({ narrowed }: { narrowed: boolean }) {
  const { consoleAudit: say } = useWords();
  return narrowed ? (
    <EmptyState title={say.nothingFits}>{say.nothingFitsText}</EmptyState>
  ) : (
    <EmptyState title={say.nothingYet}>{say.nothingYetText}</EmptyState>
  );
}
