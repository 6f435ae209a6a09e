// One request: what was asked from where, what is known of the person, and the decision.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import {
  Badge,
  Button,
  DataList,
  describeUserAgent,
  Form,
  Notice,
  Section,
  TextAreaField,
  TimeStamp,
  useWords,
} from "../ui/index.ts";
import type { FoundRequest } from "./finding.ts";
import type { Known } from "./known.ts";
import { KnownFacts } from "./known-views.tsx";
import { FateBadge } from "./list-views.tsx";
import { longestNote, type mayDecide } from "./rules.ts";

export interface HelpRequestPageProps {
  visitor: Visitor;
  found: FoundRequest;
  known: Known;
  may: ReturnType<typeof mayDecide>;
  /** Whether the visitor has given a fresh proof. */
  unlocked: boolean;
  now: number;
  done?: string | undefined;
  /** Why the decision that was just made does not stand. */
  refusal?: string | undefined;
}

export function HelpRequestPage(props: HelpRequestPageProps) {
  const { consoleHelp: say } = useWords();
  const { visitor, found, now } = props;
  const { person } = found;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/help-requests"
      title={say.helpFor(person.display_name)}
      lead={<a href="/admin/help-requests">{say.all}</a>}
      notices={<Outcome {...props} />}
    >
      <Asked found={found} known={props.known} now={now} />
      <KnownFacts found={found} known={props.known} now={now} />
      {found.fate === "open" ? <Decide {...props} /> : null}
    </AppFrame>
  );
}

function Outcome({ found: { person, request, fate }, done, refusal }: HelpRequestPageProps) {
  const { consoleHelp: say, moment } = useWords();
  if (refusal !== undefined) return <Notice kind="warning">{refusal}</Notice>;
  if (done === "approved" && fate === "approved")
    return (
      <Notice kind="success" title={say.approved}>
        {say.approvedText(person.display_name, moment(request.pass_until ?? 0))}
      </Notice>
    );
  if (done === "declined" && fate === "declined")
    return <Notice kind="success">{say.declined(person.display_name)}</Notice>;
  if (fate === "cancelled")
    return (
      <Notice kind="warning" title={say.notThem}>
        {say.cancelled(person.display_name)}
      </Notice>
    );
  if (fate === "lapsed") return <Notice kind="info">{say.lapsed}</Notice>;
  if (fate === "overtaken") return <Notice kind="info">{say.overtaken}</Notice>;
  return null;
}

function Asked({ found, known, now }: { found: FoundRequest; known: Known; now: number }) {
  const words = useWords();
  const { consoleHelp: say, relative } = words;
  const { request, fate, decider } = found;
  const items = [
    { term: say.asked, value: <TimeStamp at={request.asked_at} now={now} /> },
    {
      term: say.browser,
      value: (
        <>
          {describeUserAgent(request.user_agent, words)} <Seen at={known.browserSeenAt} now={now} />
        </>
      ),
    },
    {
      term: say.networkAddress,
      value: (
        <>
          {request.address} <Seen at={known.networkSeenAt} now={now} />
        </>
      ),
    },
  ];
  const decided =
    request.decided_at === null
      ? []
      : [
          {
            term: say.decided,
            value: say.decidedAt(relative(request.decided_at, now), decider?.display_name ?? say.somebodyGone),
          },
          { term: say.note, value: request.note === null ? say.none : <Lines text={request.note} /> },
        ];
  const used =
    request.pass_used_at === null ? [] : [{ term: say.used, value: <TimeStamp at={request.pass_used_at} now={now} /> }];
  return (
    <Section title={say.whatWasAsked} actions={<FateBadge fate={fate} />}>
      {request.message === "" ? (
        <p class="muted">{say.noMessage}</p>
      ) : (
        <blockquote>
          <Lines text={request.message} />
        </blockquote>
      )}
      <DataList items={[...items, ...decided, ...used]} />
    </Section>
  );
}

/** Whether the person has signed in like this before. */
function Seen({ at, now }: { at: number | undefined; now: number }) {
  const { consoleHelp: say, relative } = useWords();
  if (at === undefined) return <Badge kind="warning">{say.notSeen}</Badge>;
  return (
    <>
      <Badge kind="success">{say.known}</Badge> {say.lastSeen(relative(at, now))}
    </>
  );
}

/** Somebody's own words, in whatever language: each line runs as it was written. */
function Lines({ text }: { text: string }) {
  const { apart } = useWords();
  return (
    <>
      {text.split("\n").map((line, index) => (
        <>
          {index === 0 ? null : <br />}
          {apart(line)}
        </>
      ))}
    </>
  );
}

function Decide({ found: { request, person }, may, unlocked }: HelpRequestPageProps) {
  const { consoleHelp: say } = useWords();
  const address = `/admin/help-requests/${request.id}`;
  if (may !== "may")
    return (
      <Section title={say.decide}>
        <Notice kind="info">{say.notToDecide[may]}</Notice>
      </Section>
    );
  if (!unlocked)
    return (
      <Section title={say.decide}>
        <Notice
          kind="info"
          title={say.confirmTitle}
          actions={
            <Button kind="primary" href={`/sign-in/confirm?${new URLSearchParams({ resume: address })}`}>
              {say.confirm}
            </Button>
          }
        >
          {say.confirmText}
        </Notice>
      </Section>
    );
  return (
    <Section title={say.decide}>
      <Notice kind="warning" title={say.makeSure}>
        {say.makeSureText}
      </Notice>
      <Form action={`${address}/approval`}>
        <TextAreaField
          label={say.note}
          name="note"
          rows={2}
          maxlength={longestNote}
          optional
          hint={say.noteHint(person.display_name)}
        />
        <p class="muted">{say.approveText(person.display_name)}</p>
        <div class="actions">
          <Button kind="primary">{say.approve}</Button>
          <Button formaction={`${address}/decline`}>{say.decline}</Button>
        </div>
      </Form>
    </Section>
  );
}
