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
  Table,
  TimeStamp,
  TwoLine,
  useWords,
} from "../ui/index.ts";
import type { Words } from "../words/index.ts";
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
import { statusWords } from "./words.ts";

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
  const words = useWords();
  const { consoleShared: common, consolePeople: say } = words;
  const changesSeveral = visitor.roles.has("administrator") && page.people.length > 0;
  const sorted = (by: Sort) =>
    ({
      label: say.sorts[by],
      head: <SortLink state={state} by={by} />,
      sorted: isSortable(state) && state.sort === by ? (state.descending ? "descending" : "ascending") : undefined,
    }) as const;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={say.title}
      lead={(isFiltered(state.filters) ? say.leadNarrowed : say.lead)(
        (total.more ? say.moreThan : common.people)(total.people),
        visitor.organisation.name,
      )}
      wide
      notices={deleted ? <Notice kind="success">{say.deleted}</Notice> : undefined}
      actions={visitor.roles.has("administrator") ? <ListActions state={state} /> : undefined}
    >
      <PeopleFilterForm state={state} accountTypes={accountTypes} />
      {page.lookedAt === undefined ? null : <Notice kind="info">{say.lookedAt(page.lookedAt)}</Notice>}
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
        caption={say.title}
        columns={[
          { header: true, ...sorted("name") },
          sorted("email"),
          sorted("type"),
          { label: common.status },
          { label: common.requirement },
          { label: common.secondFactor },
          { label: common.lastSignIn, narrow: true },
          { label: common.actions, actions: true },
        ]}
        rows={page.people.map((listed) => row(listed, visitor, now, words))}
        empty={<NobodyFound filters={state.filters} />}
      />
      {changesSeveral ? <GoOnBelow /> : null}
      <Pager
        label={say.title}
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
  const { consoleShared: common, consolePeople: say, moving } = useWords();
  return (
    <>
      <Button kind="primary" href="/admin/people/new">
        {say.add}
      </Button>
      <Menu
        label={say.title}
        text={common.more}
        items={[
          { label: say.importCsv, href: "/admin/people/import" },
          { label: moving.fromList, href: "/admin/people/moving" },
          { label: say.downloadCsv, href: listAddress(state, {}, "/admin/people/download") },
        ]}
      />
    </>
  );
}

function row(
  { person, requirement, authenticators, locked }: ListedPerson,
  visitor: Visitor,
  now: number,
  words: Words,
): { cells: Child[] } {
  const { consoleShared: common } = words;
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
            <Badge kind="info">{common.roles[role]}</Badge>
          </>
        ))}
      </>,
      <StatusBadge status={person.status} />,
      <RequirementBadge requirement={requirement} authenticators={authenticators} />,
      authenticators > 0 ? common.setUp : common.notSetUp,
      person.last_sign_in_at === null ? common.never : <TimeStamp at={person.last_sign_in_at} now={now} />,
      <Menu
        label={common.actionsFor(person.display_name)}
        items={
          mayActOn(visitor, person)
            ? rowItems(person, { authenticators, locked }, words)
            : [{ label: common.open, href: personAddress(person) }]
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

function rowItems(person: Person, state: { authenticators: number; locked: boolean }, words: Words): MenuItem[] {
  const { consoleShared: common } = words;
  const to = personAddress(person);
  return [
    { label: common.edit, href: `${to}/edit` },
    { label: common.signOutEverywhere, action: `${to}/sign-out` },
    ...(state.authenticators > 0 ? [{ label: common.resetSecondFactor, href: `${to}/reset`, danger: true }] : []),
    ...standingItems(person, state.locked, words),
  ];
}

export function standingItems(person: Person, locked: boolean, { consoleShared: common }: Words): MenuItem[] {
  const to = personAddress(person);
  return [
    ...(locked ? [{ label: common.unlock, href: `${to}/unlock` }] : []),
    person.status === "disabled"
      ? { label: common.enable, href: `${to}/enable` }
      : { label: common.disable, href: `${to}/disable`, danger: true },
    { label: common.delete, href: `${to}/delete`, danger: true },
  ];
}

export function StatusBadge({ status }: { status: string }) {
  const said = statusWords(status, useWords());
  if (status === "active") return <>{said}</>;
  return <Badge kind={status === "invited" ? "info" : "danger"}>{said}</Badge>;
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
  const { consoleShared: common, requirement } = useWords();
  const kind =
    level === "off" ? "neutral" : authenticators > 0 ? "success" : level === "required" ? "warning" : "neutral";
  return <Badge kind={kind}>{bindsFrom === undefined ? requirement.levels[level] : common.requiredLater}</Badge>;
}

function NobodyFound({ filters }: { filters: PeopleFilters }) {
  const { consolePeople: say } = useWords();
  const everybody = <Button href="/admin/people">{say.showEverybody}</Button>;
  if (!isFiltered(filters)) return <EmptyState title={say.emptyPage} actions={everybody} />;
  if (filters.search === undefined) return <EmptyState title={say.nobodyFits} actions={everybody} />;
  const others = Object.keys(filters).length > 1;
  return <EmptyState title={say.nobodyFound}>{(others ? say.noWordsAmong : say.noWords)(filters.search)}</EmptyState>;
}
