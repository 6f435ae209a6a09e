// The preview: what would change, for whom, and for the administrator who looks at it.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { explain } from "../../policy/words.ts";
import {
  Actions,
  Badge,
  Button,
  Form,
  Links,
  Muted,
  Notice,
  Pager,
  plural,
  Section,
  Table,
  TwoLine,
} from "../../ui/index.ts";
import { Address, personAddress } from "../people-views.tsx";
import type { Affected, Preview } from "./preview.ts";
import { type Group, groups } from "./rules.ts";
import { type Difference, groupMeanings, groupTitles } from "./words.ts";

export interface PreviewPageProps {
  visitor: Visitor;
  version: number;
  digest: string;
  unlocked: boolean;
  preview: Preview;
  differences: readonly Difference[];
  own: OwnFate;
  /** Why it can't be saved. */
  refused: string | undefined;
}

/** What happens to the account of whoever looks. */
export interface OwnFate {
  affected: Affected;
  /** The session they look with is not enough any more. */
  signsInAgain: boolean;
}

const mostDifferences = 20;

export function PreviewPage(props: PreviewPageProps) {
  const { visitor, version, digest, unlocked, preview, refused } = props;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title="Before you save"
      wide
      lead="Nothing is saved yet. This is what would change."
      notices={
        refused === undefined ? undefined : (
          <Notice kind="danger" title="This can't be saved">
            {refused}
          </Notice>
        )
      }
    >
      <Differences differences={props.differences} />
      <Section
        title="Whom it concerns"
        description={`Of ${plural(preview.people, "person", "people")} who are not disabled.`}
      >
        <Table
          caption="Whom it concerns"
          columns={[
            { label: "Group", header: true },
            { label: "People", align: "end" },
            { label: "Actions", actions: true },
          ]}
          rows={groups.map((group) => ({
            cells: [
              <TwoLine main={groupTitles[group]} sub={groupMeanings[group]} />,
              preview.counts[group].toLocaleString("en"),
              preview.counts[group] > 0 ? (
                <Button href={groupAddress(group)} label={`Show: ${groupTitles[group]}`}>
                  Show
                </Button>
              ) : null,
            ],
          }))}
        />
      </Section>
      <Section title="You">
        <Own {...props.own} />
      </Section>
      {groups.map((group) => (
        <FirstOfGroup group={group} preview={preview} />
      ))}
      <Form action="/admin/policy/preview" hidden={{ version, digest }}>
        <Actions>
          <Button kind="primary" disabled={refused !== undefined}>
            {unlocked ? "Confirm and save" : "Confirm it's you, then save"}
          </Button>
          <Button href="/admin/policy">Go on changing</Button>
        </Actions>
      </Form>
      <Links items={[{ label: "Discard the changes", action: "/admin/policy/discard" }]} />
    </AppFrame>
  );
}

export const groupAddress = (group: Group, after?: string): string =>
  `/admin/policy/preview/people?${new URLSearchParams({ group, ...(after === undefined ? {} : { after }) })}`;

function Differences({ differences }: { differences: readonly Difference[] }) {
  const more = differences.length - mostDifferences;
  return (
    <Section title="What changes">
      <Table
        caption="What changes"
        columns={[{ label: "Setting", header: true }, { label: "Now" }, { label: "After saving" }]}
        rows={differences
          .slice(0, mostDifferences)
          .map(({ what, before, after }) => ({ cells: [what, before, after] }))}
      />
      {more > 0 ? <Muted>And {plural(more, "more change")}.</Muted> : null}
    </Section>
  );
}

function FirstOfGroup({ group, preview }: { group: Group; preview: Preview }) {
  const { people } = preview.first[group];
  if (people.length === 0) return null;
  const count = preview.counts[group];
  return (
    <Section
      title={`${groupTitles[group]}: ${count.toLocaleString("en")}`}
      description={groupMeanings[group]}
      actions={
        <Button href={`/admin/policy/preview/people.csv?group=${group}`} label={`Download CSV: ${groupTitles[group]}`}>
          Download CSV
        </Button>
      }
    >
      <PeopleTable caption={groupTitles[group]} people={people} />
      {count > people.length ? (
        <Button href={groupAddress(group)} label={`Show all ${count}: ${groupTitles[group]}`}>
          Show all {count.toLocaleString("en")}
        </Button>
      ) : null}
    </Section>
  );
}

function PeopleTable({ caption, people }: { caption: string; people: readonly Affected[] }) {
  return (
    <Table
      caption={caption}
      columns={[{ label: "Person", header: true }, { label: "Second factor", narrow: true }, { label: "After saving" }]}
      rows={people.map(({ person, after, setUp }) => ({
        cells: [
          <TwoLine
            main={<a href={personAddress(person)}>{person.display_name}</a>}
            sub={<Address email={person.email} />}
          />,
          setUp ? <Badge kind="success">Set up</Badge> : <Badge kind="warning">Not set up</Badge>,
          explain(after, "administrator"),
        ],
      }))}
    />
  );
}

function Own({ affected: { after, setUp, groups: mine }, signsInAgain }: OwnFate): Child {
  return (
    <>
      <p>{explain(after)}</p>
      {signsInAgain ? (
        <p>
          <strong>This asks you, too:</strong> after saving you sign in again
          {setUp ? " with your second factor." : " and set up your second factor."}
        </p>
      ) : mine.includes("askedAtOnce") ? (
        <p>The browser that you trusted is not trusted any more: your next sign-in asks for a code.</p>
      ) : (
        <p>You stay signed in.</p>
      )}
    </>
  );
}

export interface GroupPageProps {
  visitor: Visitor;
  group: Group;
  people: readonly Affected[];
  first: string | null;
  next: string | null;
}

export function GroupPage({ visitor, group, people, first, next }: GroupPageProps) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title={groupTitles[group]}
      wide
      lead={<a href="/admin/policy/preview">Back to the preview</a>}
      actions={<Button href={`/admin/policy/preview/people.csv?group=${group}`}>Download CSV</Button>}
    >
      <Section title="People" description={groupMeanings[group]}>
        {people.length === 0 ? <Muted>Nobody.</Muted> : <PeopleTable caption={groupTitles[group]} people={people} />}
        <Pager label="People" previous={first} next={next} />
      </Section>
    </AppFrame>
  );
}
