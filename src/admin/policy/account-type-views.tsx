// The organisation's own list of account types.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { AccountType } from "../../policy/account-types.ts";
import { Button, Field, Form, Notice, Section, Table, useWords } from "../../ui/index.ts";
import { Locked } from "./notice-views.tsx";

export interface AccountTypesPageProps {
  visitor: Visitor;
  unlocked: boolean;
  types: readonly AccountType[];
  /** Those that the policy names. */
  named: readonly string[];
  done?: string | undefined;
  wrong?: { name: string; message: string } | undefined;
  /** Why one could not be removed. */
  kept?: string | undefined;
}

export function AccountTypesPage({ visitor, unlocked, types, named, done, wrong, kept }: AccountTypesPageProps) {
  const { number, consoleShared: common, consolePolicy } = useWords();
  const { types: say } = consolePolicy;
  const notices = (
    <>
      {done ? <Notice kind="success">{done}</Notice> : null}
      {kept ? <Notice kind="danger">{kept}</Notice> : null}
      {unlocked ? null : <Locked resume="/admin/policy/account-types" />}
    </>
  );
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/policy"
      title={consolePolicy.accountTypes}
      lead={<a href="/admin/policy">{consolePolicy.title}</a>}
      notices={notices}
    >
      <Section title={say.list} description={say.listText}>
        <Table
          caption={consolePolicy.accountTypes}
          columns={[
            { label: common.accountType, header: true },
            { label: say.people, align: "end" },
            { label: common.actions, actions: true },
          ]}
          rows={types.map(({ name, people }) => ({
            cells: [
              name,
              number(people),
              people > 0 ? (
                <span class="muted">{say.inUse}</span>
              ) : named.includes(name) ? (
                <span class="muted">{say.inPolicy}</span>
              ) : (
                <Form action="/admin/policy/account-types/removal" hidden={{ name }}>
                  <Button label={say.remove(name)} disabled={!unlocked}>
                    {common.remove}
                  </Button>
                </Form>
              ),
            ],
          }))}
        />
      </Section>
      <Section title={say.addTitle}>
        <Form action="/admin/policy/account-types">
          <Field
            label={common.name}
            name="name"
            value={wrong?.name ?? ""}
            error={wrong?.message ?? null}
            hint={say.nameHint(types.length)}
            required
            maxlength={40}
            autocapitalize="none"
            spellcheck={false}
          />
          <Button kind="primary" disabled={!unlocked}>
            {say.add}
          </Button>
        </Form>
      </Section>
    </AppFrame>
  );
}
