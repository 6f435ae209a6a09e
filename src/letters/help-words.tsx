// What letters about help requests say: to the person, and to those who decide.
import type { Child } from "hono/jsx";
import { MainLink, P } from "./parts.tsx";
import { Origin, type Subject, untilWords, WhatToDo } from "./phrases.tsx";
import { type Details, textIn } from "./rules.ts";

export const helpLetters: Record<string, (subject: Subject) => Child> = {
  "help-request.waiting": (subject) => (
    <>
      <P>{asker(subject.details)} lost the authenticator and asks for help. It waits for somebody to decide it.</P>
      <ToRequest subject={subject} />
    </>
  ),
  "help-request.disowned": (subject) => (
    <>
      <P>
        {asker(subject.details)} says that the request for help was not theirs; it was stopped. Somebody else knows
        their password: see that they choose another one.
      </P>
      <ToRequest subject={subject} />
    </>
  ),
  "help-request.pass-used": (subject) => (
    <>
      <P>
        The help that an administrator of {subject.sender.name} approved was used: somebody gave your password and may
        set up an authenticator app, which takes the place of the old one.
      </P>
      <Origin subject={subject} />
      <P>Was it you? Then there is nothing to do. If it was not you, act now:</P>
      <WhatToDo sender={subject.sender} />
    </>
  ),
  "help-request.cancelled": (subject) => (
    <>
      <P>
        Somebody followed the link “This was not me”: the request for help with your account at {subject.sender.name}{" "}
        was stopped. Whoever made it knows your password, so choose another one:
      </P>
      <WhatToDo sender={subject.sender} />
    </>
  ),
  "help-request.asked": (subject) => (
    <>
      <P>
        Somebody gave your password at {subject.sender.name}, said that your authenticator is lost, and asked an
        administrator for help.
      </P>
      <Origin subject={subject} />
      <P>Was it you? Then wait for the administrator. If it was not you, stop it; it takes effect at once:</P>
      {subject.link ? (
        <MainLink href={subject.link} sender={subject.sender}>
          This was not me
        </MainLink>
      ) : null}
      <WhatToDo sender={subject.sender} />
    </>
  ),
  "help-request.approved": (subject) => (
    <>
      <P>
        An administrator of {subject.sender.name} approved your request. Sign in with your password
        {untilWords(subject.details)}, and set up an authenticator app again. The old one goes once the new one works.
      </P>
      <Note details={subject.details} />
      <MainLink href={subject.sender.at("/sign-in")} sender={subject.sender}>
        Sign in
      </MainLink>
      {subject.link ? (
        <>
          <P>Did you not ask for help? Then stop it now; it takes effect at once:</P>
          <MainLink href={subject.link} sender={subject.sender}>
            This was not me
          </MainLink>
        </>
      ) : (
        <P>Did you not ask for help? Then choose another password and tell your administrator.</P>
      )}
    </>
  ),
  "help-request.lapsed": ({ sender }) => (
    <>
      <P>
        Nobody at {sender.name} decided your request for help within 14 days, so it has lapsed. Nothing about your
        account was changed. Do you still need help? Then sign in with your password and ask again:
      </P>
      <MainLink href={sender.at("/sign-in")} sender={sender}>
        Sign in
      </MainLink>
      <P>Did you not ask for help? Then somebody knows your password:</P>
      <WhatToDo sender={sender} />
    </>
  ),
  "help-request.declined": ({ sender, details }) => (
    <>
      <P>An administrator of {sender.name} declined your request. Nothing about your account was changed.</P>
      <Note details={details} />
      <P>Did you not ask for help? Then somebody knows your password:</P>
      <WhatToDo sender={sender} />
    </>
  ),
};

const asker = (details: Details): string => textIn(details, "name") ?? "Somebody";

function ToRequest({ subject: { sender, link } }: { subject: Subject }) {
  return (
    <MainLink href={link ?? sender.at("/admin/help-requests")} sender={sender}>
      See the request
    </MainLink>
  );
}

function Note({ details }: { details: Details }) {
  const note = textIn(details, "note");
  return note ? <P>The administrator wrote: “{note}”</P> : null;
}
