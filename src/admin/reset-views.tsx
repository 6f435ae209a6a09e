// The warning before a reset, over the page of the person whom it is about.

import type { Person } from "../people/actions.ts";
import type { Level } from "../policy/rules.ts";
import { Button, Form, Notice, Overlay, TextAreaField, useWords } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
import { personAddress } from "./people-views.tsx";
import type { PersonOverview } from "./person.ts";
import { longestReason } from "./rules.ts";

interface ResetOverlayProps {
  overview: PersonOverview;
  trustedBrowsers: number;
  sessions: number;
}

export function ResetOverlay({ overview, trustedBrowsers, sessions }: ResetOverlayProps) {
  const { consoleShared: common, consolePerson: say } = useWords();
  const { person, requirement, authenticators } = overview;
  return (
    <Overlay
      id="reset"
      width="medium"
      title={say.resetTitle}
      lead={say.resetLead(person.display_name, person.email)}
      cancel={{ href: personAddress(person) }}
    >
      <Notice kind="warning">
        <ul>
          <li>{say.resetCodes(authenticators.length)}</li>
          <li>{say.resetSessions(sessions, trustedBrowsers)}</li>
          <li>{afterwards(requirement.level, person, say)}</li>
        </ul>
      </Notice>
      <p>{say.resetMakeSure}</p>
      <Form action={`${personAddress(person)}/reset`}>
        <TextAreaField
          label={common.reason}
          name="reason"
          rows={2}
          maxlength={longestReason}
          optional
          hint={say.resetReasonHint}
        />
        <Button kind="danger">{common.resetSecondFactor}</Button>
      </Form>
    </Overlay>
  );
}

function afterwards(level: Level, { display_name }: Person, { resetAfter }: Words["consolePerson"]): string {
  return level === "off" ? resetAfter.off : resetAfter[level](display_name);
}
