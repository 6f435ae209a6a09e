// What the policy's pages say on top: how a change went, and that a fresh proof is needed.
import { Button, Notice, useWords } from "../../ui/index.ts";

export const outcomes = ["saved", "same", "kept", "discarded", "again", "changed-meanwhile"] as const;
export type Outcome = (typeof outcomes)[number];

export function Locked({ resume = "/admin/policy" }: { resume?: string }) {
  const { consolePolicy: say } = useWords();
  return (
    <Notice
      kind="info"
      title={say.confirmTitle}
      actions={
        <Button kind="primary" href={`/sign-in/confirm?${new URLSearchParams({ resume })}`}>
          {say.confirm}
        </Button>
      }
    >
      {say.confirmText}
    </Notice>
  );
}

export function OutcomeNotice({ outcome }: { outcome: Outcome | undefined }) {
  const { consolePolicy: say } = useWords();
  switch (outcome) {
    case "saved":
      return <Notice kind="success">{say.saved}</Notice>;
    case "same":
      return <Notice kind="info">{say.same}</Notice>;
    case "discarded":
      return <Notice kind="info">{say.discarded}</Notice>;
    case "again":
      return <Notice kind="info">{say.again}</Notice>;
    case "changed-meanwhile":
      return (
        <Notice kind="danger" title={say.changedMeanwhile}>
          {say.changedMeanwhileText}
        </Notice>
      );
    default:
      return null;
  }
}
