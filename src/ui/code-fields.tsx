// Where a code goes: one field for the digits of an authenticator app, one for a recovery code.
import type { Child } from "hono/jsx";
import { fieldId } from "./form.tsx";
import { described, Frame } from "./frame.tsx";
import { useWords } from "./spoken.tsx";

interface Common {
  label?: Child;
  name?: string;
  error?: string | null;
  hint?: Child;
  autofocus?: boolean;
  id?: string;
}

export interface CodeFieldProps extends Common {
  digits?: number;
  /** Where codes of several lengths are taken: the longest. */
  upTo?: number;
  /** Sends the form by itself at the last digit, where scripts run. */
  selfSubmit?: boolean;
}

/** Spaces and dashes are let through to the server, so that a pasted "123 456" works without scripts too. */
export function CodeField(props: CodeFieldProps) {
  const { shared } = useWords();
  const name = props.name ?? "code";
  const id = props.id ?? fieldId(name);
  const digits = props.digits ?? 6;
  const upTo = props.upTo ?? digits;
  const selfSubmit = props.selfSubmit ?? true;
  // Said beforehand, as WCAG 3.2.2 asks of a field that moves on by itself; shown only where scripts run.
  const hint = selfSubmit ? (
    <>
      {props.hint}
      {props.hint ? " " : null}
      <span class="script-only">{shared.checkedWhenComplete}</span>
    </>
  ) : (
    props.hint
  );
  return (
    <Frame id={id} label={props.label ?? shared.code(digits)} hint={hint} error={props.error} class="code">
      <input
        id={id}
        name={name}
        type="text"
        inputmode="numeric"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        pattern={`[\\s\\-]*(?:[0-9٠-٩۰-۹０-９][\\s\\-]*){${upTo > digits ? `${digits},${upTo}` : digits}}`}
        title={shared.digits(upTo)}
        required
        autofocus={props.autofocus}
        data-digits={String(upTo)}
        data-self-submit={selfSubmit ? "" : undefined}
        {...described(id, hint, props.error)}
      />
    </Frame>
  );
}

/** Takes any form of recovery code, also those brought from another system. */
export function RecoveryCodeField(props: Common) {
  const { shared } = useWords();
  const name = props.name ?? "code";
  const id = props.id ?? fieldId(name);
  return (
    <Frame
      id={id}
      label={props.label ?? shared.recoveryCode}
      hint={props.hint}
      error={props.error}
      class="recovery-code"
    >
      <input
        id={id}
        name={name}
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxlength={64}
        required
        autofocus={props.autofocus}
        {...described(id, props.hint, props.error)}
      />
    </Frame>
  );
}
