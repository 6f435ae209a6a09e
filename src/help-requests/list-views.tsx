// The list of requests: what waits first, then what is over.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { Badge, CsvLink, EmptyState, Muted, Pager, Section, Table, TimeStamp, TwoLine, useWords } from "../ui/index.ts";
import { filePath } from "./file.ts";
import type { FoundRequest } from "./finding.ts";
import type { Fate } from "./rules.ts";

interface HelpRequestsPageProps {
  visitor: Visitor;
  /** Left out past the first page. */
  open: FoundRequest[] | undefined;
  decided: FoundRequest[];
  next: string | undefined;
  now: number;
}

export function HelpRequestsPage({ visitor, open, decided, next, now }: HelpRequestsPageProps) {
  const { consoleHelp: say } = useWords();
  return (
    <AppFrame visitor={visitor} current="/admin/help-requests" title={say.title} lead={say.lead} wide>
      {open ? (
        <Section
          title={say.open}
          description={say.openText}
          actions={open.length > 0 ? <CsvLink href={filePath} what={say.open} /> : null}
        >
          <Table
            caption={say.openCaption}
            columns={[{ label: say.person, header: true }, { label: say.asked }, { label: say.message }]}
            rows={open.map((found) => ({
              cells: [<Asker found={found} />, <Asked found={found} now={now} />, <Says found={found} />],
            }))}
            empty={<EmptyState title={say.nobodyWaits} />}
          />
        </Section>
      ) : null}
      <Section
        title={say.decided}
        actions={decided.length > 0 ? <CsvLink href={`${filePath}?status=decided`} what={say.decided} /> : null}
      >
        <Table
          caption={say.decidedCaption}
          columns={[
            { label: say.person, header: true },
            { label: say.asked },
            { label: say.outcome },
            { label: say.decidedBy },
          ]}
          rows={decided.map((found) => ({
            cells: [
              <Asker found={found} />,
              <Asked found={found} now={now} />,
              <FateBadge fate={found.fate} />,
              <By found={found} now={now} />,
            ],
          }))}
          empty={<Muted>{say.noneYet}</Muted>}
        />
        <Pager label={say.decidedCaption} next={next ?? null} />
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
  const { consoleHelp: say } = useWords();
  if (fate !== "open") return <FateBadge fate={fate} />;
  const [line = ""] = request.message.split("\n");
  const whole = line === request.message && line.length <= longestShown;
  return <>{line === "" ? say.none : whole ? line : `${[...line].slice(0, longestShown).join("")} …`}</>;
}

function By({ found: { request, decider }, now }: { found: FoundRequest; now: number }) {
  const { consoleHelp: say } = useWords();
  if (request.decided_at === null) return <>{say.nobody}</>;
  return <TwoLine main={decider?.display_name ?? say.gone} sub={<TimeStamp at={request.decided_at} now={now} />} />;
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

export function FateBadge({ fate }: { fate: Fate }) {
  const { consoleHelp: say } = useWords();
  return <Badge kind={kinds[fate]}>{say.fates[fate]}</Badge>;
}
