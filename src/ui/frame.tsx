// What every field has around it: label, hint, and the error, wired to the control for screen readers.
import type { Child } from "hono/jsx";
import { useWords } from "./spoken.tsx";
import { unbroken } from "./unbroken.tsx";

export interface FrameProps {
  id: string;
  label: Child;
  hint?: Child;
  error?: string | null;
  optional?: boolean;
  class?: string;
  children?: Child;
}

export function Frame(props: FrameProps) {
  const { shared } = useWords();
  return (
    <div class={`field${props.class ? ` ${props.class}` : ""}${props.error ? " invalid" : ""}`}>
      <label for={props.id}>
        {unbroken(props.label)}
        {props.optional ? <span class="optional"> {shared.optional}</span> : null}
      </label>
      <Hint id={props.id} hint={props.hint} />
      {props.children}
      <ErrorText id={props.id} error={props.error} />
    </div>
  );
}

export function Hint({ id, hint }: { id: string; hint: Child | undefined }) {
  return hint ? (
    <p class="hint" id={`${id}-hint`}>
      {unbroken(hint)}
    </p>
  ) : null;
}

export function ErrorText({ id, error }: { id: string; error: string | null | undefined }) {
  return error ? (
    <p class="error" id={`${id}-error`}>
      {error}
    </p>
  ) : null;
}

/** The ARIA attributes of a control inside a frame. */
export function described(id: string, hint: Child | undefined, error: string | null | undefined) {
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return { "aria-describedby": ids || undefined, "aria-invalid": error ? ("true" as const) : undefined };
}
