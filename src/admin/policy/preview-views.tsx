// The preview: what would change, for whom, and for the administrator who looks at it.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { explain, explainTo } from "../../policy/words.ts";
import {
  Actions,
  Badge,
  Button,
  Form,
  Links,
  Muted,
  Notice,
  Pager,
  Section,
  Table,
  TwoLine,
  useWords,
} from "../../ui/index.ts";
import { Address, personAddress } from "../people-views.tsx";
import type { Affected, Preview } from "./preview.ts";
import { type Group, groups } from "./rules.ts";
import type { Difference } from "./words.ts";

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
  const { number, consoleShared: common, consolePolicy, consolePreview: say } = useWords();
  const { visitor, version, digest, unlocked, preview, refused } = props;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title={say.title}
      wide
      lead={say.lead}
      notices={
        refused === undefined ? undefined : (
          <Notice kind="danger" title={say.refused}>
            {refused}
          </Notice>
        )
      }
    >
      <Differences differences={props.differences} />
      <Section title={say.concerns} description={say.concernsText(common.people(preview.people))}>
        <Table
          caption={say.concerns}
          columns={[
            { label: say.group, header: true },
            { label: say.people, align: "end" },
            { label: common.actions, actions: true },
          ]}
          rows={groups.map((group) => ({
            cells: [
              <TwoLine main={say.groups[group]} sub={say.meanings[group]} />,
              number(preview.counts[group]),
              preview.counts[group] > 0 ? (
                <Button href={groupAddress(group)} label={say.showGroup(say.groups[group])}>
                  {say.show}
                </Button>
              ) : null,
            ],
          }))}
        />
      </Section>
      <Section title={say.you}>
        <Own {...props.own} />
      </Section>
      {groups.map((group) => (
        <FirstOfGroup group={group} preview={preview} />
      ))}
      <Form action="/admin/policy/preview" hidden={{ version, digest }}>
        <Actions>
          <Button kind="primary" disabled={refused !== undefined}>
            {unlocked ? say.confirmAndSave : say.confirmThenSave}
          </Button>
          <Button href="/admin/policy">{say.goOnChanging}</Button>
        </Actions>
      </Form>
      <Links items={[{ label: consolePolicy.discard, action: "/admin/policy/discard" }]} />
    </AppFrame>
  );
}

export const groupAddress = (group: Group, after?: string): string =>
  `/admin/policy/preview/people?${new URLSearchParams({ group, ...(after === undefined ? {} : { after }) })}`;

function Differences({ differences }: { differences: readonly Difference[] }) {
  const { consolePreview: say } = useWords();
  const more = differences.length - mostDifferences;
  return (
    <Section title={say.whatChanges}>
      <Table
        caption={say.whatChanges}
        columns={[{ label: say.setting, header: true }, { label: say.now }, { label: say.afterSaving }]}
        rows={differences
          .slice(0, mostDifferences)
          .map(({ what, before, after }) => ({ cells: [what, before, after] }))}
      />
      {more > 0 ? <Muted>{say.moreChanges(more)}</Muted> : null}
    </Section>
  );
}

function FirstOfGroup({ group, preview }: { group: Group; preview: Preview }) {
  const { consolePreview: say } = useWords();
  const { people } = preview.first[group];
  if (people.length === 0) return null;
  const count = preview.counts[group];
  return (
    <Section
      title={say.groupCounted(say.groups[group], count)}
      description={say.meanings[group]}
      actions={
        <Button href={`/admin/policy/preview/people.csv?group=${group}`} label={say.downloadCsvOf(say.groups[group])}>
          {say.downloadCsv}
        </Button>
      }
    >
      <PeopleTable caption={say.groups[group]} people={people} />
      {count > people.length ? (
        <Button href={groupAddress(group)} label={say.showAllOf(count, say.groups[group])}>
          {say.showAll(count)}
        </Button>
      ) : null}
    </Section>
  );
}

function PeopleTable({ caption, people }: { caption: string; people: readonly Affected[] }) {
  const spoken = useWords();
  const { consoleShared: common, consolePreview: say } = spoken;
  return (
    <Table
      caption={caption}
      columns={[
        { label: say.person, header: true },
        { label: common.secondFactor, narrow: true },
        { label: say.afterSaving },
      ]}
      rows={people.map(({ person, after, setUp }) => ({
        cells: [
          <TwoLine
            main={<a href={personAddress(person)}>{person.display_name}</a>}
            sub={<Address email={person.email} />}
          />,
          setUp ? <Badge kind="success">{common.setUp}</Badge> : <Badge kind="warning">{common.notSetUp}</Badge>,
          explain(after, "administrator", spoken),
        ],
      }))}
    />
  );
}

function Own({ affected: { after, setUp, groups: mine }, signsInAgain }: OwnFate): Child {
  const spoken = useWords();
  const { consolePreview: say } = spoken;
  return (
    <>
      <p>{explainTo(after, spoken)}</p>
      {signsInAgain ? (
        <p>
          <strong>{say.asksYou}</strong> {setUp ? say.signInAgain : say.signInAndSetUp}
        </p>
      ) : mine.includes("askedAtOnce") ? (
        <p>{say.trustEnds}</p>
      ) : (
        <p>{say.staySignedIn}</p>
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
  const { consolePreview: say } = useWords();
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title={say.groups[group]}
      wide
      lead={<a href="/admin/policy/preview">{say.backToPreview}</a>}
      actions={<Button href={`/admin/policy/preview/people.csv?group=${group}`}>{say.downloadCsv}</Button>}
    >
      <Section title={say.people} description={say.meanings[group]}>
        {people.length === 0 ? (
          <Muted>{say.nobody}</Muted>
        ) : (
          <PeopleTable caption={say.groups[group]} people={people} />
        )}
        <Pager label={say.people} previous={first} next={next} />
      </Section>
    </AppFrame>
  );
}
