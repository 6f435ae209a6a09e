// Fields that people type into: text of every kind, longer text, passwords, files.
import type { Child } from "hono/jsx";
import { fieldId } from "./form.tsx";
import { described, Frame } from "./frame.tsx";
import { useWords } from "./spoken.tsx";

interface Common {
  label: Child;
  name: string;
  error?: string | null;
  hint?: Child;
  required?: boolean;
  autofocus?: boolean;
  /** `f-<name>` unless given. */
  id?: string;
}

export interface FieldProps extends Common {
  type?: "text" | "email" | "search" | "number" | "date" | "datetime-local" | "tel" | "url";
  value?: string | number | null;
  autocomplete?: string;
  minlength?: number;
  maxlength?: number;
  min?: string | number;
  max?: string | number;
  step?: string | number;
  inputmode?: "none" | "text" | "tel" | "url" | "email" | "numeric" | "decimal" | "search";
  pattern?: string;
  /** What a browser says when the pattern does not fit. */
  patternTitle?: string;
  autocapitalize?: "off" | "none" | "sentences" | "words" | "characters";
  spellcheck?: boolean;
  readonly?: boolean;
  disabled?: boolean;
  optional?: boolean;
  /** Suggestions. */
  list?: readonly string[];
}

export function Field(props: FieldProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <Frame id={id} label={props.label} hint={props.hint} error={props.error} optional={props.optional}>
      <input
        id={id}
        name={props.name}
        type={props.type ?? "text"}
        value={props.value ?? undefined}
        autocomplete={props.autocomplete}
        required={props.required}
        autofocus={props.autofocus}
        minlength={props.minlength}
        maxlength={props.maxlength}
        min={props.min}
        max={props.max}
        step={props.step}
        inputmode={props.inputmode}
        pattern={props.pattern}
        title={props.patternTitle}
        autocapitalize={props.autocapitalize}
        spellcheck={props.spellcheck}
        readonly={props.readonly}
        disabled={props.disabled}
        list={props.list ? `${id}-list` : undefined}
        {...described(id, props.hint, props.error)}
      />
      {props.list ? (
        <datalist id={`${id}-list`}>
          {props.list.map((value) => (
            <option value={value} />
          ))}
        </datalist>
      ) : null}
    </Frame>
  );
}

export interface TextAreaFieldProps extends Common {
  value?: string | null;
  rows?: number;
  maxlength?: number;
  optional?: boolean;
}

export function TextAreaField(props: TextAreaFieldProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <Frame id={id} label={props.label} hint={props.hint} error={props.error} optional={props.optional}>
      <textarea
        id={id}
        name={props.name}
        rows={props.rows ?? 3}
        required={props.required}
        autofocus={props.autofocus}
        maxlength={props.maxlength}
        {...described(id, props.hint, props.error)}
      >
        {props.value}
      </textarea>
    </Frame>
  );
}

export interface PasswordFieldProps extends Common {
  autocomplete: "current-password" | "new-password";
  minlength?: number;
  maxlength?: number;
}

/** Never carries a value: a password is not sent back to the browser. The button stays hidden until the script can serve it. */
export function PasswordField(props: PasswordFieldProps) {
  const { shared } = useWords();
  const id = props.id ?? fieldId(props.name);
  return (
    <Frame id={id} label={props.label} hint={props.hint} error={props.error} class="password">
      <div class="with-button">
        <input
          id={id}
          name={props.name}
          type="password"
          autocomplete={props.autocomplete}
          required={props.required ?? true}
          autofocus={props.autofocus}
          minlength={props.minlength}
          maxlength={props.maxlength}
          autocapitalize="none"
          spellcheck={false}
          {...described(id, props.hint, props.error)}
        />
        <button class="reveal" type="button" data-reveal={id} data-show={shared.show} data-hide={shared.hide} hidden>
          <span>{shared.show}</span>
          <span class="visually-hidden"> {shared.shownPassword}</span>
        </button>
      </div>
    </Frame>
  );
}

export interface FileFieldProps extends Common {
  accept?: string;
}

export function FileField(props: FileFieldProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <Frame id={id} label={props.label} hint={props.hint} error={props.error} class="file">
      <input
        id={id}
        name={props.name}
        type="file"
        accept={props.accept}
        required={props.required}
        autofocus={props.autofocus}
        {...described(id, props.hint, props.error)}
      />
    </Frame>
  );
}
