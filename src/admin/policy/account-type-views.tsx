// The organisation's own list of account types.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import type { AccountType } from "../../policy/account-types.ts";
import { Button, Field, Form, Notice, plural, Section, Table } from "../../ui/index.ts";
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
      title="Account types"
      lead={<a href="/admin/policy">Security settings</a>}
      notices={notices}
    >
      <Section
        title="The list"
        description="Everybody is of one of these types, and the policy can say something for each."
      >
        <Table
          caption="Account types"
          columns={[
            { label: "Account type", header: true },
            { label: "People", align: "end" },
            { label: "Actions", actions: true },
          ]}
          rows={types.map(({ name, people }) => ({
            cells: [
              name,
              people.toLocaleString("en"),
              people > 0 ? (
                <span class="muted">In use</span>
              ) : named.includes(name) ? (
                <span class="muted">In the policy</span>
              ) : (
                <Form action="/admin/policy/account-types/removal" hidden={{ name }}>
                  <Button label={`Remove ${name}`} disabled={!unlocked}>
                    Remove
                  </Button>
                </Form>
              ),
            ],
          }))}
        />
      </Section>
      <Section title="Add a type">
        <Form action="/admin/policy/account-types">
          <Field
            label="Name"
            name="name"
            value={wrong?.name ?? ""}
            error={wrong?.message ?? null}
            hint={`Small letters, digits and dashes, such as 'partner'. There ${types.length === 1 ? "is" : "are"} ${plural(types.length, "type")} now.`}
            required
            maxlength={40}
            autocapitalize="none"
            spellcheck={false}
          />
          <Button kind="primary" disabled={!unlocked}>
            Add type
          </Button>
        </Form>
      </Section>
    </AppFrame>
  );
}
