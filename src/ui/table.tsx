// Tables that become a stack of cards on phones, and what goes with them: paging and filters.
import type { Child } from "hono/jsx";
import { Apart } from "./apart.tsx";
import { Form, type Hidden } from "./form.tsx";
import { useWords } from "./spoken.tsx";

export interface Column {
  /** Also over each cell on phones. */
  label: string;
  /** What stands at the head in place of the label: the same words, as a link that orders the rows. */
  head?: Child;
  sorted?: "ascending" | "descending" | undefined;
  /** The cell that names the row. */
  header?: boolean;
  align?: "end";
  /** Never broken over lines. */
  narrow?: boolean;
  /** Its words are broken only where they are very long, not because another column has more to say. */
  whole?: boolean;
  /** Holds buttons or a menu; its heading is for screen readers only. */
  actions?: boolean;
}

export interface TableProps {
  caption: string;
  columns: readonly Column[];
  rows: readonly { id?: string; cells: readonly Child[] }[];
  empty?: Child;
}

/** The roles repeat what the elements mean, because `display: block` on phones takes that meaning away. */
export function Table({ caption, columns, rows, empty }: TableProps) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <table role="table">
      <caption class="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th scope="col" role="columnheader" class={look(column)} aria-sort={column.sorted}>
              {column.actions ? <span class="visually-hidden">{column.label}</span> : (column.head ?? column.label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" id={row.id}>
            {columns.map((column, index) =>
              column.header ? (
                <th scope="row" role="rowheader" class={look(column)}>
                  <Apart>{row.cells[index]}</Apart>
                </th>
              ) : (
                <td role="cell" class={look(column)} data-label={column.actions ? undefined : column.label}>
                  <div>
                    <Apart>{row.cells[index]}</Apart>
                  </div>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function look(column: Column): string | undefined {
  const words = [
    column.align === "end" && "end",
    column.narrow && "nowrap",
    column.whole && "whole",
    column.actions && "cell-actions",
  ];
  return words.filter(Boolean).join(" ") || undefined;
}

export interface PagerProps {
  /** What is paged: "People". */
  label: string;
  /** Given where this is not the first one already. */
  first?: string | null;
  previous?: string | null;
  next?: string | null;
}

export function Pager({ label, first, previous, next }: PagerProps) {
  const { consoleShared: say } = useWords();
  if (!previous && !next) return null;
  return (
    <nav class="pager" aria-label={say.pagesOf(label)}>
      {first && previous ? (
        <a class="button link" href={first}>
          {say.firstPage}
        </a>
      ) : null}
      {previous ? (
        <a class="button secondary" href={previous} rel="prev">
          {say.previous}
        </a>
      ) : null}
      {next ? (
        <a class="button secondary" href={next} rel="next">
          {say.next}
        </a>
      ) : null}
    </nav>
  );
}

/** A form in one row that narrows a list down; it changes nothing, so it is a GET. */
export function Filters(props: { action: string; hidden?: Hidden; label?: string; children?: Child }) {
  const { consoleShared: say } = useWords();
  return (
    <search>
      <Form method="get" action={props.action} hidden={props.hidden} class="filters" label={props.label ?? say.filter}>
        {props.children}
      </Form>
    </search>
  );
}
