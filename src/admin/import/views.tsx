// The pages of an import: the file, what would come of it, and what came of it.
import type { Visitor } from "../../access/actions.ts";
import { AppFrame } from "../../access/frame.tsx";
import {
  Button,
  CheckboxField,
  DataList,
  FileField,
  Form,
  Notice,
  Section,
  Table,
  useWords,
  Woven,
} from "../../ui/index.ts";
import type { Import, Progress } from "./importing.ts";
import type { Plan } from "./judging.ts";
import type { LineError } from "./reading.ts";
import { wrongIn } from "./words.ts";

export const importPagePath = "/admin/people/import";
export const addressOf = ({ id }: Pick<Import, "id">): string => `${importPagePath}/${id}`;

export function ImportPage({ visitor, mails }: { visitor: Visitor; mails: boolean }) {
  const { consoleEditing, consoleImport: say, shared } = useWords();
  return (
    <AppFrame visitor={visitor} current="/admin/people" title={say.title} lead={say.lead}>
      <Section title={say.csvFile}>
        <p>
          <Woven
            sentence={say.columns}
            parts={["email", "displayName", "screenName", "accountType", "language"].map((name) => <code>{name}</code>)}
          />
        </p>
        <Form action={importPagePath} enctype="multipart/form-data">
          <FileField label={say.file} name="file" accept=".csv,text/csv" required hint={say.fileHint} />
          <CheckboxField
            label={say.invite}
            name="invite"
            disabled={!mails}
            hint={mails ? say.inviteHint : consoleEditing.problems.noMailServer}
          />
          <div class="actions">
            <Button kind="primary">{say.check}</Button>
            <Button kind="link" href="/admin/people">
              {shared.cancel}
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
  const { consoleShared: common, consoleImport: say, shared } = useWords();
  const { added, changed, unchanged, errors } = plan;
  const nothing = added.length + changed.length === 0;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={say.checkTitle}
      lead={say.checkLead}
      notices={
        errors.length > 0 ? (
          <Notice kind="danger" title={say.linesWrong(errors.length)}>
            {say.linesWrongText}
          </Notice>
        ) : undefined
      }
    >
      <Section title={say.wouldComeOfIt}>
        <DataList
          items={[
            { term: say.added, value: common.people(added.length) },
            { term: say.changed, value: common.people(changed.length) },
            { term: say.unchanged, value: common.people(unchanged) },
            ...(inviting ? [{ term: say.invited, value: common.people(added.length) }] : []),
          ]}
        />
      </Section>
      <Lines title={say.toCorrect} caption={say.toCorrectCaption} lines={errors} of={errors.length} />
      <Form
        action={importPagePath}
        enctype="multipart/form-data"
        hidden={errors.length > 0 || nothing ? {} : { text, confirmed: "yes", invite: inviting ? "yes" : null }}
      >
        <div class="actions">
          {errors.length > 0 || nothing ? (
            <Button kind="primary" href={importPagePath}>
              {say.chooseAnother}
            </Button>
          ) : (
            <Button kind="primary">{inviting && added.length > 0 ? say.importAndInvite : say.importNow}</Button>
          )}
          <Button kind="link" href="/admin/people">
            {shared.cancel}
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
  const words = useWords();
  const { consoleImport: say } = words;
  if (of === 0) return null;
  const shown = lines.slice(0, mostShown);
  return (
    <Section title={title}>
      <Table
        caption={caption}
        columns={[{ label: say.line, header: true }, { label: say.whatIsWrong }]}
        rows={shown.map(({ line, message }) => ({ cells: [String(line), wrongIn(message, words)] }))}
      />
      {of > shown.length ? <p class="muted">{say.moreLines(of - shown.length)}</p> : null}
    </Section>
  );
}

export function ImportedPage({ visitor, progress }: { visitor: Visitor; progress: Progress }) {
  const { number, consoleShared: common, consoleImport: say } = useWords();
  const { row, waiting, leftOut, first } = progress;
  const finished = row.finished_at !== null;
  return (
    <AppFrame
      visitor={visitor}
      current="/admin/people"
      title={say.title}
      notices={
        finished ? (
          <Notice kind="success" title={say.imported}>
            {say.done(common.people(row.added), common.people(row.changed))}
            {row.invited > 0 ? ` ${say.invitations(row.invited)}` : ""}
            {leftOut > 0 ? ` ${say.linesLeftOut(leftOut)}` : ""}
          </Notice>
        ) : (
          <Notice
            kind="info"
            title={say.progress(number(row.lines - waiting), common.lines(row.lines))}
            actions={<Button href={addressOf(row)}>{common.lookAgain}</Button>}
          >
            {common.goesOnByItself}
          </Notice>
        )
      }
    >
      <Section title={common.whatCameOfIt}>
        <DataList
          items={[
            { term: say.added, value: common.people(row.added) },
            { term: say.changed, value: common.people(row.changed) },
            { term: say.wereUnchanged, value: common.people(row.unchanged) },
            ...(row.inviting === 1 ? [{ term: say.invited, value: common.people(row.invited) }] : []),
            ...(waiting > 0 ? [{ term: common.stillToCome, value: common.lines(waiting) }] : []),
            ...(leftOut > 0 ? [{ term: say.leftOut, value: common.lines(leftOut) }] : []),
          ]}
        />
      </Section>
      <Lines title={say.leftOut} caption={say.leftOutCaption} lines={first} of={leftOut} />
      <Section title={say.next}>
        <p>
          {leftOut > 0 ? `${say.changedMeanwhile} ` : ""}
          {row.inviting === 1 ? say.lettersSent : say.linksToMake}
        </p>
        <div class="actions">
          <Button kind="primary" href="/admin/people?status=invited&sort=added&descending=yes">
            {say.showInvited}
          </Button>
        </div>
      </Section>
    </AppFrame>
  );
}
