// The pages on which people of another system are brought here: the file, and what would come, or came, of it.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import {
  Button,
  CheckboxField,
  DataList,
  FileField,
  Form,
  Notice,
  PasswordField,
  Section,
  SelectField,
  Table,
  useWords,
} from "../../ui/index.ts";
import type { Report, ReportLine } from "./moving.ts";
import { formats } from "./reading.ts";
import { notesOf, outcomeOf } from "./saying.ts";

export const movingPagePath = "/admin/people/moving";
const people = "/admin/people";
export const mostShown = 200;

export function MovingPage({
  visitor,
  mails,
  problem,
}: {
  visitor: Visitor;
  mails: boolean;
  problem?: string | undefined;
}) {
  const { moving } = useWords();
  const options = [
    { value: "", label: moving.detect },
    ...formats.map((format) => ({ value: format, label: moving.formats[format] })),
  ];
  return (
    <AppFrame visitor={visitor} current={people} title={moving.title} lead={moving.lead}>
      <Section title={moving.fileTitle}>
        <Form action={movingPagePath} enctype="multipart/form-data">
          <FileField label={moving.file} name="file" accept="" required hint={moving.fileHint} error={problem} />
          <SelectField label={moving.format} name="format" options={options} value="" />
          <PasswordField
            label={moving.secret}
            name="secret"
            autocomplete="new-password"
            required={false}
            hint={moving.secretHint}
          />
          <CheckboxField label={moving.invite} name="invite" disabled={!mails} />
          <div class="actions">
            <Button kind="primary">{moving.check}</Button>
            <Button kind="link" href={people}>
              {moving.cancel}
            </Button>
          </div>
        </Form>
      </Section>
    </AppFrame>
  );
}

interface ReportProps {
  visitor: Visitor;
  report: Report;
  confirmed: boolean;
  /** The file, where it is to be sent once more. */
  sealed: string | undefined;
  inviting: boolean;
}

export function ReportPage({ visitor, report, confirmed, sealed, inviting }: ReportProps) {
  const { moving } = useWords();
  const { counts, waiting } = report;
  const nothing = counts.added + counts.completed === 0 && !confirmed;
  const counted = { ...counts, waiting };
  const items = (Object.keys(counted) as (keyof typeof counted)[])
    .filter((name) => counted[name] > 0)
    .map((name) => ({ term: moving.counts[name], value: String(counted[name]) }));
  const notice = confirmed ? (
    waiting > 0 ? (
      <Notice kind="info" title={moving.partTitle}>
        {moving.partText}
      </Notice>
    ) : (
      <Notice kind="success" title={moving.doneTitle} />
    )
  ) : undefined;
  const goesOn = sealed !== undefined && !nothing;
  return (
    <AppFrame
      visitor={visitor}
      current={people}
      title={confirmed ? moving.title : moving.planTitle}
      lead={confirmed ? undefined : moving.nothingSaved}
      notices={notice}
    >
      <Section title={confirmed ? moving.result : moving.summary}>
        <DataList items={items} />
        <Form
          action={movingPagePath}
          enctype="multipart/form-data"
          hidden={goesOn ? { sealed, confirmed: "yes", invite: inviting ? "yes" : null } : {}}
        >
          <div class="actions">
            {goesOn ? (
              <Button kind="primary">{confirmed ? moving.goOn : moving.begin}</Button>
            ) : (
              <Button kind="primary" href={confirmed ? people : movingPagePath}>
                {confirmed ? moving.goOn : moving.otherFile}
              </Button>
            )}
            {confirmed ? null : (
              <Button kind="link" href={people}>
                {moving.cancel}
              </Button>
            )}
          </div>
        </Form>
      </Section>
      <Lines lines={report.lines} />
    </AppFrame>
  );
}

function Lines({ lines }: { lines: ReportLine[] }) {
  const words = useWords();
  const { moving } = words;
  if (lines.length === 0) return null;
  const shown = lines.slice(0, mostShown);
  return (
    <Section title={moving.linesTitle}>
      <Table
        caption={moving.linesCaption}
        columns={[
          { label: moving.line, header: true },
          { label: moving.who, whole: true },
          { label: moving.what },
          { label: moving.why },
        ]}
        rows={shown.map((line) => ({
          cells: [String(line.line), line.who, outcomeOf(line, words), notesOf(line, words).join(" ")],
        }))}
      />
      {lines.length > shown.length ? <p class="muted">{moving.more(lines.length - shown.length)}</p> : null}
    </Section>
  );
}
