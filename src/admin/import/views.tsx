// The pages of an import: the file, what would come of it, and what came of it.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import { Button, CheckboxField, DataList, FileField, Form, Notice, plural, Section, Table } from "../../ui/index.ts";
import type { Import, Progress } from "./importing.ts";
import type { Plan } from "./judging.ts";
import type { LineError } from "./reading.ts";

export const importPagePath = "/admin/people/import";
export const addressOf = ({ id }: Pick<Import, "id">): string => `${importPagePath}/${id}`;

export function ImportPage({ visitor, mails }: { visitor: Visitor; mails: boolean }) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Import people"
      lead="You see what would come of the file before anything is saved."
    >
      <Section title="CSV file">
        <p>
          The first line names the columns: <code>email</code> and any of <code>displayName</code>,{" "}
          <code>screenName</code>, <code>accountType</code>, <code>language</code>. Who has an address already is
          changed; everybody else is added and waits for an invitation. An empty cell leaves things as they are.
        </p>
        <Form action={importPagePath} enctype="multipart/form-data">
          <FileField
            label="File"
            name="file"
            accept=".csv,text/csv"
            required
            hint="UTF-8, at most 1 MiB and 10,000 lines."
          />
          <CheckboxField
            label="Invite them by mail"
            name="invite"
            disabled={!mails}
            hint={
              mails
                ? "Everybody who is added gets a letter with a link to choose a password, good for 7 days."
                : "No mail server is set up, so nobody can be invited by mail."
            }
          />
          <div class="actions">
            <Button kind="primary">Check the file</Button>
            <Button kind="link" href="/admin/people">
              Cancel
            </Button>
          </div>
        </Form>
      </Section>
    </AppFrame>
  );
}

export const mostShown = 100;

interface PlanProps {
  visitor: Visitor;
  plan: Plan;
  text: string;
  inviting: boolean;
}

export function PlanPage({ visitor, plan, text, inviting }: PlanProps) {
  const { added, changed, unchanged, errors } = plan;
  const nothing = added.length + changed.length === 0;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Check the import"
      lead="Nothing is saved yet."
      notices={
        errors.length > 0 ? (
          <Notice kind="danger" title={`${plural(errors.length, "line")} can't be imported`}>
            Correct the file and choose it again. It is imported as a whole or not at all.
          </Notice>
        ) : undefined
      }
    >
      <Section title="What would come of it">
        <DataList
          items={[
            { term: "Added", value: plural(added.length, "person", "people") },
            { term: "Changed", value: plural(changed.length, "person", "people") },
            { term: "As they are already", value: plural(unchanged, "person", "people") },
            ...(inviting ? [{ term: "Invited by mail", value: plural(added.length, "person", "people") }] : []),
          ]}
        />
      </Section>
      <Lines title="To be corrected" caption="Lines that can't be imported" lines={errors} of={errors.length} />
      <Form
        action={importPagePath}
        enctype="multipart/form-data"
        hidden={errors.length > 0 || nothing ? {} : { text, confirmed: "yes", invite: inviting ? "yes" : null }}
      >
        <div class="actions">
          {errors.length > 0 || nothing ? (
            <Button kind="primary" href={importPagePath}>
              Choose another file
            </Button>
          ) : (
            <Button kind="primary">{inviting && added.length > 0 ? "Import and invite" : "Import"}</Button>
          )}
          <Button kind="link" href="/admin/people">
            Cancel
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

interface LinesProps {
  title: string;
  caption: string;
  lines: LineError[];
  of: number;
}

function Lines({ title, caption, lines, of }: LinesProps) {
  if (of === 0) return null;
  const shown = lines.slice(0, mostShown);
  return (
    <Section title={title}>
      <Table
        caption={caption}
        columns={[{ label: "Line", header: true }, { label: "What is wrong" }]}
        rows={shown.map(({ line, message }) => ({ cells: [String(line), message] }))}
      />
      {of > shown.length ? <p class="muted">And {plural(of - shown.length, "more line")}.</p> : null}
    </Section>
  );
}

export function ImportedPage({ visitor, progress }: { visitor: Visitor; progress: Progress }) {
  const { row, waiting, leftOut, first } = progress;
  const finished = row.finished_at !== null;
  const done = `${plural(row.added, "person", "people")} added, ${plural(row.changed, "person", "people")} changed.`;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Import people"
      notices={
        finished ? (
          <Notice kind="success" title="Imported">
            {done}
            {row.invited > 0 ? ` ${plural(row.invited, "invitation")} on the way.` : ""}
            {leftOut > 0 ? ` ${plural(leftOut, "line")} left out.` : ""}
          </Notice>
        ) : (
          <Notice
            kind="info"
            title={`${(row.lines - waiting).toLocaleString("en")} of ${plural(row.lines, "line")} done`}
            actions={<Button href={addressOf(row)}>Look again</Button>}
          >
            The rest goes on by itself, also when you leave this page.
          </Notice>
        )
      }
    >
      <Section title="What came of it">
        <DataList
          items={[
            { term: "Added", value: plural(row.added, "person", "people") },
            { term: "Changed", value: plural(row.changed, "person", "people") },
            { term: "As they were already", value: plural(row.unchanged, "person", "people") },
            ...(row.inviting === 1
              ? [{ term: "Invited by mail", value: plural(row.invited, "person", "people") }]
              : []),
            ...(waiting > 0 ? [{ term: "Still to come", value: plural(waiting, "line") }] : []),
            ...(leftOut > 0 ? [{ term: "Left out", value: plural(leftOut, "line") }] : []),
          ]}
        />
      </Section>
      <Lines title="Left out" caption="Lines that were left out" lines={first} of={leftOut} />
      <Section title="Next">
        <p>
          {leftOut > 0
            ? "Somebody else changed these people in the meantime: correct the lines and import them again. "
            : ""}
          {row.inviting === 1
            ? "Everybody who was added gets a letter with a link to choose a password. What could not be sent stands under Mail."
            : "Who was added is invited. On each person's page you make the link by which they choose a password; to send it to many, use 'Change several people' in the list."}
        </p>
        <div class="actions">
          <Button kind="primary" href="/admin/people?status=invited&sort=added&descending=yes">
            Show who is invited
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
