// Over the list of people: tick boxes beside the names, and what to do to those who are ticked. Closed until it is wanted.
import type { Person } from "../../people/actions.ts";
import { Button, type Hidden, HiddenFields, Notice, RadioGroup, SelectField } from "../../ui/index.ts";
import { isFiltered, type PeopleFilters } from "../list-filters.ts";
import { bulkActions } from "./rules.ts";
import { actionWords } from "./words.ts";

export const bulkPath = "/admin/people/bulk";
/** Of the tick boxes, beside the person's id. */
export const tickPrefix = "person-";
const formId = "several";

const whyAgain = {
  "nobody-chosen": "Nobody was chosen. Tick at least one person in the list, or choose everyone.",
  "nothing-chosen": "Choose what to do, and tick the people again.",
  "too-many-people": "Those are too many at once. Narrow the filter, to at most 10,000 people.",
  "no-mail-server": "No mail server is set up, so nobody can be invited by mail.",
};

export const isWhyAgain = (code: string): code is keyof typeof whyAgain => Object.hasOwn(whyAgain, code);

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
  const problem = again !== undefined && isWhyAgain(again) ? whyAgain[again] : undefined;
  const many = fitting === undefined ? "" : ` (${fitting.toLocaleString("en")})`;
  return (
    <details class="several" open={problem !== undefined}>
      <summary class="button secondary">Change several people</summary>
      <form method="post" action={bulkPath} id={formId} class="box">
        <HiddenFields fields={state} />
        {problem === undefined ? null : <Notice kind="warning">{problem}</Notice>}
        <RadioGroup
          legend="Whom"
          name="who"
          value="ticked"
          options={[
            { value: "ticked", label: "Those ticked in the list below" },
            {
              value: "everyone",
              label: isFiltered(filters) ? `Everyone who matches this filter${many}` : `Everyone${many}`,
              hint: "On all pages. You see who they are before anything is done.",
            },
          ]}
        />
        <SelectField
          label="What to do"
          name="action"
          required
          value=""
          options={[
            { value: "", label: "Choose" },
            ...bulkActions.map((value) => ({
              value,
              label: value === "invite" && !mails ? `${actionWords[value]} (no mail server)` : `${actionWords[value]}`,
              disabled: value === "invite" && !mails,
            })),
          ]}
        />
        <div class="actions">
          <Button kind="primary">Go on</Button>
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
        Go on
      </Button>
    </p>
  );
}

/** Or the room of one, so that the names stay in line. */
export function Tick({ person, may }: { person: Person; may: boolean }) {
  if (!may) return <span class="tick" />;
  return (
    <label class="tick">
      <input
        type="checkbox"
        form={formId}
        name={`${tickPrefix}${person.id}`}
        value="yes"
        aria-label={`Choose ${person.display_name}`}
      />
    </label>
  );
}
