// What both pages of one's own account show.
import type { Requirement } from "../policy/rules.ts";
import { absoluteTime, Button, Notice } from "../ui/index.ts";
import { doneMessage, type Told } from "./words.ts";

export function DoneNotice({ done }: { done: Told | undefined }) {
  return done ? (
    <Notice kind="success" title="Done">
      {doneMessage(done)}
    </Notice>
  ) : null;
}

/** While it is off and could be on. */
export function EnableBanner({ requirement }: { requirement: Requirement }) {
  const { bindsFrom } = requirement;
  return (
    <Notice
      kind={bindsFrom === undefined ? "info" : "warning"}
      title={bindsFrom === undefined ? "Make your account safer" : `Needed from ${absoluteTime(bindsFrom)}`}
      actions={
        <Button kind="primary" href="/account/security/enable">
          Enable two-factor authentication
        </Button>
      }
    >
      With a code from your phone, a stolen password alone opens nothing. Setting it up takes about a minute.
    </Notice>
  );
}
