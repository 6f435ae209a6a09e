// What each letter says: what happened, when, from where, and what to do if it was not you.
import type { Child } from "hono/jsx";
import { exportLetters } from "./export-words.tsx";
import { helpLetters } from "./help-words.tsx";
import { MainLink, P } from "./parts.tsx";
import { Origin, type Subject, untilOf, WhatToDo } from "./phrases.tsx";
import { numberIn, textIn } from "./rules.ts";

/** By kind: what happened, in a sentence or two. Everything else of an account's change is said for all alike. */
const happened: Record<string, (subject: Subject) => string> = {
  "person.address-changed": ({ words, details, sender }) => {
    const { changed } = words.letters;
    const [from, to] = [textIn(details, "former"), textIn(details, "to")];
    return from && to ? changed.addressFromTo(sender.name, from, to) : changed.address(sender.name);
  },
  "person.password-changed": ({ words, sender }) => words.letters.changed.password(sender.name),
  "person.invitation-accepted": ({ words, sender }) => words.letters.changed.joined(sender.name),
  "sign-in.recovery-code-used": ({ words, details }) =>
    words.letters.changed.recoveryCodeUsed(numberIn(details, "left")),
  "authenticator.added": (subject) => {
    const { added, replaced } = subject.words.letters.changed;
    return (subject.details.replaced ? replaced : added)(appOf(subject));
  },
  "authenticator.removed": (subject) => subject.words.letters.changed.removed(appOf(subject)),
  "second-factor.disabled": ({ words }) => words.letters.changed.disabled,
  "second-factor.reset": ({ words, details }) => {
    const { changed } = words.letters;
    const reason = textIn(details, "reason");
    return reason ? `${changed.reset} ${changed.reason(reason)}` : changed.reset;
  },
  "second-factor.overridden": (subject) => {
    const { overridden, overriddenUntil } = subject.words.letters.changed;
    const [how, until] = [overrideIn(subject), untilOf(subject)];
    return until === undefined ? overridden(how) : overriddenUntil(how, until);
  },
  "recovery-codes.made": ({ words }) => words.letters.changed.codesMade,
  "recovery-codes.imported": ({ words }) => words.letters.changed.codesImported,
  "api-key.added": ({ words, sender }) => words.letters.changed.keyMade(sender.name),
  "trusted-browser.added": (subject) => subject.words.letters.changed.trusted(untilOf(subject)),
  "identity.linked": ({ words }) => words.letters.changed.linked,
  "identity.unlinked": ({ words }) => words.letters.changed.unlinked,
  "session.stopped": ({ words }) => words.letters.changed.stopped,
  "trusted-browser.stolen": ({ words }) => words.letters.changed.stolen,
};

function overrideIn({ words, details }: Subject): string {
  const { overrides, overriddenSomehow } = words.letters.changed;
  const level = textIn(details, "level");
  return level && Object.hasOwn(overrides, level) ? overrides[level as keyof typeof overrides] : overriddenSomehow;
}

function appOf({ words, details }: Subject): string {
  const { app, appNamed } = words.letters.changed;
  const name = textIn(details, "name");
  return name ? appNamed(name) : app;
}

/** A letter about a change of the account. */
function Change({ kind, subject }: { kind: string; subject: Subject }) {
  const { details, sender, words } = subject;
  const { changed, wasItYou, expected } = words.letters;
  const what = Object.hasOwn(happened, kind) ? happened[kind]?.(subject) : undefined;
  return (
    <>
      <P>{what ?? changed.something(sender.name)}</P>
      <Origin subject={subject} />
      <P>{details.own === false ? expected : wasItYou}</P>
      <WhatToDo subject={subject} />
    </>
  );
}

/** Letters that bring a link to be followed once. */
function Linked({
  subject,
  what,
  button,
  unexpected,
}: {
  subject: Subject;
  what: string;
  button: string;
  unexpected: string;
}) {
  const { sender, words, link } = subject;
  return (
    <>
      <P>{what}</P>
      {link ? (
        <MainLink href={link} sender={sender}>
          {button}
        </MainLink>
      ) : null}
      <P>
        {words.letters.linkOnce(untilOf(subject))} {unexpected}
      </P>
    </>
  );
}

/** Letters that are no event of the account. */
const others: Record<string, (subject: Subject) => Child> = {
  "person.invited": (subject) => {
    const { what, ...rest } = subject.words.letters.invited;
    return <Linked subject={subject} what={what(subject.sender.name)} {...rest} />;
  },
  "person.password-link": (subject) => {
    const { what, ...rest } = subject.words.letters.passwordLink;
    return <Linked subject={subject} what={what(subject.sender.name)} {...rest} />;
  },
  "person.address-confirmation": (subject) => {
    const { what, ...rest } = subject.words.letters.addressConfirmation;
    return <Linked subject={subject} what={what(subject.sender.name)} {...rest} />;
  },
  "person.address-change-asked": (subject) => {
    const { what, wasItYou } = subject.words.letters.addressChangeAsked;
    return (
      <>
        <P>{what(subject.sender.name, textIn(subject.details, "to"))}</P>
        <Origin subject={subject} />
        <P>{wasItYou}</P>
        <WhatToDo subject={subject} />
      </>
    );
  },
  "deadline.near": ({ sender, details, now, words }) => {
    const { what, button, later } = words.letters.deadline;
    const bindsFrom = numberIn(details, "bindsFrom") ?? now;
    return (
      <>
        <P>{what(sender.name, words.moment(bindsFrom), words.relative(bindsFrom, now))}</P>
        <MainLink href={sender.at("/account/security")} sender={sender}>
          {button}
        </MainLink>
        <P>{later}</P>
      </>
    );
  },
  ...helpLetters,
  ...exportLetters,
};

export const hasWordsFor = (kind: string): boolean => Object.hasOwn(happened, kind) || Object.hasOwn(others, kind);

export function LetterBody({ kind, subject }: { kind: string; subject: Subject }) {
  return (
    <>
      {subject.name ? <P>{subject.words.letters.greeting(subject.name)}</P> : null}
      {Object.hasOwn(others, kind) ? others[kind]?.(subject) : <Change kind={kind} subject={subject} />}
    </>
  );
}
