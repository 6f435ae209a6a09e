// What narrows the list of people down, and the heads of its columns that order it.
import { Button, Field, Filters, SelectField, useWords } from "../ui/index.ts";
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

export function PeopleFilterForm({ state, accountTypes }: { state: ListState; accountTypes: string[] }) {
  const { consoleShared: common, consolePeople: say, requirement, adoption } = useWords();
  const any = { value: "", label: say.any };
  const { filters, sort, descending } = state;
  const inUse = Object.keys(filters).filter((name) => name !== "search").length;
  return (
    <Filters action="/admin/people" label={say.searchAndFilter} hidden={{ until: filters.until }}>
      <Field
        label={say.search}
        name="search"
        type="search"
        value={filters.search ?? ""}
        maxlength={300}
        hint={say.searchHint}
      />
      <Button kind="primary">{say.search}</Button>
      {isFiltered(filters) ? (
        <Button kind="link" href="/admin/people">
          {say.showEverybody}
        </Button>
      ) : null}
      <details class="more-filters">
        <summary class="button link">{inUse > 0 ? say.filtersInUse(inUse) : say.filters}</summary>
        <div class="filters">
          <SelectField
            label={common.requirement}
            name="requirement"
            value={filters.requirement ?? ""}
            options={[
              any,
              { value: "required", label: requirement.levels.required },
              { value: "grace", label: common.requiredLater },
              { value: "optional", label: requirement.levels.optional },
              { value: "off", label: requirement.levels.off },
            ]}
          />
          <SelectField
            label={common.secondFactor}
            name="secondFactor"
            value={filters.secondFactor ?? ""}
            options={[
              any,
              { value: "set-up", label: common.setUp },
              { value: "app", label: adoption.methods.app },
              { value: "passkey", label: adoption.methods.passkey },
              { value: "both", label: adoption.methods.both },
              { value: "missing", label: common.notSetUp },
            ]}
          />
          <SelectField
            label={say.recoveryCodes}
            name="codes"
            value={filters.codes ?? ""}
            options={[any, { value: "few", label: common.fewLeft }, { value: "unused", label: adoption.unusedCodes }]}
          />
          <SelectField
            label={say.wrongTries}
            name="locked"
            value={filters.locked ?? ""}
            options={[any, { value: "yes", label: say.hasToWait }]}
          />
          <SelectField
            label={common.status}
            name="status"
            value={filters.status ?? ""}
            options={[
              any,
              { value: "active", label: common.statuses.active },
              { value: "invited", label: common.statuses.invited },
              { value: "disabled", label: common.statuses.disabled },
            ]}
          />
          <Field
            label={common.accountType}
            name="type"
            value={filters.type ?? ""}
            maxlength={40}
            autocapitalize="none"
            spellcheck={false}
            list={accountTypes}
          />
          <Field
            label={say.domain}
            name="domain"
            value={filters.domain ?? ""}
            maxlength={254}
            autocapitalize="none"
            spellcheck={false}
          />
          <SelectField
            label={say.orderBy}
            name="sort"
            value={sort}
            options={(["name", "screenName", "email", "type", "added"] as const).map((value) => ({
              value,
              label: say.sorts[value],
            }))}
          />
          <SelectField
            label={say.direction}
            name="descending"
            value={descending ? "yes" : ""}
            options={[
              { value: "", label: say.upwards },
              { value: "yes", label: say.downwards },
            ]}
          />
          <Button>{say.apply}</Button>
        </div>
      </details>
    </Filters>
  );
}

/** While searching, the order is that of the words found. */
export const isSortable = ({ filters }: ListState): boolean =>
  filters.search === undefined && filters.domain === undefined;

export function SortLink({ state, by }: { state: ListState; by: Sort }) {
  const { sorts } = useWords().consolePeople;
  if (!isSortable(state)) return <>{sorts[by]}</>;
  const current = state.sort === by;
  const descending = current && !state.descending;
  return (
    <a href={listAddress({ ...state, sort: by, descending })}>
      {sorts[by]}
      {current ? <span aria-hidden="true">{state.descending ? " ↓" : " ↑"}</span> : null}
    </a>
  );
}
