// Help at the second step: asking for it, what happens then, and going on by the pass once it was approved.
import { longestMessage } from "../help-requests/rules.ts";
import type { Organisation } from "../organisations/rules.ts";
import { absoluteTime, Button, Form, type LinkItem, Links, Notice, Overlay, Page, TextAreaField } from "../ui/index.ts";
import type { HelpAtHand } from "./help.ts";

/** Beside 'Use a recovery code instead'. */
export const helpLinks = ({ offered, passUntil }: HelpAtHand): LinkItem[] =>
  offered && passUntil === undefined ? [{ label: "I lost my phone", href: "/sign-in/help" }] : [];

/** Above the field for the code, where an approved request waits to be used. */
export function PassOffer({ help: { passUntil } }: { help: HelpAtHand }) {
  if (passUntil === undefined) return null;
  return (
    <Notice
      kind="success"
      title="Your request for help was approved"
      actions={
        <Form action="/sign-in/pass">
          <Button kind="primary">Set up a new authenticator</Button>
        </Form>
      }
    >
      This works once, until {absoluteTime(passUntil)}.
    </Notice>
  );
}

interface HelpOverlayProps {
  organisation: Organisation;
  message?: string | undefined;
  /** What stands in the way of asking. */
  refusal?: string | undefined;
}

export function HelpOverlay({ organisation, message, refusal }: HelpOverlayProps) {
  const others: LinkItem[] = [
    { label: "Use a recovery code instead", href: "/sign-in/recovery-code" },
    { label: "Use a code from your app instead", href: "/sign-in" },
  ];
  return (
    <Overlay
      id="help"
      title="Ask for help"
      lead={
        refusal
          ? undefined
          : `An administrator of ${organisation.name} checks that it is really you, then lets you set up a new authenticator.`
      }
      cancel={{ action: "/sign-in/cancel" }}
    >
      {refusal ? (
        <Notice kind="info">{refusal}</Notice>
      ) : (
        <Form action="/sign-in/help">
          <TextAreaField
            label="What happened?"
            name="message"
            value={message}
            rows={3}
            maxlength={longestMessage}
            optional
            hint="Such as 'My phone broke', and how you can be reached. Never write a password or code here."
          />
          <Button kind="primary">Ask for help</Button>
        </Form>
      )}
      <Links items={others} />
    </Overlay>
  );
}

/** What happens next; says nothing about anybody, so that it may be opened by anybody. */
export function HelpAskedPage({ organisation }: { organisation: Organisation }) {
  return (
    <Page
      kind="card"
      title="Your request was sent"
      lead={`The administrators of ${organisation.name} were told. What happens next:`}
      organisation={organisation}
    >
      <ol class="what-next">
        <li>An administrator makes sure that it is really you. They may call you.</li>
        <li>You get an e-mail once they have decided.</li>
        <li>
          If they approve, sign in with your password within 24 hours, and you are taken to setting up a new
          authenticator.
        </li>
      </ol>
      <Notice kind="info">
        You have got an e-mail about this request just now. If it was not you who asked, cancel it by the link there.
      </Notice>
      <Links items={[{ label: "Back to sign-in", href: "/sign-in" }]} />
    </Page>
  );
}
