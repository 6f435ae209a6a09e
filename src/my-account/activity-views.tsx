// What happened to one's own account, as the person reads it: the latest on the security page, everything on its own.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { Actions, Button, describeUserAgent, Muted, RelativeTime, Table, TwoLine, useWords } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
import type { Activity } from "./overview.ts";
import { describeActivity } from "./words.ts";

export const activityPath = "/account/security/activity";

interface ActivityTableProps {
  visitor: Visitor;
  events: Activity[];
  caption: string;
  now: number;
}

export function ActivityTable({ visitor, events, caption, now }: ActivityTableProps) {
  const words = useWords();
  const { security } = words;
  return (
    <Table
      caption={caption}
      columns={[{ label: security.what, header: true }, { label: security.when }]}
      rows={events.map((event) => ({
        cells: [
          <TwoLine main={describeActivity(event, visitor.person.id, words)} sub={placeOf(event, words)} />,
          <RelativeTime at={event.at} now={now} />,
        ],
      }))}
      empty={<Muted>{security.nothingYet}</Muted>}
    />
  );
}

interface ActivityPageProps {
  visitor: Visitor;
  page: { events: Activity[]; next?: string };
  first: boolean;
  now: number;
}

export function ActivityPage({ visitor, page: { events, next }, first, now }: ActivityPageProps) {
  const { security } = useWords();
  return (
    <AppFrame
      visitor={visitor}
      current="/account/security"
      title={security.allActivity}
      lead={security.allActivityText}
    >
      <ActivityTable visitor={visitor} events={events} caption={security.allActivity} now={now} />
      {next || !first ? (
        <Actions>
          {next ? <Button href={`${activityPath}?before=${next}`}>{security.earlier}</Button> : null}
          {first ? null : (
            <Button kind="link" href={activityPath}>
              {security.backToLatest}
            </Button>
          )}
        </Actions>
      ) : null}
    </AppFrame>
  );
}

const placeOf = ({ user_agent, address }: Activity, words: Words): string =>
  user_agent === "" ? address : words.shared.browserAt(describeUserAgent(user_agent, words), address);
