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
  RadioGroup,
  Section,
  SelectField,
  TextAreaField,
  useWords,
} from "../../ui/index.ts";
import type { Words } from "../../words/index.ts";
import { queryOf } from "../list-filters.ts";
import { Address, personAddress } from "../people-views.tsx";
import { longestReason } from "../rules.ts";
import type { BulkChange, Foreseen } from "./choosing.ts";
import { bulkPath } from "./choosing-views.tsx";
import type { Progress } from "./results.ts";
import { asksReason, type LeftOut } from "./rules.ts";
import { whyLeftOut, wordsFor } from "./words.ts";
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
  const { consoleShared: common, consoleBulk: say, requirement, shared } = useWords();
  const { action } = actOf(bulk);
  const errorAt = (field: keyof Asked) => (error?.field === field ? error.message : undefined);
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={say.actions[action]}
      lead={say.forPeople(common.people(bulk.people))}
    >
      <Form action={addressOf(bulk)} hidden={{ step: "details" }}>
        <Section title={action === "override" ? say.whatIsAsked : say.whatTheyWillBe}>
          {action === "override" ? (
            <>
              <RadioGroup
                legend={common.twoFactor}
                name="level"
                value={asked.level}
                error={errorAt("level")}
                required
                options={[
                  { value: "policy", label: common.asPolicySays, hint: say.policyHint },
                  { value: "required", label: requirement.levels.required },
                  { value: "optional", label: requirement.levels.optional },
                  { value: "off", label: requirement.levels.off },
                ]}
              />
              <TextAreaField
                label={common.reason}
                name="reason"
                rows={2}
                maxlength={longestReason}
                value={asked.reason}
                error={errorAt("reason")}
                hint={say.reasonNeeded}
              />
              <Field
                label={common.lastDay}
                name="until"
                type="date"
                value={asked.until}
                error={errorAt("until")}
                optional
                hint={say.lastDayHint}
              />
            </>
          ) : (
            <SelectField
              label={common.accountType}
              name="accountType"
              value={asked.accountType}
              error={errorAt("accountType")}
              required
              options={[{ value: "", label: common.choose }, ...accountTypes.map((value) => ({ value, label: value }))]}
            />
          )}
          <div class="actions">
            <Button kind="primary">{common.goOn}</Button>
            <Button kind="link" href={listOf(bulk)}>
              {shared.cancel}
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
  const spoken = useWords();
  const { consoleShared: common, consoleBulk: say, shared } = spoken;
  const act = actOf(bulk);
  const people = foreseen.outcomes.get("done") ?? 0;
  const words = wordsFor(act, people, spoken);
  const leftOut = [...foreseen.outcomes].flatMap(([outcome, count]) =>
    outcome === "done" ? [] : [{ reason: outcome, people: count }],
  );
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={people === 0 ? say.nothingToDo : words.title}
      lead={common.nothingYetChanged}
      notices={
        othersByNow ? (
          <Notice kind="warning" title={say.othersByNow}>
            {say.othersByNowText(bulk.people)}
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
      <Section title={say.who}>
        <DataList
          items={[
            { term: bulk.filter === null ? say.chosen : say.matchFilter, value: String(foreseen.people) },
            { term: say.willBeChanged, value: String(people) },
            ...leftOutItems(bulk, leftOut, spoken),
          ]}
        />
        {people === 0 ? null : (
          <>
            <p>{people > foreseen.first.length ? say.firstOf(foreseen.first.length, people) : say.theseAre}</p>
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
            label={common.reason}
            name="reason"
            rows={2}
            maxlength={longestReason}
            value={reason}
            error={error ?? null}
            optional={act.action === "disable"}
            required={act.action === "reset"}
            hint={say.reasonKept}
          />
        ) : null}
        <div class="actions">
          {people === 0 ? null : <Button kind={words.dangerous ? "danger" : "primary"}>{words.button}</Button>}
          <Button kind={people === 0 ? "primary" : "link"} href={listOf(bulk)}>
            {people === 0 ? say.backToList : shared.cancel}
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

export function ResultPage({ visitor, bulk, progress }: PageProps & { progress: Progress }) {
  const spoken = useWords();
  const { consoleShared: common, consoleBulk: say } = spoken;
  const act = actOf(bulk);
  const { done, waiting, leftOut } = progress;
  const { done: did } = wordsFor(act, done, spoken);
  const skipped = leftOut.reduce((sum, { people }) => sum + people, 0);
  const finished = bulk.finished_at !== null;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={say.actions[act.action]}
      notices={
        finished ? (
          <Notice kind="success">
            {say.result(did, common.people(done))}
            {skipped > 0 ? ` ${say.leftOut(skipped)}` : ""}
          </Notice>
        ) : (
          <Notice
            kind="info"
            title={say.progress(done + skipped, bulk.people)}
            actions={<Button href={addressOf(bulk)}>{common.lookAgain}</Button>}
          >
            {common.goesOnByItself}
          </Notice>
        )
      }
    >
      <Section
        title={common.whatCameOfIt}
        actions={
          skipped > 0 ? <Button href={`${addressOf(bulk)}/left-out.csv`}>{say.downloadLeftOut}</Button> : undefined
        }
      >
        <DataList
          items={[
            { term: did, value: String(done) },
            ...(waiting > 0 ? [{ term: common.stillToCome, value: String(waiting) }] : []),
            ...leftOutItems(bulk, leftOut, spoken),
          ]}
        />
        <div class="actions">
          <Button kind="primary" href={listOf(bulk)}>
            {say.backToList}
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}

function leftOutItems(
  bulk: BulkChange,
  leftOut: { reason: LeftOut; people: number }[],
  words: Words,
): { term: Child; value: Child }[] {
  const act = actOf(bulk);
  return leftOut.map(({ reason, people }) => ({
    term: words.consoleBulk.leftOutBecause(whyLeftOut(act, reason, words)),
    value: String(people),
  }));
}
