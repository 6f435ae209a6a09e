// The questions before a person is disabled, enabled, unlocked or deleted, over the page of whom it is about.
import type { Child } from "hono/jsx";
import type { Person } from "../people/actions.ts";
import { Button, Form, Notice, Overlay, TextAreaField } from "../ui/index.ts";
import { personAddress } from "./people-views.tsx";
import { longestReason } from "./rules.ts";

export const standingActs = ["disable", "enable", "unlock", "delete"] as const;
export type StandingAct = (typeof standingActs)[number];

interface Question {
  title: string;
  lead: string;
  button: string;
  dangerous: boolean;
  consequences: Child[];
}

const questions: Record<StandingAct, Question> = {
  disable: {
    title: "Disable this account?",
    lead: "It can be enabled again.",
    button: "Disable",
    dangerous: true,
    consequences: [
      "They can't sign in any more.",
      "Sessions, trusted browsers, links and sign-ins under way end at once.",
      "Password, authenticators and recovery codes are kept.",
    ],
  },
  enable: {
    title: "Enable this account?",
    lead: "They can sign in again, as before.",
    button: "Enable",
    dangerous: false,
    consequences: [],
  },
  unlock: {
    title: "Unlock this account?",
    lead: "After too many wrong passwords or codes, further tries have to wait. This ends the wait.",
    button: "Unlock",
    dangerous: false,
    consequences: [
      "Who knows the password gets as many tries at the codes as at first. Make sure that it was really this person who mistyped.",
    ],
  },
  delete: {
    title: "Delete this person?",
    lead: "This can't be undone. To keep somebody out for a while, disable the account instead.",
    button: "Delete",
    dangerous: true,
    consequences: [
      "The account goes, with its password, authenticators, recovery codes and picture.",
      "Sessions, trusted browsers, links and sign-ins under way end at once.",
      "What the audit trail says of them stays.",
    ],
  },
};

export function StandingOverlay({ act, person }: { act: StandingAct; person: Person }) {
  const { title, lead, button, dangerous, consequences } = questions[act];
  return (
    <Overlay
      id={act}
      width="medium"
      title={title}
      lead={
        <>
          {person.display_name} ({person.email}). {lead}
        </>
      }
      cancel={{ href: personAddress(person) }}
    >
      {consequences.length === 0 ? null : (
        <Notice kind="warning">
          {consequences.length === 1 ? (
            consequences[0]
          ) : (
            <ul>
              {consequences.map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      <Form action={`${personAddress(person)}/${act}`}>
        {act === "disable" ? (
          <TextAreaField
            label="Reason"
            name="reason"
            rows={2}
            maxlength={longestReason}
            optional
            hint="Kept in the history, such as 'Left the company'."
          />
        ) : null}
        <Button kind={dangerous ? "danger" : "primary"}>{button}</Button>
      </Form>
    </Overlay>
  );
}
