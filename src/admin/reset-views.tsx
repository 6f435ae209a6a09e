// The warning before a reset, over the page of the person whom it is about.

import type { Person } from "../people/actions.ts";
import type { Level } from "../policy/rules.ts";
import { Button, Form, Notice, Overlay, TextAreaField } from "../ui/index.ts";
import { personAddress } from "./people-views.tsx";
import type { PersonOverview } from "./person.ts";
import { longestReason } from "./rules.ts";

interface ResetOverlayProps {
  overview: PersonOverview;
  trustedBrowsers: number;
  sessions: number;
}

export function ResetOverlay({ overview, trustedBrowsers, sessions }: ResetOverlayProps) {
  const { person, requirement, authenticators } = overview;
  return (
    <Overlay
      id="reset"
      width="medium"
      title="Reset two-factor authentication?"
      lead={
        <>
          For {person.display_name} ({person.email}). This can't be undone.
        </>
      }
      cancel={{ href: personAddress(person) }}
    >
      <Notice kind="warning">
        <ul>
          <li>Authenticators ({authenticators.length}) and all recovery codes stop working.</li>
          <li>
            Sessions ({sessions}), trusted browsers ({trustedBrowsers}) and sign-ins under way end at once.
          </li>
          <li>{afterwards(requirement.level, person)}</li>
        </ul>
      </Notice>
      <p>
        Make sure that it really is this person who asks: until the new set-up, their password is all that anybody
        needs.
      </p>
      <Form action={`${personAddress(person)}/reset`}>
        <TextAreaField
          label="Reason"
          name="reason"
          rows={2}
          maxlength={longestReason}
          optional
          hint="Kept in the history, such as 'Lost phone'."
        />
        <Button kind="danger">Reset two-factor authentication</Button>
      </Form>
    </Overlay>
  );
}

function afterwards(level: Level, { display_name }: Person): string {
  switch (level) {
    case "required":
      return `At the next sign-in ${display_name} is taken to set-up.`;
    case "optional":
      return `At the next sign-in ${display_name} needs the password alone, until two-factor authentication is set up again.`;
    case "off":
      return "The policy asks for no second step here.";
  }
}
