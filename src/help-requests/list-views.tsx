// The list of requests: what waits first, then what is over.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { Badge, EmptyState, Muted, Pager, Section, Table, TimeStamp, TwoLine } from "../ui/index.ts";
import type { FoundRequest } from "./finding.ts";
import type { Fate } from "./rules.ts";
import { fateWords } from "./words.ts";

interface HelpRequestsPageProps {
  visitor: Visitor;
  /** Left out past the first page. */
  open: FoundRequest[] | undefined;
  decided: FoundRequest[];
  next: string | undefined;
  now: number;
}

export function HelpRequestsPage({ visitor, open, decided, next, now }: HelpRequestsPageProps) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/help-requests"
      title="Help requests"
      lead="People who lost their authenticator and ask to set up a new one."
      wide
    >
      {open ? (
        <Section title="Open" description="The longest waiting first.">
          <Table
            caption="Open requests"
            columns={[{ label: "Person", header: true }, { label: "Asked" }, { label: "Message" }]}
            rows={open.map((found) => ({
              cells: [<Asker found={found} />, <Asked found={found} now={now} />, <Says found={found} />],
            }))}
            empty={<EmptyState title="Nobody is waiting for help" />}
          />
        </Section>
      ) : null}
      <Section title="Decided">
        <Table
          caption="Decided requests"
          columns={[
            { label: "Person", header: true },
            { label: "Asked" },
            { label: "Outcome" },
            { label: "Decided by" },
          ]}
          rows={decided.map((found) => ({
            cells: [
              <Asker found={found} />,
              <Asked found={found} now={now} />,
              <FateBadge fate={found.fate} />,
              <By found={found} now={now} />,
            ],
          }))}
          empty={<Muted>None yet.</Muted>}
        />
        <Pager label="Decided requests" next={next ?? null} />
      </Section>
    </AppFrame>
  );
}

function Asker({ found: { request, person } }: { found: FoundRequest }) {
  return <TwoLine main={<a href={`/admin/help-requests/${request.id}`}>{person.display_name}</a>} sub={person.email} />;
}

const Asked = ({ found: { request }, now }: { found: FoundRequest; now: number }) => (
  <TimeStamp at={request.asked_at} now={now} />
);

const longestShown = 80;

function Says({ found: { request, fate } }: { found: FoundRequest }) {
  if (fate !== "open") return <FateBadge fate={fate} />;
  const [line = ""] = request.message.split("\n");
  const whole = line === request.message && line.length <= longestShown;
  return <>{line === "" ? "None" : whole ? line : `${[...line].slice(0, longestShown).join("")} …`}</>;
}

function By({ found: { request, decider }, now }: { found: FoundRequest; now: number }) {
  if (request.decided_at === null) return <>Nobody</>;
  return (
    <TwoLine
      main={decider?.display_name ?? "Somebody who is gone"}
      sub={<TimeStamp at={request.decided_at} now={now} />}
    />
  );
}

const kinds: Record<Fate, "info" | "success" | "neutral" | "danger"> = {
  open: "info",
  approved: "success",
  used: "success",
  expired: "neutral",
  declined: "neutral",
  cancelled: "danger",
  overtaken: "neutral",
  lapsed: "neutral",
};

export const FateBadge = ({ fate }: { fate: Fate }) => <Badge kind={kinds[fate]}>{fateWords[fate]}</Badge>;
