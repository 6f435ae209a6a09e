// `/admin/people/import`: choose a file, see what would come of it, then import it.
import type { Context, Hono } from "hono";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { freshProof, type Web } from "../access/web.ts";
import { limitBody, mostBytes } from "../http/body.ts";
import { invalid, Problem } from "../kernel/problem.ts";
import { Button, CheckboxField, DataList, FileField, Form, Notice, plural, Section, Table } from "../ui/index.ts";
import { importPeople, mostImportBytes, type Plan, planImport } from "./importing.ts";
import { type AdminNeeds, by } from "./web.ts";

export const importPagePath = "/admin/people/import";

export function addImportPages(pages: Hono<Web>, needs: AdminNeeds): void {
  // Asked before the form is shown: a file that was chosen does not survive the way to the sign-in and back.
  pages.use(importPagePath, freshProof(needs), limitBody(mostImportBytes + mostBytes));
  pages.get(importPagePath, (c) => c.html(<ImportPage visitor={c.var.visitor} mails={needs.post.sends} />));

  pages.post(importPagePath, async (c) => {
    const { text, confirmed, inviting } = await readUpload(c);
    const plan = await planImport(needs.db, by(c), text);
    if (!confirmed || plan.errors.length > 0)
      return c.html(
        <PlanPage visitor={c.var.visitor} plan={plan} text={text} inviting={inviting} />,
        plan.errors.length > 0 ? 400 : 200,
      );
    const done = await importPeople(needs, { ...by(c), text, inviting });
    return c.html(<ImportedPage visitor={c.var.visitor} done={done} />, 201);
  });
}

async function readUpload(c: Context): Promise<{ text: string; confirmed: boolean; inviting: boolean }> {
  if (!/^multipart\/form-data\s*;/i.test(c.req.header("content-type") ?? ""))
    throw new Problem("unsupported-type", 415, "That file was sent in a way this page does not read. Choose it again.");
  const form = await c.req.formData().catch(() => {
    throw invalid("That form can't be read. Go back and try again.");
  });
  const [file, text] = [form.get("file"), form.get("text")];
  const inviting = form.get("invite") === "yes";
  if (typeof text === "string") return { text, confirmed: form.get("confirmed") === "yes", inviting };
  return { text: file instanceof File ? await file.text() : "", confirmed: false, inviting };
}

function ImportPage({ visitor, mails }: { visitor: Visitor; mails: boolean }) {
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

const mostShown = 100;

interface PlanProps {
  visitor: Visitor;
  plan: Plan;
  text: string;
  inviting: boolean;
}

function PlanPage({ visitor, plan, text, inviting }: PlanProps) {
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
      {errors.length > 0 ? (
        <Section title="To be corrected">
          <Table
            caption="Lines that can't be imported"
            columns={[{ label: "Line", header: true }, { label: "What is wrong" }]}
            rows={errors.slice(0, mostShown).map(({ line, message }) => ({ cells: [String(line), message] }))}
          />
        </Section>
      ) : null}
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

function ImportedPage({
  visitor,
  done,
}: {
  visitor: Visitor;
  done: { added: number; changed: number; invited: number };
}) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Import people"
      notices={
        <Notice kind="success" title="Imported">
          {plural(done.added, "person", "people")} added, {plural(done.changed, "person", "people")} changed.
          {done.invited > 0 ? ` ${plural(done.invited, "invitation")} on the way.` : ""}
        </Notice>
      }
    >
      <Section title="Next">
        <p>
          {done.invited > 0
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
