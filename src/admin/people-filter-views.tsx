// What narrows the list of people down, and the heads of its columns that order it.
import { Button, Field, Filters, SelectField } from "../ui/index.ts";
import { isFiltered, type PeopleFilters, queryOf, type Sort } from "./list-filters.ts";

export interface ListState {
  filters: PeopleFilters;
  sort: Sort;
  descending: boolean;
}

/** Of the list in this state; the first page, unless told where to go on. */
export function listAddress(
  { filters, sort, descending }: ListState,
  more: { after?: string | undefined; before?: string | undefined; several?: string | undefined } = {},
  path = "/admin/people",
): string {
  return `${path}${queryOf(filters, { ...orderOf({ sort, descending }), ...more })}`;
}

/** Left out where it is the usual one. */
export const orderOf = ({ sort, descending }: Pick<ListState, "sort" | "descending">) => ({
  sort: sort === "name" ? undefined : sort,
  descending: descending ? "yes" : undefined,
});

const sortWords: Record<Sort, string> = {
  name: "Name",
  screenName: "Screen name",
  email: "E-mail",
  type: "Account type",
  added: "Added",
};

const any = (label = "Any") => ({ value: "", label });

export function PeopleFilterForm({ state, accountTypes }: { state: ListState; accountTypes: string[] }) {
  const { filters, sort, descending } = state;
  const inUse = Object.keys(filters).filter((name) => name !== "search").length;
  return (
    <Filters action="/admin/people" label="Search and filter people">
      <Field
        label="Search"
        name="search"
        type="search"
        value={filters.search ?? ""}
        maxlength={300}
        hint="Beginnings of names or e-mail addresses."
      />
      <Button kind="primary">Search</Button>
      {isFiltered(filters) ? (
        <Button kind="link" href="/admin/people">
          Show everybody
        </Button>
      ) : null}
      <details class="more-filters">
        <summary class="button link">Filters and order{inUse > 0 ? ` (${inUse} in use)` : ""}</summary>
        <div class="filters">
          <SelectField
            label="Requirement"
            name="requirement"
            value={filters.requirement ?? ""}
            options={[
              any(),
              { value: "required", label: "Required" },
              { value: "grace", label: "Required later" },
              { value: "optional", label: "Optional" },
              { value: "off", label: "Off" },
            ]}
          />
          <SelectField
            label="Second factor"
            name="secondFactor"
            value={filters.secondFactor ?? ""}
            options={[any(), { value: "set-up", label: "Set up" }, { value: "missing", label: "Not set up" }]}
          />
          <SelectField
            label="Recovery codes"
            name="codes"
            value={filters.codes ?? ""}
            options={[any(), { value: "few", label: "Few left" }]}
          />
          <SelectField
            label="Wrong tries"
            name="locked"
            value={filters.locked ?? ""}
            options={[any(), { value: "yes", label: "Has to wait" }]}
          />
          <SelectField
            label="Status"
            name="status"
            value={filters.status ?? ""}
            options={[
              any(),
              { value: "active", label: "Active" },
              { value: "invited", label: "Invited" },
              { value: "disabled", label: "Disabled" },
            ]}
          />
          <Field
            label="Account type"
            name="type"
            value={filters.type ?? ""}
            maxlength={40}
            autocapitalize="none"
            spellcheck={false}
            list={accountTypes}
          />
          <Field
            label="E-mail domain"
            name="domain"
            value={filters.domain ?? ""}
            maxlength={254}
            autocapitalize="none"
            spellcheck={false}
          />
          <SelectField
            label="Order by"
            name="sort"
            value={sort}
            options={(["name", "screenName", "email", "type", "added"] as const).map((value) => ({
              value,
              label: sortWords[value],
            }))}
          />
          <SelectField
            label="Direction"
            name="descending"
            value={descending ? "yes" : ""}
            options={[
              { value: "", label: "Upwards" },
              { value: "yes", label: "Downwards" },
            ]}
          />
          <Button>Apply</Button>
        </div>
      </details>
    </Filters>
  );
}

/** While searching, the order is that of the words found. */
export const isSortable = ({ filters }: ListState): boolean =>
  filters.search === undefined && filters.domain === undefined;

export function SortLink({ state, by }: { state: ListState; by: Sort }) {
  if (!isSortable(state)) return <>{sortWords[by]}</>;
  const current = state.sort === by;
  const descending = current && !state.descending;
  return (
    <a href={listAddress({ ...state, sort: by, descending })}>
      {sortWords[by]}
      {current ? <span aria-hidden="true">{state.descending ? " ↓" : " ↑"}</span> : null}
    </a>
  );
}
