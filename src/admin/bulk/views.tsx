// The pages of one act on many people: what it needs to know, the question before it is done, and what came of it.
import type { Child } from "hono/jsx";
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import {
  Button,
  DataList,
  Field,
  Form,
  Notice,
  plural,
  RadioGroup,
  Section,
  SelectField,
  TextAreaField,
} from "../../ui/index.ts";
import { queryOf } from "../list-filters.ts";
import { Address, personAddress } from "../people-views.tsx";
import { longestReason } from "../rules.ts";
import type { BulkChange, Foreseen } from "./choosing.ts";
import { bulkPath } from "./choosing-views.tsx";
import type { Progress } from "./results.ts";
import { asksReason, type LeftOut } from "./rules.ts";
import { actionWords, whyLeftOut, wordsFor } from "./words.ts";
import { actOf } from "./working.ts";

export const addressOf = ({ id }: Pick<BulkChange, "id">): string => `${bulkPath}/${id}`;

/** The list that they were chosen from. */
const listOf = ({ filter }: BulkChange): string => `/admin/people${filter === null ? "" : queryOf(JSON.parse(filter))}`;

interface PageProps {
  visitor: Visitor;
  bulk: BulkChange;
}

export interface Asked {
  accountType: string;
  level: string;
  reason: string;
  /** The last day, `YYYY-MM-DD`, or ''. */
  until: string;
}

interface AskProps extends PageProps {
  accountTypes: string[];
  asked: Asked;
  error?: { field: keyof Asked; message: string } | undefined;
}

/** What decides who is left out, before that can be said. */
export function AskPage({ visitor, bulk, accountTypes, asked, error }: AskProps) {
  const { action } = actOf(bulk);
  const errorAt = (field: keyof Asked) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={actionWords[action]}
      lead={`For ${plural(bulk.people, "person", "people")}. Nothing is changed yet.`}
    >
      <Form action={addressOf(bulk)} hidden={{ step: "details" }}>
        <Section title={action === "override" ? "What is asked of them" : "What they will be"}>
          {action === "override" ? (
            <>
              <RadioGroup
                legend="Two-factor authentication"
                name="level"
                value={asked.level}
                error={errorAt("level")}
                required
                options={[
                  { value: "policy", label: "As the policy says", hint: "What was set for them alone is removed." },
                  { value: "required", label: "Required" },
                  { value: "optional", label: "Optional" },
                  { value: "off", label: "Off" },
                ]}
              />
              <TextAreaField
                label="Reason"
                name="reason"
                rows={2}
                maxlength={longestReason}
                value={asked.reason}
                error={errorAt("reason")}
                hint="Needed where it is not as the policy says. Kept in each history."
              />
              <Field
                label="Last day"
                name="until"
                type="date"
                value={asked.until}
                error={errorAt("until")}
                optional
                hint="In UTC. After it they follow the policy again."
              />
            </>
          ) : (
            <SelectField
              label="Account type"
              name="accountType"
              value={asked.accountType}
              error={errorAt("accountType")}
              required
              options={[{ value: "", label: "Choose" }, ...accountTypes.map((value) => ({ value, label: value }))]}
            />
          )}
          <div class="actions">
            <Button kind="primary">Go on</Button>
            <Button kind="link" href={listOf(bulk)}>
              Cancel
            </Button>
          </div>
        </Section>
      </Form>
    </AppFrame>
  );
}

interface ConfirmProps extends PageProps {
  foreseen: Foreseen;
  reason?: string;
  error?: string | undefined;
  /** Others fit the filter than when it was looked at before. */
  othersByNow?: boolean;
}

export function ConfirmPage({ visitor, bulk, foreseen, reason = "", error, othersByNow = false }: ConfirmProps) {
  const act = actOf(bulk);
  const people = foreseen.outcomes.get("done") ?? 0;
  const words = wordsFor(act, people);
  const leftOut = [...foreseen.outcomes].flatMap(([outcome, count]) =>
    outcome === "done" ? [] : [{ reason: outcome, people: count }],
  );
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={people === 0 ? "Nothing to do" : words.title}
      lead="Nothing is changed yet."
      notices={
        othersByNow ? (
          <Notice kind="warning" title="Other people match this filter by now">
            Nothing was done. Look at this again: {plural(bulk.people, "person matches", "people match")} it now.
          </Notice>
        ) : undefined
      }
    >
      {people === 0 ? null : (
        <Notice kind="warning">
          <ul>
            {words.consequences.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Section title="Who">
        <DataList
          items={[
            { term: bulk.filter === null ? "Chosen" : "Match the filter", value: String(foreseen.people) },
            { term: "Will be changed", value: String(people) },
            ...leftOutItems(bulk, leftOut),
          ]}
        />
        {people === 0 ? null : (
          <>
            <p>{people > foreseen.first.length ? `The first ${foreseen.first.length} of ${people}:` : "These are:"}</p>
            <ul class="index">
              {foreseen.first.map((person) => (
                <li>
                  <a href={personAddress(person)}>{person.display_name}</a>{" "}
                  <small class="muted">
                    <Address email={person.email} />
                  </small>
                </li>
              ))}
            </ul>
          </>
        )}
      </Section>
      <Form action={addressOf(bulk)} hidden={{ step: "confirm", seen: bulk.digest }}>
        {people > 0 && asksReason(act.action) ? (
          <TextAreaField
            label="Reason"
            name="reason"
            rows={2}
            maxlength={longestReason}
            value={reason}
            error={error ?? null}
            optional={act.action === "disable"}
            required={act.action === "reset"}
            hint="Kept in the history of each of them."
          />
        ) : null}
        <div class="actions">
          {people === 0 ? null : <Button kind={words.dangerous ? "danger" : "primary"}>{words.button}</Button>}
          <Button kind={people === 0 ? "primary" : "link"} href={listOf(bulk)}>
            {people === 0 ? "Back to the list" : "Cancel"}
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

export function ResultPage({ visitor, bulk, progress }: PageProps & { progress: Progress }) {
  const act = actOf(bulk);
  const { done, waiting, leftOut } = progress;
  const { done: did } = wordsFor(act, done);
  const skipped = leftOut.reduce((sum, { people }) => sum + people, 0);
  const finished = bulk.finished_at !== null;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={actionWords[act.action]}
      notices={
        finished ? (
          <Notice kind="success">
            {did}: {plural(done, "person", "people")}.{skipped > 0 ? ` ${skipped} left out.` : ""}
          </Notice>
        ) : (
          <Notice
            kind="info"
            title={`${done + skipped} of ${bulk.people} done`}
            actions={<Button href={addressOf(bulk)}>Look again</Button>}
          >
            The rest goes on by itself, also when you leave this page.
          </Notice>
        )
      }
    >
      <Section
        title="What came of it"
        actions={
          skipped > 0 ? (
            <Button href={`${addressOf(bulk)}/left-out.csv`}>Download those left out (CSV)</Button>
          ) : undefined
        }
      >
        <DataList
          items={[
            { term: did, value: String(done) },
            ...(waiting > 0 ? [{ term: "Still to come", value: String(waiting) }] : []),
            ...leftOutItems(bulk, leftOut),
          ]}
        />
        <div class="actions">
          <Button kind="primary" href={listOf(bulk)}>
            Back to the list
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}

function leftOutItems(
  bulk: BulkChange,
  leftOut: { reason: LeftOut; people: number }[],
): { term: Child; value: Child }[] {
  const act = actOf(bulk);
  return leftOut.map(({ reason, people }) => ({
    term: `Left out: ${whyLeftOut(act, reason)}`,
    value: String(people),
  }));
}
