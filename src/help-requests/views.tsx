// One request: what was asked from where, what is known of the person, and the decision.
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import {
  absoluteTime,
  Badge,
  Button,
  DataList,
  describeUserAgent,
  Form,
  Notice,
  Section,
  TextAreaField,
  TimeStamp,
} from "../ui/index.ts";
import type { FoundRequest } from "./finding.ts";
import type { Known } from "./known.ts";
import { KnownFacts } from "./known-views.tsx";
import { FateBadge } from "./list-views.tsx";
import { longestNote, type mayDecide, notToDecideWords } from "./rules.ts";
import { lapsedWords } from "./words.ts";

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
  const { visitor, found, now } = props;
  const { person } = found;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/help-requests"
      title={`Help for ${person.display_name}`}
      lead={<a href="/admin/help-requests">All help requests</a>}
      notices={<Outcome {...props} />}
    >
      <Asked found={found} known={props.known} now={now} />
      <KnownFacts found={found} known={props.known} now={now} />
      {found.fate === "open" ? <Decide {...props} /> : null}
    </AppFrame>
  );
}

function Outcome({ found: { person, request, fate }, done, refusal }: HelpRequestPageProps) {
  if (refusal !== undefined) return <Notice kind="warning">{refusal}</Notice>;
  if (done === "approved" && fate === "approved")
    return (
      <Notice kind="success" title="Approved">
        {person.display_name} was told by e-mail, and can set up a new authenticator until{" "}
        {absoluteTime(request.pass_until ?? 0)}.
      </Notice>
    );
  if (done === "declined" && fate === "declined")
    return <Notice kind="success">Declined. {person.display_name} was told by e-mail.</Notice>;
  if (fate === "cancelled")
    return (
      <Notice kind="warning" title="It was not them who asked">
        {person.display_name} cancelled this request by the link in the e-mail. Whoever asked knows the password: make
        sure that it is changed.
      </Notice>
    );
  if (fate === "lapsed") return <Notice kind="info">{lapsedWords}</Notice>;
  if (fate === "overtaken")
    return (
      <Notice kind="info">
        No longer needed: since this was asked a code was given, or password or authenticators have changed.
      </Notice>
    );
  return null;
}

function Asked({ found, known, now }: { found: FoundRequest; known: Known; now: number }) {
  const { request, fate, decider } = found;
  const items = [
    { term: "Asked", value: <TimeStamp at={request.asked_at} now={now} /> },
    {
      term: "Browser",
      value: (
        <>
          {describeUserAgent(request.user_agent)} <Seen at={known.browserSeenAt} now={now} />
        </>
      ),
    },
    {
      term: "Network address",
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
            term: "Decided",
            value: (
              <>
                <TimeStamp at={request.decided_at} now={now} /> by {decider?.display_name ?? "somebody who is gone"}
              </>
            ),
          },
          { term: "Note", value: request.note === null ? "None" : <Lines text={request.note} /> },
        ];
  const used =
    request.pass_used_at === null ? [] : [{ term: "Used", value: <TimeStamp at={request.pass_used_at} now={now} /> }];
  return (
    <Section title="What was asked" actions={<FateBadge fate={fate} />}>
      {request.message === "" ? (
        <p class="muted">Without a message.</p>
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
  if (at === undefined) return <Badge kind="warning">Not seen before</Badge>;
  return (
    <>
      <Badge kind="success">Known</Badge> last sign-in <TimeStamp at={at} now={now} />
    </>
  );
}

const Lines = ({ text }: { text: string }) => (
  <>
    {text.split("\n").map((line, index) => (
      <>
        {index === 0 ? null : <br />}
        {line}
      </>
    ))}
  </>
);

function Decide({ found: { request, person }, may, unlocked }: HelpRequestPageProps) {
  const address = `/admin/help-requests/${request.id}`;
  if (may !== "may")
    return (
      <Section title="Decide">
        <Notice kind="info">{notToDecideWords[may]}</Notice>
      </Section>
    );
  if (!unlocked)
    return (
      <Section title="Decide">
        <Notice
          kind="info"
          title="Confirm it's you to decide"
          actions={
            <Button kind="primary" href={`/sign-in/confirm?${new URLSearchParams({ resume: address })}`}>
              Confirm
            </Button>
          }
        >
          Letting somebody past the second step needs a fresh proof of yours.
        </Notice>
      </Section>
    );
  return (
    <Section title="Decide">
      <Notice kind="warning" title="Make sure that it is really this person">
        Whoever asked has the password. Call a number that you knew before, or meet; an e-mail or the message above
        proves nothing.
      </Notice>
      <Form action={`${address}/approval`}>
        <TextAreaField
          label="Note"
          name="note"
          rows={2}
          maxlength={longestNote}
          optional
          hint={`Kept in the history and sent to ${person.display_name}.`}
        />
        <p class="muted">
          Approve: at the next sign-in within 24 hours, {person.display_name} sets up a new authenticator after the
          password, once. The old one is removed when the new one is confirmed.
        </p>
        <div class="actions">
          <Button kind="primary">Approve</Button>
          <Button formaction={`${address}/decline`}>Decline</Button>
        </div>
      </Form>
    </Section>
  );
}
