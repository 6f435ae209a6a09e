// The questions before a person is disabled, enabled, unlocked or deleted, over the page of whom it is about.
import type { Child } from "hono/jsx";
import type { Person } from "../people/actions.ts";
import { Button, Form, Notice, Overlay, TextAreaField, useWords } from "../ui/index.ts";
import type { Words } from "../words/index.ts";
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

function questionOf(act: StandingAct, { consoleShared: common, consolePerson: say }: Words): Question {
  const { title, lead } = say[act];
  const question = { title, lead, button: common[act] };
  switch (act) {
    case "disable":
      return {
        ...question,
        dangerous: true,
        consequences: [say.disable.cannotSignIn, common.signInsEnd, say.disable.kept],
      };
    case "enable":
      return { ...question, dangerous: false, consequences: [] };
    case "unlock":
      return { ...question, dangerous: false, consequences: [say.unlock.makeSure] };
    case "delete":
      return {
        ...question,
        dangerous: true,
        consequences: [say.delete.accountGoes, common.signInsEnd, say.delete.auditStays],
      };
  }
}

export function StandingOverlay({ act, person }: { act: StandingAct; person: Person }) {
  const spoken = useWords();
  const { consoleShared: common, consolePerson: say } = spoken;
  const { title, lead, button, dangerous, consequences } = questionOf(act, spoken);
  return (
    <Overlay
      id={act}
      width="medium"
      title={title}
      lead={
        <>
          {say.about(person.display_name, person.email)} {lead}
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
            label={common.reason}
            name="reason"
            rows={2}
            maxlength={longestReason}
            optional
            hint={say.disable.reasonHint}
          />
        ) : null}
        <Button kind={dangerous ? "danger" : "primary"}>{button}</Button>
      </Form>
    </Overlay>
  );
}
