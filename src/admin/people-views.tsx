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
  Field,
  Filters,
  Menu,
  type MenuItem,
  Notice,
  Pager,
  Table,
  TimeStamp,
  TwoLine,
} from "../ui/index.ts";
import type { ListedPerson, PeoplePage } from "./people.ts";
import { levelWords, statusWords } from "./words.ts";

export const personAddress = (person: Pick<Person, "id">): string => `/admin/people/${person.id}`;

interface PeopleListProps {
  visitor: Visitor;
  page: PeoplePage;
  search: string;
  now: number;
  deleted: boolean;
}

export function PeopleListPage({ visitor, page, search, now, deleted }: PeopleListProps) {
  const place = (name: "after" | "before", cursor: string | undefined) =>
    cursor && `/admin/people?${new URLSearchParams({ ...(search ? { search } : {}), [name]: cursor })}`;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="People"
      wide
      notices={deleted ? <Notice kind="success">The person was deleted.</Notice> : undefined}
      actions={
        visitor.roles.has("administrator") ? (
          <Button kind="primary" href="/admin/people/new">
            Add person
          </Button>
        ) : undefined
      }
    >
      <Filters action="/admin/people" label="Search people">
        <Field
          label="Search"
          name="search"
          type="search"
          value={search}
          maxlength={300}
          hint="Beginnings of names or e-mail addresses."
        />
        <Button>Search</Button>
        {search ? (
          <Button kind="link" href="/admin/people">
            Show everybody
          </Button>
        ) : null}
      </Filters>
      <Table
        caption="People"
        columns={[
          { label: "Name", header: true },
          { label: "E-mail" },
          { label: "Account type" },
          { label: "Status" },
          { label: "Policy says" },
          { label: "Second factor" },
          { label: "Last sign-in", narrow: true },
          { label: "Actions", actions: true },
        ]}
        rows={page.people.map((listed) => row(listed, visitor, now))}
        empty={<NobodyFound search={search} />}
      />
      <Pager label="People" previous={place("before", page.previous)} next={place("after", page.next)} />
    </AppFrame>
  );
}

function row(
  { person, requirement, authenticators, locked }: ListedPerson,
  visitor: Visitor,
  now: number,
): { cells: Child[] } {
  return {
    cells: [
      <TwoLine main={<a href={personAddress(person)}>{person.display_name}</a>} sub={person.screen_name} />,
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

function NobodyFound({ search }: { search: string }) {
  if (!search)
    return <EmptyState title="Nobody on this page" actions={<Button href="/admin/people">Show everybody</Button>} />;
  return (
    <EmptyState title="Nobody found">No name or e-mail address here has words that begin with '{search}'.</EmptyState>
  );
}
