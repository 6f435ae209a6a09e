// The page of one side of an export: what is open, with the keys and the consents, what may be asked for, and what was before.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import {
  Actions,
  Badge,
  Button,
  DataList,
  Form,
  Muted,
  Notice,
  Section,
  Table,
  TextAreaField,
  TimeStamp,
  useWords,
} from "../../ui/index.ts";
import type { Export } from "./actions.ts";
import { consentFor, type Side, type State, stateOf } from "./rules.ts";

export interface ExportsPageProps {
  visitor: Visitor;
  exports: Export[];
  /** Where its forms go. */
  base: string;
  side: Side;
  /** Of the organisation. */
  name: string;
  now: number;
  done?: string | undefined;
  problem?: string | undefined;
  typed?: string | undefined;
}

export function ExportsPage({ visitor, exports, base, side, name, now, done, problem, typed }: ExportsPageProps) {
  const { exporting: say } = useWords();
  const doneWords: Record<string, string> = say.done;
  const said = done !== undefined && Object.hasOwn(doneWords, done) ? doneWords[done] : undefined;
  const isOpen = (one: Export) => ["waiting", "agreed"].includes(stateOf(one, now));
  const open = exports.find(isOpen);
  const past = exports.filter((one) => one !== open);
  return (
    <AppFrame
      visitor={visitor}
      current={side === "operator" ? "/admin/organisations" : "/admin/organisation"}
      title={say.title(name)}
      lead={say.lead}
      notices={said ? <Notice kind="success">{said}</Notice> : null}
    >
      {open ? <Open one={open} {...{ base, side, now }} /> : null}
      <Section title={say.ask} description={open ? say.askAgainText : say.askText}>
        <Form action={base} label={say.ask}>
          <TextAreaField
            label={say.recipients}
            name="recipients"
            value={typed}
            hint={say.recipientsHint}
            error={problem}
            rows={3}
            maxlength={1000}
            required
          />
          <Actions>
            <Button kind={open ? "secondary" : "primary"}>{say.askNow}</Button>
          </Actions>
        </Form>
      </Section>
      {past.length > 0 ? (
        <Section title={say.past}>
          <Table
            caption={say.past}
            columns={[{ label: say.asked, header: true }, { label: say.state }, { label: say.fingerprint }]}
            rows={past.map((one) => ({
              id: one.id,
              cells: [<TimeStamp at={one.asked_at} />, <Stands state={stateOf(one, now)} />, one.fingerprint],
            }))}
          />
        </Section>
      ) : null}
    </AppFrame>
  );
}

function Open({ one, base, side, now }: { one: Export; base: string; side: Side; now: number }) {
  const { exporting: say } = useWords();
  const given = [one.administrator_at, one.operator_at].filter((at) => at !== null);
  const state = stateOf(one, now);
  const missing = (side === "operator" ? one.operator_at : one.administrator_at) === null;
  const consent = (at: number | null) => (at === null ? <Muted>{say.missing}</Muted> : <TimeStamp at={at} />);
  return (
    <Section title={say.open} description={state === "agreed" ? say.agreedText : say.waitingText}>
      <DataList
        items={[
          { term: say.state, value: <Stands state={state} /> },
          { term: say.fingerprint, value: one.fingerprint },
          { term: say.recipients, value: (JSON.parse(one.recipients) as string[]).join(" ") },
          { term: say.byAdministrator, value: consent(one.administrator_at) },
          { term: say.byOperator, value: consent(one.operator_at) },
          { term: say.until, value: <TimeStamp at={Math.min(...given) + consentFor} /> },
        ]}
      />
      <Actions>
        {missing ? (
          <Form action={`${base}/${one.id}/consent`} hidden={{ fingerprint: one.fingerprint }}>
            <Button kind="primary">{say.consent}</Button>
          </Form>
        ) : null}
        {state === "agreed" && side === "administrator" ? (
          <Form action={`${base}/${one.id}/file`} repeatable>
            <Button kind="primary">{say.download}</Button>
          </Form>
        ) : null}
        <Form action={`${base}/${one.id}/withdrawal`}>
          <Button>{say.withdraw}</Button>
        </Form>
      </Actions>
    </Section>
  );
}

const kinds = {
  waiting: "warning",
  agreed: "info",
  taken: "success",
  withdrawn: "neutral",
  expired: "neutral",
} as const;

function Stands({ state }: { state: State }) {
  const { exporting: say } = useWords();
  return <Badge kind={kinds[state]}>{say.states[state]}</Badge>;
}
