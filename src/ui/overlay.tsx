// A dialog over the page. CSS alone shows it there; the script makes it modal; where scripts are off it is the page.
import type { Child } from "hono/jsx";
import { Form, type Hidden } from "./form.tsx";
import { useWords } from "./spoken.tsx";
import { unbroken } from "./unbroken.tsx";

export type Cancel = { label?: string } & ({ href: string } | { action: string; hidden?: Hidden });

export interface OverlayProps {
  id: string;
  title: Child;
  lead?: Child;
  /** What Escape does. Without it the dialog can't be left. */
  cancel?: Cancel;
  width?: "narrow" | "medium";
  children?: Child;
}

export function Overlay(props: OverlayProps) {
  return (
    <>
      <div class="scrim" />
      <dialog
        class={`overlay ${props.width ?? "narrow"}`}
        id={props.id}
        open
        aria-labelledby={`${props.id}-title`}
        data-overlay
      >
        <h1 id={`${props.id}-title`}>{props.title}</h1>
        {props.lead ? <p class="lead">{unbroken(props.lead)}</p> : null}
        {props.children}
        {props.cancel ? <CancelButton cancel={props.cancel} /> : null}
      </dialog>
    </>
  );
}

/** The page behind: seen, but out of reach of pointer, keyboard and screen reader. */
export function Behind({ children }: { children?: Child }) {
  return (
    <div class="behind" inert>
      {children}
    </div>
  );
}

function CancelButton({ cancel }: { cancel: Cancel }) {
  const { shared } = useWords();
  const label = cancel.label ?? shared.cancel;
  return (
    <div class="cancel">
      {"href" in cancel ? (
        <a class="button link" href={cancel.href} data-cancel>
          {label}
        </a>
      ) : (
        <Form action={cancel.action} hidden={cancel.hidden}>
          <button class="button link" type="submit" data-cancel>
            {label}
          </button>
        </Form>
      )}
    </div>
  );
}
