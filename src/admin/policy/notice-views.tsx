// What the policy's pages say on top: how a change went, and that a fresh proof is needed.
import { Button, Notice } from "../../ui/index.ts";

export const outcomes = ["saved", "same", "kept", "discarded", "again", "changed-meanwhile"] as const;
export type Outcome = (typeof outcomes)[number];

export function Locked({ resume = "/admin/policy" }: { resume?: string }) {
  return (
    <Notice
      kind="info"
      title="Confirm it's you to change these settings"
      actions={
        <Button kind="primary" href={`/sign-in/confirm?${new URLSearchParams({ resume })}`}>
          Confirm
        </Button>
      }
    >
      They can be read, but not changed, until you have just confirmed who you are.
    </Notice>
  );
}

export function OutcomeNotice({ outcome }: { outcome: Outcome | undefined }) {
  switch (outcome) {
    case "saved":
      return <Notice kind="success">Saved. It holds from now on, for everybody.</Notice>;
    case "same":
      return <Notice kind="info">Nothing is different from what is saved already.</Notice>;
    case "discarded":
      return <Notice kind="info">Your changes are discarded. This is what holds.</Notice>;
    case "again":
      return <Notice kind="info">Confirmed. Nothing was saved yet: please make your change again.</Notice>;
    case "changed-meanwhile":
      return (
        <Notice kind="danger" title="Somebody else changed these settings meanwhile">
          Nothing of yours was saved. This is what holds now; change what is still needed.
        </Notice>
      );
    default:
      return null;
  }
}
