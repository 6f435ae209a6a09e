// Numbers that open the list behind them, and shares as bars beside their numbers.
import type { Child } from "hono/jsx";
import { CsvLink, Section, ShareBar, Table, useWords } from "../../ui/index.ts";
import type { Words } from "../../words/index.ts";
import type { Behind } from "./addresses.ts";
import type { Share } from "./report.ts";
import { percent } from "./rules.ts";

/** As the language writes it: '1,024'. */
export const number = (words: Words, count: number): string => words.number(count);

export const shareText = (words: Words, part: number, whole: number): string =>
  whole === 0 ? "–" : words.percent(percent(part, whole));

/** A large number over what it counts. */
export function Figure({ count, label, behind }: { count: number; label: string; behind: Partial<Behind> }) {
  const words = useWords();
  return (
    <li>
      <a class="figure" href={behind.list}>
        <strong>{number(words, count)}</strong> <span>{label}</span>
      </a>
      {behind.file ? <CsvLink href={behind.file} what={label} /> : null}
    </li>
  );
}

/** A number in a table, with the list behind it and the same as a file. */
export function Counted({ count, behind, what }: { count: number; behind: Behind; what: string }) {
  return (
    <span class="counted">
      <a href={behind.list}>{number(useWords(), count)}</a>
      <CsvLink href={behind.file} what={what} />
    </span>
  );
}

export interface ShareRow extends Omit<Share, "value"> {
  name: Child;
  /** Everybody, those who are protected and those who are not; without lists the numbers stand alone. */
  behind?: Record<"people" | "protected" | "missing", Behind> | undefined;
}

/** How many of each are protected. */
export function Shares({ title, what, file, rows }: { title: string; what: string; file: string; rows: ShareRow[] }) {
  const words = useWords().adoption;
  return (
    <Section title={title} actions={<CsvLink href={file} what={title} />}>
      <ShareTable title={title} what={what} rows={rows.slice(0, shownAtFirst)} />
      {rows.length > shownAtFirst ? (
        <details class="numbers">
          <summary class="button link">{words.moreDomains(rows.length - shownAtFirst)}</summary>
          <ShareTable title={title} what={what} rows={rows.slice(shownAtFirst)} />
        </details>
      ) : null}
    </Section>
  );
}

const shownAtFirst = 10;

function ShareTable({ title, what, rows }: { title: string; what: string; rows: ShareRow[] }) {
  const spoken = useWords();
  const words = spoken.adoption;
  const counted = (count: number, behind: Behind | undefined) =>
    behind === undefined || count === 0 ? number(spoken, count) : <a href={behind.list}>{number(spoken, count)}</a>;
  return (
    <Table
      caption={title}
      columns={[
        { label: what, header: true },
        { label: words.share },
        { label: words.protected, align: "end" },
        { label: words.missing, align: "end" },
        { label: words.people, align: "end" },
      ]}
      rows={rows.map(({ name, people, protected: those, behind }) => ({
        cells: [
          name,
          <span class="share">
            <ShareBar share={percent(those, people)} />
            {shareText(spoken, those, people)}
          </span>,
          counted(those, behind?.protected),
          counted(people - those, behind?.missing),
          counted(people, behind?.people),
        ],
      }))}
    />
  );
}
