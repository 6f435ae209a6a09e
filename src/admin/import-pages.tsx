// `/admin/people/import`: choose a file, see what would come of it, then import it.
import type { Context, Hono } from "hono";
import type { Visitor } from "../access/actions.ts";
import { AppFrame } from "../access/frame.tsx";
import { freshProof, type Web } from "../access/web.ts";
import { limitBody, mostBytes } from "../http/body.ts";
import { invalid, Problem } from "../kernel/problem.ts";
import { Button, DataList, FileField, Form, Notice, plural, Section, Table } from "../ui/index.ts";
import { importPeople, mostImportBytes, type Plan, planImport } from "./importing.ts";
import { type AdminNeeds, by } from "./web.ts";

export const importPagePath = "/admin/people/import";

export function addImportPages(pages: Hono<Web>, needs: AdminNeeds): void {
  // Asked before the form is shown: a file that was chosen does not survive the way to the sign-in and back.
  pages.use(importPagePath, freshProof(needs), limitBody(mostImportBytes + mostBytes));
  pages.get(importPagePath, (c) => c.html(<ImportPage visitor={c.var.visitor} />));

  pages.post(importPagePath, async (c) => {
    const { text, confirmed } = await readUpload(c);
    const plan = await planImport(needs.db, by(c), text);
    if (!confirmed || plan.errors.length > 0)
      return c.html(<PlanPage visitor={c.var.visitor} plan={plan} text={text} />, plan.errors.length > 0 ? 400 : 200);
    const done = await importPeople(needs, { ...by(c), text });
    return c.html(<ImportedPage visitor={c.var.visitor} done={done} />, 201);
  });
}

async function readUpload(c: Context): Promise<{ text: string; confirmed: boolean }> {
  if (!/^multipart\/form-data\s*;/i.test(c.req.header("content-type") ?? ""))
    throw new Problem("unsupported-type", 415, "That file was sent in a way this page does not read. Choose it again.");
  const form = await c.req.formData().catch(() => {
    throw invalid("That form can't be read. Go back and try again.");
  });
  const [file, text] = [form.get("file"), form.get("text")];
  if (typeof text === "string") return { text, confirmed: form.get("confirmed") === "yes" };
  return { text: file instanceof File ? await file.text() : "", confirmed: false };
}

function ImportPage({ visitor }: { visitor: Visitor }) {
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
          <code>screenName</code>, <code>accountType</code>. Who has an address already is changed; everybody else is
          added and waits for an invitation link. An empty cell leaves things as they are.
        </p>
        <Form action={importPagePath} enctype="multipart/form-data">
          <FileField
            label="File"
            name="file"
            accept=".csv,text/csv"
            required
            hint="UTF-8, at most 1 MiB and 10,000 lines."
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

function PlanPage({ visitor, plan, text }: { visitor: Visitor; plan: Plan; text: string }) {
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
        hidden={errors.length > 0 || nothing ? {} : { text, confirmed: "yes" }}
      >
        <div class="actions">
          {errors.length > 0 || nothing ? (
            <Button kind="primary" href={importPagePath}>
              Choose another file
            </Button>
          ) : (
            <Button kind="primary">Import</Button>
          )}
          <Button kind="link" href="/admin/people">
            Cancel
          </Button>
        </div>
      </Form>
    </AppFrame>
  );
}

function ImportedPage({ visitor, done }: { visitor: Visitor; done: { added: number; changed: number } }) {
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title="Import people"
      notices={
        <Notice kind="success" title="Imported">
          {plural(done.added, "person", "people")} added, {plural(done.changed, "person", "people")} changed.
        </Notice>
      }
    >
      <Section title="Next">
        <p>Who was added is invited. On each person's page you make the link by which they choose a password.</p>
        <div class="actions">
          <Button kind="primary" href="/admin/people?status=invited&sort=added&descending=yes">
            Show who is invited
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
