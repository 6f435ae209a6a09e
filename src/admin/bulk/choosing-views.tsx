// Over the list of people: tick boxes beside the names, and what to do to those who are ticked. Closed until it is wanted.
import type { Person } from "../../people/actions.ts";
import { Button, type Hidden, HiddenFields, Notice, RadioGroup, SelectField, useWords } from "../../ui/index.ts";
import { type Words, words } from "../../words/index.ts";
import { isFiltered, type PeopleFilters } from "../list-filters.ts";
import { bulkActions } from "./rules.ts";

export const bulkPath = "/admin/people/bulk";
/** Of the tick boxes, beside the person's id. */
export const tickPrefix = "person-";
const formId = "several";

export const isWhyAgain = (code: string): code is keyof Words["consoleBulk"]["whyAgain"] =>
  Object.hasOwn(words.en.consoleBulk.whyAgain, code);

export interface SeveralProps {
  filters: PeopleFilters;
  /** Carried on, so that the way back leads to the same list. */
  state: Hidden;
  /** How many fit, where that is known. */
  fitting: number | undefined;
  /** Why the form is shown again. */
  again: string | undefined;
  mails: boolean;
}

/** The bar over the table; the tick boxes belong to its form by `form=`, wherever they stand. */
export function ChangeSeveral({ filters, state, fitting, again, mails }: SeveralProps) {
  const { consoleShared: common, consoleBulk: say } = useWords();
  const problem = again !== undefined && isWhyAgain(again) ? say.whyAgain[again] : undefined;
  const everyone = isFiltered(filters)
    ? fitting === undefined
      ? say.everyoneFitting
      : say.everyoneFittingCounted(fitting)
    : fitting === undefined
      ? say.everyone
      : say.everyoneCounted(fitting);
  return (
    <details class="several" open={problem !== undefined}>
      <summary class="button secondary">{say.changeSeveral}</summary>
      <form method="post" action={bulkPath} id={formId} class="box">
        <HiddenFields fields={state} />
        {problem === undefined ? null : <Notice kind="warning">{problem}</Notice>}
        <RadioGroup
          legend={say.whom}
          name="who"
          value="ticked"
          options={[
            { value: "ticked", label: say.ticked },
            {
              value: "everyone",
              label: everyone,
              hint: say.everyoneHint,
            },
          ]}
        />
        <SelectField
          label={say.whatToDo}
          name="action"
          required
          value=""
          options={[
            { value: "", label: common.choose },
            ...bulkActions.map((value) => ({
              value,
              label: value === "invite" && !mails ? say.inviteWithoutMail : say.actions[value],
              disabled: value === "invite" && !mails,
            })),
          ]}
        />
        <div class="actions">
          <Button kind="primary">{common.goOn}</Button>
        </div>
      </form>
    </details>
  );
}

/** The same button again where the list ends, for who has ticked their way down. */
export function GoOnBelow() {
  return (
    <p class="several-below">
      <Button kind="primary" form={formId}>
        {useWords().consoleShared.goOn}
      </Button>
    </p>
  );
}

/** Or the room of one, so that the names stay in line. */
export function Tick({ person, may }: { person: Person; may: boolean }) {
  const { choosePerson } = useWords().consoleBulk;
  if (!may) return <span class="tick" />;
  return (
    <label class="tick">
      <input
        type="checkbox"
        form={formId}
        name={`${tickPrefix}${person.id}`}
        value="yes"
        aria-label={choosePerson(person.display_name)}
      />
    </label>
  );
}
