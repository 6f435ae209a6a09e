// The warning before a reset, over the page of the person whom it is about.
import type { Level } from "../policy/rules.ts";
import type { Person } from "../people/actions.ts";
import { Button, Form, Overlay, plural, TextAreaField } from "../ui/index.ts";
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
  const counted = (count: number, one: string, many: string) => (count === 0 ? `no ${many}` : plural(count, one, many));
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
      <ul class="plain">
        <li>Every authenticator stops working ({counted(authenticators.length, "is set up", "are set up").replace("no are", "none is")}), and so do all recovery codes.</li>
        <li>
          All trust and all sessions end at once ({counted(trustedBrowsers, "trusted browser", "trusted browsers")},{" "}
          {counted(sessions, "session", "sessions")}), and so does every sign-in that is under way.
        </li>
        <li>{afterwards(requirement.level, person)}</li>
      </ul>
      <p>Make sure that it really is this person who asks: until the new set-up, the password alone opens the account.</p>
      <Form action={`${personAddress(person)}/reset`}>
        <TextAreaField label="Reason" name="reason" rows={2} maxlength={longestReason} optional hint="Kept in the history, such as 'Lost phone, called from the desk'." />
        <Button kind="danger">Reset two-factor authentication</Button>
      </Form>
    </Overlay>
  );
}

function afterwards(level: Level, { display_name }: Person): string {
  switch (level) {
    case "required":
      return `At the next sign-in ${display_name} is taken to set-up, right after the password.`;
    case "optional":
      return `From then on the password is enough, until ${display_name} sets two-factor authentication up again.`;
    case "off":
      return "The policy asks for no second step here, so the password stays enough.";
  }
}
