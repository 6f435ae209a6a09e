// Help at the second step: asking for it, what happens then, and going on by the pass once it was approved.
import { longestMessage } from "../help-requests/rules.ts";
import type { Organisation } from "../organisations/rules.ts";
import { Button, Form, type LinkItem, Links, Notice, Overlay, Page, TextAreaField, useWords } from "../ui/index.ts";
import type { HelpAtHand } from "./help.ts";

/** Beside 'Use a recovery code instead'. */
export const helpLinks = ({ offered, passUntil }: HelpAtHand, label: string): LinkItem[] =>
  offered && passUntil === undefined ? [{ label, href: "/sign-in/help" }] : [];

/** Above the field for the code, where an approved request waits to be used. */
export function PassOffer({ help: { passUntil } }: { help: HelpAtHand }) {
  const { help, moment } = useWords();
  if (passUntil === undefined) return null;
  return (
    <Notice
      kind="success"
      title={help.approvedTitle}
      actions={
        <Form action="/sign-in/pass">
          <Button kind="primary">{help.setUpNew}</Button>
        </Form>
      }
    >
      {help.worksUntil(moment(passUntil))}
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
  const { help, signIn } = useWords();
  const others: LinkItem[] = [
    { label: signIn.useRecoveryCode, href: "/sign-in/recovery-code" },
    { label: signIn.useApp, href: "/sign-in" },
  ];
  return (
    <Overlay
      id="help"
      title={help.title}
      lead={refusal ? undefined : help.lead(organisation.name)}
      cancel={{ action: "/sign-in/cancel" }}
    >
      {refusal ? (
        <Notice kind="info">{refusal}</Notice>
      ) : (
        <Form action="/sign-in/help">
          <TextAreaField
            label={help.whatHappened}
            name="message"
            value={message}
            rows={3}
            maxlength={longestMessage}
            optional
            hint={help.hint}
          />
          <Button kind="primary">{help.title}</Button>
        </Form>
      )}
      <Links items={others} />
    </Overlay>
  );
}

/** What happens next; says nothing about anybody, so that it may be opened by anybody. */
export function HelpAskedPage({ organisation }: { organisation: Organisation }) {
  const { help, signIn } = useWords();
  return (
    <Page kind="card" title={help.sentTitle} lead={help.sentLead(organisation.name)} organisation={organisation}>
      <ol class="what-next">
        <li>{help.nextCheck}</li>
        <li>{help.nextMail}</li>
        <li>{help.nextSignIn}</li>
      </ol>
      <Notice kind="info">{help.notYou}</Notice>
      <Links items={[{ label: signIn.back, href: "/sign-in" }]} />
    </Page>
  );
}
