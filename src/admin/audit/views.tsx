// The audit trail as administrators read it: what happened, to whom, by whom and from where, the newest first.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { type EventName, eventCatalogue } from "../../audit/events.ts";
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
  plural,
  SelectField,
  Table,
  TimeStamp,
  TwoLine,
} from "../../ui/index.ts";
import { eventSentence } from "../history-words.ts";
import { type AuditFilters, eventGroups, eventNames, queryOf } from "./filters.ts";
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
  const narrowed = Object.keys(filters).length > 0;
  return (
    <AppFrame
      visitor={visitor}
      current={auditPath}
      title="Audit trail"
      lead="Every security event, the newest first, chained so that a change of the record shows. People are named by screen name or e-mail address; days are in UTC."
      wide
      notices={
        unreadable.length > 0 ? (
          <Notice kind="warning">{`This filter could not be read and was left out: ${unreadable.map((name) => fieldLabels[name]).join(", ")}.`}</Notice>
        ) : undefined
      }
      actions={<Menu label="Audit trail" text="Download" items={downloads(filters)} />}
    >
      <FilterForm filters={filters} narrowed={narrowed} />
      {page.lookedAt === undefined ? null : (
        <Notice kind="info">
          {plural(page.lookedAt, "event")} were looked at for this page. Go on with 'Next' to look further back.
        </Notice>
      )}
      <Table
        caption="What happened"
        columns={[
          { label: "What", header: true },
          { label: "About" },
          { label: "By" },
          { label: "From" },
          { label: "When", narrow: true },
        ]}
        rows={page.events.map((event) => ({ id: event.id, cells: cells(event, now) }))}
        empty={<NothingFound narrowed={narrowed} />}
      />
      <Pager
        label="Audit trail"
        previous={first ? null : `${auditPath}${queryOf(filters)}`}
        next={page.next ? `${auditPath}${queryOf(filters, { after: page.next })}` : null}
      />
    </AppFrame>
  );
}

const fieldLabels: Record<keyof AuditFilters, string> = {
  who: "Who did it",
  about: "About whom",
  what: "What",
  from: "From day",
  to: "To day",
  where: "Address",
  outcome: "Outcome",
};

const downloads = (filters: AuditFilters) => [
  { label: "Download as CSV", href: `${auditPath}/download.csv${queryOf(filters)}` },
  { label: "Download as JSON lines", href: `${auditPath}/download.jsonl${queryOf(filters)}` },
];

function FilterForm({ filters, narrowed }: { filters: AuditFilters; narrowed: boolean }) {
  const more = [filters.who, filters.where, filters.outcome].filter((one) => one !== undefined).length;
  const text = { maxlength: 300, autocapitalize: "none", spellcheck: false } as const;
  return (
    <Filters action={auditPath} label="Filter the audit trail">
      <Field label={fieldLabels.about} name="about" value={filters.about ?? ""} {...text} />
      <SelectField label={fieldLabels.what} name="what" value={filters.what ?? ""} options={whatOptions} />
      <Field label={fieldLabels.from} name="from" type="date" value={dayOf(filters.from)} />
      <Field label={fieldLabels.to} name="to" type="date" value={dayOf(filters.to)} />
      <Button kind="primary">Filter</Button>
      {narrowed ? (
        <Button kind="link" href={auditPath}>
          Show everything
        </Button>
      ) : null}
      <details class="more-filters" open={more > 0}>
        <summary class="button link">More filters</summary>
        <div class="filters">
          <Field label={fieldLabels.who} name="who" value={filters.who ?? ""} {...text} />
          <Field label={fieldLabels.where} name="where" value={filters.where ?? ""} {...text} />
          <SelectField
            label={fieldLabels.outcome}
            name="outcome"
            value={filters.outcome ?? ""}
            options={[
              { value: "", label: "Any" },
              { value: "done", label: "Done" },
              { value: "refused", label: "Refused" },
            ]}
          />
          <Button>Apply</Button>
        </div>
      </details>
    </Filters>
  );
}

/** A moment of the API's stays in force, and shows as its day. */
const dayOf = (text: string | undefined): string => text?.slice(0, 10) ?? "";

const firstWords = (name: EventName): string => (eventCatalogue[name].split(/[.;:]/)[0] as string).trim();

const whatOptions = [
  { value: "", label: "Anything" },
  ...eventGroups.flatMap((group) => [
    { value: group, label: `${group[0]?.toUpperCase()}${group.slice(1).replaceAll("-", " ")}: all of it` },
    ...eventNames
      .filter((name) => name.startsWith(`${group}.`))
      .map((name) => ({ value: name, label: `\u2003${firstWords(name)}` })),
  ]),
];

function cells(event: ListedEvent, now: number): Child[] {
  return [
    <>
      {eventSentence(event)}
      {event.refused ? (
        <>
          {" "}
          <Badge kind="warning">Refused</Badge>
        </>
      ) : null}
    </>,
    <Named one={event.person} missing="Nobody in particular" />,
    event.actor === null ? (
      (ownDoing[event.address] ?? "Nobody signed in")
    ) : event.actor.id === event.person?.id ? (
      "Themselves"
    ) : (
      <Named one={event.actor} missing="" />
    ),
    ownDoing[event.address] ?? <TwoLine main={event.address} sub={describeUserAgent(event.userAgent)} />,
    <TimeStamp at={event.at} now={now} />,
  ];
}

const ownDoing: Record<string, string> = { "command line": "Command line", housekeeping: "By itself, in time" };

function Named({ one, missing }: { one: ListedEvent["person"]; missing: string }) {
  if (!one) return <>{missing}</>;
  if (one.name !== null) return <a href={`/admin/people/${one.id}`}>{one.name}</a>;
  return <TwoLine main={one.id.length === 36 ? "Somebody who was deleted" : "An API key"} sub={one.id} />;
}

function NothingFound({ narrowed }: { narrowed: boolean }) {
  return narrowed ? (
    <EmptyState title="Nothing fits">
      No event fits all of these filters. Leave one out, or look at a longer time.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing yet">What happens from now on is listed here.</EmptyState>
  );
}
