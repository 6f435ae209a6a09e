// The list of people, and the small parts of it that a person's own page shows too.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { Person } from "../people/actions.ts";
import { rolesOf } from "../people/rules.ts";
import type { Requirement } from "../policy/rules.ts";
import {
  Badge,
  Button,
  EmptyState,
  Menu,
  type MenuItem,
  Notice,
  Pager,
  plural,
  Table,
  TimeStamp,
  TwoLine,
} from "../ui/index.ts";
import { ChangeSeveral, GoOnBelow, Tick } from "./bulk/choosing-views.tsx";
import { isFiltered, type PeopleFilters, type Sort } from "./list-filters.ts";
import type { ListedPerson, PeoplePage } from "./listing.ts";
import {
  isSortable,
  type ListState,
  listAddress,
  orderOf,
  PeopleFilterForm,
  SortLink,
} from "./people-filter-views.tsx";
import { levelWords, statusWords } from "./words.ts";

export const personAddress = (person: Pick<Person, "id">): string => `/admin/people/${person.id}`;

interface PeopleListProps {
  visitor: Visitor;
  page: PeoplePage;
  state: ListState;
  /** The organisation's own list, to choose from. */
  accountTypes: string[];
  total: { people: number; more: boolean };
  now: number;
  deleted: boolean;
  /** Why the form for several people is shown again. */
  several: string | undefined;
  mails: boolean;
}

export function PeopleListPage(props: PeopleListProps) {
  const { visitor, page, state, accountTypes, total, now, deleted } = props;
  const changesSeveral = visitor.roles.has("administrator") && page.people.length > 0;
  const narrowed = isFiltered(state.filters);
  const sorted = (by: Sort) =>
    ({
      head: <SortLink state={state} by={by} />,
      sorted: isSortable(state) && state.sort === by ? (state.descending ? "descending" : "ascending") : undefined,
    }) as const;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="People"
      lead={`${total.more ? "More than " : ""}${plural(total.people, "person", "people")} in ${visitor.organisation.name}${narrowed ? "; these fit:" : ""}`}
      wide
      notices={deleted ? <Notice kind="success">The person was deleted.</Notice> : undefined}
      actions={visitor.roles.has("administrator") ? <ListActions state={state} /> : undefined}
    >
      <PeopleFilterForm state={state} accountTypes={accountTypes} />
      {page.lookedAt === undefined ? null : (
        <Notice kind="info">
          {plural(page.lookedAt, "person", "people")} were looked at for this page. Go on with 'Next' to look at more.
        </Notice>
      )}
      {changesSeveral ? (
        <ChangeSeveral
          filters={state.filters}
          state={{ ...state.filters, ...orderOf(state) }}
          fitting={howManyFit(props)}
          again={props.several}
          mails={props.mails}
        />
      ) : null}
      <Table
        caption="People"
        columns={[
          { label: "Name", header: true, ...sorted("name") },
          { label: "E-mail", ...sorted("email") },
          { label: "Account type", ...sorted("type") },
          { label: "Status" },
          { label: "Requirement" },
          { label: "Second factor" },
          { label: "Last sign-in", narrow: true },
          { label: "Actions", actions: true },
        ]}
        rows={page.people.map((listed) => row(listed, visitor, now))}
        empty={<NobodyFound filters={state.filters} />}
      />
      {changesSeveral ? <GoOnBelow /> : null}
      <Pager
        label="People"
        first={listAddress(state)}
        previous={page.previous && listAddress(state, { before: page.previous })}
        next={page.next && listAddress(state, { after: page.next })}
      />
    </AppFrame>
  );
}

/** Where it is known without counting. */
function howManyFit({ page, state, total }: PeopleListProps): number | undefined {
  if (!isFiltered(state.filters)) return total.more ? undefined : total.people;
  return page.next || page.previous ? undefined : page.people.length;
}

function ListActions({ state }: { state: ListState }) {
  return (
    <>
      <Button kind="primary" href="/admin/people/new">
        Add person
      </Button>
      <Menu
        label="People"
        text="More"
        items={[
          { label: "Import from CSV", href: "/admin/people/import" },
          { label: "Download as CSV", href: listAddress(state, {}, "/admin/people/download") },
        ]}
      />
    </>
  );
}

