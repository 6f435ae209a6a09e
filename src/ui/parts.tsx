// The pieces that pages are built of: notices, sections, lists of facts, badges.
import type { Child } from "hono/jsx";
import { Apart } from "./apart.tsx";
import { Form, type Hidden } from "./form.tsx";
import { Icon } from "./icons.tsx";
import { useWords } from "./spoken.tsx";
import { unbroken } from "./unbroken.tsx";

export type Tone = "info" | "success" | "warning" | "danger";

export interface NoticeProps {
  kind: Tone;
  title?: Child;
  actions?: Child;
  children?: Child;
}

export function Notice({ kind, title, actions, children }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === "danger" ? "alert" : "status"}>
      <Icon name={kind} />
      <div class="notice-body">
        {title ? <p class="notice-title">{title}</p> : null}
        {children ? <div>{unbroken(children)}</div> : null}
        {actions ? <div class="actions">{actions}</div> : null}
      </div>
    </div>
  );
}

export function Card({ id, children }: { id?: string; children?: Child }) {
  return (
    <div class="box" id={id}>
      {children}
    </div>
  );
}

export interface SectionProps {
  title: Child;
  description?: Child;
  actions?: Child;
  id?: string;
  /** For what can't be undone. */
  danger?: boolean;
  children?: Child;
}

export function Section(props: SectionProps) {
  return (
    <section class={`box${props.danger ? " danger-zone" : ""}`} id={props.id}>
      <header class="box-head">
        <div>
          <h2>{props.title}</h2>
          {props.description ? <p class="muted">{unbroken(props.description)}</p> : null}
        </div>
        {props.actions ? <div class="actions">{props.actions}</div> : null}
      </header>
      {props.children}
    </section>
  );
}

export interface DataListProps {
  items: readonly { term: Child; value: Child; action?: Child }[];
}

export function DataList({ items }: DataListProps) {
  return (
    <dl class="facts">
      {items.map(({ term, value, action }) => (
        <div>
          <dt>{term}</dt>
          <dd>
            <Apart>{value}</Apart>
          </dd>
          {action ? <dd class="fact-action">{action}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

export function Badge({ kind, children }: { kind?: "neutral" | Tone; children?: Child }) {
  return <span class={`badge ${kind ?? "neutral"}`}>{children}</span>;
}

export function EmptyState({ title, actions, children }: { title: Child; actions?: Child; children?: Child }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children ? <div class="muted">{children}</div> : null}
      {actions ? <div class="actions">{actions}</div> : null}
    </div>
  );
}

export function Muted({ children }: { children?: Child }) {
  return <p class="muted">{unbroken(children)}</p>;
}

/** A line with a word in it, between two ways of doing something. */
export function Or() {
  const { shared } = useWords();
  return <p class="or">{shared.or}</p>;
}

export type LinkItem = { label: Child } & ({ href: string } | { action: string; hidden?: Hidden });

/** Other ways on, one under the other; those with an action are sent as a form and look the same. */
export function Links({ items }: { items: readonly LinkItem[] }) {
  return (
    <ul class="links">
      {items.map((item) => (
        <li>
          {"href" in item ? (
            <a class="button link" href={item.href}>
              {item.label}
            </a>
          ) : (
            <Form action={item.action} hidden={item.hidden}>
              <button class="button link" type="submit">
                {item.label}
              </button>
            </Form>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Two lines in one cell of a table: a name, and what tells it from its namesakes. */
export function TwoLine({ main, sub }: { main: Child; sub?: Child }) {
  return (
    <span class="two-line">
      <Apart>{main}</Apart>
      {sub ? (
        <small>
          <Apart>{sub}</Apart>
        </small>
      ) : null}
    </span>
  );
}
