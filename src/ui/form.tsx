// Forms, their hidden fields, buttons, and the list of what needs mending.
import type { Child } from "hono/jsx";
import { Icon } from "./icons.tsx";
import { useWords } from "./spoken.tsx";

/** Hidden fields by name; those without a value are left out. */
export type Hidden = Record<string, string | number | null | undefined>;

/** The id a field has unless it is given one. */
export const fieldId = (name: string): string => `f-${name}`;

export interface FormProps {
  action: string;
  method?: "post" | "get";
  hidden?: Hidden;
  enctype?: "application/x-www-form-urlencoded" | "multipart/form-data";
  id?: string;
  class?: string;
  /** Accessible name, for pages with several forms. */
  label?: string;
  /** May be sent again without leaving the page: a download. */
  repeatable?: boolean;
  children?: Child;
}

export function Form(props: FormProps) {
  return (
    <form
      method={props.method ?? "post"}
      action={props.action}
      enctype={props.enctype}
      id={props.id}
      class={props.class}
      aria-label={props.label}
      data-repeatable={props.repeatable ? "" : undefined}
    >
      <HiddenFields fields={props.hidden} />
      {props.children}
    </form>
  );
}

export function HiddenFields({ fields }: { fields: Hidden | undefined }) {
  return (
    <>
      {Object.entries(fields ?? {}).map(([name, value]) =>
        value === null || value === undefined ? null : <input type="hidden" name={name} value={String(value)} />,
      )}
    </>
  );
}

export type ButtonKind = "primary" | "secondary" | "danger" | "link";

export interface ButtonProps {
  kind?: ButtonKind;
  /** Makes it an anchor that looks like a button. */
  href?: string;
  type?: "submit" | "button";
  name?: string;
  value?: string;
  form?: string;
  formaction?: string;
  formnovalidate?: boolean;
  disabled?: boolean;
  /** As wide as its column. */
  full?: boolean;
  /** Accessible name where the words are not enough; begins with the visible words. */
  label?: string;
  id?: string;
  children?: Child;
}

export function Button(props: ButtonProps) {
  const look = `button ${props.kind ?? "secondary"}${props.full ? " full" : ""}`;
  if (props.href !== undefined) {
    return (
      <a class={look} href={props.href} id={props.id} aria-label={props.label}>
        {props.children}
      </a>
    );
  }
  return (
    <button
      class={look}
      type={props.type ?? "submit"}
      name={props.name}
      value={props.value}
      form={props.form}
      formaction={props.formaction}
      formnovalidate={props.formnovalidate}
      disabled={props.disabled}
      id={props.id}
      aria-label={props.label}
    >
      {props.children}
    </button>
  );
}

/** A row of buttons under a form. */
export function Actions({ children }: { children?: Child }) {
  return <div class="actions">{children}</div>;
}

export interface FieldError {
  /** The field's name, or `#id`. */
  field?: string;
  message: string;
}

export function ErrorSummary({ title, errors }: { title?: string; errors: readonly FieldError[] }) {
  const { shared } = useWords();
  if (errors.length === 0) return null;
  return (
    <div class="notice danger" role="alert">
      <Icon name="danger" />
      <div class="notice-body">
        <p class="notice-title">{title ?? shared.lookAgain}</p>
        <ul>
          {errors.map(({ field, message }) => (
            <li>
              {field === undefined ? (
                message
              ) : (
                <a href={field.startsWith("#") ? field : `#${fieldId(field)}`}>{message}</a>
              )}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