function row(
  { person, requirement, authenticators, locked }: ListedPerson,
  visitor: Visitor,
  now: number,
): { cells: Child[] } {
  return {
    cells: [
      <>
        {visitor.roles.has("administrator") ? <Tick person={person} may={mayActOn(visitor, person)} /> : null}
        <TwoLine main={<a href={personAddress(person)}>{person.display_name}</a>} sub={person.screen_name} />
      </>,
      <Address email={person.email} />,
      <>
        {person.account_type}
        {[...rolesOf(person)].map((role) => (
          <>
            {" "}
            <Badge kind="info">{`${role[0]?.toUpperCase()}${role.slice(1)}`}</Badge>
          </>
        ))}
      </>,
      <StatusBadge status={person.status} />,
      <RequirementBadge requirement={requirement} authenticators={authenticators} />,
      authenticators > 0 ? "Set up" : "Not set up",
      person.last_sign_in_at === null ? "Never" : <TimeStamp at={person.last_sign_in_at} now={now} />,
      <Menu
        label={`Actions for ${person.display_name}`}
        items={
          mayActOn(visitor, person)
            ? rowItems(person, { authenticators, locked })
            : [{ label: "Open", href: personAddress(person) }]
        }
      />,
    ],
  };
}

/** The same as the actions ask: nobody acts on themselves, and on an operator only another one does. */
export const mayActOn = (visitor: Visitor, person: Person): boolean =>
  visitor.roles.has("administrator") &&
  visitor.person.id !== person.id &&
  (person.operator !== 1 || visitor.roles.has("operator"));

function rowItems(person: Person, state: { authenticators: number; locked: boolean }): MenuItem[] {
  const to = personAddress(person);
  return [
    { label: "Edit", href: `${to}/edit` },
    { label: "Sign out everywhere", action: `${to}/sign-out` },
    ...(state.authenticators > 0
      ? [{ label: "Reset two-factor authentication", href: `${to}/reset`, danger: true }]
      : []),
    ...standingItems(person, state.locked),
  ];
}

export function standingItems(person: Person, locked: boolean): MenuItem[] {
  const to = personAddress(person);
  return [
    ...(locked ? [{ label: "Unlock", href: `${to}/unlock` }] : []),
    person.status === "disabled"
      ? { label: "Enable", href: `${to}/enable` }
      : { label: "Disable", href: `${to}/disable`, danger: true },
    { label: "Delete", href: `${to}/delete`, danger: true },
  ];
}

export function StatusBadge({ status }: { status: string }) {
  const words = statusWords[status] ?? status;
  if (status === "active") return <>{words}</>;
  return <Badge kind={status === "invited" ? "info" : "danger"}>{words}</Badge>;
}

/** Broken before the '@' rather than anywhere, where a line is too short. */
export function Address({ email }: { email: string }) {
  const [local, domain] = email.split("@");
  return (
    <>
      {local}
      <wbr />@{domain}
    </>
  );
}

interface SecondFactorProps {
  requirement: Requirement;
  authenticators: number;
}

export function RequirementBadge({ requirement: { level, bindsFrom }, authenticators }: SecondFactorProps) {
  const kind =
    level === "off" ? "neutral" : authenticators > 0 ? "success" : level === "required" ? "warning" : "neutral";
  return <Badge kind={kind}>{bindsFrom === undefined ? levelWords[level] : "Required later"}</Badge>;
}

function NobodyFound({ filters }: { filters: PeopleFilters }) {
  const everybody = <Button href="/admin/people">Show everybody</Button>;
  if (!isFiltered(filters)) return <EmptyState title="Nobody on this page" actions={everybody} />;
  if (filters.search === undefined) return <EmptyState title="Nobody fits these filters" actions={everybody} />;
  return (
    <EmptyState title="Nobody found">
      No name or e-mail address here has words that begin with '{filters.search}'
      {Object.keys(filters).length > 1 ? " and fits the other filters" : ""}.
    </EmptyState>
  );
}
