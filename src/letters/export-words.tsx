// What letters about an export of the organisation say, to each of its administrators.
import type { Child } from "hono/jsx";
import { P } from "./parts.tsx";
import type { Subject } from "./phrases.tsx";
import { textIn } from "./rules.ts";

const kinds = ["asked", "agreed", "withdrawn", "taken"] as const;

export const exportLetters: Record<string, (subject: Subject) => Child> = Object.fromEntries(
  kinds.map((kind) => [
    `export.${kind}`,
    ({ words, sender, details }: Subject) => {
      const { exports: say } = words.letters;
      return (
        <>
          <P>{say[kind](sender.name)}</P>
          <P>{say.fingerprint(textIn(details, "fingerprint") ?? "?")}</P>
          <P>{say.stop}</P>
        </>
      );
    },
  ]),
);
