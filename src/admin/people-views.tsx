// The list of people, the form that adds one, and the page that shows an invitation link, once.
import type { Child } from "hono/jsx";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import type { Person } from "../people/actions.ts";
import type { Requirement } from "../policy/rules.ts";
import {
  Badge,
  Button,
  CheckboxField,
  EmptyState,
  Field,
  Filters,
  Form,
  Menu,
  type MenuItem,
  Notice,
  Pager,
  Section,
  Table,
  TimeStamp,
  TwoLine,
} from "../ui/index.ts";
import type { Invitation, ListedPerson, PeoplePage } from "./people.ts";
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
        <Field label="Search" name="search" type="search" value={search} maxlength={300} hint="Beginnings of names or e-mail addresses." />
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
  const kind = level === "off" ? "neutral" : authenticators > 0 ? "success" : level === "required" ? "warning" : "neutral";
  return <Badge kind={kind}>{bindsFrom === undefined ? levelWords[level] : "Required later"}</Badge>;
}

function NobodyFound({ search }: { search: string }) {
  if (!search) return <EmptyState title="Nobody on this page" actions={<Button href="/admin/people">Show everybody</Button>} />;
  return (
    <EmptyState title="Nobody found">
      No name or e-mail address here has words that begin with '{search}'.
    </EmptyState>
  );
}

export interface NewPersonValues {
  email: string;
  screenName: string;
  displayName: string;
  accountType: string;
  administrator: boolean;
}

interface NewPersonProps {
  visitor: Visitor;
  values: NewPersonValues;
  error?: { field: string; message: string } | undefined;
}

export function NewPersonPage({ visitor, values, error }: NewPersonProps) {
  const errorAt = (field: keyof NewPersonValues) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Add person"
      lead="You get a link to pass on. By it the person chooses a password and joins."
    >
      <Section title="Who joins">
        <Form action="/admin/people/new">
          <Field label="E-mail" name="email" type="email" value={values.email} error={errorAt("email")} autocomplete="off" required maxlength={254} autofocus={!error} />
          <Field label="Name" name="displayName" value={values.displayName} error={errorAt("displayName")} autocomplete="off" required maxlength={100} hint="As others see it, such as Kim Larsen." />
          <Field
            label="Screen name"
            name="screenName"
            value={values.screenName}
            error={errorAt("screenName")}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxlength={64}
            optional
            hint="To sign in with instead of the e-mail address. Left empty, it is made from the address."
          />
          <Field
            label="Account type"
            name="accountType"
            value={values.accountType}
            error={errorAt("accountType")}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            required
            maxlength={40}
            list={["staff", "client"]}
            hint="Rules can be made for a whole account type."
          />
          <CheckboxField
            label="Administrator"
            name="administrator"
            checked={values.administrator}
            hint="Manages people and security settings."
          />
          <div class="actions">
            <Button kind="primary">Add person</Button>
            <Button kind="link" href="/admin/people">
              Cancel
            </Button>
          </div>
        </Form>
      </Section>
    </AppFrame>
  );
}

interface InvitationProps {
  visitor: Visitor;
  person: Person;
  invitation: Invitation;
  /** Whether the person was added just now, or already waited for a new link. */
  added: boolean;
}

export function InvitationPage({ visitor, person, invitation, added }: InvitationProps) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Invitation link"
      notices={
        <Notice kind="success">
          {added ? `${person.display_name} was added.` : "This is a new link. The one before does not work any more."}
        </Notice>
      }
    >
      <Section title={<>For {person.display_name}</>} description="Shown only now. Send it to the person yourself: Countersign does not mail it yet.">
        <Field label="Invitation link" name="link" value={invitation.url} readonly />
        <div class="actions">
          <button class="button primary" type="button" data-copy={invitation.url} data-confirm-copy="Link copied" hidden>
            Copy link
          </button>
          <span class="said" role="status" data-said />
        </div>
        <p>
          It works once, until <TimeStamp at={invitation.until} />. Whoever has it can join as {person.email}.
        </p>
        <div class="actions">
          <Button href={personAddress(person)}>Go to {person.display_name}</Button>
          <Button kind="link" href="/admin/people/new">
            Add another person
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
