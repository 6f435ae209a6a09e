// Fields that people choose in: a list, a box to tick, a set of which one holds.
import type { Child } from "hono/jsx";
import { fieldId } from "./form.tsx";
import { described, ErrorText, Frame, Hint } from "./frame.tsx";
import { unbroken } from "./unbroken.tsx";

export interface SelectFieldProps {
  label: Child;
  name: string;
  options: readonly { value: string; label: string; disabled?: boolean; lang?: string }[];
  value?: string | null;
  error?: string | null;
  hint?: Child;
  required?: boolean;
  id?: string;
}

export function SelectField(props: SelectFieldProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <Frame id={id} label={props.label} hint={props.hint} error={props.error}>
      <select id={id} name={props.name} required={props.required} {...described(id, props.hint, props.error)}>
        {props.options.map((option) => (
          <option
            value={option.value}
            selected={option.value === props.value}
            disabled={option.disabled}
            lang={option.lang}
          >
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export interface CheckboxFieldProps {
  label: Child;
  name: string;
  value?: string;
  checked?: boolean;
  hint?: Child;
  error?: string | null;
  required?: boolean;
  disabled?: boolean;
  id?: string;
}

export function CheckboxField(props: CheckboxFieldProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <div class={`field choice${props.error ? " invalid" : ""}`}>
      <label for={id}>
        <input
          id={id}
          name={props.name}
          type="checkbox"
          value={props.value ?? "yes"}
          checked={props.checked}
          required={props.required}
          disabled={props.disabled}
          {...described(id, props.hint, props.error)}
        />
        <span>{unbroken(props.label)}</span>
      </label>
      <Hint id={id} hint={props.hint} />
      <ErrorText id={id} error={props.error} />
    </div>
  );
}

export interface RadioGroupProps {
  legend: Child;
  name: string;
  options: readonly { value: string; label: Child; hint?: Child; disabled?: boolean }[];
  value?: string | null;
  error?: string | null;
  hint?: Child;
  required?: boolean;
  id?: string;
}

export function RadioGroup(props: RadioGroupProps) {
  const id = props.id ?? fieldId(props.name);
  return (
    <fieldset
      class={`field choices${props.error ? " invalid" : ""}`}
      role="radiogroup"
      id={id}
      aria-required={props.required ? "true" : undefined}
      {...described(id, props.hint, props.error)}
    >
      <legend>{props.legend}</legend>
      <Hint id={id} hint={props.hint} />
      {props.options.map((option) => (
        <div class="choice">
          <label for={`${id}-${option.value}`}>
            <input
              id={`${id}-${option.value}`}
              name={props.name}
              type="radio"
              value={option.value}
              checked={option.value === props.value}
              required={props.required}
              disabled={option.disabled}
              {...described(`${id}-${option.value}`, option.hint, null)}
            />
            <span>{unbroken(option.label)}</span>
          </label>
          <Hint id={`${id}-${option.value}`} hint={option.hint} />
        </div>
      ))}
      <ErrorText id={id} error={props.error} />
    </fieldset>
  );
}
