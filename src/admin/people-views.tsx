// The list of people, and the small parts of it that a person's own page shows too.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { Person } from "../people/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import {
  Badge,
  Button,
  EmptyState,
  Field,
  Filters,
  Menu,
  type MenuItem,
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
}

export function PeopleListPage({ visitor, page, search, now }: PeopleListProps) {
  const place = (name: "after" | "before", cursor: string | undefined) =>
    cursor && `/admin/people?${new URLSearchParams({ ...(search ? { search } : {}), [name]: cursor })}`;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="People"
      wide
      actions={
        <Button kind="primary" href="/admin/people/new">
          Add person
        </Button>
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

function row({ person, requirement, authenticators }: ListedPerson, visitor: Visitor, now: number): { cells: Child[] } {
  const menu: MenuItem[] = [{ label: "Edit", href: personAddress(person) }];
  if (person.id !== visitor.person.id) {
    menu.push({ label: "Reset two-factor authentication", href: `${personAddress(person)}/reset`, danger: true });
  }
  return {
    cells: [
      <TwoLine main={<a href={personAddress(person)}>{person.display_name}</a>} sub={person.screen_name} />,
      <Address email={person.email} />,
      <>
        {person.account_type}
        {person.administrator === 1 ? (
          <>
            {" "}
            <Badge kind="info">Administrator</Badge>
          </>
        ) : null}
      </>,
      <StatusBadge status={person.status} />,
      <SecondFactorCell requirement={requirement} authenticators={authenticators} />,
      person.last_sign_in_at === null ? "Never" : <TimeStamp at={person.last_sign_in_at} now={now} />,
      <Menu label={`Actions for ${person.display_name}`} items={menu} />,
    ],
  };
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

/** What is set up over what is required: two short lines, whatever the width. */
function SecondFactorCell({ requirement, authenticators }: SecondFactorProps) {
  return (
    <TwoLine
      main={authenticators > 0 ? "Set up" : "Not set up"}
      sub={<RequirementBadge requirement={requirement} authenticators={authenticators} />}
    />
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
