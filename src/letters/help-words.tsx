// What letters about help requests say: to the person, and to those who decide.
import type { Child } from "hono/jsx";
import { MainLink, P } from "./parts.tsx";
import { Origin, type Subject, untilOf, WhatToDo } from "./phrases.tsx";
import { textIn } from "./rules.ts";

export const helpLetters: Record<string, (subject: Subject) => Child> = {
  "help-request.waiting": (subject) => (
    <>
      <P>{subject.words.letters.help.waiting(askerOf(subject))}</P>
      <ToRequest subject={subject} />
    </>
  ),
  "help-request.disowned": (subject) => (
    <>
      <P>{subject.words.letters.help.disowned(askerOf(subject))}</P>
      <ToRequest subject={subject} />
    </>
  ),
  "help-request.pass-used": (subject) => (
    <>
      <P>{subject.words.letters.help.passUsed(subject.sender.name)}</P>
      <Origin subject={subject} />
      <P>{subject.words.letters.wasItYou}</P>
      <WhatToDo subject={subject} />
    </>
  ),
  "help-request.cancelled": (subject) => (
    <>
      <P>{subject.words.letters.help.cancelled(subject.sender.name)}</P>
      <WhatToDo subject={subject} />
    </>
  ),
  "help-request.asked": (subject) => (
    <>
      <P>{subject.words.letters.help.asked(subject.sender.name)}</P>
      <Origin subject={subject} />
      <P>{subject.words.letters.help.waitOrStop}</P>
      <NotMe subject={subject} />
      <WhatToDo subject={subject} />
    </>
  ),
  "help-request.approved": (subject) => {
    const { approved, signIn, stopIt, tellThem } = subject.words.letters.help;
    return (
      <>
        <P>{approved(subject.sender.name, untilOf(subject))}</P>
        <Note subject={subject} />
        <MainLink href={subject.sender.at("/sign-in")} sender={subject.sender}>
          {signIn}
        </MainLink>
        <P>{subject.link ? stopIt : tellThem}</P>
        <NotMe subject={subject} />
      </>
    );
  },
  "help-request.declined": (subject) => (
    <>
      <P>{subject.words.letters.help.declined(subject.sender.name)}</P>
      <Note subject={subject} />
      <P>{subject.words.letters.help.somebodyKnows}</P>
      <WhatToDo subject={subject} />
    </>
  ),
  "help-request.lapsed": (subject) => (
    <>
      <P>{subject.words.letters.help.lapsed(subject.sender.name)}</P>
      <MainLink href={subject.sender.at("/sign-in")} sender={subject.sender}>
        {subject.words.letters.help.signIn}
      </MainLink>
      <P>{subject.words.letters.help.somebodyKnows}</P>
      <WhatToDo subject={subject} />
    </>
  ),
};

const askerOf = ({ details, words }: Subject): string => textIn(details, "name") ?? words.letters.help.somebody;

function NotMe({ subject: { link, sender, words } }: { subject: Subject }) {
  return link ? (
    <MainLink href={link} sender={sender}>
      {words.letters.help.notMe}
    </MainLink>
  ) : null;
}

function ToRequest({ subject: { sender, link, words } }: { subject: Subject }) {
  return (
    <MainLink href={link ?? sender.at("/admin/help-requests")} sender={sender}>
      {words.letters.help.seeRequest}
    </MainLink>
  );
}

function Note({ subject: { details, words } }: { subject: Subject }) {
  const note = textIn(details, "note");
  return note ? <P>{words.letters.help.note(note)}</P> : null;
}
