// API keys on a page: the list, the form that makes one, and the one that was made, shown once.
import {
  Actions,
  Button,
  CheckboxField,
  CopyField,
  EmptyState,
  ErrorSummary,
  Field,
  Form,
  RelativeTime,
  Section,
  Table,
  TwoLine,
  useWords,
} from "../ui/index.ts";
import type { ApiKey } from "./actions.ts";
import { isPowerful, mostDays, type Scope, usualDays } from "./rules.ts";

/** @param address of the list */
export function KeyList({ keys, address, now }: { keys: readonly ApiKey[]; address: string; now: number }) {
  const { apiKeys: said } = useWords();
  return (
    <Table
      caption={said.title}
      columns={[
        { label: said.name, header: true },
        { label: said.allows },
        { label: said.lastUsed, narrow: true },
        { label: said.until, narrow: true },
        { label: said.end, actions: true },
      ]}
      rows={keys.map((key) => ({
        cells: [
          <TwoLine main={key.name} sub={`cs_${key.id.slice(0, 12)}…`} />,
          key.scopes.map((scope) => said.may[scope]).join("; "),
          key.lastUsedAt === null ? (
            <span class="muted">{said.never}</span>
          ) : (
            <RelativeTime at={key.lastUsedAt} now={now} />
          ),
          <RelativeTime at={key.expiresAt} now={now} />,
          <Form action={`${address}/${key.id}/removal`}>
            <Button label={said.endKey(key.name)}>{said.end}</Button>
          </Form>,
        ],
      }))}
      empty={
        <EmptyState
          title={said.noneTitle}
          actions={
            <Button kind="primary" href={`${address}/new`}>
              {said.make}
            </Button>
          }
        >
          {said.noneText}
        </EmptyState>
      }
    />
  );
}

export interface KeyValues {
  name: string;
  days: string;
  scopes: readonly string[];
}

export const blankKey: KeyValues = { name: "", days: String(usualDays), scopes: [] };

export const scopeField = (scope: Scope): string => `may-${scope.replace(":", "-")}`;

export function KeyForm({
  address,
  allowed,
  values,
  error,
  own,
}: {
  address: string;
  allowed: readonly Scope[];
  values: KeyValues;
  error?: { field: string; message: string } | undefined;
  /** Whether it ends with the person it is for. */
  own: boolean;
}) {
  const { apiKeys: said } = useWords();
  const errorAt = (field: string) => (error?.field === field ? error.message : null);
  const choice = (scope: Scope) => (
    <CheckboxField
      label={said.may[scope]}
      // As refusals and the documentation name it.
      hint={scope}
      name={scopeField(scope)}
      checked={values.scopes.includes(scope)}
    />
  );
  return (
    <Form action={`${address}/new`}>
      <ErrorSummary errors={error && ["", "scopes"].includes(error.field) ? [{ message: error.message }] : []} />
      <Section title={said.key}>
        <Field
          label={said.name}
          name="name"
          value={values.name}
          hint={said.nameHint}
          error={errorAt("name")}
          autocomplete="off"
          required
          maxlength={60}
        />
        <Field
          label={said.days}
          name="days"
          type="number"
          value={values.days}
          hint={own ? said.daysHint : said.daysHintOfOrganisation}
          error={errorAt("days")}
          inputmode="numeric"
          min={1}
          max={mostDays}
          required
        />
      </Section>
      <Section title={said.scopes}>{allowed.filter((scope) => !isPowerful(scope)).map(choice)}</Section>
      {allowed.some(isPowerful) ? (
        <Section title={said.powerful} description={said.powerfulText}>
          {allowed.filter(isPowerful).map(choice)}
        </Section>
      ) : null}
      <Actions>
        <Button kind="primary">{said.make}</Button>
      </Actions>
    </Form>
  );
}

export function MadeKey({ made, address }: { made: { key: ApiKey; text: string }; address: string }) {
  const { apiKeys: said } = useWords();
  return (
    <Section title={made.key.name} description={said.once}>
      <CopyField label={said.key} name="key" value={made.text} />
      <Actions>
        <Button kind="primary" href={address}>
          {said.done}
        </Button>
      </Actions>
    </Section>
  );
}
