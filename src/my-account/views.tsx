// What both pages of one's own account show.
import type { Requirement } from "../policy/rules.ts";
import { Button, Notice, useWords } from "../ui/index.ts";
import { doneMessage, type Told } from "./words.ts";

export function DoneNotice({ done }: { done: Told | undefined }) {
  const spoken = useWords();
  return done ? (
    <Notice kind="success" title={spoken.account.doneTitle}>
      {doneMessage(done, spoken)}
    </Notice>
  ) : null;
}

/** While it is off and could be on. */
export function EnableBanner({ requirement }: { requirement: Requirement }) {
  const { account, moment } = useWords();
  const { bindsFrom } = requirement;
  return (
    <Notice
      kind={bindsFrom === undefined ? "info" : "warning"}
      title={bindsFrom === undefined ? account.bannerTitle : account.bannerFrom(moment(bindsFrom))}
      actions={
        <Button kind="primary" href="/account/security/enable">
          {account.enable}
        </Button>
      }
    >
      {account.bannerText}
    </Notice>
  );
}
